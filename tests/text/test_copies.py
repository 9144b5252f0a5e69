"""What is a copy of what: invented wire stories republished, and a monitor's template that is none."""

from datetime import date, timedelta
from random import Random

import pytest

from marsad.packs import fold_for
from marsad.text.copies import Text, find_copies

DAY = date(2031, 5, 4)
STORY = (
    "أعلنت هيئة الإسعاف في بلدة العوينة مقتل أحد عشر شخصاً وإصابة ثلاثين آخرين إثر غارة جوية استهدفت سوق الخضار "
    "عند الظهر. "
    "وقال مسعف كان في المكان إن الطائرة عادت بعد ربع ساعة وألقت قذيفة ثانية قرب المخبز الآلي "
    "فيما كان الأهالي ينقلون الجرحى. "
    "وأضاف أن معظم القتلى من الباعة القادمين من القرى المجاورة وأن بينهم أربع نساء. "
    "ولم يصدر تعليق من الجيش الذي يقول عادة إنه يستهدف مواقع مسلحين. "
    "وكانت البلدة قد شهدت هدوءاً نسبياً منذ اتفاق خفض التوتر الذي رعته الدول الضامنة في مطلع الشتاء الماضي."
)
OTHER = (
    "قالت مصادر محلية في مدينة الرابية إن سيارة مفخخة انفجرت قرب مبنى البريد صباحاً، ما أدى إلى مقتل شرطيين "
    "وجرح عدد من المارة. "
    "وأغلقت قوات الأمن الطرق المؤدية إلى وسط المدينة وبدأت تحقيقاً، ولم تعلن أي جهة مسؤوليتها عن الهجوم حتى مساء اليوم."
)


def text(name: str, body: str, days: int = 0) -> Text:
    return Text(name, DAY + timedelta(days=days), fold_for("ar").fold_words(body).split())


def cut(story: str, share: float) -> str:
    words = story.split()
    return " ".join(words[: int(len(words) * share)])


REPUBLISHED = {
    "as it is": STORY,
    "with the tail cut": cut(STORY, 0.55),
    "under a dateline": f"العوينة (وكالات) ــ {STORY}",
    "with an ending of its own": f"{STORY} وتابعت الصحيفة أن وزارة الصحة أرسلت سيارات إسعاف من العاصمة إلى البلدة.",
    "spelt without hamzas and dots": STORY.replace("أ", "ا").replace("إ", "ا").replace("ة", "ه"),
    "without vowel marks": STORY.replace("ً", ""),
    "with one word mended": STORY.replace("الآلي", "القديم"),
    "with its first sentence reworded": STORY.replace(
        "أعلنت هيئة الإسعاف في بلدة العوينة", "أفادت فرق الإسعاف في العوينة"
    ),
}


@pytest.mark.parametrize("how", REPUBLISHED)
def test_republished_story_is_joined_to_its_earliest(how: str) -> None:
    assert find_copies([text("wire", STORY), text("paper", REPUBLISHED[how], 1), text("x", OTHER)]) == {"paper": "wire"}


def test_copies_of_a_copy_lead_to_the_first_in_any_order() -> None:
    told = [text("a", STORY), text("b", f"{STORY} ختام.", 1), text("c", cut(STORY, 0.7), 2), text("x", OTHER, 1)]
    expected = {"b": "a", "c": "a"}
    for seed in range(5):
        Random(seed).shuffle(told)  # noqa: S311 - any order will do
        assert find_copies(told) == expected


def test_the_earlier_day_is_the_original_whatever_its_id() -> None:
    assert find_copies([text("a", STORY, 3), text("z", STORY, 0)]) == {"a": "z"}


MONITORED = (
    "وثق المرصد مقتل {} مدنيين بينهم {} وإصابة {} آخرين جراء قصف {} "
    "استهدف الأحياء السكنية في بلدة {} {} وسط حركة نزوح للأهالي"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قُتل 3 مدنيين بقصف على العوينة", "قُتل 3 مدنيين بقصف على الرابية"),
        ("قُتل 3 مدنيين بقصف على العوينة", "قُتل 5 مدنيين بقصف على العوينة"),
        (
            MONITORED.format("أربعة", "طفلة", "تسعة", "مدفعي", "العوينة", "ليلة أمس"),
            MONITORED.format("سبعة", "امرأة", "عشرين", "جوي", "الرابية", "ظهر اليوم"),
        ),
        (
            MONITORED.format("أربعة", "طفلة", "تسعة", "مدفعي", "العوينة", "ليلة أمس"),
            MONITORED.format("أربعة", "طفلة", "تسعة", "مدفعي", "الرابية", "ليلة أمس"),
        ),
    ],
)
def test_two_strikes_in_one_template_are_no_copies(one: str, other: str) -> None:
    assert find_copies([text("a", one), text("b", other)]) == {}


def test_bulletin_of_many_template_lines_is_no_copy_of_the_next() -> None:
    towns, more = ["العوينة", "الرابية", "السروات", "المغير"], ["الدوير", "التلول", "الزهراء", "المقيبرة"]
    line = "استشهد {} مدنيين وأصيب آخرون جراء قصف نفذته قوات النظام على بلدة {} بالريف الشرقي"
    first = " ".join(line.format(number, town) for number, town in zip("3547", towns, strict=True))
    second = " ".join(line.format(number, town) for number, town in zip("8962", more, strict=True))
    assert find_copies([text("a", first), text("b", second, 1)]) == {}


def test_flash_of_few_words_is_a_copy_only_word_for_word() -> None:
    assert find_copies([text("a", "عاجل غارة على العوينة"), text("b", "عاجل: غارة على العوينة")]) == {"b": "a"}
    assert find_copies([text("a", "عاجل غارة على العوينة"), text("b", "عاجل غارة على العوينة الآن")]) == {}


def test_the_same_words_a_month_later_are_told_anew() -> None:
    assert find_copies([text("a", STORY), text("b", STORY, 40)]) == {}


def test_words_of_unknown_day_may_copy() -> None:
    undated = Text("b", None, fold_for("ar").fold_words(STORY).split())
    assert find_copies([undated, text("a", STORY)]) == {"b": "a"}


def test_follow_up_of_one_outlet_that_repeats_its_background_is_new() -> None:
    lead = (
        "أعلنت هيئة الإسعاف أن عدد القتلى ارتفع إلى ستة عشر شخصاً بعد وفاة خمسة من الجرحى في المشفى الميداني ليلة أمس. "
    )
    later = lead + " ".join(STORY.split()[18:])
    first, again = text("a", STORY)._replace(publisher="P"), text("b", later, 1)._replace(publisher="P")
    words = [*again.words[:40], "قال", "مدير", "المشفى", *again.words[43:]]
    assert find_copies([first, again._replace(words=words)]) == {}
