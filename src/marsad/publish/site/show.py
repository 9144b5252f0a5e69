"""How a date, a range, a place and a name look on a page.

Why it is hard: in a right-to-left sentence "12–15" turns into "15–12" and a date falls apart, so every run of digits
is isolated and given its own direction; and a name may exist in one script only, then it keeps its own language mark.
Digits are Latin unless the reader chose Arabic ones of the East. Those are drawn from right to left around a dash even
where all is isolated, so that their runs are marked `digits`, and base.css overrides their order.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from markupsafe import Markup, escape

from marsad.model.incident import Cell, CountCell, Incident, IncidentActor, IncidentPlace, Origin, OriginFigure, Period
from marsad.publish.site.settings import current
from marsad.publish.site.words import Words

DASH = "–"
_ARABIC_DIGITS = {ord(str(digit)): 0x0660 + digit for digit in range(10)}
_SIGNS = ((re.compile(r"(?<=\d),(?=\d)"), chr(0x066C)), (re.compile(r"(?<=\d)\.(?=\d)"), chr(0x066B)))
_TAG = re.compile(r"(<[^>]*>)")


def digits(text: object) -> str | Markup:
    """The same with its digits, and the signs between them, in the numerals that the reader chose; tags stay."""
    if current().numerals == "latn":
        return text if isinstance(text, Markup) else str(text)
    if isinstance(text, Markup):
        parts = _TAG.split(text)
        return Markup("").join(Markup(part) if at % 2 else Markup(_translate(part)) for at, part in enumerate(parts))  # noqa: S704 - was Markup
    return _translate(str(text))


def _translate(text: str) -> str:
    for sign, arabic in _SIGNS:
        text = sign.sub(arabic, text)
    return text.translate(_ARABIC_DIGITS)


def ltr(text: object) -> Markup:
    """A run that always reads left to right, in the reader's numerals: numbers, ranges, dates."""
    if current().numerals == "latn":
        return Markup('<bdi dir="ltr">{}</bdi>').format(text)
    return Markup('<bdi dir="ltr" class="digits">{}</bdi>').format(digits(text))


def ident(text: object) -> Markup:
    """An id or a code: left to right, every sign as it is."""
    return Markup('<bdi dir="ltr"><code>{}</code></bdi>').format(text)


def number(value: int) -> Markup:
    """A number with its thousands apart."""
    return ltr(f"{value:,}")


class Show:
    """Formats values in one language."""

    def __init__(self, words: Words) -> None:
        """Speak with these words."""
        self.words = words

    def name(self, arabic: str | None, latin: str | None, fallback: str | None = None) -> Markup:
        """A name in the page's language where there is one, isolated, marked with its own language otherwise."""
        known = [("ar", arabic), ("en", latin)]
        if self.words.language == "en":
            known.reverse()
        for language, name in known:
            if name:
                mark = Markup("") if language == self.words.language else Markup(' lang="{}"').format(language)
                return Markup("<bdi{}>{}</bdi>").format(mark, name)
        return Markup("<bdi>{}</bdi>").format(fallback or self.words.say("site.unknown"))

    def place(self, place: IncidentPlace) -> Markup:
        """Name and governorate; the governorate alone is not said twice."""
        parts = []
        if place.name_ar or place.name_en:
            parts.append(self.name(place.name_ar, place.name_en))
        said = {place.name_ar, place.name_en} - {None}
        if place.admin1 and not said & {place.admin1, place.admin1_en}:
            parts.append(self.name(place.admin1, place.admin1_en))
        if not parts:
            return Markup("{}").format(place.country or self.words.say("site.not_placed"))
        return self.words.say("language.separator").join(parts)

    def places(self, places: Iterable[IncidentPlace], limit: int = 2) -> Markup:
        """The first places and how many more there are."""
        listed = list(places)
        if not listed:
            return self.words.say("site.not_placed")
        if len(listed) == 1:
            return self.place(listed[0])
        shown = [self._place_name(place) for place in listed[:limit]]
        text = self.words.say("language.separator").join(shown)
        rest = len(listed) - limit
        return Markup("{} {}").format(text, self.words.say("site.more", number=ltr(rest))) if rest > 0 else text

    def _place_name(self, place: IncidentPlace) -> Markup:
        if place.name_ar or place.name_en:
            return self.name(place.name_ar, place.name_en)
        return self.name(place.admin1, place.admin1_en)

    def period(self, when: Period) -> Markup:
        """The days as one would say them: a day, days of one month, or two dates."""
        first, last = when.start or when.end, when.end or when.start
        if first is None or last is None:
            return self.words.say("site.unknown")
        if when.precision == "year" and first.year == last.year:
            return ltr(first.year)
        same_month = (first.year, first.month) == (last.year, last.month)
        if when.precision == "month" and same_month:
            return self.month(first)
        if first == last:
            return self.day(first)
        if same_month:
            days = ltr(f"{first.day}{DASH}{last.day}")
            return Markup("{} {} {}").format(days, self.words.month(first.month), ltr(first.year))
        return Markup("{} {} {}").format(self.day(first), DASH, self.day(last))

    def month(self, day: date) -> Markup:
        """The month of a day, with its year."""
        return Markup("{} {}").format(self.words.month(day.month), ltr(day.year))

    def day(self, day: date) -> Markup:
        """One day with the month's name."""
        text = Markup("{} {} {}").format(ltr(day.day), self.words.month(day.month), ltr(day.year))
        return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), text)

    def iso_day(self, day: date) -> Markup:
        """One day as 2018-07-06, for tables."""
        return ltr(Markup('<time datetime="{0}">{0}</time>').format(day.isoformat()))

    def point(self, lat: float, lon: float) -> Markup:
        """Latitude and longitude."""
        return ltr(f"{lat:.4f}, {lon:.4f}")

    def number(self, value: int) -> Markup:
        """A number with its thousands apart."""
        return number(value)

    def run(self, text: object) -> Markup:
        """A run of figures and the signs between them."""
        return ltr(text)

    def range(self, low: int, high: int) -> Markup:
        """Two numbers, the lower one on the left whatever the numerals."""
        return ltr(f"{low:,}{DASH}{high:,}")

    def ident(self, text: object) -> Markup:
        """An id or a code."""
        return ident(text)

    def short_period(self, when: Period) -> Markup:
        """For tables: ISO days, one or two."""
        first, last = when.start or when.end, when.end or when.start
        if first is None or last is None:
            return self.words.say("site.unknown")
        if when.precision in {"month", "year"} and (first.year, first.month) == (last.year, last.month):
            return self.period(when)
        days = [
            Markup('<time datetime="{0}">{0}</time>').format(day.isoformat()) for day in dict.fromkeys((first, last))
        ]
        return ltr(Markup(" – ").join(days))

    def bound(self, value: int | None, *, open_end: bool = False) -> Markup:
        """One bound; a plus where nobody closed it, a spoken dash where nothing is stated."""
        if value is None:
            return Markup('<span class="unstated" aria-hidden="true">—</span><span class="spoken">{}</span>').format(
                self.words.say("site.not_stated")
            )
        if not open_end:
            return number(value)
        said = Markup('<span class="spoken"> {}</span>').format(self.words.say("incident.open"))
        return ltr(Markup('{}<span aria-hidden="true">+</span>').format(f"{value:,}")) + said

    def best(self, cell: Cell | CountCell) -> Markup:
        """The best figure alone; with a plus where it is all that is known and its upper bound is open."""
        return self.bound(cell.best, open_end=cell.high_open and cell.low == cell.best == cell.high)

    def bounds(self, cell: Cell | CountCell) -> Markup | None:
        """Low to high in one run, or None where best says it all."""
        if cell.low == cell.high == cell.best or (cell.low is None and cell.high is None):
            return None
        low = "?" if cell.low is None else digits(f"{cell.low:,}")
        high = ("?" if cell.high is None else digits(f"{cell.high:,}")) + ("+" if cell.high_open else "")
        spoken = self.words.say("incidents.bounds", low=low, high=high)
        seen = ltr(f"{low}{DASH}{high}")
        return Markup('<span aria-hidden="true">{}</span><span class="spoken">{}</span>').format(seen, spoken)

    def stated(self, figure: OriginFigure) -> Markup:
        """A number as its origin gave it."""
        low, high = figure.low, figure.high
        if low is None and high is None:
            return self.words.say("site.not_stated")
        if low is None:
            return ltr(f"≤ {high:,}")
        if high is None:
            return ltr(f"{low:,}+")
        if low == high:
            return ltr(f"≈ {low:,}" if figure.kind == "approximate" else f"{low:,}")
        return ltr(f"{low:,}{DASH}{high:,}")

    def origin(self, origin: Origin) -> Markup:
        """Who speaks; an unnamed voice keeps the words of the report, a publisher its own name."""
        kind, _, rest = origin.source_id.partition(":")
        if kind == "publisher":
            return self.name(None, None, rest)
        if kind == "document":
            return self.words.say("incident.report_itself")
        return self.name(origin.name_ar, origin.name_en, rest.rpartition(":")[2] or origin.source_id)

    def origin_names(self, incident: Incident, ids: Iterable[str]) -> Markup:
        """Names of origins by id, in one run."""
        known = {origin.source_id: origin for origin in incident.origins}
        names = [self.origin(known[one]) if one in known else self.name(None, None, one) for one in dict.fromkeys(ids)]
        return self.words.say("language.separator").join(names)

    def actor(self, actor: IncidentActor) -> Markup:
        """An actor's name; the text's own "unknown" is said in the page's language."""
        if actor.actor_id is None and actor.name_en == "unknown":
            return self.words.say("site.unknown")
        return self.name(actor.name_ar, actor.name_en, actor.actor_id)

    def latin(self, text: str) -> Markup:
        """A message of the program, which speaks English."""
        return Markup('<bdi lang="en" dir="ltr">{}</bdi>').format(text)

    def input(self, value: object, known: Mapping[str, Markup]) -> Markup:
        """One thing that a grade was computed from, several on a line each; `known` gives ids their names."""
        if isinstance(value, dict):
            pair = Markup("{}: {}")
            value = [pair.format(self._one(name, known), self.input(one, known)) for name, one in value.items()]
        if not isinstance(value, list | tuple):
            return self._one(value, known)
        line = Markup('<span class="one">{}</span>')
        told = (self._entry(one, known) for one in value)
        return Markup("").join(line.format(one) for one in told) or self.words.say("site.none")

    def _entry(self, value: object, known: Mapping[str, Markup]) -> Markup:
        """One of several: a value, a pair of ids, or a remark on a figure."""
        if isinstance(value, dict):
            return self._remark(value, known)
        if isinstance(value, list | tuple):
            return Markup(" – ").join(self._one(one, known) for one in value)
        return self._one(value, known)

    def _remark(self, remark: Mapping[str, object], known: Mapping[str, Markup]) -> Markup:
        """What a reviewer should see of one figure: "Killed, Civilians, lowest 11, lowest whole 9"."""
        named = {"outcome": "outcomes", "group": "groups"}
        pair = Markup("{} {}")
        return escape(self.words.say("language.separator")).join(
            escape(self.words.code(named[name], str(value)))
            if name in named
            else pair.format(self.words.code("remarks", name), self._one(value, known))
            for name, value in remark.items()
        )

    def _one(self, value: object, known: Mapping[str, Markup]) -> Markup:
        if isinstance(value, Markup):
            return value
        if value is None:
            return self.words.say("site.not_stated")
        if isinstance(value, bool):
            return self.words.say("site.yes" if value else "site.no")
        if isinstance(value, int | float):
            return ltr(f"{value:,}")
        word = self.words.table["strike_statuses"].get(value, value)
        return known.get(str(value)) or Markup("<bdi>{}</bdi>").format(word)

    def known_ids(self, incident: Incident) -> dict[str, Markup]:
        """Names of the origins, actors and claims of an incident, by id; claims as links into the page."""
        names = {actor.actor_id: self.actor(actor) for actor in incident.actors if actor.actor_id}
        names |= {origin.source_id: self.origin(origin) for origin in incident.origins}
        link = Markup('<a href="#claim-{}">{}</a>')
        return names | {claim: link.format(claim, self.words.say("incident.claim")) for claim in incident.claims}

    def person(self, name: str) -> Markup:
        """The name of one who works at the desk."""
        return Markup("<bdi>{}</bdi>").format(name)

    def moment(self, at: datetime) -> Markup:
        """A day and a time of day (UTC)."""
        said = at.astimezone(UTC)
        return Markup('<time datetime="{}">{}</time>').format(
            said.isoformat(timespec="seconds"), ltr(said.strftime("%Y-%m-%d %H:%M"))
        )

    def moment_of(self, at: str) -> Markup:
        """A moment in ISO form."""
        return self.moment(datetime.fromisoformat(at))

    def clock(self, at: str) -> Markup:
        """The time of day (UTC) of a moment in ISO form."""
        return ltr(datetime.fromisoformat(at).astimezone(UTC).strftime("%H:%M"))

    def signed(self, value: float) -> Markup:
        """A weight with its sign."""
        return ltr(f"{value:+.1f}".replace("-", "−"))

    def level(self, feature: str, level: str) -> str:
        """How a comparison came out: the word for this feature, else for the level wherever it occurs."""
        levels = self.words.table["levels"]
        return str(levels.get(f"{feature}.{level}") or levels.get(level, level))
