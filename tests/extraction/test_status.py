"""Did it happen: denied, planned, ongoing, background; and words that tell of no event at all."""

import pytest
from told import figures, read_claim, read_claims, read_report, types


def test_denied_strike_gives_no_casualty() -> None:
    text = "نفت وزارة الدفاع الروسية قصف بلدة كفرنبل ومقتل ستة مدنيين فيها."
    claims = read_claims(text)
    assert {claim.status for claim in claims} == {"denied"}
    assert [row for claim in claims for row in figures(claim)] == []


def test_denial_stands_beside_the_claim_it_denies() -> None:
    text = (
        "قال الدفاع المدني إن طائرات روسية قصفت بلدة كفرنبل أمس وقتلت ستة مدنيين. "
        "ونفت وزارة الدفاع الروسية قصف بلدة كفرنبل."
    )
    claims = read_claims(text, "air_strike", "shelling")
    assert sorted(claim.status for claim in claims) == ["denied", "occurred"]
    (denied,) = [claim for claim in claims if claim.status == "denied"]
    assert denied.casualties == ()
    assert [source.source_id for source in denied.sources] == ["ru.defence"]


def test_general_denial_is_no_event() -> None:
    assert read_claims("لم تشن الطائرات أي غارات على بلدة كفرنبل أمس.") == []


TOLD = "قال ناشطون إن المدفعية قصفت بلدة كفرنبل أمس وقتلت ستة مدنيين. "


@pytest.mark.parametrize(
    "denial",
    [
        "ونفى مصدر عسكري صحة هذه الأنباء.",
        "ونفى ناطق باسم الجيش مسؤوليته عن ذلك.",
        "وأكد ناطق باسم الجيش أن قواته لم تستهدف المدنيين.",
        "ونفى ناطق باسم الجيش قتل مدنيين.",
        "ورد الناطق باسم الجيش بأن هذه مزاعم لا أساس لها.",
    ],
)
def test_denial_takes_type_day_and_place_from_what_it_denies(denial: str) -> None:
    (denied,) = [claim for claim in read_claims(TOLD + denial) if claim.status == "denied"]
    assert (denied.type, str(denied.when.start), denied.casualties) == ("shelling", "2018-07-05", ())
    assert [place.text for place in denied.where] == ["كفرنبل"]


@pytest.mark.parametrize(
    "text",
    [
        "ونفى مصدر عسكري صحة هذه الأنباء.",
        TOLD + "واجتمع الوزراء لبحث الأزمة. وتحاكمه الدولة بتهم ينفيها.",
        "وسقطت قذيفة على بلدة كفرنبل ولم تنفجر.",
        TOLD + "ولم يسلم حي من القصف.",
    ],
)
def test_denial_without_a_telling_before_it_is_no_event(text: str) -> None:
    assert [claim for claim in read_claims(text) if claim.status == "denied"] == []


def test_denier_who_goes_on_to_accuse_denies_only_his_own_act() -> None:
    text = "نفى ناطق باسم الجيش قصف بلدة كفرنبل، مؤكدا أن الفصائل خطفت ثلاثة مدنيين في بلدة محردة."
    assert [claim.status for claim in read_claims(text)] == ["denied", "occurred"]


@pytest.mark.parametrize(
    "negation",
    [
        "لم تقصف",
        "لا تقصف",
        "لن تقصف",
        "ما قصفت",
    ],
)
def test_negation_adds_no_event(negation: str) -> None:
    assert [claim for claim in read_claims(f"{negation} المدفعية بلدة كفرنبل.") if claim.status == "occurred"] == []


@pytest.mark.parametrize(
    "text",
    [
        "تعتزم القوات شن هجوم على مدينة إدلب خلال الأيام المقبلة.",
        "يستعد الجيش لشن هجوم على مدينة إدلب.",
        "سيشن الجيش هجوما على مدينة إدلب.",
        "قد يشن الجيش هجوما على مدينة إدلب.",
        "يخشى السكان من هجوم وشيك للجيش على مدينة إدلب.",
    ],
)
def test_intended_offensive_is_planned(text: str) -> None:
    claims = read_claims(text, "armed_clash")
    assert [claim.status for claim in claims] == ["planned"]


def test_threat_occurred_and_its_act_is_no_second_event() -> None:
    claims = read_claims("هدد المتحدث باسم الحوثيين بقصف منشآت نفطية في مدينة جدة.")
    assert [(claim.type, claim.status) for claim in claims] == [("threat", "occurred")]


def test_condition_is_no_event_that_occurred() -> None:
    text = "قال القائد إن قواته سترد إذا قصفت المدفعية بلدة كفرنبل."
    assert [claim for claim in read_claims(text, "shelling") if claim.status == "occurred"] == []


def test_question_is_no_event() -> None:
    text = "هل قصفت الطائرات الحربية بلدة كفرنبل؟"
    assert read_claims(text) == []
    assert "question" in {refusal.reason for refusal in read_report(text).refusals}


def test_fighting_that_goes_on_is_ongoing() -> None:
    claim = read_claim("تتواصل الاشتباكات بين الفصائل وقوات النظام في ريف حماة منذ ثلاثة أيام.", "armed_clash")
    assert claim.status == "ongoing"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("الاشتباكات مستمرة في محيط مدينة إدلب.", "ongoing"),
        ("تجددت الاشتباكات في محيط مدينة إدلب.", "ongoing"),
        ("استمرت الاشتباكات في محيط مدينة إدلب أمس.", "occurred"),
        ("قصفت المدفعية مدينة إدلب، واستمرت الحياة في الأسواق.", "occurred"),
    ],
)
def test_word_of_going_on_makes_an_act_ongoing_unless_its_day_is_over(text: str, status: str) -> None:
    assert {claim.status for claim in read_claims(text)} == {status}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("دعت النقابة إلى إضراب عام في مدينة عدن الأحد المقبل.", "planned"),
        ("شهدت مدينة عدن أمس إضرابا عاما دعت إليه النقابة.", "occurred"),
        ("أغلقت متاجر في مدينة عدن أمس تلبية لدعوة إلى إضراب عام.", "occurred"),
    ],
)
def test_strike_that_is_called_for_is_planned(text: str, status: str) -> None:
    assert {claim.status for claim in read_claims(text, "protest")} == {status}


def test_toll_of_a_whole_month_is_background() -> None:
    claim = read_claim("سجل المركز 41 عملية اغتيال في درعا خلال حزيران الماضي أدت إلى مقتل 29 شخصا.", "attack")
    assert claim.status == "background"


def test_siege_without_an_end_is_ongoing() -> None:
    assert read_claim("تحاصر قوات النظام مدينة مضايا منذ أشهر.", "siege").status == "ongoing"


def test_toll_of_years_is_background() -> None:
    claims = read_claims("أوقعت الحرب في سوريا منذ 2011 أكثر من 350 ألف قتيل.")
    assert {claim.status for claim in claims} == {"background"}
    assert {row[2] for claim in claims for row in figures(claim)} == {350_000}


def test_strike_of_last_year_is_background() -> None:
    claim = read_claim("قصفت طائرات حربية بلدة كفرنبل في آذار 2017 وقتلت ستة مدنيين.", "air_strike")
    assert claim.status == "background"


@pytest.mark.parametrize(
    "text",
    [
        "اندلعت حرب أسعار بين شركات الطيران في المنطقة بعد قرار الوزارة.",
        "انفجر الحضور ضاحكين خلال عرض المسرحية في المدينة.",
        "أطلق المغني قنبلة جديدة من العيار الثقيل في ألبومه الأخير.",
        "سدد اللاعب قذيفة من خارج المنطقة سكنت شباك الحارس في المباراة.",
        "خاض الفريق معركة شرسة أمام ضيفه في الدوري وفاز بهدفين.",
        "قتل البطل خصمه في المشهد الأخير من الفيلم.",
        "ضربت عاصفة قوية سواحل البلاد وقطعت الطرق.",
        "شنت الصحف هجوما حادا على الوزير بعد المؤتمر.",
        "سجلت أسهم المصرف انفجارا في التداولات في البورصة.",
        "أحيت المدينة ذكرى مجزرة وقعت قبل أربعين عاما.",
        pytest.param(
            "يروي المسلسل قصة حصار القلعة في القرن الثاني عشر.",
            marks=pytest.mark.xfail(strict=True, reason="a series on television tells of a siege"),
        ),
        "أصيب ثلاثة عمال في حادث سير على الطريق العام.",
        "قتل خمسة أشخاص في تحطم حافلة على الطريق السريع بسبب الأمطار.",
    ],
)
def test_other_uses_of_war_words_are_no_events(text: str) -> None:
    assert [(claim.type, claim.status, claim.trigger.text) for claim in read_claims(text)] == []


def test_refused_trigger_says_why() -> None:
    (refusal,) = read_report("اندلعت حرب أسعار بين شركات الطيران في المنطقة.").refusals
    assert (refusal.reason, refusal.rule) == ("figurative", "ar.refuse.figurative")


def test_other_language_is_refused_and_not_guessed_at() -> None:
    reading = read_report("Warplanes bombed the town of Kafr Nabl and killed six civilians on Thursday evening.")
    assert reading.claims == ()
    assert [refusal.reason for refusal in reading.refusals] == ["unsupported_language"]


def test_fallback_line_of_a_video_is_no_news() -> None:
    text = "قصفت المدفعية بلدة كفرنبل أمس وقتل ستة مدنيين.\nYour browser does not support the video tag."
    reading = read_report(text)
    assert types(list(reading.claims)) == ["shelling"]
    assert [refusal.text.strip() for refusal in reading.refusals if refusal.reason == "boilerplate"] == [
        "Your browser does not support the video tag."
    ]


def test_link_headline_is_no_event_of_the_report() -> None:
    text = "قصفت المدفعية بلدة كفرنبل أمس.\nاقرأ أيضا: مقتل تسعة مدنيين في غارة على مدينة الرقة\nوتوقف القصف صباحا."
    assert [row for claim in read_claims(text) for row in figures(claim)] == []
