"""What people decide of claims and incidents takes effect, and can be taken back."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hearsay import CITY, TOWN, cells, groups, tell

from marsad.linking import link_claims
from marsad.model.judgement import Correction, Judgement

HOUR = datetime(2031, 5, 6, 9, tzinfo=UTC)
HERE = {
    "place_id": "t:north", "name_ar": "north", "name_en": None, "lat": 35.5, "lon": 36.5, "precision": "settlement",
}  # fmt: skip


def judge(
    verdict: str, *about: str, hour: int = 9, held: dict[str, tuple[str, ...]] | None = None, **right: Any
) -> Any:
    correction = msgspec.convert(right, Correction) if right else None
    values = {"verdict": verdict, "about": about, "by": "reviewer", "at": HOUR.replace(hour=hour)}
    return Judgement(**values, correction=correction, held=held)  # type: ignore[arg-type]


def killed(low: int, high: int | None = None, *, group: str = "person") -> dict[str, Any]:
    return {"outcome": "killed", "group": group, "low": low, "high": high or low, "kind": "exact"}


def test_corrected_figure_takes_effect_and_the_others_stay() -> None:
    claims = [tell("a", "killed person 60", "killed child 4 subset", "injured person 3")]
    (found,) = link_claims(claims, [judge("correct", "a", figures=[killed(6)])]).incidents
    assert cells(found) == {
        "killed person": (6, 6, 6, False), "killed child": (4, 4, 4, False), "injured person": (3, 3, 3, False),
    }  # fmt: skip


def test_figure_corrected_away_is_no_figure() -> None:
    nothing = {"outcome": "killed", "group": "person"}
    (found,) = link_claims([tell("a", "killed person 6")], [judge("correct", "a", figures=[nothing])]).incidents
    assert found.cells == ()


def test_corrected_place_joins_and_corrected_day_parts() -> None:
    claims = [tell("a"), tell("b", where=[CITY])]
    assert groups(link_claims(claims, [judge("correct", "b", where=[HERE])]).incidents) == {("a", "b")}
    claims = [tell("a"), tell("b")]
    later = {"start": date(2031, 5, 9), "end": date(2031, 5, 9), "precision": "day"}
    assert groups(link_claims(claims, [judge("correct", "b", when=later)]).incidents) == {("a",), ("b",)}


def test_corrected_type_parts() -> None:
    assert len(link_claims([tell("a"), tell("b")], [judge("correct", "b", type="protest")]).incidents) == 2


def test_later_correction_overrules_the_earlier_field_by_field() -> None:
    judged = [
        judge("correct", "a", figures=[killed(7)], type="shelling"),
        judge("correct", "a", hour=10, figures=[killed(8)]),
    ]
    (found,) = link_claims([tell("a", "killed person 6")], judged[::-1]).incidents
    assert (found.type, cells(found)["killed person"]) == ("shelling", (8, 8, 8, False))


def test_rejected_claim_meets_nothing_sets_nothing_and_is_withdrawn() -> None:
    claims = [tell("a", "killed person 6"), tell("b", "killed person 9", says=["x"])]
    found = {one.claims: one for one in link_claims(claims, [judge("reject", "b")]).incidents}
    assert set(found) == {("a",), ("b",)}
    assert cells(found[("a",)]) == {"killed person": (6, 6, 6, False)}
    assert (found[("b",)].state, found[("b",)].cells) == ("withdrawn", ())


def test_rejected_claim_is_not_drawn_in_by_same() -> None:
    judged = [judge("reject", "b"), judge("same", "a", "b", hour=10)]
    assert groups(link_claims([tell("a"), tell("b")], judged).incidents) == {("a",), ("b",)}


def test_accepted_claim_may_lower_the_figure_of_its_origin() -> None:
    claims = [tell("a", "killed person 9"), tell("b", "killed person 6", published=1)]
    (found,) = link_claims(claims, [judge("accept", "b")]).incidents
    assert cells(found)["killed person"] == (6, 6, 6, False)
    assert "decreases" not in found.grade_inputs
    assert found.grade_inputs["accepted_claims"] == ["b"]


def test_incident_is_confirmed_by_a_person_withdrawn_by_a_person_and_proposed_again() -> None:
    first = link_claims([tell("a")])
    name = first.incidents[0].incident_id
    confirmed = link_claims([tell("a")], [judge("accept", name)], first.incidents)
    assert confirmed.incidents[0].state == "confirmed"
    withdrawn = link_claims([tell("a")], [judge("accept", name), judge("reject", name, hour=10)], confirmed.incidents)
    assert withdrawn.incidents[0].state == "withdrawn"
    assert link_claims([tell("a")], [], withdrawn.incidents).incidents[0].state == "proposed"


def test_reviewer_sets_best_between_low_and_high() -> None:
    claims = [tell("a", "killed person 6"), tell("b", "killed person 9", says=["x"])]
    first = link_claims(claims)
    name = first.incidents[0].incident_id
    (found,) = link_claims(claims, [judge("correct", name, figures=[killed(8)])], first.incidents).incidents
    assert (cells(found)["killed person"], found.cells[0].best_rule) == ((6, 8, 9, False), "reviewer")
    (found,) = link_claims(claims, [judge("correct", name, figures=[killed(12)])], first.incidents).incidents
    assert (cells(found)["killed person"], found.cells[0].best_rule) == ((6, 6, 9, False), "conservative")
    assert found.grade_inputs["best_outside_range"] == [{"outcome": "killed", "group": "person", "best": 12}]


def test_decision_over_an_incident_speaks_of_what_it_held_then() -> None:
    """Nothing derived is needed for it, and what joined later is not bound by it."""
    claims = [tell("a"), tell("c", where=[CITY])]
    first = link_claims(claims)
    held = {one.incident_id: one.claims for one in first.incidents}
    judged = [judge("same", *held, held=held)]
    assert groups(link_claims(claims, judged).incidents) == {("a", "c")}
    merged = link_claims([*claims, tell("d", says=["y"])], judged, first.incidents).incidents
    assert groups(merged) == {("a", "c", "d")}
    parted = link_claims([*claims, tell("d", says=["y"])], [*judged, judge("different", "a", "d")], merged)
    assert groups(parted.incidents) == {("a", "c"), ("d",)}


def test_verdict_finds_its_incident_by_its_claims_when_no_id_is_known() -> None:
    found = link_claims([tell("a")], [judge("accept", "a name of long ago", held={"a name of long ago": ("a",)})])
    assert found.incidents[0].state == "confirmed"


def test_same_through_a_third_claim_yields_to_different_and_the_conflict_shows() -> None:
    claims = [tell(name, where=[TOWN]) for name in "abc"]
    judged = [judge("same", "a", "b"), judge("same", "b", "c", hour=11), judge("different", "a", "c", hour=8)]
    found = {one.claims: one for one in link_claims(claims, judged).incidents}
    assert set(found) == {("a",), ("b", "c")}  # the later "same" holds
    assert all(one.grade_inputs["judgements_in_conflict"] == [["a", "b"]] for one in found.values())


@pytest.mark.parametrize("order", [1, -1])
def test_latest_of_accept_and_reject_counts(order: int) -> None:
    judged = [judge("reject", "a"), judge("accept", "a", hour=10)][::order]
    assert link_claims([tell("a", "killed person 6")], judged).incidents[0].cells != ()


def test_split_is_told_on_both_sides_until_it_is_healed() -> None:
    claims = [tell("a"), tell("b", says=["x"]), tell("c", says=["y"])]
    first = link_claims(claims)
    judged = [judge("different", "a", "b"), judge("different", "a", "c")]
    again = link_claims(claims, judged, first.incidents)
    parts = {one.claims: one for one in again.incidents}
    whole, part = parts["b", "c"], parts[("a",)]
    assert (whole.split_to, part.split_from) == ((part.incident_id,), (whole.incident_id,))
    third = link_claims(claims, judged, again.incidents)
    assert third.incidents == again.incidents
    healed = link_claims(claims, [], third.incidents)
    assert (healed.incidents[0].split_to, healed.incidents[0].merged_from) == ((), (part.incident_id,))
