import json

import pytest
from click.testing import CliRunner

from marsad.cli.places import places
from marsad.reference.gazetteer import SHIPPED

pytestmark = pytest.mark.skipif(not SHIPPED.is_file(), reason="needs the built gazetteer")


def ask(*words: str) -> str:
    answer = CliRunner().invoke(places, ["find", *words, "--places", str(SHIPPED)])
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_reasons_of_each_candidate_sum_to_its_score() -> None:
    for line in ask("طرابلس", "--near", "صيدا", "--format", "jsonl").splitlines():
        row = json.loads(line)
        assert sum(one["weight"] for one in row["evidence"]) == pytest.approx(row["score"], abs=0.05)


def test_distance_to_the_other_place_is_told() -> None:
    first = json.loads(ask("طرابلس", "--near", "زحلة", "--format", "jsonl").splitlines()[0])
    assert first["country"] == "LB"
    assert first["chosen"]
    assert any("km from زحلة" in one["says"] for one in first["evidence"])


def test_table_says_why() -> None:
    assert "why: size and kind" in ask("طرابلس")
