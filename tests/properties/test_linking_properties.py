"""What linking promises of any claims whatever, in any order."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from drawn import NO_WORDS, OUTCOMES, live_claims
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.linking import decide_link, link_claims, prepare_claim
from marsad.model.claim import Claim, LiveClaim
from marsad.model.incident import Cell, Incident
from marsad.model.judgement import Judgement

WHEN = datetime(2031, 6, 1, tzinfo=UTC)


@st.composite
def stories(draw: st.DrawFn, size: int = 9) -> list[LiveClaim]:
    names = draw(st.lists(st.integers(0, 99), unique=True, min_size=1, max_size=size))
    return [draw(live_claims(f"c{name:02}")) for name in names]


def ends(cell: Cell) -> tuple[int | None, int | None, int | None, bool]:
    return cell.low, cell.best, cell.high, cell.high_open


def figures(incidents: Sequence[Incident]) -> list[list[tuple[object, ...]]]:
    return sorted([[(cell.outcome, cell.group, *ends(cell)) for cell in one.cells] for one in incidents], key=repr)


def pair_up(story: Sequence[LiveClaim], picks: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    ids = [live.claim.id for live in story]
    pairs = [(ids[one % len(ids)], ids[other % len(ids)]) for one, other in picks]
    return [pair for pair in pairs if pair[0] != pair[1]]


@settings(max_examples=80, deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_order_of_claims_changes_nothing(story: list[LiveClaim], random: Any) -> None:
    shuffled = random.sample(story, len(story))
    assert link_claims(shuffled) == link_claims(story)


@settings(max_examples=80, deadline=None)
@given(stories())
def test_each_claim_is_in_exactly_one_incident(story: list[LiveClaim]) -> None:
    held = [claim for one in link_claims(story).incidents for claim in one.claims]
    assert sorted(held) == sorted(live.claim.id for live in story)


@settings(max_examples=150, deadline=None)
@given(live_claims("a"), live_claims("b"))
def test_comparison_is_symmetric(one: LiveClaim, other: LiveClaim) -> None:
    first, second = prepare_claim(one), prepare_claim(other)
    assert decide_link(first, second) == decide_link(second, first)


@settings(max_examples=150, deadline=None)
@given(stories())
def test_low_best_and_high_stand_in_order(story: list[LiveClaim]) -> None:
    for one in link_claims(story).incidents:
        for cell in (*one.cells, *one.counts):
            known = [number for number in (cell.low, cell.best, cell.high) if number is not None]
            assert known == sorted(known)
            assert (cell.low is None) == (cell.best is None)
            assert set(cell.low_by) | set(cell.high_by) <= set(one.claims)


@settings(max_examples=150, deadline=None)
@given(live_claims("a"))
def test_part_of_one_voice_never_exceeds_its_whole(live: LiveClaim) -> None:
    """Where the claim itself is consistent: no subset above the entries beside it."""
    (one,) = link_claims([live]).incidents
    for outcome in OUTCOMES:
        rows = [row for row in live.claim.casualties if row.outcome == outcome]
        beside = [row for row in rows if not row.subset]
        if any(row.subset for row in rows) and beside:
            continue
        cells = {cell.group: cell for cell in one.cells if cell.outcome == outcome}
        whole = cells.get("person")
        if whole is None or len({row.group for row in rows}) != len(rows):
            continue
        assert all((cell.low or 0) <= (whole.low or 0) or whole.low is None for cell in cells.values())


@settings(max_examples=120, deadline=None)
@given(stories(6), st.data())
def test_echo_of_an_origin_changes_no_figure(story: list[LiveClaim], data: st.DataObject) -> None:
    (echoed,) = [data.draw(st.sampled_from(story))]
    sources = [NO_WORDS | {"source_id": "monitor"}]
    told = msgspec.to_builtins(echoed.claim) | {"sources": sources, "status": "occurred"}
    original = msgspec.structs.replace(echoed, claim=msgspec.convert(told, Claim))
    echo = msgspec.structs.replace(
        original,
        claim=msgspec.convert(told | {"id": "echo"}, Claim),
        document_id="elsewhere",
        publisher="another outlet",
    )
    before, after = link_claims([original]), link_claims([original, echo])
    if len(after.incidents) == 1:
        assert figures(after.incidents) == figures(before.incidents)
        assert [origin.source_id for origin in after.incidents[0].origins] == ["monitor"]


@settings(max_examples=120, deadline=None)
@given(stories(), st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=4), st.integers(0, 8))
def test_judged_different_never_merges(story: list[LiveClaim], picks: list[tuple[int, int]], at: int) -> None:
    same = [Judgement(verdict="same", about=pair, by="a", at=WHEN) for pair in pair_up(story, picks)]
    pairs = pair_up(story, [(at, at + 1)])
    different = [Judgement(verdict="different", about=pair, by="b", at=WHEN + timedelta(hours=1)) for pair in pairs]
    for one in link_claims(story, [*different, *same]).incidents:
        assert not any(set(pair) <= set(one.claims) for pair in pairs)


@settings(max_examples=80, deadline=None)
@given(stories(), st.integers(0, 8), st.integers(1, 8))
def test_judged_same_is_one_incident(story: list[LiveClaim], at: int, step: int) -> None:
    for pair in pair_up(story, [(at, at + step)]):
        judged = Judgement(verdict="same", about=pair, by="a", at=WHEN)
        assert any(set(pair) <= set(one.claims) for one in link_claims(story, [judged]).incidents)


@settings(max_examples=120, deadline=None)
@given(stories(), st.integers(1, 8))
def test_ids_once_given_lead_on_for_ever(story: list[LiveClaim], cut: int) -> None:
    early = link_claims(story[:cut])
    late = link_claims(story, previous=early.incidents)
    now = {one.incident_id: set(one.claims) for one in late.incidents}
    for one in early.incidents:
        name = late.aliases.get(one.incident_id, one.incident_id)
        assert set(one.claims) & now[name]
    assert len(now) == len(late.incidents)
    assert not set(late.aliases) & set(now)
    unchanged = [one for one in early.incidents if any(set(one.claims) <= held for held in now.values())]
    for one in unchanged:
        holder = next(other for other in late.incidents if set(one.claims) <= set(other.claims))
        assert one.incident_id in {holder.incident_id, *holder.merged_from}


@settings(max_examples=80, deadline=None)
@given(stories(), st.integers(1, 8))
def test_reports_in_two_parts_or_at_once_make_the_same_incidents(story: list[LiveClaim], cut: int) -> None:
    at_once = link_claims(story)
    in_parts = link_claims(story, previous=link_claims(story[:cut]).incidents)
    assert {one.claims: one.cells for one in in_parts.incidents} == {one.claims: one.cells for one in at_once.incidents}


@settings(max_examples=60, deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_reports_in_five_runs_of_any_order_make_the_same_incidents(story: list[LiveClaim], random: Any) -> None:
    at_once = link_claims(story)
    shuffled = random.sample(story, len(story))
    known: list[LiveClaim] = []
    previous: Sequence[Incident] = ()
    for number in range(5):
        known += shuffled[number::5]
        linked = link_claims(known, previous=previous)
        previous = linked.incidents
    assert {one.claims: (one.cells, one.counts) for one in previous} == {
        one.claims: (one.cells, one.counts) for one in at_once.incidents
    }


@settings(max_examples=120, deadline=None)
@given(stories())
def test_sums_and_background_never_merge_into_single_incidents(story: list[LiveClaim]) -> None:
    lanes = {live.claim.id: find_lane(live) for live in story}
    for one in link_claims(story).incidents:
        assert len({lanes[claim] for claim in one.claims}) == 1


def find_lane(live: LiveClaim) -> str:
    """What may never meet: plans, background, sums, campaigns, single events."""
    return live.claim.status if live.claim.status in {"planned", "background"} else live.claim.kind


@settings(max_examples=100, deadline=None)
@given(stories(5), st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6), st.integers(0, 4))
def test_different_holds_whatever_same_is_judged_before_or_after(
    story: list[LiveClaim], picks: list[tuple[int, int]], at: int
) -> None:
    """Through any chain of "same" on other pairs; only a later word on that very pair takes it back."""
    pairs = pair_up(story, [(at, at + 1)])
    others = [pair for pair in pair_up(story, picks) if set(pair) not in [set(one) for one in pairs]]
    different = [Judgement(verdict="different", about=pair, by="b", at=WHEN) for pair in pairs]
    same = [
        Judgement(verdict="same", about=pair, by="a", at=WHEN + timedelta(hours=hour - 2))
        for hour, pair in enumerate(others)
    ]
    for one in link_claims(story, [*same, *different]).incidents:
        assert not any(set(pair) <= set(one.claims) for pair in pairs)


@settings(max_examples=120, deadline=None)
@given(stories())
def test_part_lies_within_the_whole_or_the_violation_is_shown(story: list[LiveClaim]) -> None:
    for one in link_claims(story).incidents:
        whole = {cell.outcome: cell for cell in one.cells if cell.group == "person"}
        shown = {(each["outcome"], each["group"]) for each in one.grade_inputs.get("violations", ())}
        for cell in one.cells:
            total = whole.get(cell.outcome)
            closed = total is not None and total.high is not None and not total.high_open
            above = total is not None and total.low is not None and cell.low is not None and cell.low > total.low
            if above or (closed and cell.low is not None and cell.low > total.high):
                assert (cell.outcome, cell.group) in shown
