"""What a point alone says of where a record lies."""

from pathlib import Path

import pytest
from invented_outlines import open_plain
from invented_places import settlement

from marsad.packs.places import naming_for
from marsad.pipeline import place_imports
from marsad.pipeline.place_imports import import_places
from marsad.pipeline.places import find_places
from marsad.reference.gazetteer import Gazetteer, PlaceRecord
from marsad.reference.gazetteer_file import Entry, GazetteerFile
from marsad.reference.outlines import Outlines


@pytest.fixture
def outlines(tmp_path: Path) -> Outlines:
    return open_plain(tmp_path)


def governorate(code: str, name: str, country: str = "SY") -> Entry:
    return settlement(f"geonames:{code}", name, country=country, feature="governorate", kind="governorate")


AREAS = (governorate("SY.01", "الغربية"), governorate("SY.02", "الشرقية"), governorate("IQ.01", "البعيدة", "IQ"))


def build(path: Path, outlines: Outlines | None, *entries: Entry) -> Gazetteer:
    made = GazetteerFile(naming_for("ar"), outlines)
    for entry in (*AREAS, *entries):
        made.add(entry)
    made.save(path / "places.sqlite")
    return Gazetteer.open(path / "places.sqlite")


def record_of(gazetteer: Gazetteer, place_id: str) -> PlaceRecord:
    row = gazetteer.row_of(place_id)
    assert row is not None
    return gazetteer.place(row)


def test_record_without_governorate_gets_that_of_its_point(tmp_path: Path, outlines: Outlines) -> None:
    gazetteer = build(tmp_path, outlines, settlement("osm:1", "داعل", 10.5, 10.5, country=None, admin1=None))
    place = record_of(gazetteer, "osm:1")
    assert (place.country, place.admin1_id) == ("SY", "geonames:SY.01")


def test_near_a_border_nothing_is_told(tmp_path: Path, outlines: Outlines) -> None:
    gazetteer = build(tmp_path, outlines, settlement("osm:1", "داعل", 10.5, 11.01, country="SY", admin1=None))
    assert record_of(gazetteer, "osm:1").admin1 is None


def test_neighbours_tell_nothing_that_the_outlines_exclude(tmp_path: Path) -> None:
    """West covers two areas, so its outline cannot tell; its neighbours, all just across the border, may not."""
    divided = open_plain(tmp_path, {"west": ["geonames:SY.01", "geonames:SY.09"]})
    names = ("رفاعة", "الهلالية", "تمبول")
    around = [
        settlement(f"geonames:{n}", name, 10.4 + n / 10, 11.1, country="SY", admin1="geonames:SY.02")
        for n, name in enumerate(names)
    ]
    known = build(tmp_path, divided, *around, settlement("osm:1", "داعل", 10.5, 10.9, country="SY", admin1=None))
    assert record_of(known, "osm:1").admin1 is None
    blind = build(tmp_path, None, *around, settlement("osm:1", "داعل", 10.5, 10.9, country="SY", admin1=None))
    assert record_of(blind, "osm:1").admin1_id == "geonames:SY.02"


def test_stated_governorate_is_not_overruled(tmp_path: Path, outlines: Outlines) -> None:
    stated = settlement("osm:1", "داعل", 10.5, 10.5, country="SY", admin1="geonames:SY.02")
    assert record_of(build(tmp_path, outlines, stated), "osm:1").admin1_id == "geonames:SY.02"


def test_stated_governorate_of_another_source_wins_over_the_point(tmp_path: Path, outlines: Outlines) -> None:
    gazetteer = build(
        tmp_path,
        outlines,
        settlement("osm:1", "داعل", 10.5, 10.5, country="SY", admin1=None),
        settlement("geonames:1", "داعل", 10.5, 10.5, country="SY", admin1="geonames:SY.02"),
    )
    assert record_of(gazetteer, "osm:1").admin1_id == "geonames:SY.02"


def test_country_that_a_record_states_is_not_overruled(tmp_path: Path, outlines: Outlines) -> None:
    gazetteer = build(tmp_path, outlines, settlement("osm:1", "داعل", 10.5, 10.5, country="IQ", admin1=None))
    place = record_of(gazetteer, "osm:1")
    assert (place.country, place.admin1) == ("IQ", None)


def test_area_that_the_gazetteer_lacks_leaves_the_governorate_open(tmp_path: Path) -> None:
    outlines = open_plain(tmp_path, {"west": ["geonames:SY.77"]})
    gazetteer = build(tmp_path, outlines, settlement("osm:1", "داعل", 10.5, 10.5, country="SY", admin1=None))
    assert record_of(gazetteer, "osm:1").admin1 is None


def test_without_outlines_everything_else_stands(tmp_path: Path) -> None:
    gazetteer = build(tmp_path, None, settlement("osm:1", "داعل", 10.5, 10.5, country=None, admin1=None))
    assert record_of(gazetteer, "osm:1").admin1 is None


def test_namesakes_across_an_outline_are_not_joined(tmp_path: Path, outlines: Outlines) -> None:
    gazetteer = build(
        tmp_path,
        outlines,
        settlement("geonames:1", "رفح", 10.5, 11.96, country="SY", admin1="geonames:SY.02"),
        settlement("osm:1", "رفح", 10.5, 12.05, country=None, admin1=None),
    )
    assert gazetteer.row_of("osm:1") != gazetteer.row_of("geonames:1") or record_of(gazetteer, "osm:1").country == "SY"


def test_point_far_outside_its_governorate_is_doubted(outlines: Outlines) -> None:
    made = GazetteerFile(naming_for("ar"), outlines)
    for entry in AREAS:
        made.add(entry)
    wrong = settlement("osm:1", "داعل", 10.5, 11.5, country="SY", admin1="geonames:SY.01")
    near = settlement("osm:2", "داعل", 10.5, 11.05, country="SY", admin1="geonames:SY.01")
    doubt = made.find_doubt(wrong)
    assert doubt is not None
    assert "55 km outside, in east, SY" in doubt
    assert made.find_doubt(near) is None
    made.add(wrong)
    assert made.find_doubts() == [doubt]


TABLE = """place_id,feature,name_ar,country,admin1,lat,lon
desk:1,settlement,داعل,SY,geonames:SY.01,10.5,11.5
desk:2,settlement,طفس,SY,geonames:SY.01,10.5,10.5
"""


def test_import_keeps_and_counts_a_doubtful_row_with_its_line(
    tmp_path: Path, outlines: Outlines, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, outlines).close()
    (tmp_path / "desk.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr(place_imports, "open_outlines", lambda: outlines)
    target = tmp_path / "places.sqlite"
    report = import_places("csv", tmp_path / "desk.csv", target)
    assert (report.new, len(report.faults)) == (2, 0)
    assert [(one.line, one.reason.split(" ")[0]) for one in report.doubts] == [(2, "desk:1")]
    again = import_places("csv", tmp_path / "desk.csv", target)
    assert again.fingerprint == report.fingerprint
    assert len(again.doubts) == 1


def test_import_without_outlines_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, None).close()
    (tmp_path / "desk.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr(place_imports, "open_outlines", lambda: None)
    report = import_places("csv", tmp_path / "desk.csv", tmp_path / "places.sqlite")
    assert (report.outlined, report.doubts, report.new) == (False, [], 2)


def test_stated_governorate_tells_namesakes_apart_whose_records_name_none(tmp_path: Path, outlines: Outlines) -> None:
    """Text that says the east means the village whose point lies there, though its record names no governorate."""
    points = {"osm:1": (10.5, 10.1), "osm:2": (10.9, 11.5), "osm:3": (10.1, 10.6)}
    chosen = {}
    for known in (outlines, None):
        namesakes = [
            settlement(place_id, "المشيرفة", lat, lon, country="SY", admin1=None)
            for place_id, (lat, lon) in points.items()
        ]
        gazetteer = build(tmp_path, known, *namesakes)
        row = find_places("المشيرفة", "الشرقية", gazetteer).chosen.row
        chosen[known is not None] = None if row is None else gazetteer.place(row).place_id
    assert chosen == {True: "osm:2", False: None}
