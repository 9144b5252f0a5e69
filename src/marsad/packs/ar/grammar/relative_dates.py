"""Stretches of time counted from the day of publication: "منذ أسبوعين", "الشهر الماضي", "مطلع العام الجاري".

Why it is hard: the unit alone says one or two ("أسبوعين"), the amount stands before or behind it ("الأيام الثلاثة
الماضية"), and "منذ" opens a range that the same words without it do not.

Known gaps: months and years are counted back by their mean length.
"""

from datetime import date, timedelta

from marsad.grammar.lexicon import Hit
from marsad.model.value import DatePrecision
from marsad.packs.ar.grammar.calendar_dates import DAY, CalendarReader, Span, end_of_month
from marsad.packs.ar.grammar.clitics import ARTICLE

_DAYS_OF = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "year": 365.25}
_LONGEST_DAYS = 366 * 500
_BOUNDS = ("more_than", "approximately", "at_least_before")
_UNITS_BEFORE_AMOUNT = {"ساعات", "ايام", "اسابيع", "اشهر", "سنوات", "اعوام", "ساعه"}
_UNITS_BEFORE_ORDINAL = {"ايام", "ساعات", "اسابيع", "اشهر", "شهور", "سنوات", "اعوام"}
_SINGLE_UNITS = {"اسبوع", "شهر", "عام", "سنه"}
_DUAL_ENDINGS = ("ان", "ين", "ي")
_NO_DUAL = "سنين"
AFTER = frozenset({"بعد"})
"""What opens a count back to what was followed."""
_AFTER_WHAT = {"علي", "من"}
_NTH_DAY = {"لليوم"}
_TENS = {"20", "30", "40", "50", "60", "70", "80", "90"}


class RelativeReader(CalendarReader):
    """The readings at a token that count from publication."""

    def _count(self, index: int) -> tuple[int, int] | None:
        """A number of units at a token: value and last token of the number."""
        for number in self.scan.numbers:
            if number.first <= index <= number.last and number.low is not None:
                return number.low, number.last
        for first, last, amount in self.scan.amounts:
            if first <= index <= last:
                return amount, last
        text = self.text(index)
        if text.isdigit() and len(text) <= 3:
            return int(text), index
        return None

    def _duration(self, index: int) -> tuple[int, str, int] | None:
        """`N units` at a token: number, unit, last token; a dual unit is two, a bare one is one."""
        at = index
        bound = self.scan.sense_at(at, "function", *_BOUNDS)
        while bound is not None:
            at = bound.last + 1
            bound = self.scan.sense_at(at, "function", *_BOUNDS)
        unit = self.word(at, "unit")
        if unit is not None:
            sized = self._amount_behind(unit)
            return None if sized is None else (sized[0], unit.entry.features["value"], sized[1])
        counted = self._count(at)
        if counted is None and self.text(at) == ARTICLE:
            counted = self._count(at + 1)
        if counted is None:
            return None
        unit = self.word(counted[1] + 1, "unit")
        return (counted[0], unit.entry.features["value"], unit.last) if unit is not None else None

    def _amount_behind(self, unit: Hit) -> tuple[int, int] | None:
        """How many units a unit word means, and the last token of the words that say so."""
        form, last = unit.entry.form, unit.last
        counted = self._count(last + 1)
        if counted is None and self.text(last + 1) == ARTICLE:
            counted = self._count(last + 2)
        if counted is not None and form in _UNITS_BEFORE_AMOUNT:
            return counted
        if form in _UNITS_BEFORE_ORDINAL:
            ordinal = next(self.scan.at(last + 1, "ordinal"), None)
            return None if ordinal is None or int(ordinal.sense) < 2 else (int(ordinal.sense), ordinal.last)
        return (2 if form.endswith(_DUAL_ENDINGS) and form != _NO_DUAL else 1), last

    def _last_units(self, index: int) -> Span | None:
        within = self.word(index, "within")
        at = within.last + 1 if within is not None else index
        duration = self._duration(at)
        if duration is None:
            return None
        amount, unit, last = duration
        past = self.word(last + 1, "past")
        if past is not None:
            last += 1
        if within is None and past is None:
            return None
        if within is not None and past is None and unit not in {"hour", "day", "week"}:
            return None
        if past is not None and within is None and amount == 1 and unit in {"week", "month", "year"}:
            return None
        if self.published is None:
            return Span(last, None, None, "unknown", None, "during")
        anchor = "during" if past is not None or unit == "hour" else "within"
        return Span(last, self._back(amount, unit), self.published, "days", None, anchor)

    def _nth_day(self, index: int) -> Span | None:
        """A day counted from the start of what goes on: "لليوم الخامس على التوالي"."""
        if self.text(index) not in _NTH_DAY or self.published is None:
            return None
        ordinal = next(self.scan.at(index + 1, "ordinal"), None)
        if ordinal is None or int(ordinal.sense) < 2:
            return None
        amount, last = int(ordinal.sense), ordinal.last
        tens = next((hit for hit in self.scan.at(last + 1, "numeral") if hit.before == "وال"), None)
        if tens is not None and amount < 10 and tens.sense in _TENS:
            amount, last = amount + int(tens.sense), tens.last
        return Span(last, self.published - (amount - 1) * DAY, self.published, "days", None, "since")

    def _after_duration(self, index: int) -> Span | None:
        """Counted back to what it followed: "بعد 18 يوما على احتجازه", "بعد ثلاثة أيام من المعارك"."""
        if self.text(index) not in AFTER or self.published is None:
            return None
        duration = self._duration(index + 1)
        if duration is None or duration[1] == "hour" or self.text(duration[2] + 1) not in _AFTER_WHAT:
            return None
        amount, unit, last = duration
        begins = self._back(amount, unit)
        if next(self.scan.at(last + 2, "trigger"), None) is None:
            return None
        if self.text(last + 1) == "من":
            return Span(last, begins, self.published, "days", None, "after")
        return Span(last, begins, begins, "day" if unit == "day" else "week", None, "ago")

    def _back(self, amount: int, unit: str) -> date | None:
        if self.published is None:
            return None
        days = amount * _DAYS_OF[unit]
        if days > _LONGEST_DAYS:
            return None
        return self.published - timedelta(days=max(1, round(days)))

    def _ago_duration(self, index: int) -> Span | None:
        """Behind "since": "منذ أسبوعين", "منذ أكثر من ثلاثة أيام"."""
        duration = self._duration(index)
        if duration is None:
            return None
        amount, unit, last = duration
        if self.word(last + 1, "past") is not None and amount == 1:
            return None
        if unit == "year" and self.text(last + 1).isdigit():
            return None
        return Span(last, self._back(amount, unit), self.published, "days" if unit in {"hour", "day"} else "week")

    def _ago(self, index: int) -> Span | None:
        hit = self.word(index, "ago")
        if hit is None:
            return None
        duration = self._duration(hit.last + 1)
        if duration is None:
            return None
        amount, unit, last = duration
        day = self._back(amount, unit) if unit != "hour" or amount >= 20 else self.published
        if unit in {"month", "year"} and day is not None:
            first, final = (day.month, day.month) if unit == "month" else (1, 12)
            size: DatePrecision = "month" if unit == "month" else "year"
            return Span(last, date(day.year, first, 1), end_of_month(day.year, final), size, None, "ago")
        return Span(last, day, day, "day" if unit in {"day", "hour"} else "week", None, "ago")

    def _edge(self, index: int) -> Span | None:
        """The beginning, middle or end of a month or year: "مطلع الشهر الجاري", "نهاية نيسان", "منتصف 2019"."""
        hit = self.word(index, "begin", "middle", "finish", "season", "week_end")
        if hit is None:
            return None
        if hit.sense == "week_end":
            return self._week_end(hit)
        week = self.word(hit.last + 1, "unit")
        if hit.sense == "begin" and week is not None and week.entry.features["value"] == "week":
            return self._week_start(week)
        inner = self._calendar_unit(hit.last + 1) or self._month(hit.last + 1, None) or self._year(hit.last + 1)
        if inner is None or inner.precision not in {"month", "year"} or inner.begins is None:
            return inner if inner is not None and inner.begins is None else None
        return self._part_of(hit, inner.last, inner.begins, whole_year=inner.precision == "year")

    @staticmethod
    def _part_of(hit: Hit, last: int, begins: date, *, whole_year: bool) -> Span:
        """A season, a third of a month or some months of a year."""
        year, month = begins.year, begins.month
        if hit.sense == "season":
            start = int(hit.entry.features["value"])
            return Span(last, date(year, start, 1), end_of_month(year, start + 2), "month")
        if not whole_year:
            first, final = {"begin": (1, 10), "middle": (14, 16), "finish": (21, 31)}[hit.sense]
            final = min(final, end_of_month(year, month).day)
            return Span(last, date(year, month, first), date(year, month, final), "days")
        first, final = {"begin": (1, 3), "middle": (5, 8), "finish": (10, 12)}[hit.sense]
        return Span(last, date(year, first, 1), end_of_month(year, final), "month")

    def _week_start(self, week: Hit) -> Span | None:
        if (
            self.published is None
            or "article" not in week.marks
            or self.word(week.last + 1, "past", "next") is not None
        ):
            return None
        monday = self.published - self.published.weekday() * DAY
        return Span(week.last, monday, min(monday + DAY, self.published), "days")

    def _week_end(self, hit: Hit) -> Span:
        if self.published is None:
            return Span(hit.last, None, None, "unknown")
        friday = self.published - ((self.published.weekday() - 4) % 7) * DAY
        return Span(hit.last, friday, min(friday + 2 * DAY, self.published), "days")

    def _calendar_unit(self, index: int) -> Span | None:
        """A week, month or year of the calendar: "الأسبوع الماضي", "هذا الشهر", "العام الجاري"."""
        this = self.word(index, "current")
        at = this.last + 1 if this is not None else index
        hit = self.word(at, "unit")
        if hit is None or hit.entry.form not in _SINGLE_UNITS:
            return None
        unit = hit.entry.features["value"]
        past, now = self.word(hit.last + 1, "past"), self.word(hit.last + 1, "current")
        if "article" not in hit.marks:
            return None
        edged = unit in {"month", "year"} and self.word(index - 1, "begin", "middle", "finish") is not None
        if past is None and now is None and this is None and not edged:
            return None
        last = hit.last + 1 if past is not None or now is not None else hit.last
        if self.published is None:
            return Span(last, None, None, "unknown")
        return self._whole_unit(unit, last, self.published, past=past is not None)

    @staticmethod
    def _whole_unit(unit: str, last: int, today: date, *, past: bool) -> Span:
        """The unit of the calendar that holds a day, or the one before it."""
        if unit == "week":
            monday = today - (today.weekday() + (7 if past else 0)) * DAY
            return Span(last, monday, monday + 6 * DAY if past else today, "week")
        if unit == "month":
            first = today.replace(day=1)
            first = (first - DAY).replace(day=1) if past else first
            return Span(last, first, end_of_month(first.year, first.month), "month")
        year = today.year - (1 if past else 0)
        return Span(last, date(year, 1, 1), date(year, 12, 31), "year")
