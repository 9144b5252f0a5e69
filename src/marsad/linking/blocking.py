"""Which pairs of claims are worth comparing: few enough for a laptop, and nearly all of the true ones.

Each claim is filed under keys (lane, realm, place, day) and asks for keys; a pair is a candidate where one asks for
what the other is filed under. A town asks for its own cell of a coarse grid and the eight around it, an area for the
towns inside, a claim without a place only for an equal figure on its days.

Known gaps: a claim with neither place nor figure nor actor meets only claims of its own report.
"""

from collections.abc import Iterator, Sequence

from marsad.linking.comparison import find_rare_counts
from marsad.linking.facts import ClaimFacts
from marsad.linking.families import SPOKEN

GRID_DEGREES = 0.15
"""About 15 km: with the neighbouring cells, no pair that the comparison could call near is missed."""
CROWD = 400
"""A block above this many claims is split by an equal figure, origin or type before its pairs are made."""
_UNDATED_SPAN = 3
_REACH = 1
_MONTH_DAYS = 30

Key = tuple[str | int | None, ...]


def find_pairs(claims: Sequence[ClaimFacts]) -> Iterator[tuple[int, int]]:
    """Candidate pairs as indexes into `claims`, each once, the smaller first."""
    filed: dict[Key, list[int]] = {}
    asked: dict[Key, list[int]] = {}
    for index, facts in enumerate(claims):
        days = _find_day_keys(facts)
        head = (facts.lane, facts.realm)
        for where in _file_under(facts):
            for day in days:
                filed.setdefault((*head, *where, *day), []).append(index)
        for where in _ask_for(facts):
            for day in days:
                asked.setdefault((*head, *where, *day), []).append(index)
    seen_of: list[set[int]] = [set() for _ in claims]
    for key, askers in asked.items():
        answers = filed.get(key)
        if not answers:
            continue
        for one, other in _meet(askers, answers, claims):
            first, second = (one, other) if one < other else (other, one)
            if second not in seen_of[first]:
                seen_of[first].add(second)
                yield first, second


def _meet(askers: list[int], answers: list[int], claims: Sequence[ClaimFacts]) -> Iterator[tuple[int, int]]:
    """All pairs of a small block; in a crowd only those that share something more."""
    if len(askers) * len(answers) <= CROWD * CROWD:
        yield from ((one, other) for one in askers for other in answers if one != other)
        return
    rooms: dict[Key, list[int]] = {}
    for index in answers:
        for trait in _find_traits(claims[index]):
            rooms.setdefault(trait, []).append(index)
    for one in askers:
        for trait in _find_traits(claims[one]):
            yield from ((one, other) for other in rooms.get(trait, [])[:CROWD] if one != other)


def _find_traits(facts: ClaimFacts) -> Iterator[Key]:
    """What two claims of a crowded block must share to be compared."""
    yield from _find_figure_keys(facts)
    for spot in facts.spots:
        yield ("spot", spot.place_id or spot.name)


def _find_day_keys(facts: ClaimFacts) -> list[tuple[str, int]]:
    """The days a claim may lie on, one added at each side; months for what lasts longer."""
    if facts.start is None or facts.end is None:
        if facts.published is None:
            return [("undated", 0)]
        first, last = facts.published - _UNDATED_SPAN, facts.published
    else:
        first, last = facts.start, facts.end
    if last - first > _MONTH_DAYS or facts.lane != "single":
        return [("month", month) for month in range(first // _MONTH_DAYS, last // _MONTH_DAYS + 1)]
    return [("day", day) for day in range(first, last + 1 + _REACH)]


def _file_under(facts: ClaimFacts) -> set[Key]:
    """The place keys under which others find a claim."""
    keys: set[Key] = set()
    for spot in facts.spots:
        keys.update((("name", spot.name), ("name", spot.written)))
        if spot.lat is not None and spot.lon is not None:
            keys.add(("cell", int(spot.lat // GRID_DEGREES), int(spot.lon // GRID_DEGREES)))
        if spot.admin1 is not None:
            keys.add(("inside", spot.admin1))
    for area in facts.areas:
        keys.add(("area", area.name))
        if area.admin1 is not None:
            keys.add(("inside", area.admin1))
    keys.update(_find_figure_keys(facts))
    keys.update(("speaker", actor) for actor in facts.actors | facts.targets if facts.realm in SPOKEN)
    keys.add(("document", facts.document))
    return keys


def _ask_for(facts: ClaimFacts) -> set[Key]:
    """The place keys that a claim looks into."""
    keys: set[Key] = set()
    for spot in facts.spots:
        keys.update((("name", spot.name), ("name", spot.written)))
        if spot.lat is not None and spot.lon is not None:
            row, column = int(spot.lat // GRID_DEGREES), int(spot.lon // GRID_DEGREES)
            keys.update(("cell", row + up, column + right) for up in (-1, 0, 1) for right in (-1, 0, 1))
        if spot.admin1 is not None and (spot.lat is None or spot.name == spot.admin1):
            keys.add(("inside", spot.admin1))
    if not facts.spots:
        for area in facts.areas:
            keys.add(("area", area.name))
            if area.admin1 is not None:
                keys.add(("inside", area.admin1))
        keys.update(_find_figure_keys(facts))
    keys.update(("figure", "count", low) for low in find_rare_counts(facts))
    if facts.realm in SPOKEN:
        keys.update(("speaker", actor) for actor in facts.actors | facts.targets)
    keys.add(("document", facts.document))
    return keys


def _find_figure_keys(facts: ClaimFacts) -> Iterator[Key]:
    """A toll or count that is rare enough to find a claim by."""
    for (outcome, group), figure in facts.cells.items():
        if group == "person" and not figure.vague and figure.low is not None and figure.low > 2:
            yield ("figure", outcome, figure.low)
    for figure in facts.counts.values():
        if not figure.vague and figure.low is not None and figure.low >= 10:
            yield ("figure", "count", figure.low)
