"""A group of claims becomes an incident: type, status, days, places, actors, figures, grade.

Each report has one vote, so that a report that tells an incident three times does not outvote two others.

- type: what most reports say; a bare `attack` (no method stated) yields to any type that names one.
- status: what most asserting reports say, `occurred` in a tie; `denied` only where every claim denies.
- when: the days that most reports give among the most precise; ties go to the shorter, then the earlier.
- where: the sites and settlements named, most named first; areas only where nobody names a place inside them.

Known gaps: a vote knows nothing of reliability.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from marsad.linking.facts import ClaimFacts, fold_name
from marsad.linking.figures import list_decreases, list_named, set_best, set_named, sum_cells, sum_counts
from marsad.linking.grade import find_accusers, grade_incident
from marsad.linking.identity import Identity
from marsad.linking.origins import find_origins, mark_origins
from marsad.model.incident import Cell, Incident, IncidentActor, IncidentPlace, IncidentState, Period, Signature
from marsad.model.incident_state import compute_fingerprint
from marsad.model.judgement import Judgement
from marsad.model.value import ClaimKind, DatePrecision, EventType, Place, Stance, Status

_PRECISION: tuple[DatePrecision, ...] = ("day", "night", "days", "week", "month", "year", "unknown")
_SPECIFIC = frozenset({"site", "settlement"})
_KEPT_STATES: frozenset[IncidentState] = frozenset({"confirmed", "published", "withdrawn"})

_NO_TIERS: Mapping[str, int] = MappingProxyType({})
Value = TypeVar("Value")


def assemble_incident(  # noqa: PLR0913 - what the claims do not know of themselves, by name
    members: Sequence[ClaimFacts],
    identity: Identity,
    affiliations: Mapping[str, str],
    *,
    tiers: Mapping[str, int] = _NO_TIERS,
    verdicts: Sequence[Judgement] = (),
    conflicts: Sequence[tuple[str, str]] = (),
) -> Incident:
    """The incident that a group of claims adds up to; `members` in any order, at least one.

    `affiliations` names the party that a source speaks for, `tiers` how reliable the user holds it (1 the most).
    `verdicts` are what people decided of the incident as a whole, latest last; `conflicts` the pairs judged "same"
    that a "different" judgement keeps apart.
    """
    members = sorted(members, key=lambda facts: facts.id)
    asserting = [facts for facts in members if not facts.denied] or members
    voices, origins = find_origins(members)
    cells = sum_cells(members, voices, tiers)
    assessment = grade_incident(members, voices, origins, cells, affiliations)
    inputs = dict(assessment.inputs)
    inputs.update(_find_remarks(members, voices, cells))
    cells, outside = set_best(set_named(cells, verdicts), verdicts)
    inputs.update(_find_reviews(members, verdicts, outside=outside, conflicts=conflicts))
    before = identity.continues
    incident = Incident(
        incident_id=identity.incident_id,
        code=before.code if before else None,
        state=_find_state(members, before, verdicts),
        kind=_find_kind(members),
        type=_find_type(asserting),
        status=_find_status(members),
        when=_find_period(asserting),
        where=_find_places(asserting),
        documents=tuple(sorted({facts.document for facts in members})),
        claims=tuple(facts.id for facts in members),
        origins=mark_origins(origins, affiliations, tiers),
        cells=cells,
        counts=sum_counts(members, voices, tiers),
        actors=_find_actors(members, voices),
        grade=assessment.grade,
        grade_inputs=inputs,
        merged_from=identity.merged_from,
        split_from=identity.split_from,
        split_to=identity.split_to,
    )
    return msgspec.structs.replace(incident, signature=_find_signature(incident, verdicts))


def _find_signature(incident: Incident, verdicts: Sequence[Judgement]) -> Signature | None:
    """The last signature, and whether the incident still says what was signed."""
    signed = next((judgement for judgement in reversed(verdicts) if judgement.verdict == "sign"), None)
    if signed is None or signed.fingerprint is None:
        return None
    stands = signed.fingerprint == compute_fingerprint(incident)
    return Signature(by=signed.by, at=signed.at, fingerprint=signed.fingerprint, stands=stands, alone=signed.alone)


def _find_state(members: Sequence[ClaimFacts], before: Incident | None, verdicts: Sequence[Judgement]) -> IncidentState:
    """What people decided last; what was decided and undone is proposed again, what was published stays so.

    A signature that no longer covers what the incident says leaves it confirmed, and says so itself (`stands`).
    """
    if all(facts.rejected for facts in members):
        return "withdrawn"
    said = [judgement.verdict for judgement in verdicts if judgement.verdict in {"accept", "reject", "sign"}]
    published = before is not None and before.state == "published"
    if said:
        return "withdrawn" if said[-1] == "reject" else "published" if published else "confirmed"
    if before is None or before.state not in _KEPT_STATES:
        return "proposed"
    return before.state if published or "review" not in before.grade_inputs else "proposed"


def _find_reviews(
    members: Sequence[ClaimFacts],
    verdicts: Sequence[Judgement],
    *,
    outside: Sequence[Mapping[str, Any]],
    conflicts: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    """What people had a hand in: the verdict on the whole, claims accepted or rejected, decisions without effect."""
    said = [judgement for judgement in verdicts if judgement.verdict in {"accept", "reject", "sign"}]
    rejected = [facts.id for facts in members if facts.rejected]
    found: dict[str, Any] = {
        "review": said[-1].verdict if said else "claim rejected" if rejected else None,
        "accepted_claims": [facts.id for facts in members if facts.accepted],
        "best_outside_range": list(outside),
        "named": [msgspec.to_builtins(one) for _, one in sorted(list_named(verdicts).items())],
        "judgements_in_conflict": [list(pair) for pair in conflicts],
    }
    return {name: value for name, value in found.items() if value}


def _count_votes(members: Iterable[ClaimFacts], read: Callable[[ClaimFacts], Value | None]) -> Counter[Value]:
    """How many reports give each value; a report that gives two has a vote for each."""
    votes: set[tuple[str, Value]] = set()
    for facts in members:
        value = read(facts)
        if value is not None:
            votes.add((facts.document, value))
    return Counter(value for _, value in votes)


def _find_kind(members: Sequence[ClaimFacts]) -> ClaimKind:
    votes: Counter[ClaimKind] = _count_votes(members, lambda facts: facts.live.claim.kind)
    return min(votes, key=lambda kind: (-votes[kind], kind != "single", kind))


def _find_type(members: Sequence[ClaimFacts]) -> EventType:
    votes: Counter[EventType] = _count_votes(members, lambda facts: facts.type)
    if len(votes) > 1:
        votes.pop("attack", None)
    return min(votes, key=lambda kind: (-votes[kind], kind))


def _find_status(members: Sequence[ClaimFacts]) -> Status:
    votes: Counter[Status] = _count_votes(members, lambda facts: facts.live.claim.status)
    if len(votes) > 1:
        votes.pop("denied", None)
    return min(votes, key=lambda status: (-votes[status], status != "occurred", status))


def _find_period(members: Sequence[ClaimFacts]) -> Period:
    votes = _count_votes(members, _read_period)
    if not votes:
        return Period()
    finest = min(_rank_period(period) for period in votes)
    chosen = [period for period in votes if _rank_period(period) <= max(finest, 2)]
    return min(
        chosen,
        key=lambda period: (-votes[period], _count_days(period), _rank_period(period), _first_day(period)),
    )


def _read_period(facts: ClaimFacts) -> Period | None:
    when = facts.live.claim.when
    if when.start is None and when.end is None:
        return None
    return Period(start=when.start, end=when.end, precision=when.precision)


def _rank_period(period: Period) -> int:
    return _PRECISION.index(period.precision)


def _count_days(period: Period) -> int:
    return 0 if period.start is None or period.end is None else (period.end - period.start).days


def _first_day(period: Period) -> int:
    first = period.start or period.end
    return 0 if first is None else first.toordinal()


def _find_places(members: Sequence[ClaimFacts]) -> tuple[IncidentPlace, ...]:
    """Places deduplicated by id, or by folded name where no gazetteer knows them; one named outright wins."""
    named: dict[str, Place] = {}
    tellers: dict[str, set[str]] = {}
    for facts in members:
        for place in _read_places(facts):
            known = named.setdefault(_name_place(place), place)
            if known.relation is not None and place.relation is None:
                named[_name_place(place)] = place
            tellers.setdefault(_name_place(place), set()).add(facts.document)
    specific = any(place.precision in _SPECIFIC for place in named.values())
    kept = [key for key, place in named.items() if not specific or place.precision in {*_SPECIFIC, None}]
    return tuple(_show_place(named[key]) for key in sorted(kept, key=lambda key: (-len(tellers[key]), key)))


def _read_places(facts: ClaimFacts) -> list[Place]:
    return [place for place in facts.live.claim.where if place.role != "to"]


def _name_place(place: Place) -> str:
    return place.place_id or fold_name(place.name_ar or place.text)


def _show_place(place: Place) -> IncidentPlace:
    return IncidentPlace(
        place_id=place.place_id,
        name_ar=place.name_ar or place.text,
        name_en=place.name_en,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        pcode=place.pcode,
        admin1=place.admin1,
        admin1_en=place.admin1_en,
        country=place.country,
        radius_km=place.radius_km,
        relation=place.relation,
        admin1_pcode=place.admin1_pcode,
        admin2=place.admin2,
        admin2_en=place.admin2_en,
        admin2_pcode=place.admin2_pcode,
        admin3=place.admin3,
        admin3_en=place.admin3_en,
        admin3_pcode=place.admin3_pcode,
        where_prec=place.where_prec,
        geo_precision=place.geo_precision,
    )


def _find_actors(members: Sequence[ClaimFacts], voices: Mapping[str, tuple[str, ...]]) -> tuple[IncidentActor, ...]:
    """Who is named as the doer, by stance, with the origins that say so; a denial keeps its denier."""
    said: dict[tuple[str, Stance], set[str]] = {}
    shown: dict[tuple[str, Stance], tuple[str | None, str | None, str | None]] = {}
    for facts in members:
        for actor in facts.live.claim.actors:
            stance: Stance = "denied" if facts.denied and actor.stance == "stated" else actor.stance
            key = (actor.actor_id or f"?{fold_name(actor.name_en or actor.text)}", stance)
            said.setdefault(key, set()).update(find_accusers(actor, facts, voices[facts.id]))
            shown.setdefault(key, (actor.actor_id, actor.name_en, actor.name_ar or actor.text))
    return tuple(
        IncidentActor(
            actor_id=shown[key][0],
            stance=key[1],
            by=tuple(sorted(said[key])),
            name_en=shown[key][1],
            name_ar=shown[key][2],
        )
        for key in sorted(said)
    )


def _find_remarks(
    members: Sequence[ClaimFacts], voices: Mapping[str, tuple[str, ...]], cells: Sequence[Cell]
) -> dict[str, Any]:
    """What a reviewer should see: decreases that were not taken, parts above their whole, families."""
    families = [
        {"claim": facts.id, "outcome": row.outcome, "low": row.low, "high": row.high}
        for facts in members
        for row in facts.live.claim.casualties
        if row.unit == "family" and not facts.denied
    ]
    remarks = {
        "decreases": list(list_decreases(members, voices)),
        "violations": _find_violations(cells),
        "families": families,
    }
    return {name: remark for name, remark in remarks.items() if remark}


def _find_violations(cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """Parts above the highest whole, or else above the lowest: to one origin fewer died than children to another."""
    totals = {cell.outcome: cell for cell in cells if cell.group == "person"}
    found: list[dict[str, Any]] = []
    for cell in cells:
        whole = totals.get(cell.outcome)
        if whole is None or cell.group == "person" or cell.low is None:
            continue
        part = {"outcome": cell.outcome, "group": cell.group, "low": cell.low}
        if whole.high is not None and not whole.high_open and cell.low > whole.high:
            found.append({**part, "total_high": whole.high})
        elif whole.low is not None and cell.low > whole.low:
            found.append({**part, "total_low": whole.low})
    return found
