"""What `marsad run` and `marsad incidents` must make of the village: every incident, figure, report and voice."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from residents import NOT_YET, ROOT, TRUTH, Ledger, Readings, describe, list_incidents

NEGATIVES = {one["doc_id"] for one in TRUTH["documents"] if one["negative"]}
KNOWN = {one["key"]: one for one in TRUTH["incidents"]}


def cells(incident: dict[str, Any]) -> dict[tuple[str, str], tuple[int | None, int | None, int | None, bool]]:
    """Low, best, high and open end by outcome and group; reported zeros and releases are no figures of harm."""
    return {
        (cell["outcome"], cell["group"]): (cell["low"], cell["best"], cell["high"], cell["high_open"])
        for cell in incident["cells"]
        if (cell["low"], cell["high"], cell["high_open"]) != (0, 0, False) and cell["outcome"] != "released"
    }


def names_of_origins(incident: dict[str, Any]) -> list[str]:
    return [f"{one['source_id']} {one.get('name_ar')} {one.get('name_en')}" for one in incident["origins"]]


@pytest.mark.parametrize("key", list_incidents())
def test_incident_holds_its_reports_and_no_others(ledger: Ledger, key: str) -> None:
    documents, known = set(ledger.incident(key)["documents"]), KNOWN[key]
    assert documents - set(known["may_also_hold"]) == set(known["documents"])


@pytest.mark.parametrize("key", list_incidents("marib-missile"))
def test_incident_has_the_cells_it_was_built_with(ledger: Ledger, key: str) -> None:
    known = {
        (one["outcome"], one["group"]): (one["low"], one["best"], one["high"], one["high_open"])
        for one in KNOWN[key]["cells"]
    }
    assert cells(ledger.incident(key)) == known


@pytest.mark.parametrize("key", list_incidents(having="counts"))
def test_incident_has_the_counts_it_was_built_with(ledger: Ledger, key: str) -> None:
    found = [
        {name: one[name] for name in ("low", "best", "high", "high_open")} for one in ledger.incident(key)["counts"]
    ]
    known = [{name: one[name] for name in ("low", "best", "high", "high_open")} for one in KNOWN[key]["counts"]]
    assert all(one in found for one in known)


@pytest.mark.parametrize("key", list_incidents("marib-missile", having="origins"))
def test_incident_has_the_voices_it_was_built_with(ledger: Ledger, key: str) -> None:
    incident, known = ledger.incident(key), KNOWN[key]
    voices = [name for name in names_of_origins(incident) if not any(word in name for word in known["may_also_speak"])]
    assert len(voices) == len(known["origins"]), voices


def test_two_outlets_quoting_one_body_are_one_voice(ledger: Ledger) -> None:
    incident = ledger.incident("west-idlib-strikes")
    assert incident["documents"] == ["v07", "v08"]
    assert len(incident["origins"]) == 1, names_of_origins(incident)


def test_rising_toll_supersedes(ledger: Ledger) -> None:
    """Seven, then eleven by the same body: the low is the nine of another voice, no longer the seven."""
    assert cells(ledger.incident("ariha-market"))["killed", "person"] == (9, 11, 11, False)


def test_best_is_what_two_voices_agree_on(ledger: Ledger) -> None:
    rules = {(cell["outcome"], cell["group"]): cell["best_rule"] for cell in ledger.incident("ariha-market")["cells"]}
    assert rules["killed", "person"] == "agree"


def test_denied_strike_changes_no_figure(ledger: Ledger) -> None:
    """The ministry's "no raid" is a claim, but neither a zero nor a voice in the toll."""
    incident = ledger.incident("ariha-market")
    assert cells(incident)["killed", "person"][0] == 9
    setters = {claim for cell in incident["cells"] for claim in (*cell["low_by"], *cell["high_by"])}
    denied = {one["incident_id"] for one in ledger.incidents if one["status"] == "denied"}
    assert setters
    assert incident["incident_id"] not in denied


def test_strikes_three_days_apart_on_one_town_stay_two_incidents(ledger: Ledger) -> None:
    market, edge = ledger.incident("ariha-market"), ledger.incident("ariha-edge")
    assert market["incident_id"] != edge["incident_id"]
    assert cells(edge)["killed", "person"] == (2, 2, 2, False)


def test_parts_are_never_added_to_the_toll(ledger: Ledger) -> None:
    assert cells(ledger.incident("darkush"))["killed", "person"] == (8, 8, 8, True)


def test_more_than_350_strikes_by_one_origin(ledger: Ledger) -> None:
    counts = [one for one in ledger.incident("west-idlib-strikes")["counts"] if one["unit"] == "strike"]
    assert [(one["low"], one["best"], one["high"], one["high_open"]) for one in counts] == [(350, 350, 350, True)]


def test_toll_of_one_town_is_not_laid_on_all_struck_towns(ledger: Ledger) -> None:
    assert cells(ledger.incident("west-idlib-strikes")) == {}


def test_car_bomb_without_casualties_has_no_cells(ledger: Ledger) -> None:
    incident = ledger.incident("azaz-car-bomb")
    assert incident["cells"] == []
    assert incident["documents"] == ["v07", "v09"]


def test_two_sides_make_a_range_not_a_sum(ledger: Ledger) -> None:
    found = cells(ledger.incident("sarmin-clash"))
    assert found["killed", "soldier"] == (6, 6, 14, False)
    assert found["killed", "person"] == (10, 10, 14, False)


@pytest.mark.xfail(strict=True, reason=NOT_YET["marib-missile"])
def test_vague_number_never_sets_the_low(ledger: Ledger) -> None:
    low, best, _, high_open = cells(ledger.incident("marib-missile"))["killed", "person"]
    assert (low, best, high_open) == (5, 5, True)


def test_planned_assault_has_no_figures(ledger: Ledger) -> None:
    incident = ledger.incident("jisr-offensive")
    assert (incident["status"], incident["cells"]) == ("planned", [])


def test_background_toll_sets_no_cell(ledger: Ledger) -> None:
    loud = [
        describe(one)
        for one in ledger.incidents
        for cell in one["cells"]
        if one["status"] != "background" and cell["low"] in {143, 41, 500000}
    ]
    assert loud == []


def test_negatives_give_no_incidents(ledger: Ledger) -> None:
    assert [describe(one) for one in ledger.incidents if set(one["documents"]) & NEGATIVES] == []


def test_incidents_lie_in_their_own_country(ledger: Ledger) -> None:
    countries = {
        document: {
            place["country"] for one in ledger.incidents if document in one["documents"] for place in one["where"]
        }
        for document in ("v01", "v21", "v22")
    }
    assert countries == {"v01": {"SY"}, "v21": {"YE"}, "v22": {"SD"}}


def test_everything_proposed_is_called_proposed(ledger: Ledger) -> None:
    assert {one["state"] for one in ledger.incidents} == {"proposed"}


def test_run_twice_changes_nothing(ledger: Ledger) -> None:
    before = ledger.marsad("incidents", "--format", "jsonl")
    ledger.marsad("run", str(ROOT / "samples" / "reports"))
    assert ledger.marsad("incidents", "--format", "jsonl") == before


def test_order_of_arrival_changes_no_incident(
    ledger: Ledger, readings: Readings, gate: ModuleType, tmp_path: Path
) -> None:
    files = [str(path) for path in reversed(gate.village_files())]
    path = tmp_path / "reversed.db"
    gate.marsad("run", *files, "--ledger", str(path), scratch=tmp_path)
    printed = gate.marsad("incidents", "--ledger", str(path), "--format", "jsonl", scratch=tmp_path)
    other = [json.loads(line) for line in printed.splitlines() if line.strip()]

    def partition(incidents: list[dict[str, Any]]) -> dict[tuple[str, ...], Any]:
        return {tuple(sorted(one["claims"])): sorted(cells(one).items()) for one in incidents}

    assert partition(other) == partition(ledger.incidents)


def test_reports_that_arrive_one_by_one_end_in_the_same_incidents(
    ledger: Ledger, gate: ModuleType, tmp_path: Path
) -> None:
    """The first reports' ids stay, and the toll is the same as if all had come at once."""
    path, files = tmp_path / "later.db", gate.village_files()

    def incidents() -> list[dict[str, Any]]:
        printed = gate.marsad("incidents", "--ledger", str(path), "--format", "jsonl", scratch=tmp_path)
        return [json.loads(line) for line in printed.splitlines() if line.strip()]

    gate.marsad("run", *map(str, files[:2]), "--ledger", str(path), scratch=tmp_path)
    (first,) = [one for one in incidents() if one["type"] == "air_strike"]
    assert cells(first)["killed", "person"] == (7, 7, 7, False)
    gate.marsad("run", *map(str, files), "--ledger", str(path), scratch=tmp_path)
    (later,) = [one for one in incidents() if one["incident_id"] == first["incident_id"]]
    assert cells(later) == cells(ledger.incident("ariha-market"))
