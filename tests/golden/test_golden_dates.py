"""Every row of dates.toml: which days an expression means, how exactly, and what is no date."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from marsad.language import scan_passage
from marsad.packs import load_pack

PUBLISHED = "2018-07-06"
TABLE = tomllib.loads(Path(__file__).with_name("dates.toml").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(
        row,
        id=f"{number}-{row['words'][:40]}",
        marks=[pytest.mark.xfail(strict=True, reason=row["xfail"])] if "xfail" in row else [],
    )
    for number, row in enumerate(TABLE["date"], start=1)
]


@pytest.mark.parametrize("row", ROWS)
def test_date_means_what_the_table_says(row: dict[str, Any]) -> None:
    text, words, day = row["text"], row["words"], row.get("published", PUBLISHED)
    pack = load_pack("ar")
    published = None if day == "none" else date.fromisoformat(day)
    scans = scan_passage(pack.fold.fold_passage(text, "text"), pack, published)
    begin = text.index(words)
    end = begin + len(words)
    found = []
    for scan in scans:
        for mention in scan.dates:
            span = scan.passage.words(mention.start, mention.end)
            assert text[span.start : span.end] == span.text
            if span.start < end and begin < span.end:
                found.append((mention.begins, mention.ends, mention.precision, mention.part, span.text))
    if row.get("none"):
        assert found == []
        return
    assert [one[:2] for one in found] == [(row.get("start"), row.get("end"))]
    assert words in found[0][4]
    assert found[0][2] == row.get("precision", found[0][2])
    assert found[0][3] == row.get("part")


def test_table_of_dates_holds_its_traps() -> None:
    assert len(TABLE["date"]) >= 80
    assert sum(bool(row.get("none")) for row in TABLE["date"]) >= 12
    assert sum(row.get("published") == "none" for row in TABLE["date"]) >= 8
