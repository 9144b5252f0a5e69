"""Dates in Arabic news, resolved against the day of publication and never against a clock.

Why it is hard: three sets of month names and pairs of them ("تموز/يوليو"), nights that span two dates ("ليل الأربعاء
الخميس"), weekdays whose week depends on the tense, "14 آذار" that is a coalition and no date, "منذ" that opens a
range. With no publication date only what the text itself fixes is resolved; the rest keeps its words.

Method: small readers tried at each anchor word, longest reading first.
Known gaps: holidays by name, Hijri dates are one day uncertain, clock times are read as no part of day.
"""

from datetime import date

from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import DateMention, Scan
from marsad.packs.ar.grammar.calendar_dates import DAY, SAME, TWO_YEARS, Span
from marsad.packs.ar.grammar.clitics import ARTICLE
from marsad.packs.ar.grammar.relative_dates import AFTER, RelativeReader

_STRETCH = {"الفتره", "المده", "الايام"}
_THAT, _DAY_TOLD = {"ذلك", "تلك"}, {"اليوم", "الليله", "النهار"}
"""Words for a stretch that may be the one told before."""
_NAMED_AFTER = {"حي", "شارع", "ساحه", "جسر", "مدرسه", "ميدان", "مخيم"}
"""Places that are named after a month or a day."""
_DEICTIC = ("relative_day", "weekday", "part", "ago")
_CLOCK = {"الساعه", "من", "تمام", "حدود"}


_DATED = frozenset({"date", "month", "ordinal"})
_OPENING = _STRETCH | _THAT | TWO_YEARS | AFTER
_LEAD = 3
"""As many words may stand before the first word of a date that the tables know ("اليوم نفسه", "أكثر من ثلاثة أيام")."""


class DateGrammar:
    """Finds dates in one scan."""

    def find(self, scan: Scan, published: date | None, told: date | None = None) -> list[DateMention]:
        """Date mentions of a sentence, in order, not overlapping; their tokens are marked as taken.

        Without a day of publication, `told` (a day that the text itself fixes) resolves weekdays, months and years.
        """
        reader = _Reader(scan, published, told)
        found: list[DateMention] = []
        near = _near_words(scan)
        index, count = 0, len(scan.tokens)
        while index < count:
            span = reader.read(index) if index in near else None
            if span is not None and _is_name(scan, index, span):
                index = span.last + 1
                continue
            if span is None:
                index += 1
                continue
            tokens = scan.tokens
            found.append(
                DateMention(
                    index, span.last, tokens[index].start, tokens[span.last].end,
                    span.begins.isoformat() if span.begins else None, span.ends.isoformat() if span.ends else None,
                    span.precision, span.part, span.anchor,
                )
            )  # fmt: skip
            index = span.last + 1
        return found


def _near_words(scan: Scan) -> set[int]:
    """Tokens with a word or number of a date in or shortly behind them: a date begins nowhere else."""
    words = {at for at, hits in scan.by_first.items() if any(hit.entry.table in _DATED for hit in hits)}
    words.update(at for at, token in enumerate(scan.tokens) if token.text[0].isdigit() or token.text in _OPENING)
    return {at - back for at in words for back in range(_LEAD + 1)}


def _is_name(scan: Scan, index: int, span: Span) -> bool:
    """Whether the day or month names something: "تحالف 14 آذار", "حي مايو"."""
    if span.precision == "day":
        named = scan.ending_at(index - 1, "function", "dated_name")
        return named is not None and "the" not in named.marks and not scan.sense_at(index, "date", *_DEICTIC)
    return (
        span.precision == "month" and index > 0 and span.last == index and scan.tokens[index - 1].text in _NAMED_AFTER
    )


class _Reader(RelativeReader):
    """The readings that are tried at a token."""

    def read(self, index: int) -> Span | None:
        scan = self.scan
        text = scan.tokens[index].text
        if not text[0].isdigit() and index not in scan.by_first and text not in _STRETCH | TWO_YEARS | AFTER:
            return None
        opened = self.word(index, "since", "until")
        if opened is not None:
            return self._opened(opened)
        return self._plain(index)

    def _opened(self, opened: Hit) -> Span | None:
        follows = self._clock_end(opened.last + 1)
        inner = self._ago_duration(follows) if opened.sense == "since" else None
        inner = inner or self._plain(follows)
        if inner is None:
            return None
        if opened.sense == "until":
            inner.anchor = "until"
            if (
                inner.ends is not None
                and self.published is not None
                and self.word(follows, "weekday")
                and inner.ends < self.published
            ):
                inner.begins = inner.ends = inner.ends + 7 * DAY
            return inner
        until = self.word(inner.last + 1, "until")
        end = self._plain(until.last + 1) if until is not None else None
        if end is not None and end.ends is not None:
            return Span(end.last, inner.begins, end.ends, "days", None, "during")
        inner.ends = self.told
        inner.anchor = "since"
        inner.precision = "days" if inner.precision in {"day", "night", "days"} else inner.precision
        return inner

    def _clock_end(self, index: int) -> int:
        """Behind an hour: "حتى العاشرة من صباح الأحد", "منذ الساعة الخامسة فجر الأربعاء"."""
        hour = index + (self.text(index) == "الساعه")
        ordinal = next(self.scan.at(hour, "ordinal"), None)
        if ordinal is None:
            return index
        at = ordinal.last + 1
        while self.text(at) in _CLOCK:
            at += 1
        return at if self.word(at, "part", "weekday", "relative_day", "unit") is not None else index

    def _same_stretch(self, index: int) -> Span | None:
        if self.text(index) in _STRETCH and self.text(index + 1) in SAME:
            return Span(index + 1, None, None, "unknown", None, "same")
        if self.text(index) in _THAT and self.text(index + 1) in _DAY_TOLD:
            return Span(index + 1, None, None, "unknown", None, "same")  # "ذلك اليوم"
        return None

    def _plain(self, index: int) -> Span | None:
        if index >= self.count:
            return None
        nth = self._nth_day(index) or self._after_duration(index) or self._same_stretch(index)
        if nth is not None:
            return nth
        for read in (
            self._recent, self._night_named, self._numeric, self._part_of_day, self._relative, self._weekdays,
            self._calendar, self._last_units, self._ago, self._edge, self._calendar_unit, self._years, self._year,
        ):  # fmt: skip
            span = read(index)
            if span is not None:
                return self._trailing_part(span)
        return None

    def _trailing_part(self, span: Span) -> Span:
        if span.part is not None:
            return span
        at = span.last + 1
        part = self.word(at, "part")
        if part is None and self.text(at) in {"في", "عند"}:
            part = self.word(at + 1, "part")
        if part is None or span.precision not in {"day", "night"} or not part.marks.isdisjoint(("for", "the")):
            return span
        if self.word(part.last + 1, "weekday", "relative_day") is None:
            span.part, span.last = part.entry.features["value"], part.last
        return span

    def _recent(self, index: int) -> Span | None:
        hit = self.word(index, "recent")
        return Span(hit.last, None, None, "unknown", None, "vague") if hit is not None else None

    def _night_named(self, index: int) -> Span | None:
        hit = self.word(index, "night_past", "tonight")
        if hit is None:
            return None
        if self.published is None:
            return Span(hit.last, None, None, "unknown", "night")
        shift = int(hit.entry.features["value"])
        if hit.sense == "tonight":
            return Span(hit.last, self.published, self.published, "night", "night")
        return Span(hit.last, self.published + (shift - 1) * DAY, self.published + shift * DAY, "night", "night")

    def _part_of_day(self, index: int) -> Span | None:
        hit = self.word(index, "part")
        if hit is None:
            return None
        part = hit.entry.features["value"]
        at = hit.last + 1
        if self.text(at) in {"يوم", "من", "امس"} and self.word(at, "relative_day") is None:
            at += 1
        night = part == "night"
        first = self.word(at, "weekday")
        if first is not None and night:
            second = self.word(first.last + 1, "weekday")
            if second is not None and second.before in {"", "ال", "و", "وال"}:
                end = self._weekday(second, second.last + 1)
                if end is not None:
                    return Span(second.last, end - DAY, end, "night", part)
                return Span(second.last, None, None, "night", part)
        inner = self._relative(at) or self._weekdays(at) or self._calendar(at)
        if inner is None or (inner.precision not in {"day", "days"} and inner.anchor != "same"):
            return None
        inner.part = part
        if night and inner.begins is not None and inner.begins == inner.ends and self._after_midnight(hit):
            inner.precision = "night"
        return inner

    @staticmethod
    def _after_midnight(hit: Hit) -> bool:
        return hit.entry.form in {"ليل", "ليله"}

    def _relative(self, index: int) -> Span | None:
        hit = self.word(index, "relative_day")
        if hit is None or hit.before not in {"", "و"} or any(self.scan.at(hit.last + 1, "ordinal")):
            return None
        last = hit.last
        if self.text(last + 1) in SAME:
            return Span(last + 1, None, None, "unknown", None, "same")
        named = self.word(last + 1, "weekday")
        if named is not None and "و" not in named.before:
            last = named.last
        if self.published is None:
            return Span(last, None, None, "unknown")
        day = self.published + int(hit.entry.features["value"]) * DAY
        return Span(last, day, day, "day")

    def _weekday(self, hit: Hit, after: int) -> date | None:
        told = self.told
        if told is None:
            return None
        wanted = int(hit.entry.features["value"])
        back = (told.weekday() - wanted) % 7
        past = self.word(after, "past") is not None
        if self.word(after, "next") is not None or (back and not past and self.is_ahead(hit.first)):
            return told + ((wanted - told.weekday()) % 7 or 7) * DAY
        if past and back == 0:
            back = 7
        return told - back * DAY

    def _weekdays(self, index: int) -> Span | None:
        unit = self.word(index, "unit")
        dual = unit is not None and unit.entry.features["value"] == "day"
        at = unit.last + 1 if dual and unit is not None else index
        hit = self.word(at, "weekday")
        if hit is None or (hit.before not in {"", "ال", "و", "لل"} and not dual):
            return None
        if not self._is_weekday(hit) and (not dual or "و" in hit.before):
            return None
        day = self._weekday(hit, hit.last + 1)
        last = hit.last
        follows = self.word(last + 1, "past", "next")
        if follows is not None:
            last = follows.last
        calendar = self._calendar(last + 1)
        if calendar is not None and calendar.precision == "day":
            return calendar
        second = self.word(last + 1, "weekday")
        if second is not None and second.before in {"و", "وال"} and (dual or day is not None):
            end = self._weekday(second, second.last + 1)
            if day is not None and end is not None and end < day and self.published is None:
                end += 7 * DAY
            return Span(second.last, day, end, "days", None, "during")
        until = self.word(last + 1, "until")
        if until is not None:
            end_hit = self.word(until.last + 1, "weekday")
            if end_hit is not None:
                return Span(end_hit.last, day, self._weekday(end_hit, end_hit.last + 1), "days", None, "during")
        return Span(last, day, day, "day" if day is not None else "unknown")

    @staticmethod
    def _is_weekday(hit: Hit) -> bool:
        """Numerals and names share letters with weekdays: "الأحد" is one, "أحد" is none."""
        return "the" in hit.marks or hit.entry.form.startswith(ARTICLE)
