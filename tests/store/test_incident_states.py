"""What changed of an incident is kept: only what differs, with its cause, and nothing where nothing does."""

import msgspec
from written import make_incident, make_judgement

from marsad.model.incident import Cell, Incident
from marsad.model.incident_state import Change, add_changes, compare_states, compute_fingerprint, describe_state
from marsad.store.ledger import Ledger


def toll(low: int, high: int, best: int | None = None) -> tuple[Cell, ...]:
    return (
        Cell(
            outcome="killed", group="person", low=low, best=best or low, high=high, high_open=False, best_rule="agree",
            low_by=(), high_by=(),
        ),
    )  # fmt: skip


def changes(ledger: Ledger, *names: str) -> list[tuple[str, tuple[Change, ...]]]:
    return [(state.cause.kind, state.changes) for state in ledger.desk.read_states(names)]


def test_the_beginning_is_kept_without_a_copy(ledger: Ledger) -> None:
    ledger.write_incidents([make_incident("a", "c1")], {})
    assert changes(ledger, "a") == [("report", ())]


def test_only_what_differs_is_kept(ledger: Ledger) -> None:
    first = make_incident("a", "c1", cells=toll(6, 6))
    second = msgspec.structs.replace(first, cells=toll(6, 9), claims=("c1", "c2"), documents=("report-1", "report-2"))
    ledger.write_incidents([first], {})
    ledger.write_incidents([second], {})
    (_, (cause, found)) = changes(ledger, "a")
    assert cause == "report"
    assert [(one.part, one.key) for one in found] == [("cells", "killed.person"), ("documents", None), ("claims", None)]
    assert found[0].before[:3] == [6, 6, 6]
    assert found[0].after[:3] == [6, 6, 9]
    assert (found[2].before, [one[0] for one in found[2].after]) == ([], ["c2"])


def test_what_a_reader_would_not_notice_is_no_change(ledger: Ledger) -> None:
    first = make_incident("a", "c1")
    ledger.write_incidents([first], {})
    other_inputs = msgspec.structs.replace(first, grade_inputs={"origins": 7})
    assert ledger.write_incidents([other_inputs], {}) == 1
    assert len(changes(ledger, "a")) == 1


def test_a_person_is_named_as_the_cause_once(ledger: Ledger) -> None:
    first = make_incident("a", "c1", cells=toll(6, 9))
    ledger.write_incidents([first], {})
    ledger.write_judgement(make_judgement("accept", "a"))
    ledger.write_incidents([msgspec.structs.replace(first, state="confirmed")], {})
    ledger.write_incidents([msgspec.structs.replace(first, state="confirmed", cells=toll(6, 12))], {})
    causes = [(state.cause.kind, state.cause.judgements) for state in ledger.desk.read_states(["a"])]
    assert causes == [("report", ()), ("judgement", (1,)), ("program", ())]


def test_decision_that_came_while_the_linking_ran_is_found_by_the_next(ledger: Ledger) -> None:
    first = make_incident("a", "c1")
    ledger.write_incidents([first], {})
    ledger.write_judgement(make_judgement("reject", "a"))
    ledger.write_incidents([first], {})  # linked before the decision, written after it
    ledger.write_incidents([msgspec.structs.replace(first, state="withdrawn")], {})
    assert ledger.desk.read_states(["a"])[-1].cause.judgements == (1,)


def test_incident_that_ends_in_another_says_so_and_goes_on_counting_when_it_is_back(ledger: Ledger) -> None:
    one, other = make_incident("a", "c1"), make_incident("b", "c2")
    ledger.write_incidents([one, other], {})
    ledger.write_incidents([msgspec.structs.replace(one, claims=("c1", "c2"), merged_from=("b",))], {"b": "a"})
    ledger.write_incidents([one, other], {})
    states = ledger.desk.read_states(["b"])
    assert [state.number for state in states] == [1, 2, 3]
    assert [[change.after for change in state.changes] for state in states] == [[], ["merged"], []]


def test_changes_there_and_back_are_none() -> None:
    one, other = make_incident("a", "c1", cells=toll(6, 6)), make_incident("a", "c1", "c2", cells=toll(6, 9))
    there = compare_states(describe_state(one), describe_state(other))
    back = compare_states(describe_state(other), describe_state(one))
    assert there
    assert add_changes([there, back]) == ()
    assert add_changes([there, back, there]) == there


def test_fingerprint_covers_what_is_signed_and_not_the_signing() -> None:
    one = make_incident("a", "c1", cells=toll(6, 9))

    def changed(**fields: object) -> Incident:
        return msgspec.structs.replace(one, **fields)

    same = [changed(state="confirmed"), changed(grade_inputs={}), changed(merged_from=("z",))]
    other = [changed(cells=toll(6, 9, 7)), changed(claims=("c2",)), changed(grade="fair"), changed(where=())]
    assert {compute_fingerprint(each) for each in same} == {compute_fingerprint(one)}
    assert compute_fingerprint(one) not in {compute_fingerprint(each) for each in other}
