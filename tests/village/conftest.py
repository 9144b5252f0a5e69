"""The village, read and run once a session, as a user would run it."""

import json
from types import ModuleType

import pytest
from residents import ROOT, Ledger, Readings, load_gate, rename


@pytest.fixture(scope="session")
def gate() -> ModuleType:
    return load_gate()


@pytest.fixture(scope="session")
def readings(gate: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Readings:
    """Every resident, read in the order of the truth."""
    files = [str(path) for path in gate.village_files()]
    printed = gate.marsad("read", *files, "--format", "jsonl", scratch=tmp_path_factory.mktemp("read"))
    known = [line["document"]["id"] for line in map(json.loads, printed.splitlines())]
    renamed = gate.rename_to_truth(printed)
    true_ids = {own: reading["document"]["id"] for own, reading in zip(known, renamed, strict=True)}
    return Readings({reading["document"]["id"]: reading for reading in renamed}, true_ids)


@pytest.fixture(scope="session")
def ledger(gate: ModuleType, readings: Readings, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The whole folder, run as `marsad demo` would."""
    scratch = tmp_path_factory.mktemp("ledger")
    path = scratch / "village.db"

    def marsad(*arguments: str) -> str:
        return str(gate.marsad(*arguments, "--ledger", str(path), scratch=scratch))

    marsad("run", str(ROOT / "samples" / "reports"))
    printed = marsad("incidents", "--format", "jsonl")
    incidents = [rename(json.loads(line), readings.true_ids) for line in printed.splitlines() if line.strip()]
    return Ledger(path, marsad, incidents)
