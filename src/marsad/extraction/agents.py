"""Who did it: the agent of a trigger inside its sentence.

Why it is hard: Arabic puts the subject behind the verb or before it, drops it where it goes on from the last verb
("دهمت القوات … واعتقلت"), hangs the agent of a noun right behind it ("قصف إسرائيلي"), behind a particle ("قصف لقوات …")
or a verb of its own ("غارات شنتها طائرات"), or makes it the subject of another verb ("رد سلاح الجو بغارات").

Known gaps: nominal sentences with a long relative clause between the subject and its verb.
"""

import unicodedata
from collections.abc import Sequence

from marsad.extraction.draft import Draft, Party, Voice
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan

ACTED_ON = {"kill", "killing", "dead", "die", "body", "injure", "wounding", "wounded", "casualty_pair"}
ARMED = {"armed_forces", "air_force", "police", "security", "armed_group", "militia", "coalition", "state", "ministry"}
_HARM = {"attack", "abduction", "arrest", "sexual_violence", "armed_clash", "air_strike", "shelling"}
_STRUCK = {"air_strike", "shelling", "armed_clash", "chemical_attack", "attack"}
_NOT_FOR = {"target", "killing", "assassination", "arrest", "abduction", "body", "execution", "clash", "hit", "torture"}
_SUBJECTS = {"actor", "actor_head", "weapon", "countable"}
_THINGS = {"weapon", "countable"}
_STILL = {"aid", "displacement", "negotiation", "agreement", "statement", "threat"}
_OWN_ACTS = {"capture", "withdrawal", "raid", "offensive", "siege", "assault"}
_HARMLESS = {"local_authority", "medical", "ngo", "media", "monitor", "un"}
_BEFORE_NOUN = {"in_place", "cause", "from_place", "to_place", "from_whom", "undergo", "against", "time_after"}
_OF_NOUN = {"cause", "start", "launch"}
_SUBJECT_REACH = 4
_MOVES = ("prevent", "block", "bring", "give_aid", "hand_over", "suspend", "refuse", "hold", "seize", "drop", "throw")
_MOVE_REACH = 9
_CLAUSE_REACH, _PARTNER_REACH = 16, 18
_NOBODY = {"bomber", "bombers", "members", "group", "movement", "convoy", "faction"}
_DAMMA = unicodedata.lookup("ARABIC DAMMA")


def find_agents(draft: Draft, scan: Scan, parties: list[Party], before: Sequence[Draft]) -> list[Party]:
    """The agents of a draft's triggers, those joined to them too; `before` are the drafts ahead of it, in order."""
    triggers = [draft.trigger, *(other.trigger for other in draft.merged if other.scan == draft.scan)]
    found: list[Party] = []
    for trigger in triggers:
        if trigger.sense == "withdrawal" and draft.trigger.sense != "withdrawal":
            continue
        found += _of_trigger(draft, trigger, scan, parties, before)
    found = found or _when(scan, draft.trigger, parties) or _itself(draft.trigger, parties)
    if found:
        found += _partners(scan, draft.trigger, parties)
    return [party for party in with_joined(found, scan, parties) if not is_thing(party)]


def _itself(trigger: Hit, parties: list[Party]) -> list[Party]:
    """Who is named by the trigger's own word: "bombers of the movement attacked …"."""
    return [party for party in parties if party.first == trigger.first and party.last > trigger.last]


def _partners(scan: Scan, trigger: Hit, parties: list[Party]) -> list[Party]:
    """Who took part beside the agent: "with the participation of …", behind the act in its clause."""
    for at in range(trigger.last + 1, min(trigger.last + _PARTNER_REACH, len(scan.tokens))):
        if _breaks(scan, at):
            return []
        mark = scan.sense_at(at, "function", "partner")
        if mark is not None:
            return [party for party in parties if 0 < party.first - mark.last <= 2 and party.kind in ARMED][:1]
    return []


def _when(scan: Scan, trigger: Hit, parties: list[Party]) -> list[Party]:
    """Who did it by the clause that tells how: "eleven were killed when gunmen opened fire"."""
    if trigger.sense not in ACTED_ON:
        return []
    for at in range(trigger.last + 1, min(trigger.last + _CLAUSE_REACH, len(scan.tokens))):
        when = scan.sense_at(at, "function", "when")
        if when is None:
            if _breaks(scan, at):
                return []
            continue
        verb = when.last + 1
        acts = scan.sense_at(verb, "function", "wage") or any(
            hit.entry.table == "trigger" and hit.entry.features.get("pos") == "verb" and hit.sense not in ACTED_ON
            and not _is_passive(scan, hit)
            for hit in scan.by_first.get(verb, ())
        )  # fmt: skip
        if acts:
            return [p for p in parties if 0 < p.first - verb <= 2 and p.kind in ARMED and not p.adjective][:1]
    return []


def is_thing(party: Party) -> bool:
    """Aircraft and columns without an owner name nobody."""
    things = {"air_force", "armed_forces"}
    if party.actor_id is None and (party.name_en or "").split(" ")[-1] in _NOBODY:
        return True
    return party.actor_id is None and not party.unknown and party.kind in things and " " not in (party.name_en or "")


def _of_trigger(draft: Draft, trigger: Hit, scan: Scan, parties: list[Party], before: Sequence[Draft]) -> list[Party]:
    last = trigger.last
    if draft.type == "displacement":
        return []
    if trigger.sense in ACTED_ON or _is_passive(scan, trigger):
        found = _marked(scan, last, parties, limit=12)
        return found or (_of_kill(scan, trigger, parties, before) if trigger.sense == "kill" else [])
    if trigger.entry.features.get("pos") == "verb" and not _governed(scan, trigger, parties):
        harm = draft.type in _HARM
        return (
            _behind_verb(scan, last, parties, harm=harm)
            + [p for p in _before_verb(scan, trigger.first, parties) if not harm or p.kind not in _HARMLESS]
            or _marked(scan, last, parties, limit=10)
            or _its_own(scan, trigger, parties)
            or ([] if draft.type in _STILL else _going_on(trigger, scan, parties, before))
        )
    if trigger.sense == "aid" and (movers := _moving(scan, trigger, parties)):
        return movers
    return (
        _behind_noun(draft, trigger, scan, parties)
        or (_marked(scan, last, parties, limit=10) if draft.type != "protest" else [])
        or _waging(scan, trigger, parties)
        or _of_kill_before(scan, trigger, parties, before)
        or _its_own(scan, trigger, parties)
    )


def may_be_noun(trigger: Hit, scan: Scan) -> bool:
    """Whether a trigger's letters are a noun, or a noun too ("shelling" and "shelled" are one word)."""
    return any(
        hit.entry.table == "trigger"
        and hit.entry.features.get("pos") == "noun"
        and (hit.start, hit.end) == (trigger.start, trigger.end)
        for hit in scan.by_first.get(trigger.first, ())
    )


def _governed(scan: Scan, trigger: Hit, parties: list[Party]) -> bool:
    """Whether what stands before a word that is a verb or a noun makes it a noun, or the particle of its agent."""
    if not may_be_noun(trigger, scan):
        return False
    if any(party.first == trigger.last + 1 and _by_particle(scan, party) for party in parties):
        return True
    before = trigger.first - 1
    return before >= 0 and any(
        (hit.entry.table == "function" and hit.sense in _BEFORE_NOUN)
        or (hit.entry.table == "trigger" and hit.entry.features.get("pos") == "verb" and hit.sense in _OF_NOUN)
        for first in range(max(0, before - 2), before + 1)
        for hit in scan.by_first.get(first, ())
        if hit.last == before
    )


def _of_kill(scan: Scan, trigger: Hit, parties: list[Party], before: Sequence[Draft]) -> list[Party]:
    """Who kills, where the verb cannot be a passive: a feminine or plural form in front of a number or an object."""
    features = trigger.entry.features
    if _is_passive(scan, trigger) or not (features.get("gender") == "f" or features.get("number") == "pl"):
        return []
    at = trigger.last + 1
    counted = any(number.first == at for number in scan.numbers) or scan.sense_at(at, "function", "agent") is not None
    if not (counted or trigger.after):
        return []
    return _before_verb(scan, trigger.first, parties) or _going_on(trigger, scan, parties, before)


def _of_kill_before(scan: Scan, trigger: Hit, parties: list[Party], before: Sequence[Draft]) -> list[Party]:
    """The killer of whom the means are the trigger: "قتلوا جاره بالرصاص"."""
    for at in range(trigger.first, max(-1, trigger.first - 4), -1):
        verb = scan.sense_at(at, "trigger", "kill")
        if verb is not None and verb.entry.features.get("pos") == "verb" and not _is_passive(scan, verb):
            plural = verb.entry.features.get("number") == "pl"
            return (_before_verb(scan, verb.first, parties) if plural else []) or _of_kill(scan, verb, parties, before)
    return []


def _its_own(scan: Scan, trigger: Hit, parties: list[Party]) -> list[Party]:
    """Its capture, its withdrawal: the pronoun means the subject of the clause."""
    if not trigger.after or trigger.sense not in _OWN_ACTS:
        return []
    for party in reversed(parties):
        if party.last < trigger.first and party.kind in ARMED and _is_subject(scan, party):
            return [party]
    return []


def with_joined(found: list[Party], scan: Scan, parties: list[Party]) -> list[Party]:
    """Parties, each once, and those joined to them by "and"."""
    chain: list[Party] = []
    for party in found:
        if party not in chain:
            chain.append(party)
    for party in chain:
        for other in parties:
            gap = other.first - party.last
            near = 0 < gap <= 2 and (scan.is_joined(other.first) or (gap == 2 and scan.is_conjunction(other.first - 1)))
            if near and other not in chain and (not other.adjective or party.kind == "air_force"):
                chain.append(other)
    return chain


def steps(scan: Scan, left: int, right: int) -> int:
    """Tokens from one to another, dates between them counted as none."""
    inside = sum(
        min(date.last, right - 1) - max(date.first, left + 1) + 1
        for date in scan.dates
        if date.first < right and date.last > left
    )
    return right - left - max(0, inside)


def _behind_verb(scan: Scan, last: int, parties: list[Party], *, harm: bool) -> list[Party]:
    for party in parties:
        if party.first <= last or party.adjective or (harm and party.kind == "unarmed"):
            continue
        if steps(scan, last, party.first) > _SUBJECT_REACH or any(
            stops(scan, at) or (scan.is_joined(at) and scan.between(at - 1, at).strip(' »"'))
            for at in range(last + 1, party.first + 1)
            if not _dated(scan, at) and (at < party.first or scan.is_joined(at))
        ):
            return []
        return [] if _has_front(scan, party) else [party]
    return []


def _dated(scan: Scan, at: int) -> bool:
    return any(date.first <= at <= date.last for date in scan.dates)


def _has_front(scan: Scan, party: Party) -> bool:
    """Whether a particle is written into a party's first word: it is no subject."""
    return any(
        hit.entry.table in {"actor", "actor_head"} and not hit.marks.isdisjoint(("for", "by"))
        for hit in scan.by_first.get(party.first, ())
    )


def stops(scan: Scan, at: int) -> bool:
    """Whether a word ends the search for a subject: a particle, an object, a place."""
    return (
        scan.sense_at(
            at, "function", "in_place", "against", "with_side", "to_place", "from_place", "new_clause", "agent"
        )
        is not None
        or any(True for _ in scan.at(at, "group"))
        or any(True for _ in scan.at(at, "place_head"))
    )


def _before_verb(scan: Scan, first: int, parties: list[Party]) -> list[Party]:
    for party in reversed(parties):
        gap = first - party.last
        if 0 < gap <= 3 and not party.adjective and opens_clause(scan, party.first):
            return [party]
    return []


def opens_clause(scan: Scan, at: int) -> bool:
    """Whether a token is at the head of a clause, or right behind "that"."""
    if at <= 2 or scan.between(at - 1, at).strip(' «"'):
        return True
    return scan.ending_at(at - 1, "function", "new_clause", "say_that") is not None


def _behind_noun(draft: Draft, trigger: Hit, scan: Scan, parties: list[Party]) -> list[Party]:
    if trigger.first and scan.sense_at(trigger.first - 1, "function", "from_whom") is not None:
        return []
    struck = draft.type in _STRUCK and trigger.sense not in _NOT_FOR
    found = []
    for party in parties:
        gap = party.first - trigger.last
        if not 0 < gap <= 3 or any(
            stops(scan, at) or scan.between(at, at + 1).strip(' «"') for at in range(trigger.last + 1, party.first)
        ):
            continue
        marks = scan.token_marks(party.first)
        if party.adjective:
            belongs = gap <= 2 or draft.type in _STRUCK
        else:
            bare = gap == 1 and marks.isdisjoint(("and", "by")) and not _has_front(scan, party)
            belongs = bare or (struck and _by_particle(scan, party))
        if belongs:
            found.append(party)
    if not found and struck:
        found = [party for party in parties if 1 < party.first - trigger.last <= 3 and _from(scan, party)]
    return found


def _by_particle(scan: Scan, party: Party) -> bool:
    """A strike "of" somebody: the particle is written into the party's first word."""
    return any(
        hit.entry.table in {"actor", "actor_head"} and "for" in hit.marks for hit in scan.by_first.get(party.first, ())
    )


def _from(scan: Scan, party: Party) -> bool:
    return party.kind in ARMED and scan.sense_at(party.first - 1, "function", "from_place") is not None


def _marked(scan: Scan, last: int, parties: list[Party], *, limit: int) -> list[Party]:
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


def _waging(scan: Scan, trigger: Hit, parties: list[Party]) -> list[Party]:
    """The subject of the verb whose object or means the noun is: "شنت طائرات روسية غارات", "رد سلاح الجو بغارات"."""
    first = trigger.first
    by = "by" in trigger.marks or (first > 0 and "by" in scan.token_marks(first - 1))
    for party in reversed(parties):
        if party.last >= first or party.adjective:
            continue
        if first - party.last > 12 or any(_breaks(scan, at) for at in range(party.last + 1, first)):
            return []
        verb = _verb_of(scan, party)
        if verb is None:
            continue
        waged = scan.ending_at(verb, "function", "wage", "intention") or scan.ending_at(
            verb, "trigger", "launch", "cause"
        )
        undergone = scan.ending_at(verb, "function", "undergo") or scan.ending_at(verb, "context", "suffer")
        if waged is not None and not (undergone is not None and undergone.last > undergone.first):
            return [party]
        if by and undergone is None and party.kind in ARMED and scan.ending_at(verb, "speech") is None:
            return [party]
    return []


def _moving(scan: Scan, trigger: Hit, parties: list[Party]) -> list[Party]:
    """Who brings aid or keeps it out: the subject of the verb ahead of it, a checkpoint or convoy of his left aside."""
    for at in range(trigger.first - 1, max(-1, trigger.first - _MOVE_REACH), -1):
        verb = scan.sense_at(at, "trigger", *_MOVES)
        if verb is None or verb.entry.features.get("pos") != "verb":
            continue
        behind = [party for party in parties if verb.last < party.first < trigger.first and not party.adjective]
        return behind[:1] or _before_verb(scan, verb.first, parties)
    return []


def _verb_of(scan: Scan, party: Party) -> int | None:
    """The token of the verb that has a party for its subject: right before it, else right behind it."""
    for at in (party.first - 1, party.last + 1, party.first - 2):
        if 0 <= at < len(scan.tokens) and (
            scan.ending_at(at, "function", "wage", "undergo") or scan.ending_at(at, "trigger", "launch", "cause")
        ):
            return at
    return party.first - 1 if party.first and opens_clause(scan, party.first - 1) else None


def _breaks(scan: Scan, at: int) -> bool:
    return scan.sense_at(at, "function", "new_clause", "say_that") is not None


def _is_passive(scan: Scan, trigger: Hit) -> bool:
    told = scan.passage.words(trigger.start, trigger.end).text
    return trigger.entry.features.get("voice") == "passive" or _DAMMA in told[:3]


def _going_on(trigger: Hit, scan: Scan, parties: list[Party], before: Sequence[Draft]) -> list[Party]:
    """A verb without a subject goes on with that of the verb before it: "دهمت القوات البلدة واعتقلت ثلاثة"."""
    features = trigger.entry.features
    inflected = features.get("gender") == "f" or features.get("number") == "pl"
    joined = not trigger.marks.isdisjoint(("and", "so")) or scan.ending_at(trigger.first - 1, "function", "new_clause")
    referred = (
        scan.ending_at(trigger.first - 1, "function", "say_that") is not None
        or scan.sense_at(trigger.last + 1, "function", "during_it") is not None
    )
    if not (joined or referred) or not (inflected or joined) or not _lacks_subject(trigger, scan):
        return []
    last = before[-1] if before else None
    here = last is not None and last.scan == _number_of(parties, last.scan)
    since = last.trigger.last if here and last is not None else -1
    for party in reversed(parties):
        if since < party.first < trigger.first and party.kind in ARMED and _is_subject(scan, party):
            return [party]
    for draft in reversed(before):
        if draft.actors and (inflected or here):
            armed = [party for party in draft.actors if party.kind in ARMED]
            return armed or [p for p in draft.actors if here and inflected and p.kind not in _HARMLESS]
        if here and draft.scan == before[-1].scan and draft.trigger.entry.features.get("pos") == "verb":
            return []
    return []


def _number_of(parties: list[Party], default: int) -> int:
    return parties[0].scan if parties else default


def _is_subject(scan: Scan, party: Party) -> bool:
    """Whether a party opens its clause, or stands behind the word that does."""
    if party.adjective or _has_front(scan, party):
        return False
    return opens_clause(scan, party.first) or bool(party.first and opens_clause(scan, party.first - 1))


def _lacks_subject(trigger: Hit, scan: Scan) -> bool:
    """Whether what stands behind a verb is its object: a number, victims, a place, a particle, a pronoun."""
    at = trigger.last + 1
    if trigger.after or at >= len(scan.tokens):
        return True
    if any(
        hit.entry.table in _SUBJECTS
        for step in range(at, min(at + 3, len(scan.tokens)))
        for hit in scan.by_first.get(step, ())
        if step == at or hit.entry.table in _THINGS
    ):
        return False
    if any(number.first == at for number in scan.numbers) or _dated(scan, at):
        return True
    tables = {hit.entry.table for hit in scan.by_first.get(at, ())}
    return bool(tables & {"function", "group", "place_head"}) or scan.is_definite(at)


def accused(draft: Draft, scan: Scan, parties: list[Party], voices: list[Voice]) -> list[Party]:
    """Whom somebody accuses of it: "اتهم ناشطون القوات بقصف …"."""
    first = draft.trigger.first
    for hit in scan.with_sense("speech", "accuse"):
        if hit.last >= first:
            continue
        speakers = {id(party) for party in parties for voice in voices if voice.first == party.first}
        between = [p for p in parties if hit.last < p.first and p.last < first and id(p) not in speakers]
        if between and not any(_breaks(scan, at) for at in range(between[0].last + 1, first)):
            return with_joined([party for party in between[:1] if not party.adjective], scan, between)
    return []
