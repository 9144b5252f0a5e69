"""Days, months and years of the calendar: "14 آذار/مارس 2018", "2018-07-06", "عام 2016".

Why it is hard: three sets of month names and pairs of them ("تموز/يوليو"), ranges of days before one month, a year
that is left out and must be the last one before publication, and months that are ordinary words ("آب").

Known gaps: Hijri dates are one day uncertain.
"""

from calendar import monthrange
from datetime import date, timedelta

import msgspec
from hijridate import Hijri

from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan
from marsad.model.value import DatePrecision

DAY = timedelta(days=1)
_BEFORE_MONTH = {"من", "شهر"}
_BEFORE_YEAR = {"من", "عام", "سنه", "لعام", "العام"}
_DOUBTFUL_MONTHS = {"اب", "ماي"}


class Span(msgspec.Struct):
    """A reading under construction: its last token, both days included, precision, part of day, anchor."""

    last: int
    begins: date | None
    ends: date | None
    precision: DatePrecision
    part: str | None = None
    anchor: str = "on"


class CalendarReader:
    """The readings at a token that name a day, a month or a year."""

    def __init__(self, scan: Scan, published: date | None) -> None:
        self.scan = scan
        self.published = published
        self.count = len(scan.tokens)

    def word(self, index: int, *senses: str) -> Hit | None:
        """The date word of one of the senses at a token; none behind the end."""
        return self.scan.sense_at(index, "date", *senses) if index < self.count else None

    def text(self, index: int) -> str:
        """The letters of a token; none behind the end."""
        return self.scan.tokens[index].text if index < self.count else ""

    def _numeric(self, index: int) -> Span | None:
        tokens = self.scan.tokens
        if index + 2 >= self.count or not all(tokens[index + step].text.isdigit() for step in range(3)):
            return None
        gaps = {self.scan.between(index, index + 1), self.scan.between(index + 1, index + 2)}
        if len(gaps) != 1 or not gaps <= {"-", "/", "."}:
            return None
        values = [int(tokens[index + step].text) for step in range(3)]
        year, month, day = values if values[0] > 31 else reversed(values)
        found = make_date(year + 2000 if year < 100 else year, month, day)
        return Span(index + 2, found, found, "day") if found is not None else None

    def _day_number(self, index: int) -> tuple[int, int] | None:
        text = self.text(index)
        if text.isdigit() and 1 <= int(text) <= 31:
            return int(text), index
        if text in {"ال", "و"} and index + 1 < self.count:
            inner = self.scan.tokens[index + 1].text
            if inner.isdigit() and 1 <= int(inner) <= 31:
                return int(inner), index + 1
        hit = next(self.scan.at(index, "ordinal"), None)
        return (int(hit.sense), hit.last) if hit is not None else None

    def _calendar(self, index: int) -> Span | None:
        at = index
        if self.text(at) in {"يوم", "بتاريخ", "تاريخ"}:
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
                begins = make_date(end.ends.year, end.ends.month, number)
                if begins is not None and begins <= end.ends:
                    return Span(end.last, begins, end.ends, "days", None, "during")
        return self._month(last + 1, number)

    def _month(self, index: int, day: int | None) -> Span | None:
        at = index
        if self.text(at) in _BEFORE_MONTH:
            at += 1
            if self.text(at) == "شهر":
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
        if day is None and hit.entry.form in _DOUBTFUL_MONTHS and year is None:
            return None
        return self._resolved(year, month, day, last)

    def _this_month(self, at: int, day: int | None) -> Span | None:
        unit = self.word(at, "unit")
        if day is None or unit is None or unit.entry.features["value"] != "month" or self.published is None:
            return None
        if self.word(unit.last + 1, "current") is not None:
            found = make_date(self.published.year, self.published.month, day)
        elif self.word(unit.last + 1, "past") is not None:
            before = self.published.replace(day=1) - DAY
            found = make_date(before.year, before.month, day)
        else:
            return None
        return Span(unit.last + 1, found, found, "day") if found is not None else None

    def _year_after(self, last: int) -> tuple[int | None, int]:
        at = last + 1
        if self.text(at) in _BEFORE_YEAR:
            at += 1
        if self.text(at) in {"عام", "العام"}:
            at += 1
        digits = self.text(at)
        if digits.isdigit() and len(digits) == 4:
            return int(digits), at
        unit = self.word(last + 1, "unit") or self.word(last + 2, "unit")
        if unit is not None and unit.entry.features["value"] == "year" and self.published is not None:
            if self.word(unit.last + 1, "past") is not None:
                return self.published.year - 1, unit.last + 1
            if self.word(unit.last + 1, "current") is not None:
                return self.published.year, unit.last + 1
        return None, last

    def _resolved(self, year: int | None, month: int, day: int | None, last: int) -> Span | None:
        past = self.word(last + 1, "past")
        future = self.word(last + 1, "next")
        if past is not None or future is not None:
            last += 1
        if year is None:
            if self.published is None:
                return Span(last, None, None, "unknown")
            year = self.published.year
            ahead = (month, day or 1) > (self.published.month, self.published.day + 3 if day else 31)
            if (past is not None and month >= self.published.month and day is None) or (ahead and future is None):
                year -= 1
            if future is not None and month < self.published.month:
                year += 1
        if day is not None:
            found = make_date(year, month, day)
            return Span(last, found, found, "day") if found is not None else None
        if not 1000 <= year <= 2200:
            return None
        return Span(last, date(year, month, 1), end_of_month(year, month), "month")

    def _hijri(self, year: int | None, month: int, day: int | None, last: int) -> Span | None:
        if year is None or day is None:
            return None
        try:
            found = Hijri(year, month, day).to_gregorian()
        except (ValueError, OverflowError):
            return None
        middle = date(found.year, found.month, found.day)
        return Span(last, middle - DAY, middle + DAY, "days")

    def _year(self, index: int) -> Span | None:
        at = index
        named = self.text(at) in {"عام", "سنه", "العام", "لعام"}
        if named:
            at += 1
        text = self.text(at)
        if not (text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2100):
            return None
        opened = at > 0 and self.word(at - 1, "since", "within", "begin", "middle", "finish", "until") is not None
        if not named and not opened and (at == 0 or self.scan.tokens[at - 1].text not in {"في", "سنه", "عام"}):
            return None
        year = int(text)
        return Span(at, date(year, 1, 1), date(year, 12, 31), "year")


def end_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def make_date(year: int, month: int, day: int) -> date | None:
    """A day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
