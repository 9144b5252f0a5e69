"""A place as the text names it, and what the whole document decided about it.

Hard because names are shared: صيدا is a city of Lebanon and a village of Daraa, درعا a city, a subdistrict, a
district and a governorate. A mention therefore carries every row of the gazetteer that bears its words.
"""

import msgspec

from marsad.model.span import Words
from marsad.model.value import PlacePrecision, RelationKind


class Offset(msgspec.Struct, frozen=True, kw_only=True):
    """How a place lies to another: `anchor` is the index of the other mention, `km` the distance in kilometres.

    `bearing` is in degrees clockwise from north, seen from the anchor; `None` where no side is told. `km` is `None`
    where the text only says that the two are near each other.
    """

    anchor: int
    km: float | None
    bearing: float | None = None


class Relative(msgspec.Struct, frozen=True, kw_only=True):
    """A place told by named ones: `words` are all that tell it, `anchors` the indexes of the mentions it is told by.

    `reach_km` is how far the words let it lie from its anchor where they state no distance; `countries` are the ISO
    codes of those that a border parts.
    """

    kind: RelationKind
    words: Words
    anchors: tuple[int, ...]
    km: float | None = None
    bearing: float | None = None
    reach_km: float | None = None
    countries: tuple[str, ...] = ()


class Mention(Words, frozen=True, kw_only=True):
    """Words that may name a place, with what stands around them.

    `head` is the kind that a head noun states (`city`, `village`, `quarter`, `camp`, `crossing`, `governorate`,
    `district`, `countryside` …), `candidates` are rows of the gazetteer, `list_id` numbers an enumeration,
    `within` holds indexes of mentions that are stated to contain this one. `country` is the ISO code that an
    adjective behind the name states, `bearing` (degrees clockwise from north) the side of this place that is meant.
    `offset` tells how far from another mention, and on which side of it, the text puts this place.
    """

    head: str | None = None
    candidates: tuple[int, ...] = ()
    sentence: int = 0
    list_id: int | None = None
    within: tuple[int, ...] = ()
    country: str | None = None
    bearing: float | None = None
    offset: Offset | None = None


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
