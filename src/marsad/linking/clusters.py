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
Compared = tuple[int, int, float | None]
"""Two bound groups and the worth of a pair between them: None for a hard conflict, minus infinity if judged so."""
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
    roots = _find_components(bound, scores, link)
    evidence: dict[int, list[Compared]] = {}
    for (one, other), score in scores.items():
        if roots[one] == roots[other]:
            evidence.setdefault(roots[one], []).append((bound[one], bound[other], score))
    for one, other in ties.different:
        if roots[one] == roots[other]:
            evidence.setdefault(roots[one], []).append((bound[one], bound[other], _NEVER))
    members: dict[int, dict[int, list[int]]] = {}
    for index in range(size):
        members.setdefault(roots[index], {}).setdefault(bound[index], []).append(index)
    groups: list[list[int]] = []
    for root, component in members.items():
        if len(component) > 1:
            groups += _merge_component(component, evidence[root], link=link, unseen=unseen)
        else:
            groups += component.values()
    return sorted(groups)


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


def _find_components(bound: Sequence[int], scores: Mapping[Pair, float | None], link: float) -> list[int]:
    """Each claim's component: what any chain of links holds together; no group can reach beyond it."""
    parents = list(bound)
    for (one, other), score in scores.items():
        if score is not None and score >= link:
            first, second = _order(_find_root(parents, one), _find_root(parents, other))
            parents[second] = first
    return [_find_root(parents, index) for index in range(len(bound))]


def _merge_component(
    groups: dict[int, list[int]], evidence: Iterable[Compared], *, link: float, unseen: float
) -> list[list[int]]:
    """Average linkage inside one component, on sums of the compared pairs; the rest count as `unseen`."""
    sums = _weigh_pairs(groups, evidence)
    seen = {group: dict.fromkeys(row, 1) for group, row in sums.items()}
    for one, other in _find_joins(dict.fromkeys(groups, 1), sums, seen, link=link, unseen=unseen):
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


def _weigh_pairs(groups: Iterable[int], evidence: Iterable[Compared]) -> dict[int, dict[int, float]]:
    """The worth of each compared pair of bound groups; minus infinity where it may never be joined.

    What a person bound together counts as one claim, with the best of its members' evidence: that a far place was
    judged the same must not drive away those who agree with the near one.
    """
    worth: dict[int, dict[int, float]] = {group: {} for group in groups}
    foes = set()
    for one, other, score in evidence:
        if one == other:
            continue
        if score == _NEVER:
            foes.add((one, other))
        known = worth[one].get(other, _NEVER)
        worth[one][other] = worth[other][one] = max(known, _NEVER if score is None else score)
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
