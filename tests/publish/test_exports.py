"""Files: what a cell says, and that a spreadsheet runs none of them."""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from invented_desk import make_ledger

from marsad.base.errors import UseError
from marsad.cli import program
from marsad.publish.exports.assemble import build_export
from marsad.publish.exports.table import FORMULA_STARTS, escape_formula, format_cell, write_csv
from marsad.publish.filters import Question, parse_filter
from marsad.publish.redaction import Door
from marsad.store.ledger import Ledger

NOW = datetime(2024, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\u200f=", "\u202b+", " =", "\ufeff@", "\u2067\u200f-", "＝"]
)
def test_cell_that_a_spreadsheet_would_run_is_escaped(start: str) -> None:
    assert escape_formula(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["قصف", "\u200fقصف", "6+", "a=b", "", "«=»"])
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert escape_formula(text) == text


def test_numbers_are_not_words() -> None:
    assert [format_cell(value) for value in (-33.5, 0, None, False, date(2024, 2, 6))] == [
        "-33.5",
        "0",
        "",
        "false",
        "2024-02-06",
    ]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)))))
def test_csv_gives_back_what_went_in(values: list[str]) -> None:
    columns = [f"c{number}" for number in range(len(values) + 1)]
    content = write_csv(columns, [dict(zip(columns, ["x", *values], strict=True))]).decode("utf-8")
    header, row = csv.reader(io.StringIO(content, newline=""))
    assert header == columns
    assert [one if one in {"", value} else one[1:] for one, value in zip(row[1:], values, strict=True)] == values
    assert not any(one[:1] in FORMULA_STARTS for one in row if one)


def test_csv_ends_lines_as_rfc_4180_and_begins_with_a_mark_only_when_asked() -> None:
    assert write_csv(["a"], [{"a": 'x"\n'}]) == b'a\r\n"x""\n"\r\n'
    assert write_csv(["a"], [], byte_order_mark=True).startswith(b"\xef\xbb\xbfa")


def test_unknown_is_empty_and_none_reported_is_zero(desk: Ledger) -> None:
    content, _ = build_export(desk, "csv", "incidents", Question(), Door(profile="public", now=NOW))
    rows = {row["incident_id"]: row for row in csv.DictReader(io.StringIO(content.decode(), newline=""))}
    assert rows["strike"]["all_injured_best"] == ""
    assert rows["governorate"]["all_killed_best"] == "0"
    assert (rows["strike"]["all_killed_low"], rows["strike"]["all_killed_high"], rows["strike"]["high_open"]) == (
        "6",
        "9",
        "all_killed",
    )


def test_figure_told_for_several_places_is_marked_in_rows_and_on_the_map(desk: Ledger) -> None:
    door = Door(profile="public", now=NOW)
    content, _ = build_export(desk, "csv", "incidents", Question(), door)
    rows = {row["incident_id"]: row for row in csv.DictReader(io.StringIO(content.decode(), newline=""))}
    assert (rows["strike"]["over_places"], rows["governorate"]["over_places"]) == ("all_killed:2", "")
    assert rows["sensitive"]["over_places"] == ""  # how many places there were is not for the public
    drawn, _ = build_export(desk, "geojson", "incidents", Question(), door)
    marks = {each["id"]: each["properties"]["over_places"] for each in json.loads(drawn)["features"]}
    assert (marks["strike"], marks["governorate"]) == ("all_killed:2", None)


def test_export_obeys_the_filter_for_incidents_and_claims(desk: Ledger) -> None:
    for subject in ("incidents", "claims"):
        content, _ = build_export(
            desk, "csv", subject, Question(types=("air_strike",)), Door(profile="internal", now=NOW)
        )
        assert {row["event_type"] for row in csv.DictReader(io.StringIO(content.decode(), newline=""))} == {
            "air_strike"
        }


def test_internal_claims_hold_also_what_no_incident_holds(desk: Ledger) -> None:
    content, _ = build_export(desk, "csv", "claims", Question(), Door(profile="internal", now=NOW))
    found = {row["claim_id"]: row["incident_id"] for row in csv.DictReader(io.StringIO(content.decode(), newline=""))}
    assert found == {"c1": "strike", "c2": "strike", "c3": "sensitive", "c4": ""}


@pytest.mark.parametrize(
    "pair", [("from", "yesterday"), ("type", "airstrike"), ("tpye", "air_strike"), ("status", "x")]
)
def test_question_that_is_not_ours_is_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(UseError, match=pair[0]):
        parse_filter([pair])


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(UseError, match="lies after"):
        parse_filter([("from", "2024-02-07"), ("to", "2024-02-06")])


def test_command_writes_the_file_and_says_what_it_held_back(tmp_path: Path) -> None:
    make_ledger(tmp_path).close()
    common = ["--ledger", str(tmp_path / "desk.db"), "--places", str(tmp_path / "none"), "--out", str(tmp_path / "x")]
    result = CliRunner().invoke(program, ["export", "geojson", *common, "--type", "shelling", "--type", "siege"])
    assert result.exit_code == 0, result.output
    features = json.loads((tmp_path / "x").read_text(encoding="utf-8"))["features"]
    assert {one["id"] for one in features} == {"governorate", "undated"}
    assert "2 incidents (public)" in result.stderr
    result = CliRunner().invoke(program, ["export", "csv", "--what", "claims", *common])
    assert result.exit_code == 0, result.output
    assert "1 held back: they belong to a type" in result.stderr


def test_command_refuses_a_place_it_cannot_write_to(tmp_path: Path) -> None:
    make_ledger(tmp_path).close()
    out = tmp_path / "no" / "x.csv"
    result = CliRunner().invoke(program, ["export", "csv", "--ledger", str(tmp_path / "desk.db"), "--out", str(out)])
    assert isinstance(result.exception, UseError)
    assert "cannot be written" in str(result.exception)
