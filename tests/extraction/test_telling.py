"""Telling and referring: an act that is only spoken about makes no claim, the same act told does."""

import pytest
from told import read_claims, read_report, types

VIOLENT = (
    "air_strike", "shelling", "explosive_device", "suicide_bombing", "armed_clash", "attack", "abduction",
    "sexual_violence", "destruction",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "بدأت المحكمة جلسات القضية، ووجهت إلى الرجل تهمة تفجير الفندق.",
        "قال الوزير إن مكافحة الاختطاف مسؤولية الجميع في البلاد.",
        "أصدرت المحكمة حكما في قضية اغتيال النائب أمس في بيروت.",
        "ناقشت الندوة أسباب القصف وتداعيات الهجمات على الاقتصاد.",
        "كتب الباحث مقالا عن التعذيب في سجون القرن الماضي.",
        "جرى تدريب المجموعة لتفجير مقر الحزب في المدينة.",
        "حوكموا بتهم القتل والتعذيب والاغتصاب.",
        "تعود الصورة إلى ما قبل الهجوم على المدينة.",
        "انتقلت الأسرة إلى العاصمة بعد هجمات 11 سبتمبر.",
        "وكان الرجل الذي اغتال الزعيم في المدينة قد عاد إلى منزله.",
    ],
)
def test_act_only_referred_to_makes_no_claim(text: str) -> None:
    assert types(read_claims(text, *VIOLENT)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("وقع تفجير بسيارة مفخخة عند مدخل الفندق في مدينة بيروت أمس.", "explosive_device"),
        ("اغتال مسلحون مجهولون النائب أمس في بيروت.", "attack"),
        ("هجوم على حاجز للجيش شرق مدينة درنة.", "armed_clash"),
        ("نفذت الطائرات خمس غارات على بلدة سراقب.", "air_strike"),
        ("تعرضت بلدة كفرنبل لقصف مدفعي.", "shelling"),
        ("قتل أحد الحراس في تفجير عبوة ناسفة بمدينة بعقوبة.", "explosive_device"),
        ("قال شهود إن اشتباكات عنيفة اندلعت في حي الأشرفية مساء أمس.", "armed_clash"),
    ],
)
def test_act_told_in_the_same_words_makes_a_claim(text: str, kind: str) -> None:
    assert kind in types(read_claims(text))


def test_what_is_referred_to_is_refused_and_counted() -> None:
    reading = read_report("تحدث الكتاب عن جريمة اغتيال النائب في بيروت.")
    assert "no_event" in {refusal.reason for refusal in reading.refusals}


def test_definite_second_telling_stays_with_the_first() -> None:
    claims = read_claims("قصفت المدفعية بلدة كفرنبل أمس وقتل خمسة مدنيين. وقال سكان إن القصف استمر ساعتين.", "shelling")
    assert len(claims) == 1


@pytest.mark.parametrize(
    "text",
    [
        "تستضيف العاصمة تظاهرة ثقافية تشارك فيها عشر دول.",
        "أنهى المهاجم مسيرته الكروية بعد الإصابة.",
        "تعرضت الشركة أمس لهجوم سيبراني عطل خوادمها.",
        "نفى المدير التهم الموجهة إليه.",
        "ناقش المجلس ملف الضمان الاجتماعي.",
    ],
)
def test_words_of_other_matters_make_no_claim(text: str) -> None:
    assert read_claims(text) == []


def test_long_text_with_few_words_of_conflict_beside_another_matter_is_refused() -> None:
    text = (
        "ارتفعت أسعار الأسهم في البورصة أمس. وقال محللون إن الأسواق تترقب النتائج. وزادت أرباح المصرف. "
        "وعاد المستثمرون إلى الشراء. وكانت السوق قد تراجعت العام الماضي. وقالت الشركة إن الصادرات ستنمو. "
        "واعتقلت الشرطة مديرا سابقا بعد الحرب."
    )
    assert read_claims(text) == []


def test_deal_of_two_firms_beside_a_war_is_no_agreement() -> None:
    text = (
        "وقعت الشركتان اتفاقا لتوريد النفط. وقال المستثمرون إن الأسعار في الأسواق ستتراجع. "
        "وتأثرت البورصة بالحرب في المنطقة."
    )
    assert "agreement" not in types(read_claims(text))


@pytest.mark.parametrize(
    "text",
    [
        "قصفت الطائرات أحياء تسيطر عليها الفصائل في مدينة درعا.",
        "تتمركز القوات على مشارف مدينة زبيد تأهبا لتحرير المدينة بعد معارك.",
        "أكد الجيش التزامه بتحرير مدينة الحديدة بعد معارك.",
        "أحرزت القوات تقدما نحو مدينة الحديدة بعد معارك.",
    ],
)
def test_place_held_or_aimed_at_changes_no_hands(text: str) -> None:
    assert types(read_claims(text, "territory_change")) == []


def test_capture_told_beside_another_act_stands() -> None:
    claims = read_claims("قصفت القوات البلدة، إضافة لسيطرتها على تلة قرب مدينة درعا.", "territory_change")
    assert types(claims) == ["territory_change"]


def test_port_by_which_aid_comes_in_tells_no_delivery() -> None:
    assert read_claims("يدور القتال قرب الميناء الذي تدخل منه المساعدات إلى مدينة الحديدة.", "aid") == []


@pytest.mark.parametrize(
    "text",
    [
        "قتل ثمانية مدنيين بغارة لطيران التحالف على مقهى للإنترنت في مدينة الطبقة. وكان يقدم خدمة الإنترنت للطلاب.",
        "قتل أربعة عشر مدنيا في غارتين على سوق الخميس في مديرية عبس. ويبيع التجار في السوق البضائع بأسعار زهيدة.",
    ],
)
def test_strike_on_a_market_is_no_news_of_trade(text: str) -> None:
    assert "air_strike" in types(read_claims(text))


def test_toll_told_before_a_warning_stands() -> None:
    (claim,) = read_claims("9 شهداء ببرميلين متفجرين على سوق مدينة الأتارب قبل قليل، يرجى الابتعاد عن مكان القصف.")
    assert (claim.type, [(row.outcome, row.low) for row in claim.casualties]) == ("air_strike", [("killed", 9)])


def test_act_whose_toll_rises_is_told() -> None:
    (claim,) = read_claims("ارتفاع عدد ضحايا تفجير عفرين إلى 46 قتيلا.", "explosive_device")
    assert [(row.outcome, row.low) for row in claim.casualties] == [("killed", 46)]


def test_what_has_not_ceased_is_not_negated() -> None:
    (claim,) = read_claims("لا يزال الحصار المفروض على مدينة الفاشر يخنق السكان.", "siege")
    assert claim.status == "ongoing"
