"""Derived incidents: replaced as a whole, filtered, found by former ids."""

from datetime import date
from typing import Any

import pytest
from written import dump_ledger, make_claim, make_document, make_incident, make_reading

from marsad.base.errors import PromiseError
from marsad.model.incident import IncidentPlace, Origin, Period
from marsad.store.ledger import Ledger
from marsad.store.records import IncidentFilter


def ids(ledger: Ledger, **wanted: Any) -> list[str]:
    return [incident.incident_id for incident in ledger.read_incidents(IncidentFilter(**wanted))]


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Four incidents that differ in everything a filter can ask for."""
    aleppo = IncidentPlace(
        place_id="ocha:C1370", name_ar="جرابلس", name_en="Jarablus", lat=None, lon=None, precision="settlement",
        pcode="C1370", admin1="حلب", country="SY",
    )  # fmt: skip
    police = Origin(source_id="unnamed:r:police", name_en=None, name_ar="مصدر في الشرطة", claims=("c2",))
    ledger.write_incidents(
        [
            make_incident("a", "c1"),
            make_incident(
                "b", "c2", type="explosive_device", where=(aleppo,), origins=(police,), grade="fair",
                when=Period(start=date(2018, 7, 6), end=date(2018, 7, 8), precision="days"),
            ),
            make_incident("c", "c3", status="planned", kind="campaign", state="confirmed", when=Period()),
            make_incident("d", "c4", when=Period(start=date(2018, 7, 1), end=None, precision="day")),
        ],
        {},
    )  # fmt: skip
    return ledger


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["b", "a", "d", "c"]),
        ({"oldest_first": True}, ["d", "a", "b", "c"]),
        ({"date_from": date(2018, 7, 7)}, ["b"]),
        ({"date_from": date(2018, 7, 5), "date_to": date(2018, 7, 6)}, ["b", "a"]),
        ({"date_to": date(2018, 7, 1)}, ["d"]),
        ({"type": "explosive_device"}, ["b"]),
        ({"status": "planned"}, ["c"]),
        ({"kind": "campaign"}, ["c"]),
        ({"state": "confirmed"}, ["c"]),
        ({"grade": "fair"}, ["b"]),
        ({"place": "jarab"}, ["b"]),
        ({"place": "جرابلس"}, ["b"]),
        ({"place": "حلب"}, ["b"]),
        ({"place": "C1370"}, ["b"]),
        ({"place_id": "ocha:C1370"}, ["b"]),
        ({"place_id": "C1370"}, []),
        ({"admin1": "درعا"}, ["a", "d", "c"]),
        ({"country": "LB"}, []),
        ({"origin": "observatory"}, ["a", "d", "c"]),
        ({"origin": "الشرطة"}, ["b"]),
        ({"origin": "%"}, []),
        ({"claim": "c2"}, ["b"]),
        ({"limit": 2}, ["b", "a"]),
        ({"limit": 2, "offset": 3}, ["c"]),
        ({"offset": 2}, ["d", "c"]),
    ],
)
def test_filter_lets_through_what_it_says(filled: Ledger, wanted: dict[str, Any], found: list[str]) -> None:
    assert ids(filled, **wanted) == found


def test_total_counts_what_the_page_leaves_out(filled: Ledger) -> None:
    page = filled.read_incidents(IncidentFilter(admin1="درعا", limit=1))
    assert (len(page), page.total) == (1, 3)


def test_incidents_are_found_by_a_document_of_theirs(ledger: Ledger) -> None:
    document = make_document()
    claim = make_claim(document)
    ledger.write_reading(make_reading(document, claim), document, None)
    ledger.write_incidents([make_incident("a", claim.id), make_incident("b", "other")], {})
    assert ids(ledger, document="report-1") == ["a"]
    assert ids(ledger, document="report-2") == []


def test_incident_comes_back_equal(ledger: Ledger) -> None:
    incident = make_incident("a", "c1", "c2", grade_inputs={"origins": 1, "parties": ["sy.army"]})
    ledger.write_incidents([incident], {})
    assert ledger.read_incident("a") == incident


def test_equal_incidents_stay_as_they_lie(filled: Ledger) -> None:
    before = dump_ledger(filled)
    assert filled.write_incidents(filled.read_incidents().rows, {}) == 0
    assert dump_ledger(filled) == before


def test_changed_incident_takes_its_rows_along(filled: Ledger) -> None:
    kept = [incident for incident in filled.read_incidents() if incident.incident_id != "b"]
    assert filled.write_incidents([*kept, make_incident("b", "c9")], {}) == 1
    assert ids(filled, place="جرابلس") == []
    assert ids(filled, claim="c2") == []
    assert ids(filled, claim="c9") == ["b"]


def test_incident_that_is_no_longer_derived_is_gone(filled: Ledger) -> None:
    assert filled.write_incidents([make_incident("a", "c1")], {"b": "a"}) == 3
    assert ids(filled) == ["a"]


def test_former_id_leads_to_the_present_one_over_several_runs(ledger: Ledger) -> None:
    ledger.write_incidents([make_incident("b", "c1")], {"a": "b"})
    ledger.write_incidents([make_incident("c", "c1")], {"b": "c"})
    for former in ("a", "b", "c"):
        found = ledger.read_incident(former)
        assert found is not None
        assert found.incident_id == "c"


def test_id_that_is_in_use_again_is_no_alias(ledger: Ledger) -> None:
    ledger.write_incidents([make_incident("b", "c1")], {"a": "b"})
    ledger.write_incidents([make_incident("a", "c1"), make_incident("b", "c2")], {})
    found = ledger.read_incident("a")
    assert found is not None
    assert found.claims == ("c1",)


def test_aliases_in_a_circle_lead_nowhere_and_end(ledger: Ledger) -> None:
    ledger.write_incidents([], {"a": "b", "b": "a"})
    assert ledger.read_incident("a") is None


def test_two_incidents_of_one_id_are_a_broken_promise(ledger: Ledger) -> None:
    with pytest.raises(PromiseError, match="one id"):
        ledger.write_incidents([make_incident("a", "c1"), make_incident("a", "c2")], {})
