"""Details of an event: direction of a change of control, terms, demands, deadlines, the way of those who fled."""

from typing import Any

import pytest
from told import read_claim, types
from told import read_claims as read

from marsad.model.claim import Claim


def words(claim: Claim, key: str) -> Any:
    value = claim.details.get(key)
    return [one["text"] for one in value] if isinstance(value, list) else value and value["text"]


def test_place_passes_from_one_side_to_the_other() -> None:
    claim = read_claim("سيطرت قوات سوريا الديمقراطية على معظم بلدة هجين بعد معارك.", "territory_change")
    assert (words(claim, "to"), words(claim, "from")) == ("قوات سوريا الديمقراطية", None)
    assert words(claim, "extent") == "معظم"


def test_side_that_withdraws_gives_the_place_up() -> None:
    claim = read_claim("انسحب تنظيم الدولة من بلدة القائم بعد معارك.", "territory_change")
    assert (words(claim, "from"), words(claim, "to")) == ("تنظيم الدولة", None)


def test_first_since_keeps_its_words() -> None:
    text = "سيطرت قوات الجيش على بلدة كفرنبل للمرة الأولى منذ ثلاثة أعوام."
    assert words(read_claim(text, "territory_change"), "first_since") == "للمرة الأولى منذ ثلاثة أعوام"


def test_deadline_and_demand_of_an_ultimatum() -> None:
    claims = read("أمهلت قوات النظام الفصائل 48 ساعة للانسحاب من بلدة كفرنبل.")
    assert types(claims) == ["threat"]
    assert words(claims[0], "deadline") == "48 ساعة"
    assert words(claims[0], "demand") == "للانسحاب من بلدة كفرنبل"
    assert words(claims[0], "by") == ["قوات النظام"]


def test_condition_of_a_threat_is_its_demand() -> None:
    claim = read_claim("هدد الحوثيون بقصف الموانئ إذا لم تفتح القوات الطريق.", "threat")
    assert words(claim, "demand") == "لم تفتح القوات الطريق"
    assert "deadline" not in claim.details


def test_demand_on_which_talks_failed() -> None:
    text = "فشلت المفاوضات بين الفصائل والجانب الروسي حول وقف المعارك بعدما اشترط الروس تسليم السلاح الثقيل دفعة واحدة."
    claim = read_claim(text, "negotiation")
    assert claim.details["outcome"] == "failed"
    assert words(claim, "demands") == "تسليم السلاح الثقيل دفعة واحدة"
    assert words(claim, "parties") == ["الفصائل", "الجانب الروسي"]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("دعا الهلال الأحمر إلى هدنة إنسانية عاجلة في بنغازي بعد القصف.", "proposed"),
        ("عاد الوفد من القاهرة بلا اتفاق على هدنة في غزة.", "failed"),
        ("أرجئت المحادثات بين الجيش والحوثيين في جنيف حول الحديدة.", "adjourned"),
    ],
)
def test_outcome_of_talks_beyond_held_and_refused(text: str, outcome: str) -> None:
    assert read_claim(text, "negotiation").details["outcome"] == outcome


def test_terms_guarantor_and_state_of_an_agreement() -> None:
    text = "وقعت روسيا وتركيا في موسكو اتفاقا لوقف إطلاق النار برعاية إيران ينص على تسيير دوريات في إدلب، بحسب وكالة."
    claim = read_claim(text, "agreement")
    assert words(claim, "terms") == "تسيير دوريات في إدلب"
    assert words(claim, "guarantors") == ["إيران"]
    assert claim.details["state"] == "in_force"


def test_truce_that_is_extended_says_so() -> None:
    claim = read_claim("اتفق الجيش والحوثيون على تمديد الهدنة في اليمن بعد القصف.", "agreement")
    assert claim.details["state"] == "extended"


def test_flight_has_its_start_and_its_end() -> None:
    claim = read_claim("نزح 300 شخص من بلدة كفرنبل إلى مدينة إدلب بسبب القصف.", "displacement")
    assert (words(claim, "from"), words(claim, "to")) == ("بلدة كفرنبل", "مدينة إدلب")


def test_flight_without_an_end_states_none() -> None:
    claim = read_claim("نزح 300 شخص من بلدة كفرنبل بسبب القصف.", "displacement")
    assert "to" not in claim.details


def test_parties_of_an_exchange() -> None:
    claim = read_claim("تبادل الجيش والحوثيون جثامين عشرة مقاتلين في مأرب.", "exchange")
    assert words(claim, "parties")
