"""From file to export: the figures of the truth in the published table, and nothing in it that must stay inside."""

import csv
import io
import json
from pathlib import Path

import pytest
from residents import ROOT, TRUTH, Ledger, list_incidents

GROUPS = {"person": "all", "child": "children", "woman": "women", "man": "men", "soldier": "soldiers"} | {
    "civilian": "civilian", "fighter": "fighters",
}  # fmt: skip
KNOWN = {one["key"]: one for one in TRUTH["incidents"]}


def read_table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def export(ledger: Ledger, file_format: str, path: Path, *options: str) -> Path:
    ledger.marsad("export", file_format, "--out", str(path), *options)
    return path


@pytest.fixture(scope="module")
def rows(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The public table of incidents, by incident id."""
    path = export(ledger, "csv", tmp_path_factory.mktemp("export") / "incidents.csv")
    return {row["incident_id"]: row for row in read_table(path)}


@pytest.mark.parametrize("key", list_incidents("marib-missile", having="cells"))
def test_figures_of_the_truth_stand_in_the_table(ledger: Ledger, rows: dict[str, dict[str, str]], key: str) -> None:
    row = rows[ledger.incident(key)["incident_id"]]
    for cell in KNOWN[key]["cells"]:
        if cell["outcome"] in {"killed", "injured"}:
            stem = f"{GROUPS[cell['group']]}_{cell['outcome']}"
            expected = {bound: str(cell[bound]) for bound in ("low", "best", "high") if cell[bound] is not None}
            assert {bound: row[f"{stem}_{bound}"] for bound in expected} == expected


def test_nothing_stated_is_an_empty_cell_not_a_zero(ledger: Ledger, rows: dict[str, dict[str, str]]) -> None:
    row = rows[ledger.incident("azaz-car-bomb")["incident_id"]]
    assert {row[name] for name in row if name.endswith(("_killed_low", "_killed_best", "_killed_high"))} == {""}


def test_strikes_stand_in_the_table_with_an_open_end(ledger: Ledger, rows: dict[str, dict[str, str]]) -> None:
    row = rows[ledger.incident("west-idlib-strikes")["incident_id"]]
    assert (row["strikes_low"], row["strikes_best"], row["strikes_high"]) == ("350", "350", "350")
    assert (row["n_reports"], row["n_origins"]) == ("2", "1")


def test_public_table_holds_no_words_of_the_reports(ledger: Ledger, tmp_path: Path) -> None:
    """No evidence, address, publisher or local outlet leaves by the default door."""
    for subject in ("incidents", "claims"):
        path = export(ledger, "csv", tmp_path / f"{subject}.csv", *(("--of", "claims") if subject == "claims" else ()))
        content = path.read_text(encoding="utf-8-sig")
        assert content.count("\n") > 1
        leaked = [
            words
            for one in TRUTH["documents"]
            for words in (one["publisher"], *(event["evidence"] for event in one["events"]))
            if words and words in content
        ]
        assert leaked == []
        assert ".example/" not in content


def test_geojson_has_no_point_for_a_governorate(ledger: Ledger, tmp_path: Path) -> None:
    collection = json.loads(export(ledger, "geojson", tmp_path / "incidents.geojson").read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    coarse = [
        one for one in collection["features"] if one["properties"]["geo_prec"] in {"governorate", "country", "region"}
    ]
    assert coarse
    assert all(one["geometry"] is None for one in coarse)


def test_geojson_puts_longitude_first(ledger: Ledger, tmp_path: Path) -> None:
    collection = json.loads(export(ledger, "geojson", tmp_path / "incidents.geojson").read_text(encoding="utf-8"))
    wanted = ledger.incident("maharda-rockets")["incident_id"]
    (feature,) = [one for one in collection["features"] if one["id"] == wanted]
    assert feature["geometry"]["coordinates"] == pytest.approx([36.57, 35.25], abs=0.05)


def test_sample_reports_are_where_the_demo_finds_them() -> None:
    assert len(list((ROOT / "samples" / "reports").iterdir())) == len({one["file"] for one in TRUTH["documents"]})
