"""What is written is read back equal, whatever the records hold."""

import itertools
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import make_claim, make_document, make_incident, make_reading

from marsad.model.claim import Claim
from marsad.model.document import Document
from marsad.model.incident import Incident, IncidentPlace, Period
from marsad.model.span import Words
from marsad.model.value import Casualty, Count, Place, When
from marsad.store.ledger import Ledger, open_ledger

serial = itertools.count()
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
days = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
numbers = st.none() | st.integers(0, 10**9)
degrees = st.none() | st.floats(-90, 90)
spans = {
    "text": texts,
    "field": st.sampled_from(["text", "title"]),
    "start": st.integers(0, 99),
    "end": st.integers(0, 99),
}
places = st.builds(
    Place, **spans, place_id=st.none() | texts, name_ar=st.none() | texts, lat=degrees, lon=degrees,
    precision=st.none() | st.sampled_from(["settlement", "governorate"]), rivals=st.integers(0, 50),
)  # fmt: skip
figures = st.builds(
    Casualty, **spans, outcome=st.sampled_from(["killed", "injured"]), group=st.sampled_from(["person", "child"]),
    low=numbers, high=numbers, kind=st.sampled_from(["exact", "vague"]), subset=st.booleans(),
)  # fmt: skip
counts = st.builds(Count, **spans, low=numbers, high=numbers, kind=st.just("more_than"), unit=texts)
details = st.dictionaries(texts, st.none() | texts | st.booleans() | st.lists(st.fixed_dictionaries(spans), max_size=2))


@st.composite
def claims(draw: st.DrawFn, document: Document) -> Claim:
    return make_claim(
        document,
        id=draw(st.uuids().map(str)),
        when=When(start=draw(days), end=draw(days), precision=draw(st.sampled_from(["day", "unknown"]))),
        where=tuple(draw(st.lists(places, max_size=3))),
        casualties=tuple(draw(st.lists(figures, max_size=3))),
        count=draw(st.none() | counts),
        details=draw(details),
        evidence=Words(**draw(st.fixed_dictionaries(spans))),
        confidence=draw(st.floats(0, 1)),
        rules=tuple(draw(st.lists(texts, max_size=2))),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    return make_document(
        draw(texts.filter(lambda text: len(text) > 3)) + " قتل",
        id=f"report-{next(serial)}",  # never drawn: a replayed example must not meet its own document
        title=draw(st.none() | texts),
        publisher=draw(st.none() | texts),
        url=draw(st.none() | texts),
        published=draw(days),
        origin_line=draw(st.none() | st.integers(1, 10**6)),
    )


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "desk.db"
        address = request.getfixturevalue("make_database")() if request.param == "postgresql" else where
        with open_ledger(address, files=where.with_suffix(".files")) as ledger:
            yield ledger


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read_back_equal(shared: Ledger, data: st.DataObject) -> None:
    document = data.draw(documents())
    written = tuple(data.draw(st.lists(claims(document), max_size=3, unique_by=lambda claim: claim.id)))
    reading = make_reading(document, *written)
    assert shared.write_reading(reading, document, None) is True
    assert shared.read_document(document.id) == document
    assert shared.read_claims_of_document(document.id) == written
    assert shared.read_refusals_of_document(document.id) == reading.refusals
    assert shared.write_reading(reading, document, None) is False


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_incidents_written_are_read_back_equal(shared: Ledger, data: st.DataObject) -> None:
    place = st.builds(
        IncidentPlace, place_id=st.none() | texts, name_ar=st.none() | texts, name_en=st.none() | texts, lat=degrees,
        lon=degrees, precision=st.none(), admin1=st.none() | texts, admin1_en=st.none() | texts,
    )  # fmt: skip
    periods = st.builds(Period, start=days, end=days)
    incidents: list[Incident] = [
        make_incident(name, name, when=data.draw(periods), where=tuple(data.draw(st.lists(place, max_size=3))))
        for name in data.draw(st.lists(texts, unique=True, max_size=4))
    ]
    shared.write_incidents(incidents, {})
    found = {incident.incident_id: incident for incident in shared.read_incidents()}
    assert found == {incident.incident_id: incident for incident in incidents}
    assert shared.write_incidents(incidents, {}) == 0
