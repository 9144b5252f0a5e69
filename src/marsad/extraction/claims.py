"""Drafts become claims: ids, dates, evidence, confidence, in the contract's form."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marsad.base.ids import hash_parts
from marsad.extraction.confidence import with_confidence
from marsad.extraction.details import find_details
from marsad.extraction.draft import Draft, Party, Voice
from marsad.extraction.extract import Extraction
from marsad.extraction.place_areas import place_in_areas
from marsad.extraction.places import PlaceFound
from marsad.extraction.relative_points import place_relative
from marsad.grammar.scan import Scan
from marsad.model.claim import Claim
from marsad.model.document import Document
from marsad.model.place import Resolved
from marsad.model.span import Words
from marsad.model.value import Actor, Around, Casualty, Outcome, Place, Source, When
from marsad.reference.gazetteer import Gazetteer, PlaceRecord

_NONE_OF: tuple[Outcome, ...] = ("killed", "injured")
_AREA = {"governorate", "region", "country"}
_TOWN_KM = 5.0
_HEAD_PRECISION = {
    "governorate": "governorate", "district": "district", "countryside": "region", "quarter": "district",
    "spot": "site", "area": "settlement", "camp": "settlement", "settlement": "settlement", "crossing": "site",
    "base": "site", "hill": "site", "road": "district", "front": "region",
}  # fmt: skip


def build_claims(
    document: Document, found: Extraction, resolved: Sequence[Resolved], gazetteer: Gazetteer
) -> tuple[Claim, ...]:
    """Claims in text order; `resolved` is aligned with the places that were found."""
    drafts, scans = found.drafts, found.scans
    chosen = {place.index: decision for place, decision in zip(found.places, resolved, strict=True)}
    claims: list[Claim] = []
    ordinals: dict[tuple[str, int, int, str], int] = {}
    for draft in drafts:
        scan = scans[draft.scan]
        trigger = scan.passage.words(draft.trigger.start, draft.trigger.end)
        key = (trigger.field, trigger.start, trigger.end, draft.type)
        ordinals[key] = ordinals.get(key, -1) + 1
        where = _places(draft, chosen, gazetteer)
        sources = tuple(_source(voice) for voice in draft.sources)
        claims.append(
            Claim(
                id=hash_parts(document.id, document.sha256, draft.type, *key[:3], ordinals[key] or None),
                type=draft.type, status=draft.status, kind=draft.kind, trigger=trigger,  # type: ignore[arg-type]
                when=_when(draft, scans, document.published), where=where,
                actors=tuple(_actor(party, draft) for party in draft.actors),
                targets=tuple(_actor(party, draft) for party in draft.targets), weapon=tuple(draft.weapons),
                count=draft.count, casualties=_casualties(draft, scans), sources=sources,
                details=find_details(draft, scans, found.places),
                evidence=_evidence(draft, scan), confidence=0.0, rules=tuple(draft.rules),
            )
        )  # fmt: skip
    return with_confidence(claims)


def _when(draft: Draft, scans: Sequence[Scan], published: date | None) -> When:
    mention = draft.date
    if mention is None:
        return _undated(draft, published)
    if draft.type == "siege" and draft.status == "ongoing" and mention.anchor != "since":
        return When(start=None, end=published, precision="unknown")
    scan = next(
        s
        for s in (scans[draft.scan], *scans)
        if any(d.start == mention.start and d.first == mention.first and d.last == mention.last for d in s.dates)
    )
    words = scan.passage.words(mention.start, mention.end)
    start = date.fromisoformat(mention.begins) if mention.begins else None
    end = date.fromisoformat(mention.ends) if mention.ends else None
    if mention.anchor == "until" and draft.status == "ongoing" and published and end and start == end > published:
        start = published
    return When(
        start=start, end=end, precision=mention.precision if start or end else "unknown", part=mention.part,
        text=words.text, field=words.field, text_start=words.start, text_end=words.end,
    )  # fmt: skip


def _undated(draft: Draft, published: date | None) -> When:
    """News of the day takes its day; what goes on ends on it; what is told as earlier or ahead is left open."""
    if published is None:
        return When()
    if draft.status == "ongoing":
        return When(start=None, end=published, precision="unknown")
    if draft.status in {"planned", "background"} or draft.undated:
        return When()
    if draft.day_from is not None:
        return When(start=draft.day_from, end=published, precision="days")
    return When(start=published, end=published, precision="day")


def _places(draft: Draft, chosen: Mapping[int, Resolved], gazetteer: Gazetteer) -> tuple[Place, ...]:
    found: list[Place] = []
    seen: set[str] = set()
    for place in draft.places:
        made = _place(place, chosen[place.index], gazetteer, draft)
        made = place_in_areas(place_relative(made, place, chosen, gazetteer), gazetteer)
        name = made.place_id or made.text
        if name not in seen:
            seen.add(name)
            found.append(made)
    return tuple(found)


def _place(place: PlaceFound, decision: Resolved, gazetteer: Gazetteer, draft: Draft) -> Place:
    mention = place.mention
    record: PlaceRecord | None = gazetteer.place(decision.row) if decision.row is not None else None
    region = gazetteer.place(decision.region) if record is None and decision.region is not None else None
    shown = record or region
    governorate = _find_governorate(shown, gazetteer)
    precision: Any = decision.precision or _HEAD_PRECISION.get(place.head or "", "settlement")
    point = record is not None and precision not in _AREA
    role: Any = "site"
    if draft.type in {"negotiation", "agreement", "statement"}:
        role = "venue" if precision in {"settlement", "site"} else "area"
    elif precision in {"governorate", "region", "country"}:
        role = "area"
    return Place(
        text=mention.text, field=mention.field, start=mention.start, end=mention.end, role=role,
        place_id=record.place_id if record else None, name_ar=record.name_ar if record else _own_name(place),
        name_en=record.name_en if record else None, lat=record.lat if point and record else None,
        lon=record.lon if point and record else None, radius_km=_radius(record, place, precision) if point else None,
        precision=precision, country=shown.country if shown else None,
        admin1=governorate.name_ar if governorate else None,
        admin1_en=governorate.name_en or None if governorate else None,
        admin2=record.admin2 if record else None, pcode=record.pcode if record else None,
        rivals=decision.rivals, confidence=round(decision.confidence, 2),
        within=_around(region) if region is not None else None,
    )  # fmt: skip


def _around(region: PlaceRecord) -> Around:
    """What is known around an unknown place; an area's middle is no point of it."""
    point = (region.lat, region.lon) if region.feature == "settlement" else (None, None)
    return Around(
        place_id=region.place_id, name_ar=region.name_ar, name_en=region.name_en or None, lat=point[0], lon=point[1]
    )


def _own_name(place: PlaceFound) -> str | None:
    """The name without its head, where no gazetteer knows it."""
    return place.name if place.name != place.mention.text else None


def _find_governorate(record: PlaceRecord | None, gazetteer: Gazetteer) -> PlaceRecord | None:
    if record is None:
        return None
    if record.admin1_row is not None:
        return gazetteer.place(record.admin1_row)
    return record if record.feature == "governorate" else None


def _radius(record: PlaceRecord | None, place: PlaceFound, precision: str) -> float | None:
    if record is None:
        return None
    base = record.radius_km or {"site": 0.5, "settlement": 2.0, "district": 10.0}.get(precision, 5.0)
    if precision == "site" and record.feature == "settlement":
        base = max(base, _TOWN_KM)
    return base + 3.0 if place.near and place.relative is None else base


def _actor(party: Party, draft: Draft) -> Actor:
    own = [
        at
        for at, voice in enumerate(draft.sources)
        if voice.source_id is not None and voice.source_id == party.actor_id
    ]
    stance: Any = "stated"
    if any(other.actor_id == party.actor_id for other in draft.claimed) and own:
        stance = "claimed_own"
    elif draft.status == "denied" and own:
        stance = "denied"
    elif draft.accused:
        stance, own = "accused", list(range(len(draft.sources)))
    return Actor(
        text=party.words.text, field=party.words.field, start=party.words.start, end=party.words.end,
        actor_id=party.actor_id, name_en=party.name_en, name_ar=party.name_ar,
        stance=stance, by=tuple(own) if stance != "stated" else (),
    )  # fmt: skip


def _source(voice: Voice) -> Source:
    return Source(
        text=voice.words.text, field=voice.words.field, start=voice.words.start, end=voice.words.end,
        source_id=voice.source_id, name_en=voice.name_en, name_ar=voice.name_ar, through=voice.through,
    )  # fmt: skip


def _casualties(draft: Draft, scans: Sequence[Scan]) -> tuple[Casualty, ...]:
    made: list[Casualty] = []
    for figure in draft.figures:
        scan = scans[figure.scan]
        start = scan.tokens[figure.first].start
        words = scan.passage.words(start, scan.tokens[figure.last].end)
        made.append(figure.casualty(words))
    if draft.none_reported is not None and not made:
        words = draft.none_reported
        made += [
            Casualty(
                text=words.text, field=words.field, start=words.start, end=words.end, outcome=outcome,
                group="person", low=0, high=0, kind="none_reported",
            )
            for outcome in _NONE_OF
        ]  # fmt: skip
    return tuple(made)


def _evidence(draft: Draft, scan: Scan) -> Words:
    """The stretch of the trigger's sentence that holds everything the claim took from it."""
    firsts = [draft.trigger.first]
    lasts = [draft.trigger.last]
    for figure in draft.figures:
        if figure.scan == draft.scan:
            firsts.append(figure.first)
            lasts.append(figure.last)
    for place in draft.places:
        if place.scan == draft.scan:
            firsts.append(place.head_first)
            lasts.append(place.last)
    if draft.count is not None:
        held = [at for at in range(len(scan.tokens)) if _lies_in(scan, at, draft.count)]
        firsts += held[:1]
        lasts += held[-1:]
    return scan.passage.words(scan.tokens[min(firsts)].start, scan.tokens[max(lasts)].end)


def _lies_in(scan: Scan, at: int, words: Words) -> bool:
    """Whether a token of a sentence is one of some words of the document."""
    token = scan.tokens[at]
    there = scan.passage.words(token.start, token.end)
    return there.field == words.field and words.start <= there.start and there.end <= words.end
