"""Whose voice a claim is: the body that first said it, through copies and chains; and who speaks for a party."""

from collections.abc import Sequence

import msgspec
import pytest
from hearsay import cells, tell

from marsad.linking import link_claims
from marsad.model.claim import LiveClaim
from marsad.model.incident import Incident

AFFILIATIONS = {"media.state": "land.government", "land.army": "land.government", "rebels": "rebels"}


def link_one(*claims: LiveClaim) -> Incident:
    (incident,) = link_claims(claims, affiliations=AFFILIATIONS).incidents
    return incident


def voices(incident: Incident) -> list[str]:
    return [origin.source_id for origin in incident.origins]


def copied(live: LiveClaim, of: str, publisher: str | None = None, publisher_id: str | None = None) -> LiveClaim:
    return msgspec.structs.replace(live, copy_of=of, first_publisher=publisher, publisher_id=publisher_id)


def test_two_outlets_that_quote_one_body_are_one_voice() -> None:
    incident = link_one(tell("a", "killed person 4", publisher="A"), tell("b", "killed person 4", publisher="B"))
    assert voices(incident) == ["monitor"]


def test_publisher_speaks_for_itself_where_nobody_is_named() -> None:
    incident = link_one(tell("a", says=[], publisher="A"), tell("b", says=[], publisher="B"))
    assert voices(incident) == ["publisher:A", "publisher:B"]


def test_agency_quoted_and_the_agencys_own_report_are_one_voice() -> None:
    own = msgspec.structs.replace(tell("a", says=[], publisher="State News"), publisher_id="media.state")
    incident = link_one(own, tell("b", says=["media.state"], publisher="B"))
    assert voices(incident) == ["media.state"]


def test_unnamed_kind_is_a_voice_in_each_report_but_not_in_its_copy() -> None:
    medic, other = tell("a", "killed person 4", says=[None]), tell("b", "killed person 4", says=[None])
    assert len(voices(link_one(medic, other))) == 2
    assert voices(link_one(medic, copied(other, of="report of a"))) == ["unnamed:report of a:a source"]


def test_copy_speaks_with_the_voice_of_the_earliest_publisher() -> None:
    wire = tell("a", "killed person 4", says=[], publisher="Wire")
    paper = copied(tell("b", "killed person 4", says=[], publisher="Paper"), of="report of a", publisher="Wire")
    incident = link_one(wire, paper)
    assert voices(incident) == ["publisher:Wire"]
    assert incident.documents == ("report of a", "report of b")


def test_copy_of_a_report_without_publisher_is_the_reports_voice() -> None:
    paper = copied(tell("b", says=[], publisher="Paper"), of="report of a")
    assert voices(link_one(tell("a", says=[]), paper)) == ["document:report of a"]


ECHOED: list[Sequence[str]] = [["killed person 4"], ["killed civilian 4", "injured person 9+"], ["killed person ~10+"]]


@pytest.mark.parametrize("figures", ECHOED)
@pytest.mark.parametrize("says", [["monitor"], [None], []])
def test_echo_of_an_origin_changes_no_figure_and_no_grade(figures: Sequence[str], says: Sequence[str | None]) -> None:
    first = tell("a", *figures, says=says, publisher="Wire")
    rival = tell("b", "killed person 6", says=["medics"], publisher="B")
    echo = copied(tell("c", *figures, says=says, publisher="Paper", published=1), of="report of a", publisher="Wire")
    before, after = link_one(first, rival), link_one(first, rival, echo)
    assert cells(after) == cells(before)
    assert voices(after) == voices(before)
    assert (after.grade, after.grade_inputs["credible_origins"]) == (
        before.grade, before.grade_inputs["credible_origins"],
    )  # fmt: skip


def test_voice_of_a_party_is_marked_and_no_second_witness() -> None:
    alone = tell("a", "killed person 4", says=["monitor"])
    party = tell("b", "killed person 4", says=["media.state"])
    incident = link_one(alone, party)
    assert {origin.source_id: origin.party for origin in incident.origins} == {
        "monitor": None, "media.state": "land.government",
    }  # fmt: skip
    assert incident.grade_inputs["party_origins"] == ["media.state"]
    assert incident.grade == "weak"
    assert link_one(alone, tell("c", "killed person 4", says=["medics"])).grade == "fair"


def test_party_that_owns_its_act_is_believed() -> None:
    owner = {"actor_id": "land.army", "name_en": "army", "stance": "claimed_own"}
    incident = link_one(tell("a", says=["monitor"]), tell("b", says=["land.army"], actors=[owner]))
    assert incident.grade_inputs["credible_origins"] == ["land.army", "monitor"]
