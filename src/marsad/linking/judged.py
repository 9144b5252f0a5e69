"""What people decided: as ties between claims, and as what holds of one claim or one incident.

A judgement names claims, or incidents by an id they have or once had: then it speaks of the claims that the incident
held when it was judged. The latest judgement on a pair outranks the earlier ones; where "same" and "different" meet
through a third claim, "different" holds, for a wrong join hides a victim and a wrong split only shows one twice. A
claim that a person rejected meets no other and sets no figure; a corrected one is compared and counted as corrected.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

import msgspec

from marsad.linking.clusters import Pair, Ties
from marsad.model.claim import Claim
from marsad.model.details import Detail, drop_strangers, list_details, replace_detail
from marsad.model.incident import Incident, IncidentPlace
from marsad.model.judgement import CorrectedCount, CorrectedDetail, CorrectedFigure, Correction, Judgement
from marsad.model.span import Words
from marsad.model.value import Actor, Casualty, Count, Place, Source, When

_PAIRS = frozenset({"same", "different", "unsure"})


class Reviews(NamedTuple):
    """What holds of single claims: the latest of accept and reject, and all corrections in the order of their days."""

    accepted: frozenset[str]
    rejected: frozenset[str]
    corrections: Mapping[str, tuple[Correction, ...]]


def _order(judgement: Judgement) -> tuple[object, ...]:
    return (judgement.at, judgement.verdict == "different", judgement.about, repr(judgement.correction))


def find_ties(judgements: Iterable[Judgement], indexes: Mapping[str, int], previous: Sequence[Incident]) -> Ties:
    """The "same" (latest first) and "different" judgements over live claims; what names none is passed over."""
    paired = [judgement for judgement in judgements if judgement.verdict in _PAIRS]
    holdings = _find_holdings(previous) if paired else {}
    latest: dict[Pair, Judgement] = {}
    for judgement in sorted(paired, key=_order):
        sides = [
            sorted({indexes[claim] for claim in _list_claims(judgement, name, holdings) if claim in indexes})
            for name in judgement.about
        ]
        for left, right in combinations(sides, 2):
            for one, other in product(left, right):
                if one != other:
                    latest[min(one, other), max(one, other)] = judgement
    same = [(judgement.at, pair) for pair, judgement in latest.items() if judgement.verdict == "same"]
    return Ties(
        same=tuple(pair for _, pair in sorted(same, key=lambda tie: (-tie[0].timestamp(), tie[1]))),
        different=frozenset(pair for pair, judgement in latest.items() if judgement.verdict == "different"),
    )


def _list_claims(judgement: Judgement, name: str, holdings: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The claims that a name stands for: what was held when it was judged, else what is held now, else itself."""
    held = (judgement.held or {}).get(name)
    return held or holdings.get(name, (name,))


def _find_holdings(previous: Sequence[Incident]) -> dict[str, tuple[str, ...]]:
    """The claims of each incident, by each id that leads to it."""
    holdings: dict[str, tuple[str, ...]] = {}
    for incident in previous:
        for name in (*incident.merged_from, incident.incident_id):
            holdings[name] = incident.claims
    return holdings


def find_reviews(judgements: Iterable[Judgement], claims: Mapping[str, object]) -> Reviews:
    """What was decided of each of these claims by its own id."""
    verdicts: dict[str, str] = {}
    corrections: dict[str, list[Correction]] = {}
    for judgement in sorted(judgements, key=_order):
        name = judgement.about[0]
        if name not in claims:
            continue
        if judgement.verdict in {"accept", "reject"}:
            verdicts[name] = judgement.verdict
        elif judgement.correction is not None:
            corrections.setdefault(name, []).append(judgement.correction)
    return Reviews(
        accepted=frozenset(name for name, verdict in verdicts.items() if verdict == "accept"),
        rejected=frozenset(name for name, verdict in verdicts.items() if verdict == "reject"),
        corrections={name: tuple(found) for name, found in corrections.items()},
    )


def find_verdicts(
    judgements: Iterable[Judgement], names: Mapping[str, int], holders: Mapping[str, int]
) -> dict[int, list[Judgement]]:
    """The decisions over whole incidents, in the order of their days, by the number of the incident they hit.

    `names` gives the number for each id that leads to an incident, `holders` for each claim. Where no id is known any
    more, the incident that now holds most of the claims that were judged is meant (ties: the smaller number).
    """
    found: dict[int, list[Judgement]] = {}
    for judgement in sorted(judgements, key=_order):
        name = judgement.about[0]
        if judgement.verdict not in {"accept", "reject", "correct", "sign"} or name in holders:
            continue
        number = names.get(name)
        if number is None:
            shares = [holders[claim] for claim in (judgement.held or {}).get(name, ()) if claim in holders]
            number = max(sorted(set(shares)), key=shares.count, default=None)
        if number is not None:
            found.setdefault(number, []).append(judgement)
    return found


def correct_claim(claim: Claim, corrections: Iterable[Correction]) -> Claim:
    """The claim as people read it; the machine's own stays as it is in the ledger.

    A corrected value stands on the words that were picked for it, else on those of the value it replaces, else on
    those of the whole claim.
    """
    for one in corrections:
        claim = msgspec.structs.replace(
            claim, trigger=one.trigger or claim.trigger, evidence=one.evidence or claim.evidence
        )
        actors, targets = claim.actors, claim.targets
        if one.sources is not None:
            actors, targets = (_point_anew(found, claim.sources, one.sources) for found in (actors, targets))
        claim = msgspec.structs.replace(
            claim,
            type=one.type or claim.type,
            status=one.status or claim.status,
            kind=one.kind or claim.kind,
            when=_correct_when(claim.when, one),
            where=_correct_where(claim, one),
            actors=actors if one.actors is None else one.actors,
            targets=targets if one.targets is None else one.targets,
            weapon=claim.weapon if one.weapon is None else one.weapon,
            sources=claim.sources if one.sources is None else one.sources,
            casualties=_correct_figures(claim, one.figures),
            count=_correct_count(claim, one.counts),
            details=_correct_details(claim, one),
        )
    return claim


def _take_words(words: Words) -> dict[str, Any]:
    return {"text": words.text, "field": words.field, "start": words.start, "end": words.end}


def _point_anew(actors: Sequence[Actor], old: Sequence[Source], new: Sequence[Source]) -> tuple[Actor, ...]:
    """Actors whose `by` follows their sources to where these stand now; who speaks no more is left out."""
    moved = {
        at: next((index for index, other in enumerate(new) if _speak_alike(source, other)), None)
        for at, source in enumerate(old)
    }
    return tuple(
        msgspec.structs.replace(actor, by=tuple(to for at in actor.by if (to := moved.get(at)) is not None))
        for actor in actors
    )


def _speak_alike(one: Source, other: Source) -> bool:
    if one.source_id is not None or other.source_id is not None:
        return one.source_id == other.source_id
    return (one.field, one.start, one.end) == (other.field, other.start, other.end)


def _correct_when(when: When, correction: Correction) -> When:
    period, words = correction.when, correction.when_words
    if period is not None:
        when = msgspec.structs.replace(when, start=period.start, end=period.end, precision=period.precision, part=None)
    if words is not None:
        when = msgspec.structs.replace(
            when, text=words.text, field=words.field, text_start=words.start, text_end=words.end
        )
    return when


def _correct_where(claim: Claim, correction: Correction) -> tuple[Place, ...]:
    if correction.places is not None:
        return correction.places
    if correction.where is not None:
        return tuple(_correct_place(claim, place) for place in correction.where)
    return claim.where


def _correct_place(claim: Claim, place: IncidentPlace) -> Place:
    values = msgspec.structs.asdict(place)
    standing = claim.where[0] if claim.where else claim.evidence
    return msgspec.convert(_take_words(standing) | values | {"confidence": 1.0}, Place)


def _correct_figures(claim: Claim, figures: Iterable[CorrectedFigure]) -> tuple[Casualty, ...]:
    rows = list(claim.casualties)
    for one in figures:
        replaced = [row for row in rows if (row.outcome, row.group) == (one.outcome, one.group)]
        at = rows.index(replaced[0]) if replaced else len(rows)
        rows = [row for row in rows if row not in replaced]
        if one.kind is not None:
            standing = one.words or (replaced[0] if replaced else claim.evidence)
            subset = one.subset if one.subset is not None else replaced[0].subset if replaced else False
            unit = replaced[0].unit if replaced else "person"
            rows.insert(
                at,
                Casualty(
                    **_take_words(standing), outcome=one.outcome, group=one.group, low=one.low, high=one.high,
                    kind=one.kind, unit=unit, subset=subset,
                ),
            )  # fmt: skip
    return tuple(rows)


def _correct_details(claim: Claim, correction: Correction) -> dict[str, Any]:
    """The details with those that were corrected; a type that was corrected takes along only what it may carry."""
    type_, details = correction.type or claim.type, claim.details
    if type_ != claim.type:
        details = drop_strangers(type_, details)
    for one in correction.details:
        replaced = [each for each in list_details(claim.type, claim.details) if each.key == one.key]
        details = replace_detail(details, one.key, _put_on_words(one, replaced, claim.evidence))
    return details


def _put_on_words(one: CorrectedDetail, replaced: Sequence[Detail], evidence: Words) -> list[Detail]:
    """The values, where words were not picked for them on those of the value that they replace; a number on some."""
    made = []
    for value in one.values:
        words = value.words or next((each.words for each in replaced if each.form == value.form), None)
        if words is None and value.form == "number":
            words = Words(**_take_words(evidence))
        made.append(msgspec.structs.replace(value, words=None if value.form == "flag" else words))
    return made


def _correct_count(claim: Claim, counts: Iterable[CorrectedCount]) -> Count | None:
    found = claim.count
    for one in counts:
        standing = one.words or claim.count or claim.evidence
        found = (
            None
            if one.kind is None
            else Count(**_take_words(standing), low=one.low, high=one.high, kind=one.kind, unit=one.unit)
        )
    return found
