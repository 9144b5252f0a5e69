"""OpenStreetMap extracts: populated places as GeoJSON, plain or in a zip (the HOT exports' layout).

Hard because a feature says neither its country nor its governorate, and `name` may be of any language; the
gazetteer fills country and governorate from the known places around, where these agree.
"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from marsad.base.errors import InputError, PlacesError
from marsad.base.files import is_archive
from marsad.model.value import PlacePrecision
from marsad.reference.gazetteer import Attribution
from marsad.reference.gazetteer_file import Entry
from marsad.reference.gazetteer_names import Naming

ATTRIBUTION = Attribution(
    source="osm",
    title="OpenStreetMap",
    licence="ODbL 1.0",
    text="© OpenStreetMap contributors, available under the Open Database License",
    url="https://www.openstreetmap.org/copyright",
)
KINDS: dict[str, tuple[PlacePrecision, str]] = {
    "city": ("settlement", "city"), "town": ("settlement", "town"), "village": ("settlement", "village"),
    "hamlet": ("settlement", "village"), "isolated_dwelling": ("settlement", "village"),
    "suburb": ("district", "quarter"), "neighbourhood": ("district", "quarter"), "quarter": ("district", "quarter"),
}  # fmt: skip


def read_features(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Features of a GeoJSON file, or of each one in a zip, numbered from 1. Raises `InputError` for a bad file."""
    try:
        if is_archive(path):
            with zipfile.ZipFile(path) as archive:
                members = [name for name in archive.namelist() if name.lower().endswith((".geojson", ".json"))]
                contents = [archive.read(name) for name in members]
        else:
            contents = [path.read_bytes()]
        collections = [msgspec.json.decode(content) for content in contents]
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, msgspec.DecodeError) as error:
        raise InputError(f"{path} cannot be read as GeoJSON: {error}") from error
    if not collections or any(not isinstance(held, dict) or "features" not in held for held in collections):
        raise InputError(f"{path} holds no GeoJSON with features")
    for collection in collections:
        yield from enumerate(collection["features"], start=1)


def entry_from_feature(feature: dict[str, Any], naming: Naming) -> Entry | PlacesError | None:
    """One feature as an entry; `None` where it has no name in the gazetteer's language or is no populated place."""
    try:
        told = feature["properties"]
        kind = KINDS.get(told.get("place") or "")
        names = [form for key in ("name:ar", "name") for form in naming.forms(told.get(key) or "")]
        latin = told.get("name:en") or (told.get("name") or "")
        own = tuple(dict.fromkeys(form for form in names if naming.fits(form, latin) >= 0))
        if kind is None or not own:
            return None
        lon, lat = feature["geometry"]["coordinates"][:2]
        letter = (told.get("osm_type") or "node")[0]
        return Entry(
            source="osm", place_id=f"osm:{letter}{told['osm_id']}", names=own, name_en=told.get("name:en") or "",
            feature=kind[0], kind=kind[1], lat=round(float(lat), 5), lon=round(float(lon), 5),
            population=int(told["population"]) if str(told.get("population") or "").isdigit() else None,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, IndexError) as error:
        return PlacesError(f"the feature lacks what a place needs: {error!r}")
