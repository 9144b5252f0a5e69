"""Everything but violence in short items: statements, aid, exchanges, sieges, flight, talks, deals, arrests, unrest."""

from datetime import date

import pytest
from told import actor_names, figures, place_names, read_claim, read_claims, types

DAY = date(2018, 7, 6)


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("نفى ناطق باسم الحكومة صحة الأنباء عن سقوط مدينة بانياس بيد المتمردين.", "territory_change", "denied"),
        ("استبعد قائد الجيش شن هجوم على مدينة تل الزهور خلال الشتاء.", "armed_clash", "denied"),
        ("قال المتحدث باسم الجيش إن قواته لم تهاجم مواقع المتمردين في بلدة حلفايا.", "armed_clash", "denied"),
        ("قال الوسيط الأممي إن جولة جديدة من المفاوضات ستعقد في جنيف بين طرفي النزاع.", "negotiation", "planned"),
        ("تستعد قوات النظام السوري لاقتحام مدينة درعا.", "armed_clash", "planned"),
        ("أعلن الوسيط التوصل إلى اتفاق لإجلاء المقاتلين من شرق حلب.", "exchange", "planned"),
        ("أعلنت الفصائل فك الحصار عن مدينة تعز من الجهة الغربية.", "siege", "occurred"),
        ("تطالب المنظمات برفع الحصار عن مدينة تعز.", "siege", "ongoing"),
        ("غادر الأهالي مدينة داريا بعد حصار دام أربع سنوات.", "siege", "background"),
        ("دخل إضراب المعلمين في السليمانية أسبوعه الثالث.", "protest", "ongoing"),
    ],
)
def test_status_of_what_is_no_violence(text: str, kind: str, status: str) -> None:
    assert read_claim(text, kind).status == status


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("تسلمت أذربيجان منطقة كلبجار من أرمينيا بموجب اتفاق وقف إطلاق النار.", "territory_change"),
        ("وصلت إلى ميناء عدن سفينة تحمل 900 طن من المساعدات الإنسانية للمتضررين من الحرب.", "aid"),
        ("استأنف برنامج الأغذية العالمي توزيع المساعدات الغذائية في إقليم تيغراي.", "aid"),
        ("هدمت آليات الاحتلال ثلاثة منازل في بلدة سلوان.", "destruction"),
        ("فجرت قوات الاحتلال منزل أسير في بلدة قباطية.", "destruction"),
        ("أمهل الجيش الإسرائيلي سكان شمال القطاع 24 ساعة لإخلاء منازلهم.", "threat"),
        ("طالب الجيش المسلحين بإلقاء السلاح في مدينة سرت.", "threat"),
        ("اقتحم أنصار الحزب مبنى البرلمان في بغداد.", "riot"),
        ("احتشد آلاف المتظاهرين في ساحة الحبوبي بالناصرية.", "protest"),
        ("دعا التجمع إلى مسيرة مليونية في الخرطوم.", "protest"),
        ("توافق الجانبان على وقف للنار في مدينة سرت.", "agreement"),
        ("حذرت منظمة اليونيسف من أن مليون طفل مهددون بالموت جوعا في اليمن.", "statement"),
        ("أجلت الحافلات نحو سبعة آلاف شخص من بلدة الفوعة.", "exchange"),
    ],
)
def test_short_item_is_read_without_a_word_of_war(text: str, kind: str) -> None:
    assert kind in types(read_claims(text))


def test_dispersed_crowd_was_hurt_by_the_police() -> None:
    text = "فرقت الشرطة بالغاز المسيل للدموع اعتصاما في دوار اللؤلؤة، ما أدى إلى إصابة تسعة."
    assert figures(read_claim(text, "attack")) == {("injured", "person", 9, 9, False)}


def test_hostages_handed_over_are_released() -> None:
    text = "سلمت كتائب القسام 13 رهينة إسرائيلية للصليب الأحمر."
    assert figures(read_claim(text, "exchange")) == {("released", "person", 13, 13, False)}


def test_nationality_alone_makes_a_number_people() -> None:
    text = "اعتقلت قوات الاحتلال منذ بداية العام أكثر من 11 ألف فلسطيني."
    claim = read_claim(text, "arrest")
    assert figures(claim) == {("detained", "person", 11000, None, False)}
    assert claim.status == "background"


def test_number_of_the_displaced_may_stand_far_behind() -> None:
    text = "قدر المكتب عدد النازحين من إدلب منذ مطلع حزيران بنحو 900 ألف شخص."
    assert figures(read_claim(text, "displacement")) == {("displaced", "person", 900000, 900000, False)}


def test_uprooting_is_flight_unless_a_deal_moves_people() -> None:
    assert types(read_claims("أدى القصف إلى تهجير 250 عائلة من بلدة خناصر.", "displacement", "exchange")) == [
        "displacement"
    ]
    assert types(read_claims("بدأ تهجير 250 عائلة من بلدة زبدين بموجب اتفاق.", "displacement", "exchange")) == [
        "exchange"
    ]


def test_condition_of_a_threat_is_no_event() -> None:
    text = "حذرت الحركة من أنها سترد إذا استمر الحصار على مدينة تعز."
    assert "siege" not in types(read_claims(text))


def test_square_named_after_an_event_is_none() -> None:
    assert types(read_claims("ينظم المحتجون مظاهرة في ساحة التحرير وسط بغداد.")) == ["protest"]


def test_deal_that_talks_failed_to_reach_is_none() -> None:
    text = "فشلت محادثات مسقط بين الحوثيين والحكومة اليمنية في التوصل إلى اتفاق لوقف إطلاق النار."
    (claim,) = read_claims(text)
    assert (claim.type, place_names(claim)) == ("negotiation", ["مسقط"])


def test_deadline_of_a_threat_is_not_its_day() -> None:
    text = "وجه الجيش إنذارا أخيرا إلى المسلحين لمغادرة البلدة خلال 48 ساعة."
    assert read_claim(text, "threat").when.start == DAY


def test_planned_day_without_a_year_is_the_next_one() -> None:
    text = "دعا الحزب إلى مظاهرة في الخرطوم يوم السادس من أغسطس."
    assert read_claim(text, "protest").when.start == date(2018, 8, 6)


def test_present_tense_before_a_weekday_is_a_future() -> None:
    claim = read_claim("تستأنف في جنيف يوم الأربعاء المفاوضات بين المعارضة والنظام.", "negotiation")
    assert (claim.status, claim.when.start) == ("planned", date(2018, 7, 11))


def test_who_keeps_aid_out_is_its_actor() -> None:
    text = "منع حاجز لقوات النظام دخول قافلة مساعدات أممية إلى مخيم الركبان."
    assert actor_names(read_claim(text, "aid")) == ["Syrian government forces"]


def test_spokesman_threatens_for_his_side() -> None:
    claim = read_claim("هدد المتحدث باسم الحوثيين باستهداف المطارات.", "threat")
    assert "Houthi" in str(actor_names(claim))
