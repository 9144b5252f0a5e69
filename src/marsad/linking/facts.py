"""A claim as the comparison sees it: days as numbers, places as points and areas, figures summed, words folded.

Made once a claim, so that comparing two claims touches no date, no text and no model record. A claim also carries what
its report says elsewhere: a lead names the country, the next paragraph the town, and the words of all quotations
together tell whether two reports tell one story.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from sys import intern
from typing import NamedTuple

from marsad.base.letters import fold_words
from marsad.linking.families import find_realm
from marsad.linking.totals import Figure, find_counts, sum_casualties
from marsad.linking.voices import find_voices
from marsad.model.claim import Claim, LiveClaim, Marks
from marsad.model.value import Actor, EventType, Group, Outcome, Place

_SPECIFIC = frozenset({"site", "settlement"})
_SHORT_DAYS = 3
_SHORT_WORD = 2
_GROWN_LETTERS = 3
_LENT_PLACES = 3
"""A report that names more places than this lends none to its other claims: nobody knows which."""


class Told(NamedTuple):
    """How a place is told by named ones: the kind of relation, degrees, the ids of those, kilometres around the point.

    `own`: it is a place of its own, so far from the named one or between two, and not that one itself.
    """

    own: bool
    bearing: float | None
    anchors: frozenset[str]
    radius_km: float


class Spot(NamedTuple):
    """A place precise enough to be hit: a point, or a settlement that no gazetteer knows (then no coordinates).

    `name` is the gazetteer's, `written` the report's: another report may be in the dark about the same spelling.
    """

    place_id: str | None
    name: str
    written: str
    lat: float | None
    lon: float | None
    scale: str
    rivals: int
    country: str | None
    admin1: str | None
    told: Told | None = None
    radius_km: float | None = None


class Area(NamedTuple):
    """A governorate, region or country; `admin1` None for what is larger than a governorate."""

    place_id: str | None
    name: str
    precision: str
    country: str | None
    admin1: str | None


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What linking knows of one claim; days are ordinals, both ends included, None where not stated."""

    live: LiveClaim
    id: str
    document: str
    text: str
    type: EventType
    lane: str
    realm: str
    denied: bool
    start: int | None
    end: int | None
    loose: bool
    published: int | None
    spots: tuple[Spot, ...]
    areas: tuple[Area, ...]
    countries: frozenset[str]
    voices: frozenset[str]
    named: frozenset[str]
    cells: dict[tuple[Outcome, Group], Figure]
    counts: dict[str, Figure]
    weapons: frozenset[str]
    actors: frozenset[str]
    targets: frozenset[str]
    words: frozenset[str]
    story: frozenset[str]
    heard: frozenset[str]
    lent: tuple[Spot, ...]
    marks: Marks | None = None
    accepted: bool = False
    rejected: bool = False


@lru_cache(maxsize=100_000)
def fold_name(text: str) -> str:
    """A name's folded words, one space apart: a light fold of any script."""
    return " ".join(fold_words(text))


class _Report(NamedTuple):
    """What the claims of one report share."""

    story: frozenset[str]
    heard: frozenset[str]
    lent: tuple[Spot, ...]


def list_names(spots: Iterable[Spot]) -> Iterator[tuple[str, ...]]:
    """The words of each place's names that are long enough to be heard in a text."""
    for spot in spots:
        for name in {spot.name, spot.written}:
            words = tuple(word for word in name.split() if len(word) > _SHORT_WORD)
            if words:
                yield words


def prepare_claims(claims: Iterable[LiveClaim]) -> list[ClaimFacts]:
    """The facts of live claims in the order given; claims of one report know of one another."""
    ordered = list(claims)
    facts: list[ClaimFacts | None] = [None] * len(ordered)
    by_report = sorted(range(len(ordered)), key=lambda index: ordered[index].document_id)
    for _, indexes in groupby(by_report, key=lambda index: ordered[index].document_id):
        own = list(indexes)
        for index, made in zip(own, _prepare_report([ordered[index] for index in own]), strict=True):
            facts[index] = made
    return [made for made in facts if made is not None]


def prepare_claim(live: LiveClaim) -> ClaimFacts:
    """The facts of one live claim, as if its report said nothing else."""
    return _prepare_report([live])[0]


def _prepare_report(claims: Sequence[LiveClaim]) -> list[ClaimFacts]:
    """The facts of the claims of one report."""
    quoted = [find_words(live.claim.evidence.text) for live in claims]
    headline = find_words(claims[0].title or "")
    story = headline.union(*quoted) if headline or len(quoted) > 1 else quoted[0]
    placed = [_split_places([place for place in live.claim.where if place.role != "to"]) for live in claims]
    named = dict.fromkeys(
        spot
        for live, (spots, _) in zip(claims, placed, strict=True)
        if _find_lane(live.claim) == "single"
        for spot in spots
        if spot.scale in _SPECIFIC
    )
    lent = tuple(named) if len(named) <= _LENT_PLACES else ()
    heard = frozenset() if all(_is_mapped(spots) for spots, _ in placed) else _find_tails(story)
    report = _Report(story, heard, lent)
    return [_prepare(live, words, where, report) for live, words, where in zip(claims, quoted, placed, strict=True)]


def review_claim(facts: ClaimFacts, *, accepted: bool, rejected: bool) -> ClaimFacts:
    """The facts of a claim that a person accepted or rejected; a rejected one meets no other and states no figure."""
    if rejected:
        return replace(facts, rejected=True, lane=f"rejected {facts.id}", cells={}, counts={})
    return replace(facts, accepted=accepted)


def find_words(text: str) -> frozenset[str]:
    """The folded words of a text that are longer than two letters."""
    return frozenset(intern(word) for word in fold_words(text) if len(word) > _SHORT_WORD)


def _is_mapped(spots: Iterable[Spot]) -> bool:
    """Whether one of a claim's places has a point; such a claim need not listen for others."""
    return any(spot.lat is not None for spot in spots)


def _find_tails(words: frozenset[str]) -> frozenset[str]:
    """Words, and what is left of each without the one to three letters that may have grown to its front."""
    return frozenset(
        intern(word[cut:]) for word in words for cut in range(_GROWN_LETTERS + 1) if cut == 0 or len(word) - cut > 3
    )


def _prepare(
    live: LiveClaim,
    words: frozenset[str],
    where: tuple[tuple[Spot, ...], tuple[Area, ...]],
    report: _Report,
) -> ClaimFacts:
    claim = live.claim
    start, end = _find_days(claim)
    spots, areas = where
    voices = find_voices(live)
    return ClaimFacts(
        live=live,
        id=claim.id,
        document=live.document_id,
        text=live.copy_of or live.document_id,
        type=claim.type,
        lane=_find_lane(claim),
        realm=find_realm(claim.type),
        denied=claim.status == "denied",
        start=start,
        end=end,
        loose=claim.when.precision in {"night", "days"} or claim.when.part == "night",
        published=None if live.published is None else live.published.toordinal(),
        spots=spots,
        areas=areas,
        countries=frozenset(place.country for place in claim.where if place.role != "to" and place.country is not None),
        voices=frozenset(voice.source_id for voice in voices),
        named=frozenset(voice.source_id for voice in voices if voice.named),
        cells={} if claim.status == "denied" else sum_casualties(claim.casualties),
        counts={} if claim.status == "denied" else find_counts(claim),
        weapons=frozenset(weapon.code for weapon in claim.weapon),
        actors=_name_actors(claim.actors),
        targets=_name_actors(claim.targets),
        words=words,
        story=report.story,
        heard=frozenset() if _is_mapped(spots) else report.heard,
        lent=() if spots else report.lent,
        marks=live.marks,
    )


def _find_lane(claim: Claim) -> str:
    """Lanes never meet: what is planned, what is background, what sums up, what is a campaign, and single incidents."""
    if claim.status in {"planned", "background"}:
        return claim.status
    return claim.kind


def _find_days(claim: Claim) -> tuple[int | None, int | None]:
    """First and last day as ordinals; an unstated beginning leaves the last day alone."""
    start, end = claim.when.start, claim.when.end
    if start is None and end is None:
        return None, None
    first = (start or end).toordinal()  # type: ignore[union-attr]
    last = (end or start).toordinal()  # type: ignore[union-attr]
    return min(first, last), max(first, last)


def _split_places(places: list[Place]) -> tuple[tuple[Spot, ...], tuple[Area, ...]]:
    """Places that can be hit, and the areas around them; an area is kept beside a spot only for its name."""
    spots: list[Spot] = []
    areas: list[Area] = []
    for place in places:
        name = fold_name(place.name_ar or place.text)
        admin1 = None if place.admin1 is None else fold_name(place.admin1)
        unknown = place.place_id is None and place.precision in {None, "district"}
        if place.lat is not None or place.precision in _SPECIFIC or unknown:
            where = _find_point(place)
            scale = place.precision or "settlement"
            written = fold_name(place.text) or name
            told = _find_told(place)
            region = place.country, admin1
            spots.append(
                Spot(place.place_id, name, written, *where, scale, place.rivals, *region, told, place.radius_km)
            )
        else:
            precision = place.precision or "region"
            if precision == "governorate" and place.place_id is not None:
                admin1 = admin1 or name
            areas.append(Area(place.place_id, name, precision, place.country, admin1))
    return tuple(dict.fromkeys(spots)), tuple(dict.fromkeys(areas))


def _find_point(place: Place) -> tuple[float | None, float | None]:
    """The place's own point, or that of the town that holds it: two reports of one quarter must be able to meet."""
    if place.lat is None and place.within is not None:
        return place.within.lat, place.within.lon
    return place.lat, place.lon


def _find_told(place: Place) -> Told | None:
    """How a place is told by others, where it is; an unknown village that a distance puts on the map keeps its name."""
    relation = place.relation
    if relation is None:
        return None
    own = relation.kind in {"distance", "between"} and place.name_ar is None
    return Told(own, relation.bearing, frozenset(relation.anchors), place.radius_km or 0.0)


def _name_actors(actors: tuple[Actor, ...]) -> frozenset[str]:
    """Ids, or folded names where the actor is not on the list; the stated "unknown" is nobody."""
    names = {actor.actor_id or fold_name(actor.name_en or actor.text) for actor in actors}
    return frozenset(name for name in names if name and name != "unknown")


def is_short(facts: ClaimFacts) -> bool:
    """Whether a claim's days are few enough to be told apart from the next incident."""
    return facts.start is not None and facts.end is not None and facts.end - facts.start < _SHORT_DAYS
