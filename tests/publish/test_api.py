"""The data twin of the pages: the contract's records, and problems where it cannot answer."""

from urllib.parse import quote

import msgspec
import pytest
from invented_desk import DOCUMENTS, STRIKE, TEXT
from pages_client import Client

from marsad.model.incident import Incident


def test_incident_is_the_record_itself(client: Client) -> None:
    answer = client.get("/api/v1/incidents/strike")
    assert msgspec.json.decode(answer.content, type=Incident) == STRIKE


def test_list_obeys_the_same_filter_as_the_page(client: Client) -> None:
    body = client.get("/api/v1/incidents?type=shelling&type=siege").json()
    assert {one["incident_id"] for one in body["incidents"]} == {"governorate", "undated"}
    assert (body["format"], body["count"], body["total"]) == (1, 2, 5)


def test_pages_of_data_join_without_gap_or_repetition(client: Client) -> None:
    seen: list[str] = []
    address: str | None = "/api/v1/incidents?limit=2"
    while address:
        body = client.get(address).json()
        seen += [one["incident_id"] for one in body["incidents"]]
        address = body["next"]
    assert len(seen) == len(set(seen)) == 5


def test_document_comes_with_its_claims_and_refusals(client: Client) -> None:
    body = client.get("/api/v1/documents/d1").json()
    assert body["document"]["text"] == TEXT
    assert [one["id"] for one in body["claims"]] == ["c1", "c2", "c3"]
    assert [one["reason"] for one in body["refusals"]] == ["boilerplate"]


def test_document_id_may_be_an_address(client: Client) -> None:
    body = client.get(f"/api/v1/documents/{quote(DOCUMENTS[2].id, safe='')}").json()
    assert body["document"]["id"] == DOCUMENTS[2].id


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/incidents?tpye=siege", 400),
        ("/api/v1/incidents?limit=0", 400),
        ("/api/v1/incidents?cursor=nope", 400),
        ("/api/v1/incidents/nope", 404),
        ("/api/v1/documents/nope", 404),
        ("/api/v1/nope", 404),
    ],
)
def test_fault_is_a_problem(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_old_id_leads_to_the_present_one(client: Client) -> None:
    assert client.get("/api/v1/incidents/old-strike").headers["location"] == "/api/v1/incidents/strike"


def test_schema_is_served_and_no_page_that_would_load_one_from_elsewhere(client: Client) -> None:
    assert "/api/v1/incidents" in client.get("/api/v1/openapi.json").json()["paths"]
    assert client.get("/docs").status_code == 404
