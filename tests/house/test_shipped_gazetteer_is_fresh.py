import csv

import pytest

from marsad.reference.gazetteer import SHIPPED, Gazetteer
from marsad.reference.gazetteer_supplement import SUPPLEMENT


@pytest.mark.skipif(not SHIPPED.is_file(), reason="needs the built gazetteer")
def test_shipped_gazetteer_holds_every_row_of_the_supplement() -> None:
    with SUPPLEMENT.open(encoding="utf-8", newline="") as stream:
        ids = [row["place_id"] for row in csv.DictReader(stream)]
    with Gazetteer.open(SHIPPED) as shipped:
        missing = [place_id for place_id in ids if shipped.row_of(place_id) is None]
    assert not missing, f"built from older tables ({len(missing)} rows missing): run python tools/build_places.py"
