"""Which day an event takes: its own, the story's, or none."""

from datetime import date

import pytest
from told import read_claim, read_claims

LEAD = "قصفت المدفعية بلدة كفرنبل الأحد وقتلت ستة مدنيين. "


def days(text: str, *types: str) -> list[tuple[str, str]]:
    """Start and end of the last claim's event."""
    claim = read_claims(text, *types)[-1]
    return [(str(claim.when.start), str(claim.when.end))]


def test_undated_event_is_news_of_the_day() -> None:
    assert days("خطف مسلحون ثلاثة مدنيين في مدينة إدلب.") == [("2018-07-06", "2018-07-06")]


def test_undated_event_elsewhere_is_left_open_in_a_report_of_days_ago() -> None:
    assert days(LEAD + "وفي مدينة الرقة خطف مسلحون ثلاثة مدنيين.", "abduction") == [("None", "None")]


def test_undated_harm_right_behind_a_dated_strike_keeps_its_day() -> None:
    text = LEAD + "وأطلق مسلحون النار على المسعفين."
    assert days(text, "attack") == [("2018-07-01", "2018-07-01")]


def test_what_had_been_done_before_has_no_day() -> None:
    assert days("وسبق أن خطف مسلحون ثلاثة مدنيين في مدينة إدلب.", "abduction") == [("None", "None")]


def test_number_of_displaced_grows_since_the_story_began() -> None:
    text = LEAD + "ونزح خمسة آلاف شخص من مدينة خان شيخون."
    assert days(text, "displacement") == [("2018-07-01", "2018-07-06")]


def test_deadline_is_no_day_of_the_threat() -> None:
    text = "قصفت المدفعية بلدة كفرنبل اليوم. وهددت الفصائل بقصف حلب إن لم تنسحب القوات خلال خمسة أيام."
    assert days(text, "threat") == [("2018-07-06", "2018-07-06")]


def test_day_ahead_makes_an_event_planned() -> None:
    assert read_claim("تنظم النقابة إضرابا عاما في مدينة عدن يوم غد السبت.", "protest").status == "planned"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("قتل ستون شخصا في القتال الذي اندلع السبت الماضي في مدينة كتم.", "2018-06-30"),
        ("اندلع قتال في مدينة كتم السبت الماضي وقتل ستون شخصا.", "2018-06-30"),
    ],
)
def test_fighting_that_broke_out_starts_that_day(text: str, start: str) -> None:
    assert str(read_claims(text, "armed_clash")[0].when.start) == start


def test_toll_since_the_start_is_dated_from_it_and_not_from_its_announcement() -> None:
    text = "بدأ الجيش عملية في مدينة عفرين الأحد. وأعلن الجيش اليوم قتل 187 مسلحا منذ بداية العملية."
    (claim,) = [claim for claim in read_claims(text) if claim.casualties]
    assert (str(claim.when.start), str(claim.when.end)) == ("2018-07-01", "2018-07-06")


def test_planned_event_takes_no_day_that_is_over() -> None:
    text = LEAD + "ودعت النقابة إلى إضراب عام في مدينة عدن."
    claim = read_claims(text, "protest")[-1]
    assert (claim.status, claim.when.start) == ("planned", None)


def test_harm_done_takes_no_day_that_is_still_to_come() -> None:
    text = "قتلت غارة على مدينة إدلب سبعة عشر مدنيا، وتعهد الطرفان بهدنة تبدأ صباح الأحد."
    claim = read_claim(text, "air_strike")
    assert (claim.status, str(claim.when.start)) == ("occurred", "2018-07-06")


def test_single_act_is_not_stretched_by_the_since_of_another_clause() -> None:
    text = "تواصلت المعارك لليوم الخامس في ريف حماة، وأعلن الجيش السيطرة على بلدة كفرنبل."
    claim = read_claim(text, "territory_change")
    assert str(claim.when.start) == "2018-07-06"


def test_toll_up_to_a_day_runs_from_the_start_of_the_story() -> None:
    text = LEAD + "وفي مدينة حماة قتل تسعون مدنيا حتى مساء أمس."
    assert days(text)[-1] == ("2018-07-01", "2018-07-05")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("وفي مارس الماضي قتل 20 شخصا في هجوم على سوق في كابل.", "2018-03-01"),
        ("وفي 2014 شن المسلحون هجوما على حاجز للجيش في كابل أسفر عن مقتل 15 شخصا.", "2014-01-01"),
        ("وشنت الطائرات خلال الأشهر الماضية غارات عدة على بلدات في ريف حمص.", None),
        ("وشنت الطائرات في الآونة الأخيرة غارات عدة على بلدات في ريف حمص.", None),
    ],
)
def test_date_that_opens_a_sentence_or_is_vague_is_not_the_day_of_the_news(text: str, begins: str | None) -> None:
    first = read_claims(text)[0].when.start
    assert (first.isoformat() if first else None) == begins


def test_that_day_is_the_one_told_before() -> None:
    text = "قتل ستة في غارة على بلدة بنش يوم 2 تموز. وشنت الطائرات ذلك اليوم سبع غارات على مدينة الرقة."
    days = {claim.when.start for claim in read_claims(text, "air_strike")}
    assert days == {date(2018, 7, 2)}


def test_start_of_something_else_is_not_the_day_of_the_dead() -> None:
    text = "قتل أربعون شخصا برصاص الجيش شرق مدينة غزة، ليرتفع عدد قتلى المسيرات التي انطلقت في 30 مارس 2018."
    assert read_claim(text, "attack").when.start == date(2018, 7, 6)
