"""From scans to drafts: the order of work inside the room."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from marsad.extraction.attach import attach_figures
from marsad.extraction.beside import describe_places
from marsad.extraction.borders import add_borders
from marsad.extraction.containing import link_containers
from marsad.extraction.days import attach_dates, settle_planned
from marsad.extraction.denials import find_denials, find_denied, settle_denial
from marsad.extraction.draft import Draft, Party, Voice
from marsad.extraction.figures import FigureFinder
from marsad.extraction.merging import Lands, merge_drafts
from marsad.extraction.munitions import bind_munitions
from marsad.extraction.nouns import Lows
from marsad.extraction.onesided import settle_onesided
from marsad.extraction.parties import PartyFinder
from marsad.extraction.perpetrators import settle_agents
from marsad.extraction.places import PlaceFinder, PlaceFound
from marsad.extraction.relative import relate_places
from marsad.extraction.relevance import CIVIL, is_civil, is_other_matter
from marsad.extraction.roles import Around, bind_roles
from marsad.extraction.setting import PLACE_TAKING, Setting
from marsad.extraction.stand_ins import add_stand_ins
from marsad.extraction.status import (
    decide_kind,
    decide_status,
    is_conditional,
    is_negated,
    is_question,
    is_reported_denial,
    is_threatened,
)
from marsad.extraction.telling import find_told
from marsad.extraction.triggers import FIGURE_WORDS, VIOLENT, find_drafts, refuse_words
from marsad.extraction.voices import VoiceFinder
from marsad.extraction.where import attach_places
from marsad.grammar.scan import Scan
from marsad.model.claim import Refusal, RefusalReason
from marsad.reference.actors import ActorList

UNSTATED = "ar.kill.unstated"
_AT_BODY = ("in_place", "near", "vicinity", "inside", "direction", "onto")
_MISHAP_REACH = 12
_VIOLENT_WORDS = frozenset(
    {"raid", "barrel", "massacre", "execution", "siege", "besiege", "clash", "torture", "displaced", "uproot"}
)
"""Triggers whose mere mention makes a report one of conflict."""
_SAID = frozenset({"statement", "threat"})
_ARMED_KINDS = frozenset({"armed_forces", "armed_group", "militia", "air_force", "coalition"})
"""Kinds of party whose mere name makes a report one of conflict."""


class Extraction(NamedTuple):
    """What was found in one document, before places are resolved."""

    scans: Sequence[Scan]
    drafts: list[Draft]
    places: list[PlaceFound]
    refusals: list[Refusal]
    lands: tuple[str, ...] = ()
    """The home country of every party named, once for each time."""


class Sheet(NamedTuple):
    """One document under reading: its sentences, and by sentence the parties and voices found in it."""

    scans: list[Scan]
    title_scans: int
    published: date | None
    setting: Setting
    actors: ActorList
    parties: list[list[Party]]
    voices: list[list[Voice]]
    speakers: VoiceFinder


def extract(
    scans: list[Scan], title_scans: int, published: date | None, setting: Setting, actors: ActorList
) -> Extraction:
    """Drafts, place mentions and refusals of a document; `scans` holds the title's sentences first."""
    senses = [Counter(hit.sense for hit in scan.hits if hit.entry.table in {"context", "trigger"}) for scan in scans]
    document = frozenset(sense for counted in senses for sense in counted) | _named_sides(scans, actors)
    if not document.isdisjoint(_VIOLENT_WORDS):
        document |= {"conflict"}
    title = frozenset(sense for counted in senses[:title_scans] for sense in counted)
    drafts, refusals = find_drafts(scans, setting.pack, title, document)
    has_figures = any(hit.sense in FIGURE_WORDS for scan in scans for hit in scan.hits if hit.entry.table == "trigger")
    if not drafts and not has_figures:
        return Extraction(scans, [], [], refusals)
    other = is_other_matter(scans, title_scans, titled=any(draft.scan < title_scans for draft in drafts))
    if other is not None:
        refusals += [_refusal(draft, scans, other) for draft in drafts]
        return Extraction(scans, [], [], refusals)
    if any(draft.type in CIVIL for draft in drafts) and is_civil(scans, title_scans):
        refusals += [_refusal(draft, scans, "not_conflict") for draft in drafts if draft.type in CIVIL]
        drafts = [draft for draft in drafts if draft.type not in CIVIL]
    drafts = find_denials(drafts, scans)
    sheet = _lay_out(scans, title_scans, published, setting, actors)
    places = _places(sheet)
    drafts, more = _judge(_complete(sheet, drafts, places), scans, published)
    merged = merge_drafts(drafts, scans, title_scans, _countries(places, setting))
    told = find_told(merged, scans, published)
    drafts = _supported(told, title_scans)
    settle_agents(drafts, scans, sheet.voices, sheet.parties, actors)
    standing = [draft for draft in told if _stands(draft)]
    more += [_refusal(draft, scans, "no_event") for draft in merged if draft not in standing]
    return Extraction(scans, drafts, places, refusals + more, _lands(sheet))


def _named_sides(scans: Sequence[Scan], actors: ActorList) -> frozenset[str]:
    """A report that names an armed side by its own name, or a kind of one, is about a conflict."""
    for scan in scans:
        for hit in scan.hits:
            features = hit.entry.features
            if hit.entry.table == "actor_head" and hit.sense in _ARMED_KINDS:
                return frozenset({"conflict"})
            if hit.entry.table == "actor" and features.get("kind") in {"name", "people"}:
                record = actors.find(hit.sense)
                if record is not None and record.kind in _ARMED_KINDS:
                    return frozenset({"conflict"})
    return frozenset()


def find_mentions(scans: list[Scan], setting: Setting, actors: ActorList) -> Extraction:
    """The place mentions of a document by themselves, whether or not it tells of an event."""
    sheet = _lay_out(scans, 0, None, setting, actors)
    return Extraction(scans, [], _places(sheet), [], _lands(sheet))


def _lay_out(scans: list[Scan], title_scans: int, published: date | None, setting: Setting, actors: ActorList) -> Sheet:
    finder = PartyFinder(actors, scans)
    parties = [finder.find(number, scan) for number, scan in enumerate(scans)]
    speakers = VoiceFinder(actors, setting.pack.fold)
    voices = [speakers.find(scan, found) for scan, found in zip(scans, parties, strict=True)]
    PartyFinder.name_owned(parties, voices, actors)
    return Sheet(scans, title_scans, published, setting, actors, parties, voices, speakers)


def _countries(places: Sequence[PlaceFound], setting: Setting) -> Lands:
    """Which of the rows that the report names are no more than a country or a region, and where each lies."""
    records = {row: setting.place(row) for place in places for row in place.mention.candidates}
    whole = frozenset(row for row, record in records.items() if record.feature in {"country", "region"})
    return Lands(whole, {row: record.country for row, record in records.items()})


def _refusal(draft: Draft, scans: Sequence[Scan], reason: RefusalReason) -> Refusal:
    return refuse_words(scans[draft.scan].passage.words(draft.trigger.start, draft.trigger.end), reason, draft.rule)


def _places(sheet: Sheet) -> list[PlaceFound]:
    finder = PlaceFinder(sheet.setting)
    blocked = [_blocked(sheet, number, scan) for number, scan in enumerate(sheet.scans)]
    found = [finder.find(number, scan, blocked[number]) for number, scan in enumerate(sheet.scans)]
    named = [(sheet.setting.pack.fold.fold_words(place.name), place.mention) for here in found for place in here]
    for number in sorted(finder.guarded.allow(named)):
        found[number] = finder.find(number, sheet.scans[number], blocked[number])
    places = [place for here in found for place in here]
    linked = link_containers(add_stand_ins(places, sheet.scans, sheet.setting), sheet.scans, sheet.setting)
    described = describe_places(linked, sheet.scans, sheet.actors)
    ends = [place for number in sorted(finder.ends) for place in finder.ends[number]]
    related = relate_places(described, ends, sheet.scans, sheet.setting)
    return add_borders(related, sheet.scans, sheet.actors)


def _blocked(sheet: Sheet, number: int, scan: Scan) -> frozenset[int]:
    """Tokens of one sentence that belong to parties, bodies and voices, and so name no place."""
    blocked = {
        at
        for party in sheet.parties[number]
        if not _may_be_place(party) and not _is_settlement(party, scan) and not _is_base(party, scan)
        for at in range(party.first, party.last + 1)
    }
    blocked.update(_body_names(scan))
    for voice in sheet.voices[number]:
        if _speaks_here(voice, scan):
            blocked.update(range(voice.first, voice.last + 1))
    for hit in scan.hits:
        if hit.entry.table == "source" and hit.last > hit.first:
            blocked.update(range(hit.first, hit.last + 1))
    return frozenset(blocked)


def _body_names(scan: Scan) -> Iterator[int]:
    """Tokens behind the noun of a club, a paper or a unit called after a place ("the university of X").

    Where something happens at the body ("in the university of X") the place is that of the event.
    """
    for hit in scan.with_sense("function", "named_body"):
        before = hit.first - 1
        at = before >= 0 and (
            scan.ending_at(before, "function", *_AT_BODY) is not None
            or scan.ending_at(before, "trigger", *PLACE_TAKING)
        )
        after = hit.last + 1
        if at or hit.after or "article" in hit.marks or after >= len(scan.tokens):
            continue
        if not scan.between(hit.last, after).strip() and not scan.token_marks(after) & {"and", "by", "for"}:
            yield after


def _lands(sheet: Sheet) -> tuple[str, ...]:
    """Where the parties are at home; a state named by itself is a place as well, and counted as one."""
    parties = (party for found in sheet.parties for party in found if not _may_be_place(party))
    records = (sheet.actors.find(party.actor_id) for party in parties if party.actor_id is not None)
    return tuple(record.country for record in records if record is not None and record.country)


def _speaks_here(voice: Voice, scan: Scan) -> bool:
    """Whether a voice was named in this sentence, and not carried over from one before."""
    if voice.words.field != scan.passage.field or voice.last >= len(scan.tokens):
        return False
    start, end = scan.tokens[voice.first].start, scan.tokens[voice.last].end
    return scan.passage.words(start, end).end == voice.words.end


def _is_settlement(party: Party, scan: Scan) -> bool:
    """Whether an actor's short name stands right behind the head of a settlement, and so is that settlement's."""
    at = party.first - 1
    if at < 0 or party.last > party.first or party.adjective or scan.between(at, party.first).strip(' "«'):
        return False
    return scan.ending_at(at, "place_head", "settlement", "camp") is not None


def _is_base(party: Party, scan: Scan) -> bool:
    """Whether a body called after its base is the base itself: something happens at it."""
    heads = scan.sense_at(party.first, "place_head", "base") is not None and party.last > party.first
    return heads and party.first > 0 and scan.ending_at(party.first - 1, "function", *_AT_BODY, "hosts") is not None


def _may_be_place(party: Party) -> bool:
    return party.kind == "state" and not party.adjective


def _complete(sheet: Sheet, drafts: list[Draft], places: list[PlaceFound]) -> list[Draft]:
    """Drafts with their figures, dates, places, parties, weapons and voices."""
    scans, pack = sheet.scans, sheet.setting.pack
    here: dict[int, list[PlaceFound]] = {}
    for place in places:
        here.setdefault(place.scan, []).append(place)
    lows = Lows(pack.vague["plural"].low, pack.vague["people"].low, pack.dual_ends)
    figures = [
        figure
        for number, scan in enumerate(scans)
        for figure in FigureFinder(scan, number, lows, sheet.parties[number], here.get(number, [])).find()
    ]
    unstated = next(rule for rule in pack.rules.rules if rule.id == UNSTATED)
    drafts = attach_figures(drafts, figures, scans, unstated, here.keys())
    attach_places(drafts, places, scans, sheet.setting)
    attach_dates(drafts, scans, sheet.published)
    for number, draft in enumerate(drafts):
        scan, voices = scans[draft.scan], sheet.voices[draft.scan]
        draft.sources = _voices_of(draft, scan, voices)
        around = Around(scan, sheet.parties[draft.scan], voices, drafts[max(0, number - 6) : number])
        bind_roles(draft, around, sheet.actors)
        bind_munitions(draft, scan, drafts)
        draft.accused = any(hit.last < draft.trigger.first for hit in scan.with_sense("speech", "accuse"))
        _bind_speaker(draft, sheet.speakers.speaker(scan, draft.trigger, sheet.parties[draft.scan]))
        _no_harm(draft, scan)
    settle_onesided(drafts, scans)
    for draft in drafts:
        if draft.twin is not None:
            draft.count = draft.count or draft.twin.count
            draft.weapons = draft.weapons or draft.twin.weapons
    return drafts


def _bind_speaker(draft: Draft, voice: Voice | None) -> None:
    """Who condemns, appeals or warns is the author of the act, and no source of it."""
    if draft.type not in _SAID:
        return
    if voice is not None and not draft.actors:
        span, name = (draft.scan, voice.first, voice.last, voice.words), (voice.name_en, voice.name_ar)
        draft.actors = [Party(*span, voice.source_id, *name, kind="voice")]


def _voices_of(draft: Draft, scan: Scan, voices: list[Voice]) -> list[Voice]:
    """Whoever speaks of the trigger: the last speaker ahead of it in its clause, else the next one referred to."""
    first, last = draft.trigger.first, draft.trigger.last
    if draft.type == "statement":
        return []
    ahead = [voice for voice in voices if voice.mode == "ahead" and voice.at < first]
    found: list[Voice] = []
    back = [voice for voice in voices if voice.mode == "back" and voice.at > last]
    if ahead and not any(_cuts(scan, at) for at in range(ahead[-1].last + 1, first)):
        found = [voice for voice in ahead if voice.at == ahead[-1].at and not voice.own]
    elif back and not any(_cuts(scan, at) for at in range(last + 1, back[0].at)):
        found = [voice for voice in back if voice.at == back[0].at and not voice.own]
    known = {voice.source_id or voice.words.text for voice in found}
    return found + [v for v in _voices_of_toll(draft, voices) if (v.source_id or v.words.text) not in known]


def _voices_of_toll(draft: Draft, voices: list[Voice]) -> list[Voice]:
    """Who states the toll of an act that another has told: "… a drone struck a car, and the ministry said one died"."""
    found = []
    for figure in draft.figures:
        if figure.scan != draft.scan or figure.subset or figure.first < draft.trigger.last:
            continue
        lead = figure.governor.first if figure.governor is not None else figure.first
        ahead = [v for v in voices if v.mode == "ahead" and draft.trigger.last < v.at < min(lead, figure.first)]
        found += [v for v in ahead if v.at == ahead[-1].at and not v.own and v not in found]
    return found


def _cuts(scan: Scan, at: int) -> bool:
    """Whether a new clause begins at a token, with nobody's word for it yet."""
    hit = scan.sense_at(at, "function", "new_clause")
    return hit is not None and scan.sense_at(hit.last + 1, "function", "say_that") is None


def _no_harm(draft: Draft, scan: Scan) -> None:
    for hit in scan.with_sense("function", "no_casualties"):
        if abs(hit.first - draft.trigger.last) <= 25 and draft.type in VIOLENT:
            draft.none_reported = scan.passage.words(hit.start, hit.end)
    for hit in scan.with_sense("function", "damage_only"):
        if abs(hit.first - draft.trigger.last) <= 30 and draft.type in VIOLENT:
            draft.damage = scan.passage.words(hit.start, hit.end)


def _judge(drafts: list[Draft], scans: list[Scan], published: date | None) -> tuple[list[Draft], list[Refusal]]:
    kept: list[Draft] = []
    refusals: list[Refusal] = []
    for draft in drafts:
        scan = scans[draft.scan]
        if is_question(draft, scan):
            refusals.append(_refusal(draft, scans, "question"))
            continue
        if draft.from_figure and _is_mishap(draft, scan):
            refusals.append(_refusal(draft, scans, "not_conflict"))
            continue
        if is_threatened(draft, scan) or is_conditional(draft, scan):
            refusals.append(_refusal(draft, scans, "no_event"))
            continue
        draft.status = "denied" if draft.denies is not None else decide_status(draft, scan, published)
        told = find_denied(draft.scan, draft.trigger.first, kept)
        if draft.status != "denied" and not draft.figures and is_negated(draft, scan):
            if (told is None and not draft.places_own) or not is_reported_denial(draft, scan):
                refusals.append(_refusal(draft, scans, "negated"))
                continue
            draft.status = "denied"
        if draft.status == "denied":
            settle_denial(draft, told)
        if draft.status == "planned":
            settle_planned(draft, scan, published)
        draft.kind = decide_kind(draft, scan)
        kept.append(draft)
    return kept, refusals


def _is_mishap(draft: Draft, scan: Scan) -> bool:
    """Whether the dead are told beside an accident or an illness; a quarter may be called like one."""
    named = {at for place in draft.places if place.scan == draft.scan for at in range(place.first, place.last + 1)}
    mishaps = (hit.first for hit in scan.with_sense("context", "accident", "nature", "health"))
    return any(at not in named and abs(at - draft.trigger.first) <= _MISHAP_REACH for at in mishaps)


def _supported(drafts: list[Draft], title_scans: int) -> list[Draft]:
    """Weak drafts need support; those of the title alone are kept only where the body has none."""
    body = [draft for draft in drafts if draft.scan >= title_scans and _stands(draft)]
    if body or not drafts:
        return body
    return [draft for draft in drafts if _stands(draft)]


def _stands(draft: Draft) -> bool:
    if draft.from_figure:
        return any(figure.kind != "vague" or figure.outcome == "killed" for figure in draft.figures)
    if not draft.weak:
        return True
    support = draft.rule.weak
    if support == "figure":
        return bool(draft.figures)
    if support == "place":
        return draft.places_own
    if support == "speaker":
        opens = draft.trigger.first == 0 and draft.trigger.entry.features.get("pos") == "verb"
        return bool(draft.actors or draft.sources) or opens
    return bool(draft.figures or draft.actors or draft.places_own or draft.date_own)
