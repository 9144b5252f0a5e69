"""Where in the queue a person is stands in the address: what comes next follows that list, also after a decision."""

import re

import pytest
from reported_desk import Desk

from marsad.publish.site.trail import Trail, Trails, parse_trail

STEP = re.compile(r'data-step="(\w+)" href="([^"]+)"')


def steps(desk: Desk, address: str) -> dict[str, str]:
    page = desk.client().get(address)
    assert page.status_code == 200, address
    return {way: where.replace("&amp;", "&") for way, where in STEP.findall(page.text)}


def follow(desk: Desk, address: str, way: str = "next") -> list[str]:
    """The reports that one key leads through."""
    found = [address]
    while (following := steps(desk, found[-1]).get(way)) is not None:
        found.append(following)
    return found


def names(addresses: list[str]) -> list[str]:
    return [re.split(r"[/?]", one)[3] for one in addresses]


def begin(desk: Desk, tab: str = "new") -> str:
    """The first report of the first incident of a list."""
    row = desk.ledger.desk.read_queue(tab)[0]
    return f"/en/reports/{row.incident.documents[0]}?{Trail(tab, row.after).query()}"


def test_reports_follow_the_incidents_of_the_list_and_back(at_desk: Desk) -> None:
    rows = at_desk.ledger.desk.read_queue("new")
    wanted = [document for row in rows for document in row.incident.documents]
    there = follow(at_desk, begin(at_desk))
    assert names(there) == wanted
    assert names(follow(at_desk, there[-1], "previous")) == wanted[::-1]
    assert names(there) != names(follow(at_desk, "/en/reports/five"))  # the list of reports has another order


def test_place_holds_though_the_incident_left_the_list_and_changed(at_desk: Desk) -> None:
    rows = at_desk.ledger.desk.read_queue("new")
    here = f"/en/reports/{rows[1].incident.documents[-1]}?{Trail('new', rows[1].after).query()}"
    before = steps(at_desk, here)["next"]
    at_desk.decide(at_desk.client(), rows[1].incident, "look")
    assert rows[1].incident.incident_id not in {
        row.incident.incident_id for row in at_desk.ledger.desk.read_queue("new")
    }
    assert steps(at_desk, here)["next"] == before


def test_correction_by_a_form_stays_in_the_list(at_desk: Desk) -> None:
    mona, here = at_desk.client(), begin(at_desk)
    page = mona.get(here).text
    form = re.search(r'<form method="post" action="(/en/claims/[^"]+)">(.*?)</form>', page, re.DOTALL)
    assert form
    fields = {
        name: value.replace("&amp;", "&")
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[2])
    }
    answer = mona.post(form[1], fields | {"verdict": "accept"})
    assert answer.headers["location"].partition("#")[0] == here
    assert at_desk.work.wait(60)
    listed = mona.post(form[1], fields | {"verdict": "undo", "seen": "1", "queue": "", "place": "", "open": "1"})
    assert listed.headers["location"].partition("#")[0].endswith("?open=1")
    assert at_desk.work.wait(60)


def test_decision_on_an_incident_stays_in_the_list_and_goes_on_along_it(at_desk: Desk) -> None:
    mona, rows = at_desk.client(), at_desk.ledger.desk.read_queue("new")
    trail = Trail("new", rows[0].after)
    fields = dict(trail.pairs())
    answer = at_desk.decide(mona, rows[0].incident, "accept", **fields)
    assert answer.headers["location"].endswith(trail.query())
    page = mona.get(answer.headers["location"]).text
    go_on = re.search(r'href="([^"]+)" data-key="n"', page)
    assert go_on
    following = mona.get(go_on[1].replace("&amp;", "&")).headers["location"]
    assert following.startswith(f"/en/incidents/{rows[1].incident.incident_id}?queue=new&place=")
    looked = at_desk.decide(mona, rows[1].incident, "look", next="1", **dict(Trail("new", rows[1].after).pairs()))
    assert looked.headers["location"].startswith(f"/en/incidents/{rows[2].incident.incident_id}?queue=new&place=")
    last = at_desk.decide(mona, rows[2].incident, "look", next="1", **dict(Trail("new", rows[2].after).pairs()))
    assert last.headers["location"] == "/en/queue?why=new"


def test_what_others_hold_is_passed_by(at_desk: Desk) -> None:
    rows = at_desk.ledger.desk.read_queue("new")
    at_desk.ledger.desk.write_assignment([rows[1].incident.incident_id], "Omar")
    trails = Trails(at_desk.ledger, at_desk.work)
    next_one = trails.find_next(Trail("new", rows[0].after), "en", "Mona")
    assert next_one is not None
    assert next_one.startswith(f"/en/incidents/{rows[2].incident.incident_id}?")


def test_pairs_lead_from_pair_to_pair(at_desk: Desk) -> None:
    pairs = at_desk.ledger.desk.read_alike()
    assert len(pairs) > 1
    trails = Trails(at_desk.ledger, at_desk.work)
    next_one = trails.find_next(Trail("duplicates", pairs[0][1]), "en", "Mona")
    assert next_one is not None
    assert f"/en/incidents/{pairs[1][0].incident}/merge?with={pairs[1][0].other_incident}&" in next_one
    assert at_desk.client().get(next_one).status_code == 200
    kept = at_desk.ledger.read_claims([pairs[0][0].claim])
    first = kept[pairs[0][0].claim].document.id
    there = follow(at_desk, f"/en/reports/{first}?{Trail('duplicates', pairs[0][1]).query()}")
    assert len(there) == 2 * len(pairs)
    assert names(follow(at_desk, there[-1], "previous")) == names(there)[::-1]


@pytest.mark.parametrize("values", [{"queue": "mood"}, {"queue": "new", "place": "x" * 501}])
def test_nonsense_is_refused(at_desk: Desk, values: dict[str, str]) -> None:
    query = "&".join(f"{name}={value}" for name, value in values.items())
    assert at_desk.client().get(f"/en/reports/one?{query}").status_code == 400
    assert parse_trail({}) is None


def test_places_of_no_list_are_refused_and_break_nothing(at_desk: Desk) -> None:
    assert at_desk.client().get("/en/reports/one?queue=duplicates&place=x").status_code == 400
    assert at_desk.client().get("/en/reports/one?queue=new&place=x").status_code == 200
    assert at_desk.client().get("/en/queue/next?queue=conflicts&place=").headers["location"].endswith("why=conflicts")
