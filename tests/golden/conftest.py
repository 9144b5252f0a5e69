"""One reader for all golden cases: tables, rules and the shipped gazetteer, as a user has them."""

import pytest

from marsad.pipeline.read import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()
