"""Pairs become groups, without chains of single weak links.

A double strike chains: the first report fits the second, the second the third, the third not the first. So groups grow
by average linkage: two groups join while the mean worth of all pairs between them reaches the threshold, the best pair
of groups first, and never where one pair between them is a hard conflict or was judged "different". "Same" judgements
join before any score is looked at. Ties fall to the smallest claim id, so the order of input changes nothing.

Known gaps: a greedy order is not the best possible partition; in a group of hundreds a wrong early join is not undone.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Pair = tuple[int, int]
_NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Ties:
    """What people decided, as pairs of indexes (smaller first)."""

    same: tuple[Pair, ...] = ()
    different: frozenset[Pair] = frozenset()


def merge_claims(
    size: int, scores: Mapping[Pair, float | None], ties: Ties, *, link: float, unseen: float
) -> list[list[int]]:
    """Groups of the indexes 0…size-1, each sorted, in the order of their smallest member.

    `scores` holds each compared pair (smaller index first), None for a hard conflict; `unseen` is the worth of a pair
    that was never compared; a pair of groups joins at a mean worth of `link` or more.
    """
    bound = _join_same(size, ties)
    apart = _Apart(bound, ties)
    groups: list[list[int]] = []
    for component in _find_components(bound, scores, link):
        groups += _merge_component(component, scores, apart, link=link, unseen=unseen)
    return sorted(groups)


class _Apart:
    """Which bound groups were judged different."""

    def __init__(self, bound: Sequence[int], ties: Ties) -> None:
        self.bound = bound
        self.pairs = {_order(bound[one], bound[other]) for one, other in ties.different}


def _order(one: int, other: int) -> Pair:
    return (one, other) if one <= other else (other, one)


def _find_root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _join_same(size: int, ties: Ties) -> list[int]:
    """The smallest index that each claim is bound to by "same"; one "different" inside a group forbids the bond."""
    parents = list(range(size))
    foes: dict[int, set[int]] = {}
    for one, other in ties.different:
        foes.setdefault(one, set()).add(other)
        foes.setdefault(other, set()).add(one)
    for one, other in sorted(ties.same):
        first, second = _order(_find_root(parents, one), _find_root(parents, other))
        if first == second or any(_find_root(parents, foe) == first for foe in foes.get(second, ())):
            continue
        parents[second] = first
        if second in foes:
            foes.setdefault(first, set()).update(foes.pop(second))
    return [_find_root(parents, index) for index in range(size)]


def _find_components(bound: Sequence[int], scores: Mapping[Pair, float | None], link: float) -> Iterable[list[int]]:
    """Claims that any chain of links holds together: no group can reach beyond its component."""
    parents = list(bound)
    for (one, other), score in scores.items():
        if score is not None and score >= link:
            first, second = _order(_find_root(parents, one), _find_root(parents, other))
            parents[second] = first
    members: dict[int, list[int]] = {}
    for index in range(len(bound)):
        members.setdefault(_find_root(parents, index), []).append(index)
    return members.values()


def _merge_component(
    component: list[int], scores: Mapping[Pair, float | None], apart: _Apart, *, link: float, unseen: float
) -> list[list[int]]:
    """Average linkage inside one component, on sums of the compared pairs; the rest count as `unseen`."""
    groups: dict[int, list[int]] = {}
    for index in component:
        groups.setdefault(apart.bound[index], []).append(index)
    if len(groups) == 1:
        return [sorted(component)]
    sums, seen = _sum_pairs(component, scores, apart)
    sizes = {group: len(members) for group, members in groups.items()}
    for one, other in _find_joins(sizes, sums, seen, link=link, unseen=unseen):
        groups[one] += groups.pop(other)
    return [sorted(members) for members in groups.values()]


def _find_joins(
    sizes: dict[int, int],
    sums: dict[int, dict[int, float]],
    seen: dict[int, dict[int, int]],
    *,
    link: float,
    unseen: float,
) -> Iterator[Pair]:
    """The joins in the order they are made, best mean first; a join of two groups leaves the smaller index."""
    heap: list[tuple[float, int, int, int, int]] = []

    def offer(one: int, other: int) -> None:
        pairs = sizes[one] * sizes[other]
        mean = (sums[one][other] + unseen * (pairs - seen[one][other])) / pairs
        if mean >= link:
            first, second = _order(one, other)
            heapq.heappush(heap, (-mean, first, second, sizes[first], sizes[second]))

    for one in sorted(sizes):
        for other in sums[one]:
            if one < other:
                offer(one, other)
    while heap:
        _, one, other, size_one, size_other = heapq.heappop(heap)
        if sizes.get(one) != size_one or sizes.get(other) != size_other:
            continue
        sizes[one] += sizes.pop(other)
        _fold_sums(one, other, sums, seen)
        for neighbour in sums[one]:
            offer(one, neighbour)
        yield one, other


def _sum_pairs(
    component: list[int], scores: Mapping[Pair, float | None], apart: _Apart
) -> tuple[dict[int, dict[int, float]], dict[int, dict[int, int]]]:
    """Sums and numbers of the compared pairs between bound groups; minus infinity where one forbids the join."""
    sums: dict[int, dict[int, float]] = {apart.bound[index]: {} for index in component}
    seen: dict[int, dict[int, int]] = {group: {} for group in sums}
    for place, one in enumerate(component):
        for other in component[place + 1 :]:
            pair = _order(one, other)
            first, second = apart.bound[one], apart.bound[other]
            if first == second or pair not in scores:
                continue
            score = scores[pair]
            _add(sums, seen, first, second, _NEVER if score is None else score)
    for first, second in apart.pairs:
        if first in sums and second in sums:
            _add(sums, seen, first, second, _NEVER)
    return sums, seen


def _add(
    sums: dict[int, dict[int, float]], seen: dict[int, dict[int, int]], first: int, second: int, score: float
) -> None:
    for one, other in ((first, second), (second, first)):
        sums[one][other] = sums[one].get(other, 0.0) + score
        seen[one][other] = seen[one].get(other, 0) + 1


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
