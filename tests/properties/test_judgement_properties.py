"""Whatever byte of the log is changed, it shows."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model.judgement import Correction, Judgement
from marsad.store.ledger import Ledger, open_ledger

COLUMNS = ("verdict", "about", "by", "at", "reason", "more", "previous_hash", "hash")
RIGHT = msgspec.convert(
    {"type": "shelling", "figures": [{"outcome": "killed", "group": "person", "low": 6, "high": 6, "kind": "exact"}]},
    Correction,
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Path]]:
    path = tmp_path_factory.mktemp("chain") / "chain.db"
    at = datetime(2031, 5, 6, 9, tzinfo=UTC)
    with open_ledger(path) as ledger:
        decisions = (
            Judgement(verdict="same", about=("a", "b"), by="مراجع", at=at, held={"a": ("c", "d"), "b": ("e",)}),
            Judgement(verdict="correct", about=("c",), by="Reviewer", at=at, reason="misread", correction=RIGHT),
            Judgement(verdict="undo", about=("1",), by="Reviewer", at=at),
        )
        for decision in decisions:
            ledger.write_judgement(decision)
        connection = sqlite3.connect(path)
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.close()
        assert ledger.verify() == []
        yield ledger, path


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 3), st.sampled_from(COLUMNS), st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_of_any_decision_shows(
    kept: tuple[Ledger, Path], number: int, column: str, at: int, change: int
) -> None:
    ledger, path = kept
    connection = sqlite3.connect(path, isolation_level=None)
    connection.text_factory = bytes
    query = f'SELECT "{column}" FROM judgements WHERE number = ?'
    (before,) = connection.execute(query, (number,)).fetchone()
    if before:
        after = bytearray(before)
        after[at % len(after)] ^= change
        write = f'UPDATE judgements SET "{column}" = CAST(? AS TEXT) WHERE number = ?'
        try:
            connection.execute(write, (bytes(after), number))
        except sqlite3.IntegrityError:  # two hashes alike: refused already
            connection.close()
            return
        found = ledger.verify()
        connection.execute(write, (bytes(before), number))
        assert found
        assert ledger.verify() == []
    connection.close()


def test_cut_end_shows_to_who_noted_the_head(kept: tuple[Ledger, Path], tmp_path: Path) -> None:
    ledger, _ = kept
    head = ledger.read_judgement_head()
    assert head is not None
    assert ledger.verify(head) == []
    with open_ledger(tmp_path / "rewritten.db") as forged:  # a whole new chain, that verifies by itself
        for judgement in ledger.read_judgements()[:2]:
            forged.write_judgement(judgement)
        assert forged.verify() == []
        assert any("noted head" in problem for problem in forged.verify(head))
    assert any("noted head" in problem for problem in ledger.verify("no head"))
