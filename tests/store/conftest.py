"""The store's tests run on both engines: `ledger` is one of SQLite's, then one of PostgreSQL's.

A test that is about SQLite's file itself asks for `path` and opens it by `file_ledger`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from written import ticking_clock

from marsad.store.ledger import Ledger, open_ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger in a file may be made."""
    return tmp_path / "desk.db"


@pytest.fixture
def files(path: Path) -> Path:
    """The folder of preserved files, on either engine."""
    return path.with_suffix(".files")


@pytest.fixture(scope="session")
def empty_ledger_database(make_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the tables of an empty ledger, to be copied."""
    address = make_database()
    open_ledger(address, files=tmp_path_factory.mktemp("none")).close()
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, path: Path) -> Iterator[str | Path]:
    """What to hand `open_ledger`: a path, or the address of a database with an empty ledger in it."""
    if request.param == "sqlite":
        yield path
        return
    empty: str = request.getfixturevalue("empty_ledger_database")
    address: str = request.getfixturevalue("make_database")(empty)
    drop_database = request.getfixturevalue("drop_database")
    yield address
    drop_database(address)


@pytest.fixture
def reopen(where: str | Path, files: Path) -> Callable[[], Ledger]:
    """Opens the ledger of the test once more, as another program would."""
    return lambda: open_ledger(where, files=files, clock=ticking_clock())


@pytest.fixture
def ledger(reopen: Callable[[], Ledger]) -> Iterator[Ledger]:
    with reopen() as opened:
        yield opened


@pytest.fixture
def file_ledger(path: Path) -> Iterator[Ledger]:
    """A ledger in a file, for what only a file has."""
    with open_ledger(path, clock=ticking_clock()) as opened:
        yield opened
