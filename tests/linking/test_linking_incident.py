"""Type, status, days, places, actors and grade of an incident."""

import pytest
from hearsay import GOVERNORATE, TOWN, cells, day, tell

from marsad.linking import link_claims
from marsad.model.claim import LiveClaim
from marsad.model.incident import Incident


def incident(*claims: LiveClaim) -> Incident:
    (only,) = link_claims(claims).incidents
    return only


def owned(actor: str) -> dict[str, str]:
    return {"actor_id": actor, "name_en": actor, "stance": "claimed_own"}


def test_bare_attack_yields_to_a_named_method() -> None:
    claims = [tell(name, "killed person 7", type="attack", says=[name]) for name in "ab"]
    assert incident(*claims, tell("c", "killed person 7", says=["x"])).type == "air_strike"


def test_most_reports_decide_type_and_day() -> None:
    found = incident(
        tell("a", published=1), tell("b", says=["x"]), tell("c", type="shelling", until=1, precision="days", says=["y"])
    )
    assert (found.type, found.when.start, found.when.end) == ("air_strike", day(0), day(0))


def test_town_outranks_the_governorate_around_it() -> None:
    found = incident(tell("a", "killed person 17"), tell("b", "killed person 17", where=[GOVERNORATE], says=["x"]))
    assert [place.name_ar for place in found.where] == ["north"]
    assert incident(tell("a", where=[GOVERNORATE])).where[0].lat is None


def test_unplaced_incident_has_no_place() -> None:
    assert incident(tell("a", where=[])).where == ()


def test_actor_keeps_stance_and_who_says_so() -> None:
    accused = {"actor_id": "x.air", "name_en": "x", "stance": "accused", "by": [1]}
    found = incident(
        tell("a", report="r", actors=[accused], says=["monitor", "medics"]),
        tell("b", report="r", actors=["x.air"], status="denied", says=["x ministry"]),
    )
    assert [(one.actor_id, one.stance, one.by) for one in found.actors] == [
        ("x.air", "accused", ("medics",)),
        ("x.air", "denied", ("x ministry",)),
    ]


@pytest.mark.parametrize(
    ("claims", "grade", "strike"),
    [
        ([tell("a", "killed civilian 6")], "weak", "single_source_claim"),
        ([tell("a", "killed civilian 6"), tell("b", says=["medics"])], "fair", "likely_strike"),
        ([tell("a", actors=["x.air"]), tell("b", actors=["y.air"], says=["medics"])], "contested", "contested_strike"),
        ([tell("a", actors=["x.air", "y.air"]), tell("b", actors=["y.air"], says=["medics"])], "fair", "likely_strike"),
        (
            [tell("a", "killed soldier 6"), tell("b", "killed soldier 6", says=["medics"])],
            "discounted",
            "likely_strike",
        ),
        ([tell("a", "killed civilian 6", actors=[owned("x.air")])], "confirmed", "declared_strike"),
        ([tell("a", "killed fighter 6", actors=[owned("x.air")])], "discounted", "declared_strike"),
    ],
)
def test_grade_follows_its_inputs(claims: list[LiveClaim], grade: str, strike: str) -> None:
    found = incident(*claims)
    assert (found.grade, found.grade_inputs["strike_status"]) == (grade, strike)


def test_party_that_blames_its_enemy_is_no_credible_origin() -> None:
    claims = [
        tell("a", actors=["x.army"], targets=["y.rebels"]),
        tell("b", actors=["x.army"], targets=["y.rebels"], says=["y.rebels.office"]),
    ]
    found = incident(*claims)
    assert (found.grade, found.grade_inputs["party_origins"]) == ("weak", ["y.rebels.office"])
    (found,) = link_claims([tell("a"), tell("b", says=["radio"])], affiliations={"radio": "x.army"}).incidents
    assert found.grade == "weak"


def test_part_above_the_whole_is_shown_not_mended() -> None:
    found = incident(tell("a", "killed person 3", says=["x"]), tell("b", "killed child 5 subset", "killed person 3"))
    assert found.grade_inputs["violations"] == [{"outcome": "killed", "group": "child", "low": 5, "total_high": 3}]
    assert cells(found)["killed person"] == (3, 3, 3, False)


def test_place_of_arrival_is_not_where_it_happened() -> None:
    arrival = TOWN | {"place_id": "t:far", "name_ar": "far", "role": "to"}
    found = incident(tell("a", type="displacement", where=[TOWN, arrival]))
    assert [place.name_ar for place in found.where] == ["north"]


def test_party_alone_saying_that_the_dead_were_fighters_discounts_nothing() -> None:
    (found,) = link_claims([tell("a", "killed fighter 6", says=["radio"])], affiliations={"radio": "x.army"}).incidents
    assert (found.grade, found.grade_inputs["status_disputed"]) == ("weak", True)
    claims = [tell("a", "killed fighter 6", says=["radio"]), tell("b", "killed fighter 6")]
    (found,) = link_claims(claims, affiliations={"radio": "x.army"}).incidents
    assert (found.grade, "status_disputed" in found.grade_inputs) == ("discounted", False)
