"""Victims known by name, from the form on an incident's page: a number, and nothing else."""

import re

import pytest
from reported_desk import Desk


def killed(desk: Desk) -> tuple[int | None, int | None, int | None, str]:
    cell = next(cell for cell in desk.find("one").cells if (cell.outcome, cell.group) == ("killed", "person"))
    return cell.low, cell.best, cell.high, cell.best_rule


def test_whole_list_sets_the_best_and_is_taken_back(at_desk: Desk) -> None:
    mona, before = at_desk.client(), killed(at_desk)
    answer = at_desk.decide(mona, at_desk.find("one"), "named", cell="killed.person", count="١٧")
    assert killed(at_desk)[1::2] == (17, "named")
    page = mona.get(answer.headers["location"]).text
    assert "Number known by name kept" in page
    assert "17 known by name" in re.sub("<[^>]+>", "", page)
    number = answer.headers["location"].partition("done=")[2]
    at_desk.decide(mona, at_desk.find("one"), "undo", number=number)
    assert killed(at_desk) == before


def test_list_that_may_lack_some_is_a_floor_only(at_desk: Desk) -> None:
    at_desk.decide(at_desk.client(), at_desk.find("one"), "named", cell="killed.person", count="40", at_least="1")
    low, best, _, rule = killed(at_desk)
    assert (low, best) == (40, 40)
    assert rule != "named"


def test_nothing_but_the_number_is_kept(at_desk: Desk) -> None:
    said = {"reason": "an invented name", "names": "another"}
    at_desk.decide(at_desk.client(), at_desk.find("one"), "named", cell="killed.civilian", count="5", **said)
    (entry,) = at_desk.ledger.read_entries()
    assert entry.judgement.reason is None
    assert entry.judgement.correction is not None
    (named,) = entry.judgement.correction.named
    assert (named.outcome, named.group, named.count, named.complete) == ("killed", "civilian", 5, True)


@pytest.mark.parametrize(
    ("cell", "count"),
    [("killed.person", "0"), ("killed.person", "some names"), ("killed.person", ""), ("killed.nobody", "3"), ("", "3")],
)
def test_what_is_no_number_of_names_is_refused(at_desk: Desk, cell: str, count: str) -> None:
    answer = at_desk.decide(at_desk.client(), at_desk.find("one"), "named", cell=cell, count=count)
    assert answer.status_code == 400
    assert at_desk.ledger.read_entries() == ()


def test_who_only_reads_has_no_form_and_may_not_send_one(at_desk: Desk) -> None:
    strike = at_desk.find("one")
    rana = at_desk.client("Rana", "reader")
    assert 'value="named"' not in rana.get(f"/en/incidents/{strike.incident_id}").text
    assert 'value="named"' in at_desk.client().get(f"/ar/incidents/{strike.incident_id}").text
    stamp = at_desk.stamp(at_desk.client(), strike)
    assert at_desk.send(rana, strike, stamp, act="named", cell="killed.person", count="3").status_code == 403
