"""Cells and counts: who sets low, best and high."""

from hearsay import CITY, ELSEWHERE, GOVERNORATE, TOWN, VILLAGE, cells, shown, tell

from marsad.linking import link_claims
from marsad.model.claim import LiveClaim
from marsad.model.incident import Incident


def incident(*claims: LiveClaim) -> Incident:
    (only,) = link_claims(claims).incidents
    return only


def toll(*claims: LiveClaim) -> tuple[object, ...]:
    return cells(incident(*claims))["killed person"]


def test_one_voice_repeated_by_ten_outlets_is_one_origin() -> None:
    found = incident(*(tell(f"{number}", "killed person 6", publisher=f"outlet {number}") for number in range(10)))
    assert len(found.origins) == 1
    assert found.cells[0].best_rule == "conservative"


def test_two_origins_set_low_and_high() -> None:
    found = incident(tell("a", "killed person 6"), tell("b", "killed person 9", says=["medics"]))
    (cell,) = found.cells
    assert (shown(cell), cell.low_by, cell.high_by) == ((6, 6, 9, False), ("a",), ("b",))


def test_best_is_what_most_origins_give() -> None:
    found = incident(
        tell("a", "killed person 6"), tell("b", "killed person 9", says=["x"]), tell("c", "killed person 9", says=["y"])
    )
    assert (found.cells[0].best, found.cells[0].best_rule) == (9, "agree")


def test_open_end_stays_open_unless_a_higher_figure_closes_it() -> None:
    assert toll(tell("a", "killed person 6+")) == (6, 6, 6, True)
    assert toll(tell("a", "killed person 6+"), tell("b", "killed person 9", says=["x"])) == (6, 6, 9, False)
    assert toll(tell("a", "killed person 6"), tell("b", "killed person 9+", says=["x"])) == (6, 6, 9, True)


def test_later_figure_of_one_origin_replaces_the_earlier() -> None:
    assert toll(tell("a", "killed person 6"), tell("b", "killed person 9", published=1)) == (9, 9, 9, False)


def test_decrease_of_one_origin_waits_for_a_reviewer() -> None:
    found = incident(tell("a", "killed person 9"), tell("b", "killed person 6", published=1))
    assert cells(found)["killed person"] == (9, 9, 9, False)
    assert found.grade_inputs["decreases"] == ["b"]


def test_number_replaces_a_vague_word_of_the_same_origin() -> None:
    assert toll(tell("a", "killed person ~24+"), tell("b", "killed person 18", published=1)) == (18, 18, 18, False)


def test_vague_word_never_sets_low_beside_a_number() -> None:
    assert toll(tell("a", "killed person ~2+"), tell("b", "killed person 9", says=["x"])) == (9, 9, 9, False)
    assert toll(tell("a", "killed person ~24+"), tell("b", "killed person 9", says=["x"])) == (9, 9, 24, True)
    assert toll(tell("a", "killed person ~24+")) == (24, 24, 24, True)


def test_subset_has_a_cell_and_adds_nothing() -> None:
    found = incident(tell("a", "killed civilian 6+", "killed child 4 subset", "killed woman 1 subset"))
    assert cells(found) == {
        "killed civilian": (6, 6, 6, True),
        "killed child": (4, 4, 4, False),
        "killed woman": (1, 1, 1, False),
        "killed person": (6, 6, 6, True),
    }


def test_disjoint_parts_add_up_where_no_total_is_stated() -> None:
    assert toll(tell("a", "killed civilian 2", "killed police 3")) == (5, 5, 5, False)
    assert toll(tell("a", "killed person 7", "killed police 3")) == (7, 7, 7, False)


def test_killed_or_injured_stays_its_own_outcome() -> None:
    assert set(cells(incident(tell("a", "killed_or_injured person 8")))) == {"killed_or_injured person"}


def test_families_are_no_persons() -> None:
    found = incident(tell("a", "displaced person 30 family", type="displacement"))
    assert found.cells == ()
    assert found.grade_inputs["families"] == [{"claim": "a", "outcome": "displaced", "low": 30, "high": 30}]


def test_denied_strike_gives_no_casualty() -> None:
    found = incident(
        tell("a", "killed person 6", report="r"),
        tell("b", "killed person 1", report="r", status="denied", says=["army"]),
    )
    assert cells(found) == {"killed person": (6, 6, 6, False)}
    assert found.status == "occurred"
    assert found.grade_inputs["denied_by"] == ["army"]
    alone = incident(tell("a", "killed person 1", status="denied"))
    assert (alone.status, alone.cells) == ("denied", ())


def test_background_sets_nothing() -> None:
    assert incident(tell("a", "killed person 900", status="background")).cells == ()


def test_none_reported_is_a_figure_and_silence_is_none() -> None:
    assert toll(tell("a", "killed person 0")) == (0, 0, 0, False)
    assert incident(tell("a")).cells == ()


def test_unnamed_sources_of_two_reports_are_two_voices() -> None:
    found = incident(tell("a", "killed person 6", says=[None]), tell("b", "killed person 6", says=[None]))
    assert [one.source_id for one in found.origins] == ["unnamed:report of a:a source", "unnamed:report of b:a source"]
    assert found.cells[0].best_rule == "agree"


def test_copied_sentence_adds_no_voice() -> None:
    words = "eight people of one family died when a shell hit their house in the early morning hours"
    found = incident(
        tell("a", "killed person 8", says=[], publisher="first", evidence=words),
        tell("b", "killed person 8", says=[], publisher="second", evidence=words, published=1),
    )
    assert [(one.source_id, one.claims) for one in found.origins] == [("publisher:first", ("a", "b"))]
    assert found.cells[0].best_rule == "conservative"


def test_publisher_speaks_only_where_nobody_is_named() -> None:
    def voice(claim: LiveClaim) -> list[str]:
        return [one.source_id for one in incident(claim).origins]

    assert voice(tell("a", publisher="paper")) == ["monitor"]
    assert voice(tell("a", says=[], publisher="paper")) == ["publisher:paper"]
    assert voice(tell("a", says=[])) == ["document:report of a"]


def test_each_listed_source_is_a_voice_for_the_figure() -> None:
    found = incident(tell("a", "killed person 6", says=["monitor", "medics"]))
    assert found.cells[0].best_rule == "agree"
    assert len(found.cells[0].origins) == 2


def shared(*claims: LiveClaim) -> dict[str, int | None]:
    """For how many places each figure is told as one."""
    found = incident(*claims)
    named = {f"{cell.outcome} {cell.group}": cell.over_places for cell in found.cells}
    return named | {count.unit: count.over_places for count in found.counts}


def test_one_total_for_several_places_is_marked_and_not_split() -> None:
    both = tell("a", "killed person 17", "killed medic 3 subset", count="25", where=[TOWN, VILLAGE])
    assert shared(both) == {"killed person": 2, "killed medic": 2, "strike": 2}
    assert toll(both) == (17, 17, 17, False)
    assert shared(tell("a", "killed person 9", where=[TOWN, CITY, VILLAGE])) == {"killed person": 3}
    assert shared(tell("a", "detained person 14", where=[GOVERNORATE, ELSEWHERE])) == {"detained person": 2}


def test_figure_for_a_place_and_what_lies_around_it_is_not_marked() -> None:
    assert shared(tell("a", "killed person 4")) == {"killed person": None}
    assert shared(tell("a", "killed person 4", where=[TOWN, GOVERNORATE])) == {"killed person": None}
    assert shared(tell("a", "killed person 4", where=[TOWN, TOWN])) == {"killed person": None}
    school = TOWN | {"place_id": "s:1", "name_ar": "school", "precision": "site"}
    assert shared(tell("a", "killed person 4", where=[TOWN, school])) == {"killed person": None}
    assert shared(tell("a", "displaced person 4", where=[TOWN, CITY | {"role": "to"}])) == {"displaced person": None}


def test_only_a_claim_that_sets_an_end_or_best_marks_a_figure() -> None:
    one = tell("a", "killed person 6", "injured person 2")
    both = tell("b", "killed person 9", says=["x"], where=[TOWN, VILLAGE])
    assert shared(one, both) == {"killed person": 2, "injured person": None}
    between = tell("b", "killed person 7", says=["x"], where=[TOWN, VILLAGE])
    highest = tell("c", "killed person 9", says=["y"])
    assert shared(one, between, highest) == {"killed person": None, "injured person": None}
    agreed = tell("d", "killed person 7", says=["z"])
    assert shared(one, between, highest, agreed) == {"killed person": 2, "injured person": None}
    later = tell("c", "killed person 9", says=["x"], published=1)
    assert shared(both, later) == {"killed person": None}
