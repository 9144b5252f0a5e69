"""Pairs that linking left for a person: kept with the ledger, and gone once somebody decided."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hearsay import CITY, tell
from ledgers import keep

from marsad.model.judgement import Judgement
from marsad.pipeline.possible import find_possible
from marsad.pipeline.run import link
from marsad.store.ledger import Ledger, open_ledger

WHEN = datetime(2031, 6, 1, tzinfo=UTC)
TODAY = tell("b", on=1, published=1, says=["monitor"])
YESTERDAY = tell("a", on=0, published=1, says=["medics"])  # one strike told of two days, or two strikes
AGAIN = tell("c", on=1, published=1, says=["defence"])
FAR = tell("d", on=1, published=1, where=[CITY], says=["police"])


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "desk.db") as opened:
        keep(opened, [TODAY, YESTERDAY, AGAIN, FAR])
        link(opened)
        yield opened


def pairs(ledger: Ledger, *claims: str) -> list[tuple[str, str, float, str]]:
    return [(one.claim, one.other_claim, one.worth, one.band) for one in ledger.read_possible_links(claims)]


def judge(ledger: Ledger, verdict: str, *about: str) -> None:
    ledger.write_judgement(Judgement(verdict=verdict, about=about, by="Reviewer", at=WHEN))  # type: ignore[arg-type]
    link(ledger)


def test_pairs_of_two_incidents_are_given_from_the_side_that_asks(ledger: Ledger) -> None:
    assert pairs(ledger, "a") == [("a", "b", 3.0, "possible"), ("a", "c", 3.0, "possible")]
    assert pairs(ledger, "b", "c") == [("b", "a", 3.0, "possible"), ("c", "a", 3.0, "possible")]


def test_claims_far_apart_and_claims_of_one_incident_are_no_pairs(ledger: Ledger) -> None:
    assert pairs(ledger, "d") == []
    assert all({"b", "c"} != {one, other} for one, other, *_ in pairs(ledger, "b"))


def test_two_incidents_are_listed_once_by_their_strongest_pair(ledger: Ledger) -> None:
    page = ledger.list_possible_links(10)
    assert [(one.claim, one.other_claim) for one in page] == [("a", "b")]
    assert page.total == 1
    assert len(ledger.list_possible_links(10, offset=1)) == 0


def test_joined_pair_is_asked_no_more_and_is_asked_again_when_that_is_undone(ledger: Ledger) -> None:
    judge(ledger, "same", "a", "b")
    assert pairs(ledger, "a") == []
    judge(ledger, "undo", "1")
    assert len(pairs(ledger, "a")) == 2


def test_pair_that_was_judged_different_is_left_out_unless_it_is_asked_for(ledger: Ledger) -> None:
    judge(ledger, "different", "a", "b")
    assert pairs(ledger, "a") == [("a", "c", 3.0, "possible")]
    assert len(ledger.read_possible_links(["a"], decided=True)) == 2


def test_page_of_an_incident_shows_the_strongest_pair_with_its_evidence(ledger: Ledger) -> None:
    incident = next(one for one in ledger.read_incidents() if "b" in one.claims)
    (found,) = find_possible(ledger, incident)
    assert (found.one, found.other, found.score) == ("b", "a", 3.0)
    assert sum(reason.weight for reason in found.reasons) == found.score


def test_pairs_of_a_report_that_is_read_otherwise_go_with_its_claims(ledger: Ledger) -> None:
    keep(ledger, [tell("a2", where=[CITY], report=YESTERDAY.document_id, published=1, says=["medics"])], "another")
    link(ledger)
    assert pairs(ledger, "b", "c", "a") == []
