"""Incidents by the areas and points they share, made once for a state of all of them.

Why it is hard: a map of a million is a map of some thousand points. What is asked of each point, type and precision is
added up once for all that share them, and only then by the cells of a zoom.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marsad.store.summary import NONE, Mask, Numbers, Summary


class Areas:
    """Which countries or governorates incidents lie in: nearly all in one, so that others are counted beside."""

    def __init__(self, at: Numbers, code: Numbers, values: Sequence[Any], incidents: int) -> None:
        """`at` and `code` are each incident with each of its areas, once, sorted."""
        first = np.diff(at, prepend=NONE) != 0
        self.values = values
        self.first: Numbers = np.full(incidents, len(values), np.int32)  # one more: in none
        self.first[at[first]] = code[first]
        self.more_at: Numbers = at[~first]
        self.more: Numbers = code[~first]

    def count(self, passing: Mask) -> list[int]:
        """How many of those that pass lie in each of `values`."""
        size = len(self.values)
        counted = np.bincount(self.first[passing], minlength=size + 1)[:size]
        counted += np.bincount(self.more[passing[self.more_at]], minlength=size)
        found: list[int] = counted.tolist()
        return found


class Points:
    """The distinct points of incidents, and all that have one in their order: by point, type, precision and radius."""

    def __init__(
        self,
        at: Numbers,
        point: NDArray[np.complex128],
        radius: NDArray[np.float64],
        codes: Mapping[str, tuple[Numbers, int]],
        sums: Sequence[NDArray[Any]],
    ) -> None:
        """`at` are the positions of those with a point; `point` (longitude, latitude), `radius` and `codes` are theirs.

        Each of `codes` comes with how many values it may have; `sums` are the weights of all incidents.
        """
        distinct, own = np.unique(point, return_inverse=True)
        self.lon: NDArray[np.float64] = distinct.real.copy()
        self.lat: NDArray[np.float64] = distinct.imag.copy()
        radii, width = np.unique(np.nan_to_num(radius, nan=NONE), return_inverse=True)
        sizes = (len(distinct), *(size for _, size in codes.values()), len(radii))
        key = np.ravel_multi_index([own, *(code for code, _ in codes.values()), width], sizes) if len(at) else at
        self.summary = Summary(at, key, sums)
        split = np.unravel_index(self.summary.keys, sizes) if len(at) else [at] * len(sizes)
        self.of_key: Numbers = split[0]
        self.codes_of_key: dict[str, Numbers] = dict(zip(codes, split[1:-1], strict=True))
        self.radius_of_key: NDArray[np.float64] = radii[split[-1]]
        self._cells: dict[float, tuple[Numbers, Numbers]] = {}

    def find_cells(self, degrees: float, height: int) -> tuple[Numbers, Numbers]:
        """The cells of this width that hold a point, as x * height + y, and for each point which of them is its own."""
        kept = self._cells.get(degrees)
        if kept is None:
            east, north = (
                ((self.lon + 180.0) / degrees).astype(np.int64),
                ((self.lat + 90.0) / degrees).astype(np.int64),
            )
            key = east * height + north
            cells, own = np.unique(key, return_inverse=True)
            kept = self._cells[degrees] = cells, own.astype(np.int32)
        return kept
