"""A linking that fails after a decision: no page breaks, every page says so, and it is tried again."""

import pytest
from reported_desk import Desk

MESSAGE = "RuntimeError: the disk is full"


@pytest.fixture
def failing(lone_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk of one person whose linking fails; `monkeypatch.undo` mends it."""

    def fail() -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(lone_desk.work, "_link", fail)
    return lone_desk


def decide(desk: Desk, role: str | None = None) -> None:
    """Accept the strike; the linking behind it fails."""
    mona, strike = desk.client("Mona", role), desk.find("one")  # type: ignore[arg-type]
    page = f"/en/incidents/{strike.incident_id}"
    fields = {"act": "accept", "seen": "0", "version": desk.stamp(mona, strike)["version"]}
    assert mona.post(f"{page}/decide", fields, page=page).status_code == 303
    assert not desk.work.wait(60)


def test_every_page_goes_on_and_says_that_the_decision_is_kept(failing: Desk) -> None:
    decide(failing)
    assert [entry.judgement.verdict for entry in failing.ledger.read_entries()] == ["accept"]
    mona, strike = failing.client("Mona", None), failing.find("one")
    for path in (f"incidents/{strike.incident_id}?done=1", "incidents", "queue", "reports", "reports/one", "explore"):
        for language, words in (("en", "All decisions are kept"), ("ar", "القرارات كلها محفوظة")):
            answer = mona.get(f"/{language}/{path}")
            assert answer.status_code == 200, path
            assert words in answer.text, path
            assert MESSAGE in answer.text, path
            assert "still being recomputed" not in answer.text
            assert ('href="#linking-fault"' in answer.text) == ("done=" in path)


def test_message_is_for_who_keeps_the_desk(failing: Desk) -> None:
    decide(failing, "monitor")
    for role, is_told, may_retry in (("reader", False, False), ("monitor", False, True), ("publisher", False, False)):
        page = failing.client("Other", role).get("/en/incidents").text  # type: ignore[arg-type]
        assert "All decisions are kept" in page
        assert (MESSAGE in page) == is_told
        assert ('action="/en/linking"' in page) == may_retry


def test_report_corrected_by_a_form_leads_on_though_linking_fails(failing: Desk) -> None:
    mona, claim = failing.client("Mona", None), failing.claim("one")
    fields = {"verdict": "accept", "seen": "0"}
    answer = mona.post(f"/en/claims/{claim}/judgements", fields, page="/en/reports/one")
    assert answer.status_code == 303
    assert "All decisions are kept" in mona.get(answer.headers["location"].partition("#")[0]).text


def test_data_says_it_where_it_speaks_of_linking(failing: Desk) -> None:
    decide(failing)
    mona, monitor = failing.client("Mona", None), failing.client("Omar", "monitor")
    said = mona.get("/api/v1/linking?seconds=1").json()
    assert (said["linked"], said["fault"]["decisions_kept"], said["fault"]["message"]) == (False, True, MESSAGE)
    assert "message" not in monitor.get("/api/v1/linking").json()["fault"]
    claim = failing.claim("two")
    sent = {"verdict": "accept", "seen": 0}
    answer = mona.ask("POST", f"/api/v1/claims/{claim}/judgements", json=sent)
    assert answer.status_code == 201
    assert answer.json()["fault"]["decisions_kept"]


def test_tried_again_it_succeeds_and_the_notice_is_gone(failing: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(failing)
    mona = failing.client("Mona", None)
    answer = mona.post("/en/linking", {"back": "/en/queue?why=new"}, page="/en/queue?why=new")
    assert answer.headers["location"] == "/en/queue?why=new"
    assert "All decisions are kept" in mona.get("/en/queue").text
    monkeypatch.undo()
    mona.post("/en/linking", {"back": "//elsewhere.example"}, page="/en/queue")
    assert failing.work.wait(60)
    assert "All decisions are kept" not in mona.get("/en/queue").text
    assert "fault" not in mona.get("/api/v1/linking").json()
    assert failing.find("one").state == "confirmed"
