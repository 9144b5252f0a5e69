"""Two people decide about the same claims at once, a thousand times each: nothing is lost, nothing written unseen."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from reviewed import make_claim, open_reviewed, read_as

from marsad.base.errors import ConflictError
from marsad.model.judgement import CorrectedFigure, Correction
from marsad.pipeline.judge import judge
from marsad.store.ledger import open_ledger

EDITS = 1_000
CLAIMS = ("c1", "c2", "c3")
SECONDS_MOST = 240
"""Far above what it takes (some ten seconds a writer on two cores), so that only a hanging writer fails here."""


def write_edits(path: Path, name: str) -> int:
    """A thousand corrections, each by who has seen the last decision; gives how often somebody else was first."""
    refused = 0
    with open_ledger(path) as ledger:
        for edit in range(EDITS):
            claim = CLAIMS[edit % len(CLAIMS)]
            figure = CorrectedFigure(outcome="killed", group="civilian", low=edit, high=edit, kind="exact")
            correction = Correction(figures=(figure,))
            while True:
                seen = ledger.read_newest_judgements([claim])
                why = f"{name} {edit}"
                try:
                    judge(ledger, "correct", [claim], by=name, reason=why, correction=correction, seen=seen)
                except ConflictError:
                    refused += 1
                else:
                    break
    return refused


def test_two_writers_of_a_thousand_edits_lose_none(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    path = tmp_path / "desk.db"
    with open_reviewed(tmp_path) as ledger:
        read_as(ledger, *(make_claim(name) for name in CLAIMS))
    began = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        waiting = [pool.apply_async(write_edits, (path, name)) for name in ("Mona", "Omar")]
        refused = [each.get(timeout=SECONDS_MOST) for each in waiting]
    took = time.perf_counter() - began
    with open_ledger(path) as ledger:
        judged = [entry.judgement for entry in ledger.read_entries()]
        assert Counter(one.by for one in judged) == {"Mona": EDITS, "Omar": EDITS}
        for name in ("Mona", "Omar"):
            assert [one.reason for one in judged if one.by == name] == [f"{name} {edit}" for edit in range(EDITS)]
        assert ledger.verify() == []
    record_property("refused and tried again", sum(refused))
    record_property("seconds", round(took, 1))
