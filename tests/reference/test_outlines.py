import json
import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_outlines import FINE, SOURCE, area, open_plain, plain, square

from marsad.base.errors import InputError, PlacesError
from marsad.reference.outlines import FAR_KM, Outlines, is_contested, open_outlines, read_contested, read_disclaimer
from marsad.reference.outlines_file import KM_A_UNIT, UNITS, build_outlines, distance_to_segment, simplify_line


def test_point_lies_in_its_area_and_at_sea_in_none(tmp_path: Path) -> None:
    outlines = open_plain(tmp_path)
    found = [outlines.area_at(10.5, lon) for lon in (10.5, 11.5, 12.2, 20.0)]
    assert [one.id if one else None for one in found] == ["west", "east", "far", None]


def test_enclave_belongs_to_the_country_that_holds_it(tmp_path: Path) -> None:
    outlines = open_plain(tmp_path)
    found = outlines.area_at(10.5, 12.5)
    assert found is not None
    assert found.country == "SY"
    assert not outlines.countries["IQ"].holds(10.5, 12.5)
    assert outlines.countries["SY"].holds(10.5, 12.5)


def test_country_has_no_border_where_its_own_areas_meet(tmp_path: Path) -> None:
    outlines = open_plain(tmp_path)
    country = outlines.countries["SY"]
    assert country.holds(10.5, 11.0)
    assert country.border_km(10.5, 11.0) > 50
    assert len(country.polygons) == 2


def test_neighbours_share_one_line(tmp_path: Path) -> None:
    path = tmp_path / "outlines.json"
    build_outlines(plain(), path, SOURCE, {}, FINE)
    read = json.loads(path.read_text(encoding="utf-8"))
    shapes = {
        one["id"]: {n if n >= 0 else ~n for n in one["arcs"][0][0]} for one in read["objects"]["areas"]["geometries"]
    }
    assert len(shapes["west"] & shapes["east"]) == 1


def test_outlines_built_twice_are_byte_identical(tmp_path: Path) -> None:
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    build_outlines(plain(), first, SOURCE, {}, FINE)
    build_outlines(reversed(plain()), second, SOURCE, {}, FINE)
    assert first.read_bytes() == second.read_bytes()


def test_winding_of_the_source_does_not_matter(tmp_path: Path) -> None:
    turned = [area("west", "SY", [square(10, 10, 1)[::-1]]), area("east", "SY", [square(11, 10, 1)])]
    build_outlines(turned, tmp_path / "o.json", SOURCE, {}, FINE)
    country = Outlines.open(tmp_path / "o.json").countries["SY"]
    assert country.holds(10.5, 11.0)
    assert len(country.polygons) == 1


def test_area_is_told_only_well_inside(tmp_path: Path) -> None:
    outlines = open_plain(tmp_path)
    assert outlines.covers_at(10.5, 10.5, None) == ("SY", ("geonames:SY.01",))
    assert outlines.covers_at(10.5, 10.99, None) == (None, ())


def test_coast_is_no_border_between_areas(tmp_path: Path) -> None:
    assert open_plain(tmp_path).covers_at(10.5, 10.01, None) == ("SY", ("geonames:SY.01",))


def test_outline_of_another_country_tells_nothing(tmp_path: Path) -> None:
    assert open_plain(tmp_path).covers_at(10.5, 10.5, "IQ") == (None, ())


def test_divided_area_covers_several(tmp_path: Path) -> None:
    outlines = open_plain(tmp_path, {"west": ["geonames:SY.01", "geonames:SY.09"]})
    assert outlines.covers_at(10.5, 10.5, "SY")[1] == ("geonames:SY.01", "geonames:SY.09")
    assert outlines.outside_km(10.5, 10.5, "SY", "geonames:SY.09") == 0.0


def test_distance_outside_is_that_to_the_border(tmp_path: Path) -> None:
    outlines = open_plain(tmp_path)
    outside_km = outlines.outside_km(10.5, 11.5, "SY", "geonames:SY.01")
    assert outside_km == pytest.approx(0.5 * 111.195 * math.cos(math.radians(10.5)), rel=0.01)
    assert outlines.outside_km(10.5, 11.5, "SY", None) == 0.0
    assert outlines.outside_km(10.5, 11.5, "XX", None) is None
    assert outside_km > FAR_KM


def test_contested_ground_is_neither_told_nor_measured(tmp_path: Path) -> None:
    golan = area("north", "IL", [square(35.0, 32.0, 2)], geonames="IL.03")
    build_outlines([golan], tmp_path / "o.json", SOURCE, {}, FINE)
    outlines = Outlines.open(tmp_path / "o.json")
    assert is_contested(33.0, 35.8)
    assert outlines.area_at(33.0, 35.8) is not None
    assert outlines.covers_at(33.0, 35.8, None) == (None, ())
    assert outlines.outside_km(33.0, 35.8, "SY") is None


def test_contested_grounds_are_boxes_with_a_reason() -> None:
    assert {"Golan", "Western Sahara", "Abyei", "Halaib and Bir Tawil"} <= {one.name for one in read_contested()}
    assert all(one.south < one.north and one.west < one.east and one.why for one in read_contested())


def test_disclaimer_is_said_in_both_languages() -> None:
    assert set(read_disclaimer()) == {"ar", "en"}
    assert "endorsement" in read_disclaimer()["en"]


def test_geojson_of_a_country_holds_it_its_areas_and_the_disclaimer(tmp_path: Path) -> None:
    outlines = open_plain(tmp_path)
    drawn = outlines.geojson("SY")
    assert [(one["id"], one["properties"]["level"]) for one in drawn["features"]] == [
        ("SY", 0),
        ("east", 1),
        ("west", 1),
    ]
    assert drawn["disclaimer"] == read_disclaimer()
    ring = drawn["features"][2]["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1]
    with pytest.raises(PlacesError, match="no outline for XX"):
        outlines.geojson("XX")


def test_missing_outlines_say_how_to_make_them(tmp_path: Path) -> None:
    assert open_outlines(tmp_path / "none.json") is None
    with pytest.raises(PlacesError, match=r"tools/build_outlines\.py"):
        Outlines.open(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    with pytest.raises(PlacesError, match="build them again"):
        Outlines.open(tmp_path / "bad.json")


def test_feature_without_country_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="without country"):
        build_outlines([area("x", "", [square(1, 1, 1)])], tmp_path / "o.json", SOURCE, {}, FINE)


POINTS = st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000))


@given(st.lists(POINTS, min_size=2, max_size=30), st.sampled_from([0.5, 5.0]))
def test_simplified_line_stays_within_the_tolerance(line: list[tuple[int, int]], tolerance_km: float) -> None:
    thin = simplify_line(line, tolerance_km)
    assert (thin[0], thin[-1]) == (line[0], line[-1])
    across = math.cos(math.radians(sum(y for _, y in line) / len(line) / UNITS))
    flat = [(x * across * KM_A_UNIT, y * KM_A_UNIT) for x, y in line]
    drawn = [(x * across * KM_A_UNIT, y * KM_A_UNIT) for x, y in thin]
    for point in flat:
        off = min(
            (distance_to_segment(point, a, b) for a, b in pairwise(drawn)),
            default=math.dist(point, drawn[0]),
        )
        assert off <= tolerance_km + 1e-6
