"""How reliable the user holds the sources: `tiers.csv` in the folder of own word tables.

The shipped table is empty. We do not grade the world's sources: who believes one more than another says so, with the
reason beside it, and only then can a best figure be the latest of the top tier.

Known gaps: an id that no source bears is not noticed, for a desk may list sources of its own.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from marsad.base.errors import PackError
from marsad.grammar.tables import read_table
from marsad.reference.sources import TIERS

_COLUMNS = ("source_id", "tier", "why")


def read_tiers(words: Path | None = None) -> Mapping[str, int]:
    """Tier by source id, 1 the most reliable; a publisher outside the registry has the id `publisher:NAME`.

    Raises PackError where the table is not whole, or a tier is no whole number from 1 on.
    """
    tiers: dict[str, int] = {}
    for row in read_table(TIERS, _COLUMNS, ("source_id",), words):
        if not row["tier"].isascii() or not row["tier"].isdigit() or int(row["tier"]) < 1:
            path = (words or TIERS.parent) / TIERS.name
            raise PackError(f"{path}: the tier of {row['source_id']} is {row['tier']!r}, it must be 1, 2, 3 …")
        tiers[row["source_id"]] = int(row["tier"])
    return MappingProxyType(tiers)
