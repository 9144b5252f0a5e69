"""A rule file that is wrong is refused; the message names the file and the rule."""

from pathlib import Path

import pytest

from marsad.base.errors import PackError
from marsad.grammar.rulefile import read_rules

SENSES = frozenset({"raid", "deny", "air"})
GOOD = """
[[rule]]
id = "ar.raid.air"
says = "An air raid is named."
words = ["raid"]
type = "air_strike"
needs = [{ words = ["air"], side = "after", within = 3 }]
unless = [{ words = ["deny"], side = "before", within = 2 }]
  [[rule.example]]
  text = "شنت طائرات غارات على البلدة."
  gives = { type = "air_strike" }
  [[rule.refuses]]
  text = "لم تشن الطائرات أي غارات."
  why = "denied"
"""


def write_rules(folder: Path, content: str, name: str = "10-air.toml") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_good_rule_is_read_whole(tmp_path: Path) -> None:
    book = read_rules([write_rules(tmp_path, GOOD)], SENSES)
    (rule,) = book.by_sense["raid"]
    assert (rule.id, rule.type, rule.refuse) == ("ar.raid.air", "air_strike", None)
    assert (rule.needs[0].side, rule.needs[0].within, rule.needs[0].where) == ("after", 3, "sentence")
    assert rule.refusals[0].why == "denied"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('words = ["raid"]\n', 'words = ["riad"]\n', r"10-air\.toml.*ar\.raid\.air.*'riad'"),
        ('["air"], side', '["sky"], side', r"10-air\.toml.*ar\.raid\.air.*'sky'"),
        ('["deny"]', '["nay"]', r"10-air\.toml.*ar\.raid\.air.*'nay'"),
        ('type = "air_strike"\nneeds', 'type = "raid"\nneeds', r"10-air\.toml.*ar\.raid\.air.*event type 'raid'"),
        ('type = "air_strike"\nneeds', 'refuse = "dull"\nneeds', r"10-air\.toml.*ar\.raid\.air.*reason 'dull'"),
        ('type = "air_strike"\nneeds', "needs", r"10-air\.toml.*ar\.raid\.air.*exactly one of type and refuse"),
        ('type = "air_strike"\n', 'type = "air_strike"\nrefuse = "negated"\n', r"ar\.raid\.air.*exactly one"),
        ('says = "An air raid is named."\n', "", r"10-air\.toml.*ar\.raid\.air.*says is missing"),
        ('id = "ar.raid.air"\n', "", r"10-air\.toml.*rule 1.*id is missing"),
        ('words = ["raid"]\n', 'words = ["raid"]\nweight = 3\n', r"10-air\.toml.*ar\.raid\.air.*'weight'"),
        ("[[rule]]", "[[rule", r"10-air\.toml.*cannot be read"),
    ],
    ids=[
        "unknown-word", "unknown-company", "unknown-exception", "unknown-type", "unknown-reason", "no-outcome",
        "two-outcomes", "no-sentence", "no-id", "unknown-key", "broken-file",
    ],
)  # fmt: skip
def test_wrong_rule_is_refused_with_file_and_rule(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(PackError, match=said):
        read_rules([write_rules(tmp_path, GOOD.replace(old, new, 1))], SENSES)


@pytest.mark.parametrize("part", ["example", "refuses"])
def test_rule_without_example_or_refusal_is_refused(tmp_path: Path, part: str) -> None:
    begin = GOOD.index(f"  [[rule.{part}]]")
    end = GOOD.find("  [[", begin + 3)
    without = GOOD[:begin] + (GOOD[end:] if end > 0 else "")
    with pytest.raises(PackError, match=r"10-air\.toml.*ar\.raid\.air.*an example and a refusal"):
        read_rules([write_rules(tmp_path, without)], SENSES)


def test_repeated_rule_id_names_both_files(tmp_path: Path) -> None:
    first, second = write_rules(tmp_path, GOOD), write_rules(tmp_path, GOOD, "20-more.toml")
    with pytest.raises(PackError, match=r"20-more\.toml: .*ar\.raid\.air .*10-air\.toml"):
        read_rules([first, second], SENSES)


def test_repeated_rule_id_in_one_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"10-air\.toml: .*ar\.raid\.air"):
        read_rules([write_rules(tmp_path, GOOD + GOOD)], SENSES)


@pytest.mark.parametrize(
    ("old", "new"),
    [('side = "after"', 'sides = "after"'), ('side = "after"', 'side = "behind"'), ("within = 3", 'within = "3"')],
)
def test_condition_that_no_reader_knows_is_refused_with_its_rule(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(PackError, match=r"10-air\.toml.*ar\.raid\.air"):
        read_rules([write_rules(tmp_path, GOOD.replace(old, new, 1))], SENSES)


def test_refusal_without_its_reason_is_refused_with_its_rule(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"10-air\.toml.*ar\.raid\.air"):
        read_rules([write_rules(tmp_path, GOOD.replace('  why = "denied"\n', ""))], SENSES)


def test_missing_rule_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"nothing\.toml"):
        read_rules([tmp_path / "nothing.toml"], SENSES)
