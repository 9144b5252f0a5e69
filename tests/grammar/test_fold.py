"""Folded text leads back to its characters, whatever was written between the letters."""

from pathlib import Path

import pytest

from marsad.base.errors import PackError
from marsad.grammar.fold import Fold
from marsad.packs import fold_for

FOLD = fold_for("ar")

SAME = [
    ("أحمد", "احمد"), ("إدلب", "ادلب"), ("آذار", "اذار"), ("على", "علي"), ("مئة", "ميه"), ("مسؤول", "مسوول"),
    ("قَصَفَتْ", "قصفت"), ("قـــصف", "قصف"), ("٢٤", "24"), ("۲۴", "24"), ("١٬٢٠٠", "1,200"), ("٤٠٪", "40%"),
    ("کابل", "كابل"), ("هٰذا", "هذا"), ("م\u200cدينة", "مدينه"), ("\u200fالمدينة\u200e", "المدينه"),
    ("\u2067المدينة\u2069", "المدينه"), ("NATO", "nato"),
    ("في  المدينة", "في المدينه"), ("في\u00a0المدينة", "في المدينه"),
    ("“هدنة”", '"هدنه"'), ("\ufe95\ufea9\ufee4\ufe97", "تدمت"),
    ("\ufefb", "لا"), ("\ufdf2", "الله"), ("🚨 عاجل", "🚨 عاجل"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "folded"), SAME, ids=range(len(SAME)))
def test_spelling_is_folded_as_declared(written: str, folded: str) -> None:
    assert FOLD.fold_passage(written, "text").folded == folded


@pytest.mark.parametrize("written", [pair[0] for pair in SAME], ids=range(len(SAME)))
def test_each_folded_character_leads_back_to_its_own(written: str) -> None:
    passage = FOLD.fold_passage(f"في {written} ثم", "text")
    for at in range(len(passage.folded)):
        words = passage.words(at, at + 1)
        assert passage.original[words.start : words.end] == words.text
        assert words.end == words.start + 1
    starts = [passage.words(at, at + 1).start for at in range(len(passage.folded))]
    assert starts == sorted(starts)


def test_marks_inside_a_word_stay_in_its_words() -> None:
    passage = FOLD.fold_passage("ثم قَـصَـفَت البلدة", "text")
    at = passage.folded.index("قصفت")
    words = passage.words(at, at + 4)
    assert words.text == "قَـصَـفَت"
    assert passage.original[words.start : words.end] == words.text


def test_ligature_that_opens_into_letters_is_shown_whole() -> None:
    passage = FOLD.fold_passage("ا\ufefbردن", "text")
    at = passage.folded.index("لا")
    assert passage.words(at, at + 2).text == "\ufefb"
    assert passage.words(at, at + 1).text == "\ufefb"


def test_plain_text_needs_no_way_back() -> None:
    passage = FOLD.fold_passage("قصفت المدفعية البلدة", "title")
    assert passage.offsets is None
    assert passage.words(0, 4).field == "title"
    assert passage.words(0, 4).text == "قصفت"


@pytest.mark.parametrize(
    "blank", ["\f", "\v", "\u2009", "\u202f", "\u3000"], ids=["form", "line", "thin", "narrow", "wide"]
)
def test_any_two_blanks_are_joined(blank: str) -> None:
    assert FOLD.fold_passage(f"وزارة{blank}{blank}الدفاع", "text").folded == "وزاره الدفاع"


def test_lines_stay_apart_when_blanks_are_joined() -> None:
    assert FOLD.fold_passage("خبر  أول\r\nخبر \u2028ثان", "text").folded.count("\n") == 3


def test_names_are_folded_to_words_alone() -> None:
    assert FOLD.fold_words(" «المرصد» السوريّ، لحقوق-الإنسان ") == "المرصد السوري لحقوق الانسان"


def test_broken_orthography_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "orthography.toml"
    path.write_text("dropped = ''\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"orthography\.toml.*letters"):
        Fold.read_file(path)


def test_missing_orthography_names_its_file(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"nothing\.toml"):
        Fold.read_file(tmp_path / "nothing.toml")
