"""Rule files: which words make which event, in which company; read from TOML and refused when they are wrong.

A rule names its trigger by sense, what must stand near it (`needs`), what must not (`unless`), and what it makes: a
type, or a refusal with a reason. Rules of one file are tried in order, the first that matches decides. Examples and
refusals stand with each rule; `check_examples` in the tests reads every one of them.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from marsad.base.errors import PackError
from marsad.model.claim import RefusalReason
from marsad.model.value import EventType


class Company(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A condition: one of `words` (senses) stands before, after or near the trigger, within so many tokens.

    `where` is sentence, title (the title as well) or document; `clause` conditions end at a clause border.
    """

    words: tuple[str, ...]
    side: Literal["self", "before", "after", "near"] = "near"
    within: int = 60
    where: Literal["sentence", "title", "document"] = "sentence"


class Example(msgspec.Struct, frozen=True):
    """A text and what the rule makes of it; for a refusal, why not."""

    text: str
    gives: Mapping[str, Any]
    why: str = ""


class Rule(msgspec.Struct, frozen=True):
    """One rule; `type` or `refuse` is set, never both."""

    id: str
    says: str
    words: tuple[str, ...]
    type: EventType | None
    refuse: RefusalReason | None
    needs: tuple[Company, ...]
    unless: tuple[Company, ...]
    examples: tuple[Example, ...]
    refusals: tuple[Example, ...]
    weak: str
    path: str


class RuleBook:
    """All rules of a pack, found by the sense of their trigger."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Order is the order of trial."""
        self.rules = tuple(rules)
        self.by_sense: dict[str, list[Rule]] = {}
        for rule in rules:
            for word in rule.words:
                self.by_sense.setdefault(word, []).append(rule)


_KEYS = {"id", "says", "words", "type", "refuse", "needs", "unless", "example", "refuses", "weak"}


def read_rules(paths: Sequence[Path], senses: frozenset[str]) -> RuleBook:
    """Load rule files in order; `senses` are those the word tables know. Raises PackError naming file and rule."""
    rules: list[Rule] = []
    seen: dict[str, str] = {}
    for path in paths:
        try:
            declared = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            message = f"{path}: the rule file cannot be read ({error})"
            raise PackError(message) from error
        for number, table in enumerate(declared.get("rule", []), start=1):
            rule = _read_rule(table, f"{path}: rule {number} ({table.get('id', 'without id')})", senses)
            if rule.id in seen:
                message = f"{path}: the rule id {rule.id} stands already in {seen[rule.id]}"
                raise PackError(message)
            seen[rule.id] = str(path)
            rules.append(rule)
    return RuleBook(rules)


def _read_rule(table: Mapping[str, Any], where: str, senses: frozenset[str]) -> Rule:
    _check_keys(table, where)
    needs = tuple(_company(item, where) for item in table.get("needs", ()))
    unless = tuple(_company(item, where) for item in table.get("unless", ()))
    for sense in {*table["words"], *(word for company in needs + unless for word in company.words)}:
        if sense not in senses:
            raise PackError(f"{where}: no word table knows the sense {sense!r}")
    return Rule(
        id=table["id"], says=table["says"], words=tuple(table["words"]), type=table.get("type"),
        refuse=table.get("refuse"), needs=needs, unless=unless,
        examples=tuple(Example(item["text"], item.get("gives", {})) for item in table["example"]),
        refusals=tuple(Example(item["text"], {}, item["why"]) for item in table["refuses"]),
        weak=table.get("weak", ""), path=where,
    )  # fmt: skip


def _check_keys(table: Mapping[str, Any], where: str) -> None:
    def refuse(reason: str) -> PackError:
        return PackError(f"{where}: {reason}")

    unknown = set(table) - _KEYS
    if unknown:
        raise refuse(f"unknown keys {sorted(unknown)}")
    for key in ("id", "says", "words"):
        if not table.get(key):
            raise refuse(f"{key} is missing")
    if ("type" in table) == ("refuse" in table):
        raise refuse("exactly one of type and refuse must be given")
    if "type" in table and table["type"] not in get_args(EventType):
        raise refuse(f"there is no event type {table['type']!r}")
    if "refuse" in table and table["refuse"] not in get_args(RefusalReason):
        raise refuse(f"there is no reason {table['refuse']!r}")
    _check_examples(table, refuse)


def _check_examples(table: Mapping[str, Any], refuse: Callable[[str], PackError]) -> None:
    if not table.get("example") or not table.get("refuses"):
        raise refuse("an example and a refusal are needed")
    if any("text" not in item for item in (*table["example"], *table["refuses"])):
        raise refuse("an example or a refusal has no text")
    if any(not item.get("why") for item in table["refuses"]):
        raise refuse("a refusal does not say why")


def _company(item: Mapping[str, Any], where: str) -> Company:
    try:
        return msgspec.convert(dict(item), Company)
    except msgspec.ValidationError as error:
        raise PackError(f"{where}: a condition cannot be read ({error})") from error
