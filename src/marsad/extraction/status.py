"""Did it happen: occurred, ongoing, denied, planned or background.

Why it is hard: the words that decide stand before the trigger and may govern another one; a future is one letter in
front of a verb; a denial denies the act and not the report; a toll "since 2011" is context and no event of today.

Known gaps: irony, denials told in the next sentence.
"""

from datetime import date, timedelta

from marsad.extraction.draft import Draft
from marsad.grammar.scan import DateMention, Scan

_PLANS = ("intention", "condition", "fear")
_TALKS = {"negotiation", "agreement", "threat", "statement"}
_OLD = timedelta(days=45)
_ONGOING_TYPES = {"armed_clash", "siege", "shelling", "air_strike", "protest"}


def decide_status(draft: Draft, scan: Scan, published: date | None) -> str:
    """The status of a draft from the words around its trigger and from its date."""
    if _denied(draft, scan):
        return "denied"
    if _planned(draft, scan):
        return "planned"
    if _background(draft, published):
        return "background"
    if _ongoing(draft, scan):
        return "ongoing"
    return "occurred"


def is_negated(draft: Draft, scan: Scan) -> bool:
    """A particle right before the trigger takes it back: nothing happened, and nobody denies it."""
    first = draft.trigger.first
    noun = draft.trigger.entry.features.get("pos") == "noun"
    if noun and scan.sense_at(first - 1, "function", "any_of") is not None:
        return any(scan.sense_at(at, "function", "negation") is not None for at in range(max(0, first - 5), first - 1))
    for at in range(max(0, first - 2), first):
        hit = scan.sense_at(at, "function", "negation")
        if hit is not None and hit.last >= first - 1 - (1 if draft.trigger.entry.features.get("pos") == "noun" else 0):
            return True
    return False


def is_question(draft: Draft, scan: Scan) -> bool:
    """The sentence asks."""
    end = scan.sentence.end
    mark = scan.passage.folded[max(0, end - 2) : end]
    return "?" in mark and scan.sense_at(0, "function", "question") is not None and draft.trigger.first < 12


def _denied(draft: Draft, scan: Scan) -> bool:
    first = draft.trigger.first
    for at in range(max(0, first - 9), first):
        hit = scan.sense_at(at, "function", "denial")
        if hit is None:
            continue
        between = range(hit.last + 1, first)
        if not any(scan.sense_at(step, "function", "new_clause") for step in between):
            return True
    return False


def _planned(draft: Draft, scan: Scan) -> bool:
    trigger = draft.trigger
    if trigger.entry.features.get("tense") == "present" and "will" in trigger.marks:
        return True
    if draft.type in {"statement", "threat"}:
        return False
    reach = 3 if draft.figures else 5
    for at in range(max(0, trigger.first - reach), trigger.first):
        hit = scan.sense_at(at, "function", *_PLANS)
        if hit is not None and not any(
            scan.sense_at(step, "function", "new_clause") for step in range(hit.last + 1, trigger.first)
        ):
            return not draft.figures
    after = scan.sense_at(trigger.last + 1, "function", "intention")
    return (
        after is not None
        and after.last == after.first
        and not draft.figures
        and trigger.entry.features.get("pos") == "noun"
    )


def _background(draft: Draft, published: date | None) -> bool:
    mention = draft.date
    if mention is None or published is None or mention.begins is None:
        return False
    begins = date.fromisoformat(mention.begins)
    ends = date.fromisoformat(mention.ends) if mention.ends else begins
    if ends < published - _OLD:
        return True
    if mention.anchor == "since" and draft.figures and published - begins > timedelta(days=20):
        return True
    return (
        begins < published - timedelta(days=62)
        and mention.anchor == "since"
        and (bool(draft.figures) or draft.type not in {"siege", "displacement"})
    )


def _ongoing(draft: Draft, scan: Scan) -> bool:
    if draft.type in _TALKS or draft.figures or draft.count is not None:
        return False
    trigger = draft.trigger
    if draft.date is not None and draft.date.anchor == "since" and draft.type in _ONGOING_TYPES:
        return True
    if draft.type == "siege":
        return trigger.sense in {"siege", "besiege"} and trigger.entry.features.get("tense") != "past"
    for at in range(max(0, trigger.first - 4), trigger.first):
        if scan.sense_at(at, "function", "continuing") is not None:
            return True
    return False


def decide_kind(draft: Draft) -> str:
    """Single, aggregate (a toll over days or wide areas without an event of its own) or campaign."""
    mention = draft.date
    if draft.figures and mention is not None and _days(mention) > 2:
        return "aggregate"
    if (
        draft.figures
        and draft.from_figure
        and draft.places
        and all(place.head in {"governorate", "countryside"} for place in draft.places)
    ):
        return "aggregate"
    if draft.trigger.sense == "offensive" and draft.status == "ongoing":
        return "campaign"
    return "single"


def _days(mention: DateMention) -> int:
    """Days from the first to the last of a date; 0 where an end is open."""
    if mention.begins is None or mention.ends is None:
        return 0
    return (date.fromisoformat(mention.ends) - date.fromisoformat(mention.begins)).days
