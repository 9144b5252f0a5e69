"""What is asked, in words: the chips above an answer, the choices of the filter, the names of places in them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup

from marsad.publish.filters import Question
from marsad.publish.site.explore_figures import Facet
from marsad.publish.site.explore_map import Area
from marsad.publish.site.maps import Maps
from marsad.publish.site.show import Show, ltr
from marsad.publish.site.words import Words
from marsad.reference.outlines import Outline
from marsad.store.explore_records import FacetValue

CODED = {"type": "types", "status": "statuses", "kind": "kinds", "grade": "grades", "state": "states"}
"""Parameters whose values are codes, and the table of their words."""
FIRST_CHOICES = 6


class Chip(NamedTuple):
    """One thing that is asked, in words, and the query without it."""

    words: Markup
    spoken: str
    without: str


class Choice(NamedTuple):
    """One value of a facet: its word, how many incidents have it, whether it is asked for."""

    value: str
    words: Markup
    incidents: int
    asked: bool


class Choices(NamedTuple):
    """The values of one parameter: those that stand open, and the rest."""

    name: str
    title: Markup
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...]
    asked: int


class Labels:
    """Words for the values of parameters."""

    def __init__(self, words: Words, maps: Maps | None) -> None:
        """Speak with these words; `maps` knows the names of countries and areas."""
        self._words = words
        self._maps = maps
        self._show = Show(words)

    def value(self, name: str, value: str) -> Markup:
        """One value as a choice says it: a type, a country, a governorate; else the value itself."""
        if name in CODED:
            return Markup("{}").format(self._words.code(CODED[name], value))
        if name == "country":
            return self.country(value)
        if name == "admin1":
            return self.area(None, value)
        return Markup("<bdi>{}</bdi>").format(value)

    def named(self, arabic: str | None, latin: str | None) -> Markup:
        """A name in the page's language, where there is one."""
        return self._show.name(arabic, latin)

    def title(self, name: str) -> Markup:
        """The name of a parameter."""
        return self._words.say(f"explore.{name}")

    def country(self, code: str) -> Markup:
        """The name of a country, its code where no gazetteer is at hand."""
        arabic, latin = self._maps.country_name(code) if self._maps else (None, None)
        return self._show.name(arabic, latin, code)

    def area(self, country: str | None, name: str) -> Markup:
        """A governorate in the page's language, as far as an outline tells its other name."""
        latin = self._maps.area_latin(country, name) if self._maps and self._words.language == "en" else None
        return self._show.name(name, latin)

    def area_known(self, area: Area) -> Markup:
        """A governorate with its country, or the country."""
        if area.admin1 is None:
            return self.country(area.country)
        named = self.named(area.name_ar, area.name_en)
        return self._words.say("language.separator").join([named, self.country(area.country)])

    def outline(self, outline: Outline) -> str:
        """The name of a drawn area, as it is written on a map."""
        names = self._maps.area_name(outline) if self._maps else (outline.name_ar, outline.name_en)
        return next((name for name in (names if self._words.language == "ar" else names[::-1]) if name), "")

    def chip(self, name: str, value: str) -> Markup:
        """One thing that is asked, said so that it stands alone."""
        say = self._words.say
        if name in {"from", "to"}:
            return say(f"explore.{name}_said", day=self._show.day(date.fromisoformat(value)))
        if name == "killed_min":
            return say("explore.killed_least", number=ltr(value))
        if name in {"located", "dated"}:
            return say(f"explore.{name}_{value}")
        if name == "bbox":
            return say("explore.bbox_said")
        if name in CODED or name == "country":
            return self.value(name, value)
        return Markup("{}: {}").format(say(f"explore.{name}"), self.value(name, value))


@dataclass(frozen=True)
class Asked:
    """A question as its page shows it."""

    question: Question
    labels: Labels
    step: str | None = None

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the address that choose incidents."""
        return self.question.as_query()

    @property
    def query(self) -> str:
        """The same as one string."""
        return urlencode(self.pairs)

    @property
    def words_query(self) -> str:
        """The search for the same words in reports."""
        return urlencode({"q": self.value("q")})

    @property
    def view(self) -> str:
        """The same with how the timeline is cut: what a saved view keeps."""
        return urlencode([*self.pairs, *self._steps])

    @property
    def _steps(self) -> list[tuple[str, str]]:
        return [("step", self.step)] if self.step else []

    def value(self, name: str) -> str:
        """The last value of a parameter, empty where it is not asked."""
        return next((value for asked, value in reversed(self.pairs) if asked == name), "")

    def values(self, name: str) -> list[str]:
        """All values of a parameter."""
        return [value for asked, value in self.pairs if asked == name]

    def with_(self, **changed: str) -> str:
        """The query with some parameters set anew, or left out where the value is empty; begins with `?`."""
        kept = [(name, value) for name, value in [*self.pairs, *self._steps] if name not in changed]
        return f"?{urlencode([*kept, *((name, value) for name, value in changed.items() if value)])}"

    @cached_property
    def chips(self) -> list[Chip]:
        """What is asked, one thing each; the order of a list is none."""
        said = []
        for position, (name, value) in enumerate(self.pairs):
            if name == "sort":
                continue
            rest = [*(pair for other, pair in enumerate(self.pairs) if other != position), *self._steps]
            words = self.labels.chip(name, value)
            said.append(Chip(words, words.striptags(), f"?{urlencode(rest)}"))
        return said

    def choices(self, facet: Facet) -> Choices:
        """The values of a facet; what is asked stands first and never disappears."""
        asked = self.values(facet.name)
        known = {one.value: one for one in facet.values}
        values = [*asked, *(value for value in known if value not in asked)]
        made = [self._choice(facet.name, value, known.get(value), asked=value in asked) for value in values]
        cut = max(FIRST_CHOICES, len(asked))
        if len(made) == cut + 1:
            cut += 1
        return Choices(facet.name, self.labels.title(facet.name), tuple(made[:cut]), tuple(made[cut:]), len(asked))

    def _choice(self, name: str, value: str, counted: FacetValue | None, *, asked: bool) -> Choice:
        if name == "admin1" and counted is not None:
            return Choice(value, self.labels.named(value, counted.name_en), counted.incidents, asked)
        return Choice(value, self.labels.value(name, value), counted.incidents if counted else 0, asked)
