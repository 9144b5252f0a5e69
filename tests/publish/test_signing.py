"""A second person signs what stands; nothing that changes afterwards passes silently under the signature."""

from reported_desk import Desk


def test_signed_incident_is_confirmed_and_says_by_whom(at_desk: Desk) -> None:
    mona, strike = at_desk.client("Mona"), at_desk.find("one")
    assert at_desk.sign(mona, strike, reason="read all three").status_code == 303
    signed = at_desk.find("one")
    assert signed.state == "confirmed"
    assert signed.signature is not None
    assert (signed.signature.by, signed.signature.stands, signed.signature.alone) == ("Mona", True, False)
    page = at_desk.client("Rim", "reader").get(f"/en/incidents/{strike.incident_id}").text
    assert "Signed by <bdi>Mona</bdi>" in page
    assert "Changed since" not in page


def test_who_worked_on_it_does_not_sign_it(at_desk: Desk) -> None:
    mona, strike = at_desk.client("Mona"), at_desk.find("one")
    at_desk.decide(mona, strike, "unlink", claim=at_desk.claim("three"))
    answer = at_desk.sign(mona, at_desk.find("one"))
    assert answer.status_code == 403
    assert [entry.judgement.verdict for entry in at_desk.ledger.read_entries()] == ["different"]
    assert at_desk.sign(at_desk.client("Omar"), at_desk.find("one")).status_code == 303


def test_work_on_one_of_its_claims_is_work_on_it(at_desk: Desk) -> None:
    mona, strike = at_desk.client("Mona"), at_desk.find("one")
    other = at_desk.find("five")
    at_desk.decide(mona, other, "different", claim=at_desk.claim("three"))
    assert at_desk.sign(mona, strike).status_code == 403


def test_work_that_was_taken_back_hinders_nobody(at_desk: Desk) -> None:
    mona, strike = at_desk.client("Mona"), at_desk.find("one")
    answer = at_desk.decide(mona, strike, "accept")
    at_desk.decide(mona, strike, "undo", number=answer.headers["location"].partition("done=")[2])
    assert at_desk.sign(mona, strike).status_code == 303


def test_monitor_cannot_sign(at_desk: Desk) -> None:
    omar, strike = at_desk.client("Omar", "monitor"), at_desk.find("one")
    assert f"{strike.incident_id}/sign" not in omar.get(f"/en/incidents/{strike.incident_id}").text
    assert at_desk.sign(omar, strike).status_code == 403
    assert at_desk.ledger.read_entries() == ()


def test_the_one_person_of_a_desk_signs_with_the_mark_that_nobody_else_looked(lone_desk: Desk) -> None:
    alone, strike = lone_desk.client("Mona", None), lone_desk.find("one")
    lone_desk.decide(alone, strike, "accept")
    lone_desk.sign(alone, strike)
    signed = lone_desk.find("one")
    assert signed.signature is not None
    assert signed.signature.alone
    assert "nobody else looked" in alone.get(f"/en/incidents/{strike.incident_id}").text
    assert lone_desk.ledger.verify() == []


def test_what_changes_after_signing_shows_and_waits_for_a_person(at_desk: Desk) -> None:
    mona, strike = at_desk.client("Mona"), at_desk.find("one")
    at_desk.sign(mona, strike)
    assert at_desk.ledger.desk.read_queue("to_sign") == ()
    at_desk.later()
    changed = at_desk.find("one")
    assert changed.signature is not None
    assert not changed.signature.stands
    head = mona.get(f"/en/incidents/{strike.incident_id}").text.partition('aria-labelledby="decide"')[0]
    assert "Changed since it was signed" in head
    assert "16–21" in head
    for facet in ("to_sign", "updated"):
        assert [row.incident.incident_id for row in at_desk.ledger.desk.read_queue(facet)] == [strike.incident_id]
    assert "since <bdi>Mona</bdi> signed it" in mona.get("/en/queue?why=to_sign").text


def test_signing_again_covers_what_it_says_now(at_desk: Desk) -> None:
    mona = at_desk.client("Mona")
    at_desk.sign(mona, at_desk.find("one"))
    at_desk.later()
    at_desk.sign(mona, at_desk.find("one"))
    signed = at_desk.find("one")
    assert signed.signature is not None
    assert signed.signature.stands
    assert at_desk.ledger.desk.read_queue("to_sign") == ()


def test_signature_taken_back_leaves_the_incident_proposed(at_desk: Desk) -> None:
    mona, strike = at_desk.client("Mona"), at_desk.find("one")
    answer = at_desk.sign(mona, strike)
    number = answer.headers["location"].partition("done=")[2]
    refused = at_desk.decide(at_desk.client("Omar", "monitor"), strike, "undo", number=number)
    assert refused.status_code == 403
    at_desk.decide(mona, strike, "undo", number=number)
    assert (at_desk.find("one").state, at_desk.find("one").signature) == ("proposed", None)


def test_nobody_signs_what_came_in_after_the_page_was_read(at_desk: Desk) -> None:
    mona, strike = at_desk.client("Mona"), at_desk.find("one")
    stamp = at_desk.stamp(mona, strike)
    at_desk.later()
    answer = mona.post(f"/en/incidents/{strike.incident_id}/sign", stamp)
    assert answer.status_code == 409
    assert at_desk.ledger.read_entries() == ()
