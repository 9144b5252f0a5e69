"""An invented ledger to be explored: towns, areas without a point, nowhere, no day, one from another decade."""

from datetime import date, timedelta
from pathlib import Path

from invented_desk import HOUSE_PLACE, IDLIB, cell, incident, make_ledger

from marsad.model.incident import Incident, IncidentPlace, Period
from marsad.publish.site.maps import Maps
from marsad.reference.outlines import Outlines
from marsad.reference.outlines_file import build_outlines
from marsad.store.ledger import Ledger

NORTH = IncidentPlace(
    place_id="geo:10", name_ar="مَعَرّة (الشمال)", name_en="Maarra (North)", lat=35.6, lon=36.4, precision="settlement",
    admin1="إدلب", admin1_en="Idlib", country="SY", radius_km=4.0,
)  # fmt: skip
EAST = IncidentPlace(
    place_id="geo:11", name_ar="عين الشرق", name_en="Ain al-Sharq", lat=36.1, lon=37.9, precision="settlement",
    admin1="حلب", admin1_en="Aleppo", country="SY",
)  # fmt: skip
LONELY = IncidentPlace(
    place_id="geo:12", name_ar="وادي الوحيد", name_en="Wadi al-Wahid", lat=35.2, lon=37.4, precision="district",
    admin1="حلب", admin1_en="Aleppo", country="SY", radius_km=12.0,
)  # fmt: skip
COUNTRY = IncidentPlace(
    place_id="geo:13", name_ar="سوريا", name_en="Syria", lat=None, lon=None, precision="country", country="SY"
)
FIRST = date(2024, 2, 1)


def on(day: int, length: int = 1) -> Period:
    start = FIRST + timedelta(days=day)
    return Period(start=start, end=start + timedelta(days=length - 1), precision="day" if length == 1 else "days")


STRIKES = tuple(
    incident(f"strike-{day:02}", where=(NORTH,), when=on(day), cells=(cell("killed", "person", 1, 2, 3),))
    for day in range(12)
)
SHELLINGS = tuple(
    incident(
        f"shelling-{day:02}", type="shelling", where=(EAST,), when=on(day + 9), grade="fair",
        cells=(cell("killed", "person", 4, 4, 6, high_open=True),),
    )
    for day in range(5)
)  # fmt: skip
SIEGES = tuple(incident(f"siege-{day}", type="siege", where=(IDLIB,), when=on(day, 2)) for day in (2, 4, 6))
PROTESTS = tuple(incident(f"protest-{day}", type="protest", where=(), when=on(day)) for day in (3, 5))
REST = (
    incident("alone", type="armed_clash", where=(LONELY,), when=on(7), documents=("d1", "d2"), claims=("c1", "c2")),
    incident("house", type="attack", where=(HOUSE_PLACE,), when=on(8)),
    incident("somewhere", type="statement", where=(COUNTRY,), when=on(8)),
    incident("undated", type="agreement", where=(EAST,), when=Period()),
    incident("long-ago", type="attack", where=(NORTH,), when=Period(start=date(1981, 5, 1), end=date(1981, 5, 1))),
)
ANSWERS: tuple[Incident, ...] = (*STRIKES, *SHELLINGS, *SIEGES, *PROTESTS, *REST)


def make_answers(folder: Path) -> Ledger:
    """The reports of the invented desk, and these incidents."""
    ledger = make_ledger(folder)
    ledger.write_incidents(ANSWERS, {})
    return ledger


def make_maps(folder: Path) -> Maps:
    """Two governorates of one country, and a neighbour."""
    features = [
        _feature("12", "SY", (36.0, 35.0, 37.0, 36.3)),
        _feature("09", "SY", (37.0, 35.0, 38.5, 36.8)),
        _feature("31", "TR", (35.5, 36.3, 37.0, 37.5)),
    ]
    path = folder / "outlines.json"
    build_outlines(features, path, {"title": "x"}, {}, frozenset())
    outlines = Outlines.open(path)
    by_id = {area.id: area for area in outlines.areas}
    called = {"12": ("إدلب", "Idlib", "geo:2"), "09": ("حلب", "Aleppo")}
    return Maps(
        outlines,
        {("SY", name): (by_id[area],) for area, names in called.items() for name in names},
        {"SY": ("سوريا", "Syria"), "TR": ("تركيا", "Turkey")},
        {area: (names[0], names[1]) for area, names in called.items()},
    )


def _feature(code: str, country: str, box: tuple[float, float, float, float]) -> dict[str, object]:
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    named = {"adm1_code": code, "iso_a2": country, "name": code, "gn_a1_code": f"{country}.{code}"}
    return {"properties": named, "geometry": {"type": "Polygon", "coordinates": [ring]}}
