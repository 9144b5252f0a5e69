"""The main job: nothing twice, nothing lost, nothing stopped by one bad report."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from stand_ins import Linked, NextReader, PlainReader, capture, dump_ledger, link_plainly

from marsad.base.errors import PackError, PromiseError
from marsad.model.document import Captured, Fault
from marsad.pipeline import run as run_module
from marsad.pipeline.report import RunReport, render_report
from marsad.pipeline.run import DocumentReader, run
from marsad.store.ledger import Ledger, open_ledger

REPORTS: list[Captured | Fault] = [
    capture("killed 6 in Sayda", "first"),
    capture("a price war, and killed 7 in Sayda", "second", publisher="B"),
    Fault(path="broken.jsonl", line=3, reason="wrong JSON"),
    capture("killed 2 in Busra. killed 3 in Nawa", "third"),
    capture("nothing at all", "fourth"),
]


def run_plainly(ledger: Ledger, captured: list[Captured | Fault], reader: DocumentReader | None = None) -> RunReport:
    return run([], ledger, reader or PlainReader(), captured=captured, linker=link_plainly)


def tolls(ledger: Ledger) -> dict[str | None, tuple[int | None, int | None]]:
    return {each.where[0].name_en: (each.cells[0].low, each.cells[0].high) for each in ledger.read_incidents()}


def test_reports_become_claims_and_incidents(ledger: Ledger) -> None:
    report = run_plainly(ledger, REPORTS)
    assert (report.documents, report.unchanged, report.claims, report.incidents) == (4, 0, 4, 3)
    assert report.refusals == {"figurative": 1}
    assert tolls(ledger) == {"Sayda": (6, 7), "Busra": (2, 2), "Nawa": (3, 3)}


def test_second_run_changes_nothing_and_counts_the_same(ledger: Ledger, path: Path) -> None:
    first = run_plainly(ledger, REPORTS)
    before = dump_ledger(path)
    second = run_plainly(ledger, REPORTS)
    assert dump_ledger(path) == before
    assert (second.documents, second.claims, second.refusals) == (first.documents, first.claims, first.refusals)
    assert (second.unchanged, second.incidents, second.incidents_changed) == (4, 3, 0)


def test_known_report_is_not_read_again(ledger: Ledger) -> None:
    run_plainly(ledger, REPORTS)
    reader = PlainReader()
    run_plainly(ledger, [*REPORTS, capture("killed 1 in Dael", "fifth")], reader)
    assert reader.seen == ["fifth"]


def test_newer_reader_does_not_double_a_toll(ledger: Ledger) -> None:
    run_plainly(ledger, REPORTS)
    report = run_plainly(ledger, REPORTS, NextReader())
    assert (report.unchanged, report.incidents_changed) == (0, 0)
    assert len(ledger.read_live_claims()) == 4
    assert tolls(ledger)["Sayda"] == (6, 7)


def test_same_report_in_two_files_is_one_voice(ledger: Ledger) -> None:
    run_plainly(ledger, [capture("killed 6 in Sayda"), capture("killed 6 in Sayda")])
    assert len(ledger.read_live_claims()) == 1


def test_original_of_each_report_is_kept(ledger: Ledger) -> None:
    run_plainly(ledger, REPORTS)
    captured = REPORTS[0]
    assert isinstance(captured, Captured)
    assert ledger.read_original(captured.document.bytes_sha256 or "") == b"killed 6 in Sayda"
    assert ledger.verify() == []


def test_several_processes_write_what_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "CHUNK", 8)  # more chunks than may wait at once
    reports: list[Captured | Fault] = [capture(f"killed {n % 9} in Town{n % 7}", f"report-{n}") for n in range(150)]
    dumps = []
    for workers in (1, 2):
        path = tmp_path / f"{workers}" / "desk.db"
        path.parent.mkdir()
        with open_ledger(path, clock=lambda: datetime(2026, 3, 1, tzinfo=UTC)) as ledger:
            report = run(
                [],
                ledger,
                PlainReader(),
                captured=reports,
                linker=link_plainly,
                workers=workers,
                make_reader=PlainReader,
            )
        assert (report.documents, report.claims) == (150, 150)
        dumps.append(dump_ledger(path))
    assert dumps[0] == dumps[1]


def test_process_with_another_reader_is_a_broken_promise(ledger: Ledger) -> None:
    with pytest.raises(PromiseError, match="another reader"):
        run([], ledger, PlainReader(), captured=REPORTS, linker=link_plainly, workers=2, make_reader=NextReader)


def test_unreadable_input_is_kept_and_the_rest_is_read(ledger: Ledger) -> None:
    report = run_plainly(ledger, [*REPORTS, capture("unreadable", "sixth")])
    assert [fault.say() for fault in report.faults] == [
        "broken.jsonl:3: wrong JSON", "sixth.txt: no language in it"
    ]  # fmt: skip
    assert set(ledger.read_faults()) == set(report.faults)
    assert (report.exit_code, report.documents) == (1, 4)


def test_failure_of_ours_is_named_and_stops_nothing(ledger: Ledger) -> None:
    report = run_plainly(ledger, [capture("boom", "bad"), *REPORTS])
    assert [bug.say() for bug in report.bugs] == ["bad.txt: reading failed (ZeroDivisionError: division by zero)"]
    assert (report.exit_code, report.documents) == (3, 4)


def test_reading_that_breaks_a_promise_costs_only_its_own_document(ledger: Ledger) -> None:
    class Doubling(PlainReader):
        def _claim(self, document, found):  # type: ignore[no-untyped-def]
            claim = super()._claim(document, found)
            return type(claim)(**{name: getattr(claim, name) for name in claim.__struct_fields__} | {"id": "same"})

    report = run_plainly(ledger, REPORTS, Doubling())
    assert [bug.path for bug in report.bugs] == ["third.txt"]
    assert report.documents == 3


def test_wrong_words_stop_the_run(ledger: Ledger) -> None:
    class Wordless(PlainReader):
        def read(self, document):  # type: ignore[no-untyped-def]
            raise PackError(f"weapons.csv:3: no such code, met in {document.id}")

    with pytest.raises(PackError):
        run_plainly(ledger, REPORTS, Wordless())


def test_nothing_readable_is_exit_code_two_and_leaves_incidents_alone(ledger: Ledger) -> None:
    run_plainly(ledger, REPORTS)
    report = run([], ledger, PlainReader(), captured=[REPORTS[2]], linker=lambda *_: Linked((), {}))
    assert (report.exit_code, report.documents) == (2, 0)
    assert ledger.read_totals().incidents == 3


def test_everything_read_is_exit_code_zero(ledger: Ledger) -> None:
    assert run_plainly(ledger, [REPORTS[0]]).exit_code == 0


def test_progress_is_told_for_both_stages(ledger: Ledger) -> None:
    told: list[tuple[str, int]] = []
    run([], ledger, PlainReader(), captured=REPORTS, linker=link_plainly, progress=lambda *each: told.append(each))
    assert told == [("reading", 4), ("linking", 0), ("linking", 3)]


def test_day_of_publication_given_later_moves_the_incident(ledger: Ledger) -> None:
    for day in (None, date(2018, 7, 4)):
        run_plainly(ledger, [capture("killed 6 in Sayda", "first", day=day)])
    assert [incident.when.start for incident in ledger.read_incidents()] == [date(2018, 7, 4)]


def test_summary_names_each_reason(ledger: Ledger) -> None:
    report = run_plainly(ledger, REPORTS)
    lines = [line.split(maxsplit=1) for line in render_report(report, "desk.db").splitlines()]
    assert lines == [
        ["documents", "4 (4 new, 0 unchanged)"], ["claims", "4"], ["refusals", "1"], ["figurative", "1"],
        ["unreadable", "1"], ["incidents", "3 (3 changed)"], ["ledger", "desk.db"],
    ]  # fmt: skip
