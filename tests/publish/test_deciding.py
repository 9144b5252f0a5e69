"""Decisions over an incident, through the forms that people press: what they do, what they undo, what they refuse."""

import re

import pytest
from reported_desk import Desk

TOGETHER = ("one", "three", "two")


def killed(desk: Desk, document: str) -> tuple[int | None, int | None, int | None, str]:
    cell = next(cell for cell in desk.find(document).cells if (cell.outcome, cell.group) == ("killed", "person"))
    return cell.low, cell.best, cell.high, cell.best_rule


def test_the_reports_are_linked_as_the_other_tests_expect(at_desk: Desk) -> None:
    assert at_desk.groups() == {TOGETHER, ("four",), ("five",)}


def test_possible_report_is_linked_and_undone(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    answer = at_desk.decide(mona, strike, "link", claim=at_desk.claim("five"), reason="the same strike")
    assert answer.status_code == 303
    assert at_desk.groups() == {("five", *TOGETHER), ("four",)}
    page = mona.get(answer.headers["location"])
    number = re.search(r'name="number" value="(\d+)"', page.text)
    assert number
    assert "Linked as the same event" in page.text
    at_desk.decide(mona, strike, "undo", number=number[1])
    assert at_desk.groups() == {TOGETHER, ("four",), ("five",)}


def test_claim_taken_out_stays_out_when_all_is_linked_again(at_desk: Desk) -> None:
    at_desk.decide(at_desk.client(), at_desk.find("one"), "unlink", claim=at_desk.claim("three"))
    assert at_desk.groups() == {("one", "two"), ("three",), ("four",), ("five",)}
    at_desk.later()
    assert not any({"one", "three"} <= set(documents) for documents in at_desk.groups())


def test_different_never_joins_even_where_same_would(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    at_desk.decide(mona, strike, "different", claim=at_desk.claim("five"))
    shelling = at_desk.find("four")
    at_desk.decide(mona, shelling, "link", claim=at_desk.claim("five"))
    assert ("five", "four") in at_desk.groups()
    at_desk.decide(mona, strike, "link", claim=at_desk.claim("four"))
    assert not any({"five", "one"} <= set(documents) for documents in at_desk.groups())
    assert ("four", *TOGETHER) in {tuple(sorted(each, key=lambda one: one != "four")) for each in at_desk.groups()}


def test_merge_joins_and_its_undoing_gives_both_ids_back(at_desk: Desk) -> None:
    mona, strike, shelling = at_desk.client(), at_desk.find("one"), at_desk.find("four")
    before = {strike.incident_id: strike.claims, shelling.incident_id: shelling.claims}
    other = {"with": shelling.incident_id, "other_version": at_desk.stamp(mona, shelling)["version"]}
    answer = at_desk.decide(mona, strike, "merge", reason="one raid", **other)
    merged = at_desk.find("four")
    assert set(merged.claims) == {*strike.claims, *shelling.claims}
    assert mona.get(f"/en/incidents/{shelling.incident_id}").headers["location"].endswith(strike.incident_id)
    done = answer.headers["location"].partition("done=")[2]
    at_desk.decide(mona, merged, "undo", number=done)
    after = {one.incident_id: one.claims for one in at_desk.ledger.read_incidents()}
    assert {name: after[name] for name in before} == before


def test_split_keeps_the_id_on_the_larger_part_and_is_undone_as_one_act(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    at_desk.decide(mona, strike, "link", claim=at_desk.claim("five"))
    whole = at_desk.find("one")
    chosen = [at_desk.claim("five")]
    answer = at_desk.decide(mona, whole, "split", claim=chosen)
    assert at_desk.find("one").incident_id == whole.incident_id
    assert at_desk.find("one").split_to == (at_desk.find("five").incident_id,)
    assert at_desk.groups() == {TOGETHER, ("four",), ("five",)}
    at_desk.decide(mona, at_desk.find("one"), "undo", number=answer.headers["location"].partition("done=")[2])
    assert at_desk.find("five").incident_id == whole.incident_id


def test_split_of_two_makes_one_incident_of_them(at_desk: Desk) -> None:
    strike = at_desk.find("one")
    answer = at_desk.decide(
        at_desk.client(),
        strike,
        "split",
        claim=[at_desk.claim("one"), at_desk.claim("three")],
        reason="an earlier raid",
    )
    assert at_desk.groups() == {("one", "three"), ("two",), ("four",), ("five",)}
    assert at_desk.find("one").incident_id == strike.incident_id  # the larger part
    at_desk.decide(
        at_desk.client(), at_desk.find("one"), "undo", number=answer.headers["location"].partition("done=")[2]
    )
    assert TOGETHER in at_desk.groups()


@pytest.mark.parametrize("chosen", [[], ["one", "two", "three"]])
def test_split_takes_some_and_not_all(at_desk: Desk, chosen: list[str]) -> None:
    claims = [at_desk.claim(one) for one in chosen]
    assert at_desk.decide(at_desk.client(), at_desk.find("one"), "split", claim=claims).status_code == 400
    assert at_desk.ledger.read_entries() == ()


def test_best_is_set_between_low_and_high_with_a_reason(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    refused = [{"best": "17"}, {"best": "19", "reason": "names"}, {"best": "x", "reason": "names"}]
    for fields in refused:
        assert at_desk.decide(mona, strike, "best", cell="killed.person", **fields).status_code == 400
    at_desk.decide(mona, strike, "best", cell="killed.person", best="17", reason="names counted")
    assert killed(at_desk, "one") == (16, 17, 18, "reviewer")


def test_accepted_is_confirmed_rejected_is_withdrawn_and_needs_a_reason(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    at_desk.decide(mona, strike, "accept")
    assert at_desk.find("one").state == "confirmed"
    assert at_desk.decide(mona, strike, "reject").status_code == 400
    at_desk.decide(mona, strike, "reject", reason="an exercise")
    assert at_desk.find("one").state == "withdrawn"


def test_who_decides_on_an_old_page_is_told_who_came_first_and_loses_no_word(at_desk: Desk) -> None:
    mona, omar, strike = at_desk.client("Mona"), at_desk.client("Omar", "monitor"), at_desk.find("one")
    stamp = at_desk.stamp(omar, strike)
    at_desk.decide(mona, strike, "accept", reason="seen the footage")
    answer = at_desk.send(omar, strike, stamp, act="reject", reason="a film scene")
    assert answer.status_code == 409
    assert "Mona" in answer.text
    assert "seen the footage" in answer.text
    assert 'value="a film scene"' in answer.text
    assert [entry.judgement.by for entry in at_desk.ledger.read_entries()] == ["Mona"]
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w*)">', answer.text))
    assert at_desk.send(omar, strike, again | {"reason": "a film scene"}).status_code == 303
    assert [entry.judgement.verdict for entry in at_desk.ledger.read_entries()] == ["accept", "reject"]


def test_decision_on_another_claim_of_the_incident_is_no_reason_to_overwrite_it(at_desk: Desk) -> None:
    mona, omar, strike = at_desk.client("Mona"), at_desk.client("Omar", "monitor"), at_desk.find("one")
    stamp = at_desk.stamp(omar, strike)
    at_desk.decide(mona, strike, "unlink", claim=at_desk.claim("three"))
    assert at_desk.send(omar, strike, stamp, act="unlink", claim=at_desk.claim("two")).status_code == 409


def test_report_that_came_in_meanwhile_is_seen_before_the_decision(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    stamp = at_desk.stamp(mona, strike)
    at_desk.later()
    answer = at_desk.send(mona, strike, stamp, act="accept")
    assert answer.status_code == 409
    assert "16–21" in answer.text
    assert at_desk.ledger.read_entries() == ()


def test_reader_decides_nothing(at_desk: Desk) -> None:
    reader, strike = at_desk.client("Rim", "reader"), at_desk.find("one")
    page = reader.get(f"/en/incidents/{strike.incident_id}").text
    assert "/decide" not in page
    token = at_desk.client("Rim", "reader")
    assert token.post(f"/en/incidents/{strike.incident_id}/decide", {"act": "accept"}).status_code == 403


def test_page_says_what_is_compared_in_both_languages(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    english, arabic = (mona.get(f"/{tongue}/incidents/{strike.incident_id}").text for tongue in ("en", "ar"))
    assert f'id="possible-{at_desk.claim("five")}"' in english
    assert "Wording" not in arabic
    assert english.count('<rect class="for"') == arabic.count('<rect class="for"') > 0


def test_merging_is_shown_before_it_is_done(at_desk: Desk) -> None:
    mona, strike, shelling = at_desk.client(), at_desk.find("one"), at_desk.find("four")
    page = mona.get(f"/en/incidents/{strike.incident_id}/merge?with={shelling.incident_id}").text
    after = page.partition('id="afterwards"')[2]
    assert "2–18" in after
    assert "4 claims" not in page.partition('id="afterwards"')[0]
    assert ">4<" in after
    assert at_desk.ledger.read_entries() == ()


def test_search_finds_what_lies_near_in_days_and_place(at_desk: Desk) -> None:
    mona, strike, shelling = at_desk.client(), at_desk.find("one"), at_desk.find("four")
    link = f"merge?with={shelling.incident_id}"
    search = f"/en/incidents/{strike.incident_id}/merge"
    assert link in mona.get(search).text
    assert link in mona.get(f"{search}?place=معرة&day=2018-07-04").text
    assert link not in mona.get(f"{search}?day=2018-08-04").text
    assert mona.get(f"{search}?day=tomorrow").status_code == 400


def test_split_is_shown_before_it_is_done(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    page = mona.get(f"/en/incidents/{strike.incident_id}/split?claim={at_desk.claim('three')}").text
    assert page.partition('id="afterwards"')[2].count("<li>") == 2
