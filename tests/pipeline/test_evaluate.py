"""Readings against gold: the GSR rule counted by hand, and scorers run as they lie."""

import json
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from stand_ins import PlainReader

from marsad.base.errors import InputError, UseError
from marsad.model.claim import Claim, Reading
from marsad.model.document import Document
from marsad.model.value import EventType
from marsad.pipeline import evaluate
from marsad.pipeline.evaluate import (
    MEETS,
    Exam,
    Sentence,
    TaskScore,
    evaluate_claims,
    evaluate_linking,
    find_exam,
    is_met,
    judge_sentences,
    read_sentences,
    render_scores,
    score_verdicts,
)

ROOT = Path(__file__).resolve().parents[2]
GSR = ROOT.parent / "shared" / "gold" / "gsr-dev.jsonl"
ECHO = "import json, sys\nprint(json.dumps(sys.argv[1:]))\nprint(open(sys.argv[3]).read(), end='')\n"


def reading_with(**changed: object) -> Reading:
    sentence = Document(id="a", text="killed 2 in Aden", sha256="a")
    reading = PlainReader().read(sentence)
    claims = tuple(msgspec.structs.replace(claim, **changed) for claim in reading.claims)
    return msgspec.structs.replace(reading, claims=claims)


def sentence(label: str, text: str, task: str = "ASSAULT") -> Sentence:
    return Sentence(id=text, task=task, label=label, text=text)


def write_gold(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_types_that_meet_a_task_are_types_of_the_model() -> None:
    assert all(types <= frozenset(get_args(EventType)) for types in MEETS.values())


def test_types_that_meet_a_task_are_those_of_the_guide() -> None:
    rule = (ROOT / "evals/claims/GUIDE.md").read_text(encoding="utf-8").strip().rsplit("\n", 1)[1]
    assault, protest = rule.split("PROTEST by")
    known = set(get_args(EventType))
    assert {word.strip(".,;") for word in assault.split()} & known == MEETS["ASSAULT"]
    assert {word.strip(".,;") for word in protest.split()} & known == MEETS["PROTEST"]


@pytest.mark.parametrize(
    ("changed", "met"),
    [
        ({}, True),
        ({"type": "destruction"}, True),
        ({"status": "background"}, True),
        ({"status": "denied"}, False),
        ({"status": "planned"}, False),
        ({"type": "arrest"}, False),
        ({"type": "protest"}, False),
    ],
)
def test_assault_is_met_by_violence_that_is_neither_denied_nor_planned(changed: dict[str, str], met: bool) -> None:
    assert is_met(reading_with(**changed), "ASSAULT") is met


def test_protest_is_met_by_a_riot_and_not_by_an_attack() -> None:
    assert is_met(reading_with(type="riot"), "PROTEST")
    assert not is_met(reading_with(), "PROTEST")


def test_scores_are_those_counted_by_hand() -> None:
    judged = [
        sentence("yes", "killed 1 in Aden"), sentence("yes", "killed 2 in Aden"), sentence("yes", "nothing"),
        sentence("easy no", "calm"), sentence("difficult no", "killed 3 in Aden"),
    ]  # fmt: skip
    (score,) = score_verdicts(list(judge_sentences(judged, PlainReader())))
    assert (score.yes, score.no, score.met, score.hit) == (3, 2, 3, 2)
    assert score.as_row() == {"yes": 3, "no": 2, "met": 3, "hit": 2, "p": 0.667, "r": 0.667, "f1": 0.667}


def test_share_of_nothing_is_unknown_and_not_zero() -> None:
    empty = TaskScore("ASSAULT", yes=0, no=1, met=0, hit=0)
    assert (empty.precision, empty.recall, empty.f1) == (None, None, None)
    assert "–" in render_scores([empty], as_json=False)


def test_ambiguous_sentences_are_left_out(tmp_path: Path) -> None:
    row = {"id": "1", "task": "ASSAULT", "label": "yes", "text": "x"}
    gold = write_gold(tmp_path / "gsr.jsonl", row, row | {"label": "ambiguous"}, row | {"label": "easy no"})
    assert [each.label for each in read_sentences(gold)] == ["yes", "easy no"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"task": "WALK"}, r"gsr.jsonl:1: no rule for the task 'WALK'"),
        ({"label": "maybe"}, r"gsr.jsonl:1: no such label"),
        ({"text": None}, r"gsr.jsonl:1: no judged sentence"),
    ],
)
def test_wrong_gold_is_refused_with_its_line(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    row = {"id": "1", "task": "ASSAULT", "label": "yes", "text": "x"}
    with pytest.raises(InputError, match=said):
        read_sentences(write_gold(tmp_path / "gsr.jsonl", row | changed))


def test_empty_or_absent_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no judged sentence in it"):
        read_sentences(write_gold(tmp_path / "empty.jsonl"))
    with pytest.raises(InputError, match="cannot be read"):
        read_sentences(tmp_path / "absent.jsonl")


@pytest.mark.shared
def test_real_gold_is_read_whole() -> None:
    if not GSR.is_file():
        pytest.skip("no shared gold beside this checkout")
    judged = read_sentences(GSR)
    assert {(each.task, each.label) for each in judged} == {
        (task, label) for task in MEETS for label in ("yes", "easy no", "difficult no")
    }


def test_files_of_the_checkout_are_the_default() -> None:
    folder = ROOT / "evals" / "claims"
    exam = Exam(folder / "dev.jsonl", folder / "dev.jsonl", folder / "score.py")
    assert find_exam("claims", None, None, None) == exam


@pytest.mark.parametrize("named", ["linking-gold.json", "linking.jsonl"])
def test_either_file_of_linking_gold_leads_to_the_other(named: str) -> None:
    folder = ROOT / "evals" / "linking"
    exam = find_exam("linking", folder / named, None, None)
    assert (exam.gold, exam.reports) == (folder / "linking-gold.json", folder / "linking.jsonl")


def test_without_a_checkout_a_scorer_must_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate, "find_checkout", lambda: None)
    with pytest.raises(UseError, match="--scorer"):
        find_exam("claims", tmp_path / "gold.jsonl", None, None)
    with pytest.raises(UseError, match="--gold"):
        find_exam("claims", None, None, tmp_path / "score.py")


def test_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.jsonl for the gold of claims"):
        find_exam("claims", tmp_path / "absent.jsonl", None, None)


def exam_in(folder: Path, scorer: str, *texts: str) -> Exam:
    reports = folder / "reports.jsonl"
    write_gold(reports, *({"id": f"r{at}", "doc_id": f"r{at}", "text": text} for at, text in enumerate(texts)))
    (folder / "score.py").write_text(scorer, encoding="utf-8")
    return Exam(reports, reports, folder / "score.py")


def test_scorer_of_claims_is_given_gold_reports_readings_and_options(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, ECHO, "killed 2 in Aden", "calm")
    printed = evaluate_claims(exam, PlainReader(), ["--json"]).printed.splitlines()
    gold, reports, _, option = json.loads(printed[0])
    assert (gold, reports, option) == (str(exam.gold), str(exam.reports), "--json")
    assert [json.loads(line)["document"]["id"] for line in printed[1:]] == ["r0", "r1"]
    assert len(msgspec.convert(json.loads(printed[1])["claims"], list[Claim])) == 1


def test_report_without_an_id_goes_by_the_name_that_gold_gives_it(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, ECHO, "calm")
    write_gold(exam.gold, {"doc_id": "first", "text": "killed 2 in Aden"}, {"doc_id": "second", "text": "calm"})
    printed = evaluate_claims(exam, PlainReader()).printed.splitlines()
    assert [json.loads(line)["document"]["id"] for line in printed[1:]] == ["first", "second"]


def test_gold_of_claims_that_is_no_json_is_refused_with_its_line(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, ECHO, "calm")
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"doc_id": "a"}\nnot json\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:2: no gold"):
        evaluate_claims(Exam(gold, exam.reports, exam.scorer), PlainReader())


def test_unreadable_report_is_a_fault_beside_the_score(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, ECHO, "killed 2 in Aden")
    with exam.reports.open("a", encoding="utf-8") as lines:
        lines.write("{broken\n")
    gold = write_gold(tmp_path / "gold.jsonl", {"doc_id": "r0"})
    result = evaluate_claims(Exam(gold, exam.reports, exam.scorer), PlainReader())
    assert [fault.line for fault in result.faults] == [2]


def test_nothing_readable_and_a_failing_scorer_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no report"):
        evaluate_claims(exam_in(tmp_path, ECHO), PlainReader())
    with pytest.raises(InputError, match="ended with 1: wrong ids"):
        evaluate_claims(exam_in(tmp_path, "import sys\nsys.exit('wrong ids')\n", "calm"), PlainReader())


def test_real_scorer_of_claims_counts_what_was_read(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, (ROOT / "evals/claims/score.py").read_text(encoding="utf-8"), "killed 2 in Aden")
    event = {
        "type": "attack", "status": "occurred", "trigger": "killed 2 in Aden", "date_start": None, "date_end": None,
        "casualties": [{"outcome": "killed", "group": "person", "low": 2, "high": 2, "subset": False}],
        "places": [{"name": "Aden", "lat": None, "lon": None, "precision": "settlement"}],
    }  # fmt: skip
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"doc_id": "r0", "events": [event]}) + "\n", encoding="utf-8")
    scored = json.loads(evaluate_claims(Exam(gold, exam.reports, exam.scorer), PlainReader(), ["--json"]).printed)
    assert scored["events"]["f1"] == 1.0
    assert scored["figures"]["f1"] == 1.0


def test_scorer_of_linking_is_given_incidents_of_the_reports(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, ECHO.replace("argv[3]", "argv[2]"), "killed 2 in Aden", "killed 3 in Aden")
    printed = evaluate_linking(exam, PlainReader()).printed.splitlines()
    assert json.loads(printed[0])[0] == str(exam.reports)
    incidents = [json.loads(line) for line in printed[1:]]
    assert {each for incident in incidents for each in incident["documents"]} == {"r0", "r1"}
