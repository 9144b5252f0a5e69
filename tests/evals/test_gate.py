"""The gate itself: a floor that gives way silently would make every measurement worthless."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The gate with one task whose score and input the test sets, in a folder of its own."""
    spec = importlib.util.spec_from_file_location("gate_under_test", ROOT / "evals" / "gate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "gate_under_test", module)
    spec.loader.exec_module(module)
    (tmp_path / "gold.jsonl").write_text("{}\n", encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "FLOORS", tmp_path / "floors.toml")
    set_score(module, monkeypatch, 0.5)
    return module


def set_score(gate: ModuleType, monkeypatch: pytest.MonkeyPatch, score: float) -> None:
    def measure(scratch: Path) -> dict[str, Any]:
        return {"ledger": score, "events": {"f1": 0.7}}

    monkeypatch.setattr(gate, "TASKS", {"exam": gate.Task(("gold.jsonl",), ("ledger", "events.f1"), measure)})


def test_task_without_floors_fails(gate: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main([]) == 1
    assert "no floors yet" in capsys.readouterr().err


def test_measured_floors_pass_afterwards(gate: ModuleType) -> None:
    assert gate.main(["--update"]) == 0
    assert gate.main([]) == 0


def test_score_under_its_floor_fails_and_says_both_numbers(
    gate: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gate.main(["--update"])
    set_score(gate, monkeypatch, 0.499)
    assert gate.main([]) == 1
    assert "ledger is 0.499, the floor is 0.500" in capsys.readouterr().err


def test_higher_score_raises_the_floor_without_a_reason(gate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    gate.main(["--update"])
    set_score(gate, monkeypatch, 0.6)
    assert gate.main(["--update"]) == 0
    assert gate.read_floors(gate.FLOORS)["exam"].scores["ledger"] == pytest.approx(0.6)


def test_floor_is_not_lowered_without_a_reason(gate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    gate.main(["--update"])
    set_score(gate, monkeypatch, 0.4)
    assert gate.main(["--update"]) == 1
    assert gate.read_floors(gate.FLOORS)["exam"].scores["ledger"] == pytest.approx(0.5)


def test_reason_for_a_lower_floor_stays_in_the_file(gate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    gate.main(["--update"])
    set_score(gate, monkeypatch, 0.4)
    assert gate.main(["--update", "--because", 'the "old" gold was wrong']) == 0
    set_score(gate, monkeypatch, 0.6)
    gate.main(["--update"])
    assert gate.read_floors(gate.FLOORS)["exam"].lowered == [
        {"what": "exam: ledger is 0.400, the floor is 0.500", "because": 'the "old" gold was wrong'}
    ]


def test_changed_input_fails_even_with_a_good_score(
    gate: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate.main(["--update"])
    (tmp_path / "gold.jsonl").write_text('{"easier": true}\n', encoding="utf-8")
    assert gate.main([]) == 1
    assert "gold.jsonl is not the file that was pinned" in capsys.readouterr().err
    assert gate.main(["--update"]) == 1
    assert gate.main(["--update", "--because", "annotators mended three events"]) == 0
    assert gate.main([]) == 0


def test_file_added_to_a_pinned_folder_is_noticed(gate: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.json").write_text("{}", encoding="utf-8")
    before = gate.hash_of("reports")
    (tmp_path / "reports" / "b.json").write_text("{}", encoding="utf-8")
    assert gate.hash_of("reports") != before


def test_empty_reason_is_wrong_use(gate: ModuleType) -> None:
    with pytest.raises(SystemExit) as stopped:
        gate.main(["--update", "--because", " "])
    assert stopped.value.code == 2


def test_gold_is_complete() -> None:
    claims = (ROOT / "evals" / "claims" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    reports = (ROOT / "evals" / "linking" / "linking.jsonl").read_text(encoding="utf-8").splitlines()
    assert (len(claims), sum(len(json.loads(line)["events"]) for line in claims)) == (96, 568)
    assert len(reports) == 157
