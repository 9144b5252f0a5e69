"""Confidence is a probability that is read off the claim and its neighbours."""

from pathlib import Path

import pytest
from told import read_claims

from marsad.base.errors import PackError
from marsad.extraction import confidence
from marsad.extraction.confidence import describe_claim, with_confidence

NEAR = "قصفت المدفعية بلدة كفرنبل أمس وقتلت ستة مدنيين."


def test_facts_tell_what_stands_near_the_trigger() -> None:
    (claim,) = read_claims(NEAR)
    facts = describe_claim(claim, [claim])
    assert {"type shelling", "status occurred", "place near", "day near", "only claim"} <= facts
    assert "no figure" not in facts


def test_missing_values_are_facts_of_their_own() -> None:
    (claim,) = read_claims("قتل عشرة مدنيين في قصف مدفعي.")
    facts = describe_claim(claim, [claim])
    assert {"no place", "day of publication"} <= facts


def test_confidence_follows_the_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    (claim,) = read_claims(NEAR)
    for base, expected in ((0.0, 0.73), (1.0, 0.88), (-1.0, 0.5)):
        weights = confidence.Weights(base=base, facts={"place near": 1.0, "no place": -5.0})
        monkeypatch.setattr(confidence, "_read_weights", lambda weights=weights: weights)
        assert with_confidence([claim])[0].confidence == expected


def test_broken_weights_are_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (claim,) = read_claims(NEAR)
    (tmp_path / "confidence.toml").write_text('base = "high"\n', encoding="utf-8")
    monkeypatch.setattr(confidence, "__file__", str(tmp_path / "confidence.py"))
    confidence._read_weights.cache_clear()
    with pytest.raises(PackError, match=r"confidence\.toml"):
        with_confidence([claim])
    confidence._read_weights.cache_clear()
