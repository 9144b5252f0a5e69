"""Broken, stretched and fused words are made whole, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.language import split_sentences
from marsad.language.mending import mend_passage
from marsad.model.passage import Passage
from marsad.packs import load_pack


def mend(text: str) -> Passage:
    pack = load_pack("ar")
    return mend_passage(pack.fold.fold_passage(text, "text"), pack)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("سقوط الصار.وخ على القرية", "سقوط الصاروخ علي القريه"),
        ("ثلاثة شه.داء وخمسة جر-حى", "ثلاثه شهداء وخمسه جرحي"),
        ("ا.ل.ق.ص.ف مستمر", "القصف مستمر"),
        ("قصـ ـف على القرية", "قصف علي القريه"),
        ("انفجااااار في السوق", "انفجار في السوق"),
        ("سقط خارجالأرض", "سقط خارج الارض"),
        ("في مدينةدرعا", "في مدينه درعا"),
        ("نزوح الأهالي إلىمدينة درعا", "نزوح الاهالي الي مدينه درعا"),
    ],
)
def test_word_is_made_whole(written: str, read: str) -> None:
    assert mend(written).folded == read


@pytest.mark.parametrize(
    "written",
    [
        "أصيب ثلاثة بجروح.وقتل مدني",
        "كانون الأول/ديسمبر",
        "ليل الأربعاء-الخميس",
        "المدارس البيئية والقضائيين",
        "مقاتلو الفصائل في العالم",
        "وصل عبد الرحمن إلى مجالس الأحياء",
        "لـ«المنبر» و(أ ف ب)",
    ],
)
def test_text_that_is_whole_stays_as_it_is(written: str) -> None:
    pack = load_pack("ar")
    assert mend(written).folded == pack.fold.fold_passage(written, "text").folded


def test_mended_word_slices_back_to_what_was_written() -> None:
    passage = mend("سقط شه.يد في مدينةدرعا")
    start = passage.folded.index("شهيد")
    assert passage.words(start, start + 4).text == "شه.يد"
    start = passage.folded.index("درعا")
    assert passage.words(start, start + 4).text == "درعا"


@given(st.text(alphabet="قصفشهيدالةى._- ـ", max_size=40))
def test_every_letter_that_stays_leads_back_to_a_letter_that_folds_to_it(text: str) -> None:
    pack = load_pack("ar")
    passage = mend(text)
    places = passage.offsets if passage.offsets is not None else tuple(range(len(passage.folded)))
    assert list(places) == sorted(places)
    for letter, at in zip(passage.folded, places, strict=True):
        assert letter == " " or letter == pack.fold.fold_passage(text[at], "text").folded


def test_coloured_disc_begins_a_new_item() -> None:
    assert len(split_sentences(mend("🔴 قصف على سراقب 🔴 غارة على حاس 💔 وجرحى"))) == 2
