"""How exact a place is, in the codes of two event data sets: UCDP's `where_prec` and ACLED's `geo_precision`.

| the place | UCDP | ACLED |
|---|---|---|
| a site, settlement or quarter with a point whose radius is 5 km at most | 1 exact | 1 |
| a point of up to 25 km: near or between named places, at a distance; a valley | 2 near a known point | 2 |
| a district or subdistrict | 3 second-order area | 2 |
| a governorate; a place of which only the governorate is known | 4 first-order area | 3 |
| a road, border or region; a point wider than 25 km; a side of a place without a point | 5 line or fuzzy area | 3 |
| a country; a place of which only the country is known | 6 country | 3 |
| a sea, strait or coast | 7 sea or air | 3 |
| a place of which nothing is known | none | none |

Hard because the two mean different things by 2: ACLED's holds districts too. Air is never coded: no report of ours
tells where an aircraft was.
"""

from typing import NamedTuple

from marsad.model.value import PlacePrecision, RelationKind

EXACT_KM = 5.0
NEAR_KM = 25.0
WATER = frozenset({"sea", "strait", "canal"})
SECOND_ORDER = frozenset({"district", "subdistrict"})


class GeoCodes(NamedTuple):
    """`where_prec` from 1 to 7, `geo_precision` from 1 to 3; `None` where nothing is known."""

    where_prec: int | None
    geo_precision: int | None


NOTHING = GeoCodes(None, None)
EXACT, NEAR, SECOND, FIRST = GeoCodes(1, 1), GeoCodes(2, 2), GeoCodes(3, 2), GeoCodes(4, 3)
FUZZY, COUNTRY, AT_SEA = GeoCodes(5, 3), GeoCodes(6, 3), GeoCodes(7, 3)


class GeoFacts(NamedTuple):
    """What the codes depend on: `kind` is the gazetteer's, `relation` how other places tell it."""

    precision: PlacePrecision | None
    radius_km: float | None = None
    kind: str | None = None
    relation: RelationKind | None = None
    has_point: bool = False
    admin1: str | None = None
    country: str | None = None


def code_place(facts: GeoFacts) -> GeoCodes:
    """The codes of one place."""
    precision, kind, relation = facts.precision, facts.kind, facts.relation
    if kind in WATER or relation == "coast":
        return AT_SEA
    if precision in {"region", "country", "governorate"} or relation == "border":
        return _code_area(precision, relation)
    if facts.has_point:
        return _code_point(facts)
    if relation is not None:
        return FUZZY
    if kind in SECOND_ORDER:
        return SECOND
    return FIRST if facts.admin1 else COUNTRY if facts.country else NOTHING


def _code_area(precision: PlacePrecision | None, relation: RelationKind | None) -> GeoCodes:
    if relation is not None or precision not in {"governorate", "country"}:
        return FUZZY
    return FIRST if precision == "governorate" else COUNTRY


def _code_point(facts: GeoFacts) -> GeoCodes:
    ordered = facts.kind in SECOND_ORDER or (facts.kind is None and facts.radius_km is None)
    if facts.relation is None and facts.precision == "district" and ordered:
        return SECOND
    wide = facts.radius_km or 0.0
    if facts.relation is None and wide <= EXACT_KM:
        return EXACT
    return NEAR if wide <= NEAR_KM else FUZZY
