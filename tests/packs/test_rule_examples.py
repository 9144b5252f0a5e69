"""Every rule keeps its word: its examples make what it says, by that rule, and its refusals do not."""

from datetime import date
from functools import lru_cache
from typing import Any

import pytest

from marsad.base.ids import document_id
from marsad.grammar.rulefile import Example, Rule
from marsad.model.claim import Reading
from marsad.model.document import Document
from marsad.packs import load_pack
from marsad.pipeline.read import Reader

PUBLISHED = date(2018, 7, 6)
NOT_YET = {
    "ar.strike.artillery-named-example-1": "the trigger of two words holds its own company, which must end behind it",
    "ar.offensive.civil-example-1": "the longer trigger of two words has another sense, and its rule takes the text",
    "ar.shoot.fire-example-1": "the verb and its object are parted by the subject: no table joins them",
    "ar.leave.deal-example-1": "no word of the sentence gives the sense of conflict that the rule asks of the document",
    "ar.evacuate.deal-example-1": "the verb of the example has the sense of the rule before it",
    "ar.withdraw.place-example-1": "the name of an armed body alone gives no sense of conflict",
    "ar.deal.made-example-1": "no word of the sentence gives the sense of conflict that the rule asks of the document",
    "ar.agree.reached-example-1": "a declaration of principles has no sense in the tables",
    "ar.aid.moves-example-1": "no word of the sentence gives the sense of conflict that the rule asks of the document",
    "ar.burn.things-example-1": "settlers have the sense of a crowd, which the rule does not ask for",
    "ar.killing.targeted-refusal-1": "an appeal in court is no phrase of the figurative table",
}


@lru_cache(maxsize=1)
def open_reader() -> Reader:
    return Reader()


def read_text(text: str) -> Reading:
    identity = document_id(None, text)
    return open_reader().read(Document(id=identity, sha256=identity, text=text, published=PUBLISHED))


def list_cases(kind: str) -> list[Any]:
    """Each example or refusal of each rule, named by rule and number."""
    found: list[Any] = []
    for rule in load_pack("ar").rules.rules:
        cases = rule.examples if kind == "example" else rule.refusals
        for number, case in enumerate(cases, start=1):
            name = f"{rule.id}-{kind}-{number}"
            marks = [pytest.mark.xfail(strict=True, reason=NOT_YET[name])] if name in NOT_YET else []
            found.append(pytest.param(rule, case, id=name, marks=marks))
    return found


@pytest.mark.parametrize(("rule", "case"), list_cases("example"))
def test_example_is_made_by_its_own_rule(rule: Rule, case: Example) -> None:
    reading = read_text(case.text)
    made = [(claim.type, claim.rules) for claim in reading.claims]
    if rule.refuse is not None:
        assert (rule.refuse, rule.id) in [(one.reason, one.rule) for one in reading.refusals], (made, reading.refusals)
        return
    assert any(rule.id in rules and kind == case.gives["type"] for kind, rules in made), (made, reading.refusals)


@pytest.mark.parametrize(("rule", "case"), list_cases("refusal"))
def test_refused_text_is_not_made_by_the_rule(rule: Rule, case: Example) -> None:
    assert case.why
    reading = read_text(case.text)
    fired = [rules for claim in reading.claims for rules in [claim.rules] if rule.id in rules]
    fired += [(one.reason,) for one in reading.refusals if rule.refuse is not None and one.rule == rule.id]
    assert fired == []


def test_every_type_of_the_guide_has_a_rule_with_its_example() -> None:
    rules = load_pack("ar").rules.rules
    assert len({rule.type for rule in rules if rule.type is not None}) == 22


def test_what_an_example_promises_is_what_its_rule_makes() -> None:
    wrong = [
        rule.id
        for rule in load_pack("ar").rules.rules
        for case in rule.examples
        if case.gives.get("type") != rule.type or case.gives.get("refusal") != rule.refuse
    ]
    assert wrong == []
