"""Which claims are one incident."""

import pytest
from hearsay import CITY, ELSEWHERE, GOVERNORATE, TOWN, VILLAGE, groups, tell

from marsad.linking import decide_link, link_claims, prepare_claim
from marsad.model.claim import LiveClaim

TOGETHER = {("a", "b")}
APART = {("a",), ("b",)}


def linked(*claims: LiveClaim) -> set[tuple[str, ...]]:
    return groups(link_claims(claims).incidents)


def test_one_town_one_day_is_one_incident_though_tolls_differ() -> None:
    assert linked(tell("a", "killed civilian 6"), tell("b", "killed civilian 9", says=["medics"])) == TOGETHER


def test_shelling_and_air_strike_may_tell_one_bombing() -> None:
    assert linked(tell("a"), tell("b", type="shelling", says=["medics"])) == TOGETHER


def test_killing_by_no_stated_method_joins_the_strike_with_its_toll() -> None:
    claims = tell("a", "killed civilian 4"), tell("b", "killed child 4", type="attack", says=["un"])
    assert linked(*claims) == TOGETHER


@pytest.mark.parametrize("other", ["protest", "exchange", "territory_change", "negotiation", "abduction"])
def test_another_kind_of_event_stays_apart(other: str) -> None:
    assert linked(tell("a"), tell("b", type=other)) == APART


def test_neighbouring_villages_stay_apart_though_all_else_agrees() -> None:
    claims = tell("a", "killed civilian 4", "injured civilian 12"), tell("b", "killed civilian 4", where=[VILLAGE])
    assert linked(*claims) == APART


def test_two_reports_each_of_its_own_day_tell_two_incidents() -> None:
    assert linked(tell("a", "killed person 3"), tell("b", "killed person 3", on=1, published=1)) == APART


def test_yesterday_and_today_may_be_one_day_where_figures_agree() -> None:
    claims = tell("a", "killed person 7", published=1), tell("b", "killed person 7", on=1, published=1)
    assert linked(*claims) == TOGETHER
    assert linked(tell("a", published=1), tell("b", on=1, published=1)) == APART


def test_a_night_belongs_to_both_days() -> None:
    assert linked(tell("a", precision="night"), tell("b", on=1, published=1)) == TOGETHER


def test_governorate_alone_is_no_evidence_for_a_town() -> None:
    assert linked(tell("a"), tell("b", where=[GOVERNORATE], says=["medics"])) == APART


def test_governorate_and_town_meet_where_the_toll_is_the_same() -> None:
    claims = tell("a", "killed person 17"), tell("b", "killed person 17", where=[GOVERNORATE], says=["medics"])
    assert linked(*claims) == TOGETHER
    claims = tell("a", "killed person 17"), tell("b", "killed person 17", where=[ELSEWHERE], says=["medics"])
    assert linked(*claims) == APART


def test_unmapped_villages_of_one_name_and_region_are_one_place() -> None:
    unmapped = {"place_id": None, "name_ar": "nowhere", "lat": None, "lon": None, "precision": "settlement"}
    here = unmapped | {"admin1": "idlib"}
    assert linked(tell("a", where=[here]), tell("b", where=[here], says=["medics"])) == TOGETHER
    there = unmapped | {"admin1": "aleppo"}
    assert linked(tell("a", where=[here]), tell("b", where=[there], says=["medics"])) == APART


def test_quarter_named_with_and_without_its_kind_is_one_place() -> None:
    bare = {"place_id": None, "name_ar": "hill", "precision": "settlement", "admin1": "aleppo"}
    full = bare | {"name_ar": "quarter hill", "precision": "district"}
    assert linked(tell("a", where=[bare]), tell("b", where=[full], says=["medics"])) == TOGETHER


def test_city_that_names_its_governorate_may_stand_for_it() -> None:
    idlib = TOWN | {"place_id": "t:idlib", "name_ar": "idlib", "lat": 35.93, "lon": 36.63}
    figures = "killed person 17", "injured person 31"
    assert linked(tell("a", *figures), tell("b", *figures, where=[idlib], says=["medics"])) == TOGETHER
    assert linked(tell("a"), tell("b", where=[idlib], says=["medics"])) == APART


def test_undated_claim_joins_only_near_its_own_publication() -> None:
    assert linked(tell("a"), tell("b", on=None, published=1, says=["medics"])) == TOGETHER
    assert linked(tell("a"), tell("b", on=None, published=9, says=["medics"])) == APART


def test_one_report_that_tells_two_tolls_in_one_town_tells_two_incidents() -> None:
    claims = tell("a", "killed person 6", report="r"), tell("b", "killed person 2", report="r", type="shelling")
    assert linked(*claims) == APART


def test_one_report_with_two_sources_figures_tells_one_incident() -> None:
    claims = (
        tell("a", "killed person 6", report="r"),
        tell("b", "killed person 2", report="r", says=["army"]),
    )
    assert linked(*claims) == TOGETHER


def test_second_strike_does_not_chain_two_incidents_together() -> None:
    first = tell("a", "killed person 6", report="r")
    second = tell("b", "killed person 2", report="r")
    vague = tell("c", says=["medics"])
    assert all({"a", "b"} - set(group) for group in linked(first, second, vague))


def test_denial_joins_the_strike_it_denies() -> None:
    claims = tell("a", "killed person 6", report="r"), tell("b", report="r", status="denied", says=["army"])
    assert linked(*claims) == TOGETHER


@pytest.mark.parametrize(
    "other", [{"status": "planned"}, {"status": "background"}, {"kind": "aggregate"}, {"kind": "campaign"}]
)
def test_what_is_no_single_event_never_joins_one(other: dict[str, str]) -> None:
    assert linked(tell("a", "killed person 34"), tell("b", "killed person 34", **other)) == APART


def test_two_sums_are_one_only_where_all_agrees() -> None:
    def total(claim_id: str, toll: int, until: int = 9, where: dict[str, object] = GOVERNORATE) -> LiveClaim:
        return tell(claim_id, f"killed person {toll}", kind="aggregate", until=until, where=[where], published=10)

    assert linked(total("a", 134), total("b", 134)) == TOGETHER
    assert linked(total("a", 134), total("b", 135)) == APART
    assert linked(total("a", 134), total("b", 134, where=ELSEWHERE)) == APART


def test_rare_count_of_one_voice_links_towns_with_their_governorate() -> None:
    towns = tell("a", where=[TOWN, VILLAGE], until=1, published=2, precision="days", count="600+")
    area = tell("b", where=[GOVERNORATE], until=1, published=1, precision="days", count="600+")
    part = tell("c", where=[GOVERNORATE], published=1, until=1, count="40")
    (incident,) = [one for one in link_claims([towns, area, part]).incidents if len(one.claims) > 1]
    assert incident.claims == ("a", "b")
    (count,) = incident.counts
    assert (count.low, count.high, count.high_open) == (600, 600, True)
    assert [origin.source_id for origin in incident.origins] == ["monitor"]


def test_rare_count_of_one_voice_links_two_towns_of_one_region() -> None:
    south = TOWN | {"place_id": "t:south", "name_ar": "south", "lat": 35.3}
    assert linked(tell("a", count="600+"), tell("b", count="600+", where=[south])) == TOGETHER
    assert linked(tell("a", count="600+"), tell("b", count="600+", where=[south], says=["medics"])) == APART
    assert linked(tell("a", count="60"), tell("b", count="60", where=[south])) == APART


def test_headline_that_names_the_region_may_be_the_town_below_it() -> None:
    headline = tell("a", "killed person 17", report="r", where=[GOVERNORATE])
    assert linked(headline, tell("b", "killed person 17", report="r")) == TOGETHER
    assert linked(headline, tell("b", "killed person 5", report="r")) == APART


def test_talks_without_a_place_join_only_by_who_talks() -> None:
    def talks(claim_id: str, *sides: str) -> LiveClaim:
        return tell(claim_id, type="negotiation", where=[], actors=sides, says=["agency"])

    assert linked(talks("a", "x.one", "y.two"), talks("b", "y.two", "x.one")) == TOGETHER
    assert linked(talks("a", "x.one", "y.two"), talks("b", "z.three", "w.four")) == APART
    assert linked(talks("a"), talks("b")) == APART


def test_attacker_here_and_victim_there_make_two_incidents() -> None:
    claims = (
        tell("a", "killed person 6", actors=["x.army"], targets=["y.rebels"], where=[GOVERNORATE]),
        tell("b", "killed person 6", actors=["y.rebels"], targets=["x.army"], where=[GOVERNORATE]),
    )
    assert linked(*claims) == APART


def test_same_figures_in_another_city_are_another_incident() -> None:
    assert linked(tell("a", "killed person 17"), tell("b", "killed person 17", where=[CITY])) == APART


def test_decision_lists_its_evidence_and_adds_up() -> None:
    one, other = prepare_claim(tell("a", "killed person 17")), prepare_claim(tell("b", "killed person 17"))
    decision = decide_link(one, other)
    assert decision.band == "link"
    assert decision.score == pytest.approx(sum(row.weight for row in decision.evidence))
    assert {row.feature for row in decision.evidence} == {"type", "day", "place", "voice", "toll"}
    assert decide_link(other, one) == decision


def test_gazetteer_and_report_may_spell_one_village_in_two_ways() -> None:
    known = TOWN | {"name_ar": "nurth", "text": "north"}
    unknown = {"name_ar": None, "text": "north", "precision": "settlement"}
    assert linked(tell("a", where=[known]), tell("b", where=[unknown])) == TOGETHER
