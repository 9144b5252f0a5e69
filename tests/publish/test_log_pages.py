"""The log of reads and its page: everything protected that is shown is noted first, once a view, and can be found."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest
from invented_desk import DOCUMENTS
from pages_client import Client
from staffed_desk import Staffed

from marsad.base.errors import LedgerError
from marsad.model.account import Deed
from marsad.publish.site import log_pages
from marsad.store.log import LogFilter

ODD_ID = DOCUMENTS[2].id


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    desk = Staffed(tmp_path)
    with desk.ledger:
        yield desk


def reads(desk: Staffed) -> list[tuple[str, str, str]]:
    found = desk.ledger.log.read(LogFilter())
    return [(one.deed.who, one.deed.action, one.deed.about) for one in found if one.deed.action in {"read", "export"}]


@pytest.mark.parametrize(
    ("address", "about"),
    [
        ("/en/reports/d1", "d1"),
        (f"/ar/reports/{quote(ODD_ID, safe='')}", ODD_ID),
        ("/api/v1/documents/d1", "d1"),
        ("/en/incidents/strike", "strike"),
        ("/api/v1/incidents/strike", "strike"),
        ("/en/reports?page=1", "/en/reports?page=1"),
        ("/en/history?who=reviewer", "/en/history?who=reviewer"),
    ],
)
def test_what_is_shown_is_logged_before_it_is_shown(staffed: Staffed, address: str, about: str) -> None:
    client = staffed.client("reviewer")
    assert client.get(address).status_code == 200
    assert reads(staffed) == [("reviewer", "read", about)]
    assert [problem for problem in staffed.ledger.verify() if "log" in problem] == []


@pytest.mark.parametrize("address", ["/en/reports/nowhere", "/en/accounts", "/", "/en/login", "/en/me"])
def test_what_shows_nothing_protected_is_not_logged(staffed: Staffed, address: str) -> None:
    staffed.client("reviewer").get(address)
    assert reads(staffed) == []


def test_page_drawn_again_soon_is_one_view_and_later_another(staffed: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("marsad.publish.site.read_log.time.monotonic", lambda: now)
    one = staffed.client("reviewer")
    for _ in range(3):
        one.get("/en/reports/d1")
    assert len(reads(staffed)) == 1
    staffed.client("reviewer").get("/en/reports/d1")
    one.get("/ar/reports/d1")
    assert len(reads(staffed)) == 3


def test_page_that_cannot_be_logged_is_not_shown(staffed: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise LedgerError("the disk is full")

    client = staffed.client("reviewer")
    with monkeypatch.context() as patch:
        patch.setattr("marsad.store.behind.connect.begin_write", refuse)
        answer = client.get("/en/reports/d1")
        assert answer.status_code == 503
        assert "disk is full" in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert client.get("/en/reports/d1").status_code == 200


def test_reads_of_the_one_person_of_a_desk_are_logged_too(tmp_path: Path) -> None:
    desk = Staffed(tmp_path, has_accounts=False, name="Lina Haddad")
    with desk.ledger:
        desk.client().get("/en/reports/d1")
        assert reads(desk) == [("Lina Haddad", "read", "d1")]


@pytest.fixture
def filled(staffed: Staffed) -> Client:
    staffed.ledger.log.write(
        Deed(who="monitor", action="judge", about="strike", detail={"number": 1, "hash": "0", "verdict": "accept"}),
        Deed(who="monitor", action="export", about="=HYPERLINK(1)", detail={"page": "/en/incidents?type=siege"}),
        Deed(who="reader", action="read", about="d1", detail={"page": "/api/v1/documents/d1"}),
    )
    return staffed.client("reviewer")


def rows(client: Client, query: str) -> int:
    return client.get(f"/en/history?{query}").text.partition("<tbody>")[2].count("<tr>")


def test_history_is_filtered_by_person_action_day_and_id(filled: Client) -> None:
    assert rows(filled, "who=monitor&action=judge") == 1
    assert rows(filled, "who=monitor&action=export") == 1
    assert rows(filled, "about=d1") == 1
    assert rows(filled, "who=monitor&to=2001-01-01") == 0
    assert rows(filled, "action=make_account&from=2001-01-01") == 4


def test_history_links_to_what_was_touched(filled: Client) -> None:
    html = filled.get("/ar/history").text
    assert '<a href="/ar/incidents/strike">' in html
    assert '<a href="/ar/reports/d1">' in html
    assert '<a href="/ar/incidents?type=siege">' in html
    assert "قرّر" in html


def test_history_is_turned_page_by_page_without_gap(filled: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_pages, "PAGE_SIZE", 4)
    seen: list[int] = []
    address = "/en/history.jsonl"
    whole = {json.loads(line)["number"] for line in filled.get(address).text.splitlines()}
    address = f"/en/history?to=2999-01-01&before={max(whole) + 1}"
    while address:
        table = filled.get(address).text
        body = table.partition("<tbody>")[2]
        seen += [int(cell.partition("</bdi>")[0]) for cell in body.split('<td class="figure"><bdi dir="ltr">')[1:]]
        _, _, following = table.partition('rel="next" href="')
        address = following.partition('"')[0].replace("&amp;", "&")
    assert seen == sorted(whole, reverse=True)


def test_history_as_a_file_says_the_same_and_can_harm_no_spreadsheet(filled: Client) -> None:
    lines = [json.loads(line) for line in filled.get("/en/history.jsonl?who=monitor").text.splitlines()]
    table = list(csv.DictReader(io.StringIO(filled.get("/en/history.csv?who=monitor").text)))
    assert [(one["who"], one["action"]) for one in lines] == [("monitor", "export"), ("monitor", "judge")]
    assert [row["about"] for row in table] == ["'=HYPERLINK(1)", "strike"]
    assert [int(row["number"]) for row in table] == [one["number"] for one in lines]
    assert msgspec.json.decode(table[1]["detail"])["verdict"] == "accept"


@pytest.mark.parametrize("query", ["action=explode", "from=yesterday", "before=x", "color=red"])
def test_odd_question_to_the_history_is_refused(filled: Client, query: str) -> None:
    assert filled.get(f"/en/history?{query}").status_code == 400


def test_heads_of_both_chains_can_be_noted_from_the_page(staffed: Staffed) -> None:
    client = staffed.client("reviewer")
    html = client.get("/en/history").text
    head = html.partition('<code dir="ltr">')[2].partition("</code>")[0]
    assert [problem for problem in staffed.ledger.verify(head) if "head" in problem or "log" in problem] == []
    assert [problem for problem in staffed.ledger.verify("1 " + "0" * 64) if "head" in problem] != []
