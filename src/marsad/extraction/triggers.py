"""Trigger words that a rule turns into drafts or refusals.

Why it is hard: one event is named by several words in a row ("شنت غارات … استهدفت"), so a weaker word beside a
stronger one of the same family is the same event told on, and only one of them may open a draft.
"""

from collections.abc import Sequence

from marsad.extraction.draft import Draft
from marsad.grammar.lexicon import Hit
from marsad.grammar.matcher import match_trigger
from marsad.grammar.pack import Pack
from marsad.grammar.rulefile import Rule
from marsad.grammar.scan import Scan
from marsad.model.claim import Refusal, RefusalReason
from marsad.model.span import Words

FAMILY = {
    kind: family
    for family, kinds in {
        "bombardment": ("air_strike", "shelling", "explosive_device", "suicide_bombing", "chemical_attack"),
        "ground": ("armed_clash", "attack", "sexual_violence"), "unrest": ("protest", "riot"),
        "custody": ("abduction", "arrest", "exchange"), "territory": ("territory_change", "siege"),
        "talks": ("negotiation", "agreement", "threat", "statement"),
        "humanitarian": ("displacement", "aid", "destruction"),
    }.items()
    for kind in kinds
}  # fmt: skip
_BLASTS = frozenset({"explosive_device", "suicide_bombing"})
_BARE_HIT = "ar.hit.bare"
_RANK = {"chemical_attack": 2, "suicide_bombing": 1}
_INSTRUMENT_REACH, _AIM_REACH, _TOLD_REACH = 14, 2, 14
VIOLENT = frozenset(kind for kind, family in FAMILY.items() if family in {"bombardment", "ground"})
FIGURE_WORDS = frozenset([
    "kill", "killing", "dead", "die", "body", "injure", "wounding", "wounded", "casualty_pair", "meet_death",
    "pass_away",
])  # fmt: skip


def find_drafts(
    scans: Sequence[Scan], pack: Pack, title: frozenset[str], document: frozenset[str]
) -> tuple[list[Draft], list[Refusal]]:
    """Drafts of all trigger words in text order, and the refusals that rules made."""
    drafts: list[Draft] = []
    refusals: list[Refusal] = []
    for number, scan in enumerate(scans):
        taken: list[Hit] = []
        elsewhere = {"title": title, "document": document}
        for hit in scan.hits:
            if hit.entry.table != "trigger" or hit.sense not in pack.rules.by_sense:
                continue
            if "like" in hit.marks or any(hit.start >= other.start and hit.end <= other.end for other in taken):
                continue
            if hit.sense in FIGURE_WORDS or _is_dated(scan, hit) or _is_name(scan, hit):
                continue
            rule = match_trigger(hit, scan, pack.rules, elsewhere)
            if rule is None:
                continue
            taken.append(hit)
            if rule.type != "aid" and _is_reference(scan, hit):
                refusals.append(refuse_words(scan.passage.words(hit.start, hit.end), "no_event", rule))
                continue
            if rule.refuse is not None:
                refusals.append(refuse_words(scan.passage.words(hit.start, hit.end), rule.refuse, rule))
                continue
            drafts.append(Draft(number, hit, str(rule.type), rule, bool(rule.weak), rules=[rule.id]))
    return _told_on(drafts, scans), refusals


def refuse_words(words: Words, reason: RefusalReason, rule: Rule) -> Refusal:
    """The refusal of a trigger that a rule had taken."""
    return Refusal(text=words.text, field=words.field, start=words.start, end=words.end, reason=reason, rule=rule.id)


def _is_dated(scan: Scan, hit: Hit) -> bool:
    return any(date.first <= hit.first <= date.last for date in scan.dates)


def _is_reference(scan: Scan, hit: Hit) -> bool:
    """Neither is an event: "since the start of the offensive" tells a time, "stopping the fighting" a term."""
    return scan.ending_at(hit.first - 1, "context", "stop") is not None or (
        scan.ending_at(hit.first - 1, "function", "since_start") is not None and not _counts(scan)
    )


def _counts(scan: Scan) -> bool:
    return any(hit.sense in FIGURE_WORDS for hit in scan.hits if hit.entry.table == "trigger")


def _is_name(scan: Scan, hit: Hit) -> bool:
    """Whether the word belongs to the name of a party or body ("the Occupation", "the Aggression coalition")."""
    return any(
        other.entry.table in {"actor", "source"}
        and other.first <= hit.first
        and hit.last <= other.last
        and (other.last > other.first or _is_short_name(other, hit))
        for other in scan.hits
    )


def _is_short_name(other: Hit, hit: Hit) -> bool:
    named = other.entry.features.get("kind") in {"short", "name", "people"}
    return named and "article" in other.marks | hit.marks


def _told_on(drafts: list[Draft], scans: Sequence[Scan]) -> list[Draft]:
    """One draft for neighbouring words of one family in one clause: the stronger rule, the earlier word."""
    kept: list[Draft] = []
    for draft in drafts:
        last = kept[-1] if kept else None
        if last is not None and last.scan == draft.scan and _same_telling(last, draft, scans[draft.scan]):
            if _names_more(draft, last) or (last.weak and not draft.weak):
                draft.merged = [*last.merged, last]
                draft.rules = list(dict.fromkeys(draft.rules + last.rules))
                kept[-1] = draft
            else:
                last.merged.append(draft)
                last.rules = list(dict.fromkeys(last.rules + draft.rules))
            continue
        kept.append(draft)
    return kept


def _names_more(right: Draft, left: Draft) -> bool:
    """A poison or a bomber named second says what the shell or the blast before it was."""
    return _RANK.get(right.type, 0) > _RANK.get(left.type, 0)


def _same_telling(left: Draft, right: Draft, scan: Scan) -> bool:
    gap = right.trigger.first - _last(left)
    told_on = _is_instrument(right, left, gap) or _is_mixed_fire(left, right, gap)
    if told_on or _is_aim(right, left, gap, scan) or _is_setting(right, left, scan):
        return not _new_clause(scan, left, right)
    if gap > 8 or (FAMILY[left.type] != FAMILY[right.type] and not _is_bare_hit(left, right)):
        return False
    if _new_clause(scan, left, right):
        return False
    if left.type == right.type:
        return gap <= 8 and not (gap > 3 and "and" in right.trigger.marks)
    near = (gap <= 5 and FAMILY[left.type] in {"bombardment", "territory"}) or _is_bare_hit(left, right)
    return near and "and" not in right.trigger.marks


def _is_bare_hit(left: Draft, right: Draft) -> bool:
    """What was hit, told beside the strike that hit it: "قصف … استهدف منزلا", "استهدفت … بقذائف"."""
    bare = [draft for draft in (left, right) if draft.rule.id == _BARE_HIT]
    return len(bare) == 1 and any(FAMILY[draft.type] == "bombardment" for draft in (left, right))


def _new_clause(scan: Scan, left: Draft, right: Draft) -> bool:
    return any(scan.sense_at(at, "function", "new_clause") for at in range(_last(left) + 1, right.trigger.first))


def _is_instrument(right: Draft, left: Draft, gap: int) -> bool:
    """What a place was struck with belongs to the strike: "قصف قضاء … مساء الجمعة بـ15 صاروخا تحوي غاز الخردل"."""
    fires = FAMILY[left.type] == "bombardment" == FAMILY[right.type]
    named = right.type == "chemical_attack" and "and" not in right.trigger.marks
    return fires and gap <= _INSTRUMENT_REACH and (named or ("by" in right.trigger.marks and right.type == left.type))


def _is_aim(right: Draft, left: Draft, gap: int, scan: Scan) -> bool:
    """What an act was aimed at is told of that act: "an ambush that targeted their convoy" holds no shelling.

    Further off, the verb belongs to the act where nobody stands behind it as its subject: "raids on the town that took
    place on Thursday and hit Iranian positions".
    """
    if right.trigger.sense != "target" or not right.weak or left.type not in VIOLENT:
        return False
    if gap <= _AIM_REACH:
        return True
    noun = left.trigger.entry.features.get("pos") == "noun"
    verb = right.trigger.entry.features.get("pos") == "verb"
    subject = any(hit.entry.table in {"actor", "actor_head"} for hit in scan.by_first.get(right.trigger.last + 1, ()))
    return gap <= _TOLD_REACH and noun and verb and not subject


def _is_setting(right: Draft, left: Draft, scan: Scan) -> bool:
    """An attack that a blast is told to have happened in: "a blast killed three, in an attack on a company"."""
    trigger = right.trigger
    inside = scan.ending_at(trigger.first - 1, "function", "in_place")
    blast = left.type in _BLASTS and left.trigger.sense in {"explosion", "explode"}
    return blast and inside is not None and trigger.sense == "offensive" and "the" not in trigger.marks


def _is_mixed_fire(left: Draft, right: Draft, gap: int) -> bool:
    """Air and artillery in one breath are one event, of the type named first: "ضربات جوية وقصف مدفعي طالت"."""
    return gap <= 2 and {left.type, right.type} == {"air_strike", "shelling"} and "and" in right.trigger.marks


def _last(draft: Draft) -> int:
    return max([draft.trigger.last, *(other.trigger.last for other in draft.merged)])
