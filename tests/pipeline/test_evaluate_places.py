"""A gold place is right, near, without a point, wrong or not read; and the command says how many of each."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from marsad.base.errors import InputError, PlacesError
from marsad.cli.words import evaluate
from marsad.pipeline.evaluate_places import evaluate_places
from marsad.pipeline.read import Reader

TEXT = "قصفت المدفعية مدينة سراقب بريف إدلب وقتلت ثلاثة مدنيين."
PLACES = [
    {"name": "سراقب", "lat": 35.86, "lon": 36.80, "precision": "settlement"},
    {"name": "مدينة سراقب", "lat": 33.0, "lon": 36.0, "precision": "settlement"},
    {"name": "بلدة بعيدة", "lat": 15.0, "lon": 44.0, "precision": "settlement"},
    {"name": "إدلب", "lat": 35.9, "lon": 36.6, "precision": "governorate"},
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    row = {"doc_id": "g1", "id": "g1", "published": "2018-07-06", "text": TEXT, "events": [{"places": PLACES}]}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def reader() -> Reader:
    try:
        return Reader()
    except PlacesError as error:
        pytest.skip(str(error))


def test_each_gold_place_with_a_point_gets_one_cause(gold: Path) -> None:
    exam = evaluate_places(gold, reader())
    assert [(verdict.name, verdict.cause) for verdict in exam.verdicts] == [
        ("سراقب", "right"),
        ("مدينة سراقب", "wrong"),
        ("بلدة بعيدة", "not read"),
    ]


def test_gold_without_points_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text(json.dumps({"doc_id": "g", "text": TEXT, "events": []}) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="no place with a point"):
        evaluate_places(path, reader())


def test_command_prints_shares_and_the_worst(gold: Path) -> None:
    reader()
    done = CliRunner().invoke(evaluate, ["places", "--gold", str(gold), "--worst", "1"])
    assert done.exit_code == 0, done.output
    assert "33.3%" in done.output
    assert "بلدة بعيدة" in done.output
