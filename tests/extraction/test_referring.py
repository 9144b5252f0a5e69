"""Referring: an act that is aimed at, asked about, recalled or said to be long past makes no claim."""

import pytest
from told import read_claims, types

VIOLENT = (
    "air_strike", "shelling", "explosive_device", "suicide_bombing", "armed_clash", "attack", "abduction",
    "sexual_violence", "destruction",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "حضر الجلسة الوزير الذي خطفته الجماعة المسلحة في الجنوب.",
        "كان الحادث أخطر من نوع خطف جندي في الشمال.",
        "لمح الموقع إلى خطف ضابط من قبل جهاز الاستخبارات.",
        "قال المحقق إن المجموعة تدربت على تنفيذ هجوم مسلح في العاصمة.",
        "وعندما اغتيل الزعيم في دمشق، أعلن الحزب الحداد ثلاثة أيام.",
        "هل هذا هو الجيش الذي قصف بلدة كفرنبل أمس؟",
        "تعقيبا على خبر «انفجار في بيروت»، أقول إن تفجير سيارة في السوق أمس عمل جبان.",
        "شارك الرجل في تفجير مقر الشرطة في العاصمة في الثمانينات.",
        "في مارس 1978 خطفت الجبهة طائرة مدنية في الأردن.",
        "هدد وزير الشؤون الاستراتيجية في الحكومة باغتيال رئيس الحركة في غزة.",
        "انتمى الرجل في السبعينات إلى منظمة قامت بعدة تفجيرات في شيكاغو.",
        "قال المصدر إن انتحاريين تدربوا على تنفيذ عملية خلال زيارة الوفد إلى طهران.",
        "تفيد المعلومات بأن 17 سيارة مفخخة ستدخل مدينة الموصل.",
        "المقال المنشور بتاريخ 10 يناير يتجاهل أن القوات دمرت العاصمة أمس.",
        "تدعو الجمعية إلى حماية النساء من العنف والاغتصاب ومطاردة الفتيات.",
        "قال الطبيب إن الجندي يعاني من عدم انتظام في ضربات القلب في مستشفى المدينة.",
        "زار الرئيس أسر الجنود الذين سقطوا في تفجير طرابلس.",
    ],
)
def test_act_aimed_at_recalled_or_asked_about_makes_no_claim(text: str) -> None:
    assert types(read_claims(text, *VIOLENT, published=None)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("خطف مسلحون صحفيا أمس في الجنوب.", "abduction"),
        ("قتل ضابط عندما انفجرت عبوة ناسفة في مدينة بعقوبة أمس.", "explosive_device"),
        ("أفاد المصدر بأن مجهولين اغتالوا النائب أمس في بيروت.", "attack"),
        ("في مارس 1978 قتل 30 شخصا في تفجير سيارة مفخخة في بيروت.", "explosive_device"),
        ("في الثمانينات قتل 20 جنديا في تفجير مقر القيادة في بيروت.", "explosive_device"),
        ("فجر انتحاريان نفسيهما أمس قرب مقر الشرطة في بغداد.", "suicide_bombing"),
        ("هاجم مسلحون دورية للشرطة في حي السلام.", "armed_clash"),
    ],
)
def test_act_of_like_words_that_took_place_makes_a_claim(text: str, kind: str) -> None:
    assert kind in types(read_claims(text, published=None))


def test_act_claimed_or_charged_without_place_and_day_makes_no_claim() -> None:
    assert read_claims("اتهم الحزب خصومه بالاغتيالات في بيان شديد اللهجة.", *VIOLENT) == []
    assert types(read_claims("اتهمت الحركة الجيش باغتيال قائدها أمس في مدينة جنين.", "attack")) == ["attack"]
