"""The work queue: what waits, why, for whom; and two people who do not take the same."""

import re

import pytest
from reported_desk import Desk

from marsad.model.review import ReviewConflict
from marsad.store.log import LogFilter


def waiting(desk: Desk, facet: str) -> set[str]:
    return {row.incident.documents[0] for row in desk.ledger.desk.read_queue(facet)}


def test_all_that_nobody_looked_at_is_new(at_desk: Desk) -> None:
    assert waiting(at_desk, "new") == {"one", "four", "five"}
    page = at_desk.client().get("/en/queue").text
    assert page.count('data-stop="row"') == 3
    assert '<small class="badge"><bdi dir="ltr">3</bdi></small>' in page


def test_looked_through_is_new_no_more_and_leads_on(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    answer = at_desk.decide(mona, strike, "look", next="1")
    assert waiting(at_desk, "new") == {"four", "five"}
    following = answer.headers["location"]
    assert following in {f"/en/incidents/{at_desk.find(one).incident_id}" for one in ("four", "five")}
    assert at_desk.ledger.read_entries() == ()


def test_decided_is_looked_at(at_desk: Desk) -> None:
    at_desk.decide(at_desk.client(), at_desk.find("four"), "accept")
    assert waiting(at_desk, "new") == {"one", "five"}
    assert waiting(at_desk, "to_sign") == {"four"}


def test_what_a_new_report_changes_after_the_look_is_updated_and_says_in_what(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    at_desk.decide(mona, strike, "look")
    assert waiting(at_desk, "updated") == set()
    at_desk.later()
    assert waiting(at_desk, "updated") == {"one"}
    page = mona.get("/en/queue?why=updated").text
    assert "Changed:" in page
    assert "Figures" in page
    at_desk.decide(mona, at_desk.find("one"), "look")
    assert waiting(at_desk, "updated") == set()


def test_what_a_person_changes_does_not_come_back_to_them(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    at_desk.decide(mona, strike, "unlink", claim=at_desk.claim("three"))
    assert waiting(at_desk, "updated") == set()
    assert waiting(at_desk, "new") == {"four", "five"}  # the part was looked at by who took it out


def test_origins_that_disagree_are_contradictory(at_desk: Desk) -> None:
    assert waiting(at_desk, "contradictory") == {"one"}
    assert "one origin says" in at_desk.client().get("/en/queue?why=contradictory").text


def test_taken_by_one_is_not_taken_by_another(at_desk: Desk) -> None:
    mona, omar, strike = at_desk.client("Mona"), at_desk.client("Omar", "monitor"), at_desk.find("one")
    fields = {"incident": strike.incident_id, "why": "new", "act": "take"}
    assert mona.post("/en/queue/take", fields, page="/en/queue").status_code == 303
    refused = omar.post("/en/queue/take", fields, page="/en/queue")
    assert refused.status_code == 409
    assert "<bdi>Mona</bdi> has taken it" in refused.text
    page = omar.get(f"/en/incidents/{strike.incident_id}").text
    assert "<bdi>Mona</bdi> has it until" in page
    mona.post("/en/queue/take", {**fields, "act": "release"}, page="/en/queue")
    assert omar.post("/en/queue/take", fields, page="/en/queue").status_code == 303


def test_next_passes_by_what_others_hold_and_holds_nobody_up(at_desk: Desk) -> None:
    mona, omar = at_desk.client("Mona"), at_desk.client("Omar", "monitor")
    names = {one: at_desk.find(one).incident_id for one in ("one", "four", "five")}
    for one in ("four", "five"):
        fields = {"incident": names[one], "act": "take"}
        mona.post("/en/queue/take", fields, page="/en/queue")
    go_on = omar.get(f"/en/queue/next?after={names['four']}")
    assert go_on.headers["location"].endswith(names["one"])
    assert omar.get(f"/en/queue/next?after={names['one']}").headers["location"] == "/en/queue"
    at_desk.decide(omar, at_desk.find("four"), "accept")  # to hold is no lock
    assert at_desk.find("four").state == "confirmed"


def test_reader_sees_the_queue_and_takes_nothing(at_desk: Desk) -> None:
    reader, strike = at_desk.client("Rim", "reader"), at_desk.find("one")
    page = reader.get("/en/queue").text
    assert "/queue/take" not in page
    assert "badge" not in page
    assert reader.post("/en/queue/take", {"incident": strike.incident_id}).status_code == 403


def test_reasons_that_are_none_are_refused(at_desk: Desk) -> None:
    assert at_desk.client().get("/en/queue?why=mood").status_code == 400


def test_pairs_that_may_be_one_are_listed_until_a_person_parts_them(at_desk: Desk) -> None:
    mona, strike, other = at_desk.client(), at_desk.find("one"), at_desk.find("five")
    names = strike.incident_id, other.incident_id
    compare = [f"{one}/merge?with={two}" for one, two in (names, names[::-1])]
    page = mona.get("/en/queue?why=duplicates").text
    assert sum(link in page for link in compare) == 1
    version = at_desk.stamp(mona, other)["version"]
    at_desk.decide(mona, strike, "part", **{"with": other.incident_id, "other_version": version})
    page = mona.get("/en/queue?why=duplicates").text
    assert not any(link in page for link in compare)


def test_incident_that_waits_for_two_reasons_is_counted_once(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    at_desk.decide(mona, strike, "accept")
    at_desk.later()
    strike = at_desk.find("one")
    assert strike.documents[0] in waiting(at_desk, "updated") & waiting(at_desk, "to_sign")
    assert '<small class="badge"><bdi dir="ltr">3</bdi></small>' in mona.get("/en/queue").text


def pair_fields(desk: Desk, **more: str) -> dict[str, str]:
    (link, _), *_ = desk.ledger.desk.read_alike()
    return {"incident": link.incident, "other": link.other_incident, "why": "duplicates", "act": "take", **more}


def test_pair_is_taken_whole_and_by_one(at_desk: Desk) -> None:
    mona, omar, page = at_desk.client("Mona"), at_desk.client("Omar", "monitor"), "/en/queue?why=duplicates"
    fields = pair_fields(at_desk)
    answer = mona.post("/en/queue/take", fields, page=page)
    assert answer.headers["location"] == page
    assert "<bdi>Mona</bdi> has it until" in omar.get(page).text
    refused = omar.post("/en/queue/take", fields, page=page)
    assert refused.status_code == 409
    assert "<bdi>Mona</bdi> has taken it" in refused.text
    assert 'aria-current="page">Possible duplicates' in refused.text  # the list it was pressed in
    one = {"incident": fields["other"], "why": "new", "act": "take"}
    assert omar.post("/en/queue/take", one, page=page).status_code == 409  # each of the two is hers
    mona.post("/en/queue/take", fields | {"act": "release"}, page=page)
    assert omar.post("/en/queue/take", one, page=page).status_code == 303
    assert mona.post("/en/queue/take", fields, page=page).status_code == 409
    assert at_desk.ledger.desk.read_holder(fields["incident"]) is None  # both or none


def test_pair_that_became_one_meanwhile_is_not_taken(at_desk: Desk) -> None:
    mona, omar = at_desk.client("Mona"), at_desk.client("Omar", "monitor")
    fields = pair_fields(at_desk)
    one, two = (at_desk.ledger.read_incident(fields[name]) for name in ("incident", "other"))
    assert one is not None
    assert two is not None
    other = {"with": two.incident_id, "other_version": at_desk.stamp(mona, two)["version"]}
    at_desk.decide(mona, one, "merge", **other)
    refused = omar.post("/en/queue/take", fields, page="/en/queue?why=new")
    assert refused.status_code == 409
    assert "Nothing was taken" in refused.text
    assert at_desk.ledger.desk.read_holders([one.incident_id, two.incident_id]) == {}


def test_pair_is_kept_apart_from_the_list_and_that_is_undone_there(at_desk: Desk) -> None:
    mona, omar = at_desk.client("Mona"), at_desk.client("Omar", "reviewer")
    page = mona.get("/en/queue?why=duplicates").text
    pairs = re.findall(r'id="(pair-[^"]+)"', page)
    form = re.search(r'<form class="act" method="post" action="([^"]+)".*?</form>', page, re.DOTALL)
    assert form
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0])) | {"act": "part"}
    answer = mona.post(form[1], fields)
    assert at_desk.work.wait(60)
    assert re.fullmatch(r"/en/queue\?why=duplicates&done=\d+", answer.headers["location"])
    page = mona.get(answer.headers["location"]).text
    assert "Parted as different events" in page
    assert re.findall(r'id="(pair-[^"]+)"', page) == pairs[1:]
    token = {"token": re.search(r'name="token" value="(\w+)"', omar.get("/en/queue").text)[1]}  # type: ignore[index]
    assert omar.post(form[1], fields | token).status_code == 409  # on the page as it was before
    undo = re.search(r'<div id="done".*?action="([^"]+)".*?</form>', page, re.DOTALL)
    assert undo
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', undo[0])) | {"act": "undo"}
    assert mona.post(undo[1], fields).headers["location"].startswith("/en/queue?why=duplicates&done=")
    assert at_desk.work.wait(60)
    assert re.findall(r'id="(pair-[^"]+)"', mona.get("/en/queue?why=duplicates").text) == pairs


def test_taking_letting_go_and_looking_stand_in_the_log(at_desk: Desk) -> None:
    mona, strike, page = at_desk.client("Mona"), at_desk.find("one"), "/en/queue"
    mona.post("/en/queue/take", {"incident": strike.incident_id, "act": "take"}, page=page)
    mona.post("/en/queue/take", {"incident": strike.incident_id, "act": "release"}, page=page)
    mona.post("/en/queue/take", {"incident": strike.incident_id, "act": "release"}, page=page)  # nothing to let go
    pair = pair_fields(at_desk)
    mona.post("/en/queue/take", pair, page=page)
    at_desk.decide(mona, strike, "look")
    done = [one.deed for one in at_desk.ledger.log.read(LogFilter(who="Mona")) if one.deed.action != "read"]
    assert [(one.action, one.about, one.other) for one in reversed(done)] == [
        ("take", strike.incident_id, ""), ("release", strike.incident_id, ""),
        ("take", pair["incident"], pair["other"]), ("look", strike.incident_id, ""),
    ]  # fmt: skip
    assert not list(at_desk.ledger.verify())
    assert "looked through" in at_desk.client("Mona").get("/en/history?action=look").text


def test_list_goes_on_from_where_a_page_ends(at_desk: Desk) -> None:
    first = at_desk.ledger.desk.read_queue("new", limit=2)
    rest = at_desk.ledger.desk.read_queue("new", after=first[-1].after, limit=2)
    assert {row.incident.documents[0] for row in (*first, *rest)} == {"one", "four", "five"}
    assert len(first) + len(rest) == 3


def test_decision_whose_ground_moved_is_listed(at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    found = ReviewConflict(kind="gone", judgement=1, by="Omar", document_id="two", claim_id="a-claim")
    monkeypatch.setattr(at_desk.work.reviewing, "list_conflicts", lambda: (found,))
    page = at_desk.client().get("/en/queue?why=conflicts").text
    assert "/en/reports/two?queue=conflicts&amp;place=two#claim-a-claim" in page
    assert "Omar" in page
