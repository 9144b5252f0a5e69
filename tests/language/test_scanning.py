"""What the tables find in a sentence, and what only its neighbours can decide."""

from datetime import date

import pytest

from marsad.grammar.scan import Scan
from marsad.language import scan_passage
from marsad.packs import load_pack

PUBLISHED = date(2018, 7, 6)


def scan_text(text: str) -> list[Scan]:
    pack = load_pack("ar")
    return scan_passage(pack.fold.fold_passage(text, "text"), pack, PUBLISHED)


def senses(text: str, table: str) -> set[str]:
    return {hit.sense for scan in scan_text(text) for hit in scan.hits if hit.entry.table == table}


def test_number_inside_a_date_is_no_number_of_its_own() -> None:
    (scan,) = scan_text("قتل ستة أشخاص في 4 تموز 2018 في القرية")
    assert [(number.low, number.high) for number in scan.numbers] == [(6, 6)]
    assert [(one.begins, one.ends) for one in scan.dates] == [("2018-07-04", "2018-07-04")]


def test_numbers_and_dates_of_two_sentences_stay_apart() -> None:
    first, second = scan_text("قتل ستة أمس. وأصيب سبعة اليوم.")
    assert ([one.low for one in first.numbers], [one.begins for one in first.dates]) == ([6], ["2018-07-05"])
    assert ([one.low for one in second.numbers], [one.begins for one in second.dates]) == ([7], ["2018-07-06"])


@pytest.mark.parametrize("written", ["قصفت", "قَصَفَتْ", "قـصـفت", "وقصفت", "ق\u200cصفت"])
def test_trigger_is_found_however_it_is_written(written: str) -> None:
    assert "strike" in senses(f"{written} المدفعية القرية", "trigger")


@pytest.mark.parametrize("text", ["مقصف الجامعة", "تقاصف الطرفان", "انقصف العود"])
def test_word_that_only_holds_a_trigger_is_none(text: str) -> None:
    assert "strike" not in senses(text, "trigger")


def test_scan_of_nothing_is_empty() -> None:
    assert scan_text("") == []
    assert scan_text(" \n\u200f\n") == []
