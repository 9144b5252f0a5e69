"""What is added up by day, by cell and by value is what counting the incidents one by one gives."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from written import make_incident, make_toll

from marsad.model.incident import Cell, Incident, IncidentPlace, Period
from marsad.store.explore import find_next, find_starts
from marsad.store.explore_records import Killed
from marsad.store.ledger import Ledger
from marsad.store.records import Box, IncidentFilter
from marsad.store.summary import Summary

FIRST = date(2018, 1, 1)
STEPS = ("day", "week", "month", "year")
VAGUE = {"week": 1, "month": 2, "year": 3}


def throw(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - invented data


def make_place(dice: random.Random) -> IncidentPlace:
    town = dice.randrange(9)
    located = town % 3 > 0
    return IncidentPlace(
        place_id=f"p{town}", name_ar=f"n{town}", name_en=None, precision=dice.choice(("site", "settlement")),
        admin1=f"a{town % 4}", country="SY" if town % 2 else "IQ", radius_km=dice.choice((None, 1.0, 5.0)),
        lat=30.0 + town / 7 if located else None, lon=36.0 + town / 7 if located else None,
    )  # fmt: skip


def throw_toll(dice: random.Random) -> tuple[Cell, ...]:
    if dice.random() < 0.3:
        return ()
    best, high = dice.choice(((None, None), (None, 9), (5, None), (5, 700)))
    return make_toll(dice.choice((None, 1, 4)), best, high, is_open=dice.random() < 0.5)


def make_any(dice: random.Random, name: str) -> Incident:
    day = FIRST + timedelta(days=dice.randrange(500))
    precision: Any = dice.choices(("day", "week", "month", "year"), (8, 1, 1, 1))[0]
    when = Period(start=day, end=day + timedelta(days=dice.randrange(9)), precision=precision)
    return make_incident(
        name, f"c{name}", type=dice.choice(("shelling", "siege", "attack")), kind=dice.choice(("single", "aggregate")),
        where=tuple(make_place(dice) for _ in range(dice.randrange(3))), when=when if dice.random() < 0.9 else Period(),
        cells=throw_toll(dice), grade=dice.choice(("weak", "fair")),
    )  # fmt: skip


@pytest.fixture
def filled(ledger: Ledger) -> tuple[Ledger, list[Incident]]:
    dice = throw(5)
    incidents = [make_any(dice, f"i{number:03}") for number in range(300)]
    ledger.write_incidents(incidents, {})
    return ledger, incidents


QUESTIONS = (
    IncidentFilter(),
    IncidentFilter(type="siege"),
    IncidentFilter(grade="fair", country="IQ"),
    IncidentFilter(date_from=date(2018, 3, 7), date_to=date(2019, 2, 3)),
    IncidentFilter(type="riot"),
)


def select(ledger: Ledger, incidents: Sequence[Incident], wanted: IncidentFilter) -> list[Incident]:
    ids = {one.incident_id for one in ledger.read_incidents(wanted)}
    return [one for one in incidents if one.incident_id in ids]


def sum_killed(incidents: Iterable[Incident]) -> Killed:
    """One by one, as `Killed` says it."""
    sums: Counter[str] = Counter()
    for cell, kind in ((cell, one.kind) for one in incidents for cell in one.cells):
        toll = next((figure for figure in (cell.best, cell.low, cell.high) if figure is not None), None)
        if toll is None:
            continue
        if kind != "single":
            sums["left_out"] += 1
            continue
        high = toll if cell.high is None else cell.high
        is_open = cell.high_open or cell.high is None
        sums.update(low=cell.low or 0, best=toll, high=high, open=is_open, incidents=1)
    return Killed(**sums)


def find_main(incident: Incident) -> IncidentPlace | None:
    return next((place for place in incident.where if place.lat is not None), None)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("wanted", QUESTIONS)
def test_timeline_is_the_count_one_by_one(
    filled: tuple[Ledger, list[Incident]], wanted: IncidentFilter, step: Any
) -> None:
    ledger, incidents = filled
    passing = select(ledger, incidents, wanted)
    drawn = ledger.read_timeline(wanted, step)
    dated = [one for one in passing if one.when.start]
    vague = [
        one for one in dated if VAGUE.get(one.when.precision, 0) > STEPS.index(step) and one.when.start != one.when.end
    ]
    exact = [one for one in dated if one not in vague]
    assert (drawn.vague, drawn.vague_killed) == (len(vague), sum_killed(vague))
    assert (drawn.undated, drawn.shown, drawn.count) == (len(passing) - len(dated), len(exact), len(passing))
    for one in drawn.bins:
        began = [
            incident
            for incident in exact
            if incident.when.start and one.start <= max(incident.when.start, wanted.date_from or date.min) <= one.end
        ]
        assert (one.incidents, one.killed) == (len(began), sum_killed(began))
    assert sum(one.incidents for one in drawn.bins) == len(exact)


@pytest.mark.parametrize("zoom", [2, 9])
@pytest.mark.parametrize("view", [None, Box(36.2, 30.1, 36.9, 31.0)])
@pytest.mark.parametrize("wanted", QUESTIONS)
def test_map_is_the_count_one_by_one(
    filled: tuple[Ledger, list[Incident]], wanted: IncidentFilter, zoom: int, view: Box | None
) -> None:
    ledger, incidents = filled
    passing = select(ledger, incidents, wanted)
    places = {one.incident_id: place for one in passing if (place := find_main(one)) is not None}
    drawn = ledger.read_map(wanted, zoom, view)
    assert drawn.shown + drawn.outside == len(places)
    assert sum(one.incidents for one in drawn.unlocated) == len(passing) - len(places)
    assert sum(cell.count for cell in drawn.cells) == drawn.shown
    for cell in drawn.cells:
        west, south, east, north = cell.box
        inside = [
            one
            for one in passing
            if (place := places.get(one.incident_id)) is not None
            and west <= (place.lon or 0) < east
            and south <= (place.lat or 0) < north
            and (
                view is None
                or (view.west <= (place.lon or 0) < view.east and view.south <= (place.lat or 0) < view.north)
            )
        ]
        assert (cell.count, cell.killed) == (len(inside), sum_killed(inside))
        assert cell.types == Counter(one.type for one in inside)
        assert cell.precision == Counter(places[one.incident_id].precision for one in inside)
        radii = [radius for one in inside if (radius := places[one.incident_id].radius_km) is not None]
        assert cell.radius_km == max(radii, default=None)
        assert cell.lat == pytest.approx(
            sum(places[one.incident_id].lat or 0 for one in inside) / len(inside), abs=1e-6
        )
        told = [one.id for one in cell.incidents]
        newest = sorted(inside, key=lambda one: one.incident_id)
        newest.sort(key=lambda one: one.when.start or date.min, reverse=True)
        assert told == ([one.incident_id for one in newest] if len(inside) <= 10 else [])


@pytest.mark.parametrize("wanted", QUESTIONS)
def test_facets_are_the_counts_one_by_one(filled: tuple[Ledger, list[Incident]], wanted: IncidentFilter) -> None:
    ledger, incidents = filled
    facets = ledger.read_facets(wanted)
    for name in ("type", "kind", "grade"):
        without = IncidentFilter(**{**{key: getattr(wanted, key) for key in wanted.__struct_fields__}, name: None})
        counted = Counter(getattr(one, name) for one in select(ledger, incidents, without))
        assert {one.value: one.incidents for one in getattr(facets, name)} == counted
    areas = Counter(
        area
        for one in select(ledger, incidents, IncidentFilter(type=wanted.type, grade=wanted.grade))
        for area in {place.country for place in one.where}
    )
    if wanted.date_from is None:
        assert {one.value: one.incidents for one in facets.country} == areas


def test_bins_begin_where_the_calendar_says() -> None:
    days = [date(1, 1, 1), date(1969, 12, 31), date(2018, 7, 9), date(2020, 2, 29), date(9999, 12, 31)]
    ordinals = np.array([day.toordinal() for day in days])
    for step in STEPS:
        for day, start in zip(days, find_starts(ordinals, step).tolist(), strict=True):  # type: ignore[arg-type] # a step
            following = find_next(date.fromordinal(start), step)  # type: ignore[arg-type] # the same
            assert start <= day.toordinal()
            assert following is None or day < following


def test_summary_of_nothing_adds_up_to_nothing() -> None:
    empty = Summary(np.zeros(0, np.int64), np.zeros(0, np.int64), [np.zeros(0, np.int64)])
    sums = empty.add_up(empty.sort_mask(np.zeros(0, np.bool_)))
    assert (sums.count.tolist(), sums.weights[0].tolist()) == ([], [])
