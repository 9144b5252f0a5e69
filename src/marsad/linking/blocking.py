"""Which pairs of claims are worth comparing: few enough for a laptop, and nearly all of the true ones.

Each claim is filed under keys (place, day) and asks for keys, lane by lane and realm by realm; a pair is a candidate
where one asks for what the other is filed under. A town asks for its own cell of a grid and the eight around it, an
area for the towns inside, a claim without a place only for an equal figure on its days.

Whether two claims meet depends on these two alone, never on how many others there are: so a new report meets the same
claims whether it came first, last or by itself, and linking only what it touches gives what linking all would give.
For that, what a claim is filed under and asks for is kept beside the ledger as an `Address`: hashes, so that two
addresses that do not meet are of two claims that do not; the few that do are then compared by the keys themselves.

Known gaps: a claim with neither place nor figure nor actor meets only claims of its own report; two claims without any
day, in reports without one, meet only over an equal figure.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple
from zlib import crc32

from marsad.linking.comparison import find_rare_counts
from marsad.linking.facts import Area, ClaimFacts, Spot, list_names
from marsad.linking.families import SPOKEN

CELL_DEGREES = 0.08
"""Above 5 km up to 55° of latitude: with the neighbouring cells, no two towns that count as near are missed."""
WIDE_DEGREES = 0.25
"""Above 15 km up to 55°: how far a district's point may lie from a place in it."""
UNDATED_SPAN = 3
"""Days before its report that a claim without a day may lie."""
REACH = 1
MONTH_DAYS = 30
"""What lasts longer is filed by months of so many days, and so are sums, plans, background and campaigns."""
TAIL_LETTERS = 4
"""Enough letters that few places of one day end alike."""

Key = tuple[str | int | None, ...]
_UNDATED: Key = ("undated",)


Unit = Literal["day", "month", "undated"]


class Span(NamedTuple):
    """The days, or months of `MONTH_DAYS`, that a claim may lie on, both ends included; 0 and 0 without any."""

    unit: Unit
    first: int
    last: int


class Address(NamedTuple):
    """Where a claim is found and where it looks: its room, its days there, and hashed keys without their days."""

    room: str
    first: int
    last: int
    filed: bytes
    asked: bytes


def find_address(facts: ClaimFacts) -> Address:
    """What is kept of a claim so that later ones find it."""
    span = _find_span(facts)
    filed, asked = _hash_keys(_file_under(facts)), _hash_keys(_ask_one_way(facts))
    return Address(f"{facts.lane}/{facts.realm}/{span.unit}", span.first, span.last, filed.tobytes(), asked.tobytes())


class Caller:
    """A claim that looks for those it must be compared with among the addresses of others."""

    def __init__(self, facts: ClaimFacts) -> None:
        own = find_address(facts)
        reach = 0 if own.room.endswith("month") else REACH
        self.room, self.first, self.last = own.room, own.first - reach, own.last + reach
        self._filed = frozenset(_hash_keys(_file_under(facts)))
        self._asked = frozenset(_hash_keys(_ask_both_ways(facts) | _ask_one_way(facts)))

    def may_meet(self, filed: bytes, asked: bytes) -> bool:
        """Whether a claim of the same room and days may be one to compare; sure only where it is False."""
        return not (self._asked.isdisjoint(array("I", filed)) and self._filed.isdisjoint(array("I", asked)))


@lru_cache(maxsize=200_000)
def _hash_key(key: Key) -> int:
    return crc32(repr(key).encode("utf-8", "surrogatepass"))


def _hash_keys(keys: Iterable[Key]) -> "array[int]":
    return array("I", sorted({_hash_key(key) for key in keys}))


class Room:
    """The claims of one lane and realm, and where each is found; `members` are indexes into `claims`.

    What both sides ask alike needs one table; the rest is looked up both ways.
    """

    def __init__(self, claims: Sequence[ClaimFacts], members: Sequence[int]) -> None:
        self.members = members
        self._claims = claims
        self._filed: dict[Key, list[int]] = {}
        self._asked: dict[Key, list[int]] = {}
        for index in members:
            days, wide = _find_days(claims[index])
            for key in _cross(_file_under(claims[index]), days):
                self._filed.setdefault(key, []).append(index)
            for key in _cross(_ask_one_way(claims[index]), wide):
                self._asked.setdefault(key, []).append(index)

    def find_others(self, index: int) -> set[int]:
        """All that the claim is to be compared with, itself among them."""
        facts = self._claims[index]
        days, wide = _find_days(facts)
        met: set[int] = set()
        for key in _cross(_ask_both_ways(facts) | _ask_one_way(facts), wide):
            met.update(self._filed.get(key, ()))
        for key in _cross(_file_under(facts), days):
            met.update(self._asked.get(key, ()))
        return met

    def find_pairs(self, members: Iterable[int]) -> Iterator[tuple[int, int]]:
        """The pairs of which one of `members` is the smaller index; over all members each pair once."""
        for index in members:
            yield from ((index, other) for other in sorted(self.find_others(index)) if other > index)


def open_rooms(claims: Sequence[ClaimFacts]) -> Iterator[Room]:
    """One room after another, so that only one has its tables in memory; a claim alone in its room meets nobody."""
    members: dict[tuple[str, str], list[int]] = {}
    for index, facts in enumerate(claims):
        members.setdefault((facts.lane, facts.realm), []).append(index)
    return (Room(claims, room) for room in members.values() if len(room) > 1)


def find_pairs(claims: Sequence[ClaimFacts]) -> Iterator[tuple[int, int]]:
    """Candidate pairs as indexes into `claims`, each once, the smaller first."""
    for room in open_rooms(claims):
        yield from room.find_pairs(room.members)


def _cross(places: Iterable[Key], days: Sequence[Key]) -> Iterator[Key]:
    return ((*place, *day) for place in places for day in days)


def _find_days(facts: ClaimFacts) -> tuple[Sequence[Key], Sequence[Key]]:
    """The days a claim may lie on, to file it under; and the same with one more at each side, to ask for."""
    span = _find_span(facts)
    if span.unit == "undated":
        return [_UNDATED], [_UNDATED]
    if span.unit == "month":
        months: list[Key] = [("month", month) for month in range(span.first, span.last + 1)]
        return months, months
    wide: list[Key] = [("day", day) for day in range(span.first - REACH, span.last + REACH + 1)]
    return wide[REACH:-REACH], wide


def _find_span(facts: ClaimFacts) -> Span:
    if facts.start is None or facts.end is None:
        if facts.published is None:
            return Span("undated", 0, 0)
        first, last = facts.published - UNDATED_SPAN, facts.published
    else:
        first, last = facts.start, facts.end
    if last - first > MONTH_DAYS or facts.lane != "single":
        return Span("month", first // MONTH_DAYS, last // MONTH_DAYS)
    return Span("day", first, last)


def _is_dayless(facts: ClaimFacts) -> bool:
    return facts.published is None and (facts.start is None or facts.end is None)


def _name_keys(facts: ClaimFacts) -> set[Key]:
    """Keys that are filed and asked alike: names, own report, and who speaks where words are the event.

    Without any day a name alone would bring together all that was ever told of a town, so a word of the quotation
    goes with it.
    """
    keys: set[Key] = {("document", facts.document)}
    names = {name for spot in _list_spots(facts) for name in (spot.name, spot.written)}
    if _is_dayless(facts):
        word = min(facts.words, default=None)
        keys.update(("name", name, word) for name in names)
        return keys
    keys.update(("name", name) for name in names)
    if facts.realm in SPOKEN:
        keys.update(("speaker", actor) for actor in facts.actors | facts.targets)
    return keys


def _file_under(facts: ClaimFacts) -> set[Key]:
    """The keys under which others find a claim."""
    keys = _name_keys(facts)
    keys.update(_find_figure_keys(facts))
    if _is_dayless(facts):
        return keys
    keys.update(("heard", max(words, key=len)) for words in list_names(facts.spots))
    for spot in _list_spots(facts):
        keys.add(_find_tail(spot))
        cell, wide = _find_cell(spot, CELL_DEGREES), _find_cell(spot, WIDE_DEGREES)
        if cell is not None and wide is not None:
            keys.update((("cell", *cell), ("wide", *wide)))
        if spot.admin1 is not None:
            keys.add(("inside", spot.admin1))
    keys.update(_find_area_keys(facts.areas))
    return keys


def _ask_both_ways(facts: ClaimFacts) -> set[Key]:
    """What a claim looks into where the other would look into the same."""
    keys = _name_keys(facts)
    if not _is_dayless(facts):
        for spot in _list_spots(facts):
            keys.update(("cell", *cell) for cell in _find_cells_around(spot, CELL_DEGREES))
    return keys


def _ask_one_way(facts: ClaimFacts) -> set[Key]:
    """What a claim looks into though the other might not: areas for towns, districts far around, equal figures."""
    keys: set[Key] = {("figure", "count", low) for low in find_rare_counts(facts)}
    if not facts.spots or _is_dayless(facts):
        keys.update(_find_figure_keys(facts))
    if _is_dayless(facts):
        return keys
    for spot in _list_spots(facts):
        if spot.lat is None:
            keys.add(_find_tail(spot))
        if spot.scale == "district":
            keys.update(("wide", *cell) for cell in _find_cells_around(spot, WIDE_DEGREES))
        if spot.admin1 is not None and (spot.lat is None or spot.name == spot.admin1):
            keys.add(("inside", spot.admin1))
    if not facts.spots:
        keys.update(_find_area_keys(facts.areas))
        keys.update(("heard", word) for word in facts.heard)
    return keys


def _list_spots(facts: ClaimFacts) -> tuple[Spot, ...]:
    """The places a claim names, or those that the rest of its report lends it."""
    return facts.spots or facts.lent


def _find_tail(spot: Spot) -> Key:
    """How a name ends: outlets differ over its first letters and its spaces."""
    return ("tail", spot.name.replace(" ", "")[-TAIL_LETTERS:])


def _find_cell(spot: Spot, degrees: float) -> tuple[int, int] | None:
    return None if spot.lat is None or spot.lon is None else (int(spot.lat // degrees), int(spot.lon // degrees))


def _find_cells_around(spot: Spot, degrees: float) -> Iterator[tuple[int, int]]:
    """The spot's own cell and its eight neighbours; none without a point."""
    cell = _find_cell(spot, degrees)
    if cell is not None:
        yield from ((cell[0] + up, cell[1] + right) for up in (-1, 0, 1) for right in (-1, 0, 1))


def _find_area_keys(areas: Iterable[Area]) -> Iterator[Key]:
    for area in areas:
        yield ("area", area.name)
        if area.admin1 is not None:
            yield ("inside", area.admin1)


def _find_figure_keys(facts: ClaimFacts) -> Iterator[Key]:
    """A toll or count that is rare enough to find a claim by."""
    for (outcome, group), figure in facts.cells.items():
        if group == "person" and not figure.vague and figure.low is not None and figure.low > 2:
            yield ("figure", outcome, figure.low)
    for figure in facts.counts.values():
        if not figure.vague and figure.low is not None and figure.low >= 10:
            yield ("figure", "count", figure.low)
