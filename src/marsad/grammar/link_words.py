"""What a language hands over so that two reports can be compared by what was hit and by the names they share."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec


class Struck(NamedTuple):
    """What a sentence says was hit: a code (`market`, `school`), and the first folded word of its own name, if any."""

    code: str
    name: str | None


class LinkWords(msgspec.Struct, frozen=True):
    """The words of one language that tie or part two reports of one town and day.

    `find_targets` gives what a sentence says was hit; `find_names` the folded words of a sentence that are so rare in
    the news that they are hardly anything but a name.
    """

    find_targets: Callable[[str], frozenset[Struck]]
    find_names: Callable[[str], frozenset[str]]
