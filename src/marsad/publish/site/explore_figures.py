"""What the explore page shows of one question, read from the ledger: counts, circles, areas, bars, facets, rows.

Why it is hard: the figures of a page must add up. Those on the map and those without a point are all that is shown;
those in bars, those before and after them, those without a day are all that is shown too. Where nearly everything lies
in one summer and one mention in another decade, bars of years would hide the summer: so the bars keep to where nearly
all lie, and what is earlier or later stands beside them as a count.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from msgspec.structs import replace

from marsad.model.incident import Incident
from marsad.publish.filters import Question, find_incidents
from marsad.publish.redaction import SETTLEMENT_DECIMALS, SITE_DECIMALS
from marsad.publish.site.explore_chart import Bar
from marsad.publish.site.explore_map import WIDTH, Area, Spot, find_view
from marsad.publish.site.maps import RADIUS_KM, SITE_KM, Box, Maps
from marsad.store.explore import fit_step
from marsad.store.explore_records import Facets, FacetValue, MapCell, Step, TimeBin
from marsad.store.ledger import Ledger
from marsad.store.records import Box as FilterBox
from marsad.store.records import IncidentFilter

FACETS = ("type", "country", "admin1", "status", "kind", "grade", "state")
"""Parameters that are chosen from values with counts, in the order of the page."""
FIRST_ZOOM = 5
CELL_UNITS = 56
"""How wide a cell of the drawing is at least, in its units."""
EARLY, LATE = 0.05, 0.05
"""Which share of the incidents may lie before and after the bars."""
LOOKS = 4
MOST_BARS = 400
MARGIN = timedelta(days=62)
"""At least two bars of months: what began before the bars is counted there, and cut off."""
STEPS: tuple[Step, ...] = get_args(Step)
STEP_DAYS: dict[Step, int] = {"day": 1, "week": 7, "month": 28, "year": 365}
WHOLE_CHUNKS = 3
LISTED_MOST = 250
VALUES_MOST = 80
"""More places than these in a choice are asked for by words."""


@dataclass(frozen=True)
class Facet:
    """The values of one parameter with their counts, the most first."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Placed:
    """What the map shows: circles, hatched areas, how many have a point, how many have none."""

    spots: tuple[Spot, ...]
    areas: tuple[Area, ...]
    placed: int
    unplaced: int

    @property
    def listed(self) -> tuple[Spot, ...]:
        """The circles that the list names; there may be thousands of single ones."""
        return self.spots[:LISTED_MOST]

    @property
    def unlisted(self) -> int:
        """How many incidents stand in circles that the list does not name."""
        return sum(spot.incidents for spot in self.spots[LISTED_MOST:])


@dataclass(frozen=True)
class Timed:
    """What the timeline shows: bars, the steps they could have, and what stands beside them: no day, or other days."""

    step: Step
    steps: tuple[Step, ...]
    bars: tuple[Bar, ...]
    undated: int
    vague: int
    outside: int
    killed_left_out: int


@dataclass(frozen=True)
class Figures:
    """Everything of one page; `shown` of `total` incidents pass the filter."""

    shown: int
    total: int
    facets: tuple[Facet, ...]
    map: Placed
    time: Timed
    incidents: tuple[Incident, ...]


def gather(  # noqa: PLR0913 - the question, and how it is cut
    ledger: Ledger, maps: Maps | None, asked: Question, *, size: int, offset: int, step: Step | None
) -> Figures:
    """Read all of it; `size` and `offset` cut the rows of the table, `step` None has the bars chosen."""
    wanted = asked.as_filter()
    facets = ledger.read_facets(wanted)
    return Figures(
        shown=facets.count,
        total=facets.total,
        facets=list_facets(facets),
        map=place(ledger, maps, wanted),
        time=time_out(ledger, wanted, step),
        incidents=find_incidents(ledger, asked, limit=size, offset=offset).rows,
    )


def list_facets(facets: Facets) -> tuple[Facet, ...]:
    """The facets in the order of the page, the fullest values; a governorate of two countries' data stands once."""
    listed = []
    for name in FACETS:
        merged: dict[str, FacetValue] = {}
        for one in getattr(facets, name):
            known = merged.get(one.value)
            merged[one.value] = replace(known, incidents=known.incidents + one.incidents) if known else one
        ordered = sorted(merged.values(), key=lambda one: (-one.incidents, one.value))
        listed.append(Facet(name, tuple(ordered[:VALUES_MOST])))
    return tuple(listed)


# ---------------------------------------------------------------------- the map


def place(ledger: Ledger, maps: Maps | None, wanted: IncidentFilter) -> Placed:
    """Cells as fine as the drawing of the answer can show them, and the areas of what has no point."""
    found = ledger.read_map(wanted, FIRST_ZOOM)
    areas = tuple(
        Area(country=one.country, admin1=one.admin1, incidents=one.incidents, name_ar=one.admin1, name_en=one.admin1_en)
        for one in found.unlocated
        if one.country is not None
    )
    spots = [_make_spot(cell, maps, wanted.box) for cell in found.cells]
    box = find_view(maps, spots, areas) if maps else None
    zoom = find_zoom(box) if box else FIRST_ZOOM
    if spots and zoom != FIRST_ZOOM:
        finer = ledger.read_map(wanted, zoom)
        spots = [_make_spot(cell, maps, wanted.box) for cell in finer.cells]
    return Placed(tuple(spots), areas, found.shown, found.count - found.shown)


def find_zoom(box: Box) -> int:
    """The zoom whose cells are about CELL_UNITS wide in a drawing of this box."""
    degrees = max(box[2] - box[0], 1e-6) * CELL_UNITS / WIDTH
    return max(0, min(18, round(math.log2(360 / degrees) - WHOLE_CHUNKS)))


def _make_spot(cell: MapCell, maps: Maps | None, asked: FilterBox | None) -> Spot:
    """A cell as it is drawn: no closer than public rows are, with the ring of a place that stands alone."""
    site = set(cell.precision) <= {"site", "unknown"}
    decimals = SITE_DECIMALS if site else SETTLEMENT_DECIMALS
    one_place = len({(one.lon, one.lat) for one in cell.incidents}) == 1
    least = RADIUS_KM.get(next(iter(cell.precision), ""), SITE_KM)
    box = cut_box(cell.box, asked)
    name_ar, name_en = _name_spot(cell, maps)
    return Spot(
        lat=round(cell.lat, decimals), lon=round(cell.lon, decimals), incidents=cell.count,
        west=box[0], south=box[1], east=box[2], north=box[3],
        radius_km=max(cell.radius_km or 0.0, least) if one_place else None, name_ar=name_ar, name_en=name_en,
    )  # fmt: skip


def cut_box(cell: Box, asked: FilterBox | None) -> Box:
    """The part of a cell that the filter's own box lets through; a filter's box over the date line cuts nothing."""
    if asked is None or asked.west > asked.east:
        return cell
    return (
        max(cell[0], asked.west), max(cell[1], asked.south), min(cell[2], asked.east), min(cell[3], asked.north),
    )  # fmt: skip


def _name_spot(cell: MapCell, maps: Maps | None) -> tuple[str | None, str | None]:
    """What most of a cell's incidents are named after, else the governorate that its middle lies in."""
    names = Counter((one.name_ar, one.name_en) for one in cell.incidents if one.name_ar or one.name_en)
    if names:
        return names.most_common(1)[0][0]
    area = maps.outlines.area_at(cell.lat, cell.lon) if maps else None
    return maps.area_name(area) if maps and area else (None, None)


# ---------------------------------------------------------------------- time


def time_out(ledger: Ledger, wanted: IncidentFilter, step: Step | None) -> Timed:
    """Bars of the time in which nearly all incidents lie, and how many lie outside of it or have no day.

    Years, where they are asked for, show everything. A step that would make more bars than can be seen is a wish only.
    """
    whole = ledger.read_timeline(wanted, "year" if step == "year" else None)
    chosen, bins, vague = whole.step, whole.bins, whole.vague
    for _ in range(0 if step == "year" else LOOKS):
        cut = cut_time(bins, chosen) or ((bins[0].start, bins[-1].end) if bins else None)
        if cut is None or (fit_step(count_days(*cut)) == chosen and cut == (bins[0].start, bins[-1].end)):
            break
        chosen = fit_step(count_days(*cut))
        bins, vague = _read_bins(ledger, wanted, cut, chosen)
    steps = tuple(one for one in STEPS if one == "year" or count_bars(bins, one) <= MOST_BARS)
    if bins and step in steps and step != chosen:
        chosen = step
        bins, vague = _read_bins(ledger, wanted, (bins[0].start, bins[-1].end), step)
    return Timed(
        step=chosen, steps=steps, bars=_make_bars(ledger, bins), undated=whole.undated, vague=vague,
        outside=whole.shown + whole.vague - vague - sum(one.incidents for one in bins),
        killed_left_out=sum(one.killed.left_out for one in bins),
    )  # fmt: skip


def _read_bins(
    ledger: Ledger, wanted: IncidentFilter, days: tuple[date, date], step: Step
) -> tuple[tuple[TimeBin, ...], int]:
    """The bins of these days alone, and how many have a date that is too vague for them.

    The ledger counts what began before a filter's first day and went on at that day. So it is asked for more than is
    shown, and what began before the bars is cut off with the rest.
    """
    first, last = days
    early = max(wanted.date_from or date.min, first - MARGIN if first - date.min > MARGIN else date.min)
    found = ledger.read_timeline(replace(wanted, date_from=early, date_to=min(wanted.date_to or last, last)), step)
    return tuple(one for one in found.bins if one.end >= first), found.vague


def count_days(first: date, last: date) -> int:
    """Both included."""
    return (last - first).days + 1


def count_bars(bins: Sequence[TimeBin], step: Step) -> int:
    """About how many bars the same time would have in another step."""
    return count_days(bins[0].start, bins[-1].end) // STEP_DAYS[step] if bins else 0


def cut_time(bins: Sequence[TimeBin], step: Step) -> tuple[date, date] | None:
    """The days outside of which nearly nothing lies; None where they are not much fewer than all."""
    if len(bins) < 3 or step == "day":
        return None
    counts = [one.incidents for one in bins]
    low = _find_edge(counts, EARLY * sum(counts))
    high = len(bins) - 1 - _find_edge(counts[::-1], LATE * sum(counts))
    if high - low + 1 > len(bins) / 2:
        return None
    return bins[low].start, bins[high].end


def _find_edge(counts: Sequence[int], spare: float) -> int:
    """How many of the first counts can go without losing more than is spare."""
    lost = 0
    for position, count in enumerate(counts):
        lost += count
        if lost > spare:
            return position
    return 0  # only where there is nothing at all


def _make_bars(ledger: Ledger, bins: Sequence[TimeBin]) -> tuple[Bar, ...]:
    if not bins:
        return ()
    came = ledger.count_reports(bins[0].start, bins[-1].end)
    bars = []
    for one in bins:
        killed = one.killed
        told = killed.incidents > 0
        reports = sum(came.get(one.start + timedelta(days=day), 0) for day in range(count_days(one.start, one.end)))
        bars.append(
            Bar(
                start=one.start, end=one.end, incidents=one.incidents, killed_low=killed.low if told else None,
                killed_best=killed.best if told else None, killed_high=killed.high if told else None,
                high_open=killed.open > 0, reports=reports,
            )
        )  # fmt: skip
    return tuple(bars)
