"""The invented ledger, once a session, and a client of the pages."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented_desk import make_ledger
from pages_client import Client
from reported_desk import REPORTS, Desk, read_reports

from marsad.publish.site.app import make_app
from marsad.store.ledger import Ledger, open_ledger


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with make_ledger(tmp_path_factory.mktemp("desk")) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def client(desk: Ledger) -> Client:
    return Client(make_app(desk, attributions=[("Place names from GeoNames", "CC BY 4.0")]))


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five reports, read and linked once; not to be written to."""
    folder = tmp_path_factory.mktemp("reported")
    with open_ledger(folder / "desk.db") as ledger:
        read_reports(ledger, folder, *REPORTS)
    return folder


@pytest.fixture
def lone_desk(reported: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk of one's own over the five reports, without accounts."""
    folder = tmp_path / "desk"
    shutil.copytree(reported, folder)
    with open_ledger(folder / "desk.db") as ledger:
        yield Desk(ledger, folder)


@pytest.fixture
def at_desk(lone_desk: Desk) -> Desk:
    """The same with accounts of a few people."""
    people = {"Admin": "admin", "Mona": "reviewer", "Omar": "reviewer", "Rim": "reader"}
    for name, role in people.items():
        lone_desk.ledger.people.make_account(name, (role,), "-", by="Admin")
    return lone_desk
