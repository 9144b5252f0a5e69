"""A small gazetteer with well-known namesakes, and mentions of it."""

from pathlib import Path

from marsad.model.place import Mention, Offset
from marsad.packs.places import naming_for
from marsad.pipeline.places import find_rows
from marsad.reference.gazetteer import Gazetteer
from marsad.reference.gazetteer_file import Entry, GazetteerFile

COUNTRIES = {"SY": "سوريا", "LB": "لبنان", "LY": "ليبيا", "MA": "المغرب", "YE": "اليمن", "RU": "روسيا", "PS": "فلسطين"}
GOVERNORATES = {
    "SY.درعا": 1,
    "SY.القنيطرة": 2,
    "SY.السويداء": 3,
    "SY.حلب": 4,
    "SY.حمص": 5,
    "SY.ريف دمشق": 6,
    "SY.إدلب": 7,
    "LB.الجنوب": 8,
    "LB.الشمال": 9,
    "LY.طرابلس": 10,
    "LY.بنغازي": 11,
    "YE.البيضاء": 12,
    "LY.الجبل الأخضر": 13,
    "YE.صنعاء": 14,
    "MA.الرباط": 15,
    "PS.الضفة الغربية": 16,
    "YE.الجوف": 17,
    "LY.الكفرة": 18,
}
SETTLEMENTS = [
    ("درعا", "SY.درعا", 32.62, 36.10, 98000),
    ("صيدا", "SY.درعا", 32.63, 36.22, None),
    ("الطيبة", "SY.درعا", 32.56, 36.24, None),
    ("النعيمة", "SY.درعا", 32.64, 36.16, None),
    ("أم المياذن", "SY.درعا", 32.58, 36.21, None),
    ("نوى", "SY.درعا", 32.89, 36.04, 59000),
    ("القنيطرة", "SY.القنيطرة", 33.12, 35.83, None),
    ("صيدا", "SY.القنيطرة", 32.87, 35.87, None),
    ("القنيطرة", "MA.الرباط", 34.26, -6.58, 470000),
    ("السويداء", "SY.السويداء", 32.71, 36.57, 64000),
    ("الطيبة", "SY.حمص", 35.09, 38.91, None),
    ("الطيبة", "SY.ريف دمشق", 33.33, 36.20, None),
    ("الطيبة", "PS.الضفة الغربية", 31.95, 35.30, 1400),
    ("صيدا", "LB.الجنوب", 33.56, 35.37, 163000),
    ("صور", "LB.الجنوب", 33.27, 35.20, 135000),
    ("صيدا", "PS.الضفة الغربية", 32.38, 35.12, 2900),
    ("طرابلس", "LY.طرابلس", 32.89, 13.19, 1300000),
    ("طرابلس", "LB.الشمال", 34.43, 35.84, 229000),
    ("بنغازي", "LY.بنغازي", 32.11, 20.07, 650000),
    ("حلب", "SY.حلب", 36.20, 37.16, 2000000),
    ("جرابلس", "SY.حلب", 36.81, 38.01, 11000),
    ("المشيرفة", "SY.حلب", 36.55, 37.60, None),
    ("المشيرفة", "SY.حلب", 35.90, 36.90, None),
    ("نبل", "SY.حلب", 36.37, 36.99, 21000),
    ("الزهراء", "SY.حلب", 36.36, 37.01, None),
    ("الزهراء", "SY.إدلب", 35.98, 36.38, None),
    ("حمص", "SY.حمص", 34.72, 36.71, 775000),
    ("البيضاء", "LY.الجبل الأخضر", 32.76, 21.76, 206000),
    ("البيضاء", "YE.البيضاء", 13.98, 45.57, 37000),
    ("صنعاء", "YE.صنعاء", 15.35, 44.20, 1900000),
    ("الجوف", "LY.الكفرة", 24.2, 23.29, 24000),
]


def write_map(path: Path) -> Gazetteer:
    made = GazetteerFile(naming_for("ar"))
    for code, name in COUNTRIES.items():
        made.add(
            Entry(
                source="marsad",
                place_id=f"marsad:{code}",
                names=(name,),
                name_en=code,
                feature="country",
                kind="country",
                country=code,
            )
        )
    for key, number in GOVERNORATES.items():
        country, name = key.split(".")
        made.add(
            Entry(
                source="marsad",
                place_id=f"marsad:g{number}",
                names=(name,),
                name_en="",
                feature="governorate",
                kind="governorate",
                country=country,
            )
        )
    for number, (name, area, lat, lon, population) in enumerate(SETTLEMENTS, start=1):
        made.add(
            Entry(
                source="geonames",
                place_id=f"geonames:{number}",
                names=(name,),
                name_en=area,
                feature="settlement",
                kind="village",
                country=area[:2],
                lat=lat,
                lon=lon,
                population=population,
                admin1=f"marsad:g{GOVERNORATES[area]}",
            )
        )
    made.add(
        Entry(
            source="marsad",
            place_id="marsad:homs-zahra",
            names=("حي الزهراء",),
            doubtful=("الزهراء",),
            name_en="",
            feature="district",
            kind="quarter",
            country="SY",
            lat=34.735,
            lon=36.742,
            admin1="marsad:g5",
        )
    )
    made.save(path)
    return Gazetteer.open(path)


def mention(
    gazetteer: Gazetteer,
    text: str,
    head: str | None = None,
    *,
    sentence: int = 0,
    list_id: int | None = None,
    within: tuple[int, ...] = (),
    country: str | None = None,
    bearing: float | None = None,
    offset: Offset | None = None,
) -> Mention:
    return Mention(
        text=text,
        field="text",
        start=0,
        end=len(text),
        head=head,
        candidates=find_rows(text, gazetteer),
        sentence=sentence,
        list_id=list_id,
        within=within,
        country=country,
        bearing=bearing,
        offset=offset,
    )
