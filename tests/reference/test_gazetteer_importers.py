import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.base.errors import InputError
from marsad.cli.places import places
from marsad.packs.places import naming_for
from marsad.pipeline import place_imports as pipeline
from marsad.pipeline.place_imports import import_places
from marsad.pipeline.places import find_rows
from marsad.reference.gazetteer import Gazetteer
from marsad.reference.gazetteer_file import GazetteerFile
from marsad.reference.gazetteer_geonames import choose_names
from marsad.reference.gazetteer_ocha import Community, entry_from_community

NAMING = naming_for("ar")
COMMUNITY = {
    "name_ar": "الطيبة_كترين",
    "name_en": "Tiba",
    "lat": 35.9,
    "lng": 36.2,
    "pcode": "C9001",
    "admin1_pcode": "SY07",
    "admin1_ar": "إدلب",
    "admin2_pcode": "SY0705",
    "admin2_ar": "جسر الشغور",
    "admin3_pcode": "SY070500",
    "admin3_ar": "مركز جسر الشغور",
    "is_capital": False,
}
DUMP = (
    "101\tJarabulus\tJarabulus\tجرابلس,Jarablus,جرابلۇس\t36.8167\t38.0111\tP\tPPLA2\tSY\t\t09\t\t\t\t11570\t\t350\t"
    "Asia/Damascus\t2020-01-01"
)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "own.sqlite"
    GazetteerFile(NAMING).save(path)
    return path


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_underscore_joins_two_names_of_one_place(tmp_path: Path, target: Path) -> None:
    import_places("ocha", write(tmp_path / "c.json", json.dumps([COMMUNITY])), target)
    gazetteer = Gazetteer.open(target)
    assert find_rows("الطيبة", gazetteer) == find_rows("كترين", gazetteer) == (gazetteer.row_of("ocha:C9001"),)


def test_ocha_file_brings_its_areas(tmp_path: Path, target: Path) -> None:
    import_places("ocha", write(tmp_path / "c.json", json.dumps([COMMUNITY])), target)
    gazetteer = Gazetteer.open(target)
    village = gazetteer.place(gazetteer.row_of("ocha:C9001") or 0)
    assert (village.admin1, village.admin2, village.admin3) == ("إدلب", "جسر الشغور", "مركز جسر الشغور")
    governorate = gazetteer.place(gazetteer.row_of("ocha:SY07") or 0)
    assert (governorate.feature, governorate.lat) == ("governorate", None)


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("الفرعية / تل الغراب", ("الفرعية", "تل الغراب")),
        ("المنصورة (تادف)", ("المنصورة",)),
        ("ابين- عفرين", ("ابين", "عفرين")),
        ("قضاء أبو غريب", ("أبو غريب", "قضاء أبو غريب")),
    ],
)
def test_field_is_split_into_its_names(field: str, names: tuple[str, ...]) -> None:
    assert NAMING.forms(field) == names


def test_district_that_tells_namesakes_apart_is_no_name() -> None:
    row = Community(**{**COMMUNITY, "name_ar": "الحجلية- جسر الشغور"})
    assert entry_from_community(row, NAMING).names == ("الحجلية",)


def test_import_twice_changes_nothing(tmp_path: Path, target: Path) -> None:
    source = write(tmp_path / "c.json", json.dumps([COMMUNITY]))
    first = import_places("ocha", source, target)
    again = import_places("ocha", source, target)
    assert first.fingerprint == again.fingerprint
    assert (first.new, again.new) == (4, 0)


def test_geonames_zip_and_text_give_the_same_place(tmp_path: Path, target: Path) -> None:
    text = write(tmp_path / "SY.txt", DUMP + "\n")
    packed = tmp_path / "SY.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(text, "SY.txt")
        archive.writestr("readme.txt", "no data")
    fingerprint = import_places("geonames", text, target).fingerprint
    assert import_places("geonames", packed, target).fingerprint == fingerprint
    gazetteer = Gazetteer.open(target)
    assert gazetteer.place(gazetteer.row_of("geonames:101") or 0).name_ar == "جرابلس"


def test_form_of_another_language_is_no_name() -> None:
    names, doubtful = choose_names(["جرابلس", "جرابلۇس", "Jarablus"], "Jarabulus", NAMING)
    assert (names, doubtful) == (("جرابلس",), ())


def test_by_name_that_does_not_render_the_name_is_doubtful() -> None:
    names, doubtful = choose_names(["الطبقة", "الثورة"], "Al-Tabqa", NAMING)
    assert (names, doubtful) == (("الطبقة",), ("الثورة",))


def test_osm_features_without_arabic_name_are_counted_not_refused(tmp_path: Path, target: Path) -> None:
    def feature(number: int, name: str | None) -> dict[str, object]:
        told = {
            "name": name,
            "name:ar": None,
            "name:en": None,
            "place": "village",
            "osm_id": number,
            "osm_type": "nodes",
        }
        return {"type": "Feature", "properties": told, "geometry": {"type": "Point", "coordinates": [32.5, 15.5]}}

    broken = {"type": "Feature", "properties": {"place": "village", "name": "بربر", "osm_id": 3}, "geometry": None}
    features = [feature(1, "بربر"), feature(2, "Berber"), broken]
    report = import_places("osm", write(tmp_path / "o.geojson", json.dumps({"features": features})), target)
    assert (report.new, report.nameless, [fault.line for fault in report.faults]) == (1, 1, [3])


def test_bad_rows_are_named_with_their_line_and_the_rest_is_read(tmp_path: Path, target: Path) -> None:
    table = write(
        tmp_path / "t.csv",
        "place_id,feature,name_ar,lat,lon\na:1,settlement,بلدتان,33,44\na:2,settlement,,33,44\na:3,town,س,1,1\n"
        "a:4,settlement,بلدتان,99,1\na:5,settlement,بلدتان,z,1\n",
    )
    report = import_places("csv", table, target)
    assert report.new == 1
    assert [fault.line for fault in report.faults] == [3, 4, 5, 6]


@pytest.mark.parametrize("kind", ["ocha", "osm", "csv"])
def test_file_of_another_kind_is_an_input_error(tmp_path: Path, target: Path, kind: str) -> None:
    with pytest.raises(InputError):
        import_places(kind, write(tmp_path / "x", DUMP), target)


def test_import_begins_as_a_copy_of_the_shipped_file(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_places("geonames", write(tmp_path / "SY.txt", DUMP), target)
    monkeypatch.setattr(pipeline, "SHIPPED", target)
    own = tmp_path / "deep" / "own.sqlite"
    import_places("ocha", write(tmp_path / "c.json", json.dumps([COMMUNITY])), own)
    gazetteer = Gazetteer.open(own)
    assert gazetteer.row_of("geonames:101") is not None
    assert gazetteer.row_of("ocha:C9001") is not None


def test_command_ends_with_1_when_rows_were_refused_and_2_when_all_were(tmp_path: Path, target: Path) -> None:
    half = write(tmp_path / "SY.txt", DUMP + "\nshort\n")
    run = CliRunner().invoke(places, ["import", "geonames", str(half), "--places", str(target)])
    assert run.exit_code == 1
    assert f"{half}:2: 1 columns" in run.stderr
    run = CliRunner().invoke(places, ["import", "geonames", str(write(half, "short")), "--places", str(target)])
    assert run.exit_code == 2


def test_find_lists_candidates_on_stdout_and_attribution_beside_it(tmp_path: Path, target: Path) -> None:
    import_places("geonames", write(tmp_path / "SY.txt", DUMP), target)
    run = CliRunner().invoke(places, ["find", "جرابلس", "--places", str(target)])
    assert run.exit_code == 0
    assert "geonames:101" in run.stdout
    assert "GeoNames" in run.stderr
    assert CliRunner().invoke(places, ["find", "لامكان", "--places", str(target)]).exit_code == 1


def test_archive_that_ends_early_is_refused_whole(tmp_path: Path, target: Path) -> None:
    packed = tmp_path / "SY.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("SY.txt", DUMP)
    packed.write_bytes(packed.read_bytes()[:60])
    before = target.read_bytes()
    for kind in ("geonames", "osm"):
        with pytest.raises(InputError, match="ends early"):
            import_places(kind, packed, target)
    assert target.read_bytes() == before


def test_id_that_comes_again_in_one_file_overwrites_nothing(tmp_path: Path, target: Path) -> None:
    table = "place_id,feature,name_ar,lat,lon\na:1,settlement,تل العنبر,33,44\na:1,settlement,تل الكهرمان,34,45\n"
    report = import_places("csv", write(tmp_path / "t.csv", table), target)
    assert [(fault.line, "line 2" in fault.reason) for fault in report.faults] == [(3, True)]
    with Gazetteer.open(target) as gazetteer:
        assert [gazetteer.place(row).lat for row in find_rows("تل العنبر", gazetteer)] == [33.0]
        assert find_rows("تل الكهرمان", gazetteer) == ()


def test_second_import_says_that_the_gazetteer_is_as_it_was(tmp_path: Path, target: Path) -> None:
    arguments = ["import", "geonames", str(write(tmp_path / "SY.txt", DUMP)), "--places", str(target)]
    first, again = (CliRunner().invoke(places, arguments) for _ in range(2))
    assert ("as it was" in first.stderr, "as it was" in again.stderr) == (False, True)


def test_file_of_which_nothing_is_taken_shows_its_first_refusals_and_asks_for_the_kind(
    tmp_path: Path, target: Path
) -> None:
    file = write(tmp_path / "SY.txt", "short\n" * 100)
    run = CliRunner().invoke(places, ["import", "geonames", str(file), "--places", str(target)])
    assert "… and 90 more rows refused; is SY.txt a geonames file?" in run.stderr
    assert len(run.stderr.splitlines()) < 15


def test_find_takes_a_name_of_several_words_and_a_name_in_latin_letters(tmp_path: Path, target: Path) -> None:
    table = "place_id,feature,name_ar,name_en,lat,lon\na:1,settlement,تل العنبر,Tell 'Amber,33,44\n"
    import_places("csv", write(tmp_path / "t.csv", table), target)
    for asked in (["تل", "العنبر"], ["tell", "amber"], ["Tell 'Āmber"]):
        run = CliRunner().invoke(places, ["find", *asked, "--places", str(target)])
        assert "a:1" in run.stdout


def test_find_says_when_the_place_nearby_is_not_known(tmp_path: Path, target: Path) -> None:
    import_places("geonames", write(tmp_path / "SY.txt", DUMP), target)
    run = CliRunner().invoke(places, ["find", "جرابلس", "--near", "لامكان", "--places", str(target)])
    assert "لامكان; it was left out" in run.stderr
