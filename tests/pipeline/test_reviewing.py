"""Corrections on picked words, claims that people add, and decisions whose ground moved."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviewed import TEXT, Desk, forget_additions, make_addition, make_claim, open_reviewed, read_as, words

from marsad.base.errors import InputError, UseError
from marsad.base.ids import document_id
from marsad.model.claim import Claim, Reading
from marsad.model.document import Document, DocumentHead
from marsad.model.incident import Period
from marsad.model.judgement import CorrectedCount, CorrectedFigure, Correction
from marsad.model.span import Words
from marsad.model.standing import find_words, stands
from marsad.model.value import Actor, Place, Source, Weapon
from marsad.pipeline.conflicts import list_review_conflicts
from marsad.pipeline.explain import explain
from marsad.pipeline.known_conflicts import KnownConflicts
from marsad.pipeline.review import read_review
from marsad.pipeline.run import link

EDITED = "عاجل: حدّث الناشر هذا الخبر. " + TEXT


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.ledger.close()


WHOLE = Correction(
    type="shelling", status="ongoing", kind="aggregate",
    when=Period(start="2024-02-06", end="2024-02-06", precision="day"), when_words=Words(**words("مساء أمس")),
    places=(Place(**words("سرمين"), place_id="geo:2", name_ar="سرمين"), Place(**words("سوق"), name_ar="سوق")),
    actors=(Actor(**words("مدفعي"), actor_id="sy.army", stance="accused", by=(0,)),),
    targets=(Actor(**words("مدنيين"), name_en="civilians"),),
    weapon=(Weapon(**words("بقصف مدفعي"), code="artillery", name_en="artillery"),),
    sources=(Source(**words("الدفاع المدني"), source_id="sohr"),),
    figures=(
        CorrectedFigure(outcome="killed", group="civilian"),
        CorrectedFigure(outcome="injured", group="person", low=3, high=3, kind="exact", words=Words(**words("ثلاثة"))),
    ),
    counts=(CorrectedCount(unit="strike", low=1, high=1, kind="exact", words=Words(**words("غارة"))),),
)  # fmt: skip
WHOLE = msgspec.convert(msgspec.to_builtins(WHOLE), Correction)


def test_every_field_is_corrected_on_the_words_that_were_picked(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    desk.decide("correct", "c1", correction=WHOLE)
    one = desk.review()["c1"]
    found = one.claim
    assert one.read == make_claim()
    assert (found.type, found.status, found.kind) == ("shelling", "ongoing", "aggregate")
    assert (found.when.text, str(found.when.start)) == ("مساء أمس", "2024-02-06")
    assert [(place.place_id, place.text) for place in found.where] == [("geo:2", "سرمين"), (None, "سوق")]
    assert (found.actors, found.targets, found.weapon, found.sources) == (
        WHOLE.actors, WHOLE.targets, WHOLE.weapon, WHOLE.sources,
    )  # fmt: skip
    assert [(row.outcome, row.low, row.text) for row in found.casualties] == [("injured", 3, "ثلاثة")]
    assert found.count is not None
    assert found.count.text == "غارة"
    assert all(stands(each, None, TEXT) for each in find_words(found))


def test_explaining_a_claim_shows_it_as_read_and_as_people_have_it(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    desk.decide("correct", "c1", correction=killed(7))
    read_as(desk.ledger, with_killed(9), reader="r2")
    lines = [line.split() for line in explain(desk.ledger, "c1", sentences=lambda _: {})]
    assert [line[3] for line in lines if line[:2] == ["casualties", "killed"]] == ["9", "7"]
    assert ["look", "again", "changed"] in [line[:3] for line in lines]


def test_words_that_do_not_stand_there_are_refused(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    aside = Words(text="سرمين", field="text", start=3, end=8)
    for correction in (
        Correction(when_words=aside),
        Correction(figures=(CorrectedFigure(outcome="killed", group="person", low=1, kind="at_least", words=aside),)),
        Correction(places=(Place(**msgspec.structs.asdict(aside)),)),
    ):
        with pytest.raises(InputError, match="pick them again"):
            desk.decide("correct", "c1", correction=correction)
    assert desk.ledger.read_entries() == ()


def test_actor_said_by_a_source_that_is_not_there_is_refused(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    actor = Actor(**words("مدفعي"), actor_id="sy.army", stance="accused", by=(1,))
    with pytest.raises(InputError, match="source"):
        desk.decide("correct", "c1", correction=Correction(actors=(actor,)))


def test_actors_follow_their_sources_to_a_new_place(desk: Desk) -> None:
    said = Actor(**words("مدفعي"), actor_id="sy.army", stance="accused", by=(0,))
    read_as(desk.ledger, make_claim(actors=(said,)))
    other, same = Source(**words("سوق")), make_claim().sources[0]
    desk.decide("correct", "c1", correction=Correction(sources=(other, same)))
    assert desk.review()["c1"].claim.actors[0].by == (1,)
    desk.decide("correct", "c1", correction=Correction(sources=(other,)))
    assert desk.review()["c1"].claim.actors[0].by == ()


LETTERS = st.integers(0, len(TEXT) - 1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=LETTERS, second=LETTERS, low=st.integers(0, 50), kinds=st.sets(st.sampled_from(["f", "w", "p", "t"])))
def test_correction_slices_back_and_its_undoing_gives_the_claim_as_read(
    tmp_path_factory: pytest.TempPathFactory, first: int, second: int, low: int, kinds: set[str]
) -> None:
    start, end = min(first, second), max(first, second) + 1
    picked = Words(text=TEXT[start:end], field="text", start=start, end=end)
    desk = Desk(tmp_path_factory.mktemp("property"))
    read_as(desk.ledger, make_claim())
    figure = CorrectedFigure(outcome="killed", group="person", low=low, kind="at_least", words=picked)
    correction = Correction(
        figures=(figure,) if "f" in kinds else (), when_words=picked if "w" in kinds else None,
        places=(Place(**msgspec.structs.asdict(picked)),) if "p" in kinds else None,
        type="attack" if "t" in kinds else None,
    )  # fmt: skip
    try:
        if picked.text.strip() or kinds <= {"t"}:
            entry = desk.decide("correct", "c1", correction=correction)
            assert all(stands(each, None, TEXT) for each in find_words(desk.review()["c1"].claim))
            desk.decide("undo", str(entry.number))
        assert desk.review()["c1"].claim == make_claim()
        assert desk.review()["c1"].state == "open"
    finally:
        desk.ledger.close()


# ---------------------------------------------------------------- added claims


def test_added_claim_is_live_linked_and_goes_with_its_undoing(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    entry = desk.decide("add", "d", claim=make_addition())
    added = entry.judgement.claim
    assert added is not None
    assert [claim.id for claim in desk.ledger.read_claims_of_document("d")] == ["c1", added.id]
    assert desk.review()[added.id].state == "added"
    link(desk.ledger)
    assert sorted(one.type for one in desk.ledger.read_incidents()) == ["air_strike", "shelling"]
    assert desk.ledger.verify() == []
    desk.decide("undo", str(entry.number))
    link(desk.ledger)
    assert [claim.id for claim in desk.ledger.read_claims_of_document("d")] == ["c1"]
    assert [one.type for one in desk.ledger.read_incidents()] == ["air_strike"]
    assert desk.ledger.verify() == []


def test_added_claim_never_has_the_id_of_a_machines(desk: Desk) -> None:
    document = read_as(desk.ledger, make_claim())
    ids = [desk.decide("add", "d", claim=make_addition()).judgement.claim.id for _ in range(2)]  # type: ignore[union-attr]
    assert len(set(ids)) == 2
    assert all(one[0] not in "0123456789abcdef" for one in ids)
    assert document.id not in ids


def test_rows_of_added_claims_are_made_again_from_the_chain(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    read_as(desk.ledger, make_claim())
    desk.decide("add", "d", claim=make_addition())
    before = desk.ledger.read_claims_of_document("d")
    desk.ledger.close()
    forget_additions(tmp_path / "desk.db")
    with open_reviewed(tmp_path) as ledger:
        assert len(ledger.read_claims_of_document("d")) == 1
        assert any("people added" in problem for problem in ledger.verify())
        assert ledger.reviewing.rebuild_claims_by_hand() == 1
        assert ledger.read_claims_of_document("d") == before
        assert ledger.verify() == []
        assert ledger.reviewing.rebuild_claims_by_hand() == 0


def test_added_claim_stays_through_a_newer_reader_and_an_edited_report(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    added = desk.decide("add", "d", claim=make_addition()).judgement.claim
    assert added is not None
    read_as(desk.ledger, make_claim(), reader="r2")
    assert [claim.id for claim in desk.ledger.read_claims_of_document("d")] == ["c1", added.id]
    read_as(desk.ledger, make_claim(whole=TEXT + " انتهى."), text=TEXT + " انتهى.", reader="r2")
    assert added.id in desk.review()  # its words stand where they stood
    assert desk.kinds() == []


def test_added_claim_is_placed_on_the_same_words_of_an_edited_report_and_that_is_said(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    added = desk.decide("add", "d", claim=make_addition()).judgement.claim
    assert added is not None
    read_as(desk.ledger, make_claim("c2", EDITED), text=EDITED, reader="r2")
    there = msgspec.structs.replace(make_addition(EDITED), id=added.id, rules=(), confidence=1)
    assert desk.review()[added.id].claim == there
    assert desk.kinds() == [("placed", added.id)]
    assert desk.ledger.verify() == []
    link(desk.ledger)
    assert len(desk.ledger.read_incidents()) == 2
    desk.decide("accept", added.id)
    assert desk.kinds() == []


def test_corrections_of_an_added_claim_go_along_with_it_those_made_before_and_after(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    added = desk.decide("add", "d", claim=make_addition()).judgement.claim
    assert added is not None
    desk.decide("correct", added.id, correction=Correction(when_words=Words(**words("مساء أمس"))))
    read_as(desk.ledger, make_claim("c2", EDITED), text=EDITED, reader="r2")
    desk.decide("correct", added.id, correction=Correction(trigger=Words(**words("بقصف", EDITED))))
    claim = desk.review()[added.id].claim
    assert (claim.when.text, claim.trigger.text) == ("مساء أمس", "بقصف")
    assert all(stands(each, None, EDITED) for each in find_words(claim))


TWICE = EDITED + " وفي سرمين أصيب ثلاثة بقصف مدفعي."


@pytest.mark.parametrize("text", [TWICE, EDITED.replace("سرمين", "بنش")])
def test_added_claim_whose_words_stand_twice_or_nowhere_is_lost_until_somebody_picks_or_drops_it(
    desk: Desk, text: str
) -> None:
    read_as(desk.ledger, make_claim())
    entry = desk.decide("add", "d", claim=make_addition())
    read_as(desk.ledger, make_claim("c2", text), text=text, reader="r2")
    review = read_review(desk.ledger, "d")
    assert ([one.read.id for one in review.claims], [one.number for one in review.lost]) == (["c2"], [entry.number])
    assert [name for _, name in desk.kinds()] == [entry.judgement.claim.id]  # type: ignore[union-attr]
    assert desk.ledger.verify() == []
    desk.decide("undo", str(entry.number))
    assert (read_review(desk.ledger, "d").lost, desk.kinds()) == ((), [])


def test_addition_to_no_report_or_on_no_words_is_refused(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    with pytest.raises(UseError, match="no document"):
        desk.decide("add", "e", claim=make_addition())
    with pytest.raises(InputError, match="pick them again"):
        desk.decide("add", "d", claim=make_addition(EDITED))


# ---------------------------------------------------------------- decisions whose ground moved


def killed(low: int, kind: str = "exact") -> Correction:
    return Correction(figures=(CorrectedFigure(outcome="killed", group="civilian", low=low, high=low, kind=kind),))  # type: ignore[arg-type]


def with_killed(low: int, claim_id: str = "c1", whole: str = TEXT) -> Claim:
    claim = make_claim(claim_id, whole)
    row = msgspec.structs.replace(claim.casualties[0], low=low, high=low)
    return msgspec.structs.replace(claim, casualties=(row,))


def test_reader_that_comes_to_say_what_was_corrected_settles_it(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    desk.decide("correct", "c1", correction=killed(7))
    assert desk.kinds() == []
    read_as(desk.ledger, with_killed(7), reader="r2")
    assert desk.kinds() == [("settled", "c1")]


def test_reader_that_says_a_third_thing_is_shown_until_somebody_decides_again(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    desk.decide("correct", "c1", correction=killed(7))
    read_as(desk.ledger, with_killed(9), reader="r2")
    (found,) = list_review_conflicts(desk.ledger)
    assert (found.kind, found.fields, found.by) == ("changed", ("casualties",), "Mona")
    assert desk.review()["c1"].claim.casualties[0].low == 7  # the correction still holds
    desk.decide("accept", "c1")
    assert desk.kinds() == []


def test_change_in_another_field_than_the_corrected_is_no_conflict(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    desk.decide("correct", "c1", correction=killed(7))
    read_as(desk.ledger, make_claim(type="attack"), reader="r2")
    assert desk.kinds() == []


def test_accepted_claim_that_now_says_something_else_is_shown(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    desk.decide("accept", "c1")
    read_as(desk.ledger, with_killed(9), reader="r2")
    assert [(one.kind, one.fields) for one in list_review_conflicts(desk.ledger)] == [("changed", ("casualties",))]


def test_judged_claim_that_is_gone_is_shown_until_the_decision_is_undone(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    entry = desk.decide("accept", "c1")
    read_as(desk.ledger, reader="r2")
    assert desk.kinds() == [("gone", "c1")]
    desk.decide("undo", str(entry.number))
    assert desk.kinds() == []


def test_correction_moves_with_its_words_into_an_edited_report(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    place = Place(**words("سرمين"), place_id="geo:2", name_ar="سرمين")
    desk.decide("correct", "c1", correction=Correction(places=(place,)))
    read_as(desk.ledger, make_claim("c2", EDITED), text=EDITED)
    one = desk.review()["c2"]
    assert (one.state, one.claim.where[0].text) == ("corrected", "سرمين")
    assert all(stands(each, None, EDITED) for each in find_words(one.claim))
    assert desk.kinds() == [("moved", "c2")]


def test_words_that_an_edited_report_no_longer_has_are_said_to_be_gone(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    place = Place(**words("سرمين"), place_id="geo:2", name_ar="سرمين")
    desk.decide("correct", "c1", correction=Correction(places=(place,)))
    shorter = TEXT.split(". ", maxsplit=1)[0] + "."
    read_as(desk.ledger, make_claim("c2", shorter), text=shorter)
    assert desk.kinds() == [("vanished", "c2")]
    claim = desk.review()["c2"].claim
    assert claim.where[0].place_id == "geo:2"
    assert all(stands(each, None, shorter) for each in find_words(claim))


def test_reader_that_finds_what_was_added_is_shown(desk: Desk) -> None:
    read_as(desk.ledger, make_claim())
    added = desk.decide("add", "d", claim=make_addition()).judgement.claim
    assert added is not None
    found = msgspec.structs.replace(make_addition(), id="c9")
    read_as(desk.ledger, make_claim(), found, reader="r2")
    (conflict,) = list_review_conflicts(desk.ledger, "d")
    assert (conflict.kind, conflict.claim_id, conflict.other) == ("found", added.id, "c9")
    assert desk.kinds() == [("found", added.id)]
    desk.decide("reject", added.id)
    assert desk.kinds() == []


def test_reader_of_before_that_is_made_live_again_is_seen(desk: Desk) -> None:
    """Its reading bears an older number and an older moment than the decision: only what is live tells of it."""
    read_as(desk.ledger, make_claim(), reader="r1")
    read_as(desk.ledger, make_claim("c2"), reader="r2")
    desk.decide("accept", "c2")
    assert desk.kinds() == []
    read_as(desk.ledger, make_claim(), reader="r1")
    assert desk.ledger.read_claims(["c2"]) == {}
    desk.kinds()


def test_conflicts_are_looked_for_only_where_something_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(desk.ledger, make_claim())
    desk.decide("accept", "c1")
    read_as(desk.ledger, reader="r2")
    looked: list[str | None] = []

    def list_and_note(ledger: Any, report: str | None = None) -> Any:
        looked.append(report)
        return list_review_conflicts(ledger, report)

    monkeypatch.setattr("marsad.pipeline.known_conflicts.list_review_conflicts", list_and_note)
    known = KnownConflicts(desk.ledger)
    assert known.list_all() == known.list_all() != ()
    assert looked == ["d"]
    read_elsewhere(desk.ledger)
    assert known.list_all() != ()
    assert looked == ["d"]
    desk.decide("undo", "1")
    assert known.list_all() == ()
    assert looked == ["d", "d"]


def read_elsewhere(ledger: Any) -> None:
    """Another report comes in, on which nobody decided anything."""
    text = "خبر آخر."
    document = Document(id="e", text=text, sha256=document_id(None, text), language="ar")
    head = DocumentHead(**{name: getattr(document, name) for name in DocumentHead.__struct_fields__})
    reading = Reading(format=1, reader="r2", places="p", document=head, claims=(), refusals=())
    ledger.write_reading(reading, document, None)
