"""What linking compared, kept and found again on both engines."""

from datetime import date

import msgspec
import pytest
from written import make_claim, make_document, make_incident, make_reading

from marsad.model.compared import ComparedClaim, ComparedGeneration, ComparedPair, ComparedText
from marsad.model.incident import Incident
from marsad.store.compared import ComparedState, ComparedWhole
from marsad.store.ledger import Ledger

STATE = ComparedState(linker="print", judgement=0, judgement_hash="", link=4.0)
TEXTS = (
    ComparedText("first", date(2031, 5, 4), "paper", "whole", b"\x01\x02", None),
    ComparedText("second", None, None, "whole", b"", "first"),
    ComparedText("third", date(2031, 6, 4), None, "other", b"", "second"),
)


def compared(claim_id: str, document: str, joined: str | None = None) -> ComparedClaim:
    return ComparedClaim(claim_id, document, "single/violence/day", 100, 102, b"\x01\x00\x00\x00", b"", joined)


CLAIMS = (compared("a", "first"), compared("b", "second", "a 4.5"), compared("c", "third"))
PAIRS = (ComparedPair("a", "b", 4.5, False), ComparedPair("b", "c", 2.5, True))


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    whole = ComparedWhole(STATE, [ComparedGeneration(7, "first", 1)], TEXTS, iter(CLAIMS), iter(PAIRS))
    ledger.write_linking([incident("one", "a", "b"), incident("two", "c")], {}, whole)
    return ledger


def incident(name: str, *claims: str) -> Incident:
    return msgspec.structs.replace(make_incident(name), claims=claims)


def test_what_was_kept_is_read_again(filled: Ledger) -> None:
    with filled.open_comparison() as kept:
        assert kept.read_state() == STATE
        assert sorted(kept.list_between(None, None)) == sorted(TEXTS)
        assert kept.read_joined(["a", "b", "x"]) == {"a": None, "b": "a 4.5"}
        assert kept.list_claims(["second", "third"]) == {"b", "c"}
        assert kept.list_copies(["first"]) == {"second"}


def test_texts_of_a_time_come_with_those_of_no_day(filled: Ledger) -> None:
    with filled.open_comparison() as kept:
        found = kept.list_between(date(2031, 5, 1), date(2031, 5, 4))
        assert {text.document_id for text in found} == {"first", "second"}


def test_partners_are_found_from_both_sides_from_a_worth_on(filled: Ledger) -> None:
    with filled.open_comparison() as kept:
        assert kept.list_partners(["b"], 2.0) == {"a", "c"}
        assert kept.list_partners(["b"], 4.0) == {"a"}


@pytest.mark.parametrize(("first", "last", "number"), [(102, 110, 3), (90, 100, 3), (103, 110, 0)])
def test_claims_of_a_room_are_found_by_their_days(filled: Ledger, first: int, last: int, number: int) -> None:
    with filled.open_comparison() as kept:
        assert len(kept.find_callees("single/violence/day", first, last)) == number
        assert kept.find_callees("single/talks/day", first, last) == []


def test_pairs_go_with_the_claims_of_a_document(filled: Ledger) -> None:
    with filled.open_comparison() as kept:
        kept.replace_claims(["second"], [compared("b2", "second")])
        kept.write_pairs([ComparedPair("a", "b2", 3.0, True)])
        assert kept.list_partners(["a", "c"], 0.0) == {"b2"}


def test_open_pairs_are_those_of_two_incidents(filled: Ledger) -> None:
    (link,) = filled.read_possible_links(["c"])
    assert (link.claim, link.other_claim, link.incident, link.other_incident) == ("c", "b", "two", "one")
    assert (link.worth, link.band) == (2.5, "possible")
    with filled.open_comparison() as kept:
        kept.write_open([("a", "b"), ("c",)], {("b", "c")})
    assert filled.read_possible_links(["c"]) == ()
    assert len(filled.read_possible_links(["c"], decided=True)) == 1
    assert filled.list_possible_links(5).total == 0


def test_live_readings_that_were_not_compared_are_new(filled: Ledger) -> None:
    document = make_document()
    filled.write_reading(make_reading(document, make_claim(document)), document, None)
    with filled.open_comparison() as kept:
        (new,), (gone,) = kept.list_new(), kept.list_gone()
        assert (new.document_id, new.claims, gone.generation) == (document.id, 1, 7)
        kept.write_generations([new], [gone])
        assert (kept.list_new(), kept.list_gone()) == ([], [])


def test_nothing_is_kept_of_a_linking_that_compared_in_its_own_way(filled: Ledger) -> None:
    filled.write_linking([incident("one", "a", "b", "c")], {}, None)
    with filled.open_comparison() as kept:
        assert kept.read_state() is None
        assert kept.list_between(None, None) == []
    assert filled.read_possible_links(["c"]) == ()


def fail_linking(ledger: Ledger) -> None:
    with ledger.open_comparison() as kept:
        kept.replace_claims(["first"], [])
        raise ZeroDivisionError


def test_nothing_is_written_where_a_linking_fails(filled: Ledger) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_linking(filled)
    with filled.open_comparison() as kept:
        assert kept.list_claims(["first"]) == {"a"}
