"""The access matrix, made from the program itself: every route × every role, nobody, and the one person of a desk."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages_client import Client
from staffed_desk import Staffed
from starlette.routing import Mount

from marsad.model.account import ROLES
from marsad.publish.access import GRANTS, PERMISSIONS, Permission
from marsad.publish.site.assets import find_assets

PARTS = {
    "language": "en", "incident_id": "strike", "document_id": "d1", "country": "SY", "rest": "strike", "form": "jsonl",
    "claim_id": "c1", "number": "1", "file_format": "csv",
}  # fmt: skip
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
REFUSED = {401, 403}
EXPECTED: dict[str, Permission] = {
    "GET /": "read", "GET /{language}/incidents": "read", "GET /{language}/reports/{document_id:path}": "read",
    "GET /api/v1/documents/{document_id:path}": "read", "GET /api/v1/openapi.json": "read",
    "POST /{language}/incidents/{incident_id}/decide": "judge", "POST /{language}/incidents/{incident_id}/sign": "sign",
    "POST /{language}/linking": "judge",
    "GET /{language}/accounts": "administer", "POST /{language}/accounts": "administer",
    "GET /{language}/history": "audit", "GET /{language}/history.{form}": "audit", "GET /{language}/me": "own",
    "POST /{language}/me/password": "own", "GET /{language}/login": "anyone", "POST /{language}/login": "anyone",
    "POST /{language}/setup": "anyone", "GET /favicon.ico": "anyone", f"GET {find_assets().base}": "anyone",
}  # fmt: skip
"""What is declared is a decision of this house: changed here by hand, with the reason in the commit."""


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    desk = Staffed(tmp_path_factory.mktemp("staffed"))
    with desk.ledger:
        yield desk


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    desk = Staffed(tmp_path_factory.mktemp("alone"), has_accounts=False, name="One")
    with desk.ledger:
        yield desk


def list_questions(staffed: Staffed) -> list[tuple[str, str, Permission]]:
    """Method, an address that the route answers, and what it declares; logging out would end what is measured."""
    found = []
    for (method, path), permission in staffed.app.state.permissions.items():
        address = path.replace(":path}", "}").format(**PARTS)
        if path == find_assets().base:
            address += "/mark.svg"
        if not path.endswith("/logout"):
            found.append((method, address, permission))
    return found


def is_let_in(client: Client, method: str, address: str) -> bool:
    """Whether a question gets past the permission, whatever is answered then. JSON, for that needs no token."""
    headers = {"content-type": "application/json"} if method in UNSAFE else {"accept": "application/json"}
    answer = client.ask(method, address, headers=headers, content=b"{}" if method in UNSAFE else None)
    if answer.status_code in REFUSED and method != "HEAD":
        return (
            answer.headers["content-type"] != "application/problem+json"
        )  # the login's own "wrong password" is a page
    return answer.status_code not in REFUSED


def test_every_route_declares_what_this_house_decided(staffed: Staffed) -> None:
    declared = {f"{method} {path}": one for (method, path), one in staffed.app.state.permissions.items()}
    assert {name: declared.get(name) for name in EXPECTED} == EXPECTED
    assert set(declared.values()) <= set(PERMISSIONS)


def test_no_address_is_answered_without_a_declaration(staffed: Staffed) -> None:
    """Routes, mounts, and what the framework adds by itself."""
    declared = {path for _, path in staffed.app.state.permissions}
    mounts = {route.path for route in staffed.app.router.routes if isinstance(route, Mount)}
    assert mounts <= declared
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert path not in declared
        assert staffed.client("admin").get(path).status_code in {303, 403, 404}


@pytest.mark.parametrize("role", ROLES)
def test_role_reaches_what_it_may_and_nothing_else(staffed: Staffed, role: str) -> None:
    client = staffed.client(role)
    wrong = {
        (method, address): permission
        for method, address, permission in list_questions(staffed)
        if is_let_in(client, method, address) != (permission in GRANTS[role])  # type: ignore[index]
    }
    assert wrong == {}


def test_several_roles_reach_what_any_of_them_may(staffed: Staffed) -> None:
    staffed.add("two roles", "monitor", "admin")
    client = staffed.client("two roles")
    may = GRANTS["monitor"] | GRANTS["admin"]
    for method, address, permission in list_questions(staffed):
        assert is_let_in(client, method, address) == (permission in may), (method, address)


def test_nobody_reaches_only_what_anyone_may(staffed: Staffed) -> None:
    client = staffed.client()
    for method, address, permission in list_questions(staffed):
        assert is_let_in(client, method, address) == (permission == "anyone"), (method, address)


def test_page_leads_nobody_to_the_login_and_back(staffed: Staffed) -> None:
    client = staffed.client()
    for method, address, permission in list_questions(staffed):
        if permission != "anyone" and method == "GET" and not address.startswith("/api/"):
            answer = client.get(address)
            assert answer.status_code == 303, address
            assert answer.headers["location"].startswith(("/en/login?next=", "/ar/login?next=")), address


def test_one_person_without_accounts_reaches_everything(alone: Staffed) -> None:
    client = alone.client()
    for method, address, _ in list_questions(alone):
        assert is_let_in(client, method, address), (method, address)


def test_desk_that_waits_for_its_first_account_answers_nothing_else(tmp_path: Path) -> None:
    desk = Staffed(tmp_path, has_accounts=False, may_be_alone=False)
    with desk.ledger:
        client = desk.client()
        for method, address, permission in list_questions(desk):
            assert is_let_in(client, method, address) == (permission == "anyone"), (method, address)
        assert client.get("/en/incidents").headers["location"] == "/en/setup"
        assert client.get("/ar/login").headers["location"] == "/ar/setup"


@pytest.mark.parametrize("headers", [{"origin": "https://attacker.example"}, {"sec-fetch-site": "cross-site"}])
def test_change_that_another_site_asks_for_is_refused_to_everybody(staffed: Staffed, headers: dict[str, str]) -> None:
    clients = [staffed.client(name) for name in ("admin", "reviewer", None)]
    unsafe = [(method, address) for method, address, _ in list_questions(staffed) if method in UNSAFE]
    assert len(unsafe) > 8
    before = staffed.ledger.log.read_head(), staffed.ledger.read_judgement_head()
    for client, (method, address) in itertools.product(clients, unsafe):
        for body in ({"json": {}}, {"data": {"token": "x"}}):
            assert client.ask(method, address, headers=headers, **body).status_code == 403, (method, address)
    assert (staffed.ledger.log.read_head(), staffed.ledger.read_judgement_head()) == before


def test_form_without_its_token_is_refused_to_everybody(staffed: Staffed) -> None:
    for name in ("admin", "reviewer", None):
        client = staffed.client(name)
        client.get("/en/login")
        for method, address, _ in list_questions(staffed):
            if method in UNSAFE:
                assert client.ask(method, address, data={"act": "x"}).status_code == 403, (method, address)
