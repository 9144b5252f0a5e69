"""One event in the world: what linked claims add up to. Always recomputed, never edited."""

from datetime import date, datetime
from typing import Any, Literal

import msgspec

from marsad.model.value import (
    ClaimKind,
    DatePrecision,
    EventType,
    Group,
    Outcome,
    PlacePrecision,
    Relation,
    Stance,
    Status,
)

IncidentState = Literal["proposed", "confirmed", "published", "withdrawn", "merged"]
BestRule = Literal["named", "agree", "latest_tier", "conservative", "reviewer"]
Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """The days of an incident, both ends included."""

    start: date | None = None
    end: date | None = None
    precision: DatePrecision = "unknown"


class IncidentPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where; an area carries a precision and no point.

    `radius_km` is how far from the point it may lie; `relation` is set where no claim names the place itself.
    """

    place_id: str | None
    name_ar: str | None
    name_en: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision | None
    pcode: str | None = None
    admin1: str | None = None
    admin1_en: str | None = None
    country: str | None = None
    radius_km: float | None = None
    relation: Relation | None = None
    admin1_pcode: str | None = None
    admin2: str | None = None
    admin2_en: str | None = None
    admin2_pcode: str | None = None
    admin3: str | None = None
    admin3_en: str | None = None
    admin3_pcode: str | None = None
    where_prec: int | None = None
    geo_precision: int | None = None


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """One voice: who first made the statements, however many outlets repeat them.

    `source_id` is the registry's id; an unnamed kind is one origin per document
    (`unnamed:<document>:<words>`), a publisher speaks only where nobody is named (its id, or `publisher:<name>`).
    `party` is the actor id of the party that it speaks for, None where it speaks for none. `tier` is the reliability
    that the user gives it, 1 the most reliable; None where none is given.
    """

    source_id: str
    name_en: str | None
    name_ar: str | None = None
    claims: tuple[str, ...]
    party: str | None = None
    tier: int | None = None


class OriginFigure(msgspec.Struct, frozen=True, kw_only=True):
    """What one origin's latest claim says for one cell."""

    source_id: str
    claim: str
    low: int | None
    high: int | None
    kind: str


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of an incident: outcome × group. `high_open` marks an upper bound nobody closed.

    `over_places` marks one figure told for several places at once, with how many: it is never split between them. None
    where what sets the figure names one place or none.
    """

    outcome: Outcome
    group: Group
    low: int | None
    best: int | None
    high: int | None
    high_open: bool
    best_rule: BestRule
    low_by: tuple[str, ...]
    high_by: tuple[str, ...]
    origins: tuple[OriginFigure, ...] = ()
    over_places: int | None = None


class CountCell(msgspec.Struct, frozen=True, kw_only=True):
    """A count of strikes or munitions, reconciled like a cell."""

    unit: str
    low: int | None
    best: int | None
    high: int | None
    high_open: bool
    best_rule: BestRule
    low_by: tuple[str, ...]
    high_by: tuple[str, ...]
    origins: tuple[OriginFigure, ...] = ()
    over_places: int | None = None


class IncidentActor(msgspec.Struct, frozen=True, kw_only=True):
    """A belligerent, with who says so; `by` holds source ids."""

    actor_id: str | None
    stance: Stance
    by: tuple[str, ...]
    name_en: str | None = None
    name_ar: str | None = None


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed an incident last, and when; it `stands` while the incident says what was signed.

    `alone`: at a desk of one person, so that nobody else looked.
    """

    by: str
    at: datetime
    fingerprint: str
    stands: bool
    alone: bool = False


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """An incident, as `marsad incidents --format jsonl` prints it."""

    incident_id: str
    code: str | None
    state: IncidentState
    kind: ClaimKind
    type: EventType
    status: Status
    when: Period
    where: tuple[IncidentPlace, ...]
    documents: tuple[str, ...]
    claims: tuple[str, ...]
    origins: tuple[Origin, ...]
    cells: tuple[Cell, ...]
    counts: tuple[CountCell, ...]
    actors: tuple[IncidentActor, ...]
    grade: Grade
    grade_inputs: dict[str, Any]
    merged_from: tuple[str, ...] = ()
    split_from: tuple[str, ...] = ()
    split_to: tuple[str, ...] = ()
    signature: Signature | None = None
