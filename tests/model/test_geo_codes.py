from typing import Any

import pytest

from marsad.model.geo_codes import GeoFacts, code_place

CASES: list[tuple[str, dict[str, Any], tuple[int | None, int | None]]] = [
    ("a town", {"precision": "settlement", "radius_km": 2.0, "has_point": True}, (1, 1)),
    ("a town with its surroundings", {"precision": "settlement", "radius_km": 8.0, "has_point": True}, (2, 2)),
    ("a crossing", {"precision": "site", "radius_km": 1.0, "kind": "crossing", "has_point": True}, (1, 1)),
    ("a quarter", {"precision": "district", "radius_km": 1.5, "kind": "quarter", "has_point": True}, (1, 1)),
    ("a valley", {"precision": "district", "radius_km": 12.0, "kind": "area", "has_point": True}, (2, 2)),
    ("a wide desert", {"precision": "district", "radius_km": 60.0, "kind": "area", "has_point": True}, (5, 3)),
    ("a district", {"precision": "district", "radius_km": 10.0, "kind": "district", "has_point": True}, (3, 2)),
    ("a subdistrict", {"precision": "district", "kind": "subdistrict", "admin1": "x"}, (3, 2)),
    ("a district without a record", {"precision": "district", "has_point": True}, (3, 2)),
    ("near a town", {"precision": "settlement", "radius_km": 6.0, "relation": "near", "has_point": True}, (2, 2)),
    (
        "15 km from a town",
        {"precision": "district", "radius_km": 4.0, "relation": "distance", "has_point": True},
        (2, 2),
    ),
    (
        "between far towns",
        {"precision": "district", "radius_km": 60.0, "relation": "between", "has_point": True},
        (5, 3),
    ),
    ("between unknown towns", {"precision": "district", "relation": "between", "admin1": "x"}, (5, 3)),
    ("a side of a governorate", {"precision": "governorate", "relation": "direction", "country": "SY"}, (5, 3)),
    ("a governorate", {"precision": "governorate", "country": "SY"}, (4, 3)),
    ("an unknown village", {"precision": "settlement", "admin1": "x", "country": "SY"}, (4, 3)),
    ("an unknown village of a country", {"precision": "settlement", "country": "SY"}, (6, 3)),
    ("an unknown village", {"precision": "settlement"}, (None, None)),
    ("a region", {"precision": "region", "kind": "region"}, (5, 3)),
    ("a road", {"precision": "region", "kind": "road"}, (5, 3)),
    ("a border", {"precision": "region", "relation": "border"}, (5, 3)),
    ("a country", {"precision": "country", "country": "SY"}, (6, 3)),
    ("a sea", {"precision": "region", "kind": "sea"}, (7, 3)),
    ("off a coast", {"precision": "settlement", "radius_km": 10.0, "relation": "coast", "has_point": True}, (7, 3)),
    ("nothing", {"precision": None}, (None, None)),
]


@pytest.mark.parametrize(("says", "place", "codes"), CASES)
def test_place_has_the_codes_of_both_data_sets(
    says: str, place: dict[str, Any], codes: tuple[int | None, int | None]
) -> None:
    assert code_place(GeoFacts(**place)) == codes, says
