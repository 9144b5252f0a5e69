"""Who did it, to whom: parties find their place around a trigger.

Why it is hard: Arabic puts the subject behind the verb, the agent of a noun right behind it or behind a verb of its
own ("غارات شنتها طائرات روسية"), a passive names its agent last or not at all, and fighting has two sides.

Known gaps: agents told in another sentence; pronouns.
"""

from marsad.extraction.draft import Draft, Party, Voice
from marsad.grammar.scan import Scan
from marsad.reference.actors import ActorList

_TWO_SIDED = {"armed_clash", "negotiation", "agreement", "exchange"}
_NO_TARGET = {"statement"}
_HARM = {"attack", "abduction", "arrest", "sexual_violence", "armed_clash", "air_strike", "shelling"}
_AIR = {"air_strike"}
_SUBJECT_REACH = 4
_THINGS = {"air_force", "armed_forces"}
_ARMED = {"armed_forces", "air_force", "police", "security", "armed_group", "militia", "coalition", "state", "ministry"}
_ACTED_ON = {"kill", "killing", "dead", "die", "body", "injure", "wounding", "wounded", "casualty_pair"}


def bind_roles(draft: Draft, scan: Scan, parties: list[Party], voices: list[Voice], actors: ActorList) -> None:
    """Fill a draft's actors and targets from the parties of its sentence."""
    speakers = {(voice.first, voice.last) for voice in voices}
    free = [party for party in parties if (party.first, party.last) not in speakers]
    agents = [party for party in _agents(draft, scan, free) if not _is_thing(party)]
    own = _announced(draft, scan, parties, voices)
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
    if not draft.actors and draft.type in {"statement", "threat", "negotiation", "agreement"}:
        for party in parties:
            if 0 <= draft.trigger.first - party.last <= 2 or 0 < party.first - draft.trigger.last <= 2:
                _add(draft.actors, party)
    draft.actors = [_as_air(party, draft, actors) for party in draft.actors]


def _is_thing(party: Party) -> bool:
    """Aircraft and columns without an owner name nobody."""
    return party.actor_id is None and not party.unknown and party.kind in _THINGS and " " not in (party.name_en or "")


def _announced(draft: Draft, scan: Scan, parties: list[Party], voices: list[Voice]) -> list[Party]:
    """A party that announces an act by its name is its author: "أعلنت الكتائب قصف …", "تبنى التنظيم التفجير"."""
    first = draft.trigger.first
    noun = draft.trigger.entry.features.get("pos") == "noun"
    found = []
    for party in parties:
        if party.kind not in _ARMED or not any(
            (voice.first, voice.last) == (party.first, party.last) for voice in voices
        ):
            continue
        verb = (
            scan.ending_at(party.first - 1, "speech", "say", "own", "report_count", "allege") if party.first else None
        )
        if (verb is not None and noun and 0 < first - party.last <= 2 and "by" not in draft.trigger.marks) or (
            verb is not None and verb.sense == "own" and abs(first - party.last) <= 8
        ):
            found.append(party)
    return found


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


def _agents(draft: Draft, scan: Scan, parties: list[Party]) -> list[Party]:
    spans = [
        (
            draft.trigger.first,
            draft.trigger.last,
            draft.trigger.entry.features.get("pos") == "verb",
            draft.trigger.sense,
        )
    ]
    spans += [
        (o.trigger.first, o.trigger.last, o.trigger.entry.features.get("pos") == "verb", o.trigger.sense)
        for o in draft.merged
        if o.scan == draft.scan
    ]
    found: list[Party] = []
    for first, last, verb, sense in spans:
        if sense in _ACTED_ON:
            found += _marked_agents(scan, last, parties, limit=12)
            continue
        direct = (
            _after_verb(scan, last, parties, harm=draft.type in _HARM) + _before_verb(scan, first, parties)
            if verb
            else _after_noun(scan, first, last, parties)
        )
        found += direct or _marked_agents(scan, last, parties, limit=10)
    return _with_joined(found, scan, parties)


def _with_joined(found: list[Party], scan: Scan, parties: list[Party]) -> list[Party]:
    joined = list(found)
    for party in found:
        for other in parties:
            if (
                0 < other.first - party.last <= 2
                and scan.is_joined(other.first)
                and other not in joined
                and not other.adjective
            ):
                joined.append(other)
    return joined


def _after_verb(scan: Scan, last: int, parties: list[Party], *, harm: bool) -> list[Party]:
    for party in parties:
        if harm and party.kind == "unarmed":
            continue
        gap = party.first - last
        if 0 < gap <= _SUBJECT_REACH and not party.adjective:
            if any(_stops(scan, at) for at in range(last + 1, party.first)):
                return []
            return [party]
    return []


def _stops(scan: Scan, at: int) -> bool:
    return (
        scan.sense_at(at, "function", "in_place", "against", "to_place", "from_place", "new_clause", "agent")
        is not None
        or any(True for _ in scan.at(at, "group"))
        or any(True for _ in scan.at(at, "place_head"))
    )


def _before_verb(scan: Scan, first: int, parties: list[Party]) -> list[Party]:
    for party in reversed(parties):
        gap = first - party.last
        if (
            0 < gap <= 3
            and not party.adjective
            and (party.first <= 2 or scan.sense_at(party.first - 1, "function", "new_clause", "say_that"))
        ):
            return [party]
    return []


def _after_noun(scan: Scan, first: int, last: int, parties: list[Party]) -> list[Party]:
    found = []
    for party in parties:
        gap = party.first - last
        if 0 < gap <= 2 and not any(_stops(scan, at) for at in range(last + 1, party.first)):
            joined = not scan.token_marks(party.first).isdisjoint(("and", "by"))
            if party.adjective or (gap == 1 and not joined):
                found.append(party)
        elif -8 <= gap < 0 and _launched(scan, party, first):
            found.append(party)
    return found


def _launched(scan: Scan, party: Party, first: int) -> bool:
    """A light verb stands before the party, the trigger behind it: "شنت طائرات روسية غارات"."""
    if first - party.last > 4 or party.adjective:
        return False
    return any(
        scan.sense_at(at, "trigger", "launch", "start", "agree", "cause")
        for at in range(max(0, party.first - 2), party.first)
    ) or any(scan.sense_at(at, "trigger", "launch") for at in range(party.last + 1, first))


def _marked_agents(scan: Scan, last: int, parties: list[Party], *, limit: int) -> list[Party]:
    for at in range(last + 1, min(last + limit, len(scan.tokens))):
        mark = scan.sense_at(at, "function", "agent")
        if mark is None:
            if scan.sense_at(at, "function", "new_clause") is not None:
                return []
            continue
        for party in parties:
            if 0 < party.first - mark.last <= 2 or (party.first <= mark.last <= party.last and party.first > last):
                return [party]
    return []


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


def _two_sides(draft: Draft, scan: Scan, parties: list[Party], agents: list[Party]) -> None:
    last = draft.trigger.last
    sides = [party for party in parties if 0 < party.first - last <= 14 and not party.adjective]
    between = any(scan.sense_at(at, "function", "between") for at in range(last + 1, min(last + 5, len(scan.tokens))))
    for party in agents:
        _add(draft.actors, party)
    if between:
        for party in sides[:2]:
            _add(draft.actors, party)
    elif not draft.actors and sides and sides[0].first - last <= 3:
        _add(draft.actors, sides[0])
    for party in sides:
        if party not in draft.actors and any(
            scan.sense_at(at, "function", "with_side", "against")
            for at in range(max(last, party.first - 3), party.first)
        ):
            _add(draft.targets, party)
