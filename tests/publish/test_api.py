"""The data twin of the pages: the contract's records, and problems where it cannot answer."""

from urllib.parse import quote

import msgspec
import pytest
from invented_desk import DOCUMENTS, STRIKE, TEXT
from pages_client import Client

from marsad.model.incident import Incident
from marsad.publish.filters import PARAMETERS


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


EXPLORED = ("map?zoom=6", "timeline?step=month", "facets?", "incidents?")


@pytest.mark.parametrize("address", EXPLORED)
@pytest.mark.parametrize("asked", ["", "type=shelling&type=siege", "country=SY&located=no", "q=أريحا", "killed_min=3"])
def test_every_address_counts_the_same_incidents(client: Client, address: str, asked: str) -> None:
    expected = client.get(f"/api/v1/incidents?{asked}").json()
    body = client.get(f"/api/v1/{address}&{asked}").json()
    assert (body["count"], body["total"]) == (expected["count"], expected["total"])
    if "cells" in body:
        there = sum(one["incidents"] for one in body["unlocated"]) + sum(one["count"] for one in body["cells"])
        assert there == body["count"]
    if "bins" in body:
        assert sum(one["incidents"] for one in body["bins"]) + body["vague"] + body["undated"] == body["count"]


def test_cell_of_the_map_lists_its_incidents_by_its_box(client: Client) -> None:
    for cell in client.get("/api/v1/map?zoom=8").json()["cells"]:
        box = ",".join(str(side) for side in cell["box"])
        listed = client.get(f"/api/v1/incidents?bbox={box}").json()["incidents"]
        assert {one["incident_id"] for one in listed} == {one["id"] for one in cell["incidents"]}


@pytest.mark.parametrize(
    "path",
    [
        "map?zoom=high", "map?zoom=99", "map?view=1,2,3", "map?tpye=siege", "timeline?step=hour", "timeline?zoom=3",
        "facets?limit=3", "search?q=a&type=siege", "search?q=a&cursor=x", "incidents?bbox=1,2,3", "incidents?sort=best",
        "incidents?bbox=0,9,1,8", "incidents?bbox=nan,0,1,1", "incidents?located=maybe", "incidents?country=Syria",
        "incidents?killed_min=many", f"incidents?q={'a' * 501}", "incidents?state=open", "incidents?cursor=~",
    ],
)  # fmt: skip
def test_question_that_cannot_be_asked_is_a_problem(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_search_gives_pieces_of_the_report_with_where_the_words_stand(client: Client) -> None:
    body = client.get("/api/v1/search?q=مدنيين").json()
    found = {one["document"]["id"]: one for one in body["documents"]}
    assert "d1" in found
    assert body["count"] == len(found)
    for snippet in found["d1"]["snippets"]:
        original = TEXT if snippet["field"] == "text" else found["d1"]["document"]["title"]
        assert original[snippet["start"] : snippet["end"]] == snippet["text"]
        assert snippet["marks"]


def test_search_goes_on_where_it_ended(client: Client) -> None:
    body = client.get("/api/v1/search?q=في&limit=1").json()
    seen = [one["document"]["id"] for one in body["documents"]]
    while body["next"]:
        body = client.get(body["next"]).json()
        seen += [one["document"]["id"] for one in body["documents"]]
    assert len(seen) == len(set(seen)) == body["count"] > 1


def test_whatever_is_typed_into_the_search_is_answered(client: Client) -> None:
    for words in ('"', "AND OR", "surface:", "a*", "(", "%", "حلب\x00", "'"):
        assert client.get(f"/api/v1/search?q={quote(words)}").status_code == 200
        assert client.get(f"/api/v1/incidents?q={quote(words)}").status_code == 200


def test_schema_names_every_parameter_of_the_filter(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for address in ("incidents", "map", "timeline", "facets"):
        named = {one["name"] for one in paths[f"/api/v1/{address}"]["get"]["parameters"]}
        assert named >= set(PARAMETERS)
