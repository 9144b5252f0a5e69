"""What a language must say about the names of places before a gazetteer can be built.

`reference` knows no language; a pack hands these functions in, and `tools` and `pipeline` join the two.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """A name as it is looked up: folded words, the first without its article."""

    first: str
    rest: str
    article: bool


@dataclass(frozen=True)
class Naming:
    """How one language writes, splits and keys the names of places.

    `forms` splits a raw field into the names it holds ("الطيبة_كترين" holds two); `keys` gives every folded key of
    one name, joined and split spellings among them; `fits` says from 0 to 1 how well a form renders a Latin name,
    and is negative where the form is not of this language; `polish` orders spellings of one name, best highest;
    `small` gives the population below which a settlement of a country is seldom meant by a bare name: 0 where the
    language is at home.
    """

    forms: Callable[[str], tuple[str, ...]]
    keys: Callable[[str], tuple[Key, ...]]
    fits: Callable[[str, str], float]
    polish: Callable[[str], int]
    small: Callable[[str | None], int]
