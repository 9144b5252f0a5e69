"""Each value with what it rests on."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from stand_ins import NextReader, PlainReader, capture, link_plainly

from marsad.base.errors import UseError
from marsad.model.claim import Reading
from marsad.model.document import Document
from marsad.model.incident import Cell, OriginFigure
from marsad.pipeline.explain import explain, explain_link
from marsad.pipeline.explain_figures import draw_figure, say_rule
from marsad.pipeline.judge import judge
from marsad.pipeline.run import run
from marsad.store.ledger import Ledger


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    captured = [capture("killed 6 in Sayda", "first"), capture("Later: killed 8 in Sayda", "second", publisher="B")]
    run([], ledger, PlainReader(), captured=captured, linker=link_plainly)
    return ledger


def lines(ledger: Ledger, wanted: str) -> list[str]:
    return list(explain(ledger, wanted, sentences=lambda _: {"en.killed": "Somebody is killed somewhere."}))


def claim_ids(ledger: Ledger) -> list[str]:
    return [live.claim.id for live in ledger.read_live_claims()]


def test_rule_says_its_sentence(filled: Ledger) -> None:
    assert "rule        en.killed: Somebody is killed somewhere." in lines(filled, claim_ids(filled)[0])


def test_every_quotation_slices_back_to_the_report(filled: Ledger) -> None:
    document = filled.read_document("second")
    assert document is not None
    quoted = [line for line in lines(filled, claim_ids(filled)[1]) if "«" in line]
    assert len(quoted) == 5
    for line in quoted:
        words, _, rest = line.partition("«")[2].partition("» text[")
        start, end = rest.rstrip("]").split(":")
        assert document.text[int(start) : int(end)] == words


def test_figure_names_the_claims_that_set_low_and_high(filled: Ledger) -> None:
    low, high = claim_ids(filled)
    said = lines(filled, filled.read_incidents().rows[0].incident_id)
    assert f"  low by      {low}" in said
    assert f"  high by     {high}" in said
    assert f"  says        B: 8 (exact), claim {high}" in said


def test_link_names_its_features_and_their_weight(filled: Ledger) -> None:
    low, high = sorted(claim_ids(filled))
    links = [line for line in lines(filled, filled.read_incidents().rows[0].incident_id) if line.startswith("link")]
    assert len(links) == 1
    assert low in links[0]
    assert high in links[0]
    assert "type same +" in links[0]


def test_replaced_claim_says_so(filled: Ledger) -> None:
    (replaced, _) = claim_ids(filled)

    class Blind(NextReader):
        def read(self, document: Document) -> Reading:
            return msgspec.structs.replace(super().read(document), claims=())

    run([], filled, Blind(), captured=[capture("killed 6 in Sayda", "first")], linker=link_plainly)
    assert lines(filled, replaced)[0] == f"claim       {replaced} (replaced by a newer reading)"


def test_former_id_of_an_incident_is_explained(filled: Ledger) -> None:
    incident = filled.read_incidents().rows[0]
    filled.write_incidents([incident], {"former": incident.incident_id})
    assert lines(filled, "former")[0] == "asked for   former, an earlier id of this incident"


def test_decision_is_kept_under_the_present_id_and_shown(filled: Ledger) -> None:
    incident = filled.read_incidents().rows[0]
    filled.write_incidents([incident], {"former": incident.incident_id})
    judge(filled, "accept", ["former"], by="First Reviewer", clock=lambda: datetime(2026, 3, 1, tzinfo=UTC))
    said = f"judged      accept {incident.incident_id}, by First Reviewer, 2026-03-01T00:00:00+00:00"
    assert said in lines(filled, incident.incident_id)


def test_unknown_id_is_refused(filled: Ledger) -> None:
    with pytest.raises(UseError, match="no claim and no incident"):
        lines(filled, "nothing")


def test_two_ids_print_the_waterfall_of_their_link(filled: Ledger) -> None:
    low, high = sorted(claim_ids(filled))
    head, *_, last = said = list(explain_link(filled, low, high))
    assert low in head
    assert high in head
    rows = [line.split() for line in said if line.split()[:1] in (["type"], ["day"], ["place"])]
    assert [row[0] for row in rows] == ["type", "day", "place"]
    sums = [float(row[3]) for row in rows]
    assert sums == pytest.approx([sum(float(row[2]) for row in rows[: n + 1]) for n in range(3)])
    assert "link from +4.0" in last


def test_hard_conflict_says_what_lies_apart(ledger: Ledger) -> None:
    later = capture("killed 8 in Sayda", "second", day=date(2018, 9, 6))
    run([], ledger, PlainReader(), captured=[capture("killed 6 in Sayda", "first"), later], linker=link_plainly)
    assert "  apart: a hard conflict: their days lie apart" in list(explain_link(ledger, *claim_ids(ledger)))


def test_link_of_an_unknown_id_is_wrong_use(filled: Ledger) -> None:
    with pytest.raises(UseError, match="no claim and no incident 'x'"):
        list(explain_link(filled, claim_ids(filled)[0], "x"))


def test_single_origin_is_not_said_to_disagree() -> None:
    origin = OriginFigure(source_id="a", claim="c", low=6, high=None, kind="at_least")
    other = msgspec.structs.replace(origin, source_id="b", low=8)
    cell = Cell(
        outcome="killed", group="person", low=6, best=6, high=6, high_open=True, best_rule="conservative",
        low_by=("c",), high_by=("c",), origins=(origin,),
    )  # fmt: skip
    assert say_rule(cell) == "one origin alone gives a figure, so its lowest is taken"
    assert say_rule(msgspec.structs.replace(cell, origins=(origin, other))).startswith("no two origins agree")


def test_figure_told_for_several_places_says_so(filled: Ledger) -> None:
    incident = filled.read_incidents().rows[0]
    said = "one figure for 3 places together, not split between them"
    assert not any(said in line for line in lines(filled, incident.incident_id))
    shared = msgspec.structs.replace(incident, cells=(msgspec.structs.replace(incident.cells[0], over_places=3),))
    filled.write_incidents([shared], {})
    assert f"  places      {said}" in lines(filled, incident.incident_id)
    assert f"places      {said}" in list(draw_figure(filled, shared, "killed.person"))


@pytest.mark.parametrize(
    ("end", "words"), [("total_high", "the whole, 3"), ("total_low", "the lowest that is said of the whole, 3")]
)
def test_part_above_its_whole_is_said_with_the_figure(filled: Ledger, end: str, words: str) -> None:
    violation = {"outcome": "killed", "group": "child", "low": 5, end: 3}
    torn = msgspec.structs.replace(filled.read_incidents().rows[0], grade_inputs={"violations": [violation]})
    said = list(draw_figure(filled, torn, "killed.person"))
    assert f"violated    child 5 lies above {words}: shown, not mended" in said
