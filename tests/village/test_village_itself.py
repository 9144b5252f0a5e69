"""The truth must be sound before anything is held against it."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRUTH: dict[str, Any] = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))
GOLD = [json.loads(line) for line in (ROOT / "samples" / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


def test_truth_and_gold_hold_the_same_events() -> None:
    assert {one["doc_id"]: one["events"] for one in TRUTH["documents"]} == {
        one["doc_id"]: one["events"] for one in GOLD
    }


def test_every_report_file_has_its_truth() -> None:
    assert {one["file"] for one in TRUTH["documents"]} == {path.name for path in (ROOT / "samples/reports").iterdir()}


@pytest.mark.parametrize("gold", GOLD, ids=[one["doc_id"] for one in GOLD])
def test_words_of_the_truth_stand_in_the_report(gold: dict[str, Any]) -> None:
    for event in gold["events"]:
        assert event["trigger"] in gold["text"]
        assert event["evidence"] in gold["text"]
        assert all(place["name"] in gold["text"] for place in event["places"])


def test_text_of_the_gold_is_the_text_of_the_report() -> None:
    texts = {one["doc_id"]: one["text"] for one in GOLD}
    for document in TRUTH["documents"]:
        path = ROOT / "samples" / "reports" / document["file"]
        content = path.read_text(encoding="utf-8")
        if document["line"] is not None:
            content = content.splitlines()[document["line"] - 1]
        if path.suffix in {".json", ".jsonl"}:
            assert json.loads(content)["text"] == texts[document["doc_id"]]
        else:
            assert all(line in content for line in texts[document["doc_id"]].splitlines())


def test_village_is_large_and_varied_enough() -> None:
    suffixes = {Path(one["file"]).suffix for one in TRUTH["documents"]}
    types = {event["type"] for one in TRUTH["documents"] for event in one["events"]}
    statuses = {event["status"] for one in TRUTH["documents"] for event in one["events"]}
    assert len(TRUTH["documents"]) >= 18
    assert sum(one["negative"] for one in TRUTH["documents"]) >= 4
    assert suffixes == {".json", ".jsonl", ".html", ".txt"}
    assert statuses == {"occurred", "ongoing", "denied", "planned", "background"}
    assert types >= {"protest", "arrest", "abduction", "displacement", "exchange", "aid", "negotiation", "threat"}


def test_every_report_lies_in_the_week() -> None:
    week = TRUTH["week"]
    published = [one["published"] for one in TRUTH["documents"] if one["published"]]
    assert all(week["start"] <= day <= week["end"] for day in published)


@pytest.mark.parametrize("incident", TRUTH["incidents"], ids=[one["key"] for one in TRUTH["incidents"]])
def test_figures_of_the_truth_are_those_of_its_reports(incident: dict[str, Any]) -> None:
    """Each bound of a cell is one that a report of the incident gives, or a sum of its disjoint parts."""
    events = [
        event
        for one in TRUTH["documents"]
        if one["doc_id"] in incident["documents"]
        for event in one["events"]
        if event["type"] == incident["type"]
    ]
    for cell in incident["cells"]:
        given: set[int | None] = {None}
        for event in events:
            rows = [row for row in event["casualties"] if row["outcome"] == cell["outcome"]]
            given |= {bound for row in rows for bound in (row["low"], row["high"])}
            given.add(sum(row["low"] for row in rows if not row["subset"]))
        assert {cell["low"], cell["best"], cell["high"]} <= given
