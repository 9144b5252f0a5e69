"""Dates find their event, and events without a date of their own find theirs, or none.

Why it is hard: a date at the end of a clause dates all of it; an act without a date is news of the day in a report of
the day, and anybody's guess in one that tells of last week; a number of displaced people grows since the fighting
began; "since the start of the operation" is a date only where the report tells when that was.

Method: the nearest date of the sentence wins; else what the report told before decides (guide, decision 4).
Known gaps: dates that a sentence takes over from a long-past event told before it.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from marsad.extraction.draft import Draft
from marsad.extraction.triggers import VIOLENT
from marsad.grammar.scan import DateMention, Scan

_SINCE_REACH = 14
_SAID = frozenset({"statement", "threat", "agreement"})
"""What is said is said on the day of the news, whatever it is about."""
_LASTING = frozenset({"armed_clash", "shelling", "air_strike", "siege"})
_STORY_DAYS = timedelta(days=31)
_STALE = timedelta(days=2)
_WEEK = timedelta(days=7)
_LONG_PAST = timedelta(days=200)
_YEAR_DIGITS = 4
_EARLIER_REACH = 6
_BEGAN_REACH = 5
_DONE = frozenset({"killed", "injured", "detained", "abducted", "missing"})
_FOREIGN = 45.0
"""More than any date may cost."""


def attach_dates(drafts: list[Draft], scans: Sequence[Scan], published: date | None) -> None:
    """The date of each draft: its clause's, its sentence's, or what the report told before; places are attached."""
    story = _Story(scans, published)
    for draft in drafts:
        scan = scans[draft.scan]
        mention = _date_near(draft, scan, [d for d in drafts if d.scan == draft.scan], published)
        if mention is None or story.outgrows(draft, mention, scan):
            story.fill(draft, scan)
        else:
            story.tell(draft, mention, scan)


def settle_planned(draft: Draft, scan: Scan, published: date | None) -> None:
    """What is still to come has no day that is over: a weekday is the next one, another day another act's."""
    mention = draft.date
    if mention is None or published is None or not mention.ends or date.fromisoformat(mention.ends) > published:
        return
    next_named = _next_year(mention, scan, published) if draft.date_own else None
    if next_named is not None:
        draft.date = next_named
        return
    named = any(scan.sense_at(at, "date", "weekday") for at in range(mention.first, mention.last + 1))
    past = any(scan.sense_at(at, "date", "past", "relative_day") for at in range(mention.first, mention.last + 1))
    ahead = draft.date_own and mention.first > draft.trigger.last
    if not ahead or not mention.begins or mention.anchor != "on" or not named or past:
        draft.date, draft.date_own = None, False
        return
    begins, ends = (date.fromisoformat(day) + _WEEK for day in (mention.begins, mention.ends))
    draft.date = msgspec.structs.replace(mention, begins=begins.isoformat(), ends=ends.isoformat())


def _next_year(mention: DateMention, scan: Scan, published: date) -> DateMention | None:
    """A day without its year that was read as long past is the next one of that name, where a plan is told."""
    if mention.precision != "day" or mention.anchor != "on" or not mention.begins or not mention.ends:
        return None
    if any(
        len(scan.tokens[at].text) >= _YEAR_DIGITS
        for at in range(mention.first, mention.last + 1)
        if scan.tokens[at].text.isdigit()
    ):
        return None
    begins, ends = (date.fromisoformat(day) for day in (mention.begins, mention.ends))
    if published - ends < _LONG_PAST or (begins.month, begins.day) == (2, 29) or (ends.month, ends.day) == (2, 29):
        return None
    begins, ends = begins.replace(year=begins.year + 1), ends.replace(year=ends.year + 1)
    if begins <= published:
        return None
    return msgspec.structs.replace(mention, begins=begins.isoformat(), ends=ends.isoformat())


class _Story:
    """What a report has told of days so far."""

    def __init__(self, scans: Sequence[Scan], published: date | None) -> None:
        self.published = published
        self.begun = _story_start(scans, published)
        self.told: DateMention | None = None
        self.teller: Draft | None = None
        self.latest: date | None = None

    def tell(self, draft: Draft, mention: DateMention, scan: Scan) -> None:
        """A draft takes a date of its own; "the same day" is the one told before."""
        told, published = self.told, self.published
        opened = _opens(draft, mention, scan) if mention.anchor == "on" and published is not None else None
        if opened is not None and published is not None:
            mention = msgspec.structs.replace(mention, ends=published.isoformat(), anchor=opened, precision="days")
        if mention.anchor == "same" and told is not None:
            mention = msgspec.structs.replace(
                mention, begins=told.begins, ends=told.ends, precision=told.precision, anchor=told.anchor
            )
        grows = mention.anchor == "until" and bool(draft.figures) and self.begun is not None and mention.begins
        if grows and self.begun is not None and self.begun < date.fromisoformat(grows):
            mention = msgspec.structs.replace(mention, begins=self.begun.isoformat(), precision="days")
        draft.date, draft.date_own = mention, True
        self.told, self.teller = mention, draft
        ends = date.fromisoformat(mention.ends) if mention.ends else None
        if mention.anchor in {"since", "within", "until"}:
            return
        if ends is not None and published is not None and published - _STORY_DAYS <= ends <= published:
            self.latest = ends if self.latest is None else max(self.latest, ends)

    def outgrows(self, draft: Draft, mention: DateMention, scan: Scan) -> bool:
        """A toll "since the start of the operation" that is announced today is no toll of today."""
        if self.begun is None or self.published is None or draft.type == "displacement" or mention.anchor != "on":
            return False
        told = mention.begins is not None and self.published - date.fromisoformat(mention.begins) < _STALE
        return told and _grows_since(draft, scan)

    def fill(self, draft: Draft, scan: Scan) -> None:
        """A draft without a date: news of the day, told on, grown since the start, or left open."""
        draft.date, draft.date_own = None, False
        if self.published is None:
            return
        stale = self.latest is not None and self.published - self.latest >= _STALE
        if self.begun is not None and _grows_since(draft, scan):
            draft.day_from = self.begun
        elif stale and self.teller is not None and _goes_on(draft, self.teller):
            draft.date = self.told
        else:
            draft.undated = draft.type not in _SAID and (stale or _is_earlier(draft, scan))


def _goes_on(draft: Draft, told_at: Draft) -> bool:
    """Whether an act without a day tells the last dated one on: in its sentence, or behind it with no new place."""
    if draft.type in _SAID | {"negotiation", "displacement"}:
        return False
    return draft.scan == told_at.scan or (draft.scan - told_at.scan <= 1 and not draft.places_own)


def _story_start(scans: Sequence[Scan], published: date | None) -> date | None:
    """The first day of the last month that the report names: what it tells of began there."""
    if published is None:
        return None
    days = [
        date.fromisoformat(mention.begins)
        for scan in scans
        for mention in scan.dates
        if mention.begins and mention.anchor != "until" and mention.precision in {"day", "night", "days"}
    ]
    return min((day for day in days if published - _STORY_DAYS <= day < published), default=None)


def _grows_since(draft: Draft, scan: Scan) -> bool:
    """A number of displaced people, or a toll "since the start of the operation", runs on to the day of the news."""
    if not any(not figure.subset for figure in draft.figures):
        return False
    if draft.type == "displacement":
        return True
    return any(
        scan.sense_at(at, "function", "since_start") is not None
        and scan.sense_at(at, "function", "background") is not None
        for at in range(max(0, draft.trigger.first - 8), min(draft.trigger.first + 12, len(scan.tokens)))
    )


def _is_earlier(draft: Draft, scan: Scan) -> bool:
    """Told as before the news: "had already signed", "كان قد قصف"."""
    first = draft.trigger.first
    return any(
        (hit := scan.sense_at(at, "function", "earlier")) is not None
        and not any(scan.sense_at(step, "function", "new_clause") for step in range(hit.last + 1, first))
        for at in range(max(0, first - _EARLIER_REACH), first)
    )


def _opens(draft: Draft, mention: DateMention, scan: Scan) -> str | None:
    """How a day opens a span: "since the offensive on 13 June", "the fighting that broke out on Saturday"."""
    if _opens_span(draft, mention, scan) or (draft.figures and _dates_a_start(mention, scan)):
        return "since"
    between = range(draft.trigger.last + 1, mention.first)
    began = any(scan.sense_at(at, "function", "began") for at in between)
    if draft.type == "armed_clash" and len(between) <= _BEGAN_REACH and "the" in draft.trigger.marks and began:
        return "during"
    return None


def _dates_a_start(mention: DateMention, scan: Scan) -> bool:
    """A day that says when something began: "قتلوا منذ بدء الحملة على الانتفاضة في آذار 2011"."""
    return any(
        scan.sense_at(at, "function", "since_start") is not None
        and scan.sense_at(at, "function", "background") is not None
        for at in range(max(0, mention.first - 7), mention.first)
    )


def _date_near(draft: Draft, scan: Scan, drafts: list[Draft], published: date | None) -> DateMention | None:
    best, cost = None, 45.0
    tail = max([draft.trigger.last, *(other.trigger.last for other in draft.merged)])
    for mention in scan.dates:
        if mention.first > draft.trigger.first:
            gap, left, right = mention.first - tail, tail, mention.first
        else:
            gap, left, right = draft.trigger.first - mention.last + 3, mention.last, draft.trigger.first
        price = float(max(0, gap))
        price += 18 * sum(1 for at in range(left + 1, right) if scan.sense_at(at, "function", "new_clause"))
        price += 8 * sum(1 for other in drafts if other is not draft and left < other.trigger.first < right)
        if not _opens_span(draft, mention, scan) and any(
            scan.sense_at(at, "function", "since_start") for at in range(max(0, mention.first - 7), mention.first)
        ):
            price += 30
        if mention.anchor in {"until", "vague"}:
            price += 15
        if _is_barred(draft, mention, scan, drafts, published):
            continue
        if mention.anchor == "since" and gap > _SINCE_REACH:
            price += 20
        if mention.anchor == "since" and gap > 2 and _is_single_act(draft):
            price += _FOREIGN
        if any(hit.last in {mention.first - 1, mention.first} for hit in scan.with_sense("function", "first_since")):
            continue
        if price < cost:
            best, cost = mention, price
    return best


def _opens_span(draft: Draft, mention: DateMention, scan: Scan) -> bool:
    """The day opens a span that lasts: "since the start of the offensive on 13 June"."""
    first = draft.trigger.first
    return (
        0 < mention.first - draft.trigger.last <= 8 and scan.ending_at(first - 1, "function", "since_start") is not None
    )


def _is_single_act(draft: Draft) -> bool:
    """A past verb without a number tells one act, which no "since" of another clause stretches."""
    single = draft.trigger.entry.features.get("tense") == "past" or draft.type == "territory_change"
    return single and draft.type != "siege" and draft.count is None and not draft.figures


def _is_of_another(draft: Draft, mention: DateMention, scan: Scan, published: date | None) -> bool:
    """Whether a date cannot be the draft's: a deadline, a day ahead of harm done, a remote past."""
    counted = bool(draft.figures) or any(
        number.last == draft.trigger.first - 1 or number.first == draft.trigger.last + 1 for number in scan.numbers
    )
    if published is not None and mention.begins and date.fromisoformat(mention.begins) > published:
        return _is_done(draft)
    if mention.anchor == "within" or (draft.type == "threat" and mention.anchor == "during"):
        return draft.type in _SAID | {"negotiation"} or not counted
    if mention.anchor == "after":
        return draft.type not in _LASTING
    if mention.anchor == "until":
        return _is_single_act(draft) and draft.type != "siege" and not counted
    if mention.precision == "year" and mention.anchor == "on" and not counted and published is not None:
        return bool(mention.ends) and date.fromisoformat(mention.ends or "") >= published
    return draft.type in {"statement", "threat"} and _is_long_past(mention, published)


def _is_barred(draft: Draft, mention: DateMention, scan: Scan, drafts: Sequence[Draft], published: date | None) -> bool:
    """Whether a day is that of something else in the sentence."""
    return (
        _is_of_another(draft, mention, scan, published)
        or _is_of_object(draft, mention, drafts)
        or _is_told_aside(draft, mention, scan, drafts, published)
    )


def _is_of_object(draft: Draft, mention: DateMention, drafts: Sequence[Draft]) -> bool:
    """What is condemned has its day behind it: "condemned the strike that killed 12 on Thursday"."""
    first = draft.trigger.first
    return draft.type == "statement" and any(
        other.type in VIOLENT and first < other.trigger.first < mention.first for other in drafts
    )


def _is_told_aside(
    draft: Draft, mention: DateMention, scan: Scan, drafts: Sequence[Draft], published: date | None
) -> bool:
    """A day long past of something told between ("40 died, in the march that began on 30 March")."""
    first = draft.trigger.first
    if not _is_long_past(mention, published) or mention.first < first:
        return False
    between = range(draft.trigger.last + 1, mention.first)
    return any(first < other.trigger.first < mention.first for other in drafts) or any(
        scan.ending_at(at, "function", "relative") is not None
        and scan.sense_at(at + 1, "function", "began") is not None
        for at in between[_BEGAN_REACH:]
    )


def _is_done(draft: Draft) -> bool:
    """Harm that is counted and an act in the past have no day that is still to come."""
    tense = draft.trigger.entry.features.get("tense")
    return tense == "past" or any(figure.outcome in _DONE for figure in draft.figures)


def _is_long_past(mention: DateMention, published: date | None) -> bool:
    """A day that what is said may tell of, and on which it was not said."""
    if published is None or mention.ends is None:
        return False
    return date.fromisoformat(mention.ends) < published - _STORY_DAYS
