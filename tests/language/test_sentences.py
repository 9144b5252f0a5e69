"""Sentences end where a reader would end them; tokens part letters from digits."""

import pytest

from marsad.language import split_sentences
from marsad.packs import fold_for

FOLD = fold_for("ar")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("قتل رجل. أصيب طفل.", 2),
        ("قتل رجل؟ أصيب طفل!", 2),
        ("قتل رجل\nأصيب طفل", 2),
        ("قتل رجل… أصيب طفل", 2),
        ("نزح 3.5 ملايين شخص", 1),
        ("نزح 1.200 شخص من القرية", 1),
        ("قتل 12. أصيب 13.", 2),
        ("؟؟ !! …", 0),
        ("", 0),
        ("🚨🚨\nعاجل", 1),
    ],
)
def test_text_has_so_many_sentences(text: str, count: int) -> None:
    assert len(split_sentences(FOLD.fold_passage(text, "text"))) == count


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("قتل12مدنيا", ["قتل", "12", "مدنيا"]),
        ("1,200 و1.200 و1200", ["1200", "و", "1200", "و", "1200"]),
        ("إف-16", ["اف", "16"]),
        ("3.5 ملايين", ["3.5", "ملايين"]),
        ("#عاجل_الآن", ["عاجل", "الان"]),
    ],
)
def test_tokens_part_letters_from_digits(text: str, tokens: list[str]) -> None:
    (sentence,) = split_sentences(FOLD.fold_passage(text, "text"))
    assert [token.text for token in sentence.tokens] == tokens


def test_sentences_cover_their_tokens_in_order() -> None:
    passage = FOLD.fold_passage("قَتَل رجل.  أصيب طفل\n\nثم هدأ\u200f القصف", "text")
    last = 0
    for number, sentence in enumerate(split_sentences(passage)):
        assert sentence.number == number
        assert sentence.start >= last
        for token in sentence.tokens:
            assert last <= token.start < token.end <= sentence.end
            last = token.end
