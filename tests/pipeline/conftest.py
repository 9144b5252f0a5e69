import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from marsad.store.ledger import Ledger, open_ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """A ledger whose clock is a second later at every look, so that whatever is written twice shows."""
    seconds = itertools.count()
    start = datetime(2026, 3, 1, tzinfo=UTC)
    with open_ledger(path, clock=lambda: start + timedelta(seconds=next(seconds))) as opened:
        yield opened
