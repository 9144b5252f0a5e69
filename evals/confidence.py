#!/usr/bin/env python3
"""What a claim's confidence is worth: the share of claims that are wholly right, by band; and the fit of its weights.

    python evals/confidence.py [--fit]

A claim is wholly right when its type is the gold's, a place is right (or none is told), both days lie within one day,
and every figure is right. The table is made twice: with the shipped weights, and by cross-validation, where a document
is judged by weights that were fitted without it. `--fit` writes `src/marsad/extraction/confidence.toml` from all gold.
Standard library and the program itself only.
"""
from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "evals" / "claims")]

import msgspec  # noqa: E402
import score  # noqa: E402

from marsad.extraction.confidence import describe_claim  # noqa: E402
from marsad.pipeline.read import Reader  # noqa: E402
from marsad.sources.readers import read_documents  # noqa: E402

GOLD = tuple(path for path in (ROOT / "evals" / "claims" / "dev.jsonl", ROOT / "evals" / "second" / "second.jsonl") if path.is_file())
WEIGHTS = ROOT / "src" / "marsad" / "extraction" / "confidence.toml"
FOLDS, STEPS, RATE, PRIOR = 8, 800, 0.5, 3.0
BANDS = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0)
Row = tuple[frozenset[str], bool, float, int]


def is_right(event: dict[str, Any], claim: dict[str, Any]) -> bool:
    """Exact type, a right place, days within one day, every figure right."""
    start, end = score.system_dates(claim)
    where, places = claim["where"], event.get("places") or []
    return (
        claim["type"] == event["type"]
        and (not places and not where or any(score.same_place(told, found) for told in places for found in where))
        and score.near(start, score.day(event.get("date_start")))
        and score.near(end, score.day(event.get("date_end")))
        and score.rows(event.get("casualties")) == score.rows(claim["casualties"])
    )


def pair(events: list[dict[str, Any]], claims: list[dict[str, Any]], text: str) -> dict[int, int]:
    """The event of each claim that meets one, as the scorer pairs them."""
    ranked = sorted(((score.pair_score(e, c, text), i, j) for i, e in enumerate(events) for j, c in enumerate(claims)), key=lambda t: (-t[0], t[1], t[2]))
    taken: dict[int, int] = {}
    for value, i, j in ranked:
        if value >= 0.5 and j not in taken and i not in taken.values():
            taken[j] = i
    return taken


def read_rows(reader: Reader) -> list[Row]:
    """Facts, whether right, the present confidence and the number of the document, for each claim read from the gold."""
    found: list[Row] = []
    number = 0
    for path in GOLD:
        events = {d["doc_id"]: d["events"] for d in score.load(str(path))}
        for captured in read_documents([str(path)]):
            reading = reader.read(captured.document)
            claims = json.loads(msgspec.json.encode(reading.claims))
            told = events[captured.document.id]
            met = pair(told, claims, captured.document.text)
            for at, claim in enumerate(reading.claims):
                right = at in met and is_right(told[met[at]], claims[at])
                found.append((describe_claim(claim, reading.claims), right, claim.confidence, number))
            number += 1
    return found


def fit(rows: list[Row]) -> tuple[float, dict[str, float]]:
    """Base and weights of a logistic model with a Gaussian prior, by plain gradient steps."""
    names = sorted({fact for facts, *_ in rows for fact in facts})
    weights, base = dict.fromkeys(names, 0.0), 0.0
    for _ in range(STEPS):
        slopes, base_slope = dict.fromkeys(names, 0.0), 0.0
        for facts, right, *_ in rows:
            miss = right - 1 / (1 + math.exp(-(base + sum(weights[fact] for fact in facts))))
            base_slope += miss
            for fact in facts:
                slopes[fact] += miss
        base += RATE * 4 * base_slope / len(rows)
        for name in names:
            weights[name] += RATE * 4 * (slopes[name] - PRIOR * weights[name]) / len(rows)
    return base, weights


def judge(facts: frozenset[str], base: float, weights: dict[str, float]) -> float:
    """The probability that the model gives."""
    return 1 / (1 + math.exp(-(base + sum(weights.get(fact, 0.0) for fact in facts))))


def print_table(title: str, judged: list[tuple[float, bool]]) -> None:
    """Claims and right ones by band, from the surest down."""
    print(f"\n{title}: {len(judged)} claims, {sum(right for _, right in judged)} wholly right\n\nconfidence  claims  right  share  stated")
    for at, low in enumerate(BANDS):
        high = BANDS[at - 1] if at else 1.01
        band = [(value, right) for value, right in judged if low <= round(value, 2) < high]
        if band:
            right = sum(right for _, right in band)
            print(f"{low:>6.1f} up   {len(band):>6} {right:>6}  {right / len(band):>5.2f}  {sum(value for value, _ in band) / len(band):>6.2f}")


def write_weights(base: float, weights: dict[str, float]) -> None:
    """The weights file."""
    lines = ["# Log odds that a claim is wholly right; written by `python evals/confidence.py --fit`.", f"base = {base:.3f}", "", "[facts]"]
    lines += [f"{json.dumps(name)} = {value:.3f}" for name, value in sorted(weights.items()) if abs(value) >= 0.005]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Read the gold, print both tables, and with `--fit` write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--fit", action="store_true", help="write the fitted weights")
    options = parser.parse_args()
    rows = read_rows(Reader())
    print_table("shipped weights", [(value, right) for _, right, value, _ in rows])
    crossed: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        base, weights = fit([row for row in rows if row[3] % FOLDS != fold])
        crossed += [(judge(facts, base, weights), right) for facts, right, _, number in rows if number % FOLDS == fold]
    print_table("cross-validated", crossed)
    if options.fit:
        write_weights(*fit(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
