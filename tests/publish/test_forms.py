"""Forms: only a page of ours changes anything, whatever a browser is made to send."""

from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, FastAPI
from pages_client import Client
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from marsad.publish.access import Alone, need
from marsad.publish.forms import Fields, FormFields, read_fields, token_of
from marsad.publish.site.security import SecurityHeaders


@pytest.fixture
def desk() -> Client:
    router = APIRouter(dependencies=[need("judge")])

    @router.get("/form")
    def form(request: Request) -> Response:
        return Response(f'<input name="token" value="{token_of(request)}">')

    @router.post("/decide")
    def decide(fields: FormFields) -> Response:
        return JSONResponse(fields.multi_items())

    @router.put("/data")
    def change(fields: Annotated[Fields, Depends(read_fields)]) -> Response:
        return JSONResponse(len(fields))

    app = FastAPI()
    app.state.people = Alone("One")
    app.include_router(router)
    app.add_middleware(SecurityHeaders, hosts=None)
    return Client(app)


def test_form_of_our_page_is_taken_as_typed(desk: Client) -> None:
    answer = desk.post("/decide", {"reason": "لا شيء\r\nهنا", "about": ["a", "b"], "empty": ""}, page="/form")
    assert answer.status_code == 200
    assert answer.json()[1:] == [["reason", "لا شيء\r\nهنا"], ["about", "a"], ["about", "b"], ["empty", ""]]


def test_form_without_a_token_or_with_another_browsers_is_refused(desk: Client) -> None:
    assert desk.post("/decide", {"about": "a"}).status_code == 403
    other = Client(desk.app)
    sent = other.post("/decide", {"about": "a"}, page="/form")
    assert sent.status_code == 200
    desk.get("/form")
    assert desk.post("/decide", {"token": "0" * 64}).status_code == 403
    assert desk.ask("POST", "/decide", content=sent.request.content).status_code == 403


def test_json_needs_no_token_and_other_bodies_do(desk: Client) -> None:
    assert desk.ask("PUT", "/data", json={"a": 1}).status_code == 200
    for kind in ("text/plain", "multipart/form-data; boundary=x", ""):
        assert desk.ask("PUT", "/data", content=b'{"a": 1}', headers={"content-type": kind}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://localhost"}, 403),
        ({"origin": "http://localhost"}, 200),
        ({"origin": "http://localhost:8080"}, 403),
        ({"origin": "http://localhost.attacker.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({}, 200),
    ],
)
def test_change_asked_for_by_another_site_is_refused(desk: Client, headers: dict[str, str], status: int) -> None:
    assert desk.ask("PUT", "/data", json={}, headers=headers).status_code == status
    assert desk.get("/form", **headers).status_code == 200


def test_body_beyond_measure_is_refused(desk: Client) -> None:
    assert desk.ask("PUT", "/data", content=b"x" * 1_000_001).status_code == 413
    assert desk.ask("PUT", "/data", headers={"content-length": "much"}).status_code == 413


@pytest.mark.parametrize("body", [b"a=%ff", b"&".join(b"a=1" for _ in range(3000)), b"a=\xff"])
def test_form_that_cannot_be_read_is_refused(desk: Client, body: bytes) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert desk.ask("POST", "/decide", content=body, headers=kind).status_code == 400


def test_cookie_is_out_of_reach_of_scripts_and_bound_to_the_host_over_https(desk: Client) -> None:
    over_http = desk.get("/form").headers["set-cookie"]
    assert over_http.startswith("marsad-visit=")
    assert "HttpOnly; SameSite=Lax" in over_http
    assert "Secure" not in over_http
    over_https = Client(desk.app, "https://desk.example").get("/form").headers["set-cookie"]
    assert over_https.startswith("__Host-marsad-visit=")
    assert over_https.endswith("; Secure")
    assert "Domain" not in over_https


def test_page_is_kept_on_no_disk(desk: Client) -> None:
    assert desk.get("/form").headers["cache-control"] == "no-store, private"
