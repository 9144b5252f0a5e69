"""Four eyes: nobody signs what they themselves decided, whatever names it goes by."""

from typing import Any

import pytest
from written import MOMENT, make_claim, make_document, make_incident, make_judgement, make_reading

from marsad.base.errors import RefusedError
from marsad.model.claim import Claim
from marsad.model.document import Document
from marsad.model.judgement import Judgement
from marsad.store.ledger import Ledger

WHO, OTHER = "Lina Haddad", "Omar Saleh"


def sign(ledger: Ledger, name: str, incident: str = "strike") -> Judgement:
    judgement = Judgement(verdict="sign", about=(incident,), by=name, at=MOMENT, fingerprint="f" * 20)
    return ledger.write_judgements([judgement])[0].judgement


def judge(ledger: Ledger, verdict: Any, *about: str, by: str = WHO, **more: Any) -> None:
    ledger.write_judgement(Judgement(verdict=verdict, about=about, by=by, at=MOMENT, **more))


@pytest.fixture
def document() -> Document:
    return make_document()


@pytest.fixture
def claims(document: Document) -> tuple[Claim, Claim]:
    return make_claim(document), make_claim(document, "وسيطرت")


@pytest.fixture
def desk(ledger: Ledger, document: Document, claims: tuple[Claim, Claim]) -> Ledger:
    """Two claims in one incident, which another was merged into, and an incident of neither."""
    ledger.write_reading(make_reading(document, *claims), document, None)
    incidents = [make_incident("strike", *(claim.id for claim in claims)), make_incident("elsewhere")]
    ledger.write_incidents(incidents, {"former": "strike"})
    ledger.people.make_account("Admin", ("admin",), "-", by="Admin")
    for name in (WHO, OTHER):
        ledger.people.make_account(name, ("reviewer",), "-", by="Admin")
    return ledger


def assert_only_the_other_signs(desk: Ledger, name: str = WHO) -> None:
    before = desk.read_judgement_head()
    with pytest.raises(RefusedError, match="a second person must sign") as caught:
        sign(desk, name)
    assert caught.value.code == "own_work"
    assert desk.read_judgement_head() == before
    assert sign(desk, OTHER).by == OTHER


@pytest.mark.parametrize("verdict", ["accept", "reject", "unsure"])
def test_who_judged_a_claim_does_not_sign_its_incident(desk: Ledger, claims: tuple[Claim, Claim], verdict: str) -> None:
    judge(desk, verdict, *(claim.id for claim in claims[: 2 if verdict == "unsure" else 1]))
    assert_only_the_other_signs(desk)


@pytest.mark.parametrize("about", [("strike", "elsewhere"), ("elsewhere", "former")])
def test_who_linked_an_incident_does_not_sign_it(desk: Ledger, about: tuple[str, str]) -> None:
    judge(desk, "same", *about)
    assert_only_the_other_signs(desk)


def test_who_judged_another_incident_of_the_same_claims_does_not_sign(
    desk: Ledger, claims: tuple[Claim, Claim]
) -> None:
    judge(desk, "accept", "gone", held={"gone": (claims[1].id,)})
    assert_only_the_other_signs(desk)


def test_who_added_a_claim_does_not_sign_its_incident(
    desk: Ledger, document: Document, claims: tuple[Claim, Claim]
) -> None:
    judge(desk, "add", document.id, claim=claims[1])
    assert_only_the_other_signs(desk)


def test_who_judged_a_claim_that_lives_on_under_another_id_does_not_sign(
    desk: Ledger, document: Document, claims: tuple[Claim, Claim]
) -> None:
    judge(desk, "accept", claims[0].id)
    heir = make_claim(document, "قتل", id="heir")
    desk.write_reading(make_reading(document, heir, reader="reader-2"), document, None)
    desk.write_incidents([make_incident("strike", "heir")], {})
    assert_only_the_other_signs(desk)


@pytest.mark.parametrize("spelling", ["lina haddad", "LINA  HADDAD", "Lína Haddád"])
def test_another_spelling_is_the_same_person(desk: Ledger, claims: tuple[Claim, Claim], spelling: str) -> None:
    judge(desk, "accept", claims[0].id, by=spelling)
    assert_only_the_other_signs(desk)


def test_name_signs_as_its_account_is_written(desk: Ledger) -> None:
    assert sign(desk, "lina haddad").by == WHO


def test_slip_that_one_took_back_is_no_work(desk: Ledger, claims: tuple[Claim, Claim]) -> None:
    judge(desk, "reject", claims[0].id)
    judge(desk, "undo", "1")
    assert sign(desk, WHO).by == WHO


def test_taking_back_anothers_decision_is_work(desk: Ledger, claims: tuple[Claim, Claim]) -> None:
    judge(desk, "reject", claims[0].id, by="Third Person")
    judge(desk, "undo", "1", by=WHO)
    assert_only_the_other_signs(desk)


def test_work_elsewhere_and_a_former_signature_hinder_nobody(desk: Ledger, claims: tuple[Claim, Claim]) -> None:
    judge(desk, "accept", "elsewhere")
    sign(desk, WHO)
    judge(desk, "undo", "2")
    assert sign(desk, WHO).alone is False


def test_who_has_no_account_or_is_not_let_in_does_not_sign(desk: Ledger) -> None:
    account = desk.people.find_account(WHO)
    assert account is not None
    desk.people.disable_account(account.number, by="Admin")
    for name in (WHO, "Nobody Known"):
        with pytest.raises(RefusedError, match="has no account") as caught:
            sign(desk, name)
        assert caught.value.code == "no_account"


def test_one_person_without_accounts_signs_and_the_signature_says_so(
    ledger: Ledger, document: Document, claims: tuple[Claim, Claim]
) -> None:
    ledger.write_reading(make_reading(document, *claims), document, None)
    ledger.write_incidents([make_incident("strike", claims[0].id)], {})
    ledger.write_judgement(make_judgement("accept", claims[0].id, by=WHO))
    assert sign(ledger, WHO).alone is True
    assert ledger.read_judgements()[-1].alone is True
    assert ledger.verify() == []


def test_nobody_can_say_that_a_second_person_looked_where_none_could(ledger: Ledger, desk: Ledger) -> None:
    judgement = Judgement(verdict="sign", about=("strike",), by=WHO, at=MOMENT, fingerprint="f" * 20, alone=True)
    assert desk.write_judgements([judgement])[0].judgement.alone is False
