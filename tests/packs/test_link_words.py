"""Which words of an Arabic sentence say what was hit, and which are rare enough to be names."""

from pathlib import Path

import pytest

from marsad.base.errors import PackError
from marsad.packs import fold_for, link_words_for
from marsad.packs.ar.grammar.link_words import read_targets

HEADER = "form,code,named,unless\n"


def targets(text: str) -> set[tuple[str, str | None]]:
    return {(each.code, each.name) for each in link_words_for("ar").find_targets(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قصفت الطائرات السوق", {"market"}),
        ("سقطت القذيفة بالمدرسة وقرب مخبزها", {"school", "bakery"}),
        ("استهدفت الغارة جامعاً وكنيسة", {"mosque", "church"}),
        ("انفجار أمام مدخل الجامعة", {"university"}),
        ("هجوم على مركز للشرطة", {"police_station"}),
        ("قُصفت سيارات الإسعاف", {"ambulance"}),
        ("دمرت الغارة مستشفى ميدانياً", {"hospital"}),
    ],
)
def test_what_was_hit_is_found_under_whatever_is_written_to_it(text: str, expected: set[str]) -> None:
    assert {code for code, _ in targets(text)} == expected


@pytest.mark.parametrize(
    "text",
    [
        "نقل الجرحى إلى المستشفى",
        "وقال مدير المستشفى إن الحصيلة ارتفعت",
        "دعت جامعة الدول العربية إلى التهدئة",
        "غارة على جسر الشغور",
        "هبطت أسواق المال",
        "قتل سبعة في غارة على البلدة",
    ],
)
def test_what_the_wounded_are_brought_to_or_a_name_holds_was_not_hit(text: str) -> None:
    assert targets(text) == set()


def test_target_keeps_the_first_word_of_its_own_name() -> None:
    assert targets("قصف مستشفى السنديانة") == {("hospital", "السنديانه")}
    assert targets("قصف المستشفى السنديانة") == {("hospital", None)}
    assert targets("قصف مستشفى المدينة") == {("hospital", None)}


def test_rare_name_is_found_and_frequent_words_and_names_are_not() -> None:
    find_names = link_words_for("ar").find_names
    assert find_names("قتل محمد الزمخشرية وعائلته") == {"الزمخشريه"}
    assert find_names("قتل أحمد ومحمد وإبراهيم في قصف السوق") == frozenset()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("سوق,Markt 1,,", "no code"),
        ("سوق الهال الكبير,market,,", "one or two words"),
        ("سوق,market,maybe,", "maybe"),
        ("مدرسة,school,,\nمدرسه,school,,", "folds to a form"),
        ("سوق,market,", "another number of cells"),
    ],
)
def test_table_that_is_wrong_is_refused_with_what_is_wrong(tmp_path: Path, row: str, says: str) -> None:
    path = tmp_path / "target_words.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(PackError, match=says):
        read_targets(path, fold_for("ar"))
