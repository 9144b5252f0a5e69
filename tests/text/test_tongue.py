"""Language check: Arabic passes however short, its neighbours in the same script never do."""

import time
import timeit

import pytest

from marsad.text.tongue import UNKNOWN, find_language

KNOWN = {
    "ar": frozenset(
        "في من على أن إلى عن التي مع الذي بعد ما إن هذا خلال بين هذه لا قبل أنه قد لم أو كما منذ ذلك".split()  # noqa: SIM905
    )
}
REPORT = (
    "قتل ستة مدنيين على الأقل في قصف مدفعي استهدف بلدة في ريف المحافظة، وفق ما أفاد مرصد محلي. "
    "وأضاف المرصد أن القصف بدأ بعد منتصف الليل من جهة الشرق. "
)


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        "مقتل 6 مدنيين",
        "قصف",
        "غارة جوية",
        "انفجار في كابل",
        "قتلى وجرحى",
        "درعا: قصف مدفعي",
        "ﺍﻧﻔﺠﺎﺭ ﻓﻲ ﻣﺪﻳﻨﺔ",  # letters kept by their shape
        "مـقـتـل سـتـة مدنيـين",  # stretched
        "قُتِلَ سِتَّةُ مَدَنِيِّينَ",  # vowelled
        REPORT.replace("ي", "ی").replace("ك", "ک"),  # typed on a Persian keyboard
        "گصف على البصرة من جهة الشرق بعد منتصف الليل",  # an Iraqi letter
        REPORT + " Source: Local News Agency, https://example.org/a/long/link",
    ],
)
def test_arabic_passes(text: str) -> None:
    assert find_language(text, KNOWN) == "ar"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("حملات هوایی به شهر درعا در جنوب سوریه شش غیرنظامی کشته بر جای گذاشت", "fa"),
        ("رئیس جمهور گفت که مذاکرات ادامه دارد و هیچ توافقی حاصل نشده است", "fa"),
        ("انفجار در کابل", "fa"),
        ("شام کے شہر درعا پر فضائی حملوں میں چھ شہری ہلاک ہو گئے", "ur"),
        ("وزیر اعظم نے کہا کہ یہ حملہ قابل مذمت ہے", "ur"),
        ("په کابل کې چاودنه وشوه او لس تنه ووژل شول", "ps"),
        ("Six civilians were killed in the shelling of a town on Wednesday night", "en"),
        ("Six civilians were killed in Daraa (درعا) on Wednesday night, a monitor said", "en"),
    ],
)
def test_neighbours_do_not_pass_as_arabic(text: str, code: str) -> None:
    assert find_language(text, KNOWN) == code


@pytest.mark.parametrize(
    "text", ["لە هێرشێکی ئاسمانی بۆ سەر شاری دەرعا شەش هاووڵاتی کوژران", "تەقینەوەیەک لە بەغدا", "وەزارەتی بەرگری"]
)
def test_sorani_does_not_pass_as_arabic(text: str) -> None:
    assert find_language(text, KNOWN) in {"ku", "sdh"}


@pytest.mark.parametrize("text", ["", "   \n", "12 / 7 / 2018 — 100%", "!؟", "1" * 2_000_000, "ـ"])
def test_no_letters_give_no_language(text: str) -> None:
    assert find_language(text, KNOWN) == UNKNOWN


def test_text_after_a_long_preamble_without_letters_is_judged() -> None:
    assert find_language("- " * 5000 + REPORT, KNOWN) == "ar"


def test_two_languages_with_as_many_words_are_left_to_the_model() -> None:
    both = {**KNOWN, "xx": KNOWN["ar"]}
    assert find_language(REPORT, both) == "ar"


def test_clear_text_never_wakes_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_same_script: bool) -> None:
        raise AssertionError("the model was loaded for a clear text")

    monkeypatch.setattr("marsad.text.tongue._load_model", refuse)
    assert find_language(REPORT, KNOWN) == "ar"


def test_the_cost_of_a_clear_text_does_not_grow_with_its_length() -> None:
    """Only the beginning is looked at: a ratio, as a machine's own speed says nothing."""

    def seconds(text: str) -> float:
        return min(timeit.repeat(lambda: find_language(text, KNOWN), timer=time.process_time, number=20, repeat=7))

    assert seconds(REPORT * 3000) < 10 * seconds(REPORT * 30)
