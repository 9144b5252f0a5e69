"""The layouts that OCHA's country teams publish, GeoNames' alternate names, and tables that name their own source."""

import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from marsad.base.errors import InputError, PlacesError, UseError
from marsad.cli.places import places
from marsad.packs.places import naming_for
from marsad.pipeline.place_imports import Terms, fetch_country, import_places
from marsad.pipeline.places import find_rows
from marsad.reference.gazetteer import Gazetteer
from marsad.reference.gazetteer_file import GazetteerFile
from marsad.reference.gazetteer_tables import read_header, read_rows

AREAS = "ADM2_EN,ADM2_AR,ADM2_PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE,ADM0_PCODE\nNahr,النهر,SY9901,Wadi,الوادي,SY99,SY\n"
VILLAGES = (
    "admin4Name_en,admin4Name_ar,admin4Pcode,admin1Name_en,admin1Name_ar,admin1Pcode,Latitude_y,Longitude_x\n"
    "Tell Amber,تل العنبر,C9901,Wadi,الوادي,SY99,35.5,36.5\n"
    "Nowhere,بلا مكان,C9902,Wadi,الوادي,SY99,,\n"
)
DUMP = (
    "77\tTell Amber\tTell Amber\tتل العنبر\t35.5\t36.5\tP\tPPL\tSY\t\t99\t\t\t\t900\t\t350\tAsia/Damascus\t2020-01-01\n"
)
NAMES = (
    "1\t77\tar\tتل الكهرمان\t1\t\t\t\t\t\n"
    "2\t77\ten\tAmber Hill\t\t\t\t\t\t\n"
    "3\t77\tar\tالتل القديم\t\t\t\t1\t\t\n"
    "4\t78\tar\tالبعيدة\t\t\t\t\t\t\n"
)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "own.sqlite"
    GazetteerFile(naming_for("ar")).save(path)
    return path


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("ADM1_AR,ADM1_EN,ADM1_PCODE,ADM0_PCODE", {"1 ar", "1 en", "1 pcode", "0 pcode"}),
        ("admin3Name_ar,admin3Name_en,admin3Pcode", {"3 ar", "3 en", "3 pcode"}),
        (
            "popPlaceName_ar,placeName_en,popPlacePcode,Lat,Long",
            {"place ar", "place en", "place pcode", "lat", "lng"},
        ),
        ("Shape_Area,date,validOn", set()),
    ],
)
def test_headers_are_read_by_their_parts(header: str, fields: set[str]) -> None:
    assert set(read_header(header.split(","))) == fields


def test_table_of_areas_gives_areas_with_what_holds_them(tmp_path: Path) -> None:
    ((number, area),) = read_rows(write(tmp_path / "areas.csv", AREAS))
    assert number == 2
    assert not isinstance(area, PlacesError)
    assert (area.pcode, area.feature, area.admin1, area.name_en) == ("SY9901", "district", "ocha:SY99", "Nahr")  # type: ignore[union-attr]


def test_table_of_places_brings_places_and_refuses_those_without_a_point(tmp_path: Path, target: Path) -> None:
    report = import_places("ocha", write(tmp_path / "places.csv", VILLAGES), target)
    assert [fault.line for fault in report.faults] == [3]
    assert "latitude" in report.faults[0].reason
    with Gazetteer.open(target) as gazetteer:
        village = gazetteer.place(gazetteer.row_of("ocha:C9901") or 0)
        assert (village.name_ar, village.pcode, village.admin1) == ("تل العنبر", "C9901", "الوادي")


def test_workbook_is_read_sheet_by_sheet(tmp_path: Path, target: Path) -> None:
    book = Workbook()
    book.active.title = "notes"
    book.active.append(["made for a test"])
    for name, table in (("adm2", AREAS), ("places", VILLAGES)):
        sheet = book.create_sheet(name)
        for line in table.splitlines():
            sheet.append([cell or None for cell in line.split(",")])
    book.save(tmp_path / "book.xlsx")
    report = import_places("ocha", tmp_path / "book.xlsx", target)
    assert [fault.reason.split(":")[0] for fault in report.faults] == ["places"]
    with Gazetteer.open(target) as gazetteer:
        assert None not in {gazetteer.row_of("ocha:C9901"), gazetteer.row_of("ocha:SY9901")}


def test_table_without_pcodes_is_refused_with_its_columns(tmp_path: Path, target: Path) -> None:
    with pytest.raises(InputError, match="town, size"):
        import_places("ocha", write(tmp_path / "x.csv", "town,size\nA,1\n"), target)


def test_alternate_names_are_given_to_known_places(tmp_path: Path, target: Path) -> None:
    import_places("geonames", write(tmp_path / "SY.txt", DUMP), target)
    report = import_places("geonames", write(tmp_path / "alternateNamesV2.txt", NAMES), target)
    assert (report.names, report.nameless, report.unknown) == (1, 2, 1)
    with Gazetteer.open(target) as gazetteer:
        assert find_rows("تل الكهرمان", gazetteer) == (gazetteer.row_of("geonames:77"),)
        assert find_rows("التل القديم", gazetteer) == ()


def test_tables_name_their_sources_and_keep_their_terms(tmp_path: Path, target: Path) -> None:
    table = "place_id,feature,name_ar,country,lat,lon\n{}:1,settlement,تل العنبر,SY,35.5,36.5\n"
    for source in ("towns", "survey"):
        path = write(tmp_path / f"{source}.csv", table.format(source))
        import_places("csv", path, target, terms=Terms("ODbL", f"© {source}"))
    with Gazetteer.open(target) as gazetteer:
        (row,) = find_rows("تل العنبر", gazetteer)
        assert gazetteer.ids_of(row) == ("survey:1", "towns:1")
        assert [(a.source, a.licence, a.text) for a in gazetteer.attributions()] == [
            ("survey", "ODbL", "© survey"),
            ("towns", "ODbL", "© towns"),
        ]


def test_row_that_names_no_source_is_refused(tmp_path: Path, target: Path) -> None:
    table = "place_id,feature,name_ar,lat,lon\n1,settlement,تل العنبر,35.5,36.5\n"
    report = import_places("csv", write(tmp_path / "t.csv", table), target)
    assert [(fault.line, "SOURCE:ID" in fault.reason) for fault in report.faults] == [(2, True)]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """A folder laid out as GeoNames' own, served on loopback."""
    folder = tmp_path / "served"
    (folder / "alternatenames").mkdir(parents=True)
    for path, content in ((folder / "SY.zip", DUMP), (folder / "alternatenames" / "SY.zip", NAMES)):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("SY.txt", content)
            archive.writestr("readme.txt", "no data")
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_country_is_fetched_with_its_names(served: str, target: Path) -> None:
    done = CliRunner().invoke(places, ["add", "sy", "--places", str(target), "--from", served])
    assert done.exit_code == 0, done.stderr
    assert "1 places new" in done.stderr
    with Gazetteer.open(target) as gazetteer:
        assert find_rows("تل الكهرمان", gazetteer) == (gazetteer.row_of("geonames:77"),)


def test_country_that_cannot_be_fetched_says_what_to_do(served: str, target: Path) -> None:
    with pytest.raises(InputError, match="places import geonames"):
        fetch_country("XX", target, served)
    with pytest.raises(UseError, match="two letters"):
        fetch_country("Syria", target, served)


def test_refused_row_of_a_fetched_country_hides_no_names_and_is_named_by_its_address(served: str, target: Path) -> None:
    with zipfile.ZipFile(target.parent / "served" / "SY.zip", "w") as archive:
        archive.writestr("SY.txt", DUMP + "short\n")
    done = CliRunner().invoke(places, ["add", "SY", "--places", str(target), "--from", served + "/"])
    assert done.exit_code == 1
    assert f"{served}/SY.zip:2: 1 columns" in done.stderr
    assert "1 names added" in done.stderr
