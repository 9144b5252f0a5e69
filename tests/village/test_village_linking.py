"""The village through a reader that makes no mistake: what then goes wrong is linking's own fault."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from perfect import live_claims
from residents import TRUTH, Ledger

from marsad.linking import link_claims

KNOWN = {one["key"]: one for one in TRUTH["incidents"]}


@cache
def linked() -> Ledger:
    incidents = [msgspec.to_builtins(one) for one in link_claims(live_claims()).incidents]
    return Ledger(Path("no-ledger"), lambda *_: "", incidents)


def cells(incident: dict[str, Any]) -> dict[tuple[str, str], tuple[Any, ...]]:
    return {
        (one["outcome"], one["group"]): (one["low"], one["best"], one["high"], one["high_open"])
        for one in incident["cells"]
    }


@pytest.mark.parametrize("key", KNOWN)
def test_perfect_claims_make_the_incident_as_built(key: str) -> None:
    incident, known = linked().incident(key), KNOWN[key]
    assert set(incident["documents"]) - set(known["may_also_hold"]) == set(known["documents"])
    assert cells(incident) == cells(known)
    assert len(known["origins"]) in {0, len(incident["origins"]) - len(known["may_also_speak"])}


@pytest.mark.parametrize("key", [key for key, known in KNOWN.items() if known["counts"]])
def test_perfect_claims_make_the_counts_as_built(key: str) -> None:
    found = [
        (one["unit"], one["low"], one["best"], one["high"], one["high_open"])
        for one in linked().incident(key)["counts"]
    ]
    assert found == [
        tuple(one[name] for name in ("unit", "low", "best", "high", "high_open")) for one in KNOWN[key]["counts"]
    ]


def test_every_perfect_claim_is_in_exactly_one_incident() -> None:
    held = sorted(claim for one in linked().incidents for claim in one["claims"])
    assert held == sorted(one.claim.id for one in live_claims())


def test_order_of_perfect_claims_changes_nothing() -> None:
    assert link_claims(live_claims()[::-1]).incidents == link_claims(live_claims()).incidents
