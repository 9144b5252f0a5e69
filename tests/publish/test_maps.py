"""The locator map shows no more than public rows do."""

import re

import msgspec
import pytest
from invented_desk import ARIHA, HOUSE, HOUSE_PLACE, IDLIB, incident
from pages_client import Client

from marsad.model.incident import IncidentPlace
from marsad.publish.redaction import coarsen_place
from marsad.publish.site.app import make_app
from marsad.publish.site.maps import SMALLEST_RADIUS, IncidentMap, Maps
from marsad.reference.outlines import Outlines, read_disclaimer
from marsad.reference.outlines_file import build_outlines
from marsad.store.ledger import Ledger


def feature(code: str, country: str, box: tuple[float, float, float, float]) -> dict[str, object]:
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    named = {"adm1_code": code, "iso_a2": country, "name": code, "gn_a1_code": f"{country}.{code}"}
    return {"properties": named, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Maps:
    path = tmp_path_factory.mktemp("outlines") / "outlines.json"
    features = [feature("12", "SY", (36.0, 35.0, 37.0, 36.3)), feature("09", "SY", (37.0, 35.0, 38.5, 36.8))]
    build_outlines([*features, feature("31", "TR", (35.5, 36.3, 37.0, 37.5))], path, {"title": "x"}, {}, frozenset())
    outlines = Outlines.open(path)
    idlib = next(area for area in outlines.areas if area.id == "12")
    names = ("إدلب", "Idlib", "geo:2")
    return Maps(outlines, {("SY", name): (idlib,) for name in names})


def draw(maps: Maps, *places: IncidentPlace, kind: str = "air_strike") -> IncidentMap | None:
    return maps.draw(incident("incident-1", type=kind, where=places))


def test_settlement_is_a_circle_in_its_shaded_governorate(maps: Maps) -> None:
    drawn = draw(maps, ARIHA)
    assert drawn is not None
    assert len(drawn.panel.circles) == 1
    assert len(drawn.panel.lit) == 1
    assert drawn.inset is not None
    assert drawn.inset.circles == ()
    assert all(radius >= SMALLEST_RADIUS for _, _, radius in drawn.panel.circles)


def test_governorate_has_no_circle(maps: Maps) -> None:
    drawn = draw(maps, IDLIB)
    assert drawn is not None
    assert (drawn.panel.circles, len(drawn.panel.lit)) == ((), 1)


def test_building_is_shown_no_closer_than_in_public_rows(maps: Maps) -> None:
    exact, near = HOUSE_PLACE, msgspec.structs.replace(HOUSE_PLACE, lat=35.848, lon=36.631)
    first, second = draw(maps, exact), draw(maps, near)
    assert coarsen_place(exact) == coarsen_place(near)
    assert first is not None
    assert second is not None
    assert first.panel == second.panel
    assert first.coarse


def test_building_has_a_wider_circle_than_a_town(maps: Maps) -> None:
    town, building = draw(maps, ARIHA), draw(maps, HOUSE_PLACE)
    assert town is not None
    assert building is not None
    assert building.panel.circles[0][2] > town.panel.circles[0][2]


def test_type_that_is_never_placed_shades_the_governorate_only(maps: Maps) -> None:
    drawn = draw(maps, ARIHA, kind="sexual_violence")
    assert drawn is not None
    assert (drawn.panel.circles, len(drawn.panel.lit)) == ((), 1)


def test_unknown_place_has_no_map_and_one_of_two_is_counted(maps: Maps) -> None:
    nowhere = msgspec.structs.replace(IDLIB, place_id=None, admin1=None, admin1_en=None, country=None, name_ar="مجهول")
    assert draw(maps, nowhere) is None
    assert draw(maps) is None
    drawn = draw(maps, ARIHA, nowhere)
    assert drawn is not None
    assert drawn.unlocated == 1


def test_country_alone_is_shaded_whole_without_a_middle(maps: Maps) -> None:
    country = msgspec.structs.replace(
        IDLIB, place_id="geo:3", admin1=None, admin1_en=None, name_ar="سوريا", precision="country"
    )
    drawn = draw(maps, country)
    assert drawn is not None
    assert (drawn.panel.circles, drawn.inset) == ((), None)


def test_country_named_beside_a_town_does_not_widen_the_map(maps: Maps) -> None:
    abroad = msgspec.structs.replace(
        IDLIB, place_id="geo:4", admin1=None, admin1_en=None, name_ar="تركيا", precision="country", country="TR"
    )
    alone, beside = draw(maps, ARIHA), draw(maps, ARIHA, abroad)
    assert alone is not None
    assert beside is not None
    assert (beside.panel.circles, beside.panel.height) == (alone.panel.circles, alone.panel.height)
    assert len(beside.panel.lit) == 2


@pytest.mark.parametrize("language", ["ar", "en"])
def test_page_carries_the_map_and_the_disclaimer_in_both_languages(desk: Ledger, maps: Maps, language: str) -> None:
    client = Client(make_app(desk, maps=maps))
    html = next(
        text
        for one in re.findall(rf"/{language}/incidents/[^\"?#]+", client.get(f"/{language}/incidents").text)
        if "<svg" in (text := client.get(one).text)
    )
    assert all(text in html for text in read_disclaimer().values())
    assert "style=" not in html
    assert "<script" not in html.partition('<figure class="map"')[2].partition("</figure>")[0]
    assert HOUSE not in html.partition('<figure class="map"')[2].partition("</figure>")[0].partition("<svg")[2]


def test_pages_stand_without_outlines(client: Client) -> None:
    first = re.findall(r"/en/incidents/[^\"?#]+", client.get("/en/incidents").text)[0]
    assert "<svg" not in client.get(first).text
    assert client.get("/api/v1/outlines/SY").status_code == 404


def test_outlines_of_a_country_are_given_as_geojson(desk: Ledger, maps: Maps) -> None:
    client = Client(make_app(desk, maps=maps))
    answer = client.get("/api/v1/outlines/sy")
    assert answer.status_code == 200
    drawn = msgspec.json.decode(answer.text)
    assert [one["properties"]["level"] for one in drawn["features"]] == [0, 1, 1]
    assert set(drawn["disclaimer"]) == {"ar", "en"}
