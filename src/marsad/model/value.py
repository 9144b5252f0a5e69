"""Values a claim may carry: dates with a precision, ranges, casualties, places, actors, weapons, sources.

Every value that stands in the text extends `Words`, so that it can be shown with what it rests on.
"""

from datetime import date
from typing import Literal

import msgspec

from marsad.model.span import Field, Words

EventType = Literal[
    "air_strike", "shelling", "explosive_device", "suicide_bombing", "chemical_attack", "armed_clash", "attack",
    "abduction", "arrest", "sexual_violence", "protest", "riot", "territory_change", "siege", "negotiation",
    "agreement", "threat", "displacement", "aid", "exchange", "destruction", "statement",
]  # fmt: skip
SENSITIVE_TYPES: frozenset[EventType] = frozenset({"sexual_violence"})
"""Of these no point leaves the records: maps and files know their governorate at most."""
Status = Literal["occurred", "ongoing", "denied", "planned", "background"]
ClaimKind = Literal["single", "aggregate", "campaign"]
NumberKind = Literal[
    "exact", "at_least", "more_than", "at_most", "less_than", "approximate", "range", "vague", "none_reported",
    "derived",
]  # fmt: skip
Outcome = Literal["killed", "injured", "missing", "detained", "abducted", "displaced", "released", "killed_or_injured"]
Group = Literal[
    "person", "civilian", "child", "woman", "man", "elderly", "fighter", "soldier", "police", "medic", "journalist",
    "aid_worker", "official",
]  # fmt: skip
Unit = Literal["person", "family", "body"]
DatePrecision = Literal["day", "night", "days", "week", "month", "year", "unknown"]
PlacePrecision = Literal["site", "settlement", "district", "governorate", "region", "country"]
PlaceRole = Literal["site", "from", "to", "venue", "area"]
RelationKind = Literal["distance", "direction", "between", "border", "near", "coast"]
Stance = Literal["stated", "accused", "claimed_own", "suspected", "denied"]


class When(msgspec.Struct, frozen=True, kw_only=True):
    """A date range, both ends included; `None` is an end that the text does not fix.

    `start` and `end` are dates here, so the offsets of the words are `text_start` and `text_end`.
    """

    start: date | None = None
    end: date | None = None
    precision: DatePrecision = "unknown"
    part: str | None = None
    text: str | None = None
    field: Field | None = None
    text_start: int | None = None
    text_end: int | None = None


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A stated number as a range: exact has low = high, an open end is `None`."""

    low: int | None
    high: int | None
    kind: NumberKind


class Count(Words, frozen=True, kw_only=True):
    """How many strikes, shells, raids … the text counts."""

    low: int | None
    high: int | None
    kind: NumberKind
    unit: str


class Casualty(Words, frozen=True, kw_only=True):
    """One figure of harm to people; a `subset` lies inside another entry and is never added to it."""

    outcome: Outcome
    group: Group
    low: int | None
    high: int | None
    kind: NumberKind
    unit: Unit = "person"
    subset: bool = False


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """How a place that has no name of its own lies to named ones: 15 km south-east of X, between X and Y.

    `anchors` are the ids of the named places, as far as the gazetteer knows them; `km` the stated distance, `bearing`
    the stated side in degrees clockwise from north, seen from the anchor.
    """

    kind: RelationKind
    anchors: tuple[str, ...] = ()
    km: float | None = None
    bearing: float | None = None


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """A known place that an unknown one lies in; its point (degrees, WGS84) is where it is a town, else `None`."""

    place_id: str
    name_ar: str
    name_en: str | None = None
    lat: float | None = None
    lon: float | None = None


class Place(Words, frozen=True, kw_only=True):
    """A place as written, and the gazetteer's entry where one was chosen.

    `lat` and `lon` (degrees, WGS84) are `None` for governorates, regions, countries and unknown places.
    `rivals` counts the other entries of that name; `radius_km` is the honest size of the point. `relation` is set
    where the text tells the place by others: the point is then made of theirs, or is theirs with a wider radius.
    `where_prec` and `geo_precision` are the codes of UCDP and ACLED (`geo_codes`). `within` is the smallest known
    place around one that no gazetteer knows.
    """

    role: PlaceRole = "site"
    place_id: str | None = None
    name_ar: str | None = None
    name_en: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    precision: PlacePrecision | None = None
    country: str | None = None
    admin1: str | None = None
    admin1_en: str | None = None
    admin2: str | None = None
    pcode: str | None = None
    rivals: int = 0
    confidence: float | None = None
    relation: Relation | None = None
    admin1_pcode: str | None = None
    admin2_en: str | None = None
    admin2_pcode: str | None = None
    admin3: str | None = None
    admin3_en: str | None = None
    admin3_pcode: str | None = None
    where_prec: int | None = None
    geo_precision: int | None = None
    within: Around | None = None


class Actor(Words, frozen=True, kw_only=True):
    """Who did it, or to whom; `by` holds indexes into the claim's `sources`."""

    actor_id: str | None = None
    name_ar: str | None = None
    name_en: str | None = None
    stance: Stance = "stated"
    by: tuple[int, ...] = ()


class Weapon(Words, frozen=True, kw_only=True):
    """A weapon named in the text."""

    code: str
    name_en: str


class Source(Words, frozen=True, kw_only=True):
    """Who the text says makes the statement; `through` lists who passed it on."""

    source_id: str | None = None
    name_ar: str | None = None
    name_en: str | None = None
    through: tuple[Words, ...] = ()
