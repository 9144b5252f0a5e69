"""Every row of relative_places.toml: places that are told by other places, with an honest radius."""

import math
import tomllib
from pathlib import Path
from typing import Any

import pytest

from marsad.base.ids import document_id
from marsad.model.document import Document
from marsad.model.value import Place
from marsad.pipeline.read import Reader
from marsad.reference.distance import distance_km
from marsad.reference.gazetteer import SHIPPED

REPORTS = tomllib.loads(Path(__file__).with_name("relative_places.toml").read_text(encoding="utf-8"))["report"]
SIDES = dict(zip(("N", "NE", "E", "SE", "S", "SW", "W", "NW"), range(0, 360, 45), strict=True))
KM_PER_DEGREE = 111.2
SLACK_KM = 6.0
"""The middles of towns are rough, and two gazetteers seldom agree to a kilometre."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(SHIPPED)


def list_reports() -> list[Any]:
    """All reports; those that are still read wrongly are expected to fail, with their reason."""
    rows = []
    for number, row in enumerate(REPORTS, start=1):
        marks = [pytest.mark.xfail(strict=True, reason=row["xfail"])] if "xfail" in row else []
        rows.append(pytest.param(row, id=f"{number}-{row['text'][:40]}", marks=marks))
    return rows


def find_truth(expected: dict[str, Any]) -> tuple[float, float]:
    """Where the place lies, reckoned on flat ground."""
    lat, lon = map(float, expected["from"].split())
    turn = math.radians(SIDES[expected.get("side", "N")])
    north, east = expected["km"] * math.cos(turn), expected["km"] * math.sin(turn)
    return lat + north / KM_PER_DEGREE, lon + east / KM_PER_DEGREE / math.cos(math.radians(lat))


def find_fault(expected: dict[str, Any], place: Place) -> str | None:
    """What is otherwise than expected."""
    kind = "named" if place.relation is None else place.relation.kind
    if kind != expected["kind"]:
        return f"kind {kind}"
    if place.text != expected.get("words", place.text):
        return f"words {place.text}"
    if expected.get("point") is False:
        return None if place.lat is None and place.lon is None else "a point"
    if place.lat is None or place.lon is None or place.radius_km is None:
        return "no point"
    low, high = expected["radius"]
    if not low <= place.radius_km <= high:
        return f"radius {place.radius_km}"
    far_km = distance_km(place.lat, place.lon, *find_truth(expected))
    return f"{far_km:.1f} km off" if far_km > SLACK_KM else None


def find_faults(row: dict[str, Any], reader: Reader) -> list[str]:
    """All that is wrong with the places of a report's claims, a list as long as the row says in each claim."""
    identity = document_id(None, row["text"])
    claims = reader.read(Document(id=identity, sha256=identity, text=row["text"], title=None)).claims
    faults = [] if claims else ["no claim"]
    for claim in claims:
        if len(claim.where) != len(row["places"]):
            faults.append(f"{claim.type}: {[place.text for place in claim.where]}")
            continue
        for expected, place in zip(row["places"], claim.where, strict=True):
            assert row["text"][place.start : place.end] == place.text
            fault = find_fault(expected, place)
            faults += [] if fault is None else [f"{claim.type} {place.text}: {fault}"]
    return faults


@pytest.mark.skipif(not SHIPPED.is_file(), reason="needs the built gazetteer")
@pytest.mark.parametrize("row", list_reports())
def test_place_told_by_others_is_where_the_words_put_it(reader: Reader, row: dict[str, Any]) -> None:
    assert find_faults(row, reader) == []


def test_table_of_relative_places_holds_its_traps() -> None:
    expected = [place for row in REPORTS for place in row["places"]]
    assert len(REPORTS) >= 90
    assert sum(place["kind"] == "named" for place in expected) >= 10
    assert sum(place.get("point") is False for place in expected) >= 8
