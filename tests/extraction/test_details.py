"""Phenomena of whole reports: chains of sources, breakdowns, talks, agreements, routes of people, further traps."""

from datetime import date

import pytest
from told import figures, place_names, read_claim, read_claims, source_ids, types


def test_breakdown_of_a_toll_is_no_addition() -> None:
    text = "قتل 14 شخصا في قصف مدفعي على بلدة كفرنبل، هم تسعة مدنيين وخمسة مقاتلين."
    claim = read_claim(text, "shelling")
    mains = [row for row in figures(claim) if not row[4]]
    assert mains == [("killed", "person", 14, 14, False)]
    assert {row[:3] for row in figures(claim) if row[4]} == {("killed", "civilian", 9), ("killed", "fighter", 5)}


def test_toll_that_came_before_does_not_compete_with_the_new_one() -> None:
    text = "ارتفع عدد قتلى القصف المدفعي على بلدة كفرنبل إلى 12 مدنيا بعد وفاة ثلاثة جرحى."
    claims = read_claims(text, "shelling", "attack")
    assert ("killed", "civilian", 12, 12, False) in {row for claim in claims for row in figures(claim)}


def test_two_sources_with_other_figures_are_two_claims() -> None:
    text = (
        "قال الدفاع المدني إن ستة مدنيين قتلوا في غارة على بلدة كفرنبل أمس. "
        "وقال المرصد السوري لحقوق الإنسان إن تسعة مدنيين قتلوا في الغارة على بلدة كفرنبل."
    )
    claims = read_claims(text, "air_strike")
    assert [([source.text for source in claim.sources], figures(claim)) for claim in claims] == [
        (["الدفاع المدني"], {("killed", "civilian", 6, 6, False)}),
        (["المرصد السوري لحقوق الإنسان"], {("killed", "civilian", 9, 9, False)}),
    ]


def test_quotation_marks_change_no_claim() -> None:
    plain = read_claim("قال المرصد السوري لحقوق الإنسان إن طائرات حربية قصفت بلدة كفرنبل أمس.", "air_strike")
    quoted = read_claim("قال المرصد السوري لحقوق الإنسان: «إن طائرات حربية قصفت بلدة كفرنبل أمس».", "air_strike")
    assert (place_names(quoted), quoted.when.start) == (place_names(plain), plain.when.start)
    assert source_ids(quoted) == ["sohr"]


def test_date_in_a_dateline_is_the_day_where_none_is_published() -> None:
    text = "دمشق في 4 تموز 2018 / قصفت طائرات حربية بلدة كفرنبل."
    claim = read_claim(text, "air_strike", published=None)
    assert claim.when.start == date(2018, 7, 4)
    assert place_names(claim) == ["كفرنبل"]


def test_since_a_night_counts_until_publication() -> None:
    claim = read_claim("شنت طائرات حربية أكثر من 600 غارة على بلدة كفرنبل منذ ليل الأربعاء.", "air_strike")
    assert (claim.when.start, claim.when.end) == (date(2018, 7, 4), date(2018, 7, 6))


def test_count_on_one_town_over_a_day_is_single() -> None:
    assert read_claim("شنت طائرات حربية 20 غارة على بلدة كفرنبل أمس.", "air_strike").kind == "single"


def test_toll_of_a_week_over_a_country_is_aggregate() -> None:
    claims = read_claims("قتل 120 مدنيا في غارات على سوريا خلال الأيام العشرة الماضية.")
    assert [claim.kind for claim in claims] == ["aggregate"]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("فشلت المفاوضات بين الفصائل والجانب الروسي حول وقف المعارك.", "failed"),
        ("رفضت الفصائل التفاوض مع الجانب الروسي حول وقف المعارك.", "refused"),
        ("عقدت الفصائل والجانب الروسي جولة مفاوضات حول وقف المعارك في مدينة بصرى الشام.", "held"),
    ],
)
def test_outcome_of_talks_is_kept(text: str, outcome: str) -> None:
    assert read_claim(text, "negotiation").details["outcome"] == outcome


def test_flight_starts_where_people_fled_from() -> None:
    claim = read_claim("نزح 300 شخص من بلدة كفرنبل إلى مدينة إدلب بسبب القصف.", "displacement")
    assert figures(claim) == {("displaced", "person", 300, 300, False)}
    assert place_names(claim)[0] == "كفرنبل"
    assert all(place.role == "to" for place in claim.where[1:])


def test_release_of_money_is_no_release_of_people() -> None:
    assert read_claims("أفرج المصرف المركزي عن أرصدة الشركات المجمدة في البلاد.") == []


def test_name_of_a_body_is_no_event() -> None:
    claims = read_claims("زار وفد من هيئة تحرير الشام وحركة أحرار الشام مبنى المجلس المحلي في مدينة إدلب.")
    assert claims == []


def test_training_with_live_fire_is_no_strike() -> None:
    assert read_claims("نفذ الجيش مناورات بالذخيرة الحية شملت قصف أهداف وهمية في الصحراء.") == []


def test_dismantled_bomb_is_no_blast() -> None:
    claims = read_claims("فككت وحدات الهندسة عبوة ناسفة زرعت على طريق في مدينة درعا.")
    assert "explosive_device" not in types([claim for claim in claims if claim.status == "occurred"])


def test_intercepted_missile_names_its_aim_and_no_victims() -> None:
    claims = read_claims("أعلن التحالف العربي اعتراض صاروخ باليستي أطلقه الحوثيون باتجاه مدينة جازان دون وقوع إصابات.")
    assert types(claims) == ["shelling"]
    assert all((one.low, one.high) == (0, 0) for claim in claims for one in claim.casualties)


def test_earthquake_victims_are_no_victims_of_war() -> None:
    assert read_claims("ارتفعت حصيلة ضحايا الزلزال الذي ضرب المنطقة إلى 300 قتيل و900 جريح.") == []


def test_disease_is_no_attack() -> None:
    assert read_claims("توفي عشرون شخصا بوباء الكوليرا في محافظة حجة خلال أسبوع.") == []


def test_namesake_of_a_lebanese_city_is_read_by_its_company() -> None:
    text = "قصفت طائرات حربية بلدات صيدا والنعيمة وأم المياذن في محافظة درعا أمس."
    claim = read_claim(text, "air_strike")
    assert {place.country for place in claim.where} == {"SY"}


def test_missing_blank_between_words_changes_no_claim() -> None:
    claim = read_claim("قالت الأممالمتحدة إن طائرات حربية قصفت بلدة كفرنبل أمس.", "air_strike")
    assert [source.text for source in claim.sources] == ["الأممالمتحدة"]


def test_conflicting_words_for_one_strike_are_one_claim() -> None:
    text = "شنت طائرات حربية غارات استهدفت بلدة كفرنبل أمس وقصفت أطرافها بالبراميل المتفجرة."
    assert types(read_claims(text)) == ["air_strike"]


@pytest.mark.xfail(strict=True, reason="an act behind the words for or else has occurred")
def test_deadline_and_demand_stand_with_a_threat() -> None:
    claims = read_claims("أمهل الجيش الفصائل في مدينة درعا 48 ساعة لتسليم سلاحها وإلا شن هجوما واسعا.")
    assert "threat" in types(claims)
    assert not [claim for claim in claims if claim.type == "armed_clash" and claim.status == "occurred"]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("ارتفعت حصيلة القتلى المدنيين منذ بدء التصعيد إلى 93 مدنيا، وفق المرصد.", 93),
        ("أوضح المرصد أنه منذ بدء قوات النظام هجومها، قتل أكثر من 150 مدنيا جراء القصف.", 150),
        ("قتل 140 شخصا على الأقل بنيران الجيش منذ اندلاع المواجهات.", 140),
        ("ارتفعت حصيلة قتلى العملية العسكرية في محافظة درعا إلى 162 مدنيا معظمهم في قصف.", 162),
        ("بلغ عدد ضحايا الحملة على المحافظة 60 قتيلا.", 60),
    ],
)
def test_toll_since_a_beginning_is_no_single_event(text: str, killed: int) -> None:
    (claim,) = (one for one in read_claims(text) if any(row.low == killed for row in one.casualties))
    assert claim.kind == "aggregate"


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("قتل 25 مدنيا الخميس في غارات على بلدة كفرنبل، في حصيلة هي الأكثر دموية منذ بدء الهجوم.", 25),
        ("قتل سبعة مدنيين في أول غارة على بلدة كفرنبل منذ بداية الهدنة.", 7),
        ("ارتفعت حصيلة قتلى الغارة على بلدة كفرنبل إلى 12 مدنيا.", 12),
        ("قتل ستة مدنيين في غارة على بلدة كفرنبل، ويشهد ريفها قصفا منذ بدء الهجوم.", 6),
        ("بلغت حصيلة المعارك في بلدة كفرنبل 18 قتيلا.", 18),
    ],
)
def test_rank_or_other_clause_since_a_beginning_leaves_an_event_single(text: str, killed: int) -> None:
    (claim,) = (one for one in read_claims(text) if any(row.low == killed for row in one.casualties))
    assert claim.kind == "single"
