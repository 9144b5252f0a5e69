from collections.abc import Callable

import pytest
from invented_places import settlement

from marsad.base.errors import PlacesError
from marsad.pipeline.places import find_rows
from marsad.reference.gazetteer import Gazetteer

Make = Callable[..., Gazetteer]


def test_two_sources_of_one_village_are_one_place_with_both_ids(make: Make) -> None:
    gazetteer = make(
        settlement("geonames:1", "داعل", 32.756, 36.130, population=30000),
        settlement("ocha:C1", "داعل", 32.760, 36.128, pcode="C1"),
    )
    assert gazetteer.count()[0] == 1
    place = gazetteer.place(1)
    assert (place.place_id, place.pcode, place.population) == ("ocha:C1", "C1", 30000)
    assert gazetteer.ids_of(1) == ("geonames:1", "ocha:C1")
    assert gazetteer.row_of("geonames:1") == 1


def test_namesakes_far_apart_stay_two_places(make: Make) -> None:
    gazetteer = make(settlement("geonames:1", "الطيبة", 32.5, 36.2), settlement("ocha:C1", "الطيبة", 33.3, 36.2))
    assert len(find_rows("الطيبة", gazetteer)) == 2


def test_one_source_never_merges_its_own_namesakes(make: Make) -> None:
    gazetteer = make(settlement("ocha:C1", "المشيرفة", 36.0, 37.0), settlement("ocha:C2", "المشيرفة", 36.01, 37.0))
    assert gazetteer.count()[0] == 2


def test_namesakes_across_a_border_stay_two_places(make: Make) -> None:
    gazetteer = make(
        settlement("geonames:1", "رفح", 31.29, 34.25, country="PS"),
        settlement("ocha:C1", "رفح", 31.28, 34.24, country="EG"),
    )
    assert gazetteer.count()[0] == 2


def test_governorate_is_not_its_seat(make: Make) -> None:
    area = settlement("ocha:SY12", "درعا", feature="governorate", kind="governorate")
    gazetteer = make(settlement("geonames:1", "درعا"), area)
    assert gazetteer.count()[0] == 2


def test_camp_is_not_the_town_it_lies_in(make: Make) -> None:
    gazetteer = make(
        settlement("geonames:1", "خان يونس", 31.346, 34.303, country="PS"),
        settlement("marsad:camp", "مخيم خان يونس", 31.353, 34.297, country="PS", kind="camp", doubtful=("خان يونس",)),
    )
    assert gazetteer.count()[0] == 2


def test_record_without_country_takes_that_of_its_neighbours(make: Make) -> None:
    around = [
        settlement(f"geonames:{n}", name, 15.0 + n / 10, 32.0, country="SD", admin1="geonames:SD.38")
        for n, name in enumerate(["رفاعة", "الهلالية", "تمبول"], start=1)
    ]
    gazetteer = make(*around, settlement("osm:n1", "ود لميد", 15.15, 32.05, country=None))
    assert gazetteer.place(gazetteer.row_of("osm:n1") or 0).country == "SD"


def test_record_between_two_countries_stays_without_one(make: Make) -> None:
    around = [
        settlement(f"geonames:{n}", name, 15.0 + n / 10, 36.5, country=country)
        for n, (name, country) in enumerate([("كسلا", "SD"), ("تسني", "ER"), ("ود شريفي", "SD")], start=1)
    ]
    gazetteer = make(*around, settlement("osm:n1", "قرية", 15.2, 36.6, country=None))
    assert gazetteer.place(gazetteer.row_of("osm:n1") or 0).country is None


def test_struck_name_is_no_name(make: Make) -> None:
    gazetteer = make(
        settlement("geonames:1", "تل أبيب|تل أبيض", 32.08, 34.78, country="IL"),
        settlement("geonames:1", "تل أبيب", 32.08, 34.78, country="IL", source="marsad", not_names=("تل أبيض",)),
    )
    assert find_rows("تل أبيض", gazetteer) == ()
    assert find_rows("تل أبيب", gazetteer) == (1,)


def test_name_that_needs_a_head_is_risky(make: Make) -> None:
    gazetteer = make(settlement("marsad:q", "حي التضامن", kind="quarter", feature="district", doubtful=("التضامن",)))
    assert [name.risky for name in gazetteer.names_from("تضامن")] == [True]
    assert [name.risky for name in gazetteer.names_from("حي")] == [False]


@pytest.mark.parametrize(
    ("point", "words"),
    [
        ((91.0, 0.5), "off the globe"),
        ((0.0, 0.0), "no place"),
        ((33.0, None), "half"),
        ((None, None), "without a point"),
    ],
)
def test_impossible_point_is_refused(make: Make, point: tuple[float, float], words: str) -> None:
    with pytest.raises(PlacesError, match=words):
        make(settlement("geonames:1", "حلب", *point))
