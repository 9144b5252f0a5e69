"""The gazetteer as the reader sees it: folded names lead to rows, rows to places.

One SQLite file, opened read-only and memory-mapped, so that a cold start pays for the pages it touches and not for
all names. Lookups go by the first folded word of a name, its article stripped, and are remembered, because news
repeats its words.

Known gaps: a name is found in the forms that the sources and the naming rules give, not by likeness of spelling.
"""

import os
import sqlite3
import unicodedata
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

import msgspec

from marsad.base.errors import PlacesError
from marsad.model.value import PlacePrecision

FORMAT = "1"
SHIPPED = Path(__file__).parent / "places.sqlite"
MMAP_BYTES = 256 * 1024 * 1024
REMEMBERED_WORDS = 200_000
POINTED = frozenset({"site", "settlement", "district"})
"""Features that may be shown as a point; the middle of a larger area never is."""

LEAST_GOVERNORATES = 4
"""A country of which fewer are held is one of which some were named by hand."""
PLACE_COLUMNS = (
    "row, place_id, name_ar, name_en, lat, lon, feature, kind, country, admin1, admin2, admin3, pcode, population, "
    "source, radius_km, capital"
)


class Name(msgspec.Struct, frozen=True):
    """One name: its folded words, the first without its article, and the rows that bear it.

    `article` says whether the name is written with the article; a `risky` name belongs only to small far-away
    places or is a doubtful by-name, and should not be read as a place without a head noun.
    """

    words: tuple[str, ...]
    places: tuple[int, ...]
    article: bool = False
    risky: bool = False


class PlaceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One place. `lat`, `lon` are `None` for governorates, regions and countries.

    `about` is a rough middle in degrees, for judging nearness only and never for showing. `admin1`, `admin2` and
    `admin3` are Arabic names, the `_id` and `_row` beside them lead to the areas. `kind` is finer than `feature`
    (town, village, quarter, camp, crossing, airport …); `capital` is the ISO code or place id of what it is the
    seat of.
    """

    row: int
    place_id: str
    name_ar: str
    name_en: str
    lat: float | None
    lon: float | None
    about: tuple[float, float] | None
    feature: PlacePrecision
    kind: str
    country: str | None
    admin1: str | None
    admin1_id: str | None
    admin1_row: int | None
    admin2: str | None
    admin2_row: int | None
    admin3: str | None
    admin3_row: int | None
    pcode: str | None
    population: int | None
    source: str
    radius_km: float | None
    capital: str | None


@dataclass(frozen=True)
class Attribution:
    """Whose data a gazetteer holds, and on what terms."""

    source: str
    title: str
    licence: str
    text: str
    url: str


def find_path(named: Path | None = None) -> Path:
    """The file to read: the named one, else `MARSAD_PLACES` (empty is unset), else the user's own, else the shipped.

    Raises `PlacesError` where a named file is absent or nothing was built.
    """
    if named is None and os.environ.get("MARSAD_PLACES"):
        named = Path(os.environ["MARSAD_PLACES"])
    if named is not None:
        if not named.is_file():
            raise PlacesError(f"no gazetteer at {named}; make one: marsad places import KIND FILE --places {named}")
        return named
    own = own_path()
    if own.is_file():
        return own
    if not SHIPPED.is_file():
        raise PlacesError(f"the gazetteer {SHIPPED} was not built; in a checkout run: python tools/build_places.py")
    return SHIPPED


def own_path() -> Path:
    """Where the user's own gazetteer lies: the data folder of XDG, made by the first import."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "marsad" / "places.sqlite"


class Gazetteer:
    """A gazetteer file, open for reading. One per process; not to be shared between threads."""

    def __init__(self, path: Path, connection: sqlite3.Connection, fingerprint: str) -> None:
        self.path = path
        self.fingerprint = fingerprint
        self._connection = connection
        self._by_word: dict[str, tuple[Name, ...]] = {}
        self._by_row: dict[int, PlaceRecord] = {}
        self._countries: dict[str, int | None] = {}
        self._capitals: dict[str, int | None] = {}
        self._ruled: frozenset[str] | None = None

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Open the file that `find_path` chooses. Raises `PlacesError` where it is absent or not a gazetteer."""
        chosen = find_path(path)
        try:
            connection = sqlite3.connect(f"{chosen.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            connection.execute(f"PRAGMA mmap_size={MMAP_BYTES}")
            meta = dict(connection.execute("SELECT key, value FROM meta"))
        except sqlite3.Error as error:
            raise PlacesError(f"{chosen} is not a gazetteer ({error}); build or import it again") from error
        if meta.get("format") != FORMAT:
            connection.close()
            raise PlacesError(f"{chosen} has format {meta.get('format')}, this program reads {FORMAT}; import it again")
        return cls(chosen, connection, meta["fingerprint"])

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def names_from(self, first_word: str) -> tuple[Name, ...]:
        """All names whose first folded word, its article stripped, is this word; longest names first."""
        known = self._by_word.get(first_word)
        if known is not None:
            return known
        grouped: dict[tuple[str, int], tuple[list[int], list[int]]] = {}
        for rest, article, row, risky in self._connection.execute(
            "SELECT rest, article, row, risky FROM names WHERE first = ?", (first_word,)
        ):
            rows, risks = grouped.setdefault((rest, article), ([], []))
            rows.append(row)
            risks.append(risky)
        names = [
            Name((first_word, *rest.split()), tuple(rows), bool(article), all(risks))
            for (rest, article), (rows, risks) in grouped.items()
        ]
        names.sort(key=lambda name: (-len(name.words), name.words, name.article))
        if len(self._by_word) >= REMEMBERED_WORDS:
            self._by_word.clear()
        found = self._by_word[first_word] = tuple(names)
        return found

    def place(self, row: int) -> PlaceRecord:
        """The place of one row. Raises `PlacesError` for a row that the file does not have."""
        known = self._by_row.get(row)
        if known is not None:
            return known
        found = self._connection.execute(f"SELECT {PLACE_COLUMNS} FROM places WHERE row = ?", (row,)).fetchone()
        if found is None:
            raise PlacesError(f"{self.path} has no row {row}; the row comes from another gazetteer")
        (_, place_id, name_ar, name_en, lat, lon, feature, kind, country, admin1, admin2, admin3, pcode, population,
         source, radius_km, capital) = found  # fmt: skip
        above1, above2, above3 = (
            self.place(area) if area is not None and area != row else None for area in (admin1, admin2, admin3)
        )
        point = feature in POINTED
        record = PlaceRecord(
            row=row, place_id=place_id, name_ar=name_ar, name_en=name_en, lat=lat if point else None,
            lon=lon if point else None, about=None if lat is None else (lat, lon), feature=feature, kind=kind,
            country=country, admin1=above1.name_ar if above1 else None,
            admin1_id=above1.place_id if above1 else None, admin1_row=above1.row if above1 else None,
            admin2=above2.name_ar if above2 else None, admin2_row=above2.row if above2 else None,
            admin3=above3.name_ar if above3 else None, admin3_row=above3.row if above3 else None,
            pcode=pcode, population=population, source=source,
            radius_km=radius_km, capital=capital,
        )  # fmt: skip
        self._by_row[row] = record
        return record

    def rows_called(self, latin: str) -> tuple[int, ...]:
        """Rows whose name in Latin letters is this one, accents, case, hyphens and apostrophes apart.

        Goes through all names: for a person who asks, not for reading.
        """
        wanted = _fold_latin(latin)
        found = self._connection.execute("SELECT row, name_en FROM places WHERE name_en != '' ORDER BY row")
        return tuple(row for row, name in found if wanted and _fold_latin(name) == wanted)

    def rows_beginning(self, first: str, rest: str, most: int) -> tuple[int, ...]:
        """Rows with a name whose folded words begin with these, the largest places first; `first` is not empty.

        `first` is the beginning of the name's first word, or where `rest` is given that whole word.
        """
        high = "\uffff"
        where = "first = ? AND rest >= ? AND rest < ?" if rest else "first >= ? AND first < ?"
        values = (first, rest, rest + high) if rest else (first, first + high)
        found = self._connection.execute(
            f"SELECT row FROM places WHERE row IN (SELECT row FROM names WHERE {where}) "
            "ORDER BY population IS NULL, population DESC, row LIMIT ?", (*values, most),
        )  # fmt: skip
        return tuple(row for (row,) in found)

    def rows_coded(self, code: str) -> tuple[int, ...]:
        """Rows of a P-code."""
        found = self._connection.execute("SELECT row FROM places WHERE pcode = ? ORDER BY row", (code,))
        return tuple(row for (row,) in found)

    def rows_beginning_latin(self, latin: str, most: int) -> tuple[int, ...]:
        """Rows whose name in Latin letters begins so, the largest places first. Goes through all names."""
        wanted = _fold_latin(latin)
        found = self._connection.execute(
            "SELECT row, name_en FROM places WHERE name_en != '' ORDER BY population IS NULL, population DESC, row"
        )
        rows = (row for row, name in found if wanted and _fold_latin(name).startswith(wanted))
        return tuple(islice(rows, most))

    def row_of(self, place_id: str) -> int | None:
        """The row of an id, current or alias; `None` for an id that the file does not know."""
        found = self._connection.execute("SELECT row FROM ids WHERE place_id = ?", (place_id,)).fetchone()
        return None if found is None else int(found[0])

    def country_row(self, code: str) -> int | None:
        """The row of a country by its ISO 3166 code of two letters."""
        if code not in self._countries:
            found = self._connection.execute(
                "SELECT row FROM places WHERE feature = 'country' AND country = ? ORDER BY row", (code,)
            ).fetchone()
            self._countries[code] = None if found is None else int(found[0])
        return self._countries[code]

    def is_ruled(self, code: str | None) -> bool:
        """Whether the governorates of a country are held, so that a place without one is merely not placed yet."""
        if self._ruled is None:
            found = self._connection.execute(
                "SELECT country, count(*) FROM places WHERE feature = 'governorate' GROUP BY country"
            )
            self._ruled = frozenset(country for country, areas in found if country and areas >= LEAST_GOVERNORATES)
        return code in self._ruled

    def capital_row(self, code: str) -> int | None:
        """The row of a country's capital by its ISO 3166 code of two letters; the largest where two are marked."""
        if code not in self._capitals:
            found = self._connection.execute(
                "SELECT row FROM places WHERE capital = ? ORDER BY population DESC, row", (code,)
            ).fetchone()
            self._capitals[code] = None if found is None else int(found[0])
        return self._capitals[code]

    def ids_of(self, row: int) -> tuple[str, ...]:
        """Every source's id of one place, sorted."""
        found = self._connection.execute("SELECT place_id FROM ids WHERE row = ? ORDER BY place_id", (row,))
        return tuple(place_id for (place_id,) in found)

    def attributions(self) -> tuple[Attribution, ...]:
        """Whose data the file holds: to be shown wherever places are shown."""
        found = self._connection.execute("SELECT source, title, licence, text, url FROM sources ORDER BY source")
        return tuple(Attribution(*fields) for fields in found)

    def count(self) -> tuple[int, int]:
        """How many places and how many names the file holds."""
        places = self._connection.execute("SELECT count(*) FROM places").fetchone()[0]
        names = self._connection.execute("SELECT count(*) FROM names").fetchone()[0]
        return int(places), int(names)


def _fold_latin(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return "".join(letter for letter in bare.casefold() if letter.isalnum())
