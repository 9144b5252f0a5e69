"""The point of a place that the text tells by others, once it is decided what these are.

Hard because a wrong point is worse than none: a distance from a place that stays undecided, or from a governorate,
gives none; and a place near a town keeps the town's point with a radius that says how near.
"""

from collections.abc import Mapping

import msgspec

from marsad.extraction.places import PlaceFound
from marsad.model.place import Relative, Resolved
from marsad.model.value import Place, PlacePrecision, Relation
from marsad.reference.gazetteer import Gazetteer, PlaceRecord
from marsad.reference.relative import Spot, find_between, find_offset, find_side, precision_of_radius, spread_of

_BASE_KM = {"site": 0.5, "settlement": 2.0, "district": 10.0}
_PARTS: dict[str, PlacePrecision] = {"governorate": "district", "country": "region"}
"""What a side of an area is."""
_OWN_AREA_KM = 10.0
"""What lies further off than this may lie in another governorate."""


def place_relative(place: Place, found: PlaceFound, chosen: Mapping[int, Resolved], gazetteer: Gazetteer) -> Place:
    """A place of a claim with the point, radius and relation that its words give it."""
    relative = found.relative
    if relative is not None:
        if relative.kind == "border":
            return _on_border(place, relative, gazetteer)
        if relative.kind == "between":
            return _halfway(place, relative, chosen, gazetteer)
        if relative.kind == "distance":
            return _at_distance(place, relative, chosen, gazetteer)
        return _beside(place, relative, chosen, gazetteer)
    offset = found.mention.offset
    if offset is None or offset.km is None or place.place_id is not None:
        return place
    anchor = _record(chosen.get(offset.anchor), gazetteer)
    relation = Relation(kind="distance", anchors=_ids(anchor), km=offset.km, bearing=offset.bearing)
    return _shown(place, relation, _spot(anchor), anchor)


def _at_distance(place: Place, relative: Relative, chosen: Mapping[int, Resolved], gazetteer: Gazetteer) -> Place:
    anchor = _record(chosen.get(relative.anchors[0]), gazetteer)
    relation = Relation(kind="distance", anchors=_ids(anchor), km=relative.km, bearing=relative.bearing)
    bare = msgspec.structs.replace(_bare(place, relative), precision="district")
    return _shown(bare, relation, _spot(anchor), anchor)


def _halfway(place: Place, relative: Relative, chosen: Mapping[int, Resolved], gazetteer: Gazetteer) -> Place:
    one, other = (_record(chosen.get(index), gazetteer) for index in relative.anchors)
    relation = Relation(kind="between", anchors=(*_ids(one), *_ids(other)))
    spots = _spot(one), _spot(other)
    spot = None if spots[0] is None or spots[1] is None else find_between(spots[0], spots[1])
    bare = msgspec.structs.replace(
        _bare(place, relative), lat=None, lon=None, radius_km=None, precision="district", relation=relation
    )
    if one is None or other is None:
        return bare
    same = one.admin1_id is not None and one.admin1_id == other.admin1_id
    bare = msgspec.structs.replace(
        bare, country=one.country if one.country == other.country else None,
        admin1=place.admin1 if same else None, admin1_en=place.admin1_en if same else None,
    )  # fmt: skip
    if spot is None:
        return msgspec.structs.replace(bare, precision="region", role="area")
    return msgspec.structs.replace(
        bare, lat=round(spot.lat, 4), lon=round(spot.lon, 4), radius_km=spot.radius_km,
        precision=precision_of_radius(spot.radius_km),
    )  # fmt: skip


def _on_border(place: Place, relative: Relative, gazetteer: Gazetteer) -> Place:
    """A border is as long as its countries, and has no point."""
    rows = [gazetteer.country_row(code) for code in relative.countries]
    anchors = tuple(gazetteer.place(row).place_id for row in rows if row is not None)
    return msgspec.structs.replace(
        _bare(place, relative), lat=None, lon=None, radius_km=None, precision="region", role="area", country=None,
        admin1=None, admin1_en=None, relation=Relation(kind="border", anchors=anchors),
    )  # fmt: skip


def _bare(place: Place, relative: Relative) -> Place:
    """A place of its own, that has no name and no id."""
    words = relative.words
    return msgspec.structs.replace(
        place, text=words.text, field=words.field, start=words.start, end=words.end, place_id=None, name_ar=None,
        name_en=None, pcode=None, admin2=None, rivals=0,
        role="site" if place.role == "area" else place.role,
    )  # fmt: skip


def _shown(place: Place, relation: Relation, anchor: Spot | None, record: PlaceRecord | None) -> Place:
    spot = None if anchor is None or relation.km is None else find_offset(anchor, relation.km, relation.bearing)
    if relation.km is None or relation.km > _OWN_AREA_KM:
        place = msgspec.structs.replace(place, admin1=None, admin1_en=None)
    if spot is None:
        return msgspec.structs.replace(place, lat=None, lon=None, radius_km=None, relation=relation)
    return msgspec.structs.replace(
        place, lat=round(spot.lat, 4), lon=round(spot.lon, 4), radius_km=spot.radius_km,
        precision=precision_of_radius(spot.radius_km), country=record.country if record else place.country,
        relation=relation,
    )  # fmt: skip


def _beside(
    place: Place, relative: Relative, chosen: Mapping[int, Resolved], gazetteer: Gazetteer
) -> Place:  # fmt: skip
    """A place near a named one, or on a side of it: the named one's point, with a wider radius."""
    anchor = _record(chosen.get(relative.anchors[0]), gazetteer)
    relation = Relation(kind=relative.kind, anchors=_ids(anchor), bearing=relative.bearing)
    place = msgspec.structs.replace(place, relation=relation)
    if relative.kind == "direction" and place.place_id is not None:
        words, precision = relative.words, _PARTS.get(place.precision or "", place.precision)
        place = msgspec.structs.replace(
            place, text=words.text, field=words.field, start=words.start, end=words.end, precision=precision
        )
    if place.lat is None or place.lon is None:
        return place
    radius_km = spread_of(anchor.population if anchor else None, place.radius_km or 0.0)
    spot = find_side(Spot(place.lat, place.lon, radius_km), relative.reach_km)
    if spot is None:
        return msgspec.structs.replace(place, lat=None, lon=None, radius_km=None, precision="region")
    return msgspec.structs.replace(place, radius_km=spot.radius_km)


def _record(decision: Resolved | None, gazetteer: Gazetteer) -> PlaceRecord | None:
    return gazetteer.place(decision.row) if decision is not None and decision.row is not None else None


def _ids(record: PlaceRecord | None) -> tuple[str, ...]:
    return () if record is None else (record.place_id,)


def _spot(record: PlaceRecord | None) -> Spot | None:
    if record is None or record.lat is None or record.lon is None:
        return None
    base_km = record.radius_km or _BASE_KM.get(record.feature, 5.0)
    return Spot(record.lat, record.lon, spread_of(record.population, base_km))
