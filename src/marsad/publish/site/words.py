"""The words of the pages, one file a language; a missing key is a bug, an unlisted code of data shows itself."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

from marsad.base.errors import PromiseError

LANGUAGES = ("ar", "en")


class Words:
    """One language of the interface."""

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        """Hold the table of one word file."""
        self.language = language
        self.table = table

    def say(self, key: str, **values: object) -> Markup:
        """The sentence of a dotted key, with its values put in (escaped unless they are Markup).

        Raises PromiseError on a key that the word file does not hold.
        """
        found: Any = self.table
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        if not isinstance(found, str):
            raise PromiseError(f"words/{self.language}.toml has no {key!r}")
        return escape(found).format(**values) if values else escape(found)

    def code(self, table: str, code: str | None) -> str:
        """The word of a data code; the code itself where no word is listed, so that new codes stay visible."""
        if code is None:
            return str(self.say("site.unknown"))
        return str(self.table[table].get(code, code))

    def month(self, number: int) -> str:
        """The name of a month, 1 to 12."""
        return str(self.table["months"][number - 1])


@cache
def read_words(language: str) -> Words:
    """The words of one of LANGUAGES."""
    content = files("marsad.publish.site").joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, tomllib.loads(content))
