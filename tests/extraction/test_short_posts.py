"""Posts, tickers and reactions: reports that tell a toll without a verb, or under a word that speaks about it."""

from datetime import date

import pytest
from told import figures, read_claim, read_claims

STRUCK = "قصف مدفعي على مدينة دوما"


@pytest.mark.parametrize(
    ("tail", "rows"),
    [
        ("، قتيلان", {("killed", "person", 2, 2, False)}),
        ("، شهيدان و3 جرحى", {("killed", "person", 2, 2, False), ("injured", "person", 3, 3, False)}),
        (" وقتيلان", {("killed", "person", 2, 2, False)}),
        (".. أربعة قتلى و11 جريحا", {("killed", "person", 4, 4, False), ("injured", "person", 11, 11, False)}),
        (" وإصابات بين المارة", {("injured", "person", 1, None, False)}),
        (" ووقوع إصابات", {("injured", "person", 1, None, False)}),
    ],
)
def test_harm_added_without_a_verb_belongs_to_the_strike(tail: str, rows: set[object]) -> None:
    assert figures(read_claim(STRUCK + tail, "shelling")) == rows


@pytest.mark.parametrize("tail", [" دون إصابات", " ولا معلومات عن وقوع إصابات", " ولم يعرف ما إذا كان أوقع إصابات"])
def test_no_news_of_wounded_counts_nobody(tail: str) -> None:
    assert all(row[2] == 0 for row in figures(read_claim(STRUCK + tail, "shelling")))


def test_direct_hits_are_no_wounded() -> None:
    claim = read_claim("استهدفت المدفعية تجمعا للعدو قرب بلدة حرض وحققت إصابات مباشرة.", "shelling")
    assert figures(claim) == set()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "ارتفع إلى 16 بينهم أربعة أطفال عدد القتلى الذين سقطوا بقصف مدفعي أمس على بلدة سقبا.",
            {("killed", "person", 16, 16, False), ("killed", "child", 4, 4, True)},
        ),
        (
            "ارتفع إلى خمسة تعداد الجنود الذين قتلوا بقصف مدفعي أمس على بلدة سقبا.",
            {("killed", "soldier", 5, 5, False)},
        ),
        (
            "ارتفع إلى أربعة عدد المدنيين الذين قتلوا بقصف مدفعي أمس على بلدة سقبا.",
            {("killed", "civilian", 4, 4, False)},
        ),
    ],
)
def test_toll_that_rises_names_whom_it_counts(text: str, rows: set[object]) -> None:
    assert figures(read_claim(text, "shelling")) == rows


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("أعربت المنظمة عن قلقها إزاء مقتل سبعة مدنيين في بلدة الحراك يوم الأربعاء.", "attack", date(2018, 7, 4)),
        ("دعت النقابة إلى كشف ملابسات مقتل ثلاثة صحفيين في مدينة تعز الأربعاء.", "attack", date(2018, 7, 4)),
        (
            "قدم الرئيس تعازيه في ضحايا التفجير الذي أسفر الخميس عن مقتل 15 شخصا في مقديشو.",
            "explosive_device",
            date(2018, 7, 5),
        ),
    ],
)
def test_dead_of_a_place_and_a_day_are_told_by_whoever_speaks_of_them(text: str, kind: str, day: date) -> None:
    claim = read_claim(text, kind)
    assert claim.when.start == claim.when.end == day
    assert figures(claim)


def test_dead_of_no_day_are_only_spoken_of() -> None:
    assert not read_claims("دعت النقابة إلى كشف ملابسات مقتل ثلاثة صحفيين في مدينة تعز.", "attack")


def test_day_of_what_is_condemned_is_not_the_day_it_was_condemned() -> None:
    text = "أدان المبعوث الأممي الغارة التي أودت الأربعاء بحياة 12 شخصا في سوق بمدينة إدلب."
    assert read_claim(text, "statement").when.start == date(2018, 7, 6)
    assert read_claim(text, "air_strike").when.start == date(2018, 7, 4)


def test_raids_of_yesterday_that_destroyed_something_are_told() -> None:
    claim = read_claim("قال مصدر عسكري إن غارات أمس على مدينة نيالا دمرت مخزن ذخيرة.", "air_strike")
    assert claim.when.start == date(2018, 7, 5)


def test_attack_of_yesterday_that_dates_something_else_is_not_told() -> None:
    assert not read_claims("بعد هجوم أمس على مدينة عدن دعا المجلس إلى اجتماع.", "attack", "armed_clash")


def test_what_they_did_next_did_not_kill_those_told_before() -> None:
    text = "قتل مسلحون مساء الخميس تسعة من الشرطة وجرحوا ستة قرب مدينة كركوك، ثم فجروا عبوة برتل التعزيزات."
    assert not figures(read_claim(text, "explosive_device"))
    assert {row[2] for row in figures(read_claim(text, "attack"))} == {9, 6}
