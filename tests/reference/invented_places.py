"""Entries that tests make gazetteers of."""

from marsad.reference.gazetteer_file import Entry


def settlement(place_id: str, name: str, lat: float = 33.0, lon: float = 36.0, **more: object) -> Entry:
    fields: dict[str, object] = {
        "source": place_id.partition(":")[0],
        "name_en": "",
        "feature": "settlement",
        "kind": "village",
        "country": "SY",
        "names": tuple(name.split("|")),
    }
    fields.update(more)
    return Entry(place_id=place_id, lat=lat, lon=lon, **fields)
