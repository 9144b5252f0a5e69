"""Towns called like words, and small far ones, are read bare only where the report vouches for them."""

import pytest
from told import place_names, read_claims

VOUCHED = {
    "قُتل ثلاثة مدنيين بغارة على الباب، ونُقل الجرحى إلى مستشفى في منبج": ["الباب"],
    "قُتل جنديان بانفجار عبوة في القائم غربي العراق": ["القائم"],
    "قُتل ثلاثة مدنيين بغارة على بلدة الحراك. وسقط قتيل رابع بغارة ثانية قرب الحراك": ["الحراك"],
}
NOT_VOUCHED = [
    "قُتل ثلاثة مدنيين بغارة في منبج قرب الباب الرئيسي للمحكمة",
    "قُتل ثلاثة مدنيين بغارة في بغداد، بحجة وجود مسلحين",
    "قُتل القائم بأعمال المدير بغارة في بغداد",
]


@pytest.mark.parametrize("text", VOUCHED)
def test_a_town_called_like_a_word_is_read_where_the_report_names_its_country(text: str) -> None:
    names = [name for claim in read_claims(text) for name in place_names(claim)]
    assert VOUCHED[text][0] in names


@pytest.mark.parametrize("text", NOT_VOUCHED)
def test_the_word_itself_is_no_town(text: str) -> None:
    names = {name for claim in read_claims(text) for name in place_names(claim)}
    assert names <= {"منبج", "بغداد"}
    assert names


def test_the_seat_is_not_meant_where_the_head_says_governorate() -> None:
    (claim,) = read_claims("قُتل ثلاثة مدنيين بغارة على محافظة إدلب", "air_strike")
    assert [place.precision for place in claim.where] == ["governorate"]


def test_a_town_behind_a_market_of_it_keeps_its_own_head() -> None:
    (claim,) = read_claims("أسفر انفجار في سوق بمدينة سراقب عن مقتل 30 شخصا", "explosive_device")
    assert place_names(claim) == ["سراقب"]


AT_PLACES = {
    "#جسر_الشغور: مقتل سبعة مدنيين بغارة جوية": "جسر_الشغور",
    "تعرضت بيت حانون لقصف مدفعي أوقع ثلاثة قتلى": "بيت حانون",
    "سقوط قتيلين بقذائف ع سراقب": "سراقب",
}


@pytest.mark.parametrize("text", AT_PLACES)
def test_names_in_tags_behind_verbs_of_suffering_and_clipped_particles_are_read(text: str) -> None:
    assert AT_PLACES[text] in {name for claim in read_claims(text) for name in place_names(claim)}


@pytest.mark.parametrize(
    "text",
    [
        "قُتل ثلاثة مدنيين في اشتباكات اندلعت في منطقة تكتسب أهمية كبيرة",
        "قُتل ثلاثة مدنيين في غارة على منطقة صحراوية نائية",
        "قُتل ثلاثة مدنيين في غارة على مناطق نفوذهم",
        "قالت مصادر محلية متطابقة إن ثلاثة مدنيين قُتلوا في غارة",
        "قُتل ثلاثة مدنيين في غارة للمناطق المحررة",
        "عين الرئيس قائدا جديدا للشرطة بعد مقتل ثلاثة مدنيين في غارة",
    ],
)
def test_what_is_said_of_a_head_is_no_name_of_its_own(text: str) -> None:
    assert [name for claim in read_claims(text) for name in place_names(claim)] == []


def test_raids_from_the_air_hit_no_town_of_that_name() -> None:
    claims = read_claims("شهدت بنت جبيل قصفا جويا أوقع ثلاثة قتلى")
    assert claims
    assert "جويا" not in {name for claim in claims for name in place_names(claim)}


def test_a_bloc_of_a_party_is_no_hill() -> None:
    claims = read_claims("استهدف تفجيران مكاتب حزب مشارك في كتلة الصدر في بغداد")
    assert claims
    assert {name for claim in claims for name in place_names(claim)} <= {"بغداد"}
