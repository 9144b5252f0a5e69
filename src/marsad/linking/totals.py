"""What one claim says in all: its stated total, or the sum of its disjoint parts.

"Three civilians and five soldiers were killed" is eight dead; "eight killed, among them three children" is still eight.
A reader marks a group inside another entry as a subset, so entries that are no subset stand side by side.

Known gaps: a subset that the reader took for an entry of its own would be added; the stated total guards against it
where there is one. Families are households, not persons: they never enter a total.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from marsad.model.claim import Claim
from marsad.model.value import Casualty, Group, NumberKind, Outcome


class Figure(NamedTuple):
    """A number as a range; `high` None is an open end, `low` None an unstated lower end."""

    low: int | None
    high: int | None
    kind: NumberKind

    @property
    def vague(self) -> bool:
        """A word such as "dozens" rather than a number."""
        return self.kind == "vague"

    @property
    def top(self) -> int | None:
        """The largest number that the figure commits to."""
        return self.low if self.high is None else self.high


Cellar = Mapping[tuple[Outcome, Group], Figure]


def sum_casualties(casualties: Iterable[Casualty]) -> dict[tuple[Outcome, Group], Figure]:
    """Each cell that a claim fills, its `person` roll-up included; families are left out."""
    rows: dict[Outcome, list[Casualty]] = {}
    for row in casualties:
        if row.unit != "family":
            rows.setdefault(row.outcome, []).append(row)
    cells: dict[tuple[Outcome, Group], Figure] = {}
    for outcome, entries in rows.items():
        for group in dict.fromkeys(row.group for row in entries):
            if group != "person":
                cells[outcome, group] = _sum_group([row for row in entries if row.group == group])
        total = _find_total(entries)
        if total is not None:
            cells[outcome, "person"] = total
    return cells


def add_figures(figures: Iterable[Figure]) -> Figure | None:
    """The sum of disjoint figures; open where any is, and vague where any is: dozens and five are no number."""
    parts = list(figures)
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    low = sum(part.low or 0 for part in parts)
    high = None if any(part.high is None for part in parts) else sum(part.high or 0 for part in parts)
    kind: NumberKind = "vague" if any(part.vague for part in parts) else "derived"
    return Figure(low, high, kind)


def find_larger(one: Figure, other: Figure) -> Figure:
    """The figure that claims more: the higher lower end, then the higher top, then a number before a vague word."""
    return max(one, other, key=lambda figure: (figure.low or 0, figure.top or 0, not figure.vague, figure.kind))


def find_counts(claim: Claim) -> dict[str, Figure]:
    """The claim's count of strikes or munitions, by unit."""
    if claim.count is None:
        return {}
    return {claim.count.unit: _read_number(claim.count.low, claim.count.high, claim.count.kind)}


def _read_number(low: int | None, high: int | None, kind: NumberKind) -> Figure:
    """A stated number, with its two ends in order."""
    if low is not None and high is not None and high < low:
        low, high = high, low
    return Figure(low, high, kind)


def _read_row(row: Casualty) -> Figure:
    return _read_number(row.low, row.high, row.kind)


def _sum_group(entries: list[Casualty]) -> Figure:
    """One group of one outcome: entries side by side add up, subsets do not."""
    beside = add_figures(_read_row(row) for row in entries if not row.subset)
    inside = [_read_row(row) for row in entries if row.subset]
    largest = inside[0] if inside else None
    for figure in inside[1:]:
        largest = find_larger(largest, figure) if largest else figure
    if beside is None or largest is None:
        found = beside or largest
        assert found is not None  # noqa: S101 - the caller hands in at least one entry
        return found
    return find_larger(beside, largest)


def _find_total(entries: list[Casualty]) -> Figure | None:
    """The stated total, or the sum of the disjoint parts where that is larger; else at least the largest subset.

    Parts that make up "at least six" do not close it.
    """
    stated: Figure | None = None
    for row in entries:
        if row.group == "person" and not row.subset:
            figure = _read_row(row)
            stated = figure if stated is None else find_larger(stated, figure)
    parts = add_figures(_read_row(row) for row in entries if row.group != "person" and not row.subset)
    if stated is not None and parts is not None:
        larger = find_larger(stated, parts)
        closed = stated.high is not None or stated.vague or parts.vague
        return larger if closed else Figure(larger.low, None, "at_least")
    if stated is not None or parts is not None:
        return stated or parts
    lows = [row.low for row in entries if row.low is not None]
    if not lows:
        return None
    vague = all(row.kind == "vague" for row in entries)
    return Figure(max(lows), None, "vague" if vague else "at_least")
