"""The words of an event, those of a whole claim and its details, corrected by people: carried, compared, taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from reviewed import Desk, make_claim, read_as

from marsad.base.errors import InputError
from marsad.model.claim import Claim
from marsad.model.details import Detail
from marsad.model.judgement import CorrectedDetail, Correction
from marsad.model.span import Words
from marsad.model.standing import find_words, stands
from marsad.pipeline.conflicts import list_review_conflicts

TEXT = "أعلن الوسطاء تمديد اتفاق الهدنة بين الجيش والفصائل في أربع بلدات. وقال شهود إن البنود لم تُعلن بعد."
EDITED = "عاجل: " + TEXT


def words(text: str, whole: str = TEXT) -> Words:
    start = whole.index(text)
    return Words(text=text, field="text", start=start, end=start + len(text))


def shown(text: str, whole: str = TEXT) -> dict[str, Any]:
    one = words(text, whole)
    return {"text": one.text, "field": one.field, "start": one.start, "end": one.end}


def truce(claim_id: str = "c1", whole: str = TEXT, **details: Any) -> Claim:
    return make_claim(
        claim_id, type="agreement", where=(), casualties=(), sources=(), trigger=words("اتفاق", whole), details=details,
        evidence=words("أعلن الوسطاء تمديد اتفاق الهدنة بين الجيش والفصائل في أربع بلدات", whole),
    )  # fmt: skip


def of_words(key: str, *picked: str, form: Any = "words") -> CorrectedDetail:
    return CorrectedDetail(key=key, values=tuple(Detail(key=key, form=form, words=words(one)) for one in picked))


def of_code(code: str, on: str | None = None) -> CorrectedDetail:
    return CorrectedDetail(
        key="state", values=(Detail(key="state", form="code", code=code, words=words(on) if on else None),)
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.ledger.close()


def test_words_of_event_and_claim_are_corrected_and_taken_back(desk: Desk) -> None:
    read_as(desk.ledger, truce(), text=TEXT)
    whole = words(TEXT)
    entry = desk.decide("correct", "c1", correction=Correction(trigger=words("تمديد"), evidence=whole))
    one = desk.review()["c1"]
    assert (one.read.trigger.text, one.claim.trigger, one.claim.evidence) == ("اتفاق", words("تمديد"), whole)
    assert one.claim.id == "c1"
    assert all(stands(each, None, TEXT) for each in find_words(one.claim))
    desk.decide("undo", str(entry.number))
    assert desk.review()["c1"].claim == truce()


def test_details_are_corrected_one_by_one(desk: Desk) -> None:
    read = truce(state="broken", terms=shown("البنود"), parties=[shown("الجيش")])
    read_as(desk.ledger, read, text=TEXT)
    corrections = (
        of_code("extended", "تمديد"), of_words("parties", "الجيش", "والفصائل", form="list"),
        CorrectedDetail(key="terms"),
        CorrectedDetail(key="places_count", values=(Detail(key="places_count", form="number", low=4, high=4),)),
    )  # fmt: skip
    desk.decide("correct", "c1", correction=Correction(details=corrections))
    one = desk.review()["c1"]
    evidence = shown(one.read.evidence.text)
    assert one.read.details == read.details
    assert one.claim.details == {
        "state": "extended", "state_words": shown("تمديد"), "parties": [shown("الجيش"), shown("والفصائل")],
        "places_count": {"low": 4, "high": 4, **evidence},
    }  # fmt: skip
    assert list(desk.kinds()) == []


def test_code_without_words_stays_on_those_of_the_one_it_replaces(desk: Desk) -> None:
    read_as(desk.ledger, truce(state="broken", state_words=shown("الهدنة")), text=TEXT)
    desk.decide("correct", "c1", correction=Correction(details=(of_code("extended"),)))
    assert desk.review()["c1"].claim.details == {"state": "extended", "state_words": shown("الهدنة")}


def test_claim_of_another_type_leaves_what_that_does_not_carry(desk: Desk) -> None:
    read_as(desk.ledger, truce(state="broken", parties=[shown("الجيش")]), text=TEXT)
    desk.decide("correct", "c1", correction=Correction(type="exchange"))
    assert desk.review()["c1"].claim.details == {"parties": [shown("الجيش")]}


def test_detail_on_words_that_do_not_stand_there_is_refused(desk: Desk) -> None:
    read_as(desk.ledger, truce(), text=TEXT)
    picked = Words(text="تمديد", field="text", start=1, end=6)
    terms = CorrectedDetail(key="terms", values=(Detail(key="terms", form="words", words=picked),))
    for correction in (
        Correction(details=(terms,)), Correction(trigger=picked), Correction(evidence=picked),
    ):  # fmt: skip
        with pytest.raises(InputError, match="pick them again"):
            desk.decide("correct", "c1", correction=correction)


def test_corrected_words_move_into_an_edited_report(desk: Desk) -> None:
    read_as(desk.ledger, truce(), text=TEXT)
    desk.decide(
        "correct", "c1",
        correction=Correction(
            trigger=words("تمديد"), evidence=words(TEXT),
            details=(of_code("extended", "تمديد"), of_words("parties", "الجيش", "والفصائل", form="list")),
        ),
    )  # fmt: skip
    read_as(desk.ledger, truce("c2", EDITED), text=EDITED)
    claim = desk.review()["c2"].claim
    assert (claim.trigger, claim.evidence) == (words("تمديد", EDITED), words(TEXT, EDITED))
    assert claim.details == {
        "state": "extended", "state_words": shown("تمديد", EDITED),
        "parties": [shown("الجيش", EDITED), shown("والفصائل", EDITED)],
    }  # fmt: skip
    assert desk.kinds() == [("moved", "c2")]


def test_detail_whose_words_are_gone_is_left_to_the_reader_and_said(desk: Desk) -> None:
    read_as(desk.ledger, truce(), text=TEXT)
    details = (of_words("terms", "البنود"), of_words("parties", "الجيش", "شهود", form="list"), of_code("extended"))
    desk.decide("correct", "c1", correction=Correction(details=details))
    shorter = TEXT.split(". ", maxsplit=1)[0] + "."
    read_as(desk.ledger, truce("c2", shorter), text=shorter)
    assert desk.review()["c2"].claim.details == {"parties": [shown("الجيش")], "state": "extended"}
    assert desk.kinds() == [("vanished", "c2")]


def test_reader_that_learns_or_changes_a_corrected_detail_is_shown_and_no_other(desk: Desk) -> None:
    read_as(desk.ledger, truce(state="broken"), text=TEXT)
    desk.decide("correct", "c1", correction=Correction(details=(of_code("extended"),)))
    read_as(desk.ledger, truce(state="broken", terms=shown("البنود")), text=TEXT, reader="r2")
    assert desk.kinds() == []
    read_as(desk.ledger, truce(state="ended"), text=TEXT, reader="r3")
    assert [(one.kind, one.fields) for one in list_review_conflicts(desk.ledger)] == [("changed", ("details",))]
    read_as(desk.ledger, truce(state="extended"), text=TEXT, reader="r4")
    assert desk.kinds() == [("settled", "c1")]


def test_accepted_claim_whose_details_change_is_shown_but_not_one_whose_words_are_drawn_otherwise(desk: Desk) -> None:
    read_as(desk.ledger, truce(state="broken"), text=TEXT)
    desk.decide("accept", "c1")
    wider = msgspec.structs.replace(truce(state="broken"), evidence=words(TEXT))
    read_as(desk.ledger, wider, text=TEXT, reader="r2")
    assert desk.kinds() == []
    read_as(desk.ledger, truce(state="extended"), text=TEXT, reader="r3")
    assert desk.kinds() == [("changed", "c1")]


def test_newer_reader_that_finds_the_event_at_the_corrected_words_is_the_heir(desk: Desk) -> None:
    """The machine's own words moved to where the person had put them, and share nothing with the old ones."""
    read_as(desk.ledger, truce(), text=TEXT)
    second = words("وقال شهود إن البنود لم تُعلن بعد")
    desk.decide("correct", "c1", correction=Correction(trigger=words("البنود"), evidence=second))
    moved = msgspec.structs.replace(truce("c2"), trigger=words("البنود"), evidence=second)
    read_as(desk.ledger, moved, text=TEXT, reader="r2")
    assert desk.review()["c2"].state == "corrected"
    assert desk.kinds() == [("settled", "c2")]
