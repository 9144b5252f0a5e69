"""What the rest of a report, and a name spelt in another way, add to a pair of claims."""

import msgspec
import pytest
from hearsay import CITY, GOVERNORATE, TOWN, groups, tell

from marsad.linking import decide_link, link_claims, prepare_claims
from marsad.model.claim import LiveClaim

COUNTRY = {"place_id": "c:sy", "name_ar": "syria", "precision": "country", "lat": None, "lon": None}
TOGETHER = {("a", "b")}
APART = {("a",), ("b",)}
STORY = "rockets struck the central bakery while families queued for bread before sunset near the old mosque square"
RETOLD = "families had queued for bread near the central bakery before sunset when rockets struck the old square"
ANOTHER = "a market of used cars was hit at noon and firemen pulled traders from the burning halls all day"


def linked(*claims: LiveClaim) -> set[tuple[str, ...]]:
    return {group for group in groups(link_claims(claims).incidents) if not group[0].startswith("x")}


def level_of(feature: str, *claims: LiveClaim) -> str | None:
    one, other = prepare_claims(claims)[:2]
    found = {each.feature: each.level for each in decide_link(one, other).evidence}
    return found.get(feature)


def unmapped(name: str, precision: str = "settlement") -> dict[str, object]:
    return {"place_id": None, "name_ar": name, "lat": None, "lon": None, "precision": precision, "admin1": "idlib"}


@pytest.mark.parametrize("spelling", ["kafranbil", "kafr anbal", "kafranbel"])
def test_village_on_no_map_is_the_one_spelt_a_letter_or_a_space_apart(spelling: str) -> None:
    claims = tell("a", where=[unmapped("kafranbal")]), tell("b", where=[unmapped(spelling)], says=["medics"])
    assert linked(*claims) == TOGETHER


@pytest.mark.parametrize("spelling", ["kafrantal", "zafranbal"])
def test_two_towns_of_the_map_are_two_however_alike_their_names(spelling: str) -> None:
    other = TOWN | {"place_id": "t:other", "name_ar": spelling, "lat": 35.9}
    assert linked(tell("a", where=[TOWN | {"name_ar": "kafranbal"}]), tell("b", where=[other])) == APART


def test_short_names_a_letter_apart_are_two_villages() -> None:
    assert linked(tell("a", where=[unmapped("tell")]), tell("b", where=[unmapped("bell")], says=["medics"])) == APART


def test_site_on_no_map_is_in_the_town_that_its_name_ends_in() -> None:
    claims = tell("a", where=[TOWN | {"name_ar": "fashir"}]), tell("b", where=[unmapped("hospital bifashir", "site")])
    assert linked(*claims) == TOGETHER


def test_unmapped_site_contradicts_no_town_of_its_region_and_speaks_for_none() -> None:
    site = unmapped("fountain", "site")
    assert level_of("place", tell("a"), tell("b", where=[site])) == "unplaced"
    assert linked(tell("a"), tell("b", where=[site], says=["medics"])) == APART


def test_lead_that_names_the_country_borrows_the_town_of_its_report() -> None:
    lead = tell("b", "killed person 17", report="r", where=[COUNTRY])
    below = tell("x", report="r", type="displacement")
    claim = tell("a", "killed person 17", says=["medics"])
    assert level_of("place", claim, lead) == "country"
    assert level_of("place", claim, lead, below) == "lent"


def test_report_of_many_towns_lends_none() -> None:
    names = "north", "south", "west", "outer"
    towns = [TOWN | {"place_id": f"t:{name}", "name_ar": name, "lat": 35.0 + n} for n, name in enumerate(names)]
    lead, below = tell("b", report="r", where=[COUNTRY]), tell("x", report="r", type="displacement", where=towns)
    assert level_of("place", tell("a"), lead, below) == "country"


def test_lent_place_alone_links_nothing() -> None:
    lead, below = tell("b", report="r", where=[COUNTRY]), tell("x", report="r", type="displacement")
    assert linked(tell("a", says=["medics"]), lead, below) == APART


def test_two_reports_in_one_anothers_words_link_where_place_and_day_allow() -> None:
    one, other = tell("a", evidence=STORY), tell("b", evidence=RETOLD, where=[GOVERNORATE], says=["medics"])
    assert level_of("story", one, other) == "alike"
    assert linked(one, other) == TOGETHER
    assert linked(one, tell("b", evidence=ANOTHER, where=[GOVERNORATE], says=["medics"])) == APART


def test_same_words_alone_link_nothing() -> None:
    assert linked(tell("a", evidence=STORY), tell("b", evidence=STORY, where=[CITY])) == APART
    assert linked(tell("a", evidence=STORY), tell("b", evidence=STORY, on=5, published=5)) == APART
    assert linked(tell("a", evidence=STORY, where=[]), tell("b", evidence=RETOLD, on=None, where=[])) == APART


def test_larger_toll_of_a_wider_area_is_a_sum_and_no_growth() -> None:
    town = tell("a", "killed person 17")
    assert level_of("toll", town, tell("b", "killed person 25", where=[GOVERNORATE], published=1)) == "wider"
    assert level_of("toll", town, tell("b", "killed person 25", published=1)) == "grows"


def test_town_in_the_words_of_a_report_counts_though_nobody_read_it() -> None:
    town = TOWN | {"name_ar": "fashir"}
    quiet, loud = tell("b", where=[], evidence="shells fell on the market"), tell("b", where=[], evidence="in elfashir")
    assert level_of("place", tell("a", where=[town]), quiet) == "missing"
    assert level_of("place", tell("a", where=[town]), loud) == "heard"
    assert linked(tell("a", where=[town], says=["medics"]), loud) == APART
    assert (
        linked(
            tell("a", "killed person 17", where=[town], says=["medics"]),
            tell("b", "killed person 17", where=[], evidence="in elfashir"),
        )
        == TOGETHER
    )


def test_place_of_the_map_is_not_talked_over_by_a_name_heard() -> None:
    there = tell("b", where=[CITY], evidence="they came from elfashir")
    assert level_of("place", tell("a", where=[TOWN | {"name_ar": "fashir"}]), there) is None


def test_camp_beside_the_town_it_is_called_after_is_near_it() -> None:
    camp = TOWN | {"place_id": "t:camp", "name_ar": "camp north", "lon": 36.52}
    assert linked(tell("a"), tell("b", where=[camp], says=["medics"])) == TOGETHER


def test_same_sentence_of_a_copied_text_is_the_same_incident_and_another_is_not() -> None:
    wire = tell("a", report="wire", where=[COUNTRY], evidence="shells struck the old bakery before noon prayer")
    paper = tell("b", report="paper", where=[COUNTRY], evidence="shells struck the old bakery before the noon prayer")
    other = tell("b", report="paper", where=[COUNTRY], evidence="elsewhere gunmen fired upon a queue of cars")
    copies = [msgspec.structs.replace(live, copy_of="wire") for live in (paper, other)]
    assert linked(wire, copies[0]) == TOGETHER
    assert linked(wire, copies[1]) == APART


def test_small_quarter_far_off_in_the_city_is_another_place() -> None:
    quarter = TOWN | {"place_id": "t:quarter", "name_ar": "flame", "precision": "district", "lat": 35.57}
    assert level_of("place", tell("a"), tell("b", where=[quarter | {"radius_km": 10.0}])) == "around"
    assert level_of("place", tell("a"), tell("b", where=[quarter | {"radius_km": 1.5}])) is None
