"""Victims told one by one: "رجل وزوجته وطفليهما" is four persons, one of them a woman, two of them children.

Why it is hard: no number stands there, each noun is a figure, and a casualty recorder logs the family as one total
with its parts. Nouns with a number ("تسع نساء وخمسة أطفال") and dead of two armed sides stay apart.

Known gaps: a list that goes on behind a clause about its first member.
"""

from collections.abc import Sequence

from marsad.extraction.draft import Figure
from marsad.grammar.scan import Scan

_ARMED = frozenset({"fighter", "soldier", "police"})
_SIDES = _ARMED | {"civilian"}
"""The dead of two sides, or of one side and the bystanders, stand in entries of their own."""
_GAP = 4


def join_singles(figures: Sequence[Figure], scan: Scan) -> list[Figure]:
    """Figures with each run of joined single victims put under its sum; the parts follow it as subsets."""
    joined: list[Figure] = []
    run: list[Figure] = []
    for figure in figures:
        if run and not _continues(run[-1], figure, scan):
            joined += _summed(run, scan)
            run = []
        if figure.single and not figure.subset and figure.share is None:
            run.append(figure)
        else:
            joined += _summed(run, scan)
            run = []
            joined.append(figure)
    return joined + _summed(run, scan)


def _continues(last: Figure, figure: Figure, scan: Scan) -> bool:
    return (
        figure.outcome == last.outcome
        and figure.first - last.last <= _GAP
        and (scan.is_joined(figure.first) or scan.is_conjunction(figure.first - 1))
        and (figure.group == last.group or not {figure.group, last.group} <= _SIDES)
    )


def _summed(run: Sequence[Figure], scan: Scan) -> list[Figure]:
    """The run under its sum; those who are told as being among the dead are not all of them: no upper bound."""
    if len(run) < 2:
        return list(run)
    first, groups = run[0], {figure.group for figure in run}
    total = sum(figure.low or 0 for figure in run)
    group = first.group if len(groups) == 1 else "person"
    among = scan.ending_at(first.first - 1, "function", "subset") is not None
    high = None if among else total
    whole = Figure(
        first.scan, first.first, run[-1].last, first.outcome, group, total, high, "derived", "person", subset=False,
        governor=first.governor,
    )  # fmt: skip
    parts = [figure for figure in run if figure.group not in {"person", group}]
    for figure in parts:
        figure.subset = True
    return [whole, *parts]
