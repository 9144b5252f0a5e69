"""`marsad words` and `marsad evaluate` as a user types them: what is printed, where, and with which exit code."""

import json
from pathlib import Path

import pytest

from marsad.base.errors import PlacesError
from marsad.cli import main
from marsad.reference.gazetteer import find_path

REPORT = "شنت طائرات حربية غارات على بلدة سراقب في ريف إدلب، ما أدى إلى مقتل خمسة مدنيين."


@pytest.fixture(autouse=True)
def places() -> None:
    try:
        find_path()
    except PlacesError as error:
        pytest.skip(str(error))


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code


def write_gsr(path: Path) -> Path:
    rows = [("yes", REPORT), ("easy no", "افتتح الوزير معرض الكتاب في العاصمة."), ("ambiguous", REPORT)]
    lines = (json.dumps({"id": label, "task": "ASSAULT", "label": label, "text": text}) for label, text in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_conflicts_are_three_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("words", "conflicts") == 0
    printed = capsys.readouterr().out
    assert printed.startswith("trigger forms with two senses: ")
    assert "\nrules that an earlier rule always decides before: " in printed
    assert "\ntable words that are place names too: " in printed
    assert "more with --list" in printed


def test_coverage_counts_rows_of_the_given_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    assert call("words", "coverage", str(report)) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("1 reports reach ")
    assert "trigger_nouns: " not in printed
    assert call("words", "coverage", str(report), "--list") == 0
    assert "trigger_nouns: " in capsys.readouterr().out


def test_coverage_tells_what_could_not_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    assert call("words", "coverage", str(report), str(tmp_path / "absent.txt")) == 1
    assert "absent.txt" in capsys.readouterr().err
    assert call("words", "coverage", str(tmp_path / "absent.txt")) == 2
    assert capsys.readouterr().out == ""


def test_gsr_prints_a_table_and_wrong_sentences_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = write_gsr(tmp_path / "gsr.jsonl")
    assert call("evaluate", "gsr", "--gold", str(gold), "--worst", "3") == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[1].split() == ["ASSAULT", "1", "1", "1", "1", "1.000", "1.000", "1.000"]
    assert "ASSAULT: met, but no: 0" in printed
    assert call("evaluate", "gsr", "--gold", str(gold), "--json") == 0
    assert json.loads(capsys.readouterr().out)["ASSAULT"]["f1"] == 1.0


def test_gsr_without_gold_is_wrong_use(tmp_path: Path) -> None:
    assert call("evaluate", "gsr") == 2
    assert call("evaluate", "gsr", "--gold", str(tmp_path / "absent.jsonl")) == 2


def test_claims_are_scored_by_the_scorer_that_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, scorer = tmp_path / "gold.jsonl", tmp_path / "score.py"
    gold.write_text(json.dumps({"doc_id": "a", "text": REPORT, "events": []}) + "\n", encoding="utf-8")
    scorer.write_text("import sys\nprint('scored', *sys.argv[4:])\n", encoding="utf-8")
    assert call("evaluate", "claims", "--gold", str(gold), "--scorer", str(scorer), "--worst", "2", "--json") == 0
    assert capsys.readouterr().out == "scored --worst 2 --json\n"


@pytest.mark.parametrize("task", ["claims", "linking"])
def test_absent_gold_is_wrong_use(task: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("evaluate", task, "--gold", str(tmp_path / "absent.json")) == 2
    assert "--gold" in capsys.readouterr().err


@pytest.mark.parametrize("command", [("words",), ("words", "conflicts"), ("words", "coverage"), ("evaluate",),
                                     ("evaluate", "claims"), ("evaluate", "linking"), ("evaluate", "gsr")])  # fmt: skip
def test_help_shows_an_example(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*command, "--help") == 0
    assert f"Example:\n    marsad {command[0]}" in capsys.readouterr().out
