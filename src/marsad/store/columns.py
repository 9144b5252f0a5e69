"""What filters ask for of every incident, held as arrays in memory: a million are counted in milliseconds.

Why it is hard: no set of indexes and summaries answers every combination of twenty parameters, and SQLite looks at
a few million rows a second; a tenth of a second is not enough to look at all of them once. As arrays, all are looked
at in a hundredth. The rows stay the ledger's (`incident_facts`, `incident_names`): the arrays are read from them,
belong to one `derived_version`, and are brought up to date by the rows that changed since, in the transaction that
asks.

What words lead to is kept too: the texts that a common word stands in are fetched once (`postings`), and which incident
rests on a text is an array like the others.

Known gaps: a program reads all rows once (measured: twenty seconds of processor for a million; `marsad serve` does so
before it is asked); the first question after a change copies the arrays, after new incidents it orders them anew too
(one and three seconds for a million).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, func, select

from marsad.store.explore_rows import read_since, read_version
from marsad.store.explore_tables import claim_texts, incident_facts, incident_names, names
from marsad.store.postings import Postings
from marsad.store.shared_places import Areas, Points
from marsad.store.summary import NONE, Mask, Numbers, Summary

POINTED = ("type", "precision")
CODED = ("type", "status", "kind", "grade", "state", "precision", "date_precision")
CHUNK = 500
CHANGED_MOST = 20_000
"""More changes than these are not brought in: all is read anew."""
TERMS_MOST, ANSWERS_MOST = 64, 8
"""How many masks of names and words, and of whole filters, a state keeps."""
READ_AT_ONCE = 50_000

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


LONG = ("week", "month", "year")
"""Precisions of a date that are longer than a day, short to long."""


class KeptMasks:
    """The masks of one state that were asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Mask] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable, make: Callable[[], Mask]) -> Mask:
        """The one that was made before, or is made now; not to be changed in place."""
        with self._lock:
            mask = self._kept.get(key)
            if mask is not None:
                self._kept.move_to_end(key)
                return mask
        mask = make()
        mask.flags.writeable = False
        with self._lock:
            self._kept[key] = mask
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return mask


class Columns:
    """One state of all incidents. Position i of every array is one incident; arrays are never changed in place."""

    def __init__(
        self, version: int, since: int, arrays: Mapping[str, NDArray[Any]], codes: Mapping[str, Codes]
    ) -> None:
        self.version = version
        self.since = since
        self.arrays = dict(arrays)
        self.codes = codes
        self.number: Numbers = self.arrays["number"]
        self.first: Numbers = self.arrays["first_day"]
        self.last: Numbers = self.arrays["last_day"]
        self.lat: NDArray[np.float64] = self.arrays["lat"]
        self.lon: NDArray[np.float64] = self.arrays["lon"]
        self.id: NDArray[np.bytes_] = self.arrays["incident_id"]
        self.link_name: Numbers = np.zeros(0, np.int32)
        self.link_at: Numbers = np.zeros(0, np.int32)
        self.text_incident: Numbers = np.zeros(0, np.int32)
        self.areas: dict[str, Areas] = {}
        self.places: dict[int, Any] = {}
        self.postings = Postings()
        self.terms = KeptMasks(TERMS_MOST)
        self.answers = KeptMasks(ANSWERS_MOST)

    def __len__(self) -> int:
        return len(self.number)

    @cached_property
    def text_at(self) -> Numbers:
        """By the number of a claim's text: the incident that rests on it, NONE where none does."""
        found = np.full(len(self.text_incident), NONE, np.int32)
        there = np.flatnonzero(self.text_incident != NONE)
        if len(self.number):
            found[there] = np.searchsorted(self.number, self.text_incident[there])
        return found

    @cached_property
    def located(self) -> Mask:
        """Which have a point."""
        return ~np.isnan(self.lat) & ~np.isnan(self.lon)

    @cached_property
    def points(self) -> Points:
        """The distinct points there are; incidents share those of settlements."""
        at = np.flatnonzero(self.located)
        codes = {name: (self.arrays[name][at], len(self.codes[name].values)) for name in POINTED}
        return Points(at, self.lon[at] + 1j * self.lat[at], self.arrays["radius_km"][at], codes, self.sums)

    @cached_property
    def toll(self) -> Numbers:
        """The best figure of the killed, else the low, else the high one."""
        a = self.arrays
        best = np.where(a["killed_best"] == NONE, a["killed_low"], a["killed_best"])
        return np.where(best == NONE, a["killed_high"], best)

    @cached_property
    def sums(self) -> tuple[NDArray[Any], ...]:
        """What each incident adds to the sums of the killed: low, best, high, open, itself, left out."""
        a = self.arrays
        single = a["kind"] == next(iter(self.codes["kind"].find(["single"])), NONE)
        low, high, toll = a["killed_low"], a["killed_high"], self.toll
        added = single & (toll != NONE)
        numbers = (
            np.where(added & (low != NONE), low, 0),
            np.where(added, toll, 0),
            np.where(added, np.where(high == NONE, toll, high), 0),
        )
        narrow = (number.astype(np.min_scalar_type(number.max(initial=0))) for number in numbers)
        return (*narrow, added & (a["killed_open"] == 1), added, ~single & (toll != NONE))

    @cached_property
    def by_day(self) -> Summary:
        """All by the day they began and how well it is known: day * 4 + the place in LONG, 0 where it is one day."""
        length = np.zeros(len(self), np.int64)
        for at, precision in enumerate(LONG, 1):
            for code in self.codes["date_precision"].find([precision]):
                length[(self.arrays["date_precision"] == code) & (self.last > self.first)] = at
        return Summary(np.arange(len(self)), self.first.astype(np.int64) * 4 + length, self.sums)

    @cached_property
    def facets(self) -> tuple[Numbers, tuple[str, ...], tuple[int, ...]]:
        """The codes of an incident as one number, the names of these and how many values each has."""
        names = tuple(name for name in CODED if not name.endswith("precision"))
        sizes = tuple(len(self.codes[name].values) for name in names)
        mixed = np.ravel_multi_index([self.arrays[name] for name in names], sizes) if len(self) else np.zeros(0)
        return mixed.astype(np.int32), names, sizes

    @cached_property
    def by_id(self) -> Numbers:
        """Each one's rank by id."""
        return rank(np.argsort(self.id, kind="stable"))

    @cached_property
    def newest(self) -> Numbers:
        """The list, newest first, those without a day last."""
        return np.lexsort((self.by_id, -self.first)).astype(np.int32)

    @cached_property
    def oldest(self) -> Numbers:
        """The same, oldest first."""
        first = np.where(self.first == 0, np.iinfo(np.int32).max, self.first)
        return np.lexsort((self.by_id, first)).astype(np.int32)

    @cached_property
    def killed(self) -> Numbers:
        """The same, most killed first, those without a best figure last."""
        return np.lexsort((self.newest_rank, -self.arrays["killed_best"])).astype(np.int32)

    @cached_property
    def newest_rank(self) -> Numbers:
        """Where each one stands in `newest`."""
        return rank(self.newest)

    def make_orders(self) -> None:
        """Make now what is otherwise made when it is first asked for."""
        for name in ("text_at", "newest_rank", "oldest", "killed", "by_day", "points", "facets"):
            getattr(self, name)

    def find_at(self, numbers: Numbers) -> Numbers:
        """Positions of those incidents that are here; `number` is sorted."""
        if len(self.number) == 0:
            return np.zeros(0, np.int32)
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
        wanted = np.array(found, np.int32)
        if len(wanted) > CHUNK:
            chosen = np.zeros(int(max(wanted.max(), self.link_name.max(initial=0))) + 1, np.bool_)
            chosen[wanted] = True
            return self.mark(self.link_at[chosen[self.link_name]])
        start, end = np.searchsorted(self.link_name, wanted), np.searchsorted(self.link_name, wanted, side="right")
        parts = [self.link_at[a:b] for a, b in zip(start, end, strict=True)]
        return self.mark(np.concatenate(parts) if parts else np.zeros(0, np.int32))


def rank(order: Numbers) -> Numbers:
    """Where each position stands in an order."""
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return place


def fetch_parts(connection: Connection, query: Select[Any]) -> Iterator[list[tuple[Any, ...]]]:
    """Rows as the driver gives them, some at a time: a million as `Row` take seconds more, and all at once a gigabyte.

    Days may be text, truth a number.
    """
    result = connection.execute(query)
    while result.cursor is not None and (rows := result.cursor.fetchmany(READ_AT_ONCE)):
        yield list(rows)
    result.close()


def fetch_raw(connection: Connection, query: Select[Any]) -> list[tuple[Any, ...]]:
    """All of them."""
    return [row for rows in fetch_parts(connection, query) for row in rows]


def read_columns(connection: Connection, kept: Columns | None) -> Columns:
    """The present state; `kept` is one that was read before, brought up to date by what changed since."""
    version, since = read_version(connection), read_since(connection)
    if kept is not None and kept.version == version:
        return kept
    if kept is not None and (kept.since != since or _count_changed(connection, kept) > CHANGED_MOST):
        kept = None
    codes = kept.codes if kept else {name: Codes() for name in CODED}
    query = select(*_READ).order_by(_F.number)
    if kept is not None:
        query = query.where(_F.version > kept.version)
    parts = [_make_arrays(rows, codes) for rows in fetch_parts(connection, query)] or [_make_arrays([], codes)]
    arrays = {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])}
    changed: Numbers = arrays["number"]
    stays = np.ones(0, np.bool_)
    if kept is not None:
        stays = ~np.isin(kept.number, changed)
        alive = int(connection.execute(select(func.count()).select_from(incident_facts)).scalar_one())
        if int(stays.sum()) + len(changed) != alive:
            there = np.array(fetch_raw(connection, select(_F.number)), np.int32).reshape(-1)
            stays &= np.isin(kept.number, there)
        joined = {name: np.concatenate([kept.arrays[name][stays], array]) for name, array in arrays.items()}
        order = np.argsort(joined["number"], kind="stable")
        arrays = {name: array[order] for name, array in joined.items()}
    columns = Columns(version, since, arrays, codes)
    if kept is not None:
        columns.postings = kept.postings
    _read_links(connection, columns, kept, stays, changed)
    _read_texts(connection, columns, kept, stays, changed)
    _join_areas(connection, columns)
    if kept is not None:
        _carry_orders(columns, kept)
    return columns


def _carry_orders(columns: Columns, kept: Columns) -> None:
    """Take over the orders that rest on values which stayed: most changes leave days or points as they were."""
    stayed = {
        name for name, array in columns.arrays.items()
        if np.array_equal(array, kept.arrays[name], equal_nan=array.dtype.kind == "f")
    }  # fmt: skip
    for order, rests_on in RESTS_ON.items():
        if order in kept.__dict__ and stayed.issuperset(rests_on):
            columns.__dict__[order] = kept.__dict__[order]


def _count_changed(connection: Connection, kept: Columns) -> int:
    query = select(func.count()).select_from(incident_facts).where(_F.version > kept.version)
    return int(connection.execute(query).scalar_one())


def _make_arrays(rows: Sequence[Any], codes: Mapping[str, Codes]) -> dict[str, NDArray[Any]]:
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(_READ)
    made: dict[str, NDArray[Any]] = {}
    for column, values in zip(_READ, columns, strict=True):
        name = column.name
        if name in CODED:
            numbers = {value: codes[name].take(value) for value in dict.fromkeys(values)}
            made[name] = np.fromiter(map(numbers.__getitem__, values), np.int16, len(values))
        elif name == "incident_id":
            made[name] = np.array([value.encode() for value in values], np.bytes_)
        elif name in {"first_day", "last_day"}:
            made[name] = make_days(values)
        elif name in {"lat", "lon", "radius_km"}:
            made[name] = np.array(values, np.float64)  # None is NaN
        else:
            wide = np.int64 if name.startswith("killed") else np.int32
            made[name] = np.array([NONE if value is None else value for value in values], wide)
    return made


def make_days(values: Iterable[Any]) -> Numbers:
    """Days as ordinals, 0 where there is none; they come as dates or as text, by the driver."""
    listed = list(values)
    numbers = {
        day: 0 if day is None else (day if isinstance(day, date) else date.fromisoformat(day)).toordinal()
        for day in dict.fromkeys(listed)
    }
    return np.fromiter(map(numbers.__getitem__, listed), np.int32, len(listed))


def _read_changed(
    connection: Connection, query: Select[Any], of: ColumnElement[Any], changed: Numbers | None
) -> tuple[Numbers, Numbers]:
    """Pairs of numbers: all, or those of the incidents that changed."""
    some = [query]
    if changed is not None:
        cut = range(0, len(changed), CHUNK)
        some = [query.where(of.in_(changed[start : start + CHUNK].tolist())) for start in cut]
    parts = [np.array(rows, np.int32) for one in some for rows in fetch_parts(connection, one)]
    both = np.concatenate([np.zeros((0, 2), np.int32), *parts])
    return both[:, 0], both[:, 1]


def _read_links(connection: Connection, columns: Columns, kept: Columns | None, stays: Mask, changed: Numbers) -> None:
    """Which names lead to which incidents, sorted by name."""
    link = incident_names.c
    query = select(link.name, link.incident)
    name, number = _read_changed(connection, query, link.incident, None if kept is None else changed)
    if kept is not None:
        old = stays[kept.link_at]
        name = np.concatenate([kept.link_name[old], name])
        number = np.concatenate([kept.number[kept.link_at[old]], number])
    order = np.argsort(name, kind="stable")
    columns.link_name = name[order]
    columns.link_at = np.searchsorted(columns.number, number[order]).astype(np.int32)


def _read_texts(connection: Connection, columns: Columns, kept: Columns | None, stays: Mask, changed: Numbers) -> None:
    """Which claims' texts lead to which incidents."""
    texts = claim_texts.c
    query = select(texts.number, texts.incident).where(texts.incident.is_not(None))
    text, incident = _read_changed(connection, query, texts.incident, None if kept is None else changed)
    old = np.zeros(0, np.int32) if kept is None else kept.text_incident
    joined = np.full(max(len(old), int(text.max(initial=-1)) + 1), NONE, np.int32)
    joined[: len(old)] = old
    if kept is not None:
        at = kept.text_at
        gone = at != NONE
        gone[gone] = ~stays[at[gone]]
        joined[: len(old)][gone] = NONE
    joined[text] = incident
    columns.text_incident = joined


def _join_areas(connection: Connection, columns: Columns) -> None:
    """For countries and governorates: each incident with each of its values, once."""
    n = names.c
    rows = connection.execute(
        select(n.number, n.country, n.admin1, n.admin1_en, n.name_ar, n.name_en)
        .where(n.kind == "place")
        .order_by(n.number)
    ).all()
    columns.places = {row.number: row for row in rows}
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
        pairs = np.sort(at[known] * max(1, len(codes)) + code[known])
        pairs = pairs[np.diff(pairs, prepend=NONE) != 0]
        place, code = np.divmod(pairs, max(1, len(codes)))
        columns.areas[name] = Areas(place.astype(np.int32), code.astype(np.int32), list(codes), len(columns))


AREAS: Mapping[str, Callable[[Any], Any]] = {
    "country": lambda row: row.country,
    "admin1": lambda row: None if row.admin1 is None else (row.admin1, row.country),
}


_LIST = ("number", "incident_id", "first_day")
_SUMS = ("number", "kind", "killed_low", "killed_best", "killed_high", "killed_open")
RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "by_id": ("number", "incident_id"), "newest": _LIST, "newest_rank": _LIST, "oldest": _LIST,
    "killed": (*_LIST, "killed_best"), "by_day": (*_SUMS, "first_day", "last_day", "date_precision"),
    "points": (*_SUMS, "lat", "lon", "radius_km", *POINTED),
}  # fmt: skip
"""The values that each cached order is made of."""


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
