"""Deciding about claims through the data addresses: what is taken, what is refused, and what somebody did meanwhile."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reported_desk import REPORTS, Desk, read_reports

from marsad.store.ledger import open_ledger


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_ledger(tmp_path / "desk.db") as ledger:
        read_reports(ledger, tmp_path, *REPORTS[:1])
        made = Desk(ledger, tmp_path)
        yield made
        made.work.wait(60)


def send(desk: Desk, path: str, body: Any, role: str = "monitor") -> Any:
    client = desk.client("Mona", role)  # type: ignore[arg-type]
    return client.ask("POST", f"/api/v1/{path}", content=json.dumps(body), headers={"Content-Type": "application/json"})


def point(text: str) -> dict[str, Any]:
    start = REPORTS[0][2].index(text)
    return {"field": "text", "start": start, "end": start + len(text), "text": text}


def judge(desk: Desk, **body: Any) -> Any:
    return send(desk, f"claims/{desk.claim('one')}/judgements", body)


def test_correction_is_signed_with_the_words_cut_from_the_report(desk: Desk) -> None:
    figure: dict[str, Any] = {"outcome": "killed", "group": "civilian", "low": 17, "high": 17, "kind": "exact"}
    figure["words"] = point("16 مدنيا")
    answer = judge(desk, verdict="correct", seen=0, correction={"figures": [figure]})
    assert answer.status_code == 201
    (entry,) = desk.ledger.read_entries()
    assert (entry.judgement.by, entry.number) == ("Mona", answer.json()["number"])
    assert entry.judgement.correction is not None
    words = entry.judgement.correction.figures[0].words
    assert words is not None
    assert words.text == "16 مدنيا"


def test_second_decision_on_what_was_not_seen_is_told_what_happened(desk: Desk) -> None:
    assert judge(desk, verdict="accept", seen=0).status_code == 201
    answer = judge(desk, verdict="reject", seen=0, reason="told twice")
    assert answer.status_code == 409
    assert [(one["by"], one["verdict"]) for one in answer.json()["meanwhile"]] == [("Mona", "accept")]
    assert len(desk.ledger.read_entries()) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "accept"},
        {"verdict": "bless", "seen": 0},
        {"verdict": "correct", "seen": 0},
        {"verdict": "correct", "seen": 0, "correction": {}},
        {"verdict": "correct", "seen": 0, "correction": {"places": [{"keep": 7}]}},
        {"verdict": "correct", "seen": 0, "correction": {"actors": [{"actor_id": "nobody.here"}]}},
        {"verdict": "correct", "seen": 0, "correction": {"when": {"start": "2018-07-05", "end": "2018-07-04"}}},
        {"verdict": "accept", "seen": 0, "mood": "good"},
    ],
)
def test_what_is_no_decision_is_refused_and_nothing_is_signed(desk: Desk, body: dict[str, Any]) -> None:
    assert judge(desk, **body).status_code == 400
    assert desk.ledger.read_entries() == ()


def test_words_that_the_page_showed_otherwise_are_refused_as_moved(desk: Desk) -> None:
    moved = {**point("16 مدنيا"), "text": "17 مدنيا"}
    answer = judge(desk, verdict="correct", seen=0, correction={"when": {"start": "2018-07-04", "words": moved}})
    assert answer.status_code == 409


def test_missed_claim_is_added_once_and_undone_with_its_claim(desk: Desk) -> None:
    claim = {"type": "statement", "trigger": point("وفق الدفاع المدني"), "evidence": point("وفق الدفاع المدني")}
    answer = send(desk, "documents/one/claims", {"seen": 0, "claim": claim})
    assert answer.status_code == 201
    added = answer.json()["claim"]
    assert added in {one.id for one in desk.ledger.read_claims_of_document("one")}
    assert send(desk, "documents/one/claims", {"seen": 0, "claim": claim}).status_code == 409
    undo = send(desk, f"claims/{added}/judgements", {"verdict": "undo", "seen": 0, "undo": answer.json()["number"]})
    assert undo.status_code == 201
    assert added not in {one.id for one in desk.ledger.read_claims_of_document("one")}


def test_reader_may_not_judge_nor_search_what_only_judging_needs(desk: Desk) -> None:
    path = f"claims/{desk.claim('one')}/judgements"
    assert send(desk, path, {"verdict": "accept", "seen": 0}, role="reader").status_code == 403
    assert desk.client("Rana", "reader").get("/api/v1/places?q=idlib").status_code == 403


def test_places_are_found_by_name_beginning_and_code(desk: Desk) -> None:
    client = desk.client("Mona", "monitor")

    def find(query: str) -> list[str]:
        return [one["place_id"] for one in client.get(f"/api/v1/places?q={query}").json()["places"]]

    assert find("سرمين")[0] == "ocha:C3953"
    assert find("C3953")[0] == "ocha:C3953"
    assert "ocha:C3953" in find("Sarmi")


def test_words_of_event_and_claim_and_a_detail_are_signed_as_they_stand_in_the_report(desk: Desk) -> None:
    wanted = {
        "trigger": point("غارة"), "evidence": point(REPORTS[0][2]),
        "details": [{"key": "damage", "words": [point("مدينة إدلب")]}, {"key": "damage_only", "flag": True}],
    }  # fmt: skip
    assert judge(desk, verdict="correct", seen=0, correction=wanted).status_code == 201
    (entry,) = desk.ledger.read_entries()
    found = entry.judgement.correction
    assert found is not None
    assert found.trigger is not None
    assert found.evidence is not None
    assert (found.trigger.text, found.evidence.text) == ("غارة", REPORTS[0][2])
    assert [(one.key, one.values[0].form) for one in found.details] == [("damage", "words"), ("damage_only", "flag")]
    page = desk.client("Mona", "monitor").get("/en/reports/one").text
    assert "damage only, nobody hurt" in page


@pytest.mark.parametrize(
    "detail",
    [
        {"key": "state", "code": "broken"},  # no agreement
        {"key": "damage", "code": "broken"},
        {"key": "damage", "words": [point("غارة"), point("مدينة إدلب")]},
        {"key": "damage", "low": 3},
        {"key": "damage_only", "words": [point("غارة")], "flag": True},
        {"key": "damage", "flag": True},
        {"key": "damage", "json": {}},
    ],
)
def test_detail_that_its_type_does_not_have_or_cannot_say_is_refused(desk: Desk, detail: dict[str, Any]) -> None:
    assert judge(desk, verdict="correct", seen=0, correction={"details": [detail]}).status_code == 400
    assert desk.ledger.read_entries() == ()


@pytest.mark.parametrize(
    "detail",
    [
        {"key": "state", "code": "tired"},
        {"key": "places_count", "low": 5, "high": 3},
        {"key": "places_count"},
        {"key": "parties", "words": []},
    ],
)
def test_detail_of_a_type_that_is_corrected_with_it_is_of_that_type(desk: Desk, detail: dict[str, Any]) -> None:
    answer = judge(desk, verdict="correct", seen=0, correction={"type": "agreement", "details": [detail]})
    assert answer.status_code == (400 if len(detail) > 2 or "code" in detail else 201)


def test_missed_claim_brings_its_details(desk: Desk) -> None:
    claim = {
        "type": "agreement", "trigger": point("وفق"), "evidence": point(REPORTS[0][2]),
        "details": [
            {"key": "state", "code": "in_force"}, {"key": "places_count", "low": 2, "high": 2},
            {"key": "parties", "words": [point("الدفاع المدني"), point("مدنيا")]},
        ],
    }  # fmt: skip
    answer = send(desk, "documents/one/claims", {"seen": 0, "claim": claim})
    assert answer.status_code == 201
    added = desk.ledger.read_claims([answer.json()["claim"]])[answer.json()["claim"]].claim
    assert list(added.details) == ["parties", "places_count", "state"]
    assert [one["text"] for one in added.details["parties"]] == ["الدفاع المدني", "مدنيا"]
    assert added.details["places_count"]["text"] == REPORTS[0][2]


def test_addition_whose_words_stand_is_not_replaced(desk: Desk) -> None:
    claim = {"type": "statement", "trigger": point("وفق الدفاع المدني"), "evidence": point("وفق الدفاع المدني")}
    number = send(desk, "documents/one/claims", {"seen": 0, "claim": claim}).json()["number"]
    again = {"seen": number, "claim": claim, "instead": number}
    assert send(desk, "documents/one/claims", again).status_code == 409
    assert send(desk, "documents/one/claims", {**again, "instead": 99}).status_code == 409
    assert len(desk.ledger.read_entries()) == 1
