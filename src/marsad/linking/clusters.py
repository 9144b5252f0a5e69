"""Pairs become groups, without chains of single weak links.

A double strike chains: the first report fits the second, the second the third, the third not the first. So groups grow
by average linkage: two groups join while the mean worth of all pairs between them reaches the threshold, the best pair
of groups first, and never where one pair between them is a hard conflict or was judged "different". "Same" judgements
join before any score is looked at. Ties fall to the smallest claim id, so the order of input changes nothing.

Of millions of compared pairs only those worth more than an unseen one are kept; before two groups join, each pair
between them that was not kept is compared, so that no hard conflict hides behind blocking.

How a group came about is told with it: what each claim was joined to, and at which worth. Where that is the same as
before for every claim of a group, nothing that happened elsewhere can have touched it.

Known gaps: a greedy order is not the best possible partition; in a group of hundreds a wrong early join is not undone.
"""

import heapq
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

Pair = tuple[int, int]
Compared = tuple[int, int, float]
"""Two bound groups and the worth of a pair between them."""
Compare = Callable[[int, int], float | None]
"""The worth of two claims; None for a hard conflict."""
_NEVER = float("-inf")


class Join(NamedTuple):
    """How a claim lost its own name: bound to another by a person (`worth` None), or joined at a mean worth."""

    to: int
    worth: float | None


class Merged(NamedTuple):
    """Groups of indexes, each sorted, in the order of their smallest member; and how each claim came into its group.

    A group's own name, its smallest unit, is in `joins` only where a person bound it to a smaller claim.
    """

    groups: list[list[int]]
    joins: dict[int, Join]


class Scores:
    """Compared pairs and their worth, sixteen bytes each."""

    KINDS = ("i", "i", "d")

    def __init__(self) -> None:
        self._ones, self._others, self._worths = array("i"), array("i"), array("d")

    def add(self, one: int, other: int, worth: float) -> None:
        """Keep one pair."""
        self._ones.append(one)
        self._others.append(other)
        self._worths.append(worth)

    def columns(self) -> "tuple[array[Any], ...]":
        """The smaller indexes, the larger ones, the worths."""
        return self._ones, self._others, self._worths

    def extend(self, columns: "Iterable[array[Any]]") -> None:
        """Keep the pairs of another collection."""
        for own, more in zip(self.columns(), columns, strict=True):
            own.extend(more)

    def __iter__(self) -> Iterator[Compared]:
        return zip(self._ones, self._others, self._worths, strict=True)

    def __len__(self) -> int:
        return len(self._ones)


@dataclass(frozen=True, slots=True)
class Ties:
    """What people decided, as pairs of indexes (smaller first); of two "same" that cannot both hold, the first does."""

    same: tuple[Pair, ...] = ()
    different: frozenset[Pair] = frozenset()


def merge_claims(  # noqa: PLR0913 - the pairs, their worth, and the two thresholds
    size: int, scores: Iterable[Compared], ties: Ties, compare: Compare, *, link: float, unseen: float
) -> Merged:
    """Groups of the indexes 0…size-1, and how they came about.

    `scores` holds compared pairs and may be walked through twice; `compare` gives the worth of any other pair, which
    counts as `unseen` until two groups are about to join. A pair of groups joins at a mean worth of `link` or more.
    """
    bound = _join_same(size, ties)
    roots = _find_components(bound, scores, link)
    evidence: dict[int, list[Compared]] = {}
    for one, other, score in scores:
        if roots[one] == roots[other]:
            evidence.setdefault(roots[one], []).append((bound[one], bound[other], score))
    for one, other in ties.different:
        if roots[one] == roots[other]:
            evidence.setdefault(roots[one], []).append((bound[one], bound[other], _NEVER))
    members: dict[int, dict[int, list[int]]] = {}
    for index in range(size):
        members.setdefault(roots[index], {}).setdefault(bound[index], []).append(index)
    groups: list[list[int]] = []
    joins = {index: Join(root, None) for index, root in enumerate(bound) if root != index}
    for root, component in members.items():
        if len(component) > 1:
            groups += _Component(component, evidence[root], compare, link=link, unseen=unseen).merge(joins)
        else:
            groups += component.values()
    return Merged(sorted(groups), joins)


def _order(one: int, other: int) -> Pair:
    return (one, other) if one <= other else (other, one)


def _find_root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def find_conflicts(size: int, ties: Ties) -> list[Pair]:
    """The "same" judgements that did not take effect, because a "different" one stands between what they would join."""
    bound = _join_same(size, ties)
    return sorted((one, other) for one, other in ties.same if bound[one] != bound[other])


def _join_same(size: int, ties: Ties) -> list[int]:
    """The smallest index that each claim is bound to by "same"; one "different" inside a group forbids the bond."""
    parents = list(range(size))
    foes: dict[int, set[int]] = {}
    for one, other in ties.different:
        foes.setdefault(one, set()).add(other)
        foes.setdefault(other, set()).add(one)
    for one, other in ties.same:
        first, second = _order(_find_root(parents, one), _find_root(parents, other))
        if first == second or any(_find_root(parents, foe) == first for foe in foes.get(second, ())):
            continue
        parents[second] = first
        if second in foes:
            foes.setdefault(first, set()).update(foes.pop(second))
    return [_find_root(parents, index) for index in range(size)]


def _find_components(bound: Sequence[int], scores: Iterable[Compared], link: float) -> list[int]:
    """Each claim's component: what any chain of links holds together; no group can reach beyond it."""
    parents = list(bound)
    for one, other, score in scores:
        if score >= link:
            first, second = _order(_find_root(parents, one), _find_root(parents, other))
            parents[second] = first
    return [_find_root(parents, index) for index in range(len(bound))]


class _Component:
    """Average linkage inside one component, on sums of the known pairs; the rest count as `unseen` until they matter.

    A unit is what people bound together; `sums` and `seen` hold, for each two groups of units, the worth of the pairs
    of units that are known and their number.
    """

    def __init__(
        self,
        units: dict[int, list[int]],
        evidence: Iterable[Compared],
        compare: Compare,
        *,
        link: float,
        unseen: float,
    ) -> None:
        self._units, self._compare, self._link, self._unseen = units, compare, link, unseen
        self._worth = _weigh_pairs(units, evidence)
        self._sums = {unit: dict(row) for unit, row in self._worth.items()}
        self._seen = {unit: dict.fromkeys(row, 1) for unit, row in self._worth.items()}
        self._groups = {unit: [unit] for unit in units}
        self._heap: list[tuple[float, int, int, int, int]] = []

    def merge(self, joins: dict[int, Join]) -> list[list[int]]:
        """The claims of each group, sorted; the best mean joins first, and the joined group keeps the smaller name.

        Each join is noted in `joins` under the name that is lost.
        """
        for one in sorted(self._groups):
            for other in self._sums[one]:
                if one < other:
                    self._offer(one, other)
        while self._heap:
            worth, one, other, size_one, size_other = heapq.heappop(self._heap)
            if (len(self._groups.get(one, ())), len(self._groups.get(other, ()))) != (size_one, size_other):
                continue
            if self._seen[one][other] < size_one * size_other:
                self._look_closer(one, other)
                self._offer(one, other)
                continue
            self._groups[one] += self._groups.pop(other)
            joins[other] = Join(one, -worth)
            _fold_sums(one, other, self._sums, self._seen)
            for neighbour in self._sums[one]:
                self._offer(one, neighbour)
        return [sorted(claim for unit in group for claim in self._units[unit]) for group in self._groups.values()]

    def _offer(self, one: int, other: int) -> None:
        sizes = len(self._groups[one]), len(self._groups[other])
        pairs = sizes[0] * sizes[1]
        mean = (self._sums[one][other] + self._unseen * (pairs - self._seen[one][other])) / pairs
        if mean >= self._link:
            first, second = _order(one, other)
            sizes = sizes if first == one else (sizes[1], sizes[0])
            heapq.heappush(self._heap, (-mean, first, second, *sizes))

    def _look_closer(self, one: int, other: int) -> None:
        """Compare the pairs of units between two groups that nobody has compared yet."""
        total = 0.0
        for first, second in product(sorted(self._groups[one]), sorted(self._groups[other])):
            row = self._worth[first]
            if second not in row:
                worths = [
                    self._compare(min(pair), max(pair)) for pair in product(self._units[first], self._units[second])
                ]
                row[second] = self._worth[second][first] = max(
                    (worth for worth in worths if worth is not None), default=_NEVER
                )
            total += row[second]
        self._sums[one][other] = self._sums[other][one] = total
        self._seen[one][other] = self._seen[other][one] = len(self._groups[one]) * len(self._groups[other])


def _weigh_pairs(units: Iterable[int], evidence: Iterable[Compared]) -> dict[int, dict[int, float]]:
    """The worth of each known pair of units; minus infinity where it may never be joined.

    What a person bound together counts as one claim, with the best of its members' evidence: that a far place was
    judged the same must not drive away those who agree with the near one.
    """
    worth: dict[int, dict[int, float]] = {unit: {} for unit in units}
    foes = set()
    for one, other, score in evidence:
        if one == other:
            continue
        if score == _NEVER:
            foes.add((one, other))
        known = worth[one].get(other, _NEVER)
        worth[one][other] = worth[other][one] = max(known, score)
    for one, other in foes:
        worth[one][other] = worth[other][one] = _NEVER
    return worth


def _fold_sums(one: int, other: int, sums: dict[int, dict[int, float]], seen: dict[int, dict[int, int]]) -> None:
    """The sums of a joined group: what both had with a third is added, the other's own rows vanish."""
    sums[one].pop(other, None)
    seen[one].pop(other, None)
    for third, total in sums.pop(other).items():
        if third == one:
            continue
        number = seen[other][third]
        sums[third].pop(other)
        seen[third].pop(other)
        joined = sums[one].get(third, 0.0) + total
        count = seen[one].get(third, 0) + number
        sums[one][third] = sums[third][one] = joined
        seen[one][third] = seen[third][one] = count
    seen.pop(other)
