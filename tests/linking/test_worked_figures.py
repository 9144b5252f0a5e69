"""Worked examples, computed by hand from the method of casualty recording: claims of one incident, and each cell.

A row of an example is a claim: its origin, the day of its report, its figures. A cell is low, best, high, open end.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest
from hearsay import tell

from marsad.linking import link_claims
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement

Row = tuple[str, int, list[str]]
Ends = tuple[int | None, int | None, int | None, bool]

EXAMPLES: dict[str, tuple[list[Row], dict[str, tuple[Ends, str]]]] = {
    "one origin that says at least twelve: an open end": (
        [("monitor", 0, ["killed person 12+"])],
        {"killed person": ((12, 12, 12, True), "conservative")},
    ),
    "three origins of which two agree: best is what two say": (
        [("a", 0, ["killed person 5"]), ("b", 0, ["killed person 8"]), ("c", 0, ["killed person 8"])],
        {"killed person": ((5, 8, 8, False), "agree")},
    ),
    "two pairs agree: the lower of the two values is best": (
        [(name, 0, [f"killed person {toll}"]) for name, toll in (("a", 5), ("b", 5), ("c", 9), ("d", 9))],
        {"killed person": ((5, 5, 9, False), "agree")},
    ),
    "nobody agrees: the most conservative is best": (
        [("a", 0, ["killed person 5"]), ("b", 0, ["killed person 7"])],
        {"killed person": ((5, 5, 7, False), "conservative")},
    ),
    "a toll that rises: each origin speaks with its latest": (
        [("a", 0, ["killed person 4"]), ("b", 0, ["killed person 6"]), ("a", 1, ["killed person 9"])],
        {"killed person": ((6, 6, 9, False), "conservative")},
    ),
    "a toll that one origin takes down: the higher stands until a person decides": (
        [("a", 0, ["killed person 9"]), ("a", 1, ["killed person 7"])],
        {"killed person": ((9, 9, 9, False), "conservative")},
    ),
    "at least five beside an exact eighteen: the end is closed": (
        [("a", 0, ["killed person 5+"]), ("b", 0, ["killed person 18"])],
        {"killed person": ((5, 5, 18, False), "conservative")},
    ),
    "an exact five beside at least eighteen: the end is open": (
        [("a", 0, ["killed person 5"]), ("b", 0, ["killed person 18+"])],
        {"killed person": ((5, 5, 18, True), "conservative")},
    ),
    "a range counts with both its ends": (
        [("a", 0, ["killed person 6-9"]), ("b", 0, ["killed person 8"])],
        {"killed person": ((6, 6, 9, False), "conservative")},
    ),
    "a range and its lower end by another are not one number": (
        [("a", 0, ["killed person 6-9"]), ("b", 0, ["killed person 6"]), ("c", 0, ["killed person 8"])],
        {"killed person": ((6, 6, 9, False), "conservative")},
    ),
    "one range by two origins is what they agree on, with its lower end": (
        [("a", 0, ["killed person 6-9"]), ("b", 0, ["killed person 6-9"]), ("c", 0, ["killed person 5"])],
        {"killed person": ((5, 6, 9, False), "agree")},
    ),
    "at least six and six are one number": (
        [("a", 0, ["killed person 6+"]), ("b", 0, ["killed person 6"]), ("c", 0, ["killed person 5"])],
        {"killed person": ((5, 6, 6, False), "agree")},
    ),
    "at least six, four of them civilians and two soldiers: the parts do not close it": (
        [("a", 0, ["killed person 6+", "killed civilian 4", "killed soldier 2"])],
        {
            "killed civilian": ((4, 4, 4, False), "conservative"),
            "killed soldier": ((2, 2, 2, False), "conservative"),
            "killed person": ((6, 6, 6, True), "conservative"),
        },
    ),
    "dozens of civilians and five soldiers to one, forty dead to another: forty is low": (
        [("a", 0, ["killed civilian ~24+", "killed soldier 5"]), ("b", 0, ["killed person 40"])],
        {
            "killed civilian": ((24, 24, 24, True), "conservative"),
            "killed soldier": ((5, 5, 5, False), "conservative"),
            "killed person": ((40, 40, 40, False), "conservative"),
        },
    ),
    "dozens beside a number: the vague word sets high, never low": (
        [("a", 0, ["killed person ~24+"]), ("b", 0, ["killed person 11"])],
        {"killed person": ((11, 11, 24, True), "conservative")},
    ),
    "six civilians, among them a woman and four children: nothing is added": (
        [("a", 0, ["killed civilian 6+", "killed woman 1 subset", "killed child 4 subset"])],
        {
            "killed civilian": ((6, 6, 6, True), "conservative"),
            "killed woman": ((1, 1, 1, False), "conservative"),
            "killed child": ((4, 4, 4, False), "conservative"),
            "killed person": ((6, 6, 6, True), "conservative"),
        },
    ),
    "two men, a woman and two children, and no total: five": (
        [("a", 0, ["killed man 2", "killed woman 1", "killed child 2"])],
        {
            "killed man": ((2, 2, 2, False), "conservative"),
            "killed woman": ((1, 1, 1, False), "conservative"),
            "killed child": ((2, 2, 2, False), "conservative"),
            "killed person": ((5, 5, 5, False), "conservative"),
        },
    ),
    "three civilians and five soldiers to one, nine dead to another": (
        [("a", 0, ["killed civilian 3", "killed soldier 5"]), ("b", 0, ["killed person 9"])],
        {
            "killed civilian": ((3, 3, 3, False), "conservative"),
            "killed soldier": ((5, 5, 5, False), "conservative"),
            "killed person": ((8, 8, 9, False), "conservative"),
        },
    ),
    "eight between dead and wounded is neither eight dead nor eight wounded": (
        [("a", 0, ["killed_or_injured person 8"]), ("b", 0, ["killed person 2"])],
        {
            "killed_or_injured person": ((8, 8, 8, False), "conservative"),
            "killed person": ((2, 2, 2, False), "conservative"),
        },
    ),
    "no casualties reported is a zero that two can agree on": (
        [("a", 0, ["killed person 0"]), ("b", 0, ["killed person 0"]), ("c", 0, ["injured person 3"])],
        {
            "killed person": ((0, 0, 0, False), "agree"),
            "injured person": ((3, 3, 3, False), "conservative"),
        },
    ),
    "none reported by one, three dead by another: from nothing to three": (
        [("a", 0, ["killed person 0"]), ("b", 0, ["killed person 3"])],
        {"killed person": ((0, 0, 3, False), "conservative")},
    ),
    "missing under the rubble are never added to the dead": (
        [("a", 0, ["killed person 4", "missing person 7"])],
        {
            "killed person": ((4, 4, 4, False), "conservative"),
            "missing person": ((7, 7, 7, False), "conservative"),
        },
    ),
    "a family of unknown size is no person; who counts persons stands alone": (
        [("a", 0, ["displaced person 30 family"]), ("b", 0, ["displaced person 200"])],
        {"displaced person": ((200, 200, 200, False), "conservative")},
    ),
}  # fmt: skip


def add_up(rows: list[Row], tiers: Mapping[str, int] = MappingProxyType({})) -> Incident:
    """All rows judged to be one incident by their town and day; the figures are what is asked."""
    claims = [
        tell(f"{number:02}", *figures, published=day, says=[origin], type="air_strike")
        for number, (origin, day, figures) in enumerate(rows)
    ]
    same: list[Any] = [
        Judgement(verdict="same", about=("00", f"{number:02}"), by="r", at=datetime(2031, 6, 1, tzinfo=UTC))
        for number in range(1, len(rows))
    ]
    (only,) = link_claims(claims, same, tiers=tiers).incidents
    return only


@pytest.mark.parametrize("example", EXAMPLES)
def test_worked_example(example: str) -> None:
    rows, expected = EXAMPLES[example]
    found = {
        f"{cell.outcome} {cell.group}": ((cell.low, cell.best, cell.high, cell.high_open), cell.best_rule)
        for cell in add_up(rows).cells
    }
    assert found == expected


def test_part_above_its_whole_is_shown_and_not_mended() -> None:
    found = add_up([("a", 0, ["killed person 5"]), ("b", 0, ["killed child 8 subset"])])
    ends = {cell.group: (cell.low, cell.high) for cell in found.cells}
    assert ends == {"child": (8, 8), "person": (5, 8)}  # b's eight children are at least eight dead
    found = add_up([("a", 0, ["killed person 5", "killed child 8 subset"])])
    assert found.grade_inputs["violations"] == [{"outcome": "killed", "group": "child", "low": 8, "total_high": 5}]


def test_more_children_to_one_than_dead_to_another_is_shown() -> None:
    found = add_up([("a", 0, ["killed person 3"]), ("b", 0, ["killed person 8", "killed child 5 subset"])])
    assert found.grade_inputs["violations"] == [{"outcome": "killed", "group": "child", "low": 5, "total_low": 3}]
    within = add_up([("a", 0, ["killed person 5"]), ("b", 0, ["killed person 8", "killed child 5 subset"])])
    assert "violations" not in within.grade_inputs


def test_strikes_are_counted_over_origins_like_the_dead() -> None:
    (only,) = link_claims([tell("a", count="600+"), tell("b", count="620", says=["x"])]).incidents
    (count,) = only.counts
    assert (count.low, count.best, count.high, count.high_open) == (600, 600, 620, False)


BEST_BY_TIER: dict[str, tuple[list[Row], dict[str, int], tuple[Ends, str]]] = {
    "nobody has a tier that speaks here: the most conservative": (
        [("a", 0, ["killed person 5"]), ("b", 0, ["killed person 7"])],
        {"elsewhere": 1},
        ((5, 5, 7, False), "conservative"),
    ),
    "five, seven and nine, and seven is of the top tier": (
        [("a", 0, ["killed person 5"]), ("b", 0, ["killed person 7"]), ("c", 1, ["killed person 9"])],
        {"b": 1, "c": 2},
        ((5, 7, 9, False), "latest_tier"),
    ),
    "two of the top tier: the later, though it is the higher": (
        [("a", 0, ["killed person 5"]), ("b", 1, ["killed person 7"]), ("c", 2, ["killed person 9"])],
        {"a": 2, "b": 2},
        ((5, 7, 9, False), "latest_tier"),
    ),
    "two of the top tier on one day: the lower": (
        [("a", 0, ["killed person 4"]), ("b", 1, ["killed person 9"]), ("c", 1, ["killed person 7"])],
        {"b": 1, "c": 1},
        ((4, 7, 9, False), "latest_tier"),
    ),
    "an origin of the top tier speaks with its latest": (
        [("a", 0, ["killed person 6"]), ("b", 0, ["killed person 5"]), ("a", 3, ["killed person 9"])],
        {"a": 1},
        ((5, 9, 9, False), "latest_tier"),
    ),
    "two that agree outweigh the top tier": (
        [("a", 0, ["killed person 5"]), ("b", 0, ["killed person 8"]), ("c", 0, ["killed person 8"])],
        {"a": 1},
        ((5, 8, 8, False), "agree"),
    ),
    "dozens in the top tier is no figure beside numbers: the next tier": (
        [("a", 2, ["killed person ~24+"]), ("b", 0, ["killed person 11"]), ("c", 1, ["killed person 9"])],
        {"a": 1, "b": 2},
        ((9, 11, 24, True), "latest_tier"),
    ),
    "a range of the top tier counts with its lower end": (
        [("a", 0, ["killed person 4"]), ("b", 0, ["killed person 6-9"])],
        {"b": 1},
        ((4, 6, 9, False), "latest_tier"),
    ),
    "one origin alone is preferred to nobody": (
        [("a", 0, ["killed person 5"])],
        {"a": 1},
        ((5, 5, 5, False), "conservative"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("example", BEST_BY_TIER)
def test_worked_example_with_tiers(example: str) -> None:
    rows, tiers, expected = BEST_BY_TIER[example]
    found = add_up(rows, tiers)
    (cell,) = found.cells
    assert ((cell.low, cell.best, cell.high, cell.high_open), cell.best_rule) == expected
    assert {one.source_id: one.tier for one in found.origins} == {name: tiers.get(name) for name, *_ in rows}


def test_tier_chooses_the_best_count_too() -> None:
    told = [tell("a", count="600", says=["a"]), tell("b", count="620", says=["b"])]
    (only,) = link_claims(told, tiers={"b": 1}).incidents
    assert [(count.best, count.best_rule) for count in only.counts] == [(620, "latest_tier")]
