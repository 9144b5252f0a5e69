"""The door: what may leave, and what stays inside."""

import csv
import io
import json
import tomllib
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import msgspec
import pytest
from invented_desk import ADDRESS, HOUSE, INCIDENTS, PERSON, STRIKE, TEXT, TITLE, incident

from marsad.base.errors import PromiseError
from marsad.model.incident import Period
from marsad.model.value import Group, Outcome
from marsad.publish.exports.assemble import build_export
from marsad.publish.exports.rows import claim_rows, feature_row, incident_row
from marsad.publish.filters import Question
from marsad.publish.redaction import Door, Passed, read_columns, read_figure_names
from marsad.store.ledger import Ledger

NOW = datetime(2024, 2, 10, 12, tzinfo=UTC)

# A person who widens what leaves the ledger changes this list too, in the same commit, knowingly.
AREAS = {
    "admin1_pcode", "admin2", "admin2_en", "admin2_pcode", "admin3", "admin3_en", "admin3_pcode", "where_prec",
    "geo_precision",
}  # fmt: skip
RELEASED = {
    "incidents": {
        "incident_id", "code", "state", "kind", "event_type", "status", "date_start", "date_end", "date_prec",
        "country", "admin1", "admin1_en", *AREAS, "place_pcode", "place_ar", "place_en", "n_places", "other_places",
        "lat", "lon", "geo_prec", "perpetrator", "perpetrator_basis", "grade", "n_reports", "n_origins", "sources",
        "strikes_low", "strikes_best", "strikes_high", "best_rule", "high_open", "over_places", "coarsened",
        "updated_from",
    },
    "features": {
        "id", "code", "state", "kind", "date", "date_end", "date_prec", "event_type", "status", "place_ar", "place_en",
        "places", "admin1", "admin1_en", *AREAS, "country", "place_pcode", "geo_prec", "civilians_killed_low",
        "civilians_killed_best", "civilians_killed_high", "killed_low", "killed_best", "killed_high", "injured_low",
        "injured_best", "injured_high", "high_open", "over_places", "perpetrator", "perpetrator_basis", "grade",
        "n_reports", "n_origins", "coarsened",
    },
    "claims": {
        "claim_id", "incident_id", "event_type", "status", "kind", "published", "date_start", "date_end", "date_prec",
        "country", "admin1", "admin1_en", *AREAS, "place_pcode", "place_ar", "place_en", "lat", "lon", "geo_prec",
        "actors", "actor_stance", "weapons", "origins", "measure", "outcome", "group", "unit",
        "n_min", "n_max", "n_kind", "subset", "confidence", "rules",
    },
}  # fmt: skip


def export(desk: Ledger, subject: str, file_format: str = "csv", profile: str = "public") -> tuple[str, Door]:
    door = Door(profile=profile, now=NOW)
    content, _ = build_export(desk, file_format, subject, Question(), door)
    return content.decode("utf-8"), door


def rows(content: str) -> dict[str, dict[str, str]]:
    return {row["incident_id"]: row for row in csv.DictReader(io.StringIO(content, newline=""))}


@pytest.mark.parametrize("table", ["incidents", "features", "claims"])
def test_only_the_agreed_columns_are_released(table: str) -> None:
    figures = {f"{stem}_{bound}" for stem in read_figure_names().values() for bound in ("low", "best", "high")}
    assert set(Door(profile="public", now=NOW).columns(table)) - figures == RELEASED[table]


def test_every_column_that_a_row_has_is_classified(desk: Ledger) -> None:
    door = Door(profile="internal", now=NOW)
    for one in INCIDENTS:
        passed = Passed(one, one.type, (), None)
        assert set(incident_row(passed)) <= set(read_columns()["incidents"])
        assert set(feature_row(passed)) <= set(read_columns()["features"])
    for live in desk.read_live_claims():
        for row in claim_rows(live, None, door):
            assert set(row) | {"url", "title"} <= set(read_columns()["claims"])


def test_a_new_column_without_a_class_breaks_the_export() -> None:
    with pytest.raises(PromiseError, match="phone"):
        Door(profile="internal", now=NOW).pass_row("incidents", {"incident_id": "x", "phone": "1"})


def test_every_column_says_what_it_is() -> None:
    declared = tomllib.loads(files("marsad.publish").joinpath("columns.toml").read_text(encoding="utf-8"))
    assert all(entry["says"] for table in declared.values() for entry in table["columns"].values())


def test_every_group_and_outcome_has_a_column() -> None:
    names = read_figure_names()
    assert {outcome for outcome, _ in names} == set(Outcome.__args__)
    assert {group for _, group in names} == set(Group.__args__)


@pytest.mark.parametrize("subject", ["incidents", "claims"])
@pytest.mark.parametrize("file_format", ["csv", "geojson"])
def test_public_files_hold_no_word_of_a_report_and_no_person(desk: Ledger, subject: str, file_format: str) -> None:
    content, _ = export(desk, subject, file_format)
    for secret in (
        PERSON,
        HOUSE,
        TITLE[1:],
        TEXT.split("\n", maxsplit=1)[0],
        ADDRESS,
        "someone.example",
        "صفحة فلان",
    ):
        assert secret not in content
    assert "35.8137" not in content
    assert "36.6096" not in content


@pytest.mark.parametrize("subject", ["incidents", "claims"])
def test_internal_files_hold_them(desk: Ledger, subject: str) -> None:
    content, door = export(desk, subject, profile="internal")
    assert PERSON in content
    assert "35.813721" in content
    assert not door.held


def test_incident_of_the_last_24_hours_is_held_back_and_counted(desk: Ledger) -> None:
    content, door = export(desk, "incidents")
    assert "recent" not in rows(content)
    assert door.held["recent"] == 1
    assert any("1 held back" in sentence for sentence in door.say_held())


@pytest.mark.parametrize(("hour", "passes"), [(23, False), (24, True)])
def test_embargo_ends_a_day_after_the_last_day(hour: int, passes: bool) -> None:
    one = incident("x", when=Period(start=date(2024, 2, 1), end=date(2024, 2, 8), precision="days"))
    now = datetime(2024, 2, 9 + hour // 24, hour % 24, tzinfo=UTC)
    passed = Door(profile="public", now=now).pass_incident(one, latest_report=None, latest_capture=None)
    assert (passed is not None) == passes


@pytest.mark.parametrize(
    ("report", "capture", "held"),
    [
        (date(2024, 2, 1), date(2024, 2, 10), None),
        (None, date(2024, 2, 1), None),
        (None, date(2024, 2, 10), "recent"),
        (None, None, "undated"),
    ],
)
def test_undated_incident_waits_from_its_report_or_capture(report: Any, capture: Any, held: str | None) -> None:
    door = Door(profile="public", now=NOW)
    one = incident("x", when=Period())
    assert (door.pass_incident(one, latest_report=report, latest_capture=capture) is None) == (held is not None)
    assert list(door.held) == ([held] if held else [])


def test_sexual_violence_goes_out_by_month_and_governorate_only(desk: Ledger) -> None:
    content, _ = export(desk, "incidents")
    row = rows(content)["sensitive"]
    assert row["event_type"] == "violence_against_civilians"
    assert (row["date_start"], row["date_end"], row["date_prec"]) == ("2024-01-01", "2024-01-31", "month")
    assert (row["admin1"], row["admin1_en"]) == ("إدلب", "Idlib")
    assert (row["place_ar"], row["place_en"], row["lat"], row["sources"]) == ("", "", "", "")
    assert (row["all_injured_best"], row["children_injured_best"]) == ("1", "")
    assert row["updated_from"] == "2024-02-01"
    claims, door = export(desk, "claims")
    assert "c3" not in claims
    assert door.held["sensitive"] == 1


def test_points_are_rounded_and_sites_more_so() -> None:
    passed = Door(profile="public", now=NOW).pass_incident(STRIKE, latest_report=None, latest_capture=None)
    assert passed is not None
    settlement, site = passed.incident.where
    assert (settlement.lat, settlement.lon) == (35.81, 36.61)
    assert (site.lat, site.lon, site.precision, site.name_ar) == (35.8, 36.6, "district", None)
    assert passed.coarsened == ("site", "place_name")


def test_unlisted_actors_and_sources_leave_only_their_number(desk: Ledger) -> None:
    content, _ = export(desk, "incidents")
    row = rows(content)["strike"]
    assert (row["perpetrator"], row["perpetrator_basis"]) == ("Syrian air force", "accused")
    assert (row["sources"], row["n_origins"]) == ("Field Monitoring Network", "2")


def test_withdrawn_incident_is_not_released() -> None:
    door = Door(profile="public", now=NOW)
    one = incident("x", state="withdrawn")
    assert door.pass_incident(one, latest_report=None, latest_capture=None) is None
    assert door.held["withdrawn"] == 1


def test_geojson_of_a_governorate_has_no_geometry_and_several_places_have_all_points(desk: Ledger) -> None:
    content, _ = export(desk, "incidents", "geojson")
    features = {feature["id"]: feature for feature in json.loads(content)["features"]}
    assert features["governorate"]["geometry"] is None
    assert features["strike"]["geometry"] == {"type": "MultiPoint", "coordinates": [[36.61, 35.81], [36.6, 35.8]]}


def test_tier_that_a_desk_gives_an_origin_stays_inside() -> None:
    graded = msgspec.structs.replace(
        STRIKE, origins=tuple(msgspec.structs.replace(one, tier=1) for one in STRIKE.origins)
    )
    for profile, tiers in (("internal", {1}), ("public", {None})):
        door = Door(profile=profile, now=NOW)
        passed = door.pass_incident(graded, latest_report=None, latest_capture=None)
        assert passed is not None
        assert {origin.tier for origin in passed.incident.origins} == tiers
