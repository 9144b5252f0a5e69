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
NOT_YET: dict[str, str] = {}  # case → why its rule does not keep its word yet


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
