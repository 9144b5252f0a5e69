"""Who did it, to whom: parties find their place around a trigger.

Why it is hard: Arabic puts the subject behind the verb, the agent of a noun right behind it or behind a verb of its
own ("غارات شنتها طائرات روسية"), a passive names its agent last or not at all, and fighting has two sides.

Known gaps: agents told in another sentence; pronouns.
"""

from collections.abc import Sequence
from typing import NamedTuple

from marsad.extraction.agents import ACTED_ON, ARMED, accused, find_agents, is_thing, may_be_noun
from marsad.extraction.draft import Draft, Party, Voice
from marsad.extraction.parties import as_party
from marsad.grammar.scan import Scan
from marsad.reference.actors import ActorList

_TWO_SIDED = {"armed_clash", "negotiation", "agreement", "exchange"}
_NO_TARGET = {"statement"}
_ACTS = {
    "strike",
    "raid",
    "hit",
    "salvo",
    "target",
    "capture",
    "arrest",
    "release",
    "assault",
    "offensive",
    "assault_on",
    "shooting",
    "withdrawal",
    "demolition",
    "siege",
    "blocking",
    "killing_by",
    "assassination",
    "abduction",
    "swap",
    "evacuation",
    "uproot",
}
_TALKED = {"negotiation", "agreement"}
_TALKS_REACH = 8
_OWN_REACH = 5
_SAID = {"demand", "threaten", "appeal"}
_SPOKEN = {"statement", "threat"}
_AIR = {"air_strike"}


class Around(NamedTuple):
    """What stands around a draft: its sentence with the parties and voices in it, and the drafts ahead of it."""

    scan: Scan
    parties: list[Party]
    voices: list[Voice]
    before: Sequence[Draft]


def bind_roles(draft: Draft, around: Around, actors: ActorList) -> None:
    """Fill a draft's actors and targets from the parties of its sentence."""
    scan, parties, voices, before = around
    speakers = {(voice.first, voice.last) for voice in voices}
    free = [party for party in parties if (party.first, party.last) not in speakers and not is_thing(party)]
    agents = accused(draft, scan, parties, voices) or find_agents(draft, scan, free, before)
    own = _announced(draft, scan, parties, voices) or ([] if agents else _announced_act(draft, scan, actors))
    draft.claimed = own
    agents += [party for party in own if party not in agents]
    if draft.type in _TWO_SIDED:
        _two_sides(draft, scan, free, agents)
    else:
        for party in agents:
            _add(draft.actors, party)
        if draft.type not in _NO_TARGET:
            for party in _objects(draft, scan, free, agents):
                _add(draft.targets, party)
    if draft.type in _SPOKEN or draft.trigger.sense in _SAID:
        draft.actors = _speakers(draft, voices) or draft.actors
    if not draft.actors and draft.type in _SPOKEN:
        for party in parties:
            if 0 <= draft.trigger.first - party.last <= 2 or 0 < party.first - draft.trigger.last <= 2:
                _add(draft.actors, party)
    if not draft.actors and draft.type == "protest":
        draft.actors = _callers(draft, voices) or [_crowd(draft, scan, free)]
    draft.actors = draft.actors or _tribes(draft, scan)
    draft.actors = [_as_air(party, draft, actors) for party in draft.actors]


def _speakers(draft: Draft, voices: list[Voice]) -> list[Party]:
    """Whoever makes a statement or a threat: the voice that its own verb brings in."""
    trigger = draft.trigger
    return [
        Party(
            draft.scan, voice.first, voice.last, voice.words, voice.source_id, voice.name_en, voice.name_ar, "voice",
        )
        for voice in voices
        if trigger.first <= voice.at <= trigger.last and not voice.own
    ]  # fmt: skip


def _callers(draft: Draft, voices: list[Voice]) -> list[Party]:
    """Who calls a strike or a sit-in: "دعت النقابة إلى إضراب"."""
    first = draft.trigger.first
    for voice in voices:
        if voice.mode == "act" and voice.last < first <= voice.last + 5 and not voice.own:
            name = (voice.name_en, voice.name_ar)
            return [Party(draft.scan, voice.first, voice.last, voice.words, voice.source_id, *name, "voice")]
    return []


def _tribes(draft: Draft, scan: Scan) -> list[Party]:
    """Fighting that the text calls tribal is between tribes, whose names no list may know."""
    trigger = draft.trigger
    reach = trigger.last + 3 if draft.type == "armed_clash" else 0
    for at in range(trigger.first, min(reach, len(scan.tokens))):
        if any(hit.entry.features["name_en"] == "tribal" for hit in scan.at(at, "body_word")):
            words = scan.passage.words(trigger.start, scan.tokens[at].end)
            return [Party(draft.scan, trigger.first, at, words, None, "tribal groups", None, "militia")]
    return []


def _crowd(draft: Draft, scan: Scan, parties: list[Party]) -> Party:
    """A protest is made by whom its verb or its partitive names, else by protesters: the word itself says so."""
    trigger = draft.trigger
    for party in parties:
        if party.kind == "unarmed" and -4 <= party.first - trigger.last <= 4:
            return party
    words = scan.passage.words(trigger.start, trigger.end)
    return Party(draft.scan, trigger.first, trigger.last, words, None, "protesters", None, "unarmed")


def _announced(draft: Draft, scan: Scan, parties: list[Party], voices: list[Voice]) -> list[Party]:
    """A party that announces an act by its name is its author: "أعلنت الكتائب قصف …", "تبنى التنظيم التفجير"."""
    first = draft.trigger.first
    noun = may_be_noun(draft.trigger, scan)
    found = []
    for party in parties:
        if party.kind not in ARMED or not any(
            (voice.first, voice.last) == (party.first, party.last) for voice in voices
        ):
            continue
        verb = (
            scan.ending_at(party.first - 1, "speech", "say", "own", "report_count", "allege") if party.first else None
        )
        if any(scan.sense_at(at, "function", "say_that") for at in range(party.last + 1, first)):
            continue
        if (
            (verb is not None and noun and 0 < first - party.last <= 2 and "by" not in draft.trigger.marks)
            or (verb is not None and verb.sense == "own" and abs(first - party.last) <= 8)
            or _owns(scan, party, first)
        ):
            found.append(party)
    return found


def _owns(scan: Scan, party: Party, first: int) -> bool:
    """Whether a party announces its responsibility for the act that begins at a token."""
    for at in range(party.last + 1, min(party.last + 3, first)):
        hit = scan.sense_at(at, "function", "own")
        if hit is not None and 0 < first - hit.last <= _OWN_REACH:
            return True
    return False


def _announced_act(draft: Draft, scan: Scan, actors: ActorList) -> list[Party]:
    """An armed side that speaks of an act, and names nobody else, is its author: "أعلن الجيش … أنه استهدف"."""
    trigger = draft.trigger
    for voice in draft.sources:
        party = as_party(voice, actors, draft.scan)
        if party is None or voice.mode != "ahead" or voice.at >= trigger.first or draft.type in _SPOKEN:
            continue
        start = max(voice.at, voice.last) + 1
        that = max(
            (at for at in range(start, trigger.first) if scan.sense_at(at, "function", "say_that")), default=None
        )
        if trigger.entry.features.get("pos") == "verb":
            if that is not None and trigger.first - that <= 2 and scan.sense_at(that, "function", "refers"):
                return [party]
        elif (
            that is None
            and trigger.sense in _ACTS
            and not any(_undergone(scan, at) for at in range(start, trigger.first))
        ):
            return [party]
    return []


def _undergone(scan: Scan, at: int) -> bool:
    return (
        scan.sense_at(at, "trigger", *ACTED_ON) is not None
        or scan.sense_at(at, "function", "undergo", "new_clause") is not None
        or scan.sense_at(at, "context", "suffer") is not None
    )


def _add(parties: list[Party], party: Party) -> None:
    key = (party.actor_id, party.name_en)
    if all((other.actor_id, other.name_en) != key for other in parties):
        parties.append(party)


def _as_air(party: Party, draft: Draft, actors: ActorList) -> Party:
    """A bare nationality beside an air strike is that state's air force, beside other violence its forces."""
    if (
        party.actor_id is None
        or not (party.adjective or party.kind == "state")
        or draft.type in {"statement", "threat", "negotiation", "agreement", "aid"}
    ):
        return party
    made = actors.by_adjective(party.actor_id, "air_force" if draft.type in _AIR else "armed_forces")
    if made is None:
        return party
    return Party(
        party.scan, party.first, party.last, party.words, made.actor_id, made.name_en, made.name_ar or None, made.kind
    )


def _objects(draft: Draft, scan: Scan, parties: list[Party], agents: list[Party]) -> list[Party]:
    found = []
    last = max([draft.trigger.last, *(o.trigger.last for o in draft.merged if o.scan == draft.scan)])
    for party in parties:
        if party in agents or party.adjective:
            continue
        gap = party.first - last
        if (0 < gap <= 7 and any(scan.sense_at(at, "function", "against") for at in range(last + 1, party.first))) or (
            0 < gap <= 2 and draft.trigger.entry.features.get("pos") == "verb" and agents
        ):
            found.append(party)
    return found


def _parties_to(draft: Draft, scan: Scan, parties: list[Party]) -> list[Party]:
    """Everybody whom the clause of talks or of a deal names, sponsors too, but not a state that is its venue."""
    first, last = draft.trigger.first, draft.trigger.last
    found = []
    for party in parties:
        gap = party.first - last if party.first > last else first - party.last
        between = range(min(last, party.last) + 1, max(first, party.first))
        if party.actor_id is None or not 0 < gap <= _TALKS_REACH or any(_leaves(scan, at) for at in between):
            continue
        if scan.sense_at(party.first - 1, "function", "in_place", "against", "to_place") is None:
            found.append(party)
    return found


def _leaves(scan: Scan, at: int) -> bool:
    return scan.sense_at(at, "function", "new_clause", "say_that") is not None


def _is_first_side(draft: Draft, scan: Scan, party: Party) -> bool:
    """Whether a named party right behind the word of fighting is who fights, and not whom somebody fights."""
    last = draft.trigger.last
    if party.actor_id is None or party.first - last > 3:
        return False
    return draft.type != "armed_clash" or not any(
        scan.sense_at(at, "function", "with_side", "against") for at in range(last + 1, party.first)
    )


def _two_sides(draft: Draft, scan: Scan, parties: list[Party], agents: list[Party]) -> None:
    last = draft.trigger.last
    behind = [party for party in parties if 0 < party.first - last <= 14]
    sides = [party for party in behind if not party.adjective and not party.owned]
    between = any(scan.sense_at(at, "function", "between") for at in range(last + 1, min(last + 5, len(scan.tokens))))
    for party in agents:
        _add(draft.actors, party)
    if between:
        for party in sides[:2]:
            _add(draft.actors, party)
    elif draft.type in _TALKED:
        for party in _parties_to(draft, scan, parties):
            _add(draft.actors, party)
    elif not draft.actors and sides and draft.trigger.sense not in ACTED_ON and _is_first_side(draft, scan, sides[0]):
        _add(draft.actors, sides[0])
    for party in sides:
        if party not in draft.actors and any(
            scan.sense_at(at, "function", "with_side", "against")
            for at in range(max(last, party.first - 3), party.first)
        ):
            _add(draft.actors if draft.type == "exchange" else draft.targets, party)
