"""Writing a gazetteer: records of several sources side by side, merged where they mean one place.

Hard because sources disagree by kilometres and by spelling, and because a village counted twice looks like two
rivals. Two records are one place when they share a folded name, a family of features and a country, lie within
5 km, and come from different sources. The P-coded id becomes the place's id, the others stay as aliases.

Known gaps: the whole file is held in memory while it is written (about 1 kB a place).
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import msgspec

from marsad.base.errors import PlacesError
from marsad.model.value import PlacePrecision
from marsad.reference.distance import distance_km
from marsad.reference.gazetteer import FORMAT, PLACE_COLUMNS, POINTED, Attribution
from marsad.reference.gazetteer_names import Key, Naming
from marsad.reference.outlines import FAR_KM, Outlines, is_contested

SAME_PLACE_KM = 5.0
SAME_AREA_KM = 60.0
NEIGHBOURS = 3
PLACED = frozenset({"ocha", "geonames", "marsad"})
"""Sources whose records state country and governorate; the records of others may state neither."""
AREAS = frozenset({"district", "governorate", "region", "country"})
FILLED = ("lat", "lon", "admin1", "admin2", "admin3", "pcode", "population", "radius_km", "capital", "country")
ID_RANK = {"ocha": 3, "geonames": 2, "marsad": 1}
"""Which id a merged place is known by; equals keep the older one, so that ids stay."""
SOURCE_RANK = {"geonames": 1, "marsad": 3, "ocha": 4}
OTHER_RANK = 2
"""Whose record leads where two are one place; tables and extracts stand between."""

SCHEMA = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (source TEXT PRIMARY KEY, title TEXT, licence TEXT, text TEXT, url TEXT) WITHOUT ROWID;
CREATE TABLE places ({PLACE_COLUMNS.replace("row,", "row INTEGER PRIMARY KEY,")}) STRICT;
CREATE TABLE ids (place_id TEXT PRIMARY KEY, row INTEGER NOT NULL, source TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE names (first TEXT, rest TEXT, article INTEGER, row INTEGER, risky INTEGER,
                    PRIMARY KEY (first, rest, article, row)) WITHOUT ROWID;
""".replace("STRICT", "")


class Entry(msgspec.Struct, kw_only=True):
    """One record of one source, before merging. Areas are named by place id, `aliases` are ids of the same place.

    `names` are forms in the gazetteer's language, the first for showing; `doubtful` are by-names that may belong to
    another language or place; `not_names` are forms that other sources give wrongly. `area_told` says that `admin1` was
    told from the point, not stated.
    """

    source: str
    place_id: str
    names: tuple[str, ...]
    name_en: str
    feature: PlacePrecision
    kind: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    admin1: str | None = None
    admin2: str | None = None
    admin3: str | None = None
    pcode: str | None = None
    population: int | None = None
    radius_km: float | None = None
    capital: str | None = None
    aliases: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    minor: bool = False
    area_told: bool = False


class _Place(msgspec.Struct):
    """A place under construction: the merged entry, its keys (risky or not), its ids with their sources."""

    entry: Entry
    keys: dict[Key, bool]
    ids: dict[str, str]
    refused: set[Key]


def family(feature: str, kind: str) -> str:
    """What may be one place with what: a quarter of one source is often a settlement of another."""
    if feature == "site":
        return "site"
    if feature == "settlement" or kind in {"quarter", "camp"}:
        return "settlement"
    return feature if kind != "subdistrict" else kind


class GazetteerFile:
    """A gazetteer being made or added to; nothing is on disk before `save`.

    With `outlines` a place that states no governorate gets that which its point surely lies in.
    """

    def __init__(self, naming: Naming, outlines: Outlines | None = None) -> None:
        self._naming = naming
        self._outlines = outlines
        self._places: list[_Place] = []
        self._by_id: dict[str, _Place] = {}
        self._by_key: dict[tuple[str, str], list[_Place]] = {}
        self._grid: dict[tuple[int, int], list[Entry]] | None = None
        self.sources: dict[str, Attribution] = {}

    def add_source(self, attribution: Attribution) -> None:
        """Declare whose records follow; the attribution is kept in the file."""
        self.sources[attribution.source] = attribution

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, place_id: str) -> bool:
        return place_id in self._by_id

    def add(self, entry: Entry) -> bool:
        """Take in one record; says whether it became a place of its own. Raises `PlacesError` for a wrong record."""
        check_entry(entry)
        if entry.admin1 is None and entry.feature in POINTED and entry.source not in PLACED:
            self._place_by_outline(entry)
            self._place_by_neighbours(entry)
            entry.area_told = entry.admin1 is not None
        keys = self._keys_of(entry)
        if not keys:
            raise PlacesError(f"{entry.place_id} has no name that can be looked up: {entry.names!r}")
        place = self._known(entry) or self._near(entry)
        if place is None:
            place = _Place(entry=entry, keys={}, ids={}, refused=set())
            self._places.append(place)
            new = True
        else:
            place.entry = _merge(place.entry, entry)
            new = False
        place.refused.update(key for form in entry.not_names for key in self._naming.keys(form))
        for key, risky in keys.items():
            self._attach(place, key, risky=risky)
        for place_id in (entry.place_id, *entry.aliases):
            place.ids.setdefault(place_id, entry.source)
            self._by_id[place_id] = place
        return new

    def add_name(self, place_id: str, name: str) -> bool:
        """Give a known place one more name; says whether the place is known. Raises `PlacesError` for an empty name."""
        place = self._by_id.get(place_id)
        if place is None:
            return False
        keys = [key for form in self._naming.forms(name) for key in self._naming.keys(form)]
        if not keys:
            raise PlacesError(f"{place_id} is given a name that cannot be looked up: {name!r}")
        for key in keys:
            self._attach(place, key, risky=place.entry.minor)
        return True

    def _keys_of(self, entry: Entry) -> dict[Key, bool]:
        keys: dict[Key, bool] = {}
        for form in entry.names:
            for key in self._naming.keys(form):
                keys[key] = keys.get(key, True) and (entry.minor or form in entry.doubtful)
        for form in entry.doubtful:
            for key in self._naming.keys(form):
                keys.setdefault(key, True)
        return keys

    def _attach(self, place: _Place, key: Key, *, risky: bool) -> None:
        if key not in place.keys:
            self._by_key.setdefault((key.first, key.rest), []).append(place)
        place.keys[key] = place.keys.get(key, True) and risky

    def _known(self, entry: Entry) -> _Place | None:
        for place_id in (entry.place_id, *entry.aliases):
            if place_id in self._by_id:
                return self._by_id[place_id]
        return None

    def find_doubt(self, entry: Entry) -> str | None:
        """Why a record's point and the area that it states cannot both be right; `None` where they may be."""
        if self._outlines is None or entry.lat is None or entry.lon is None or entry.feature not in POINTED:
            return None
        area = next((i for i in self._ids_of_area(entry.admin1) if self._outlines.covering(i)), None)
        outside_km = self._outlines.outside_km(entry.lat, entry.lon, entry.country, area)
        if outside_km is None or outside_km <= FAR_KM:
            return None
        found = self._outlines.area_at(entry.lat, entry.lon)
        if found is None and not self._outlines.is_fine(entry.country):
            return None
        there = f"in {found.name_en}, {found.country}" if found else "at sea or on undrawn ground"
        stated = ", ".join(part for part in (area, entry.country) if part)
        point = f"its point {entry.lat}, {entry.lon} lies {outside_km:.0f} km outside, {there}"
        return f"{entry.place_id} states {stated}, but {point}"

    def find_doubts(self) -> list[str]:
        """What `find_doubt` says of every place that the file holds by now."""
        doubts = (self.find_doubt(place.entry) for place in self._places)
        return sorted(doubt for doubt in doubts if doubt is not None)

    def find_unmatched(self) -> list[str]:
        """Outlines without an area of the gazetteer, and areas without an outline, in finely drawn countries.

        Countries of which the gazetteer holds no area at all are passed over.
        """
        if self._outlines is None:
            return []
        held = {place.entry.country for place in self._places if place.entry.feature == "governorate"}
        drawn = [area for area in self._outlines.areas if area.country in held and self._outlines.is_fine(area.country)]
        found = [
            f"outline {area.id} ({area.name_en}, {area.country}) covers no area of the gazetteer"
            for area in drawn
            if not any(place_id in self._by_id for place_id in area.covers)
        ]
        covered = {id(self._by_id[i]) for area in drawn for i in area.covers if i in self._by_id}
        found += [
            f"area {place.entry.place_id} ({place.entry.name_en}, {place.entry.country}) lies in no outline"
            for place in self._places
            if place.entry.feature == "governorate"
            and self._outlines.is_fine(place.entry.country)
            and id(place) not in covered
        ]
        return sorted(found)

    def _ids_of_area(self, area: str | None) -> tuple[str, ...]:
        """All ids of an area that a record names."""
        known = self._by_id.get(area or "")
        return () if known is None else tuple(known.ids)

    def _place_by_outline(self, entry: Entry) -> None:
        """Fill country and governorate that a record does not state, where its point surely lies in one."""
        if self._outlines is None or entry.lat is None or entry.lon is None:
            return
        country, covers = self._outlines.covers_at(entry.lat, entry.lon, entry.country)
        entry.country = entry.country or country
        if len(covers) == 1 and covers[0] in self._by_id:
            entry.admin1 = self._by_id[covers[0]].entry.place_id

    def _place_by_neighbours(self, entry: Entry) -> None:
        """Fill country and governorate that a record does not state, where its nearest known neighbours agree."""
        if entry.admin1 is not None or entry.lat is None or entry.lon is None or is_contested(entry.lat, entry.lon):
            return
        if self._grid is None:
            self._grid = {}
            for place in self._places:
                known = place.entry
                if known.feature == "settlement" and known.country and known.lat is not None and known.lon is not None:
                    self._grid.setdefault((int(known.lat // 1), int(known.lon // 1)), []).append(known)
        row, column = int(entry.lat // 1), int(entry.lon // 1)
        around = [k for i in (-1, 0, 1) for j in (-1, 0, 1) for k in self._grid.get((row + i, column + j), ())]
        around.sort(key=lambda known: (_apart_squared(entry, known), known.place_id))
        nearest = around[:NEIGHBOURS]
        if nearest and len({known.country for known in nearest}) == 1:
            entry.country = entry.country or nearest[0].country
            agreed = len({known.admin1 for known in nearest}) == 1 and entry.country == nearest[0].country
            if agreed and self._may_lie_in(entry.lat, entry.lon, nearest[0].admin1):
                entry.admin1 = nearest[0].admin1

    def _may_lie_in(self, lat: float, lon: float, area: str | None) -> bool:
        """Whether the outlines leave it open that a point lies in an area; they do where the area is not drawn."""
        outlined = {
            one.id for i in self._ids_of_area(area) for one in (self._outlines.covering(i) if self._outlines else ())
        }
        if not outlined or self._outlines is None:
            return True
        return any(one.id in outlined for one in self._outlines.possible_areas_at(lat, lon))

    def _near(self, entry: Entry) -> _Place | None:
        """The nearest place of another source that is meant by the same name, if there is one."""
        best: tuple[float, str, _Place] | None = None
        of_family = family(entry.feature, entry.kind)
        for key in dict.fromkeys(key for form in entry.names for key in self._naming.keys(form)):
            for place in self._by_key.get((key.first, key.rest), ()):
                other = place.entry
                if family(other.feature, other.kind) != of_family or entry.source in place.ids.values():
                    continue
                if entry.country and other.country and entry.country != other.country:
                    continue
                apart = _apart(entry, other)
                if apart is not None and (best is None or (apart, other.place_id) < best[:2]):
                    best = (apart, other.place_id, place)
        return None if best is None else best[2]

    def save(self, path: Path) -> str:
        """Write the file in one step (the old one stays until the new one is whole); returns the fingerprint."""
        for place in self._places:
            if place.entry.feature in POINTED and place.entry.admin1 not in self._by_id:
                self._place_by_outline(place.entry)
        self._fill_middles()
        self._places.sort(key=lambda place: place.entry.place_id)
        rows = {id(place): row for row, place in enumerate(self._places, start=1)}
        by_id = {place_id: rows[id(place)] for place_id, place in self._by_id.items()}
        places = [_place_row(rows[id(place)], place.entry, by_id) for place in self._places]
        ids = sorted((place_id, rows[id(p)], source) for p in self._places for place_id, source in p.ids.items())
        names = sorted(
            (key.first, key.rest, int(key.article), rows[id(place)], int(risky))
            for place in self._places
            for key, risky in place.keys.items()
            if key not in place.refused
        )
        sources = [(a.source, a.title, a.licence, a.text, a.url) for _, a in sorted(self.sources.items())]
        digest = hashlib.sha256()
        for part in (places, ids, names, sources):
            digest.update(msgspec.json.encode(part))
        fingerprint = digest.hexdigest()[:20]
        part_path = path.with_name(f".{path.name}.{os.getpid()}")
        part_path.unlink(missing_ok=True)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(part_path)
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", [("format", FORMAT), ("fingerprint", fingerprint)])
            connection.executemany("INSERT INTO sources VALUES (?, ?, ?, ?, ?)", sources)
            connection.executemany(f"INSERT INTO places VALUES ({', '.join('?' * 17)})", places)
            connection.executemany("INSERT INTO ids VALUES (?, ?, ?)", ids)
            connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", names)
            connection.execute("CREATE INDEX ids_row ON ids (row)")
            connection.commit()
            connection.execute("VACUUM")
            connection.close()
            part_path.replace(path)
        except (OSError, sqlite3.Error) as error:
            part_path.unlink(missing_ok=True)
            raise PlacesError(f"{path} cannot be written ({error}); name another file with --places") from error
        return fingerprint

    def _fill_middles(self) -> None:
        """Give areas without a point the middle of their settlements, for judging nearness."""
        inside: dict[str, list[tuple[float, float]]] = {}
        for place in self._places:
            entry = place.entry
            if entry.feature == "settlement" and entry.lat is not None and entry.lon is not None:
                for area in {entry.admin1, entry.admin2, entry.admin3} - {None}:
                    holder = self._by_id.get(str(area))
                    inside.setdefault(holder.entry.place_id if holder else "", []).append((entry.lat, entry.lon))
        for place in self._places:
            points = inside.get(place.entry.place_id)
            if place.entry.lat is None and points and place.entry.feature in {"governorate", "district"}:
                place.entry.lat = round(sum(point[0] for point in points) / len(points), 4)
                place.entry.lon = round(sum(point[1] for point in points) / len(points), 4)

    @classmethod
    def read(cls, path: Path, naming: Naming, outlines: Outlines | None = None) -> "GazetteerFile":
        """Load a file to add to it. Raises `PlacesError` where it is not a gazetteer of this format."""
        made = cls(naming, outlines)
        try:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            meta = dict(connection.execute("SELECT key, value FROM meta"))
            if meta.get("format") != FORMAT:
                raise PlacesError(f"{path} has format {meta.get('format')}, not {FORMAT}; start a new file")
            for fields in connection.execute("SELECT source, title, licence, text, url FROM sources"):
                made.add_source(Attribution(*fields))
            made._load(
                connection.execute(f"SELECT {PLACE_COLUMNS} FROM places ORDER BY row").fetchall(),
                connection.execute("SELECT place_id, row, source FROM ids").fetchall(),
                connection.execute("SELECT first, rest, article, row, risky FROM names"),
            )
            connection.close()
        except sqlite3.Error as error:
            raise PlacesError(f"{path} is not a gazetteer ({error}); name another with --places") from error
        return made

    def _load(
        self,
        places: list[tuple[object, ...]],
        ids: list[tuple[str, int, str]],
        names: Iterable[tuple[str, str, int, int, int]],
    ) -> None:
        id_of = {row[0]: row[1] for row in places}
        by_row: dict[object, _Place] = {}
        fields = [column.strip() for column in PLACE_COLUMNS.split(",")]
        for values in places:
            named = dict(zip(fields, values, strict=True))
            row = named.pop("row")
            for area in ("admin1", "admin2", "admin3"):
                named[area] = id_of.get(named[area])
            entry = msgspec.convert({**named, "names": (named.pop("name_ar"),)}, Entry)
            by_row[row] = _Place(entry=entry, keys={}, ids={}, refused=set())
        self._places = list(by_row.values())
        for place_id, row, source in ids:
            by_row[row].ids[place_id] = source
            self._by_id[place_id] = by_row[row]
        for first, rest, article, row, risky in names:
            self._attach(by_row[row], Key(first, rest, bool(article)), risky=bool(risky))


def check_entry(entry: Entry) -> None:
    """Raise `PlacesError` for a record that no map could hold: coordinates off the globe, half a point, no name."""
    if (entry.lat is None) != (entry.lon is None):
        raise PlacesError(f"{entry.place_id} has half a point; give both latitude and longitude, or neither")
    if entry.lat is not None and entry.lon is not None:
        if not (-90 <= entry.lat <= 90 and -180 <= entry.lon <= 180):
            raise PlacesError(f"{entry.place_id} lies off the globe: latitude {entry.lat}, longitude {entry.lon}")
        if entry.lat == 0 and entry.lon == 0:
            raise PlacesError(f"{entry.place_id} stands at 0, 0, which is no place")
    elif entry.feature in {"settlement", "site"}:
        raise PlacesError(f"{entry.place_id} is a {entry.feature} without a point; latitude and longitude are needed")
    if not entry.names and not entry.doubtful:
        raise PlacesError(f"{entry.place_id} has no name in the gazetteer's language")


def _apart(entry: Entry, other: Entry) -> float | None:
    """Kilometres between two records that may be one place; `None` where they cannot be."""
    if entry.feature in {"country", "governorate"} and entry.country == other.country:
        return 0.0
    if None in (entry.lat, entry.lon, other.lat, other.lon):
        return 0.0 if entry.feature in AREAS and entry.admin1 == other.admin1 else None
    apart = distance_km(entry.lat, entry.lon, other.lat, other.lon)  # type: ignore[arg-type]
    limit = SAME_AREA_KM if entry.feature in AREAS and entry.kind not in {"quarter", "camp"} else SAME_PLACE_KM
    return apart if apart <= limit else None


def _apart_squared(entry: Entry, other: Entry) -> float:
    """Squared distance in degrees, good enough to order neighbours."""
    assert entry.lat is not None and entry.lon is not None and other.lat is not None and other.lon is not None  # noqa: S101, PT018
    return (entry.lat - other.lat) ** 2 + (entry.lon - other.lon) ** 2


def _merge(old: Entry, new: Entry) -> Entry:
    """One place out of two records: the higher source leads, the other fills what is missing."""
    leads = SOURCE_RANK.get(new.source, OTHER_RANK) >= SOURCE_RANK.get(old.source, OTHER_RANK)
    first, second = (new, old) if leads else (old, new)
    merged = msgspec.structs.replace(
        first,
        **{name: getattr(second, name) for name in FILLED if getattr(first, name) is None},
    )
    merged.place_id = max((old, new), key=lambda entry: ID_RANK.get(entry.place_id.partition(":")[0], 0)).place_id
    merged.area_told = first.area_told if first.admin1 is not None else second.area_told
    if merged.area_told and second.admin1 is not None and not second.area_told:
        merged.admin1, merged.area_told = second.admin1, False
    if not merged.names:
        merged.names = second.names
    if merged.name_en == "":
        merged.name_en = second.name_en
    if first.feature == second.feature == "settlement" and first.kind == "village":
        merged.kind = second.kind
    return merged


def _place_row(row: int, entry: Entry, by_id: dict[str, int]) -> tuple[object, ...]:
    name = (entry.names or entry.doubtful)[0]
    admin1, admin2, admin3 = (by_id.get(area) if area else None for area in (entry.admin1, entry.admin2, entry.admin3))
    lat, lon = (None if value is None else round(value, 5) for value in (entry.lat, entry.lon))
    return (
        row, entry.place_id, name, entry.name_en, lat, lon, entry.feature, entry.kind, entry.country, admin1, admin2,
        admin3, entry.pcode, entry.population, entry.source, entry.radius_km, entry.capital,
    )  # fmt: skip
