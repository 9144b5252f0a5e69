"""Every row of places.toml: which of its namesakes a place name means, and which words are no place at all."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from marsad.extraction import Setting, find_mentions
from marsad.language import scan_passage
from marsad.model.place import Mention
from marsad.packs import load_pack
from marsad.pipeline.place_imports import import_places
from marsad.reference.actors import read_actors
from marsad.reference.distance import distance_km
from marsad.reference.gazetteer import SHIPPED, Gazetteer, PlaceRecord
from marsad.resolution.places import resolve_places

REPORTS = tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))["report"]
COMMUNITIES = Path(__file__).resolve().parents[2].parent / "shared" / "places" / "syria-communities.json"
NEAR_KM = 10.0
LEAST = 0.90
"""The share of the reports that must be read rightly in all their names."""

Decided = tuple[Mention, PlaceRecord | None]


def list_reports(map_name: str) -> list[Any]:
    """All reports; those that a map still reads wrongly are expected to fail, with their reason."""
    rows = []
    for number, row in enumerate(REPORTS, start=1):
        reason = row.get("xfail") or row.get(f"xfail_{map_name}")
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        rows.append(pytest.param(row, id=f"{number}-{row['text'][:40]}", marks=marks))
    return rows


@pytest.fixture(scope="module")
def shipped() -> Setting:
    return Setting(load_pack("ar"), Gazetteer.open(SHIPPED))


@pytest.fixture(scope="module")
def communities(tmp_path_factory: pytest.TempPathFactory) -> Setting:
    own = tmp_path_factory.mktemp("map") / "places.sqlite"
    import_places("ocha", COMMUNITIES, own)
    return Setting(load_pack("ar"), Gazetteer.open(own))


def decide_places(row: dict[str, Any], setting: Setting) -> list[Decided]:
    """The mentions of a report with what was decided, each tied to its words."""
    pack, gazetteer, text = setting.pack, setting.gazetteer, row["text"]
    scans = scan_passage(pack.fold.fold_passage(text, "text"), pack, None)
    found = find_mentions(scans, setting, read_actors())
    mentions = [place.mention for place in found.places]
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    decisions = resolve_places(mentions, gazetteer, row.get("country"), found.lands)
    return [
        (mention, None if decision.row is None else gazetteer.place(decision.row))
        for mention, decision, place in zip(mentions, decisions, found.places, strict=True)
        if not place.aside
    ]


def find_faults(row: dict[str, Any], setting: Setting, *, full: bool) -> list[str]:
    """What is read otherwise than the row says; `full` is whether the map holds all Syrian communities."""
    decided = decide_places(row, setting)
    faults = []
    for expected in row["places"]:
        words = expected["words"]
        begin = row["text"].index(words)
        here = [place for mention, place in decided if mention.start < begin + len(words) and begin < mention.end]
        if not is_right(expected, here, full=full):
            said = [place and f"{place.place_id} {place.name_ar} {place.feature} {place.country}" for place in here]
            faults.append(f"{words}: {said}")
    return faults


def is_right(expected: dict[str, Any], here: list[PlaceRecord | None], *, full: bool) -> bool:
    if expected.get("none"):
        return not here
    if expected.get("untold"):
        return not any(here)
    if expected.get("communities") and not full and not any(here):
        return True
    if len(here) != 1 or here[0] is None:
        return False
    place = here[0]
    if "governorate" in expected:
        country, name = expected["governorate"].split(" ", 1)
        return (place.feature, place.country, place.name_ar) == ("governorate", country, name)
    return lies_there(expected, place)


def lies_there(expected: dict[str, Any], place: PlaceRecord) -> bool:
    if "land" in expected:
        return place.country == expected["land"] and place.feature != "country"
    country, lat, lon = expected["point"].split()
    if place.country != country or place.lat is None or place.lon is None:
        return False
    return distance_km(place.lat, place.lon, float(lat), float(lon)) <= NEAR_KM


@pytest.mark.skipif(not SHIPPED.is_file(), reason="needs the built gazetteer")
@pytest.mark.parametrize("row", list_reports("shipped"))
def test_shipped_map_tells_the_place_from_its_namesakes(shipped: Setting, row: dict[str, Any]) -> None:
    assert find_faults(row, shipped, full=False) == []


@pytest.mark.shared
@pytest.mark.skipif(not (COMMUNITIES.is_file() and SHIPPED.is_file()), reason="needs ../shared and the built gazetteer")
@pytest.mark.parametrize("row", list_reports("communities"))
def test_map_of_all_syrian_communities_tells_the_place_from_its_namesakes(
    communities: Setting, row: dict[str, Any]
) -> None:
    assert find_faults(row, communities, full=True) == []


@pytest.mark.parametrize("map_name", ["shipped", "communities"])
def test_share_that_is_read_rightly_holds_its_floor(map_name: str) -> None:
    wrong = sum(1 for row in REPORTS if "xfail" in row or f"xfail_{map_name}" in row)
    assert len(REPORTS) - wrong >= LEAST * len(REPORTS)


def test_table_of_places_holds_its_traps() -> None:
    expected = [place for row in REPORTS for place in row["places"]]
    assert len(REPORTS) >= 130
    assert sum(bool(place.get("none")) for place in expected) >= 25
    assert sum(bool(place.get("communities") or place.get("untold")) for place in expected) >= 20
