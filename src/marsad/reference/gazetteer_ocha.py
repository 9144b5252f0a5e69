"""OCHA common operational data: P-coded communities with their subdistricts, districts and governorates.

Hard because one name field may hold two names of one village (joined with an underscore or a slash) or a name and
the district that tells it from its namesakes, and because every country team names its columns in its own way
(`gazetteer_tables` reads the official CSV and XLSX layouts).
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from marsad.base.errors import InputError, PlacesError
from marsad.model.value import PlacePrecision
from marsad.reference.gazetteer import Attribution
from marsad.reference.gazetteer_file import Entry
from marsad.reference.gazetteer_names import Naming

ATTRIBUTION = Attribution(
    source="ocha",
    title="OCHA common operational data sets",
    licence="CC BY 3.0 IGO",
    text="Administrative areas and communities with P-codes from the United Nations OCHA, licensed under CC BY 3.0 IGO",
    url="https://data.humdata.org/",
)
LEVELS: tuple[tuple[str, PlacePrecision, str], ...] = (
    ("admin1", "governorate", "governorate"),
    ("admin2", "district", "district"),
    ("admin3", "district", "subdistrict"),
)


class Community(msgspec.Struct, frozen=True):
    """One populated place; rows of the publisher's JSON have these keys, though not the English ones of the areas."""

    name_ar: str
    name_en: str
    lat: float
    lng: float
    pcode: str
    admin1_pcode: str
    admin1_ar: str
    admin1_en: str = ""
    admin2_en: str = ""
    admin3_en: str = ""
    admin2_pcode: str = ""
    admin2_ar: str = ""
    admin3_pcode: str = ""
    admin3_ar: str = ""
    is_capital: bool = False


def read_communities(path: Path) -> Iterator[tuple[int, Community | PlacesError]]:
    """Rows of a JSON list, numbered from 1; a bad row is given as its error. Raises `InputError` for a bad file."""
    try:
        rows: list[Any] = msgspec.json.decode(path.read_bytes(), type=list[Any])
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(f"{path} cannot be read as a JSON list of communities: {error}") from error
    for number, row in enumerate(rows, start=1):
        try:
            yield number, msgspec.convert(row, Community)
        except msgspec.ValidationError as error:
            yield number, PlacesError(str(error))


def entry_from_community(row: Community, naming: Naming) -> Entry:
    """A community as an entry; the name of a district that only qualifies it is no name of its own."""
    above = {row.admin1_ar, row.admin2_ar, row.admin3_ar}
    forms = naming.forms(row.name_ar)
    names = tuple(form for place, form in enumerate(forms) if place == 0 or form not in above)
    return Entry(
        source="ocha", place_id=f"ocha:{row.pcode}", names=names, name_en=row.name_en.split("_")[0].strip(),
        feature="settlement", kind="village", country=row.admin1_pcode[:2] or None, lat=row.lat, lon=row.lng,
        admin1=_area_id(row.admin1_pcode), admin2=_area_id(row.admin2_pcode), admin3=_area_id(row.admin3_pcode),
        pcode=row.pcode,
    )  # fmt: skip


def area_entries(rows: list[Community]) -> list[Entry]:
    """The governorates, districts and subdistricts that communities lie in.

    An area stands at its seat where a community bears its name, else in the middle of its communities.
    """
    held: dict[tuple[int, str], list[Community]] = defaultdict(list)
    for row in rows:
        for level, (prefix, _, _) in enumerate(LEVELS):
            pcode = getattr(row, f"{prefix}_pcode")
            if pcode:
                held[level, pcode].append(row)
    entries = []
    for (level, pcode), members in sorted(held.items(), key=lambda item: item[0]):
        prefix, feature, kind = LEVELS[level]
        name = getattr(members[0], f"{prefix}_ar")
        seat = next((row for row in members if row.name_ar == name), None)
        lat = seat.lat if seat else sum(row.lat for row in members) / len(members)
        lon = seat.lng if seat else sum(row.lng for row in members) / len(members)
        entries.append(
            Entry(
                source="ocha", place_id=f"ocha:{pcode}", names=(name,), feature=feature, kind=kind,
                name_en=getattr(members[0], f"{prefix}_en") or (seat.name_en if seat and level > 0 else ""),
                country=pcode[:2], lat=round(lat, 4), lon=round(lon, 4),
                admin1=_area_id(members[0].admin1_pcode) if level > 0 else None,
                admin2=_area_id(members[0].admin2_pcode) if level > 1 else None, pcode=pcode,
            )
        )  # fmt: skip
    return entries


def _area_id(pcode: str) -> str | None:
    return f"ocha:{pcode}" if pcode else None
