"""What areas a chosen place lies in, with their P-codes, and its codes of precision."""

import msgspec

from marsad.model.geo_codes import GeoFacts, code_place
from marsad.model.value import Place
from marsad.reference.gazetteer import Gazetteer, PlaceRecord

_OWN_LEVEL = {"district": 2, "subdistrict": 3}


def place_in_areas(place: Place, gazetteer: Gazetteer) -> Place:
    """The place with the areas of level 1 to 3 that its record names, and UCDP's and ACLED's precision."""
    row = None if place.place_id is None else gazetteer.row_of(place.place_id)
    record = None if row is None else gazetteer.place(row)
    return msgspec.structs.replace(place, **_areas(place, record, gazetteer), **_codes(place, record))


def _areas(place: Place, record: PlaceRecord | None, gazetteer: Gazetteer) -> dict[str, str | None]:
    if record is None:
        return {}
    found: dict[str, str | None] = {}
    for level, row in ((1, record.admin1_row), (2, record.admin2_row), (3, record.admin3_row)):
        own = record if _OWN_LEVEL.get(record.kind) == level or (level == 1 and record.kind == "governorate") else None
        area = own or (gazetteer.place(row) if row is not None else None)
        if area is None or (level == 1 and place.admin1 is None):
            continue
        found[f"admin{level}_pcode"] = area.pcode
        if level > 1:
            found[f"admin{level}"], found[f"admin{level}_en"] = area.name_ar, area.name_en or None
    return found


def _codes(place: Place, record: PlaceRecord | None) -> dict[str, int | None]:
    facts = GeoFacts(
        place.precision, place.radius_km, record.kind if record else None,
        place.relation.kind if place.relation else None, place.lat is not None, place.admin1, place.country,
    )  # fmt: skip
    codes = code_place(facts)
    return {"where_prec": codes.where_prec, "geo_precision": codes.geo_precision}
