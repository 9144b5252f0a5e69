"""The chain of decisions, and what breaks it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from written import MOMENT, change_rows, make_judgement

from marsad.base.errors import InputError, LedgerError
from marsad.store import connect
from marsad.store.judgements import compute_hash
from marsad.store.ledger import Ledger


def test_decisions_come_back_equal_and_in_order(ledger: Ledger) -> None:
    decisions = [make_judgement("accept", "a"), make_judgement("different", "a", "b"), make_judgement("reject", "a")]
    for decision in decisions:
        ledger.write_judgement(decision)
    assert ledger.read_judgements() == tuple(decisions)
    assert ledger.verify() == []


def test_same_decision_twice_has_two_hashes(ledger: Ledger) -> None:
    assert ledger.write_judgement(make_judgement()) != ledger.write_judgement(make_judgement())


def test_newest_hash_is_known_beside_the_chain(ledger: Ledger) -> None:
    assert ledger.read_judgement_head() is None
    ledger.write_judgement(make_judgement())
    newest = ledger.write_judgement(make_judgement())
    assert ledger.read_judgement_head() == f"2 {newest}"


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE judgements SET reason = 'another' WHERE number = 2", "judgement 2 was changed"),
        ("UPDATE judgements SET \"by\" = 'Somebody Else' WHERE number = 1", "judgement 1 was changed"),
        ("UPDATE judgements SET about = 'no json' WHERE number = 1", "judgement 1 was changed"),
        ("DELETE FROM judgements WHERE number = 2", "judgement 2 is missing"),
        ("DELETE FROM judgements WHERE number = 3", "was noted to end at 3"),
        ("DELETE FROM judgements", "ends at nothing"),
        ("UPDATE judgements SET number = 9 WHERE number = 3", "judgement 3 is missing"),
    ],
)
def test_chain_that_was_touched_does_not_verify(ledger: Ledger, statement: str, problem: str) -> None:
    for _ in range(3):
        ledger.write_judgement(make_judgement())
    change_rows(ledger, statement)
    assert any(problem in found for found in ledger.verify())


def test_forged_decision_breaks_the_chain_after_it(ledger: Ledger) -> None:
    hashes = [ledger.write_judgement(make_judgement()) for _ in range(3)]
    forged = compute_hash(hashes[0], 2, make_judgement(by="Somebody Else"))
    change_rows(
        ledger,
        f"UPDATE judgements SET \"by\" = 'Somebody Else', hash = '{forged}' WHERE number = 2",
        f"UPDATE judgements SET previous_hash = '{forged}' WHERE number = 3",
    )
    assert any("judgement 3 was changed" in found for found in ledger.verify())


@pytest.mark.parametrize("change", ["UPDATE judgements SET verdict = 'reject'", "DELETE FROM judgements"])
def test_decision_cannot_be_changed_in_the_database(ledger: Ledger, change: str) -> None:
    ledger.write_judgement(make_judgement())
    with pytest.raises(LedgerError, match="append-only"), connect.begin_write(ledger._engine) as connection:
        connection.exec_driver_sql(change)
    assert ledger.read_judgements() == (make_judgement(),)


def test_writers_at_the_same_time_lose_nothing(ledger: Ledger, reopen: Callable[[], Ledger]) -> None:
    def decide(number: int) -> None:
        with reopen() as own:
            for _ in range(10):
                own.write_judgement(make_judgement(by=f"Reviewer {number}"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(decide, range(4)))
    assert len(ledger.read_judgements()) == 40
    assert ledger.verify() == []


def test_unsigned_decision_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="--as"):
        ledger.write_judgement(make_judgement(by=" "))


def test_decision_without_a_zone_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="zone"):
        ledger.write_judgement(msgspec.structs.replace(make_judgement(), at=MOMENT.replace(tzinfo=None)))


@pytest.mark.parametrize(("verdict", "about"), [("same", ("a",)), ("same", ("a", "a")), ("accept", ("a", "b"))])
def test_decision_about_the_wrong_number_of_things_is_refused(
    ledger: Ledger, verdict: str, about: tuple[str, ...]
) -> None:
    with pytest.raises(InputError, match="is said of"):
        ledger.write_judgement(make_judgement(verdict, *about))
