"""The outlines as they are built from the package, against the shipped gazetteer."""

import csv

import pytest

from marsad.packs.places import naming_for
from marsad.reference.gazetteer import SHIPPED
from marsad.reference.gazetteer_file import GazetteerFile
from marsad.reference.outlines import OUTLINES, Outlines

pytestmark = pytest.mark.skipif(not OUTLINES.is_file(), reason="outlines were not built: tools/build_outlines.py")

ARAB = "AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE"
UNMATCHED = {
    "ARE-344",  # strips of neutral ground between emirates
    "ARE-347",
    "DJI-1567",  # the capital's region, which the gazetteer knows as a city only
    "MRT-2787",
    "ETH-3111",  # of Ethiopia the gazetteer holds four regions
    "ETH-3129",
    "ETH-3130",
    "ETH-3132",
    "ETH-3133",
    "ETH-3135",
    "ETH-3136",
}


@pytest.fixture(scope="module")
def outlines() -> Outlines:
    return Outlines.open()


@pytest.fixture(scope="module")
def shipped(outlines: Outlines) -> GazetteerFile:
    return GazetteerFile.read(SHIPPED, naming_for("ar"), outlines)


def test_file_stays_small() -> None:
    assert OUTLINES.stat().st_size < 3_000_000


def test_world_is_drawn_and_every_arab_country_with_areas(outlines: Outlines) -> None:
    assert len(outlines.countries) > 200
    assert [code for code in ARAB.split() if not any(area.country == code for area in outlines.areas)] == []
    assert [one.id for one in outlines.countries.values() if not one.polygons] == []


def test_every_governorate_lies_in_an_outline_and_the_reverse(shipped: GazetteerFile) -> None:
    found = shipped.find_unmatched()
    assert {line.split()[1] for line in found if line.startswith("outline")} <= UNMATCHED
    assert [line for line in found if line.startswith("area")] == []


def test_rows_for_outlines_name_outlines_and_areas_that_exist(outlines: Outlines, shipped: GazetteerFile) -> None:
    known = {area.id for area in outlines.areas}
    with OUTLINES.with_name("outlines-areas.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["outline"] for row in rows if row["outline"] not in known] == []
    missing = [(row["outline"], i) for row in rows for i in row["covers"].split() if i not in shipped]
    assert missing == []


@pytest.mark.parametrize(
    ("lat", "lon", "area"),
    [
        (36.20, 37.16, "Aleppo"),
        (32.62, 36.10, "Daraa"),
        (33.51, 36.29, "Damascus"),
        (36.34, 43.13, "Nineveh"),
        (13.58, 44.02, "Ta'izz"),
        (13.63, 25.35, "North Darfur"),
        (32.11, 20.07, "Benghazi"),
        (31.35, 34.31, "Gaza"),
    ],
)
def test_known_towns_lie_in_their_areas(lat: float, lon: float, area: str, outlines: Outlines) -> None:
    found = outlines.area_at(lat, lon)
    assert found is not None
    assert found.name_en == area


def test_supplement_states_the_area_that_its_points_lie_in(shipped: GazetteerFile) -> None:
    known = {
        "marsad:iq.latifiya",  # of Baghdad; the source draws its district to Babil
        "marsad:iq.admin2.altarmya", "marsad:iq.nahiya.alabayjy", "marsad:iq.nahiya.almshahda",  # and these to Saladin
        "marsad:iq.admin2.brdrsh", "marsad:iq.seat.brdrsh",  # given to Duhok since the source was drawn
    }  # fmt: skip
    doubts = {line.split()[0] for line in shipped.find_doubts()}
    assert {place_id for place_id in doubts if place_id.startswith("marsad:")} <= known


def test_few_places_of_the_shipped_gazetteer_are_doubted(shipped: GazetteerFile) -> None:
    assert len(shipped.find_doubts()) <= 40
