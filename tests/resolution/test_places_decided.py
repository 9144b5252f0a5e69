import time
from collections.abc import Callable
from pathlib import Path

import pytest
from invented_map import mention, write_map

from marsad.model.place import Mention, Offset, Resolved
from marsad.pipeline.place_imports import import_places
from marsad.reference.gazetteer import SHIPPED, Gazetteer
from marsad.resolution.places import resolve_places

COMMUNITIES = Path(__file__).resolve().parents[2].parent / "shared" / "places" / "syria-communities.json"


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return write_map(tmp_path_factory.mktemp("map") / "places.sqlite")


@pytest.fixture
def say(gazetteer: Gazetteer) -> Callable[..., Mention]:
    return lambda *words, **more: mention(gazetteer, *words, **more)


def areas(gazetteer: Gazetteer, decisions: tuple[Resolved, ...]) -> list[str | None]:
    """Where each mention was put: feature, country and governorate."""
    said = []
    for decision in decisions:
        place = None if decision.row is None else gazetteer.place(decision.row)
        said.append(place and f"{place.feature} {place.country} {place.admin1 or place.name_ar}")
    return said


def test_village_of_a_list_is_the_one_beside_its_neighbours(gazetteer: Gazetteer, say) -> None:
    names = ["الطيبة", "النعيمة", "صيدا", "أم المياذن"]
    decisions = resolve_places([say(name, "settlement", list_id=1) for name in names], gazetteer)
    assert areas(gazetteer, decisions) == ["settlement SY درعا"] * 4


def test_stated_governorate_decides_a_namesake(gazetteer: Gazetteer, say) -> None:
    daraa = resolve_places([say("صيدا", "settlement", within=(1,)), say("درعا", "governorate")], gazetteer)
    lebanon = resolve_places([say("صيدا", within=(1,)), say("لبنان")], gazetteer)
    assert areas(gazetteer, daraa)[0] == "settlement SY درعا"
    assert areas(gazetteer, lebanon)[0] == "settlement LB الجنوب"


def test_sidon_beside_tyre_is_in_lebanon(gazetteer: Gazetteer, say) -> None:
    decisions = resolve_places([say("صيدا", list_id=1), say("صور", list_id=1)], gazetteer)
    assert areas(gazetteer, decisions)[0] == "settlement LB الجنوب"


@pytest.mark.parametrize(("beside", "country"), [("بنغازي", "LY"), ("لبنان", "LB")])
def test_tripoli_goes_with_what_the_report_names(gazetteer: Gazetteer, say, beside: str, country: str) -> None:
    decision = resolve_places([say("طرابلس"), say(beside)], gazetteer)[0]
    assert gazetteer.place(decision.row or 0).country == country


def test_publication_of_the_country_tips_a_lone_namesake(gazetteer: Gazetteer, say) -> None:
    lone = [say("طرابلس")]
    libyan, lebanese = resolve_places(lone, gazetteer, "LY")[0], resolve_places(lone, gazetteer, "LB")[0]
    assert libyan.row is not None
    assert gazetteer.place(libyan.row).country == "LY"
    assert (
        libyan.confidence
        > resolve_places(lone, gazetteer)[0].confidence
        > (lebanese.confidence if lebanese.row == libyan.row else 0)
    )


def test_quneitra_is_in_syria_beside_daraa_and_in_morocco_beside_rabat(gazetteer: Gazetteer, say) -> None:
    syrian = resolve_places([say("القنيطرة"), say("درعا")], gazetteer)[0]
    moroccan = resolve_places([say("القنيطرة"), say("المغرب")], gazetteer)[0]
    assert gazetteer.place(syrian.row or 0).country == "SY"
    assert gazetteer.place(moroccan.row or 0).country == "MA"


def test_zahraa_is_a_quarter_of_homs_or_the_village_beside_nubl(gazetteer: Gazetteer, say) -> None:
    quarter = resolve_places([say("الزهراء", "quarter"), say("حمص", "city")], gazetteer)[0]
    village = resolve_places([say("نبل", list_id=1), say("الزهراء", list_id=1)], gazetteer)[1]
    assert gazetteer.place(quarter.row or 0).place_id == "marsad:homs-zahra"
    assert areas(gazetteer, (village,)) == ["settlement SY حلب"]


def test_adjective_of_country_tells_a_city_from_its_larger_namesake(gazetteer: Gazetteer, say) -> None:
    (tripoli,) = resolve_places([say("طرابلس", country="LB")], gazetteer)
    (unheard,) = resolve_places([say("بنغازي", country="LB")], gazetteer)
    assert areas(gazetteer, (tripoli, unheard)) == ["settlement LB الشمال", "settlement LY بنغازي"]


@pytest.mark.parametrize(("bearing", "latitude"), [(45.0, 36.55), (225.0, 35.90)])
def test_side_of_an_area_tells_its_villages_apart(gazetteer: Gazetteer, say, bearing: float, latitude: float) -> None:
    named = [say("المشيرفة", "settlement", within=(1,)), say("حلب", "countryside", bearing=bearing)]
    decision = resolve_places(named, gazetteer)[0]
    assert (None if decision.row is None else gazetteer.place(decision.row).lat) == latitude


def test_home_of_the_parties_tips_a_lone_namesake_and_that_of_armies_abroad_does_not(gazetteer: Gazetteer, say) -> None:
    lone = [say("البيضاء", "city")]
    (libyan,) = resolve_places(lone, gazetteer, None, ["LY", "LY"])
    (unmoved,) = resolve_places(lone, gazetteer, None, ["RU", "TR"])
    assert areas(gazetteer, (libyan,)) == ["settlement LY الجبل الأخضر"]
    assert unmoved == resolve_places(lone, gazetteer)[0] != libyan


def test_jarablus_in_the_countryside_of_aleppo(gazetteer: Gazetteer, say) -> None:
    decisions = resolve_places([say("جرابلس", "city", within=(1,)), say("حلب", "countryside")], gazetteer)
    assert areas(gazetteer, decisions) == ["settlement SY حلب", "governorate SY حلب"]
    assert decisions[1].precision == "district"


@pytest.mark.parametrize(
    ("head", "feature"), [("governorate", "governorate"), ("city", "settlement"), (None, "settlement")]
)
def test_head_tells_the_governorate_from_its_seat(gazetteer: Gazetteer, say, head: str | None, feature: str) -> None:
    (decision,) = resolve_places([say("درعا", head)], gazetteer)
    assert gazetteer.place(decision.row or 0).feature == feature
    assert decision.rivals == 0


def test_three_names_that_can_all_be_governorates_are_governorates(gazetteer: Gazetteer, say) -> None:
    decisions = resolve_places([say(name, list_id=1) for name in ("درعا", "القنيطرة", "السويداء")], gazetteer)
    assert {gazetteer.place(decision.row or 0).feature for decision in decisions} == {"governorate"}


def test_name_beside_one_that_is_only_a_governorate_is_a_governorate(gazetteer: Gazetteer, say) -> None:
    decisions = resolve_places([say("حلب", list_id=1), say("ريف دمشق", list_id=1)], gazetteer)
    assert {gazetteer.place(decision.row or 0).feature for decision in decisions} == {"governorate"}


def test_two_cities_of_a_list_stay_cities(gazetteer: Gazetteer, say) -> None:
    decisions = resolve_places([say("حلب", list_id=1), say("حمص", list_id=1)], gazetteer)
    assert {gazetteer.place(decision.row or 0).feature for decision in decisions} == {"settlement"}


def test_namesake_without_any_context_stays_undecided_with_its_rivals(gazetteer: Gazetteer, say) -> None:
    (decision,) = resolve_places([say("الطيبة", "settlement")], gazetteer)
    assert (decision.row, decision.precision, decision.rivals) == (None, None, 4)


def test_village_the_gazetteer_lacks_is_not_taken_for_a_far_namesake(gazetteer: Gazetteer, say) -> None:
    unknown = [say(name, "settlement", list_id=1) for name in ("كفر لا أحد", "صور", "تل لا شيء")]
    around = [say(name, sentence=1) for name in ("نوى", "درعا", "سوريا")]
    decision = resolve_places(unknown + around, gazetteer)[1]
    assert decision.row is None


def test_unknown_name_keeps_the_region_that_is_stated(gazetteer: Gazetteer, say) -> None:
    decision = resolve_places([say("كفر لا أحد", "village", within=(1,)), say("إدلب", "countryside")], gazetteer)[0]
    assert decision.row is None
    assert gazetteer.place(decision.region or 0).name_ar == "إدلب"


def test_unknown_name_takes_the_governorate_of_the_report(gazetteer: Gazetteer, say) -> None:
    decisions = resolve_places(
        [say("كفر لا أحد"), say("نوى"), say("النعيمة", sentence=1), say("درعا", "city", sentence=2)], gazetteer
    )
    assert gazetteer.place(decisions[0].region or 0).name_ar == "درعا"


def test_bayda_is_a_governorate_in_yemen_and_a_city_in_libya(gazetteer: Gazetteer, say) -> None:
    yemen = resolve_places([say("البيضاء", "governorate"), say("صنعاء")], gazetteer)[0]
    libya = resolve_places([say("البيضاء", "city"), say("بنغازي")], gazetteer)[0]
    assert areas(gazetteer, (yemen, libya)) == ["governorate YE البيضاء", "settlement LY الجبل الأخضر"]


def test_crossing_named_after_its_town_is_a_site(gazetteer: Gazetteer, say) -> None:
    (decision, _) = resolve_places([say("جرابلس", "crossing"), say("حلب", "countryside")], gazetteer)
    assert decision.precision == "site"


def test_decision_does_not_depend_on_the_order_of_candidates(gazetteer: Gazetteer, say) -> None:
    mentions = [say(name, "settlement", list_id=1) for name in ("الطيبة", "صيدا", "النعيمة")]
    turned = [
        Mention(
            text=m.text,
            field="text",
            start=0,
            end=1,
            head=m.head,
            list_id=1,
            candidates=m.candidates[::-1],
        )
        for m in mentions
    ]
    assert [d.row for d in resolve_places(mentions, gazetteer)] == [d.row for d in resolve_places(turned, gazetteer)]


def test_report_without_places_gives_nothing(gazetteer: Gazetteer) -> None:
    assert resolve_places([], gazetteer) == ()


def test_cost_grows_with_the_mentions_and_not_with_their_square(gazetteer: Gazetteer, say) -> None:
    names = ["الطيبة", "صيدا", "نوى", "درعا", "القنيطرة", "حلب", "طرابلس", "الزهراء"]

    def seconds(sentences: int) -> float:
        mentions = [say(name, sentence=number, list_id=number) for number in range(sentences) for name in names]
        resolve_places(mentions, gazetteer)
        return min(_timed(mentions) for _ in range(3))

    def _timed(mentions: list[Mention]) -> float:
        begun = time.process_time()
        resolve_places(mentions, gazetteer)
        return time.process_time() - begun

    assert seconds(40) < 12 * max(seconds(5), 0.0005)


@pytest.mark.shared
@pytest.mark.skipif(
    not COMMUNITIES.is_file() or not SHIPPED.is_file(), reason="needs ../shared and the built gazetteer"
)
def test_with_every_syrian_community_the_report_of_daraa_finds_its_villages(tmp_path: Path) -> None:
    own = tmp_path / "places.sqlite"
    import_places("ocha", COMMUNITIES, own)
    gazetteer = Gazetteer.open(own)
    listed = [
        mention(gazetteer, name, "settlement", list_id=1)
        for name in ("الطيبة", "النعيمة", "صيدا", "أم المياذن", "اليادودة")
    ]
    others = [
        mention(gazetteer, "درعا", "governorate", sentence=1),
        mention(gazetteer, "جرابلس", "city", sentence=2, within=(7,)),
        mention(gazetteer, "حلب", "countryside", sentence=2),
    ]
    decisions = resolve_places(listed + others, gazetteer)
    found = [gazetteer.place(decision.row or 0) for decision in decisions]
    assert [place.pcode for place in found] == ["C5992", "C5997", "C5995", "C5996", "C6032", "SY12", "C2227", "SY02"]
    lebanese = resolve_places([mention(gazetteer, "صيدا"), mention(gazetteer, "لبنان")], gazetteer)[0]
    assert gazetteer.place(lebanese.row or 0).country == "LB"


def test_stated_distance_tells_the_village_from_its_namesakes(gazetteer: Gazetteer, say) -> None:
    def decide(anchor: str, km: float, bearing: float | None) -> str | None:
        village = say("الطيبة", "settlement", offset=Offset(anchor=1, km=km, bearing=bearing))
        decisions = resolve_places([village, say(anchor, "settlement")], gazetteer)
        return areas(gazetteer, decisions)[0]

    assert decide("درعا", 15, 110.0) == "settlement SY درعا"
    assert decide("حمص", 200, 80.0) == "settlement SY حمص"
    assert decide("السويداء", 60, 330.0) is None or decide("السويداء", 60, 330.0) == "settlement SY ريف دمشق"


def test_place_that_lies_elsewhere_than_the_distance_says_is_not_taken(gazetteer: Gazetteer, say) -> None:
    village = say("جرابلس", "settlement", offset=Offset(anchor=1, km=15, bearing=90.0))
    decisions = resolve_places([village, say("درعا", "settlement")], gazetteer)
    assert areas(gazetteer, decisions) == [None, "settlement SY درعا"]
