"""Decisions as a person types them, from the command to the incidents."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from marsad.base.errors import UseError
from marsad.cli import main
from marsad.model.incident import IncidentPlace
from marsad.pipeline.corrections import parse_correction
from marsad.pipeline.judge import judge
from marsad.store.ledger import open_ledger

REPORTS = [
    {
        "id": "one",
        "publisher": "A",
        "published": "2018-07-05",
        "text": "قتل 16 مدنيا في غارة جوية على مدينة إدلب اليوم.",
    },
    {
        "id": "two",
        "publisher": "B",
        "published": "2018-07-05",
        "text": "مقتل 6 مدنيين بغارة جوية على مدينة إدلب اليوم.",
    },
]


def find_nowhere(place_id: str) -> IncidentPlace | None:
    return None if place_id == "nowhere" else IncidentPlace(
        place_id=place_id, name_ar=None, name_en=None, lat=1.0, lon=2.0, precision="settlement"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "low", "high", "kind"),
    [
        ("6", 6, 6, "exact"), ("6+", 6, None, "at_least"), ("6-9", 6, 9, "range"), ("~6", 6, 6, "approximate"),
        ("0", 0, 0, "none_reported"), ("none", None, None, None),
    ],
)  # fmt: skip
def test_number_is_typed_as_it_is_shown(typed: str, low: int | None, high: int | None, kind: str | None) -> None:
    (figure,) = parse_correction([f"killed.child={typed}"], find_nowhere).figures
    assert (figure.outcome, figure.group, figure.low, figure.high, figure.kind) == ("killed", "child", low, high, kind)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("type", "FIELD=VALUE"), ("type=bombing", "air_strike"), ("colour=red", "OUTCOME.GROUP"),
        ("killed.child=many", "6-9"), ("killed.child=9-6", "below its beginning"), ("when=today", "2018-07-04"),
        ("when=2018-07-05..2018-07-04", "before it begins"), ("where=nowhere", "marsad places find"),
        ("named.killed.child=0", "5+"), ("named.killed.child=3-5", "complete list"),
        ("named.killed=3", "OUTCOME.GROUP"),
    ],
)  # fmt: skip
def test_slip_is_refused_with_what_would_be_right(typed: str, said: str) -> None:
    with pytest.raises(UseError, match=said):
        parse_correction([typed], find_nowhere)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.chdir(tmp_path)
    Path("in.jsonl").write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in REPORTS), encoding="utf-8")

    def call(*arguments: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        assert ended.value.code == 0, said.err
        return said.out

    call("run", "in.jsonl")
    return call


def list_incidents(program: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in program("incidents", "--format", "jsonl").splitlines()]


def killed(incident: dict[str, Any]) -> tuple[int, int, int]:
    (cell,) = [cell for cell in incident["cells"] if (cell["outcome"], cell["group"]) == ("killed", "person")]
    return cell["low"], cell["best"], cell["high"]


def test_named_victims_are_a_floor_and_no_name_is_kept(program: Any) -> None:
    (before,) = list_incidents(program)
    program("judge", "correct", before["incident_id"], "--set", "named.killed.person=9+", "--as", "First Reviewer")
    program("link")
    (after,) = list_incidents(program)
    assert killed(after) == (9, 9, 16)
    assert "person 9 or more known by name" in program("explain", before["incident_id"], "killed.person")
    program("judge", "undo", "1", "--as", "First Reviewer")
    program("judge", "correct", before["incident_id"], "--set", "named.killed.person=11", "--as", "First Reviewer")
    program("link")
    assert killed(list_incidents(program)[0]) == (11, 11, 16)
    program("judge", "undo", "3", "--as", "First Reviewer")
    program("link")
    assert list_incidents(program) == [before]


def test_victims_are_named_for_an_incident_only(program: Any, capsys: pytest.CaptureFixture[str]) -> None:
    (incident,) = list_incidents(program)
    with pytest.raises(SystemExit):
        main(["judge", "correct", incident["claims"][0], "--set", "named.killed.person=9", "--as", "First Reviewer"])
    assert "for an incident" in capsys.readouterr().err


def test_correction_survives_link_and_is_undone_by_an_entry_of_its_own(program: Any) -> None:
    (before,) = list_incidents(program)
    assert killed(before) == (6, 6, 16)
    claim = next(one for cell in before["cells"] for one in cell["high_by"] if cell["group"] == "person")
    program("judge", "correct", claim, "--set", "killed.civilian=6", "--as", "First Reviewer", "--reason", "misread")
    program("link")
    (after,) = list_incidents(program)
    assert killed(after) == (6, 6, 6)
    assert after["incident_id"] == before["incident_id"]
    explained = program("explain", claim)
    assert "killed civilian: 16" in explained  # the machine's claim stays
    assert "judged      correct" in explained
    program("judge", "undo", "1", "--as", "First Reviewer")
    program("link")
    assert list_incidents(program) == [before]
    listed = program("judgements")
    assert "[undone by 2]" in listed
    assert listed.splitlines()[-1].startswith("head  2 ")
    assert "problems    0" in program("verify", "--head", listed.splitlines()[-1].removeprefix("head  "))


def test_decision_outlives_a_newer_reading_that_names_the_claim_anew(program: Any) -> None:
    (before,) = list_incidents(program)
    with open_ledger("marsad.db") as ledger:
        judge(ledger, "different", before["claims"], by="R", clock=lambda: datetime(2026, 3, 1, tzinfo=UTC))
    program("link")
    assert len(list_incidents(program)) == 2
    connection = sqlite3.connect("marsad.db", isolation_level=None)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    generations = connection.execute("SELECT number FROM generations").fetchall()
    for (number,) in generations:  # as a newer reader would: the old generation aside, the same words under new ids
        fresh = number + 100
        connection.execute(
            "INSERT INTO generations SELECT ?, document, 'newer', places, 1, claims, refusals, recorded_at, 0 "
            "FROM generations WHERE number = ?", (fresh, number),
        )  # fmt: skip
        connection.execute("UPDATE generations SET live = 0 WHERE number = ?", (number,))
        connection.execute(
            "INSERT INTO claims SELECT ?, 'new-' || id, ordinal, type, status, kind, date_start, date_end, lat, lon, "
            "replace(body, '\"id\":\"' || id, '\"id\":\"new-' || id) FROM claims WHERE generation = ?", (fresh, number),
        )  # fmt: skip
    connection.close()
    program("link")
    after = list_incidents(program)
    assert len(after) == 2
    assert all(claim.startswith("new-") for one in after for claim in one["claims"])


def test_figure_is_explained_by_who_says_it_in_which_words(program: Any) -> None:
    (incident,) = list_incidents(program)
    said = program("explain", incident["incident_id"], "killed.person")
    assert "low 6, best 6, high 16" in said
    assert "best by     conservative: no two origins agree, so the lowest is taken" in said
    assert "«16 مدنيا»" in said
    with pytest.raises(SystemExit) as ended:
        main(["explain", incident["incident_id"], "killed.soldier"])
    assert ended.value.code == 2


def test_tier_that_the_user_gives_chooses_best_until_it_is_taken_away(program: Any) -> None:
    Path("mine").mkdir()
    Path("mine/tiers.csv").write_text("source_id,tier,why\npublisher:A,1,counts bodies\n", encoding="utf-8")
    program("link", "--words", "mine")
    (incident,) = list_incidents(program)
    assert killed(incident) == (6, 16, 16)
    said = program("explain", incident["incident_id"], "killed.person")
    assert "best by     latest_tier" in said
    assert "publisher:A, A, tier 1: 16" in said
    program("link")
    assert killed(list_incidents(program)[0]) == (6, 6, 16)
    program("run", "in.jsonl", "--words", "mine")
    assert killed(list_incidents(program)[0]) == (6, 16, 16)
