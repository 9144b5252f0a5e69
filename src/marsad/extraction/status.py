"""Did it happen: occurred, ongoing, denied, planned or background.

Why it is hard: the words that decide stand before the trigger and may govern another one; a future is one letter in
front of a verb; a denial denies the act and not the report; a toll "since 2011" is context and no event of today.

Known gaps: irony, denials told in the next sentence.
"""

from datetime import date, timedelta

from marsad.extraction.draft import Draft, Figure
from marsad.extraction.triggers import VIOLENT
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import DateMention, Scan

_PLANS = ("intention", "condition", "fear", "purpose")
_CALLED_FOR = frozenset({"protest", "negotiation", "exchange", "displacement", "aid"})
"""What a call or a promise leaves to the future; a call for a truce or for talks is itself told as talks."""
_TERMS = frozenset({"exchange", "territory_change", "displacement", "aid"})
_CALL_REACH = 7
_DENIAL_REACH = 12
_THREAT_REACH, _CONDITION_REACH, _STATE_REACH = 10, 5, 6
_PLAN_REACH = 9
_TOTAL_REACH = 14
_TALKS = {"negotiation", "agreement", "threat", "statement"}
_OLD = timedelta(days=35)
_HARMED = frozenset({"killed", "injured", "killed_or_injured"})
_ONGOING_TYPES = {"armed_clash", "siege", "shelling", "air_strike", "protest", "negotiation", "aid"}


def decide_status(draft: Draft, scan: Scan, published: date | None) -> str:
    """The status of a draft from the words around its trigger and from its date."""
    if _denied(draft, scan):
        return "denied"
    if _planned(draft, scan) or _lies_ahead(draft, published):
        return "planned"
    if _background(draft, scan, published):
        return "background"
    if _ongoing(draft, scan, published):
        return "ongoing"
    return "occurred"


def is_negated(draft: Draft, scan: Scan) -> bool:
    """A particle right before the trigger takes it back: nothing happened, and nobody denies it."""
    first = draft.trigger.first
    noun = draft.trigger.entry.features.get("pos") == "noun"
    if noun and scan.sense_at(first - 1, "function", "any_of") is not None:
        return any(scan.sense_at(at, "function", "negation") is not None for at in range(max(0, first - 5), first - 1))
    short = scan.sense_at(first - 1, "function", "short_negation")
    if short is not None and not noun and (first == 1 or scan.sense_at(first - 2, "function", "say_that")):
        return True
    for at in range(max(0, first - 2), first):
        hit = scan.sense_at(at, "function", "negation")
        if scan.sense_at(at, "function", "continuing") is not None:  # "has not ceased"
            continue
        if hit is not None and hit.last >= first - 1 - (1 if draft.trigger.entry.features.get("pos") == "noun" else 0):
            return True
    return False


def is_reported_denial(draft: Draft, scan: Scan) -> bool:
    """Somebody says that his forces did not do it: a denial of what was told before, not silence about it."""
    trigger = draft.trigger
    if trigger.entry.features.get("pos") != "verb" or draft.type not in VIOLENT - {"explosive_device"}:
        return False
    told = bool(draft.sources) or any(
        scan.sense_at(at, "function", "say_that") for at in range(max(0, trigger.first - 6), trigger.first)
    )
    return told and scan.ending_at(trigger.first - 1, "function", "negated_past") is not None


def is_threatened(draft: Draft, scan: Scan) -> bool:
    """An act that somebody threatens with is what the threat says, and no second event."""
    trigger = draft.trigger
    counted = any(not figure.single for figure in draft.figures)
    if draft.type in _TALKS or counted or trigger.entry.features.get("pos") != "noun":
        return False
    if "by" not in trigger.marks:
        return False
    for at in range(max(0, trigger.first - _THREAT_REACH), trigger.first):
        hit = scan.sense_at(at, "trigger", "threaten", "threat")
        if hit is not None and hit.last < trigger.first and not _breaks(scan, hit.last + 1, trigger.first):
            return True
    return False


def is_conditional(draft: Draft, scan: Scan) -> bool:
    """An act under a condition ("if the army begins its attack") is a forecast, and no event."""
    if draft.figures:
        return False
    first = draft.trigger.first
    return any(
        (hit := scan.sense_at(at, "function", "condition")) is not None
        and hit.last < first
        and not _breaks(scan, hit.last + 1, first)
        for at in range(max(0, first - _CONDITION_REACH), first)
    )


def is_question(draft: Draft, scan: Scan) -> bool:
    """The sentence asks."""
    end = scan.sentence.end
    mark = scan.passage.folded[max(0, end - 2) : end]
    return "?" in mark and scan.sense_at(0, "function", "question") is not None and draft.trigger.first < 12


def _denied(draft: Draft, scan: Scan) -> bool:
    first = draft.trigger.first
    for at in range(max(0, first - _DENIAL_REACH), first):
        hit = scan.sense_at(at, "function", "denial")
        if at and scan.ending_at(at - 1, "function", "negation") is not None:
            continue
        if hit is not None and not _breaks(scan, hit.last + 1, first) and not _says_more(scan, hit.last + 1, first):
            return True
    return False


def _breaks(scan: Scan, left: int, right: int) -> bool:
    """Whether a new clause begins between two tokens."""
    return any(scan.sense_at(step, "function", "new_clause") for step in range(left, right))


def _says_more(scan: Scan, left: int, right: int) -> bool:
    """Whether the speaker goes on with words of his own: "denied it, and said that rebels shelled"."""
    said = (scan.sense_at(step, "speech", "say") for step in range(left, right))
    return any(hit and (scan.is_joined(hit.first) or "tense" not in hit.entry.features) for hit in said)


def _planned(draft: Draft, scan: Scan) -> bool:
    trigger = draft.trigger
    if _is_future(trigger, scan):
        return True
    if draft.type in {"statement", "threat"}:
        return False
    reach = 3 if draft.figures else 5
    for at in range(max(0, trigger.first - _PLAN_REACH), trigger.first):
        hit = scan.sense_at(at, "function", *_PLANS)
        if hit is not None and scan.ending_at(hit.last, "function", "whether") is not None:
            continue
        if hit is not None and at < trigger.first - reach and not scan.sense_at(hit.last + 1, "function", "say_that"):
            continue
        if hit is not None and not _breaks(scan, hit.last + 1, trigger.first):
            return not draft.figures
    if _is_called_for(draft, scan) or _is_term(draft, scan) or (_has_future_verb(trigger, scan) and not draft.figures):
        return True
    after = scan.sense_at(trigger.last + 1, "function", "intention")
    return (
        after is not None
        and after.last == after.first
        and not draft.figures
        and trigger.entry.features.get("pos") == "noun"
    )


def _is_future(hit: Hit, scan: Scan) -> bool:
    """A verb in the future, or one that the text calls possible ("قد تقصف")."""
    if hit.entry.features.get("tense") != "present":
        return False
    return "will" in hit.marks or scan.ending_at(hit.first - 1, "function", "maybe") is not None


def _is_term(draft: Draft, scan: Scan) -> bool:
    """What a deal is made for is still to come: "an agreement to evacuate the fighters"."""
    trigger = draft.trigger
    if draft.type not in _TERMS or "for" not in trigger.marks:
        return False
    return any(
        scan.ending_at(at, "trigger", "deal") is not None for at in range(max(0, trigger.first - 2), trigger.first)
    )


def _has_future_verb(trigger: Hit, scan: Scan) -> bool:
    """Whether a light verb before the noun is in the future: "سيشن الجيش هجوما"."""
    if trigger.entry.features.get("pos") != "noun":
        return False
    return any(
        _is_future(hit, scan) and not _breaks(scan, hit.last + 1, trigger.first)
        for at in range(max(0, trigger.first - 4), trigger.first)
        for hit in scan.at(at, "trigger")
    )


def _is_called_for(draft: Draft, scan: Scan) -> bool:
    """What somebody calls for or promises ("دعا إلى إضراب"), and what a deal lays down, is still to come."""
    trigger = draft.trigger
    if trigger.entry.features.get("pos") != "noun":
        return False
    senses = [*(["call"] if draft.type in _CALLED_FOR else []), *(["term"] if draft.type in _TERMS else [])]
    led = "by" in trigger.marks or scan.ending_at(trigger.first - 1, "function", "to_place") is not None
    for at in range(max(0, trigger.first - _CALL_REACH), trigger.first):
        hit = scan.sense_at(at, "function", *senses) if senses else None
        if (
            hit is not None
            and "for" not in hit.marks
            and (led or hit.sense == "term")
            and not _breaks(scan, hit.last + 1, trigger.first)
        ):
            return True
    return False


def _background(draft: Draft, scan: Scan, published: date | None) -> bool:
    mention = draft.date
    if (draft.trigger.sense == "war" and draft.figures) or (draft.type == "siege" and _is_over(draft, scan)):
        return True
    counted = bool(draft.figures) or draft.count is not None or _is_numbered(draft.trigger, scan)
    if mention is None or mention.begins is None:
        return False
    if published is None:
        return mention.precision == "year" and counted
    begins = date.fromisoformat(mention.begins)
    ends = date.fromisoformat(mention.ends) if mention.ends else begins
    if ends < published - _OLD or (mention.precision in {"month", "year"} and counted and ends < published):
        return True
    if mention.anchor == "since" and draft.figures and published - begins > timedelta(days=20):
        return True
    return (
        begins < published - timedelta(days=62)
        and mention.anchor == "since"
        and (bool(draft.figures) or draft.type not in {"siege", "displacement", "negotiation", "aid"})
    )


def _is_over(draft: Draft, scan: Scan) -> bool:
    """A siege that dates something else: "after a siege that lasted four years"."""
    trigger = draft.trigger
    after = scan.ending_at(trigger.first - 1, "function", "time_after") is not None
    return after and any(
        scan.sense_at(at, "context", "lasted") is not None for at in range(trigger.last + 1, trigger.last + 3)
    )


def _is_numbered(trigger: Hit, scan: Scan) -> bool:
    """Whether a number stands right before the trigger: "264 اعتداء"."""
    return any(number.last == trigger.first - 1 for number in scan.numbers)


def _lies_ahead(draft: Draft, published: date | None) -> bool:
    mention = draft.date
    if mention is None or published is None or not mention.begins or mention.anchor == "until":
        return False
    if draft.type in {"statement", "threat"} or any(figure.outcome in _HARMED for figure in draft.figures):
        return False
    return date.fromisoformat(mention.begins) > published


def _ongoing(draft: Draft, scan: Scan, published: date | None) -> bool:
    if draft.type in _TALKS - {"negotiation"} or draft.figures or draft.count is not None:
        return False
    trigger, mention = draft.trigger, draft.date
    if draft.type == "siege":
        lasts = _siege_lasts(draft, scan)
        if lasts is not None:
            return lasts
    if mention is not None and mention.anchor == "since" and draft.type in _ONGOING_TYPES:
        return True
    if mention is not None and published is not None and mention.ends and date.fromisoformat(mention.ends) < published:
        return False
    return _continues(trigger, scan)


def _siege_lasts(draft: Draft, scan: Scan) -> bool | None:
    """Whether a siege goes on: unless it is lifted or told as laid; None where its words do not say."""
    trigger = draft.trigger
    if _is_lifted(draft, scan):
        return False
    if trigger.sense in {"siege", "besiege"}:
        return trigger.entry.features.get("tense") != "past"
    return True if draft.date is None and trigger.entry.features.get("pos") == "noun" else None


def _is_lifted(draft: Draft, scan: Scan) -> bool:
    """A siege that is lifted or broken, and not only asked to be."""
    first = draft.trigger.first
    lifts = any(scan.ending_at(at, "context", "lift") is not None for at in (first - 1, first - 2))
    return lifts and not any(
        scan.sense_at(at, "trigger", "demand", "appeal") is not None for at in range(max(0, first - _CALL_REACH), first)
    )


def _continues(trigger: Hit, scan: Scan) -> bool:
    """A word of going on stands before the act, or right behind its noun ("الإضراب مستمر")."""
    for at in range(max(0, trigger.first - 4), trigger.first):
        hit = scan.sense_at(at, "function", "continuing")
        if hit is not None and not _breaks(scan, hit.last + 1, trigger.first):
            return True
    if trigger.entry.features.get("pos") != "noun":
        return False
    for at in range(trigger.last + 1, min(trigger.last + _STATE_REACH, len(scan.tokens))):
        if scan.between(at - 1, at).strip() or _breaks(scan, at, at + 1):
            return False
        if scan.sense_at(at, "function", "continuing") is not None:
            return True
    return False


def decide_kind(draft: Draft, scan: Scan) -> str:
    """Single, aggregate (a toll over days or wide areas without an event of its own) or campaign."""
    mention = draft.date
    if draft.figures and mention is not None and _days(mention) > 2:
        return "aggregate"
    if any(_is_running(figure, draft, scan) for figure in draft.figures if not figure.subset):
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


def _is_running(figure: Figure, draft: Draft, scan: Scan) -> bool:
    """A toll since a beginning ("the toll since the offensive began rose to 93"), or of a campaign over an area.

    "The bloodiest day since the war began" tells the rank of one day; a battle for a town is one event.
    """
    if figure.scan != draft.scan:
        return False
    reach = range(max(0, figure.first - _TOTAL_REACH), min(figure.last + _TOTAL_REACH, len(scan.tokens)))
    for at in reach:
        begun = scan.sense_at(at, "function", "since_start")
        left, right = sorted((at, figure.first))
        if begun is None or begun.last == begun.first or _breaks(scan, left, right) or _goes_on(scan, left, right):
            continue
        if not any(scan.sense_at(step, "function", "record", "first_since") for step in range(max(0, at - 5), at)):
            return True
    if any(place.head == "settlement" for place in draft.places):
        return False
    campaigns = (scan.sense_at(at, "function", "campaign") for at in reach if at < figure.first)
    return any(hit is not None and _is_counted_for(hit, scan) for hit in campaigns)


def _goes_on(scan: Scan, left: int, right: int) -> bool:
    """Whether something else is told behind a comma and an "and": no number, and no people of a list."""
    return any(
        scan.is_joined(at)
        and scan.between(at - 1, at).strip()
        and not any(number.first == at for number in scan.numbers)
        and next(scan.at(at, "group"), None) is None
        for at in range(left + 1, right)
    )


def _is_counted_for(campaign: Hit, scan: Scan) -> bool:
    """Whether a toll is told as that of the campaign: "the toll of the operation", "the dead of the campaign"."""
    before = campaign.first - 1
    return (
        scan.ending_at(before, "trigger", "toll", "dead") is not None
        or scan.ending_at(before, "function", "total") is not None
    )


def _days(mention: DateMention) -> int:
    """Days from the first to the last of a date; 0 where an end is open."""
    if mention.begins is None or mention.ends is None:
        return 0
    return (date.fromisoformat(mention.ends) - date.fromisoformat(mention.begins)).days
