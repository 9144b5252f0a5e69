"""What the pages show before a decision is what it yields, over the village: the claims, the figures, the grade."""

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from marsad.model.incident import Incident
from marsad.pipeline.desk import DeskWork
from marsad.pipeline.read import Reader
from marsad.pipeline.run import link, run
from marsad.publish.site.deciding import make_split
from marsad.publish.work import Decision, Foreseen
from marsad.store.ledger import Ledger, open_ledger

REPORTS = Path(__file__).parents[2] / "samples" / "reports"
OF_DECISION = {"merged_from", "split_from", "split_to", "state", "code", "signature"}
"""What the deciding itself leaves on an incident."""


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("village")
    with open_ledger(folder / "desk.db") as ledger:
        run([str(REPORTS)], ledger, Reader())
    return folder


def bare(incidents: tuple[Incident, ...]) -> list[dict[str, Any]]:
    found = [msgspec.to_builtins(one) for one in incidents]
    return sorted(
        ({name: value for name, value in one.items() if name not in OF_DECISION} for one in found),
        key=lambda one: one["claims"],
    )


def compare(
    village: Path, folder: Path, make: Callable[[list[Incident]], list[Decision]]
) -> tuple[Foreseen, list[Incident], list[Incident]]:
    """The preview of a decision over a copy of the village, and the incidents before and after it is made."""
    shutil.copytree(village, folder)
    with open_ledger(folder / "desk.db") as ledger:
        work = DeskWork(ledger, lambda: link(ledger), lambda _: None)
        before = list(ledger.read_incidents())
        decisions = make(before)
        foreseen = work.preview(decisions, by="Mona")
        assert ledger.read_entries() == ()
        work.judge(decisions, by="Mona", seen={})
        assert work.wait(60), work.fault
        return foreseen, before, list(ledger.read_incidents())


def check_foreseen(foreseen: Foreseen, before: list[Incident], after: list[Incident]) -> None:
    shown = {claim for one in foreseen.incidents for claim in one.claims}
    assert bare(foreseen.incidents) == bare(tuple(one for one in after if shown & set(one.claims)))
    assert foreseen.is_whole
    former = {one.incident_id: one for one in before}
    others = [one for one in after if not shown & set(one.claims) and former.get(one.incident_id) != one]
    assert len(others) == foreseen.others


def largest(incidents: list[Incident]) -> Incident:
    return max(incidents, key=lambda one: len(one.claims))


@pytest.mark.parametrize("at", range(6))
def test_split_yields_what_was_shown(village: Path, tmp_path: Path, at: int) -> None:
    def make(incidents: list[Incident]) -> list[Decision]:
        market = largest(incidents)
        return make_split(market, [market.claims[at]], None)

    check_foreseen(*compare(village, tmp_path / "copy", make))


@pytest.mark.parametrize("at", range(4))
def test_merge_yields_what_was_shown_with_what_it_draws_in(village: Path, tmp_path: Path, at: int) -> None:
    """The market's incident with another: a claim that it did not draw alone comes in by some of them."""

    def make(incidents: list[Incident]) -> list[Decision]:
        market = largest(incidents)
        others = sorted((one for one in incidents if len(one.claims) == 2), key=lambda one: one.incident_id)
        return [Decision("same", (market.incident_id, others[at].incident_id))]

    foreseen, before, after = compare(village, tmp_path / "copy", make)
    check_foreseen(foreseen, before, after)
    assert foreseen.drawn_in == len(foreseen.incidents[0].claims) - len(largest(before).claims) - 2


def test_some_decision_of_the_village_draws_a_claim_in_and_says_so(village: Path) -> None:
    with open_ledger(village / "desk.db") as ledger:
        assert max(preview_merges(ledger)) > 0


def preview_merges(ledger: Ledger) -> list[int]:
    work = DeskWork(ledger, lambda: None, lambda _: None)
    incidents = list(ledger.read_incidents())
    market = largest(incidents)
    others = itertools.islice((one for one in incidents if len(one.claims) == 2), 4)
    pairs = [(market.incident_id, one.incident_id) for one in others]
    return [work.preview([Decision("same", pair)], by="Mona").drawn_in for pair in pairs]


def test_where_a_correction_is_not_linked_yet_the_preview_says_that_it_sees_a_part(
    village: Path, tmp_path: Path
) -> None:
    shutil.copytree(village, tmp_path / "copy")
    with open_ledger(tmp_path / "copy" / "desk.db") as ledger:
        work = DeskWork(ledger, lambda: None, lambda _: None)
        market = largest(list(ledger.read_incidents()))
        work.judge([Decision("reject", (market.claims[0],), "misread")], by="Mona", seen={})
        foreseen = work.preview(make_split(market, [market.claims[1]], None), by="Mona")
        assert not foreseen.is_whole
        assert len(foreseen.incidents) > 1
