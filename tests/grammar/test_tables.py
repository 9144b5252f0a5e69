"""A word table that is wrong is refused with its file and line; a desk's own rows lie over the pack's."""

from pathlib import Path

import pytest

from marsad.base.errors import PackError
from marsad.grammar.tables import read_table

COLUMNS, KEY = ("form", "sense"), ("form", "sense")


def write_table(folder: Path, content: str, name: str = "words.csv") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_rows_come_in_their_order(tmp_path: Path) -> None:
    path = write_table(tmp_path, "form,sense\nغارة,raid\nقصف,strike\n")
    assert read_table(path, COLUMNS, KEY) == [
        {"form": "غارة", "sense": "raid"},
        {"form": "قصف", "sense": "strike"},
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("form,meaning\nغارة,raid\n", r"words\.csv:1: .*header"),
        ("sense,form\nraid,غارة\n", r"words\.csv:1: .*header"),
        ("", r"words\.csv:1: .*header"),
        ("form,sense\nغارة,raid\nقصف\n", r"words\.csv:3: .*number of cells"),
        ("form,sense\nغارة,raid,more\n", r"words\.csv:2: .*number of cells"),
        ("form,sense\n ,raid\n", r"words\.csv:2: .*form is empty"),
        ("form,sense\nغارة,raid\nقصف,strike\nغارة,raid\n", r"words\.csv:4: غارة/raid .*second time"),
    ],
    ids=["other-header", "turned-header", "no-header", "short-row", "long-row", "empty-form", "double-row"],
)
def test_wrong_table_is_refused_with_file_and_line(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        read_table(write_table(tmp_path, content), COLUMNS, KEY)


def test_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_bytes("form,sense\nغارة,raid\n".encode("cp1256"))
    with pytest.raises(PackError, match=r"words\.csv"):
        read_table(path, COLUMNS, KEY)


def test_own_rows_are_laid_over_the_packs(tmp_path: Path) -> None:
    path = write_table(tmp_path, "form,sense\nغارة,raid\nقصف,strike\n")
    own = write_table(tmp_path / "own", "form,sense\nقذف,strike\n").parent
    assert [row["form"] for row in read_table(path, COLUMNS, KEY, own)] == ["غارة", "قصف", "قذف"]


def test_own_row_takes_a_row_of_the_pack_away(tmp_path: Path) -> None:
    path = write_table(tmp_path, "form,kind\nغارة,raid\nقصف,strike\n")
    own = write_table(tmp_path / "own", "form,kind\nغارة,-\n").parent
    assert [row["form"] for row in read_table(path, ("form", "kind"), ("form",), own)] == ["قصف"]


def test_own_row_that_takes_nothing_away_is_refused(tmp_path: Path) -> None:
    path = write_table(tmp_path, "form,kind\nغارة,raid\n")
    own = write_table(tmp_path / "own", "form,kind\nقصف,-\n").parent
    with pytest.raises(PackError, match=r"own.words\.csv: .*قصف"):
        read_table(path, ("form", "kind"), ("form",), own)


def test_wrong_own_table_is_refused_with_its_own_line(tmp_path: Path) -> None:
    path = write_table(tmp_path, "form,sense\nغارة,raid\n")
    own = write_table(tmp_path / "own", "form,sense\nقذف,strike\nقذف,strike\n").parent
    with pytest.raises(PackError, match=r"own.words\.csv:3"):
        read_table(path, COLUMNS, KEY, own)
