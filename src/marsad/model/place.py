"""A place as the text names it, and what the whole document decided about it.

Hard because names are shared: صيدا is a city of Lebanon and a village of Daraa, درعا a city, a subdistrict, a
district and a governorate. A mention therefore carries every row of the gazetteer that bears its words.
"""

import msgspec

from marsad.model.span import Words
from marsad.model.value import PlacePrecision


class Mention(Words, frozen=True, kw_only=True):
    """Words that may name a place, with what stands around them.

    `head` is the kind that a head noun states (`city`, `village`, `quarter`, `camp`, `crossing`, `governorate`,
    `district`, `countryside` …), `candidates` are rows of the gazetteer, `list_id` numbers an enumeration,
    `within` holds indexes of mentions that are stated to contain this one. `country` is the ISO code that an
    adjective behind the name states, `bearing` (degrees clockwise from north) the side of this place that is meant.
    """

    head: str | None = None
    candidates: tuple[int, ...] = ()
    sentence: int = 0
    list_id: int | None = None
    within: tuple[int, ...] = ()
    country: str | None = None
    bearing: float | None = None


class Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """The decision about one mention.

    `row` is `None` where no candidate could be told from its rivals; `region` is then the smallest area that all
    that is known agrees on. `rivals` counts the other entries of the name, areas named after their seat apart.
    """

    row: int | None
    precision: PlacePrecision | None
    rivals: int
    confidence: float
    region: int | None = None
    why: tuple[str, ...] = ()
