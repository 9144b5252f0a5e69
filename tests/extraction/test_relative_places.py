"""Places told by other places: what keeps its name, what gets no point, what is no place of the event."""

import pytest
from told import read_claim, read_claims

from marsad.reference.relative import describe_relation

AREAS = ["سوريا", "العراق", "اليمن", "محافظة إدلب", "محافظة حمص", "ليبيا", "لبنان"]
FRAMES = [
    "على بعد 20 كم شمال {}",
    "شرق {}",
    "قرب {}",
    "قبالة سواحل {}",
    "في المنطقة الواقعة بين {} وتركيا",
    "على الحدود مع {}",
]


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("frame", FRAMES)
def test_no_point_is_made_of_the_middle_of_an_area(area: str, frame: str) -> None:
    for claim in read_claims(f"قتل ثلاثة جنود في هجوم {frame.format(area)}."):
        assert all(place.lat is None and place.lon is None for place in claim.where), claim.where


def test_anchor_of_a_described_village_is_no_place_of_the_event() -> None:
    claim = read_claim("قصف الطيران بلدة السخنة (70 كم شمال شرق تدمر) وقتل مدنيين اثنين.", "air_strike")
    assert [(place.text, place.relation) for place in claim.where] == [("السخنة", None)]


def test_distance_from_the_town_told_before_is_from_that_town() -> None:
    text = "شهدت مدينة تدمر قصفاً أمس. وقتل جنديان في كمين على بعد 15 كم شمال المدينة."
    (place,) = read_claim(text, "armed_clash").where
    assert (place.text, place.place_id, place.radius_km) == ("15 كم شمال المدينة", None, 9.5)
    assert place.lat == pytest.approx(34.70, abs=0.05)


def test_relation_is_said_in_words() -> None:
    (place,) = read_claim("قتل جنديان بقصف على بعد 15 كم جنوب شرق درعا.", "shelling").where
    assert place.relation is not None
    assert describe_relation(place.relation) == f"15 km SE of {place.relation.anchors[0]}"


@pytest.mark.parametrize(
    "text",
    [
        "قتل خمسة جنود في اشتباكات بين درعا والسويداء على خلفية خطف.",
        "قتل خمسة جنود بصاروخ مداه 300 كم في مدينة درعا.",
        "قتل خمسة جنود في مدينة درعا بعد تقدم مسافة 3 كم.",
        "أعلن حرس الحدود السورية مقتل جنديين في مدينة درعا.",
    ],
)
def test_parties_ranges_and_guards_tell_no_place(text: str) -> None:
    places = [place for claim in read_claims(text) for place in claim.where]
    assert places
    assert all(place.relation is None for place in places)


def test_words_of_a_side_of_the_town_of_the_title_are_those_of_the_text() -> None:
    text = "قتل جنديان في اشتباكات شرق المدينة."
    claim = read_claim(text, "armed_clash", title="قصف عنيف على مدينة تدمر")
    (place,) = claim.where
    assert (place.field, place.text) == ("text", "شرق المدينة")
    assert text[place.start : place.end] == place.text
