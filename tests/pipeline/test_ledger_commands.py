"""The commands over a ledger, as a user calls them; reading and linking are stand-ins."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import stand_ins

from marsad.cli import main
from marsad.pipeline import run as run_module

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls the program in an empty folder; gives exit code, stdout and stderr."""
    reading = ModuleType("marsad.pipeline.read")
    reading.Reader = stand_ins.PlainReader  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "marsad.pipeline.read", reading)
    link_all = run_module._link_all
    monkeypatch.setattr(run_module, "relink", lambda _ledger, _tiers: None)
    monkeypatch.setattr(
        run_module, "_link_all", lambda ledger, _, *rest: link_all(ledger, stand_ins.link_plainly, *rest)
    )
    monkeypatch.delenv("MARSAD_PLACES", raising=False)
    monkeypatch.chdir(tmp_path)

    def program(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return code, said.out, said.err

    return program


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("killed 6 in Sayda", encoding="utf-8")
    (folder / "b.jsonl").write_text(
        json.dumps({"id": "b1", "publisher": "B", "text": "killed 8 in Sayda, a price war"}) + "\n"
        + json.dumps({"id": "b2", "published": "2018-07-01", "text": "killed 2 in Busra"}) + "\n",
        encoding="utf-8",
    )  # fmt: skip
    return folder


@pytest.fixture
def filled(call: Call, reports: Path) -> Call:
    assert call("run", str(reports), "--published", "2018-07-06")[0] == 0
    return call


def listed(call: Call, *filters: str) -> list[dict[str, object]]:
    code, out, _ = call("incidents", *filters)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def test_run_prints_its_summary_and_names_the_unreadable(call: Call, reports: Path) -> None:
    (reports / "c.json").write_text("{", encoding="utf-8")
    code, out, err = call("run", "reports", "--published", "2018-07-06")
    assert code == 1
    assert "documents             3 (3 new, 0 unchanged)" in out
    assert "reports/c.json" in err
    assert "c.json" not in out


def test_run_again_changes_nothing(filled: Call, reports: Path) -> None:
    before = stand_ins.dump_ledger(Path("marsad.db"))
    code, out, _ = filled("run", str(reports), "--published", "2018-07-06")
    assert code == 0
    assert "3 (0 new, 3 unchanged)" in out
    assert stand_ins.dump_ledger(Path("marsad.db")) == before


def test_run_over_nothing_readable_is_exit_code_two(call: Call) -> None:
    code, out, err = call("run", "missing.txt")
    assert (code, out) == (2, "")
    assert "missing.txt" in err
    assert "nothing could be read" in err


def test_run_without_paths_is_wrong_use(call: Call) -> None:
    code, out, err = call("run")
    assert (code, out) == (2, "")
    assert "PATH" in err


def test_run_with_a_date_that_is_none_is_wrong_use(call: Call, reports: Path) -> None:
    assert call("run", str(reports), "--published", "2018-02-31")[0] == 2


def test_failure_of_ours_is_exit_code_three(call: Call, reports: Path) -> None:
    (reports / "d.txt").write_text("boom", encoding="utf-8")
    code, out, err = call("run", str(reports))
    assert code == 3
    assert "d.txt: reading failed" in err
    assert "a fault of ours" in out


@pytest.mark.parametrize(("setting", "fingerprint"), [("", "nowhere"), ("towns.sqlite", "towns.sqlite")])
def test_gazetteer_comes_from_the_environment_where_empty_means_unset(
    call: Call, reports: Path, monkeypatch: pytest.MonkeyPatch, setting: str, fingerprint: str
) -> None:
    monkeypatch.setenv("MARSAD_PLACES", setting)
    assert call("run", str(reports))[0] == 0
    claims = listed(call)[0]["claims"]
    assert isinstance(claims, list)
    assert f"places {fingerprint}," in call("explain", claims[0])[1]


def test_incidents_in_a_pipe_are_one_json_object_a_line(filled: Call) -> None:
    found = listed(filled)
    assert [incident["when"] for incident in found] == [
        {"start": "2018-07-06", "end": "2018-07-06", "precision": "day"},
        {"start": "2018-07-01", "end": "2018-07-01", "precision": "day"},
    ]
    assert found[0]["cells"][0]["high"] == 8  # type: ignore[index]


def test_incidents_as_a_table_show_ranges(filled: Call) -> None:
    code, out, err = filled("incidents", "--format", "table")
    assert code == 0
    assert "6 – 6 – 8" in out
    assert err == "2 of 2 incidents\n"


def test_filters_narrow_the_list(filled: Call) -> None:
    assert len(listed(filled, "--from", "2018-07-02")) == 1
    assert len(listed(filled, "--to", "2018-07-02", "--place", "bus")) == 1
    assert listed(filled, "--type", "protest") == []
    assert len(listed(filled, "--origin", "B")) == 1
    assert len(listed(filled, "--limit", "1", "--offset", "1")) == 1


def test_dates_the_wrong_way_round_are_wrong_use(filled: Call) -> None:
    code, _, err = filled("incidents", "--from", "2018-07-06", "--to", "2018-07-01")
    assert code == 2
    assert "lies after" in err


@pytest.mark.parametrize("command", [("incidents",), ("link",), ("verify",), ("explain", "x")])
def test_reading_a_ledger_that_is_not_there_makes_none(call: Call, command: tuple[str, ...]) -> None:
    code, out, err = call(*command)
    assert (code, out) == (2, "")
    assert "there is no ledger at marsad.db" in err
    assert not Path("marsad.db").exists()


def test_incident_explains_each_figure_by_its_claims(filled: Call) -> None:
    incident = listed(filled)[0]
    code, out, _ = filled("explain", str(incident["incident_id"]))
    claims = incident["claims"]
    assert code == 0
    assert isinstance(claims, list)
    assert "figure      killed person: low 6, best 6, high 8 (best by the rule 'conservative')" in out
    assert all(claim in out for claim in claims)
    assert "«killed 8 in Sayda» text[0:17]" in out


def test_claim_explains_its_words_rule_and_document(filled: Call, reports: Path) -> None:
    claims = listed(filled, "--place", "busra")[0]["claims"]
    assert isinstance(claims, list)
    code, out, _ = filled("explain", claims[0])
    assert code == 0
    for line in (
        f"claim       {claims[0]} (live)",
        "document    b2 (version 1)",
        f"  came from   {reports / 'b.jsonl'}:2",
        "event       attack, occurred, single",
        "evidence    «killed 2 in Busra» text[0:17]",
        "casualties  killed person: 2 (exact)  «2» text[7:8]",
        "rule        en.killed",
    ):
        assert line in out.splitlines()


def test_unknown_id_is_wrong_use(filled: Call) -> None:
    code, out, err = filled("explain", "nothing")
    assert (code, out) == (2, "")
    assert "no claim and no incident 'nothing'" in err


def test_decision_is_recorded_and_applied_by_link(filled: Call) -> None:
    claims = listed(filled, "--place", "busra")[0]["claims"]
    assert isinstance(claims, list)
    code, out, err = filled("judge", "reject", claims[0], "--as", "First Reviewer", "--reason", "another year")
    assert code == 0
    assert out.startswith("recorded ")
    assert "marsad link" in err
    assert filled("link") == (0, "incidents  1 (1 changed)\n", "")
    assert listed(filled, "--place", "busra") == []
    assert f"judged      reject {claims[0]}, by First Reviewer" in filled("explain", claims[0])[1]


def test_decision_about_an_unknown_id_is_not_recorded(filled: Call) -> None:
    assert filled("judge", "accept", "nothing", "--as", "First Reviewer")[0] == 2
    assert "judgements  0" in filled("verify")[1]


def test_decision_needs_a_name(filled: Call) -> None:
    code, _, err = filled("judge", "accept", "nothing")
    assert code == 2
    assert "--as" in err


def test_ledger_that_was_touched_does_not_verify(filled: Call) -> None:
    assert filled("verify")[0] == 0
    kept = next(each for each in Path("marsad.files").rglob("*") if each.is_file())
    kept.unlink()
    code, out, _ = filled("verify")
    assert code == 1
    assert str(kept) in out
    assert "problems    1" in out


@pytest.mark.parametrize("command", ["run", "link", "incidents", "explain", "judge", "verify"])
def test_every_command_shows_an_example(call: Call, command: str) -> None:
    code, out, _ = call(command, "--help")
    assert code == 0
    assert f"Example:\n    marsad {command}" in out
