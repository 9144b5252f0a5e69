"""Decisions from the pages: signed at once, linked soon, never over another's."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.base.errors import ConflictError
from marsad.model.incident import IncidentPlace
from marsad.pipeline.desk import DeskWork
from marsad.pipeline.read import Reader
from marsad.pipeline.run import link, run
from marsad.publish.work import Decision
from marsad.store.ledger import Ledger, open_ledger

REPORT = {"id": "one", "published": "2018-07-05", "text": "قتل 16 مدنيا في غارة جوية على مدينة إدلب اليوم."}


def find_nowhere(place_id: str) -> IncidentPlace | None:
    return None


@pytest.fixture
def read_ledger(tmp_path: Path) -> Iterator[Ledger]:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(REPORT, ensure_ascii=False), encoding="utf-8")
    with open_ledger(tmp_path / "desk.db") as ledger:
        run([str(source)], ledger, Reader())
        yield ledger


def test_decision_is_in_the_chain_at_once_and_in_the_incidents_soon(read_ledger: Ledger) -> None:
    work = DeskWork(read_ledger, lambda: link(read_ledger), find_nowhere)
    (claim,) = read_ledger.read_claims_of_document("one")
    (entry,) = work.judge([Decision("reject", (claim.id,), "not an event")], by="One", seen={claim.id: 0})
    assert read_ledger.read_newest_judgements([claim.id]) == {claim.id: entry.number}
    assert work.wait(60)
    assert [one.state for one in read_ledger.read_incidents()] == ["withdrawn"]


def test_who_has_not_seen_the_last_decision_overwrites_nothing(read_ledger: Ledger) -> None:
    work = DeskWork(read_ledger, lambda: None, find_nowhere)
    (claim,) = read_ledger.read_claims_of_document("one")
    work.judge([Decision("accept", (claim.id,))], by="One", seen={claim.id: 0})
    with pytest.raises(ConflictError, match="One decided"):
        work.judge([Decision("reject", (claim.id,))], by="Two", seen={claim.id: 0})
    assert [entry.judgement.verdict for entry in read_ledger.read_entries_about([claim.id])] == ["accept"]
    work.judge([Decision("undo", ("1",))], by="One", seen={claim.id: 1})
    with pytest.raises(ConflictError):  # an undoing is a decision about the same claim
        work.judge([Decision("reject", (claim.id,))], by="Two", seen={claim.id: 1})


def test_wishes_during_a_linking_become_one_more(read_ledger: Ledger) -> None:
    began, go_on, linked = threading.Event(), threading.Event(), []

    def slow_link() -> None:
        linked.append(1)
        began.set()
        assert go_on.wait(60)

    work = DeskWork(read_ledger, slow_link, find_nowhere)
    work.link_soon()
    assert began.wait(60)
    for _ in range(5):
        work.link_soon()
    assert not work.wait(0.01)
    go_on.set()
    assert work.wait(60)
    assert len(linked) == 2


def test_linking_that_fails_is_told_until_one_succeeds_and_the_decision_stands(
    read_ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    broken = True

    def link_or_fail() -> None:
        if broken:
            raise RuntimeError("no incidents today")
        link(read_ledger)

    work = DeskWork(read_ledger, link_or_fail, find_nowhere)
    (claim,) = read_ledger.read_claims_of_document("one")
    work.judge([Decision("reject", (claim.id,), "not an event")], by="One", seen={claim.id: 0})
    for _ in range(2):  # whoever waits first does not take it away from the next
        assert not work.wait(60)
        assert work.fault is not None
        assert work.fault.message == "RuntimeError: no incidents today"
    assert "no incidents today" in caplog.text
    assert [one.state for one in read_ledger.read_incidents()] == ["proposed"]
    assert read_ledger.is_behind()
    broken = False
    work.link_soon()
    assert work.wait(60)
    assert work.fault is None
    assert [one.state for one in read_ledger.read_incidents()] == ["withdrawn"]
    assert not read_ledger.is_behind()


def test_decision_that_a_former_run_left_unlinked_is_linked_at_the_next_start(read_ledger: Ledger) -> None:
    (claim,) = read_ledger.read_claims_of_document("one")
    former = DeskWork(read_ledger, lambda: None, find_nowhere)
    former.judge([Decision("reject", (claim.id,), "not an event")], by="One", seen={claim.id: 0})
    assert former.wait(60)
    work = DeskWork(read_ledger, lambda: link(read_ledger), find_nowhere)
    work.catch_up()
    assert work.wait(60)
    assert [one.state for one in read_ledger.read_incidents()] == ["withdrawn"]
