"""Linking what a change touches gives what linking everything gives, whatever comes, goes and is judged in between."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from drawn import DAY, live_claims
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from marsad.base.ids import document_id
from marsad.model.claim import Claim, Reading
from marsad.model.document import Document
from marsad.model.judgement import CorrectedFigure, Correction, Judgement, Verdict
from marsad.pipeline.judge import prepare_judgement
from marsad.pipeline.relinking import relink
from marsad.pipeline.run import link
from marsad.store import compared_tables as c
from marsad.store import connect
from marsad.store import tables as t
from marsad.store.ledger import Ledger, Taken, open_ledger

REPORTS = ("r1", "r2", "r3", "r4", "r5", "r6")
WORDS = [f"word{number}" for number in range(40)]
LINKS = ("https://paper.example/2031/1234", "https://films.example/clip.mp4?at=123456")
TEXTS = (
    " ".join(WORDS), " ".join(WORDS[:25]), " ".join(["dateline", *WORDS]), "another story of the day",
    f"a post, {LINKS[0]}", f"another post of the day {LINKS[1]} and {LINKS[0]}",
)  # fmt: skip
QUOTED = (" ".join(WORDS[:12]), " ".join(WORDS[4:16]))
SENTENCES = ("", *QUOTED, "قصف سوق زمخشرية", "قصف مدرسة", "قصف السوق ومدرسة زمخشرية")
WHEN = datetime(2031, 6, 1, tzinfo=UTC)
SAID = ("same", "same", "same", "different", "different", "unsure", "accept", "reject", "correct", "undo")
FOUR_DEAD = Correction(figures=(CorrectedFigure(outcome="killed", group="person", low=4, high=4, kind="exact"),))
PLACE = {"start": 0, "end": 0, "field": "text", "text": ""}


class Report(NamedTuple):
    """A report as it comes in: a new version of itself, or another reading of the same."""

    name: str
    text: str
    publisher: str | None
    published: date | None
    reader: str
    claims: list[Claim]
    url: str | None = None


class Said(NamedTuple):
    """A decision, over claims or incidents that are picked by number when it is made."""

    verdict: Verdict
    picks: tuple[int, int]
    of_incidents: bool


@st.composite
def reports(draw: st.DrawFn) -> Report:
    name = draw(st.sampled_from(REPORTS))
    claims = []
    for number in range(draw(st.integers(0, 3))):
        claim = draw(live_claims(f"{name}-{draw(st.integers(0, 1))}-{number}")).claim
        quoted = PLACE | {"text": draw(st.sampled_from(SENTENCES))}
        claims.append(msgspec.structs.replace(claim, evidence=msgspec.convert(quoted, type(claim.evidence))))
    day = draw(st.none() | st.integers(0, 6).map(lambda days: DAY + timedelta(days=days)))
    outlet = draw(st.sampled_from([None, "paper", "SANA"]))
    page = draw(st.sampled_from([None, LINKS[0]]))
    return Report(name, draw(st.sampled_from(TEXTS)), outlet, day, draw(st.sampled_from(["one", "two"])), claims, page)


decisions = st.builds(Said, st.sampled_from(SAID), st.tuples(st.integers(0, 50), st.integers(0, 50)), st.booleans())
steps = st.lists(st.lists(reports() | reports() | decisions, min_size=1, max_size=3), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("relinking") / "empty.db"
    open_ledger(path).close()
    return path


@contextmanager
def open_two(empty: Path) -> Iterator[tuple[Ledger, Ledger]]:
    """Two ledgers to which the same happens: one is linked by its changes, the other as a whole."""
    with ExitStack() as stack:
        ledgers = []
        for name in ("changes", "whole"):
            path = empty.with_name(f"{name}.db")
            path.unlink(missing_ok=True)
            shutil.copy(empty, path)
            ledgers.append(stack.enter_context(open_ledger(path, clock=lambda: WHEN)))
        yield ledgers[0], ledgers[1]


def take(report: Report) -> Taken:
    head = {"id": report.name, "published": report.published, "publisher": report.publisher, "title": None}
    head |= {"language": "ar", "sha256": document_id(None, report.text), "url": report.url}
    claims = {claim.id: claim for claim in report.claims}
    reading = {"format": 1, "reader": report.reader, "places": "-", "document": head, "claims": [], "refusals": []}
    made = msgspec.structs.replace(msgspec.convert(reading, Reading), claims=tuple(claims.values()))
    return Taken(made, Document(text=report.text, **head), None)


def judge(ledger: Ledger, said: Said, at: datetime) -> Judgement | None:
    """The decision that a person could make now, or none where there is nothing to decide on."""
    entries = ledger.read_entries()
    if said.verdict == "undo":
        if not entries:
            return None
        return Judgement(verdict="undo", about=(str(1 + said.picks[0] % len(entries)),), by="R", at=at)
    incidents = sorted(ledger.read_incidents().rows, key=lambda one: one.incident_id)
    claims = sorted(claim for one in incidents for claim in one.claims)
    names = [one.incident_id for one in incidents] if said.of_incidents else claims
    if not names:
        return None
    about = list(dict.fromkeys(names[pick % len(names)] for pick in said.picks))
    pair = said.verdict in {"same", "different", "unsure"}
    if pair and len(about) < 2:
        return None
    correction = None
    if said.verdict == "correct":
        correction = FOUR_DEAD if said.of_incidents else msgspec.structs.replace(FOUR_DEAD, type="shelling")
    return prepare_judgement(ledger, said.verdict, about if pair else about[:1], by="R", at=at, correction=correction)


def read_all(ledger: Ledger) -> dict[str, Any]:
    """All that linking wrote, names for numbers, without when it was written."""
    with connect.begin_read(ledger._engine) as connection:
        names = {row.number: row.claim_id for row in connection.execute(select(c.compared_claims))}
        columns = [column for column in c.compared_claims.c if column.name != "number"]
        return {
            "incidents": {row.id: row.body for row in connection.execute(select(t.incidents))},
            "claims of incidents": {tuple(row) for row in connection.execute(select(t.incident_claims))},
            "aliases": {tuple(row) for row in connection.execute(select(t.aliases))},
            "generations": {tuple(row) for row in connection.execute(select(c.compared_generations))},
            "texts": {tuple(row) for row in connection.execute(select(c.compared_texts))},
            "claims": {tuple(row) for row in connection.execute(select(*columns))},
            "pairs": {
                (names[row.one], names[row.other], row.worth) for row in connection.execute(select(c.compared_pairs))
            },
        }


def play(ledgers: Sequence[Ledger], step: Sequence[Report | Said], at: datetime) -> None:
    for happening in step:
        if isinstance(happening, Report):
            taken = take(happening)
            for ledger in ledgers:
                ledger.write_readings([taken])
            continue
        judgement = judge(ledgers[0], happening, at)
        if judgement is not None:
            for ledger in ledgers:
                ledger.write_judgement(judgement)


@settings(max_examples=15, deadline=None)
@given(steps)
def test_linking_what_changed_gives_what_linking_everything_gives(
    empty: Path, happened: list[list[Report | Said]]
) -> None:
    with open_two(empty) as (changes, whole):
        for ledger in (changes, whole):
            link(ledger, everything=True)
        for number, step in enumerate(happened):
            play((changes, whole), step, WHEN + timedelta(hours=number))
            assert relink(changes, {}) is not None
            link(whole, everything=True)
            assert read_all(changes) == read_all(whole)
