"""What a word may carry before and behind it, so that other words are not taken for it."""

import pytest

from marsad.language import scan_passage
from marsad.packs import load_pack


def triggers(text: str) -> list[str]:
    pack = load_pack("ar")
    scans = scan_passage(pack.fold.fold_passage(text, "text"), pack, None)
    return [
        scan.passage.words(hit.start, hit.end).text
        for scan in scans
        for hit in scan.hits
        if hit.entry.table == "trigger"
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("سفر الوزير", "the future stands before the present only"),
        ("المنتدى الاجتماعي", "an adjective is no noun with a pronoun"),
        ("وزارة الشؤون الاجتماعية", "the same, feminine"),
    ],
)
def test_letters_of_another_word_are_no_clitics(text: str, why: str) -> None:
    assert triggers(text) == [], why


@pytest.mark.parametrize("text", ["سيقصف", "وقصفت", "فقصفته", "قصفهم", "والقصف", "بقصفها", "لقصف"])
def test_clitics_are_read(text: str) -> None:
    assert triggers(text) != []
