"""Dates in Arabic news, resolved against the day of publication and never against a clock.

Why it is hard: three sets of month names and pairs of them ("تموز/يوليو"), nights that span two dates ("ليل الأربعاء
الخميس"), weekdays whose week depends on the tense, "14 آذار" that is a coalition and no date, "منذ" that opens a
range. With no publication date only what the text itself fixes is resolved; the rest keeps its words.

Method: small readers tried at each anchor word, longest reading first.
Known gaps: holidays by name, Hijri dates are one day uncertain, clock times are read as no part of day.
"""

from calendar import monthrange
from datetime import date, timedelta

import msgspec
from hijridate import Hijri

from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import DateMention, Scan
from marsad.model.value import DatePrecision

_DAY = timedelta(days=1)


class _Span(msgspec.Struct):
    """A reading under construction."""

    last: int
    begins: date | None
    ends: date | None
    precision: DatePrecision
    part: str | None = None
    anchor: str = "on"


class DateGrammar:
    """Finds dates in one scan."""

    def find(self, scan: Scan, published: date | None) -> list[DateMention]:
        """Date mentions of a sentence, in order, not overlapping; their tokens are marked as taken."""
        reader = _Reader(scan, published)
        found: list[DateMention] = []
        index, count = 0, len(scan.tokens)
        while index < count:
            span = reader.read(index)
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


class _Reader:
    """The readings that are tried at a token."""

    def __init__(self, scan: Scan, published: date | None) -> None:
        self.scan = scan
        self.published = published
        self.count = len(scan.tokens)

    def word(self, index: int, *senses: str) -> Hit | None:
        return self.scan.sense_at(index, "date", *senses) if index < self.count else None

    def read(self, index: int) -> _Span | None:
        scan = self.scan
        if not scan.tokens[index].text[0].isdigit() and index not in scan.by_first:
            return None
        opened = self.word(index, "since", "until")
        if opened is not None:
            return self._opened(index, opened)
        return self._plain(index)

    def _opened(self, index: int, opened: Hit) -> _Span | None:
        follows = opened.last + 1
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
                inner.begins = inner.ends = inner.ends + 7 * _DAY
            return inner
        until = self.word(inner.last + 1, "until")
        end = self._plain(until.last + 1) if until is not None else None
        if end is not None and end.ends is not None:
            return _Span(end.last, inner.begins, end.ends, "days", None, "during")
        inner.ends = self.published
        inner.anchor = "since"
        inner.precision = "days" if inner.precision in {"day", "night", "days"} else inner.precision
        return inner

    def _plain(self, index: int) -> _Span | None:
        if index >= self.count:
            return None
        for read in (
            self._recent, self._night_named, self._numeric, self._part_of_day, self._relative, self._weekdays,
            self._calendar, self._last_units, self._ago, self._edge, self._calendar_unit, self._year,
        ):  # fmt: skip
            span = read(index)
            if span is not None:
                return self._trailing_part(span)
        return None

    def _trailing_part(self, span: _Span) -> _Span:
        if span.part is not None:
            return span
        at = span.last + 1
        part = self.word(at, "part")
        if (
            part is None
            and at + 1 < self.count
            and self.word(at + 1, "part")
            and self.scan.tokens[at].text in {"في", "عند"}
        ):
            at += 1
            part = self.word(at, "part")
        if part is not None and span.precision in {"day", "night"} and "ل" not in part.before:
            follows = self.word(part.last + 1, "weekday", "relative_day")
            if follows is None:
                span.part = part.entry.features["value"]
                span.last = part.last
        return span

    def _recent(self, index: int) -> _Span | None:
        hit = self.word(index, "recent")
        return _Span(hit.last, None, None, "unknown", None, "vague") if hit is not None else None

    def _night_named(self, index: int) -> _Span | None:
        hit = self.word(index, "night_past", "tonight")
        if hit is None:
            return None
        if self.published is None:
            return _Span(hit.last, None, None, "unknown", "night")
        shift = int(hit.entry.features["value"])
        if hit.sense == "tonight":
            return _Span(hit.last, self.published, self.published, "night", "night")
        return _Span(hit.last, self.published + (shift - 1) * _DAY, self.published + shift * _DAY, "night", "night")

    def _part_of_day(self, index: int) -> _Span | None:
        hit = self.word(index, "part")
        if hit is None:
            return None
        part = hit.entry.features["value"]
        at = hit.last + 1
        if (
            at < self.count
            and self.scan.tokens[at].text in {"يوم", "من", "امس"}
            and self.word(at, "relative_day") is None
        ):
            at += 1
        night = part == "night"
        first = self.word(at, "weekday")
        if first is not None and night:
            second = self.word(first.last + 1, "weekday")
            if second is not None and second.before in {"", "ال", "و", "وال"}:
                end = self._weekday(second, second.last + 1)
                if end is not None:
                    return _Span(second.last, end - _DAY, end, "night", part)
                return _Span(second.last, None, None, "night", part)
        inner = self._relative(at) or self._weekdays(at) or self._calendar(at)
        if inner is None or inner.precision not in {"day", "days"}:
            return None
        inner.part = part
        if night and inner.begins is not None and inner.begins == inner.ends and self._after_midnight(hit):
            inner.precision = "night"
        return inner

    @staticmethod
    def _after_midnight(hit: Hit) -> bool:
        return hit.entry.form in {"ليل", "ليله"}

    def _relative(self, index: int) -> _Span | None:
        hit = self.word(index, "relative_day")
        if hit is None or hit.before not in {"", "و"} or any(self.scan.at(hit.last + 1, "ordinal")):
            return None
        last = hit.last
        named = self.word(last + 1, "weekday")
        if named is not None and "و" not in named.before:
            last = named.last
        if self.published is None:
            return _Span(last, None, None, "unknown")
        day = self.published + int(hit.entry.features["value"]) * _DAY
        return _Span(last, day, day, "day")

    def _weekday(self, hit: Hit, after: int) -> date | None:
        if self.published is None:
            return None
        wanted = int(hit.entry.features["value"])
        back = (self.published.weekday() - wanted) % 7
        if self.word(after, "next") is not None:
            return self.published + ((wanted - self.published.weekday()) % 7 or 7) * _DAY
        if self.word(after, "past") is not None and back == 0:
            back = 7
        return self.published - back * _DAY

    def _weekdays(self, index: int) -> _Span | None:
        unit = self.word(index, "unit")
        dual = unit is not None and unit.entry.features["value"] == "day"
        at = unit.last + 1 if dual and unit is not None else index
        hit = self.word(at, "weekday")
        if hit is None or (hit.before not in {"", "ال", "و", "لل"} and not dual):
            return None
        if not dual and not self._is_weekday(index, hit):
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
            return _Span(second.last, day, end, "days", None, "during")
        until = self.word(last + 1, "until")
        if until is not None:
            end_hit = self.word(until.last + 1, "weekday")
            if end_hit is not None:
                return _Span(end_hit.last, day, self._weekday(end_hit, end_hit.last + 1), "days", None, "during")
        return _Span(last, day, day, "day" if day is not None else "unknown")

    def _is_weekday(self, index: int, hit: Hit) -> bool:
        """Numerals and names share letters with weekdays: "الأحد" is one, "أحد" is none."""
        del index
        return "ال" in hit.before or hit.entry.form.startswith("ال") or "لل" in hit.before

    def _numeric(self, index: int) -> _Span | None:
        tokens = self.scan.tokens
        if index + 2 >= self.count or not all(tokens[index + step].text.isdigit() for step in range(3)):
            return None
        gaps = {self.scan.between(index, index + 1), self.scan.between(index + 1, index + 2)}
        if len(gaps) != 1 or not gaps <= {"-", "/", "."}:
            return None
        values = [int(tokens[index + step].text) for step in range(3)]
        year, month, day = values if values[0] > 31 else reversed(values)
        found = _date(year + 2000 if year < 100 else year, month, day)
        return _Span(index + 2, found, found, "day") if found is not None else None

    def _day_number(self, index: int) -> tuple[int, int] | None:
        if index >= self.count:
            return None
        text = self.scan.tokens[index].text
        if text.isdigit() and 1 <= int(text) <= 31:
            return int(text), index
        if text in {"ال", "و"} and index + 1 < self.count:
            inner = self.scan.tokens[index + 1].text
            if inner.isdigit() and 1 <= int(inner) <= 31:
                return int(inner), index + 1
        hit = next(self.scan.at(index, "ordinal"), None)
        return (int(hit.sense), hit.last) if hit is not None else None

    def _calendar(self, index: int) -> _Span | None:
        at = index
        if at < self.count and self.scan.tokens[at].text in {"يوم", "بتاريخ", "تاريخ"}:
            at += 1
        day = self._day_number(at)
        if day is None:
            return self._month(index, None)
        number, last = day
        second: tuple[int, int] | None = None
        at = last + 1
        if at + 1 < self.count and self.scan.tokens[at].text in {"و", "الي", "حتي"}:
            second = self._day_number(at + 1)
        elif at < self.count and self.scan.between(last, at).strip() in {"-", "–"}:
            second = self._day_number(at)
        if second is not None:
            end = self._month(second[1] + 1, second[0])
            if end is not None and end.ends is not None:
                begins = _date(end.ends.year, end.ends.month, number)
                if begins is not None and begins <= end.ends:
                    return _Span(end.last, begins, end.ends, "days", None, "during")
        return self._month(last + 1, number)

    def _month(self, index: int, day: int | None) -> _Span | None:
        at = index
        if at < self.count and self.scan.tokens[at].text in {"من", "شهر"}:
            at += 1
            if at < self.count and self.scan.tokens[at].text == "شهر":
                at += 1
        hit = next(self.scan.at(at, "month"), None)
        if hit is None:
            return self._this_month(at, day)
        if hit.before not in {"", "و", "ب", "ل", "ف"}:
            return None
        hijri = hit.entry.features["calendar"] == "hijri"
        month, last = int(hit.sense), hit.last
        pair = next((found for found in self.scan.at(last + 1, "month") if found.sense == hit.sense), None)
        if pair is not None:
            last = pair.last
        year, last = self._year_after(last)
        if hijri:
            return self._hijri(year, month, day, last)
        if day is None and hit.entry.form in {"اب", "ماي"} and year is None:
            return None
        return self._resolved(year, month, day, last)

    def _this_month(self, at: int, day: int | None) -> _Span | None:
        unit = self.word(at, "unit")
        if day is None or unit is None or unit.entry.features["value"] != "month" or self.published is None:
            return None
        if self.word(unit.last + 1, "current") is not None:
            found = _date(self.published.year, self.published.month, day)
        elif self.word(unit.last + 1, "past") is not None:
            before = self.published.replace(day=1) - _DAY
            found = _date(before.year, before.month, day)
        else:
            return None
        return _Span(unit.last + 1, found, found, "day") if found is not None else None

    def _year_after(self, last: int) -> tuple[int | None, int]:
        at = last + 1
        if at < self.count and self.scan.tokens[at].text in {"من", "عام", "سنه", "لعام", "العام"}:
            at += 1
        if at < self.count and self.scan.tokens[at].text in {"عام", "العام"}:
            at += 1
        if at < self.count and self.scan.tokens[at].text.isdigit() and len(self.scan.tokens[at].text) == 4:
            return int(self.scan.tokens[at].text), at
        unit = self.word(last + 1, "unit") or self.word(last + 2, "unit")
        if unit is not None and unit.entry.features["value"] == "year" and self.published is not None:
            if self.word(unit.last + 1, "past") is not None:
                return self.published.year - 1, unit.last + 1
            if self.word(unit.last + 1, "current") is not None:
                return self.published.year, unit.last + 1
        return None, last

    def _resolved(self, year: int | None, month: int, day: int | None, last: int) -> _Span | None:
        past = self.word(last + 1, "past")
        future = self.word(last + 1, "next")
        if past is not None or future is not None:
            last += 1
        if year is None:
            if self.published is None:
                return _Span(last, None, None, "unknown")
            year = self.published.year
            ahead = (month, day or 1) > (self.published.month, self.published.day + 3 if day else 31)
            if (past is not None and month >= self.published.month and day is None) or (ahead and future is None):
                year -= 1
            if future is not None and month < self.published.month:
                year += 1
        if day is not None:
            found = _date(year, month, day)
            return _Span(last, found, found, "day") if found is not None else None
        if not 1000 <= year <= 2200:
            return None
        return _Span(last, date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")

    def _hijri(self, year: int | None, month: int, day: int | None, last: int) -> _Span | None:
        if year is None or day is None:
            return None
        try:
            found = Hijri(year, month, day).to_gregorian()
        except (ValueError, OverflowError):
            return None
        middle = date(found.year, found.month, found.day)
        return _Span(last, middle - _DAY, middle + _DAY, "days")

    def _count(self, index: int) -> tuple[int, int] | None:
        """A number of units at a token: value and last token of the number."""
        for number in self.scan.numbers:
            if number.first <= index <= number.last and number.low is not None:
                return number.low, number.last
        text = self.scan.tokens[index].text if index < self.count else ""
        if text.isdigit() and len(text) <= 3:
            return int(text), index
        return None

    def _duration(self, index: int) -> tuple[int, str, int] | None:
        """`N units` at a token: number, unit, last token; a dual unit is two, a bare one is one."""
        at = index
        while at < self.count and self.scan.sense_at(at, "function", "more_than", "approximately", "at_least_before"):
            at = self.scan.sense_at(at, "function", "more_than", "approximately", "at_least_before").last + 1  # type: ignore[union-attr]
        unit = self.word(at, "unit")
        if unit is not None:
            two = unit.entry.form.endswith(("ان", "ين", "ي")) and unit.entry.form not in {"سنين"}
            amount = 2 if two else 1
            last = unit.last
            counted = self._count(last + 1)
            skip = last + 2 if last + 1 < self.count and self.scan.tokens[last + 1].text == "ال" else last + 1
            counted = counted or self._count(skip)
            if counted is not None and unit.entry.form in {"ساعات", "ايام", "اسابيع", "اشهر", "سنوات", "اعوام", "ساعه"}:
                amount, last = counted
            elif unit.entry.form in {"ايام", "ساعات", "اسابيع", "اشهر", "شهور", "سنوات", "اعوام"}:
                ordinal = next(self.scan.at(last + 1, "ordinal"), None)
                if ordinal is None or int(ordinal.sense) < 2:
                    return None
                amount, last = int(ordinal.sense), ordinal.last
            return amount, unit.entry.features["value"], last
        counted = self._count(at)
        if counted is None and at + 1 < self.count and self.scan.tokens[at].text == "ال":
            counted = self._count(at + 1)
        if counted is None:
            return None
        unit = self.word(counted[1] + 1, "unit")
        return (counted[0], unit.entry.features["value"], unit.last) if unit is not None else None

    def _last_units(self, index: int) -> _Span | None:
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
        if within is not None and past is None and unit != "hour":
            return None
        if past is not None and within is None and amount == 1 and unit in {"week", "month", "year"}:
            return None
        if self.published is None:
            return _Span(last, None, None, "unknown", None, "during")
        return _Span(last, self._back(amount, unit), self.published, "days", None, "during")

    def _back(self, amount: int, unit: str) -> date | None:
        if self.published is None:
            return None
        days = {
            "hour": amount / 24,
            "day": amount,
            "week": amount * 7,
            "month": amount * 30.44,
            "year": amount * 365.25,
        }[unit]
        if days > 366 * 500:
            return None
        return self.published - timedelta(days=max(1, round(days)))

    def _ago_duration(self, index: int) -> _Span | None:
        """Behind "since": "منذ أسبوعين", "منذ أكثر من ثلاثة أيام"."""
        duration = self._duration(index)
        if duration is None:
            return None
        amount, unit, last = duration
        if self.word(last + 1, "past") is not None and amount == 1:
            return None
        return _Span(last, self._back(amount, unit), self.published, "days" if unit in {"hour", "day"} else "week")

    def _ago(self, index: int) -> _Span | None:
        hit = self.word(index, "ago")
        if hit is None:
            return None
        duration = self._duration(hit.last + 1)
        if duration is None:
            return None
        amount, unit, last = duration
        day = self._back(amount, unit) if unit != "hour" or amount >= 20 else self.published
        if unit in {"month", "year"} and day is not None:
            begin = date(day.year, day.month, 1) if unit == "month" else date(day.year, 1, 1)
            end = (
                date(day.year, day.month, monthrange(day.year, day.month)[1])
                if unit == "month"
                else date(day.year, 12, 31)
            )
            return _Span(last, begin, end, unit, None, "ago")
        return _Span(last, day, day, "day" if unit in {"day", "hour"} else "week", None, "ago")

    def _edge(self, index: int) -> _Span | None:
        """ "مطلع الشهر الجاري", "نهاية نيسان", "منتصف 2019"."""
        hit = self.word(index, "begin", "middle", "finish", "season", "week_end")
        if hit is None:
            return None
        if hit.sense == "week_end":
            return self._week_end(hit)
        inner = self._calendar_unit(hit.last + 1) or self._month(hit.last + 1, None) or self._year(hit.last + 1)
        if inner is None or inner.precision not in {"month", "year"}:
            return None
        if inner.begins is None or inner.ends is None:
            return inner
        year, month = inner.begins.year, inner.begins.month
        if hit.sense == "season":
            start = int(hit.entry.features["value"])
            return _Span(
                inner.last, date(year, start, 1), date(year, start + 2, monthrange(year, start + 2)[1]), "month"
            )
        if inner.precision == "month":
            first, final = {"begin": (1, 10), "middle": (11, 20), "finish": (21, 31)}[hit.sense]
            length = monthrange(year, month)[1]
            return _Span(inner.last, date(year, month, first), date(year, month, min(final, length)), "days")
        first, final = {"begin": (1, 3), "middle": (5, 8), "finish": (10, 12)}[hit.sense]
        return _Span(inner.last, date(year, first, 1), date(year, final, monthrange(year, final)[1]), "month")

    def _week_end(self, hit: Hit) -> _Span:
        if self.published is None:
            return _Span(hit.last, None, None, "unknown")
        friday = self.published - ((self.published.weekday() - 4) % 7) * _DAY
        return _Span(hit.last, friday, min(friday + 2 * _DAY, self.published), "days")

    def _calendar_unit(self, index: int) -> _Span | None:
        """ "الأسبوع الماضي", "هذا الشهر", "العام الجاري"."""
        this = self.word(index, "current")
        at = this.last + 1 if this is not None else index
        hit = self.word(at, "unit")
        if hit is None or hit.entry.form not in {"اسبوع", "شهر", "عام", "سنه"}:
            return None
        unit = hit.entry.features["value"]
        past, now = self.word(hit.last + 1, "past"), self.word(hit.last + 1, "current")
        if "ال" not in hit.before or (past is None and now is None and this is None):
            if unit != "month" or "ال" not in hit.before or self.word(index - 1, "begin", "middle", "finish") is None:
                return None
        last = hit.last + 1 if past is not None or now is not None else hit.last
        if self.published is None:
            return _Span(last, None, None, "unknown")
        today = self.published
        if unit == "week":
            monday = today - today.weekday() * _DAY - (7 * _DAY if past is not None else 0 * _DAY)
            return _Span(last, monday, monday + 6 * _DAY if past is not None else today, "week")
        if unit == "month":
            first = (today.replace(day=1) - _DAY).replace(day=1) if past is not None else today.replace(day=1)
            end = date(first.year, first.month, monthrange(first.year, first.month)[1])
            return _Span(last, first, end, "month")
        year = today.year - (1 if past is not None else 0)
        return _Span(last, date(year, 1, 1), date(year, 12, 31), "year")

    def _year(self, index: int) -> _Span | None:
        at = index
        named = at < self.count and self.scan.tokens[at].text in {"عام", "سنه", "العام", "لعام"}
        if named:
            at += 1
        if at >= self.count:
            return None
        text = self.scan.tokens[at].text
        if not (text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2100):
            return None
        opened = at > 0 and self.word(at - 1, "since", "within", "begin", "middle", "finish", "until") is not None
        if not named and not opened and (at == 0 or self.scan.tokens[at - 1].text not in {"في", "سنه", "عام"}):
            return None
        year = int(text)
        return _Span(at, date(year, 1, 1), date(year, 12, 31), "year")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
