"""Evidence beside what was read: what was hit, shared names, shared links."""

from dataclasses import replace

import pytest
from hearsay import CITY, groups, tell

from marsad.linking import decide_link, link_claims, prepare_claim
from marsad.model.claim import Marks


def struck(*codes: str, site: str | None = None) -> Marks:
    return Marks(struck=frozenset(codes), sites=frozenset() if site is None else frozenset({f"{codes[0]} {site}"}))


def named(*names: str) -> Marks:
    return Marks(names=frozenset(names))


def linking(*links: str, page: str | None = None) -> Marks:
    return Marks(links=frozenset(links), page=page)


def shared(one: Marks | None, other: Marks | None, report: str | None = None) -> list[tuple[str, str]]:
    first, second = tell("a", report=report, marks=one), tell("b", report=report, says=["medics"], marks=other)
    decision = decide_link(prepare_claim(first), prepare_claim(second))
    assert decision == decide_link(prepare_claim(second), prepare_claim(first))
    return [(each.feature, each.level) for each in decision.evidence if each.feature in {"struck", "name", "links"}]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (struck("market"), struck("market", "school"), "same"),
        (struck("market"), struck("hospital"), "other"),
        (struck("hospital", site="oak"), struck("hospital", site="oak"), "named"),
        (struck("hospital", site="oak"), struck("hospital"), "same"),
        (struck("hospital", site="oak"), struck("hospital", site="cedar"), "namesake"),
    ],
)
def test_what_was_hit_is_compared_by_kind_and_name(one: Marks, other: Marks, level: str) -> None:
    assert shared(one, other) == [("struck", level)]


def test_target_that_one_report_leaves_out_is_no_evidence() -> None:
    assert shared(struck("market"), named("oak")) == []
    assert shared(struck("market"), None) == []


@pytest.mark.parametrize("other", [struck("school"), struck("market", site="cedar")])
def test_two_targets_of_one_town_on_one_day_stay_two_where_only_place_and_day_agree(other: Marks) -> None:
    one = struck("market", site="oak")
    doubtful = {"type": "shelling", "precision": "night", "says": ["medics"]}
    pair = [tell("a", marks=one), tell("b", marks=other, **doubtful)]
    assert groups(link_claims(pair).incidents) == {("a", "b")}, "a place and a night outweigh one word"
    far = [tell("a", "killed person 40", marks=one), tell("b", "killed person 4", marks=other, **doubtful)]
    assert groups(link_claims(far).incidents) == {("a",), ("b",)}
    alike = [tell("a", "killed person 40", marks=one), tell("b", "killed person 4", marks=one, **doubtful)]
    assert groups(link_claims(alike).incidents) == {("a", "b")}


def test_shared_rare_names_are_evidence_and_never_shown() -> None:
    assert shared(named("oak"), named("oak", "elm")) == [("name", "rare")]
    assert shared(named("oak", "elm"), named("oak", "elm")) == [("name", "several")]
    assert shared(named("oak"), named("elm")) == []


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (linking("paper.example/1234"), linking(page="paper.example/1234"), "cites"),
        (linking("un.example/9876"), linking("un.example/9876"), "page"),
        (linking("youtu.be/abcdefghi"), linking("youtu.be/abcdefghi"), "media"),
        (linking("p.example/1.JPG"), linking("p.example/1.JPG"), "media"),
    ],
)
def test_shared_link_is_evidence(one: Marks, other: Marks, level: str) -> None:
    assert shared(one, other) == [("links", level)]


def test_two_reports_without_address_or_with_other_links_share_none() -> None:
    assert shared(linking("un.example/9876"), linking("un.example/9877")) == []
    assert shared(linking("un.example/9876"), linking("paper.example/1", page=None)) == []


def test_claims_of_one_report_share_its_links_and_names_by_nature() -> None:
    both = Marks(struck=frozenset({"market"}), names=frozenset({"oak"}), links=frozenset({"un.example/9876"}))
    assert shared(both, both, report="r") == [("struck", "same")]


def test_copy_of_a_text_does_not_bear_it_out() -> None:
    one, other = (prepare_claim(tell(name, marks=named("oak"))) for name in "ab")
    assert one.text != other.text
    decision = decide_link(one, replace(other, text=one.text))
    assert "name" not in {each.feature for each in decision.evidence}


def test_links_alone_bring_no_two_towns_together() -> None:
    claims = [tell("a", marks=linking("un.example/9876")), tell("b", where=[CITY], marks=linking("un.example/9876"))]
    assert groups(link_claims(claims).incidents) == {("a",), ("b",)}
