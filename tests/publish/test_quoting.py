"""A quote shows its words in the sentence that they stand in."""

import pytest

from marsad.model.document import Document
from marsad.model.span import Words
from marsad.publish.quoting import quote_around

TEXT = "Rain fell on the road. The mayor said that six people were hurt\nin the market and left. Nothing more is known."


def find(words: str, field: str = "text") -> Words:
    start = TEXT.index(words)
    return Words(text=words, field=field, start=start, end=start + len(words))  # type: ignore[arg-type]


def report(text: str = TEXT) -> Document:
    return Document(id="d", text=text, sha256="s")


def test_sentence_around_the_words_is_shown_and_they_are_told_apart() -> None:
    quoted = quote_around(report(), find("six people"), 100)
    assert (quoted.before, quoted.words, quoted.after) == ("The mayor said that ", "six people", " were hurt")


def test_sentence_cut_at_words_says_so_on_each_cut_side() -> None:
    quoted = quote_around(report("long " * 40 + "six people " + "more " * 40), Words(
        text="six people", field="text", start=200, end=210
    ), 60)  # fmt: skip
    assert quoted.before.startswith("… long")
    assert quoted.after.endswith("more …")
    assert len(str(quoted)) <= 66


def test_words_longer_than_the_width_are_never_cut() -> None:
    assert quote_around(report(), find("six people were hurt"), 5).words == "six people were hurt"


@pytest.mark.parametrize("kept", [None, report()])
def test_words_stand_alone_where_their_field_is_not_kept(kept: Document | None) -> None:
    quoted = quote_around(kept, Words(text="six\npeople", field="title", start=0, end=10), 60)
    assert str(quoted) == "six people"
