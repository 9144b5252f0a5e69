"""Every row of numbers.toml: what an expression counts, and what counts nothing at all."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from marsad.base.ids import document_id
from marsad.grammar.scan import NumberMention, Scan
from marsad.language import scan_passage
from marsad.model.document import Document
from marsad.packs import load_pack
from marsad.pipeline.read import Reader

PUBLISHED = date(2018, 7, 6)
TABLE = tomllib.loads(Path(__file__).with_name("numbers.toml").read_text(encoding="utf-8"))


def list_rows(kind: str) -> list[Any]:
    """The rows of one kind; those that are still read wrongly are expected to fail, with their reason."""
    return [
        pytest.param(
            row,
            id=f"{number}-{row['text'][:40]}",
            marks=[pytest.mark.xfail(strict=True, reason=row["xfail"])] if "xfail" in row else [],
        )
        for number, row in enumerate(TABLE[kind], start=1)
    ]


def find_numbers(text: str) -> list[tuple[Scan, NumberMention]]:
    pack = load_pack("ar")
    scans = scan_passage(pack.fold.fold_passage(text, "text"), pack, PUBLISHED)
    return [(scan, number) for scan in scans for number in scan.numbers]


@pytest.mark.parametrize("row", list_rows("number"))
def test_number_means_what_the_table_says(row: dict[str, Any]) -> None:
    text, words = row["text"], row["words"]
    begin = text.index(words)
    end = begin + len(words)
    found = []
    for scan, number in find_numbers(text):
        span = scan.passage.words(number.start, number.end)
        assert text[span.start : span.end] == span.text
        if span.start < end and begin < span.end:
            found.append((number.low, number.high, number.kind, span.text))
    if row.get("none"):
        assert found == []
        return
    assert [one[:3] for one in found] == [(row.get("low"), row.get("high"), row["kind"])]
    assert words in found[0][3]


@pytest.mark.parametrize("row", list_rows("figure"))
def test_noun_alone_is_counted_as_the_table_says(reader: Reader, row: dict[str, Any]) -> None:
    text = row["text"]
    identity = document_id(None, text)
    reading = reader.read(Document(id=identity, sha256=identity, text=text, published=PUBLISHED))
    found = [
        [one.outcome, one.group, one.low, -1 if one.high is None else one.high, one.kind]
        for claim in reading.claims
        for one in claim.casualties
    ]
    assert found == row["figures"]


def test_table_of_numbers_holds_its_traps() -> None:
    assert len(TABLE["number"]) + len(TABLE["figure"]) >= 70
    assert sum(bool(row.get("none")) for row in TABLE["number"]) >= 15
