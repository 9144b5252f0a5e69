"""What the places of one list, sentence or document say together about where it happened.

Every group of like mentions spreads its share over cells of the map, governorates and countries; a candidate is
supported by what the others put there. Sums instead of pairs, so that the cost grows with the mentions only.
"""

from collections import defaultdict

from marsad.reference.gazetteer import PlaceRecord
from marsad.resolution.nearness import NEIGHBOUR_STATES

CELLS_PER_DEGREE = 4
BIG = 20_000
WIDE = CELLS_PER_DEGREE
"""Cells on a side of a wide cell, of about 100 km."""
AROUND = tuple((row, column) for row in (-1, 0, 1) for column in (-1, 0, 1))

Cell = tuple[int, int]


def cell_of(place: PlaceRecord) -> Cell | None:
    """The cell of about 25 km that a place lies in; `None` for countries and places without a middle."""
    if place.about is None or place.feature == "country":
        return None
    return int(place.about[0] * CELLS_PER_DEGREE // 1), int(place.about[1] * CELLS_PER_DEGREE // 1)


class Candidate:
    """One row that a mention may mean, with what the sums need of it.

    `strange` says from 0 to 1 how odd it is to name this place in a report on other countries.
    """

    __slots__ = ("area", "cell", "country", "place", "prior", "quarter", "row", "small", "strange")

    def __init__(self, place: PlaceRecord, prior: float, strange: float) -> None:
        self.row = place.row
        self.place = place
        self.prior = prior
        self.strange = strange
        self.cell = None if place.feature in {"governorate", "region"} else cell_of(place)
        self.area = place.row if place.feature == "governorate" else place.admin1_row
        self.country = place.country
        self.quarter = place.kind == "quarter"
        self.small = place.feature in {"settlement", "site", "district"} and (place.population or 0) < BIG


class Scope:
    """The sums of one list, sentence or document."""

    __slots__ = ("areas", "cells", "countries", "total", "wide")

    def __init__(self) -> None:
        self.cells: dict[Cell, float] = defaultdict(float)
        self.wide: dict[Cell, float] = defaultdict(float)
        self.areas: dict[int, float] = defaultdict(float)
        self.countries: dict[str, float] = defaultdict(float)
        self.total = 0.0

    def put(self, candidate: Candidate, share: float, country_weight: float) -> None:
        """Add one candidate's share (negative takes it away)."""
        if candidate.country is None:
            return
        if candidate.place.feature == "country":
            share *= country_weight
        self.countries[candidate.country] += share
        self.total += share
        if candidate.area is not None:
            self.areas[candidate.area] += share
        if candidate.cell is not None:
            self.cells[candidate.cell] += share
            self.wide[candidate.cell[0] // WIDE, candidate.cell[1] // WIDE] += share

    def land(self, country: str) -> float:
        """What lies in a country, or in the one that reports seldom part from it."""
        other = NEIGHBOUR_STATES.get(country)
        beside = self.countries.get(other, 0.0) if other is not None else 0.0
        return max(0.0, self.countries.get(country, 0.0) + beside)

    def around(self, cell: Cell | None) -> float:
        """What lies in a cell and the eight around it."""
        if cell is None or not self.cells:
            return 0.0
        row, column = cell
        return sum(self.cells.get((row + i, column + j), 0.0) for i, j in AROUND)

    def within(self, cell: Cell | None) -> float:
        """What lies in the same wide cell."""
        return 0.0 if cell is None else self.wide.get((cell[0] // WIDE, cell[1] // WIDE), 0.0)
