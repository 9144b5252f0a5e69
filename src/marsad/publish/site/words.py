"""The words of the pages, one folder a language; a missing key is a bug, an unlisted code of data shows itself.

Each file of a folder holds whole tables; the same table in two files is a bug, so that no page can change another's
words.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

from marsad.base.errors import PromiseError
from marsad.publish.site.settings import current

LANGUAGES = ("ar", "en")


class Words:
    """One language of the interface."""

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        """Hold the tables of one language."""
        self.language = language
        self.table = table

    def say(self, key: str, **values: object) -> Markup:
        """The sentence of a dotted key, with its values put in (escaped unless they are Markup).

        Raises PromiseError on a key that no word file holds.
        """
        found: Any = self.table
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        if not isinstance(found, str):
            raise PromiseError(f"words/{self.language} has no {key!r}")
        return escape(found).format(**values) if values else escape(found)

    def code(self, table: str, code: str | None) -> str:
        """The word of a data code; the code itself where no word is listed, so that new codes stay visible."""
        if code is None:
            return str(self.say("site.unknown"))
        return str(self.table[table].get(code, code))

    def month(self, number: int) -> str:
        """The name of a month, 1 to 12, as the reader is used to."""
        return str(self.list_months()[number - 1])

    def list_months(self) -> list[str]:
        """The names of all months, as the reader is used to."""
        chosen = current().months
        return list(self.table["months"] if chosen == "double" else self.table["month_names"][chosen])


@cache
def read_words(language: str) -> Words:
    """The words of one of LANGUAGES; raises PromiseError where two files hold one table."""
    folder = files("marsad.publish.site").joinpath("words", language)
    tables: dict[str, Any] = {}
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        twice = tables.keys() & held.keys()
        if twice:
            raise PromiseError(f"words/{language}/{path.name} holds {sorted(twice)} again, which another file has")
        tables |= held
    return Words(language, tables)
