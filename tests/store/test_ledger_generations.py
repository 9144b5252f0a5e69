"""Versions, generations, and what is live."""

from datetime import date

import pytest
from written import dump_ledger, find_words, make_claim, make_document, make_full_claim, make_reading

from marsad.base.errors import PromiseError
from marsad.model.span import Words
from marsad.store.ledger import Ledger, Taken
from marsad.store.records import Tally


def live_ids(ledger: Ledger) -> list[str]:
    return [live.claim.id for live in ledger.read_live_claims()]


def test_same_reading_twice_writes_nothing(ledger: Ledger) -> None:
    document = make_document()
    reading = make_reading(document, make_full_claim(document))
    assert ledger.write_reading(reading, document, b"as received") is True
    before = dump_ledger(ledger)
    assert ledger.write_reading(reading, document, b"as received") is False
    assert dump_ledger(ledger) == before


def test_same_document_twice_in_one_transaction_is_kept_once(ledger: Ledger) -> None:
    document = make_document()
    taken = Taken(make_reading(document, make_claim(document)), document, None)
    assert ledger.write_readings([taken, taken]) == (True, False)
    assert len(ledger.read_live_claims()) == 1


@pytest.mark.parametrize("newer", [{"reader": "reader-2"}, {"places": "places-2"}])
def test_newer_reader_or_gazetteer_replaces_the_generation(ledger: Ledger, newer: dict[str, str]) -> None:
    document = make_document()
    old, kept = make_claim(document, "معبر"), make_full_claim(document)
    ledger.write_reading(make_reading(document, kept, old), document, None)
    assert ledger.write_reading(make_reading(document, kept, **newer), document, None) is True
    assert live_ids(ledger) == [kept.id]
    assert ledger.read_claims_of_document(document.id) == (kept,)


def test_old_generation_stays_readable(ledger: Ledger) -> None:
    document = make_document()
    old = make_claim(document, "معبر")
    ledger.write_reading(make_reading(document, old), document, None)
    ledger.write_reading(make_reading(document, reader="reader-2"), document, None)
    found = ledger.read_claim(old.id)
    assert found is not None
    assert (found.claim, found.live, found.generation.reader) == (old, False, "reader-1")


def test_claim_made_again_by_a_newer_reader_has_a_history(ledger: Ledger) -> None:
    document = make_document()
    ledger.write_reading(make_reading(document, make_claim(document)), document, None)
    better = make_full_claim(document)
    ledger.write_reading(make_reading(document, better, reader="reader-2"), document, None)
    found = ledger.read_claim(better.id)
    assert found is not None
    assert (found.claim, found.live) == (better, True)
    assert [each.live for each in ledger.read_claim_history(better.id)] == [False, True]


def test_going_back_to_an_earlier_reader_makes_its_generation_live_again(ledger: Ledger) -> None:
    document = make_document()
    first = make_reading(document, make_claim(document, "معبر"))
    ledger.write_reading(first, document, None)
    ledger.write_reading(make_reading(document, reader="reader-2"), document, None)
    assert ledger.write_reading(first, document, None) is True
    assert live_ids(ledger) == [first.claims[0].id]


def test_edited_text_is_a_new_version_and_the_old_one_stays(ledger: Ledger) -> None:
    first, edited = make_document(), make_document("قتل سبعة مدنيين في صيدا، وفق المرصد.")
    for document in (first, edited):
        ledger.write_reading(make_reading(document, make_claim(document)), document, None)
    assert ledger.read_document("report-1") == edited
    assert ledger.read_document("report-1", version=1) == first
    assert live_ids(ledger) == [make_claim(edited).id]
    assert [entry.version for entry in ledger.read_documents()] == [2]


def test_old_version_read_again_by_a_newer_reader_is_not_live(ledger: Ledger) -> None:
    first, edited = make_document(), make_document("قتل سبعة مدنيين في صيدا، وفق المرصد.")
    for document in (first, edited):
        ledger.write_reading(make_reading(document, make_claim(document)), document, None)
    assert ledger.write_reading(make_reading(first, make_claim(first), reader="reader-2"), first, None) is True
    assert live_ids(ledger) == [make_claim(edited).id]


def test_old_version_seen_again_changes_nothing(ledger: Ledger) -> None:
    first, edited = make_document(), make_document("قتل سبعة مدنيين في صيدا، وفق المرصد.")
    for document in (first, edited):
        ledger.write_reading(make_reading(document, make_claim(document)), document, None)
    before = dump_ledger(ledger)
    assert ledger.write_reading(make_reading(first, make_claim(first)), first, None) is False
    assert dump_ledger(ledger) == before


def test_day_of_publication_learned_later_is_a_new_version(ledger: Ledger) -> None:
    undated, dated = make_document(published=None), make_document(published=date(2018, 7, 6))
    for document in (undated, dated):
        assert ledger.write_reading(make_reading(document, make_claim(document)), document, None) is True
    assert [live.published for live in ledger.read_live_claims()] == [date(2018, 7, 6)]


def test_capture_that_knows_less_adds_nothing(ledger: Ledger) -> None:
    dated, undated = make_document(publisher="Agency"), make_document(published=None)
    ledger.write_reading(make_reading(dated, make_claim(dated)), dated, None)
    assert ledger.write_reading(make_reading(undated, make_claim(undated)), undated, None) is False
    assert ledger.find_tally(undated, "reader-1", "places-1") == Tally(claims=0, refusals={})
    assert [live.publisher for live in ledger.read_live_claims()] == ["Agency"]


def test_tally_of_a_known_capture_needs_no_reading(ledger: Ledger) -> None:
    document = make_document()
    assert ledger.find_tally(document, "reader-1", "places-1") is None
    ledger.write_reading(make_reading(document, make_claim(document)), document, None)
    assert ledger.find_tally(document, "reader-1", "places-1") == Tally(claims=1, refusals={"no_event": 1})
    assert ledger.find_tally(document, "reader-2", "places-1") is None
    assert ledger.find_tally(make_document("نص آخر"), "reader-1", "places-1") is None


def test_reading_of_another_document_is_a_broken_promise(ledger: Ledger) -> None:
    document, other = make_document(), make_document(id="report-2")
    with pytest.raises(PromiseError, match="report-2"):
        ledger.write_reading(make_reading(document), other, None)
    assert ledger.read_totals().documents == 0


def test_two_claims_of_one_id_are_a_broken_promise_and_nothing_is_kept(ledger: Ledger) -> None:
    document = make_document()
    claim = make_claim(document)
    with pytest.raises(PromiseError, match=claim.id):
        ledger.write_reading(make_reading(document, claim, claim), document, None)
    assert ledger.read_totals().documents == 0


def test_refusals_are_kept_with_their_words(ledger: Ledger) -> None:
    document = make_document()
    reading = make_reading(document)
    ledger.write_reading(reading, document, None)
    assert ledger.read_refusals_of_document(document.id) == reading.refusals


def test_language_found_by_the_reader_is_kept_with_the_document(ledger: Ledger) -> None:
    reading = make_reading(make_document())
    unspoken = make_document(language=None)
    ledger.write_reading(reading, unspoken, None)
    assert [entry.head.language for entry in ledger.read_documents()] == ["ar"]


def test_documents_are_listed_newest_first_with_the_undated_last(ledger: Ledger) -> None:
    for name, day in (("old", date(2018, 1, 1)), ("undated", None), ("new", date(2019, 1, 1))):
        document = make_document(id=name, published=day)
        ledger.write_reading(make_reading(document, make_claim(document)), document, None)
    assert [entry.head.id for entry in ledger.read_documents()] == ["new", "old", "undated"]
    second = ledger.read_documents(limit=1, offset=1)
    assert ([entry.head.id for entry in second], second.total) == (["old"], 3)


def test_claims_are_found_by_their_ids_only_while_live(ledger: Ledger) -> None:
    document = make_document()
    claim = make_claim(document)
    ledger.write_reading(make_reading(document, claim), document, None)
    assert list(ledger.read_claims([claim.id, "never"])) == [claim.id]
    ledger.write_reading(make_reading(document, reader="reader-2"), document, None)
    assert ledger.read_claims([claim.id]) == {}


def test_words_of_details_come_back_as_they_went_in(ledger: Ledger) -> None:
    document = make_document()
    claim = make_claim(document, details={"to": find_words(document, "القوات"), "demands": [], "note": None})
    ledger.write_reading(make_reading(document, claim), document, None)
    found = ledger.read_claims_of_document(document.id)[0]
    assert found == claim
    assert Words(**found.details["to"]).text == "القوات"
