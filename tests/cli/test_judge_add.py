"""A missed claim, and the words of one that was read, as they are typed at a prompt."""

import json
from pathlib import Path

import pytest
from calling import Call, write_report

from marsad.model.standing import find_words, stands
from marsad.pipeline.review import read_review
from marsad.store.ledger import open_ledger

TEXT = (
    "قتل 16 مدنيا في غارة جوية على مدينة إدلب اليوم. وفي سرمين أصيب ثلاثة أشخاص بقصف مدفعي، بحسب الدفاع المدني، "
    "ثم أعلن اتفاق بين الطرفين."
)
EVIDENCE = "وفي سرمين أصيب ثلاثة أشخاص بقصف مدفعي، بحسب الدفاع المدني"


@pytest.fixture
def call(program: Call) -> Call:
    """Calls the program in a folder with a ledger of one report."""
    write_report(TEXT)
    assert program("run", "one.json")[0] == 0
    return program


def add(call: Call, *sets: str, more: tuple[str, ...] = ()) -> tuple[int, str, str]:
    return call("judge", "add", "one", "--as", "Mona", *more, *(part for each in sets for part in ("--set", each)))


def test_missed_claim_is_added_on_the_quoted_words_and_linked(call: Call) -> None:
    code, out, err = add(
        call, "type=shelling", f"evidence={EVIDENCE}", "trigger=بقصف مدفعي", "when=2018-07-05",
        "where=ocha:C3953 @ سرمين", "injured.person=٣ @ ثلاثة أشخاص", "source=sy.civil_defence @ الدفاع المدني",
        "weapon=artillery @ مدفعي", "detail.damage=@ سرمين",
    )  # fmt: skip
    assert (code, err) == (0, "marsad: `marsad link` applies it to the incidents\n")
    claim_id = out.split()[1]
    with open_ledger("marsad.db") as ledger:
        claim = ledger.read_claims([claim_id])[claim_id].claim
        (entry,) = ledger.read_entries()
        assert ledger.verify() == []
    assert (entry.judgement.by, entry.judgement.verdict) == ("Mona", "add")
    assert all(stands(one, None, TEXT) for one in find_words(claim))
    assert (claim.trigger.text, claim.where[0].text, claim.where[0].place_id) == ("بقصف مدفعي", "سرمين", "ocha:C3953")
    assert [(row.outcome, row.low, row.text) for row in claim.casualties] == [("injured", 3, "ثلاثة أشخاص")]
    assert (str(claim.when.start), claim.details["damage"]["text"]) == ("2018-07-05", "سرمين")
    assert call("link")[0] == 0
    assert claim_id in call("incidents", "--format", "jsonl")[1]


def test_claim_as_a_page_sends_it_is_added_from_a_file(call: Call) -> None:
    start = TEXT.index(EVIDENCE)
    pointed = {"field": "text", "start": start, "end": start + len(EVIDENCE), "text": EVIDENCE}
    Path("claim.json").write_text(json.dumps({"type": "shelling", "trigger": pointed, "evidence": pointed}))
    assert add(call, more=("--json", "claim.json"))[0] == 0
    Path("claim.json").write_text(json.dumps({"type": "shelling", "trigger": pointed}))
    code, _, err = add(call, more=("--json", "claim.json"))
    assert code == 2
    assert "evidence" in err


@pytest.mark.parametrize(
    ("sets", "said"),
    [
        (("type=shelling",), "evidence="),
        (("type=shelling", "evidence=لا وجود لها"), "do not stand"),
        (("type=shelling", "evidence=في"), "times"),
        (("type=shelling", f"evidence={EVIDENCE}", "killed.person=6 @ 16 مدنيا"), "rests on"),
        (("type=shelling", f"evidence={EVIDENCE}", "where=nowhere:1"), "marsad places find"),
        (("type=shelling", f"evidence={EVIDENCE}", "actor=nobody.here"), "no actor"),
        (("type=bombing", f"evidence={EVIDENCE}"), "air_strike"),
        (("type=shelling", f"evidence={EVIDENCE}", "detail.state=broken"), "no detail"),
        (("type=shelling", f"evidence={EVIDENCE}", "named.killed.person=3"), "incident"),
        (("type=shelling", f"evidence={EVIDENCE}", "mood=good"), "no field"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_signed(call: Call, sets: tuple[str, ...], said: str) -> None:
    code, _, err = add(call, *sets)
    assert code == 2
    assert said in err
    with open_ledger("marsad.db") as ledger:
        assert ledger.read_entries() == ()


def test_document_that_is_not_there_gets_no_claim(call: Call) -> None:
    assert "no document" in call("judge", "add", "two", "--as", "M", "--set", "type=attack", "--set", "evidence=a")[2]


def test_words_of_a_claim_and_its_details_are_corrected_by_quoting(call: Call) -> None:
    with open_ledger("marsad.db") as ledger:
        claims = ledger.read_claims_of_document("one")
    truce = next(one for one in claims if one.type == "agreement")
    code, _, err = call(
        "judge", "correct", truce.id, "--as", "Mona", "--set", "evidence=أعلن اتفاق بين الطرفين", "--set",
        "detail.state=in_force @ أعلن", "--set", "detail.parties=@ الطرفين", "--set", "when=2018-07-05",
    )  # fmt: skip
    assert code == 0, err
    with open_ledger("marsad.db") as ledger:
        claim = next(one.claim for one in read_review(ledger, "one").claims if one.read.id == truce.id)
    assert (claim.evidence.text, str(claim.when.end)) == ("أعلن اتفاق بين الطرفين", "2018-07-05")
    assert (claim.details["state"], claim.details["state_words"]["text"]) == ("in_force", "أعلن")
    assert [one["text"] for one in claim.details["parties"]] == ["الطرفين"]
