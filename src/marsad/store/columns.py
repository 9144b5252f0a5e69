"""What filters ask for of every incident, held as arrays in memory: a million are counted in milliseconds.

Why it is hard: no set of indexes and summaries answers every combination of twenty parameters, and SQLite looks at
a few million rows a second; a tenth of a second is not enough to look at all of them once. As arrays, all are looked
at in a hundredth. The rows stay the ledger's (`incident_facts`, `incident_names`): the arrays are read from them,
belong to one `derived_version`, and are brought up to date by the rows that changed since, in the transaction that
asks.

Known gaps: about 150 bytes of memory an incident; the first question after a program starts reads all rows (some
seconds for a million), the first after a change orders them anew (a second).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from marsad.store.explore_rows import read_version
from marsad.store.explore_tables import incident_facts, incident_names, names

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
CODED = ("type", "status", "kind", "grade", "state", "precision")
NONE = -1
"""What a number is where nothing is known; days are counted from the year 1 and are 0 then."""
CHUNK = 500

_F = incident_facts.c
_READ = (
    _F.number, _F.incident_id, _F.first_day, _F.last_day, _F.lat, _F.lon, _F.radius_km, _F.place, _F.killed_low,
    _F.killed_best, _F.killed_high, _F.killed_open, *(_F[name] for name in CODED),
)  # fmt: skip


class Codes:
    """The values of a column by small numbers, in the order they came."""

    def __init__(self, values: Sequence[str | None] = ()) -> None:
        self.values = list(values)
        self._at = {value: at for at, value in enumerate(self.values)}

    def take(self, value: str | None) -> int:
        """The number of a value, a new one where it is new."""
        at = self._at.get(value)
        if at is None:
            at = self._at[value] = len(self.values)
            self.values.append(value)
        return at

    def find(self, values: Sequence[str]) -> list[int]:
        """The numbers of those values that occur."""
        return [self._at[value] for value in values if value in self._at]


class Columns:
    """One state of all incidents. Position i of every array is one incident; arrays are never changed in place."""

    def __init__(self, version: int, arrays: Mapping[str, NDArray[Any]], codes: Mapping[str, Codes]) -> None:
        self.version = version
        self.arrays = dict(arrays)
        self.codes = codes
        self.number: Numbers = self.arrays["number"]
        self.first: Numbers = self.arrays["first_day"]
        self.last: Numbers = self.arrays["last_day"]
        self.lat: NDArray[np.float64] = self.arrays["lat"]
        self.lon: NDArray[np.float64] = self.arrays["lon"]
        self.id: NDArray[np.bytes_] = self.arrays["incident_id"]
        self.link_name: Numbers = np.zeros(0, np.int64)
        self.link_at: Numbers = np.zeros(0, np.int64)
        self.areas: dict[str, tuple[Numbers, Numbers, list[Any]]] = {}

    def __len__(self) -> int:
        return len(self.number)

    @cached_property
    def located(self) -> Mask:
        """Which have a point."""
        return ~np.isnan(self.lat) & ~np.isnan(self.lon)

    @cached_property
    def points(self) -> tuple[NDArray[np.float64], NDArray[np.float64], Numbers]:
        """The distinct points there are, as longitudes and latitudes, and which of them is each incident's.

        Incidents share the points of settlements, so that there are far fewer of these to sort into cells. Those
        without a point are given the first; who asks takes the located ones only.
        """
        at = np.flatnonzero(self.located)
        distinct, which = np.unique(self.lon[at] + 1j * self.lat[at], return_inverse=True)
        point = np.zeros(len(self), np.int64)
        point[at] = which
        return distinct.real.copy(), distinct.imag.copy(), point

    @cached_property
    def toll(self) -> Numbers:
        """The best figure of the killed, else the low, else the high one."""
        a = self.arrays
        best = np.where(a["killed_best"] == NONE, a["killed_low"], a["killed_best"])
        return np.where(best == NONE, a["killed_high"], best)

    @cached_property
    def by_id(self) -> Numbers:
        """Each one's rank by id."""
        return _rank(np.argsort(self.id, kind="stable"))

    @cached_property
    def newest(self) -> Numbers:
        """Each one's rank in the list, newest first, those without a day last."""
        return _rank(np.lexsort((self.by_id, -self.first)))

    @cached_property
    def oldest(self) -> Numbers:
        """The same, oldest first."""
        return _rank(np.lexsort((self.by_id, np.where(self.first == 0, np.iinfo(np.int64).max, self.first))))

    @cached_property
    def killed(self) -> Numbers:
        """The same, most killed first, those without a best figure last."""
        return _rank(np.lexsort((self.newest, -self.arrays["killed_best"])))

    def find_at(self, numbers: Numbers) -> Numbers:
        """Positions of those incidents that are here; `number` is sorted."""
        if len(self.number) == 0:
            return np.zeros(0, np.int64)
        at = np.searchsorted(self.number, numbers)
        at[at == len(self.number)] = 0
        found: Numbers = at[self.number[at] == numbers]
        return found

    def mark(self, at: Numbers) -> Mask:
        """A mask of these positions."""
        mask = np.zeros(len(self), np.bool_)
        mask[at] = True
        return mask

    def find_named(self, found: Sequence[int]) -> Mask:
        """The incidents that any of these names leads to."""
        wanted = np.array(found, np.int64)
        start, end = np.searchsorted(self.link_name, wanted), np.searchsorted(self.link_name, wanted, side="right")
        parts = [self.link_at[a:b] for a, b in zip(start, end, strict=True)]
        return self.mark(np.concatenate(parts) if parts else np.zeros(0, np.int64))


def _rank(order: Numbers) -> Numbers:
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank


def read_columns(connection: Connection, kept: Columns | None) -> Columns:
    """The present state; `kept` is one that was read before, brought up to date by what changed since."""
    version = read_version(connection)
    if kept is not None and kept.version == version:
        return kept
    codes = kept.codes if kept else {name: Codes() for name in CODED}
    query = select(*_READ).order_by(_F.number)
    if kept is not None:
        query = query.where(_F.version > kept.version)
    arrays = _make_arrays(connection.execute(query).all(), codes)
    changed: Numbers = arrays["number"]
    stays = np.ones(0, np.bool_)
    if kept is not None:
        stays = ~np.isin(kept.number, changed)
        alive = int(connection.execute(select(func.count()).select_from(incident_facts)).scalar_one())
        if int(stays.sum()) + len(changed) != alive:
            there = np.array(connection.execute(select(_F.number)).scalars().all(), np.int64)
            stays &= np.isin(kept.number, there)
        joined = {name: np.concatenate([kept.arrays[name][stays], array]) for name, array in arrays.items()}
        order = np.argsort(joined["number"], kind="stable")
        arrays = {name: array[order] for name, array in joined.items()}
    columns = Columns(version, arrays, codes)
    _read_links(connection, columns, kept, stays, changed)
    _join_areas(connection, columns)
    return columns


def _make_arrays(rows: Sequence[Any], codes: Mapping[str, Codes]) -> dict[str, NDArray[Any]]:
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(_READ)
    made: dict[str, NDArray[Any]] = {}
    for column, values in zip(_READ, columns, strict=True):
        name = column.name
        if name in CODED:
            made[name] = np.fromiter(map(codes[name].take, values), np.int64, len(values))
        elif name == "incident_id":
            made[name] = np.array([value.encode() for value in values], np.bytes_)
        elif name in {"first_day", "last_day"}:
            days = (0 if value is None else value.toordinal() for value in values)
            made[name] = np.fromiter(days, np.int64, len(values))
        elif name in {"lat", "lon", "radius_km"}:
            made[name] = np.array([np.nan if value is None else value for value in values], np.float64)
        else:
            made[name] = np.array([NONE if value is None else int(value) for value in values], np.int64)
    return made


def _read_links(connection: Connection, columns: Columns, kept: Columns | None, stays: Mask, changed: Numbers) -> None:
    """Which names lead to which incidents, sorted by name."""
    link = incident_names.c
    query = select(link.name, link.incident)
    name, number = np.zeros(0, np.int64), np.zeros(0, np.int64)
    if kept is None:
        name, number = _split(connection.execute(query).all())
    else:
        pairs: list[Any] = []
        for start in range(0, len(changed), CHUNK):
            pairs += connection.execute(query.where(link.incident.in_(changed[start : start + CHUNK].tolist()))).all()
        new_name, new_number = _split(pairs)
        old = stays[kept.link_at]
        name = np.concatenate([kept.link_name[old], new_name])
        number = np.concatenate([kept.number[kept.link_at[old]], new_number])
    order = np.argsort(name, kind="stable")
    columns.link_name = name[order]
    columns.link_at = np.searchsorted(columns.number, number[order])


def _split(pairs: Sequence[Any]) -> tuple[Numbers, Numbers]:
    both = np.array([tuple(pair) for pair in pairs], np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _join_areas(connection: Connection, columns: Columns) -> None:
    """For countries and governorates: each incident with each of its values, once."""
    n = names.c
    rows = connection.execute(
        select(n.number, n.country, n.admin1, n.admin1_en).where(n.kind == "place").order_by(n.number)
    ).all()
    for name, read in AREAS.items():
        codes: dict[Any, int] = {}
        of_name = np.full((rows[-1].number if rows else 0) + 1, NONE, np.int64)
        for row in rows:
            value = read(row)
            if value is not None:
                of_name[row.number] = codes.setdefault(value, len(codes))
        within = columns.link_name < len(of_name)
        code, at = of_name[columns.link_name[within]], columns.link_at[within]
        known = code != NONE
        pairs = np.unique(at[known] * max(1, len(codes)) + code[known])
        columns.areas[name] = (pairs // max(1, len(codes)), pairs % max(1, len(codes)), list(codes))


AREAS: Mapping[str, Callable[[Any], Any]] = {
    "country": lambda row: row.country,
    "admin1": lambda row: None if row.admin1 is None else (row.admin1, row.country),
}


class Keeper:
    """The last state that was read, for all threads of a program. Older ones stay whole for those who hold them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._columns: Columns | None = None

    def read(self, connection: Connection) -> Columns:
        """The state of the transaction that asks."""
        kept = self._columns
        if kept is not None and kept.version == read_version(connection):
            return kept
        with self._lock:
            columns = read_columns(connection, self._columns if self._is_earlier(connection) else None)
            if self._columns is None or columns.version > self._columns.version:
                self._columns = columns
            return columns

    def _is_earlier(self, connection: Connection) -> bool:
        """Whether the kept state may be brought forward to this transaction's: one that began earlier reads anew."""
        return self._columns is not None and self._columns.version <= read_version(connection)
