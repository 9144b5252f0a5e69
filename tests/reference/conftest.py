"""Small gazetteers made of invented and well-known places."""

from collections.abc import Callable
from pathlib import Path

import pytest

from marsad.packs.places import naming_for
from marsad.reference.gazetteer import Attribution, Gazetteer
from marsad.reference.gazetteer_file import Entry, GazetteerFile


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Gazetteer]:
    """Entries → an open gazetteer."""

    def build(*entries: Entry) -> Gazetteer:
        made = GazetteerFile(naming_for("ar"))
        made.add_source(Attribution("geonames", "GeoNames", "CC BY 4.0", "GeoNames, CC BY 4.0", ""))
        for entry in entries:
            made.add(entry)
        path = tmp_path / f"places-{len(list(tmp_path.iterdir()))}.sqlite"
        made.save(path)
        return Gazetteer.open(path)

    return build
