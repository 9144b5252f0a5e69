#!/usr/bin/env python3
"""The gate: measures every task, compares with the floors, and notices a changed exam.

    python evals/gate.py [TASK ...] [--update [--because REASON]]

A task fails when a score lies under its floor, when an input's SHA-256 is not the pinned one, or when it has no floors
yet. `--update` measures again and writes floors.toml: higher floors freely; a lower floor or a changed input only with
`--because`, and the reason stays in the file. Exit codes: 0 passed or updated; 1 failed; 2 wrong use or a command that
did not run. Standard library only. Reads through the program, as a user would: the gazetteer is the shipped one.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "evals" / "floors.toml"


class GateError(Exception):
    """The measurement itself did not work; the message says which command and what it printed."""


@dataclass(frozen=True)
class Task:
    """One exam: its inputs (relative to the root), the scores that are held, and how to measure."""

    inputs: tuple[str, ...]
    scores: tuple[str, ...]
    measure: Callable[[Path], dict[str, Any]]


@dataclass
class Floors:
    """What floors.toml says of one task."""

    inputs: dict[str, str] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    lowered: list[dict[str, str]] = field(default_factory=list)


def call(arguments: list[str], scratch: Path, allowed: tuple[int, ...] = (0,)) -> str:
    """Standard output of a Python command run at the root; the user's own gazetteer and settings stay out."""
    environment = dict(os.environ)
    environment |= {
        "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "MARSAD_PLACES": "",
        "HOME": str(scratch), "XDG_DATA_HOME": str(scratch), "XDG_CONFIG_HOME": str(scratch),
    }
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in allowed:
        raise GateError(f"`python {' '.join(arguments)}` ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def marsad(*arguments: str, scratch: Path) -> str:
    """What the program prints."""
    return call(["-m", "marsad", *arguments], scratch)


def measure_claims(scratch: Path) -> dict[str, Any]:
    """`marsad read` on the development gold, as `marsad evaluate` does it."""
    files = ("--gold", "evals/claims/dev.jsonl", "--scorer", "evals/claims/score.py")
    return json.loads(marsad("evaluate", "claims", *files, "--json", scratch=scratch))


def measure_second(scratch: Path) -> dict[str, Any]:
    """The same on the second gold, which no rule was made for."""
    files = ("--gold", "evals/second/second.jsonl", "--scorer", "evals/claims/score.py")
    return json.loads(marsad("evaluate", "claims", *files, "--json", scratch=scratch))


def measure_linking(scratch: Path) -> dict[str, Any]:
    """`marsad run` and the incidents it makes of the reports of the linking gold, as `marsad evaluate` does it."""
    files = ("--gold", "evals/linking/linking-gold.json", "--reports", "evals/linking/linking.jsonl", "--scorer", "evals/linking/score_linking.py")
    return json.loads(marsad("evaluate", "linking", *files, "--json", scratch=scratch))


def village_files() -> list[Path]:
    """The village's report files, in the order of its truth."""
    truth = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))
    return [ROOT / "samples" / "reports" / name for name in dict.fromkeys(document["file"] for document in truth["documents"])]


def rename_to_truth(printed: str) -> list[dict[str, Any]]:
    """Readings of the village with the truth's ids: a page or a text file has no id of its own but the order tells."""
    truth = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))
    readings = [json.loads(line) for line in printed.splitlines() if line.strip()]
    if len(readings) != len(truth["documents"]):
        raise GateError(f"the village has {len(truth['documents'])} reports, `marsad read` printed {len(readings)} lines")
    return [
        reading | {"document": reading["document"] | {"id": known["doc_id"]}}
        for known, reading in zip(truth["documents"], readings, strict=True)
    ]


def measure_village(scratch: Path) -> dict[str, Any]:
    """`marsad read` on the invented reports."""
    readings = rename_to_truth(marsad("read", *map(str, village_files()), "--format", "jsonl", scratch=scratch))
    system = scratch / "village.jsonl"
    system.write_text("".join(json.dumps(reading, ensure_ascii=False) + "\n" for reading in readings), encoding="utf-8")
    return json.loads(call(["evals/claims/score.py", "samples/gold.jsonl", "samples/gold.jsonl", str(system), "--json"], scratch))


CLAIM_SCORES = ("ledger", "events.f1", "type", "status", "date", "place.f1", "coords", "casualties.f1", "figures.f1", "count", "sources.f1", "actors.f1")
TASKS = {
    "claims": Task(("evals/claims/GUIDE.md", "evals/claims/dev.jsonl", "evals/claims/score.py"), CLAIM_SCORES, measure_claims),
    "linking": Task(
        ("evals/linking/linking.jsonl", "evals/linking/linking-gold.json", "evals/linking/score_linking.py"),
        ("pairs.p", "pairs.r", "pairs.f1", "figures.overlap", "figures.equal"), measure_linking,
    ),
    "second": Task(("evals/second/second.jsonl", "evals/claims/score.py"), CLAIM_SCORES, measure_second),
    "village": Task(("samples/gold.jsonl", "samples/truth.json", "samples/reports", "evals/claims/score.py"), CLAIM_SCORES, measure_village),
}


def hash_of(name: str) -> str:
    """SHA-256 of a file; of a folder, over its files' names and hashes."""
    path = ROOT / name
    if not path.is_dir():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    lines = (f"{item.relative_to(path).as_posix()} {hashlib.sha256(item.read_bytes()).hexdigest()}\n" for item in sorted(path.rglob("*")) if item.is_file())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def pick(result: dict[str, Any], score: str) -> float:
    """A score by its dotted name."""
    value: Any = result
    for part in score.split("."):
        value = value[part]
    return float(value)


def read_floors(path: Path) -> dict[str, Floors]:
    """Floors by task; a missing file means none."""
    if not path.exists():
        return {}
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        task: Floors(dict(table.get("inputs", {})), {k: float(v) for k, v in table.get("floors", {}).items()}, list(table.get("lowered", [])))
        for task, table in tables.items()
    }


def write_floors(path: Path, floors: dict[str, Floors]) -> None:
    """The file, with tasks and keys in a fixed order."""
    lines = [
        "# Scores may rise freely; `python evals/gate.py --update` writes them here.",
        "# A lower floor or a changed input needs `--because`, and the reason stays.",
    ]
    for task, held in sorted(floors.items()):
        lines += ["", f"[{task}.floors]", *(f"{json.dumps(key)} = {value:.3f}" for key, value in held.scores.items())]
        lines += ["", f"[{task}.inputs]", *(f"{json.dumps(key)} = {json.dumps(value)}" for key, value in held.inputs.items())]
        for entry in held.lowered:
            lines += ["", f"[[{task}.lowered]]", *(f"{key} = {json.dumps(entry[key], ensure_ascii=False)}" for key in ("what", "because"))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def compare(task: str, held: Floors, inputs: dict[str, str], scores: dict[str, float]) -> tuple[list[str], list[str]]:
    """What lies under its floor, and which inputs changed; both as sentences, empty when all is well."""
    low = [f"{task}: {name} is {scores[name]:.3f}, the floor is {floor:.3f}" for name, floor in held.scores.items() if name in scores and scores[name] < floor - 1e-9]
    changed = [f"{task}: {name} is not the file that was pinned" for name, digest in held.inputs.items() if inputs.get(name) != digest]
    return low, changed


def update(task: str, held: Floors, inputs: dict[str, str], scores: dict[str, float], because: str | None) -> tuple[Floors, list[str]]:
    """New floors, or the sentences that refuse them."""
    low, changed = compare(task, held, inputs, scores)
    if (low or changed) and not because:
        return held, [*low, *changed]
    lowered = [*held.lowered, *({"what": what, "because": str(because)} for what in (*low, *changed))]
    return Floors(inputs, scores, lowered), []


def main(arguments: list[str] | None = None) -> int:
    """Measure, compare or update; prints one line a score."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=", ".join(TASKS))
    parser.add_argument("--update", action="store_true", help="write the measured scores as floors")
    parser.add_argument("--because", help="why a floor is lowered or an input changed")
    options = parser.parse_args(arguments)
    if unknown := set(options.tasks) - set(TASKS):
        parser.error(f"no such task: {', '.join(sorted(unknown))}; there are {', '.join(TASKS)}")
    if options.because is not None and not (options.update and options.because.strip()):
        parser.error("--because wants a reason, and --update")
    floors, failures = read_floors(FLOORS), []
    for name in options.tasks or TASKS:
        task, held = TASKS[name], floors.get(name, Floors())
        inputs = {path: hash_of(path) for path in task.inputs}
        try:
            with tempfile.TemporaryDirectory() as scratch:
                result = task.measure(Path(scratch))
        except GateError as error:
            print(f"gate: {name}: {error}", file=sys.stderr)
            return 2
        scores = {score: round(pick(result, score), 3) for score in task.scores}
        for score, value in scores.items():
            print(f"{name:8} {score:16} {value:.3f}   floor {held.scores[score]:.3f}" if score in held.scores else f"{name:8} {score:16} {value:.3f}   no floor")
        if options.update:
            floors[name], refused = update(name, held, inputs, scores, options.because)
            failures += [f"{sentence}; to accept that, say --because" for sentence in refused]
        else:
            low, changed = compare(name, held, inputs, scores)
            failures += [*low, *changed, *([] if held.scores else [f"{name}: there are no floors yet; run with --update"])]
    if options.update:
        write_floors(FLOORS, floors)
    for sentence in failures:
        print(f"gate: {sentence}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
