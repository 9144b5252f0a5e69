"""What the explorer gets of the ledger: sums that keep their range, bins of time, cells of the map, counts by value.

`count` is always how many incidents pass the filter, `total` how many the ledger holds, `shown` how many of `count`
are in what is given; the rest is told beside it (undated, unlocated, outside the view), never dropped in silence.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from marsad.model.document import DocumentHead

Step = Literal["day", "week", "month", "year"]


class Killed(msgspec.Struct, frozen=True, kw_only=True):
    """The killed of several incidents, low, best and high added up each for itself.

    Only incidents of kind `single` are added: an aggregate or a campaign tells again what single ones told. `incidents`
    is how many had a figure and were added, `left_out` how many had one and were not. An incident without a best figure
    is added with its low one, else its high one; where nobody closed the upper end (`open` counts these), `high` is
    itself a lower bound.
    """

    low: int = 0
    best: int = 0
    high: int = 0
    open: int = 0
    incidents: int = 0
    left_out: int = 0


class TimeBin(msgspec.Struct, frozen=True, kw_only=True):
    """The incidents that began in these days (both included)."""

    start: date
    end: date
    incidents: int
    killed: Killed


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """Bins without gaps from the first incident to the last, weeks from Monday.

    An incident stands once, where it began; one that began before the filter's `from` and went on stands in the first
    bin. One whose date is only known to a week, a month or a year longer than a bin stands in none: these are `vague`.
    `undated` have no day at all. `shown + vague + undated == count`.
    """

    step: Step
    bins: tuple[TimeBin, ...]
    vague: int
    vague_killed: Killed
    undated: int
    undated_killed: Killed
    shown: int
    count: int
    total: int


class MapIncident(msgspec.Struct, frozen=True, kw_only=True):
    """What the map says of one incident; the names are those of the place that its point is of."""

    id: str
    type: str
    status: str
    first_day: date | None
    last_day: date | None
    name_ar: str | None
    name_en: str | None
    precision: str | None
    radius_km: float | None
    lon: float
    lat: float


class MapCell(msgspec.Struct, frozen=True, kw_only=True):
    """The incidents with a point in one cell of the grid.

    `lon` and `lat` are the middle of their points (the point itself where it is one). `box` is west, south, east, north
    as the filter's `bbox` takes it: with it the list gives exactly these incidents. `incidents` are told one by one
    where they are at most ten, else the tuple is empty. `radius_km` is the widest of theirs.
    """

    lon: float
    lat: float
    box: tuple[float, float, float, float]
    count: int
    types: Mapping[str, int]
    precision: Mapping[str, int]
    radius_km: float | None
    killed: Killed
    incidents: tuple[MapIncident, ...] = ()


class Unlocated(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents without a point, by the governorate that they are known to lie in; all None where not even that."""

    country: str | None
    admin1: str | None
    admin1_en: str | None
    incidents: int


class IncidentMap(msgspec.Struct, frozen=True, kw_only=True):
    """Cells of a grid, the fullest first. `zoom` is the one drawn: coarser than asked for where cells were too many.

    `unlocated` pass the filter and have no point, `outside` have one outside the view that was asked for:
    `shown + outside + sum of unlocated == count`. Each incident is shown once, at the first of its places that has a
    point.
    """

    zoom: int
    cells: tuple[MapCell, ...]
    unlocated: tuple[Unlocated, ...]
    outside: int
    shown: int
    count: int
    total: int


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """How many incidents have a value; governorates say their country and English name."""

    value: str
    incidents: int
    country: str | None = None
    name_en: str | None = None


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """How many incidents each value of a parameter would give, the most first.

    Each parameter is counted with its own present values left out of the filter and all the others kept, so that what
    is not chosen can be chosen too. An incident of two countries counts in both.
    """

    type: tuple[FacetValue, ...]
    status: tuple[FacetValue, ...]
    kind: tuple[FacetValue, ...]
    grade: tuple[FacetValue, ...]
    state: tuple[FacetValue, ...]
    country: tuple[FacetValue, ...]
    admin1: tuple[FacetValue, ...]
    count: int
    total: int


class Mark(msgspec.Struct, frozen=True):
    """Where a found word stands: offsets in code points of the field as received."""

    start: int
    end: int


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a report around found words. `text` is `field[start:end]` of the original, to the character."""

    field: Literal["title", "text"]
    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]


class DocumentHit(msgspec.Struct, frozen=True, kw_only=True):
    """A report that holds all words asked for, with the first places where they stand."""

    document: DocumentHead
    claims: int
    snippets: tuple[Snippet, ...]
