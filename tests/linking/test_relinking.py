"""When what changed is linked alone, what is compared for it, and when everything must be linked."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hearsay import settle, tell
from ledgers import keep
from sqlalchemy import select

from marsad.linking import scoring
from marsad.linking.facts import ClaimFacts
from marsad.model.claim import LiveClaim
from marsad.model.judgement import Judgement
from marsad.pipeline import relinking
from marsad.pipeline.relinking import relink
from marsad.pipeline.run import link
from marsad.store import compared_tables, connect
from marsad.store.ledger import Ledger, open_ledger

WHEN = datetime(2031, 6, 1, tzinfo=UTC)
TOWNS = [settle(f"town{number}", 33.0 + number, 36.0, f"region{number}") for number in range(8)]


def tell_of(town: int, voice: str) -> LiveClaim:
    return tell(f"{voice}{town}", "killed person 7", where=[TOWNS[town]], says=[voice])


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "desk.db") as opened:
        keep(opened, [tell_of(town, voice) for town in range(len(TOWNS)) for voice in ("monitor", "medics")])
        link(opened)
        yield opened


def watch(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The claims that are compared from now on."""
    compared: set[str] = set()
    score = scoring.score_pair

    def score_seen(one: ClaimFacts, other: ClaimFacts) -> float | None:
        compared.update((one.id, other.id))
        return score(one, other)

    monkeypatch.setattr(scoring, "score_pair", score_seen)
    return compared


def test_nothing_new_changes_nothing(ledger: Ledger) -> None:
    assert relink(ledger, {}) == (len(TOWNS), 0)


def test_new_report_is_compared_with_its_own_town_only(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = watch(monkeypatch)
    keep(ledger, [tell_of(3, "police")])
    assert relink(ledger, {}) == (len(TOWNS), 1)
    assert compared == {"monitor3", "medics3", "police3"}


def test_judgement_links_anew_what_it_is_about_only(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = watch(monkeypatch)
    ledger.write_judgement(Judgement(verdict="different", about=("monitor5", "medics5"), by="Reviewer", at=WHEN))
    assert relink(ledger, {}) == (len(TOWNS) + 1, 2)
    assert compared == {"monitor5", "medics5"}


def test_report_that_is_gone_from_an_incident_leaves_the_rest(ledger: Ledger) -> None:
    keep(ledger, [tell("moved", where=[TOWNS[4]], report="report of police9", says=["police"])])
    relink(ledger, {})
    keep(ledger, [tell("moved on", where=[TOWNS[6]], report="report of police9", says=["police"])], "a newer reader")
    assert relink(ledger, {}) == (len(TOWNS), 2)
    held = {one.claims for one in ledger.read_incidents()}
    assert ("medics4", "monitor4") in held
    assert ("medics6", "monitor6", "moved on") in held


def test_everything_is_linked_where_nothing_is_kept(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "new.db") as ledger:
        keep(ledger, [tell_of(1, "monitor")])
        assert relink(ledger, {}) is None
        assert link(ledger) == (1, 1)


def test_everything_is_linked_where_the_linker_is_another(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relinking, "_hash_linker", lambda: "a newer linker")
    compared = watch(monkeypatch)
    assert relink(ledger, {}) is None
    link(ledger)
    assert len(compared) == 2 * len(TOWNS)
    assert relink(ledger, {}) == (len(TOWNS), 0)


def test_everything_is_linked_where_the_tiers_are_others(ledger: Ledger) -> None:
    assert relink(ledger, {"monitor": 1}) is None
    link(ledger, tiers={"monitor": 1})
    assert relink(ledger, {"monitor": 1}) == (len(TOWNS), 0)


def test_everything_is_linked_where_a_judgement_does_not_say_what_its_incidents_held(ledger: Ledger) -> None:
    first, second, *_ = (one.incident_id for one in ledger.read_incidents())
    ledger.write_judgement(Judgement(verdict="same", about=(first, second), by="Reviewer", at=WHEN))
    assert relink(ledger, {}) is None
    assert link(ledger)[0] == len(TOWNS) - 1


def test_everything_is_linked_where_much_is_new(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relinking, "FEW_REPORTS", 1)
    keep(ledger, [tell_of(1, "police"), tell_of(2, "police")])
    assert relink(ledger, {}) is None
    assert link(ledger) == (len(TOWNS), 2)


def test_late_report_is_compared_with_the_marks_of_those_it_meets(ledger: Ledger, tmp_path: Path) -> None:
    bombed = [tell(f"{name}9", where=[TOWNS[7]], on=9, says=[name]) for name in "ab"]
    keep(ledger, bombed[:1], ending=" https://un.example/2031/9876")
    relink(ledger, {})
    keep(ledger, bombed[1:], ending=" see www.un.example/2031/9876.")
    assert relink(ledger, {}) == (len(TOWNS) + 1, 1)
    by_change = weigh(ledger)
    link(ledger, everything=True)
    assert by_change == weigh(ledger)
    with open_ledger(tmp_path / "unsaid.db") as other:
        keep(other, bombed, ending=" https://un.example")
        link(other)
        assert weigh(other) < by_change


def weigh(ledger: Ledger) -> float:
    """The kept worth of the pair of claims a9 and b9."""
    with connect.begin_read(ledger._engine) as connection:
        names = {row.claim_id: row.number for row in connection.execute(select(compared_tables.compared_claims))}
        pair = {names["a9"], names["b9"]}
        rows = connection.execute(select(compared_tables.compared_pairs)).all()
    return next(row.worth for row in rows if {row.one, row.other} == pair)
