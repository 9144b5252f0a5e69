"""The invented ledger, once a session, and a client of the pages."""

from collections.abc import Iterator

import pytest
from invented_desk import make_ledger
from pages_client import Client

from marsad.publish.site.app import make_app
from marsad.store.ledger import Ledger


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with make_ledger(tmp_path_factory.mktemp("desk")) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def client(desk: Ledger) -> Client:
    return Client(make_app(desk, attributions=[("Place names from GeoNames", "CC BY 4.0")]))
