"""Why this claim, link or figure: the words, rules, sources and features behind it, one a line.

A line is a name, a tab-like gap and a value; what belongs to the line above is set in. Words of a report stand in
« », followed by the field and the code points where they begin and end, so that each can be checked.
Known gaps: why a claim was *not* made is said by the refusals of its document only.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from marsad.base.errors import PackError, UseError
from marsad.model.claim import Claim
from marsad.model.document import DocumentHead
from marsad.model.incident import Cell, CountCell, Incident, OriginFigure, Period
from marsad.model.judgement import Judgement
from marsad.model.span import Words
from marsad.model.value import Actor, Place, When
from marsad.reference.relative import describe_relation
from marsad.store.ledger import Ledger
from marsad.store.records import IncidentFilter, KeptClaim

WIDTH = 12


Sentences = Callable[[str | None], Mapping[str, str]]  # a language to what each of its rules says


def read_rule_sentences(language: str | None) -> Mapping[str, str]:
    """What each rule of a language's pack says of itself, by rule id; empty where there is no pack."""
    if language is None:
        return {}
    from marsad.packs import load_pack  # noqa: PLC0415 - an incident needs no pack

    try:
        return {rule.id: rule.says for rule in load_pack(language).rules.rules}
    except PackError:
        return {}


def explain(ledger: Ledger, wanted: str, *, sentences: Sentences = read_rule_sentences) -> Iterator[str]:
    """The lines for a claim or an incident, by its id (or an id it once had). Raises UseError for an unknown id."""
    incident = ledger.read_incident(wanted)
    if incident is not None:
        return _incident_lines(ledger, incident, wanted)
    kept = ledger.read_claim(wanted)
    if kept is not None:
        return _claim_lines(ledger, kept, sentences)
    raise UseError(_unknown(ledger, wanted))


def _line(name: str, value: object, depth: int = 0) -> str:
    return f"{'  ' * depth}{name:<{WIDTH}}{value}".rstrip()


def _quote(words: Words) -> str:
    return f"«{words.text}» {words.field}[{words.start}:{words.end}]"


def _range(low: int | None, high: int | None) -> str:
    """Both ends as stated; an open end is said."""
    if low == high:
        return "not stated" if low is None else str(low)
    if high is None:
        return f"{low} or more"
    return f"up to {high}" if low is None else f"{low} to {high}"


def _days(period: When | Period) -> str:
    start, end = period.start or "?", period.end or "?"
    return f"{start if start == end else f'{start} to {end}'} ({period.precision})"


def _joined(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part not in (None, ""))


# ---------------------------------------------------------------------------------------------- claims


def _claim_lines(ledger: Ledger, kept: KeptClaim, sentences: Sentences) -> Iterator[str]:
    claim = kept.claim
    yield _line("claim", f"{claim.id} ({'live' if kept.live else 'replaced by a newer reading'})")
    yield from _document_lines(ledger, kept.document, kept.version)
    yield _line("event", _joined(claim.type, claim.status, claim.kind))
    yield _line("trigger", _quote(claim.trigger))
    yield _line("evidence", _quote(claim.evidence))
    yield from _value_lines(claim)
    said = sentences(kept.document.language) if claim.rules else {}
    for rule in claim.rules:
        yield _line("rule", f"{rule}: {said[rule]}" if rule in said else rule)
    yield _line("confidence", f"{claim.confidence:.2f}")
    yield _line("read by", f"{kept.generation.reader}, places {kept.generation.places}, at {kept.recorded_at}")
    for earlier in ledger.read_claim_history(claim.id):
        if earlier.generation != kept.generation:
            yield _line("also by", f"{earlier.generation.reader}, places {earlier.generation.places}")
    for incident in ledger.read_incidents(IncidentFilter(claim=claim.id)):
        yield _line("incident", f"{incident.incident_id} ({incident.type}, {_days(incident.when)})")
    yield from _judgement_lines(ledger, {claim.id})
    yield from _corrected_lines(ledger, kept)


def _corrected_lines(ledger: Ledger, kept: KeptClaim) -> Iterator[str]:
    """The claim as people have it, where that is another than was read; and what to look at again."""
    from marsad.pipeline.review import read_review  # noqa: PLC0415 - an incident needs no review

    review = read_review(ledger, kept.document.id)
    for one in review.claims:
        if one.read.id == kept.claim.id and one.claim != one.read:
            yield _line("corrected", _joined(one.claim.type, one.claim.status, one.claim.kind))
            yield from (f"  {line}" for line in _value_lines(one.claim))
    for found in review.conflicts:
        if found.claim_id == kept.claim.id:
            concerned = f" in {', '.join(found.fields)}" if found.fields else ""
            yield _line("look again", f"{found.kind}{concerned} since judgement {found.judgement} by {found.by}")


def _value_lines(claim: Claim) -> Iterator[str]:
    yield _line("when", _when(claim.when))
    for place in claim.where:
        yield _line("where", f"{_place(place)}  {_quote(place)}")
    for name, actors in (("actor", claim.actors), ("target", claim.targets)):
        for actor in actors:
            yield _line(name, f"{_actor(actor, claim.sources)}  {_quote(actor)}")
    for weapon in claim.weapon:
        yield _line("weapon", f"{weapon.code}  {_quote(weapon)}")
    if claim.count is not None:
        found = claim.count
        yield _line("count", f"{_range(found.low, found.high)} {found.unit} ({found.kind})  {_quote(found)}")
    for figure in claim.casualties:
        inside = ", part of another figure" if figure.subset else ""
        stated = f"{figure.outcome} {figure.group}: {_range(figure.low, figure.high)} ({figure.kind}{inside})"
        yield _line("casualties", f"{stated}  {_quote(figure)}")
    for source in claim.sources:
        yield _line("source", f"{_joined(source.source_id or 'unnamed', source.name_en)}  {_quote(source)}")
        for passed in source.through:
            yield _line("through", _quote(passed), 1)
    for key, value in sorted(claim.details.items()):
        yield _line("detail", f"{key}: {_detail(value)}")


def _document_lines(ledger: Ledger, head: DocumentHead, version: int) -> Iterator[str]:
    yield _line("document", f"{head.id} (version {version})")
    document = ledger.read_document(head.id, version)
    where = None if document is None or document.origin_path is None else document.origin_path
    if document is not None and where is not None and document.origin_line is not None:
        where = f"{where}:{document.origin_line}"
    preserved = None if document is None else document.bytes_sha256
    for name, value in (
        ("title", head.title),
        ("publisher", head.publisher),
        ("published", head.published or "unknown"),
        ("url", head.url),
        ("came from", where),
        ("sha256", head.sha256),
        ("preserved", preserved),
    ):
        if value is not None:
            yield _line(name, value, 1)


def _when(when: When) -> str:
    words = ""
    if when.text is not None:
        words = f"  «{when.text}» {when.field}[{when.text_start}:{when.text_end}]"
    part = f", {when.part}" if when.part else ""
    return f"{_days(when)}{part}{words}"


def _place(place: Place) -> str:
    point = "no point"
    if place.lat is not None and place.lon is not None:
        radius = "" if place.radius_km is None else f" within {place.radius_km:g} km"
        point = f"{place.lat:.4f}, {place.lon:.4f}{radius}"
    known = _joined(place.place_id or "not in the gazetteer", place.name_en, place.admin1, place.country)
    sure = None if place.confidence is None else f"confidence {place.confidence:.2f}"
    told = None if place.relation is None else f"told as {describe_relation(place.relation)}"
    return f"{place.role}: {known} ({_joined(place.precision, point, told, f'{place.rivals} rivals', sure)})"


def _actor(actor: Actor, sources: Sequence[Words]) -> str:
    by = [sources[index].text for index in actor.by if index < len(sources)]
    says = f" by {', '.join(by)}" if by else ""
    return f"{_joined(actor.actor_id or 'not in the list', actor.name_en)} ({actor.stance}{says})"


def _detail(value: Any) -> str:  # noqa: ANN401 - details differ by type
    if isinstance(value, dict) and {"text", "field", "start", "end"} <= value.keys():
        return f"«{value['text']}» {value['field']}[{value['start']}:{value['end']}]"
    if isinstance(value, list):
        return "; ".join(_detail(each) for each in value)
    return json.dumps(value, ensure_ascii=False)


# ---------------------------------------------------------------------------------------------- incidents


def _incident_lines(ledger: Ledger, incident: Incident, wanted: str) -> Iterator[str]:
    claims = ledger.read_claims(incident.claims)
    if wanted != incident.incident_id:
        yield _line("asked for", f"{wanted}, an earlier id of this incident")
    yield _line("incident", f"{incident.incident_id} ({incident.state})")
    yield _line("event", _joined(incident.type, incident.status, incident.kind))
    yield from _setting_lines(incident)
    yield _line("grade", incident.grade)
    for key, value in incident.grade_inputs.items():
        yield _line("because", f"{key}: {json.dumps(value, ensure_ascii=False)}", 1)
    for origin in incident.origins:
        yield _line("origin", _joined(origin.source_id, origin.name_en))
        for claim_id in origin.claims:
            yield _line("claim", claim_id, 1)
    for cell in incident.cells:
        yield from _figure_lines(f"{cell.outcome} {cell.group}", cell, claims)
    for count in incident.counts:
        yield from _figure_lines(count.unit, count, claims)
    for claim_id in incident.claims:
        yield from _member_lines(claim_id, claims.get(claim_id))
    yield from _link_lines(ledger, incident)
    yield from _history_lines(incident)
    yield from _judgement_lines(ledger, {incident.incident_id, *incident.claims, *incident.merged_from})


def _history_lines(incident: Incident) -> Iterator[str]:
    """What merged into it, what it was split from, and what was split off."""
    for former in incident.merged_from:
        yield _line("merged", f"{former} became part of this incident")
    for whole in incident.split_from:
        yield _line("split", f"from {whole}")
    for part in incident.split_to:
        yield _line("split", f"{part} was taken out of this incident")


def _setting_lines(incident: Incident) -> Iterator[str]:
    yield _line("when", _days(incident.when))
    for place in incident.where:
        point = "no point" if place.lat is None or place.lon is None else f"{place.lat:.4f}, {place.lon:.4f}"
        known = _joined(place.place_id or "not in the gazetteer", place.name_en, place.name_ar, place.admin1)
        yield _line("where", f"{known} ({_joined(place.precision, point)})")
    for actor in incident.actors:
        by = f" by {', '.join(actor.by)}" if actor.by else ""
        yield _line("actor", f"{_joined(actor.actor_id or 'unknown', actor.name_en)} ({actor.stance}{by})")


def _member_lines(claim_id: str, kept: KeptClaim | None) -> Iterator[str]:
    if kept is None:  # read anew since the last link
        yield _line("claim", f"{claim_id} (no longer live; `marsad link` recomputes the incidents)")
        return
    head = kept.document
    yield _line("claim", f"{claim_id}  {kept.claim.type}, {kept.claim.status}")
    yield _line("document", _joined(head.id, head.publisher, head.published), 1)
    yield _line("evidence", _quote(kept.claim.evidence), 1)


def _figure_lines(name: str, cell: Cell | CountCell, claims: Mapping[str, KeptClaim]) -> Iterator[str]:
    from marsad.pipeline.explain_figures import find_words, say_places  # noqa: PLC0415 - a claim alone needs no linking

    high = f"{cell.high}{' or more' if cell.high_open else ''}"
    yield _line(
        "figure", f"{name}: low {cell.low}, best {cell.best}, high {high} (best by the rule {cell.best_rule!r})"
    )
    if cell.over_places is not None:
        yield _line("places", say_places(cell.over_places), 1)
    if cell.low_by:
        yield _line("low by", ", ".join(cell.low_by), 1)
    if cell.high_by:
        yield _line("high by", ", ".join(cell.high_by), 1)
    for figure in cell.origins:
        yield _line("says", _origin_figure(figure), 1)
        if figure.claim in claims:
            yield _line("words", ", ".join(map(_quote, find_words(claims[figure.claim].claim, cell))), 2)


def _origin_figure(figure: OriginFigure) -> str:
    return f"{figure.source_id}: {_range(figure.low, figure.high)} ({figure.kind}), claim {figure.claim}"


def _link_lines(ledger: Ledger, incident: Incident) -> Iterator[str]:
    """Each pair's features with their weights, the pairs that hold the incident together first."""
    from marsad.pipeline.explain_links import list_links  # noqa: PLC0415 - a claim alone needs no linking

    for link in list_links(ledger, incident.claims):
        yield _line("link", link)


def explain_pair(ledger: Ledger, one: str, other: str) -> Iterator[str]:
    """A figure of an incident (`killed.person`, `strike`), or why two things are one or two.

    Raises UseError for an id or a figure that is not there.
    """
    incident = ledger.read_incident(one)
    if incident is None or ledger.read_incident(other) is not None or ledger.read_claim(other) is not None:
        return explain_link(ledger, one, other)
    from marsad.pipeline.explain_figures import draw_figure  # noqa: PLC0415 - a claim alone needs no linking

    return draw_figure(ledger, incident, other)


def explain_link(ledger: Ledger, one: str, other: str) -> Iterator[str]:
    """Why two claims, or two incidents, are one or two: a waterfall of evidence. Raises UseError for an unknown id."""
    from marsad.pipeline.explain_links import draw_links  # noqa: PLC0415 - a claim alone needs no linking

    return draw_links(ledger, _find_claims(ledger, one), _find_claims(ledger, other))


def _find_claims(ledger: Ledger, wanted: str) -> Sequence[str]:
    """The claims that an id stands for."""
    incident = ledger.read_incident(wanted)
    if incident is not None:
        return incident.claims
    if ledger.read_claim(wanted) is not None:
        return (wanted,)
    raise UseError(_unknown(ledger, wanted))


def _unknown(ledger: Ledger, wanted: str) -> str:
    return f"{ledger.name} holds no claim and no incident {wanted!r}; `marsad incidents --format jsonl` prints the ids"


def _judgement_lines(ledger: Ledger, about: set[str]) -> Iterator[str]:
    for judgement in ledger.read_judgements():
        if about.intersection(judgement.about):
            yield _line("judged", say_judgement(judgement))


def say_judgement(judgement: Judgement) -> str:
    """A decision in one line: what, of what, what is right instead, by whom, when, why."""
    said = f"{judgement.verdict} {' '.join(judgement.about)}"
    if judgement.correction is not None:
        said += f" to {msgspec.json.encode(judgement.correction).decode()}"
    reason = f": {judgement.reason}" if judgement.reason else ""
    return f"{said}, by {judgement.by}, {judgement.at.isoformat()}{reason}"
