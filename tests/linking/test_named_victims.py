"""Victims whom a reviewer found by name: a floor of every figure, and the best where the list is complete."""

from datetime import UTC, datetime, timedelta
from itertools import count

import msgspec
import pytest
from hearsay import cells, tell
from hypothesis import assume, given
from hypothesis import strategies as st

from marsad.linking import link_claims
from marsad.model.incident import Incident
from marsad.model.judgement import Correction, Judgement

SIX = tell("a", "killed civilian 6", says=["monitor"])
NINE = tell("b", "killed civilian 9", says=["medics"])
SECONDS = count()
OPEN = tell("c", "killed civilian 4+", says=["defence"])


def link_named(claims: list[object], *lists: str, best: int | None = None) -> Incident:
    """The incident of the claims, with lists such as `killed civilian 5` (complete) or `killed civilian 5+`."""
    (before,) = link_claims(claims).incidents
    judged = [_judge(before, named=[_read(words)]) for words in lists]
    if best is not None:
        figure = {"outcome": "killed", "group": "civilian", "low": best, "high": best, "kind": "exact"}
        judged.append(_judge(before, figures=[figure]))
    (incident,) = link_claims(claims, judged, [before]).incidents
    return incident


def _read(words: str) -> dict[str, object]:
    outcome, group, number = words.split()
    return {"outcome": outcome, "group": group, "count": int(number.strip("+")), "complete": not number.endswith("+")}


def _judge(incident: Incident, **values: object) -> Judgement:
    at = datetime(2031, 6, 1, tzinfo=UTC) + timedelta(seconds=next(SECONDS))
    held = {incident.incident_id: incident.claims}
    return Judgement(
        verdict="correct", about=(incident.incident_id,), by="Reviewer", at=at, held=held,
        correction=msgspec.convert(values, Correction),
    )  # fmt: skip


def civilians(incident: Incident) -> tuple[object, ...]:
    cell = next(cell for cell in incident.cells if cell.group == "civilian")
    return cell.low, cell.best, cell.high, cell.high_open, cell.best_rule


@pytest.mark.parametrize(
    ("claims", "named", "expected"),
    [
        ([SIX, NINE], "killed civilian 7+", (7, 7, 9, False, "conservative")),
        ([SIX, NINE], "killed civilian 5+", (6, 6, 9, False, "conservative")),
        ([SIX, NINE], "killed civilian 11+", (11, 11, 11, True, "conservative")),
        ([SIX, NINE], "killed civilian 7", (7, 7, 9, False, "named")),
        ([SIX, NINE], "killed civilian 11", (11, 11, 11, False, "named")),
        ([SIX, NINE], "killed civilian 5", (5, 5, 9, False, "named")),
        ([OPEN], "killed civilian 7", (7, 7, 7, False, "named")),
        ([OPEN], "killed civilian 4+", (4, 4, 4, True, "conservative")),
        ([tell("d")], "killed civilian 3", (3, 3, 3, False, "named")),
        ([tell("d")], "killed civilian 3+", (3, 3, 3, True, "conservative")),
    ],
)
def test_named_are_a_floor_and_a_complete_list_is_the_best(
    claims: list[object], named: str, expected: tuple[object, ...]
) -> None:
    assert civilians(link_named(claims, named)) == expected


def test_named_in_groups_are_named_in_the_total() -> None:
    found = link_named([tell("a", "killed person 4")], "killed civilian 3", "killed soldier 2")
    assert cells(found)["killed person"] == (5, 5, 5, True)


def test_named_children_are_among_the_named_civilians() -> None:
    found = link_named([tell("a", "killed person 4")], "killed civilian 5+", "killed child 3")
    assert cells(found)["killed person"] == (5, 5, 5, True)


def test_named_injured_say_nothing_of_the_dead() -> None:
    found = link_named([SIX], "injured civilian 9+")
    assert cells(found)["killed person"] == (6, 6, 6, False)
    assert cells(found)["injured person"] == (9, 9, 9, True)


def test_latest_list_counts() -> None:
    assert civilians(link_named([SIX, NINE], "killed civilian 8", "killed civilian 7+"))[:3] == (7, 7, 9)


def test_best_that_a_reviewer_sets_does_not_overrule_a_complete_list() -> None:
    found = link_named([SIX, NINE], "killed civilian 7", best=9)
    assert civilians(found) == (7, 7, 9, False, "named")
    assert found.grade_inputs["best_outside_range"] == [{"outcome": "killed", "group": "civilian", "best": 9}]


def test_best_that_a_reviewer_sets_lies_above_those_who_are_named() -> None:
    assert civilians(link_named([SIX, NINE], "killed civilian 7+", best=8)) == (7, 8, 9, False, "reviewer")


def test_incident_says_how_many_are_named() -> None:
    assert link_named([SIX], "killed civilian 5+").grade_inputs["named"] == [
        {"outcome": "killed", "group": "civilian", "count": 5, "complete": False}
    ]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=3), st.integers(1, 15), st.sampled_from(["", "+"]))
def test_range_holds_its_best_and_all_who_are_named(tolls: list[int], named: int, more: str) -> None:
    claims = [tell(f"c{at}", f"killed civilian {toll}", says=[f"s{at}"]) for at, toll in enumerate(tolls)]
    assume(len(link_claims(claims).incidents) == 1)
    low, best, high, *_ = civilians(link_named(claims, f"killed civilian {named}{more}"))
    assert named <= low <= best <= high
