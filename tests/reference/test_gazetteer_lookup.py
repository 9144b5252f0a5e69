import time
import timeit
from collections.abc import Callable

import msgspec
import pytest
from invented_places import settlement

from marsad.base.errors import PlacesError
from marsad.packs.places import naming_for
from marsad.pipeline.places import find_rows
from marsad.reference import gazetteer as module
from marsad.reference.gazetteer import Gazetteer
from marsad.reference.gazetteer_file import Entry, GazetteerFile

Make = Callable[..., Gazetteer]


def test_name_is_found_by_its_first_word_without_article(make: Make) -> None:
    gazetteer = make(settlement("geonames:1", "الطيبة"))
    (name,) = gazetteer.names_from("طيبه")
    assert name.words == ("طيبه",)
    assert name.article
    assert gazetteer.place(name.places[0]).name_ar == "الطيبة"


def test_word_that_begins_no_name_gives_nothing(make: Make) -> None:
    assert make(settlement("geonames:1", "الطيبة")).names_from("حلب") == ()


def test_spellings_of_one_letter_lead_to_one_place(make: Make) -> None:
    gazetteer = make(settlement("geonames:1", "إدلب"), settlement("geonames:2", "القنيطرة", 34))
    assert find_rows("ادلب", gazetteer) == find_rows("أدلب", gazetteer) != ()
    assert find_rows("القنيطره", gazetteer) == find_rows("القنيطرة", gazetteer) != ()


@pytest.mark.parametrize(
    ("stored", "asked"), [("كفرنبل", "كفر نبل"), ("دير الزور", "ديرالزور"), ("خان يونس", "خانيونس")]
)
def test_joined_and_parted_spellings_lead_to_one_place(make: Make, stored: str, asked: str) -> None:
    assert find_rows(asked, make(settlement("geonames:1", stored))) == (1,)


def test_longer_names_come_first(make: Make) -> None:
    gazetteer = make(settlement("geonames:1", "بيت"), settlement("geonames:2", "بيت حانون", 31.5, 34.5))
    assert [len(name.words) for name in gazetteer.names_from("بيت")] == [2, 1]


@pytest.mark.parametrize("feature", ["country", "governorate", "region"])
def test_large_area_has_no_point_but_a_middle_for_nearness(make: Make, feature: str) -> None:
    gazetteer = make(settlement("geonames:9", "درعا", 32.6, 36.1, feature=feature, kind=feature))
    place = gazetteer.place(1)
    assert (place.lat, place.lon) == (None, None)
    assert place.about == (32.6, 36.1)


def test_governorate_without_a_middle_gets_that_of_its_settlements(make: Make) -> None:
    area = Entry(
        source="marsad",
        place_id="ocha:SY12",
        names=("درعا",),
        name_en="",
        feature="governorate",
        kind="governorate",
        country="SY",
    )
    gazetteer = make(
        area,
        settlement("geonames:1", "نوى", 32.0, 36.0, admin1="ocha:SY12"),
        settlement("geonames:2", "طفس", 33.0, 36.5, admin1="ocha:SY12"),
    )
    assert gazetteer.place(gazetteer.row_of("ocha:SY12") or 0).about == (32.5, 36.25)


def test_place_names_its_areas(make: Make) -> None:
    area = Entry(
        source="ocha",
        place_id="ocha:SY12",
        names=("درعا",),
        name_en="",
        feature="governorate",
        kind="governorate",
        country="SY",
        pcode="SY12",
    )
    gazetteer = make(area, settlement("ocha:C5995", "صيدا", 32.63, 36.22, admin1="ocha:SY12", pcode="C5995"))
    place = gazetteer.place(gazetteer.row_of("ocha:C5995") or 0)
    assert (place.admin1, place.admin1_id, place.pcode) == ("درعا", "ocha:SY12", "C5995")


def test_unknown_row_is_an_error_and_no_guess(make: Make) -> None:
    with pytest.raises(PlacesError, match="row 99"):
        make(settlement("geonames:1", "حلب")).place(99)


def test_attribution_is_readable_from_the_file(make: Make) -> None:
    (attribution,) = make(settlement("geonames:1", "حلب")).attributions()
    assert attribution.licence == "CC BY 4.0"


def test_fingerprint_depends_on_content_only(make: Make) -> None:
    one, two = settlement("geonames:1", "حلب"), settlement("geonames:2", "حمص", 34)
    assert make(one, two).fingerprint == make(two, one).fingerprint
    moved = msgspec.structs.replace(two, lat=34.5)
    assert make(one, moved).fingerprint != make(one, two).fingerprint


def test_absent_file_says_how_to_make_one(tmp_path, monkeypatch) -> None:
    with pytest.raises(PlacesError, match="marsad places import"):
        Gazetteer.open(tmp_path / "none.sqlite")
    monkeypatch.setattr(module, "SHIPPED", tmp_path / "shipped.sqlite")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("MARSAD_PLACES", "")
    with pytest.raises(PlacesError, match=r"tools/build_places\.py"):
        Gazetteer.open()


def test_file_that_is_no_gazetteer_is_refused(tmp_path) -> None:
    path = tmp_path / "places.sqlite"
    path.write_text("no database", encoding="utf-8")
    with pytest.raises(PlacesError, match="not a gazetteer"):
        Gazetteer.open(path)


def test_environment_names_the_file_and_the_users_own_comes_before_the_shipped(
    make: Make, monkeypatch, tmp_path
) -> None:
    named = make(settlement("geonames:1", "حلب")).path
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("MARSAD_PLACES", str(named))
    assert Gazetteer.open().path == named
    monkeypatch.setenv("MARSAD_PLACES", "")
    own = tmp_path / "marsad" / "places.sqlite"
    own.parent.mkdir()
    own.write_bytes(named.read_bytes())
    assert Gazetteer.open().path == own


def test_the_cost_of_opening_does_not_grow_with_the_gazetteer(make: Make, tmp_path) -> None:
    small = make(settlement("geonames:1", "حلب")).path.rename(tmp_path / "small.sqlite")
    large = make(*(settlement(f"geonames:{number}", f"حلب {number}") for number in range(3000))).path

    def seconds(path) -> float:
        return min(timeit.repeat(lambda: Gazetteer.open(path).close(), timer=time.process_time, number=5, repeat=7))

    assert seconds(large) < 4 * seconds(small)


def test_gazetteer_read_back_is_the_same(make: Make, tmp_path) -> None:
    first = make(
        settlement("geonames:1", "حلب|الشهباء"),
        settlement("geonames:2", "الثورة", 35.8, names=(), doubtful=("الثورة",)),
    )
    again = GazetteerFile.read(first.path, naming_for("ar"))
    assert again.save(tmp_path / "again.sqlite") == first.fingerprint
