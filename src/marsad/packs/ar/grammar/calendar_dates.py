"""Days, months and years of the calendar: "14 آذار/مارس 2018", "2018-07-06", "عام 2016".

Why it is hard: three sets of month names and pairs of them ("تموز/يوليو"), ranges of days before one month, a year
that is left out and must be the last one before publication, and months that are ordinary words ("آب").

Known gaps: Hijri dates are one day uncertain.
"""

import re
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
_DOUBTFUL_MONTHS = {"اب", "ماي", "مارس"}
_LEADING_YEAR = {"في", "وفي", "ففي", "سنه", "عام"}
_LEADING_MONTH = {"في", "وفي", "ففي", "خلال", "وخلال", "شهر", "من", "منذ", "ومنذ", "حتي", "وحتي", "بين"}
_TO = {"الي", "حتي"}
SAME = frozenset({"نفسه", "ذاته", "عينه", "نفسها", "ذاتها", "عينها"})
"""Words that make a day, a month or a stretch the one told before."""
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_NO_FUTURE = "ا|نا|نم|دت|دات|ده|طر|ين|ون|ما|وات|تين|تان|جار|وي|وف|ول|ه"
_FUTURE = re.compile(rf"[وف]?س[يتن](?!{_NO_FUTURE})\w{{3,}}")
"""An unknown word that can only be a verb in the future, and no car, control, sixty or years."""
_FUTURE_REACH = 8
_STARTS = {
    "تبدا",
    "يبدا",
    "تنتهي",
    "ينتهي",
    "تنطلق",
    "ينطلق",
    "تستانف",
    "يستانف",
    "تعقد",
    "يعقد",
    "تجتمع",
    "يجتمع",
    "تلتقي",
    "يلتقي",
    "تصوت",
    "يصوت",
    "تستضيف",
    "يستضيف",
    "تدخل",
    "تتوجه",
    "يتوجه",
    "ننطلق",
    "تعتزم",
    "يعتزم",
    "تنوي",
    "ينوي",
}
"""Verbs whose present before a weekday is a future: "هدنة تبدأ صباح الأحد"."""
_BOUNDING = {"بين", "ما بين", "من"}
TWO_YEARS = {"عامي", "سنتي", "العامين", "عامين"}


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

    def __init__(self, scan: Scan, published: date | None, told: date | None = None) -> None:
        """`told` is the day that a text without a day of publication fixes itself."""
        self.scan = scan
        self.published = published
        self.told = published or told
        self.count = len(scan.tokens)

    def word(self, index: int, *senses: str) -> Hit | None:
        """The date word of one of the senses at a token; none behind the end."""
        return self.scan.sense_at(index, "date", *senses) if index < self.count else None

    def text(self, index: int) -> str:
        """The letters of a token; none behind the end."""
        return self.scan.tokens[index].text if index < self.count else ""

    def is_ahead(self, index: int) -> bool:
        """Whether a future verb or a word of intention governs the day at a token."""
        if any(self.text(at) in _STARTS for at in range(max(0, index - 5), index)):
            return True
        for at in range(index - 1, max(-1, index - 1 - _FUTURE_REACH), -1):
            if self.scan.sense_at(at, "function", "new_clause") is not None:
                return False
            if self.scan.sense_at(at, "function", "intention") is not None:
                return True
            hits = self.scan.by_first.get(at, ())
            if any("will" in hit.marks for hit in hits) or (not hits and _FUTURE.fullmatch(self.text(at))):
                return True
        return False

    def _dotted(self, index: int) -> Span | None:
        """A day with full stops, which the tokens take for a decimal: "4.7.2018"."""
        tokens = self.scan.tokens
        match = _DOTTED.match(self.scan.passage.folded, tokens[index].start)
        if match is None:
            return None
        found = make_date(int(match[3]), int(match[2]), int(match[1]))
        last = max(at for at in range(index, min(index + 5, self.count)) if tokens[at].start < match.end())
        return Span(last, found, found, "day") if found is not None and tokens[last].end == match.end() else None

    def _numeric(self, index: int) -> Span | None:
        tokens = self.scan.tokens
        dotted = self._dotted(index)
        if dotted is not None:
            return dotted
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
        found = self._month(last + 1, number)
        return self._to_day(found) if found is not None and found.precision == "day" else found

    def _to_day(self, first: Span) -> Span:
        """A range over two months: "28 حزيران حتى 3 تموز"."""
        at = first.last + 1
        if self.text(at) in _TO:
            at += 1
        elif at >= self.count or self.scan.between(first.last, at).strip() not in {"-", "–"}:
            return first
        day = self._day_number(at)
        end = self._month(day[1] + 1, day[0]) if day is not None else None
        if end is None or end.precision != "day" or first.begins is None or end.ends is None:
            return first
        begins = first.begins
        if begins > end.ends:
            earlier = make_date(end.ends.year - (begins.month > end.ends.month), begins.month, begins.day)
            begins = earlier or begins
        return Span(end.last, begins, end.ends, "days", None, "during") if begins <= end.ends else first

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
        if (
            day is None
            and hit.entry.form in _DOUBTFUL_MONTHS
            and year is None
            and pair is None
            and not self._is_led(at)
        ):
            return None
        if day is None and year is None:
            months = self._months(month, last)
            if months is not None:
                return months
        return self._resolved(year, month, day, last)

    def _is_led(self, at: int) -> bool:
        """Whether a preposition or an edge ("مطلع آذار") makes a doubtful word a month."""
        return at > 0 and (
            self.text(at - 1) in _LEADING_MONTH or self.word(at - 1, "begin", "middle", "finish", "within") is not None
        )

    def _months(self, month: int, last: int) -> Span | None:
        """Two months with one year: "تشرين الثاني وكانون الأول الماضيين", "من آذار حتى أيار 2018"."""
        at = last + 1
        apart = self.text(at) in _TO
        at += apart
        second = next((hit for hit in self.scan.at(at, "month") if int(hit.sense) != month), None)
        if second is None or not (apart or second.before == "و"):
            return None
        end = self._month(at, None)
        if end is None or end.precision != "month" or end.ends is None:
            return None
        year = end.ends.year - (month > end.ends.month)
        return Span(end.last, date(year, month, 1), end.ends, "month", None, "during")

    def _this_month(self, at: int, day: int | None) -> Span | None:
        unit = self.word(at, "unit")
        if day is None or unit is None or unit.entry.features["value"] != "month":
            return None
        if self.text(unit.last + 1) in SAME and self.told is not None:
            found = make_date(self.told.year, self.told.month, day)
            return Span(unit.last + 1, found, found, "day") if found is not None else None
        if self.published is None:
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
        if (
            unit is not None
            and unit.entry.features["value"] == "year"
            and self.text(unit.last + 1) in SAME
            and self.told
        ):
            return self.told.year, unit.last + 1
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
            told = self.told
            if told is None:
                return Span(last, None, None, "unknown")
            year = told.year
            ahead = (month, day or 1) > (told.month, told.day + 3 if day else 31)
            if (past is not None and month >= told.month and day is None) or (ahead and future is None):
                year -= 1
            if future is not None and month < told.month:
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

    def _years(self, index: int) -> Span | None:
        """Two years bound a stretch: "بين عامي 2014 و2016"."""
        if self.text(index - 1) not in _BOUNDING and self.text(index) not in TWO_YEARS:
            return None
        at = index + (self.text(index) in TWO_YEARS)
        first = self.text(at)
        second = at + 1 + (self.text(at + 1) in {"و", *_TO, "عام"})
        last = self.text(second)
        if not (_is_year(first) and _is_year(last) and int(first) < int(last)):
            return None
        return Span(second, date(int(first), 1, 1), date(int(last), 12, 31), "year", None, "during")

    def _year(self, index: int) -> Span | None:
        at = index
        named = self.text(at) in {"عام", "سنه", "العام", "لعام"}
        if named:
            at += 1
        text = self.text(at)
        if not (text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2100):
            return None
        opened = (
            at > 0 and self.word(at - 1, "since", "within", "begin", "middle", "finish", "until", "season") is not None
        )
        if not named and not opened and (at == 0 or self.text(at - 1) not in _LEADING_YEAR):
            return None
        year = int(text)
        return Span(at, date(year, 1, 1), date(year, 12, 31), "year")


def _is_year(text: str) -> bool:
    return text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2100


def end_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def make_date(year: int, month: int, day: int) -> date | None:
    """A day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
