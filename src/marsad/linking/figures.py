"""Cells and counts of an incident: low, best and high over independent origins.

The method is that of casualty recording: each origin speaks once, with its latest figure; low is the smallest lower
bound, high the largest upper bound, and an upper bound that nobody closed stays open. What is hard is that outlets lag:
a toll of nine printed the day after a toll of sixteen is no correction. So a later figure of one origin replaces an
earlier one unless it is lower; a decrease waits for a reviewer and is listed.

Whom to believe more is for the user to say: `tiers` gives some origins a tier, 1 the most reliable. Where none is given
the rule `latest_tier` never holds.

Victims whom a reviewer found by name are a floor: nobody can say fewer. Where the list is complete, it is the best.

Known gaps: a list of victims is a number here; that two lists name the same people is the reviewer's to know.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from marsad.linking.facts import ClaimFacts
from marsad.linking.totals import Figure
from marsad.model.incident import BestRule, Cell, CountCell, OriginFigure
from marsad.model.judgement import Judgement, NamedVictims
from marsad.model.value import Group, Outcome

_LOOSE = frozenset({"vague", "approximate"})
_NO_TIERS: Mapping[str, int] = MappingProxyType({})
_APART: tuple[Group, ...] = ("civilian", "fighter", "soldier", "police")
_SILENT = frozenset({"planned", "background"})


class Statement(NamedTuple):
    """One figure by one origin in one claim; `published` is the day of its report as an ordinal, 0 where unknown.

    A person who accepted the claim lets it lower the figure that its origin gave before. `places`: how many places the
    claim tells it for, as one figure.
    """

    source_id: str
    claim: str
    published: int
    figure: Figure
    accepted: bool = False
    places: int = 1


class Range(NamedTuple):
    """A reconciled figure, with the claims that set its ends; `over_places` as in a cell."""

    low: int | None
    best: int | None
    high: int | None
    high_open: bool
    best_rule: BestRule
    low_by: tuple[str, ...]
    high_by: tuple[str, ...]
    origins: tuple[OriginFigure, ...]
    over_places: int | None


def sum_cells(
    members: Sequence[ClaimFacts], voices: Mapping[str, tuple[str, ...]], tiers: Mapping[str, int] = _NO_TIERS
) -> tuple[Cell, ...]:
    """A cell for each outcome and group that a claim gives a figure for, in a fixed order."""
    spoken: dict[tuple[Outcome, Group], list[Statement]] = {}
    for facts in _find_speaking(members):
        for key, figure in facts.cells.items():
            spoken.setdefault(key, []).extend(_state(facts, figure, voices))
    return tuple(
        Cell(outcome=outcome, group=group, **reconcile_figures(spoken[outcome, group], tiers)._asdict())
        for outcome, group in sorted(spoken)
    )


def sum_counts(
    members: Sequence[ClaimFacts], voices: Mapping[str, tuple[str, ...]], tiers: Mapping[str, int] = _NO_TIERS
) -> tuple[CountCell, ...]:
    """A range for each unit in which strikes or munitions were counted."""
    spoken: dict[str, list[Statement]] = {}
    for facts in _find_speaking(members):
        for unit, figure in facts.counts.items():
            spoken.setdefault(unit, []).extend(_state(facts, figure, voices))
    return tuple(CountCell(unit=unit, **reconcile_figures(spoken[unit], tiers)._asdict()) for unit in sorted(spoken))


def reconcile_figures(statements: Iterable[Statement], tiers: Mapping[str, int] = _NO_TIERS) -> Range:
    """The range over the latest figure of each origin; raises nothing, whatever the order of the statements.

    A vague word never sets low where another origin gives a number. `high` is open only where open figures alone set
    it: "at least five" does not open an exact eighteen, and an exact eighteen closes "at least eighteen".
    """
    spoken: dict[str, list[Statement]] = {}
    for statement in statements:
        spoken.setdefault(statement.source_id, []).append(statement)
    latest = [find_latest(spoken[source_id])[0] for source_id in sorted(spoken)]
    stated = [statement for statement in latest if statement.figure.low is not None]
    firm = [statement for statement in stated if not statement.figure.vague] or stated
    low = min((statement.figure.low for statement in firm if statement.figure.low is not None), default=None)
    tops = [statement for statement in latest if statement.figure.top is not None]
    high = max((statement.figure.top for statement in tops if statement.figure.top is not None), default=None)
    setters = [statement for statement in tops if statement.figure.top == high]
    best, rule = _find_best(low, firm, tiers)
    return Range(
        low=low,
        best=best,
        high=high,
        high_open=high is None or all(statement.figure.high is None for statement in setters),
        best_rule=rule,
        low_by=tuple(sorted({statement.claim for statement in firm if statement.figure.low == low})),
        high_by=tuple(sorted({statement.claim for statement in setters})),
        origins=tuple(
            OriginFigure(
                source_id=statement.source_id,
                claim=statement.claim,
                low=statement.figure.low,
                high=statement.figure.high,
                kind=statement.figure.kind,
            )
            for statement in latest
        ),
        over_places=_count_shared([*setters, *(one for one in firm if one.figure.low in {low, best})]),
    )


def _count_shared(setters: Iterable[Statement]) -> int | None:
    """The most places that a claim behind low, best or high tells its figure for; None where each tells of one."""
    most = max((statement.places for statement in setters), default=1)
    return most if most > 1 else None


def find_latest(statements: Iterable[Statement]) -> tuple[Statement, tuple[str, ...]]:
    """The figure that one origin now stands by, and the claims whose decrease was not taken.

    By day of report; of one day the larger figure, for tolls rise. A later figure that is lower does not replace a
    number, but does replace a vague or rounded one.
    """
    ordered = sorted(statements, key=_order_statement)
    current = ordered[0]
    refused = []
    for statement in ordered[1:]:
        if statement.accepted or _replaces(statement.figure, current.figure):
            current = statement
        elif statement.published > current.published and statement.figure != current.figure:
            refused.append(statement.claim)
    return current, tuple(sorted(refused))


def list_decreases(members: Sequence[ClaimFacts], voices: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The claims in which an origin gives a lower toll than it gave before: for a reviewer."""
    spoken: dict[tuple[str, str, str], list[Statement]] = {}
    for facts in _find_speaking(members):
        for (outcome, group), figure in facts.cells.items():
            if group == "person":
                for statement in _state(facts, figure, voices):
                    spoken.setdefault((statement.source_id, outcome, group), []).append(statement)
    return tuple(sorted({claim for statements in spoken.values() for claim in find_latest(statements)[1]}))


def _order_statement(statement: Statement) -> tuple[int, int, bool, int, str, str]:
    figure = statement.figure
    return (
        statement.published,
        -1 if figure.low is None else figure.low,
        figure.high is not None,
        figure.top or 0,
        statement.claim,
        figure.kind,
    )


def _replaces(later: Figure, earlier: Figure) -> bool:
    if later.vague:
        return earlier.vague and (later.low or 0) >= (earlier.low or 0)
    if earlier.kind in _LOOSE and later.kind not in _LOOSE:
        return True
    if later.low is None:
        return earlier.low is None
    if earlier.low is None:
        return True
    return later.low >= earlier.low


def _find_best(
    low: int | None, statements: Sequence[Statement], tiers: Mapping[str, int]
) -> tuple[int | None, BestRule]:
    """The number that most origins give (ties: the lower), else the top tier's latest, else the most conservative.

    A range is a number only to those who give the same range: "six to nine" does not say six.

    One origin alone is preferred to nobody, so no tier chooses then; of two of a tier on one day the lower is taken.
    """
    given: dict[tuple[int, int], int] = {}
    for figure in (statement.figure for statement in statements):
        if figure.low is not None and figure.top is not None and not figure.vague:
            given[figure.low, figure.top] = given.get((figure.low, figure.top), 0) + 1
    most = max(given.values(), default=0)
    if most > 1:
        return min(value for (value, _), times in given.items() if times == most), "agree"
    tiered = [statement for statement in statements if statement.source_id in tiers]
    if tiered and len(statements) > 1:
        tier = min(tiers[statement.source_id] for statement in tiered)
        chosen = [statement for statement in tiered if tiers[statement.source_id] == tier]
        return max(chosen, key=lambda one: (one.published, -(one.figure.low or 0))).figure.low, "latest_tier"
    return low, "conservative"


def set_named(cells: tuple[Cell, ...], verdicts: Sequence[Judgement]) -> tuple[Cell, ...]:
    """The cells with the victims that a reviewer found by name; of a cell's lists the latest counts.

    `low` and `high` are no less than they are. A complete list is low and best, whatever the origins say. A cell that
    no origin gives a figure for is made of the list; those named in groups are named in the total as well.
    """
    lists = list_named(verdicts)
    found = {(cell.outcome, cell.group): cell for cell in cells}
    for key, one in lists.items():
        found[key] = _raise_to(found.get(key) or _make_empty(*key), one.count, complete=one.complete)
    for outcome in {outcome for outcome, group in lists if group != "person"}:
        beside = sum(lists[outcome, group].count for group in _APART if (outcome, group) in lists)
        floor = max(beside, *(one.count for key, one in lists.items() if key[0] == outcome))
        total = found.get((outcome, "person")) or _make_empty(outcome, "person")
        if total.low is None or total.low < floor:
            found[outcome, "person"] = _raise_to(total, floor, complete=False)
    return tuple(found[key] for key in sorted(found))


def list_named(verdicts: Sequence[Judgement]) -> dict[tuple[Outcome, Group], NamedVictims]:
    """The latest list of named victims of each cell."""
    return {
        (one.outcome, one.group): one
        for judgement in verdicts
        if judgement.correction is not None
        for one in judgement.correction.named
    }


def _make_empty(outcome: Outcome, group: Group) -> Cell:
    return Cell(
        outcome=outcome, group=group, low=None, best=None, high=None, high_open=False, best_rule="conservative",
        low_by=(), high_by=(),
    )  # fmt: skip


def _raise_to(cell: Cell, named: int, *, complete: bool) -> Cell:
    """A cell whose range holds those who are named."""
    low = named if complete or cell.low is None else max(cell.low, named)
    raised = cell.high is None or cell.high < named
    return msgspec.structs.replace(
        cell,
        low=low,
        best=named if complete else max(cell.best or 0, low),
        high=named if raised else cell.high,
        high_open=not complete if raised else cell.high_open,
        best_rule="named" if complete else cell.best_rule,
        low_by=cell.low_by if low == cell.low else (),
        high_by=() if raised else cell.high_by,
    )


def set_best(
    cells: tuple[Cell, ...], verdicts: Sequence[Judgement]
) -> tuple[tuple[Cell, ...], list[dict[str, str | int | None]]]:
    """The cells with the best figures that a reviewer set, latest last; and those that lie outside their range.

    A reviewer chooses between low and high, and cannot set what no origin says or a complete list denies.
    """
    chosen = {
        (figure.outcome, figure.group): figure.low
        for judgement in verdicts
        if judgement.correction is not None
        for figure in judgement.correction.figures
    }
    outside: list[dict[str, str | int | None]] = []
    found = []
    for cell in cells:
        best = chosen.pop((cell.outcome, cell.group), None)
        if best is None:
            found.append(cell)
        elif cell.best_rule != "named" and _holds(cell, best):
            found.append(msgspec.structs.replace(cell, best=best, best_rule="reviewer"))
        else:
            found.append(cell)
            outside.append({"outcome": cell.outcome, "group": cell.group, "best": best})
    outside += [{"outcome": key[0], "group": key[1], "best": best} for key, best in sorted(chosen.items())]
    return tuple(found), outside


def _holds(cell: Cell, best: int) -> bool:
    return cell.low is not None and cell.high is not None and cell.low <= best <= cell.high


def _find_speaking(members: Sequence[ClaimFacts]) -> list[ClaimFacts]:
    """Claims that may set a figure: denied, planned and background ones set nothing."""
    return [facts for facts in members if not facts.denied and facts.live.claim.status not in _SILENT]


def _state(facts: ClaimFacts, figure: Figure, voices: Mapping[str, tuple[str, ...]]) -> list[Statement]:
    published = facts.published or 0
    places = _count_places(facts)
    return [Statement(source_id, facts.id, published, figure, facts.accepted, places) for source_id in voices[facts.id]]


def _count_places(facts: ClaimFacts) -> int:
    """How many places beside one another a claim names, so that its figures are told for all of them; at least 1.

    What is of another size may lie inside: a school in a town, a town in its governorate. So places count by size, and
    areas only where no place inside them is named.
    """
    by_size: dict[str, set[str]] = {}
    for spot in facts.spots:
        by_size.setdefault(spot.scale, set()).add(spot.place_id or spot.name)
    if not facts.spots:
        for area in facts.areas:
            by_size.setdefault(area.precision, set()).add(area.place_id or area.name)
    return max(map(len, by_size.values()), default=1)
