from collections.abc import Iterator
from pathlib import Path

import pytest
from written import ticking_clock

from marsad.store.ledger import Ledger, open_ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with open_ledger(path, clock=ticking_clock()) as opened:
        yield opened
