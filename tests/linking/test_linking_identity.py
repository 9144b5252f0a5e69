"""Judgements, and ids that stay."""

from datetime import UTC, datetime

import msgspec
import pytest
from hearsay import CITY, TOWN, groups, tell

from marsad.linking import link_claims, scoring
from marsad.model.judgement import Judgement

HOUR = datetime(2031, 5, 6, 9, tzinfo=UTC)


def judge(verdict: str, *about: str, hour: int = 9) -> Judgement:
    return Judgement(verdict=verdict, about=about, by="reviewer", at=HOUR.replace(hour=hour))  # type: ignore[arg-type]


def test_judged_same_joins_what_nothing_else_would() -> None:
    claims = [tell("a"), tell("b", where=[CITY], on=7)]
    assert groups(link_claims(claims, [judge("same", "a", "b")]).incidents) == {("a", "b")}


def test_judged_different_outranks_every_score() -> None:
    claims = [tell("a", "killed person 17"), tell("b", "killed person 17")]
    assert groups(link_claims(claims, [judge("different", "a", "b")]).incidents) == {("a",), ("b",)}


def test_different_holds_through_a_third_claim() -> None:
    claims = [tell(name, "killed person 17") for name in "abc"]
    judged = [judge("same", "a", "b"), judge("same", "b", "c"), judge("different", "a", "c")]
    assert not any({"a", "c"} <= set(group) for group in groups(link_claims(claims, judged).incidents))


def test_latest_judgement_on_a_pair_counts() -> None:
    claims = [tell("a"), tell("b", where=[CITY])]
    judged = [judge("same", "a", "b", hour=9), judge("different", "a", "b", hour=10)]
    assert len(link_claims(claims, judged).incidents) == 2
    assert len(link_claims(claims, [*judged, judge("same", "a", "b", hour=11)][::-1]).incidents) == 1
    assert len(link_claims(claims, [*judged, judge("unsure", "a", "b", hour=11)]).incidents) == 2


def test_judgement_over_incidents_speaks_of_all_their_claims() -> None:
    claims = [tell("a"), tell("b", says=["x"]), tell("c", where=[CITY])]
    first = link_claims(claims)
    about = [one.incident_id for one in first.incidents]
    again = link_claims(claims, [judge("same", *about)], first.incidents)
    assert groups(again.incidents) == {("a", "b", "c")}


def test_id_stays_when_an_earlier_claim_id_arrives() -> None:
    first = link_claims([tell("m")])
    again = link_claims([tell("m"), tell("a", says=["x"])], previous=first.incidents)
    assert [one.incident_id for one in again.incidents] == [one.incident_id for one in first.incidents]
    assert dict(again.aliases) == {}


def test_merged_id_leads_to_the_larger_and_stays_so() -> None:
    claims = [tell("a"), tell("b", says=["x"]), tell("c", where=[CITY])]
    first = link_claims(claims)
    large, small = sorted(first.incidents, key=lambda one: -len(one.claims))
    again = link_claims(claims, [judge("same", "a", "c")], first.incidents)
    (merged,) = again.incidents
    assert (merged.incident_id, merged.merged_from) == (large.incident_id, (small.incident_id,))
    assert dict(again.aliases) == {small.incident_id: large.incident_id}
    third = link_claims([*claims, tell("d", says=["y"])], [judge("same", "a", "c")], again.incidents)
    assert third.incidents[0].merged_from == (small.incident_id,)
    assert dict(third.aliases) == dict(again.aliases)


def test_larger_part_of_a_split_keeps_the_id() -> None:
    claims = [tell("a"), tell("b", says=["x"]), tell("c", says=["y"])]
    first = link_claims(claims)
    again = link_claims(claims, [judge("different", "a", "b"), judge("different", "a", "c")], first.incidents)
    parts = {one.claims: one.incident_id for one in again.incidents}
    assert parts["b", "c"] == first.incidents[0].incident_id
    assert parts[("a",)] not in {"", parts["b", "c"]}


def test_newer_generation_of_a_report_keeps_the_incident_id() -> None:
    first = link_claims([tell("a", report="r"), tell("z", report="r", where=[CITY], type="protest")])
    newer = [tell("k", report="r"), tell("y", report="r", where=[CITY], type="protest")]
    again = link_claims(newer, previous=first.incidents)
    by_type = {one.type: one.incident_id for one in first.incidents}
    assert {one.type: one.incident_id for one in again.incidents} == by_type


def test_code_and_confirmation_outlive_a_run() -> None:
    (first,) = link_claims([tell("a")]).incidents
    signed = msgspec.structs.replace(first, code="SY-2031-000001", state="confirmed")
    (again,) = link_claims([tell("a"), tell("b", says=["x"])], previous=[signed]).incidents
    assert (again.code, again.state) == ("SY-2031-000001", "confirmed")


def test_processes_that_share_the_work_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = [tell(f"{number:02}", f"killed person {number % 7}", on=number // 5) for number in range(40)]
    alone = link_claims(claims)
    monkeypatch.setattr(scoring, "MANY", 1)
    assert link_claims(claims, workers=2) == alone


def test_same_input_twice_gives_the_same_ledger() -> None:
    claims = [tell(f"{number}", f"killed person {number + 1}", where=[TOWN], on=number // 3) for number in range(9)]
    first = link_claims(claims)
    assert link_claims(claims[::-1]) == first
    assert link_claims(claims, previous=first.incidents).incidents == first.incidents


def test_undone_merge_gives_both_their_ids_again() -> None:
    claims = [tell("a"), tell("b", says=["x"]), tell("c", where=[CITY])]
    first = link_claims(claims)
    merged = link_claims(claims, [judge("same", "a", "c")], first.incidents)
    undone = link_claims(claims, [], merged.incidents)
    assert {one.claims: one.incident_id for one in undone.incidents} == {
        one.claims: one.incident_id for one in first.incidents
    }
    assert dict(undone.aliases) == {}
