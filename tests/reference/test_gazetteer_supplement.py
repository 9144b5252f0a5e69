import csv
from pathlib import Path

import marsad
from marsad.base.errors import PlacesError
from marsad.packs.places import naming_for
from marsad.reference.gazetteer_file import check_entry
from marsad.reference.gazetteer_supplement import SUPPLEMENT, read_table

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
    assert all(row["source"] for row in table)
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
