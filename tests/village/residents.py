"""What the tests of the village share: its truth, what was read of it, and its ledger."""

import importlib.util
import json
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRUTH: dict[str, Any] = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))
GOLD: dict[str, dict[str, Any]] = {
    one["doc_id"]: one
    for one in map(json.loads, (ROOT / "samples" / "gold.jsonl").read_text(encoding="utf-8").splitlines())
}
NEAR_KM = 10.0

# What the reader does not do yet, by incident of the truth; the tests that it breaks are strict about it.
NOT_YET = {
    "marib-missile": "the second toll, told of the missile without a day, is dated by the publication and stays apart",
    "shahba-abduction": "the bulletin's abduction is laid on the seat that heads the paragraph, not on the town of it",
}


def list_incidents(*broken: str, having: str | None = None) -> list[Any]:
    """Keys of the truth's incidents, those with a value for `having`; the `broken` ones are expected to fail."""
    return [
        pytest.param(
            one["key"],
            id=one["key"],
            marks=[pytest.mark.xfail(strict=True, reason=NOT_YET[one["key"]])] if one["key"] in broken else [],
        )
        for one in TRUTH["incidents"]
        if having is None or one[having]
    ]


def load_gate() -> ModuleType:
    """The gate's own way of calling the program, so that both measure the same thing."""
    spec = importlib.util.spec_from_file_location("village_gate", ROOT / "evals" / "gate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Readings:
    """What `marsad read` printed of each resident, by the truth's ids."""

    by_document: dict[str, dict[str, Any]]
    true_ids: dict[str, str]

    def claims(self, document_id: str, *types: str) -> list[dict[str, Any]]:
        """Claims of one report, of these types where types are named."""
        return [claim for claim in self.by_document[document_id]["claims"] if not types or claim["type"] in types]

    def claim(self, document_id: str, *types: str, **wanted: Any) -> dict[str, Any]:
        """The one claim of these types with these values; fails with all claims where it is not exactly one."""
        found = [
            claim for claim in self.claims(document_id, *types) if all(claim[key] == wanted[key] for key in wanted)
        ]
        shown = [(claim["type"], claim["status"], claim["trigger"]["text"]) for claim in self.claims(document_id)]
        assert len(found) == 1, f"{document_id}: wanted one {types} {wanted}, read {shown}"
        return found[0]


@dataclass(frozen=True)
class Ledger:
    """A ledger that `marsad run` made of the whole village."""

    path: Path
    marsad: Callable[..., str]
    incidents: list[dict[str, Any]] = field(default_factory=list)

    def incident(self, key: str) -> dict[str, Any]:
        """The incident that the truth calls `key`."""
        wanted = next(one for one in TRUTH["incidents"] if one["key"] == key)
        found = [one for one in self.incidents if matches(one, wanted)]
        assert found, f"no incident is {key}; there are:\n" + "\n".join(
            sorted(describe(one) for one in self.incidents if set(one["documents"]) & set(wanted["documents"]))
        )
        return min(found, key=lambda one: (distance(one, wanted), one["incident_id"]))


def matches(incident: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Same type, kin in status, a report in common, and neither day nor place apart."""
    statuses = {"occurred", "ongoing"} if wanted["status"] == "occurred" else {wanted["status"]}
    same = incident["type"] == wanted["type"] and incident["status"] in statuses
    start, end = incident["when"]["start"] or incident["when"]["end"], incident["when"]["end"]
    apart = wanted["date_start"] and start and (start > wanted["date_end"] or (end or start) < wanted["date_start"])
    placed = [place for place in wanted["places"] if place["lat"] is not None]
    there = not placed or any(is_near(one, place) for one in incident["where"] for place in placed)
    return bool(same and not apart and there and set(incident["documents"]) & set(wanted["documents"]))


def distance(incident: dict[str, Any], wanted: dict[str, Any]) -> int:
    """How many reports and places one has and the other has not: two incidents of one day may share reports."""
    documents = set(incident["documents"]) ^ set(wanted["documents"])
    placed = [place for place in wanted["places"] if place["lat"] is not None]
    missing = sum(not any(is_near(one, place) for one in incident["where"]) for place in placed)
    further = sum(not any(is_near(one, place) for place in placed) for one in incident["where"])
    return len(documents - set(wanted["may_also_hold"])) + missing + further


def is_near(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Within ten kilometres, on a flat earth; False where either has no point."""
    if None in (one.get("lat"), one.get("lon"), other.get("lat"), other.get("lon")):
        return False
    east = (one["lon"] - other["lon"]) * math.cos(math.radians(other["lat"]))
    return math.hypot(one["lat"] - other["lat"], east) * 111.2 <= NEAR_KM


def describe(incident: dict[str, Any]) -> str:
    """One line for a failed test."""
    places = ", ".join(str(place["name_ar"]) for place in incident["where"])
    when = f"{incident['when']['start']}..{incident['when']['end']}"
    cells = ", ".join(f"{c['outcome']} {c['group']} {c['low']}-{c['best']}-{c['high']}" for c in incident["cells"])
    documents = " ".join(sorted(incident["documents"]))
    return f"  {incident['type']} {incident['status']} {incident['kind']} {when} [{places}] {documents} | {cells}"


def rename(incident: dict[str, Any], true_ids: dict[str, str]) -> dict[str, Any]:
    """An incident with the truth's ids of its documents."""
    return incident | {"documents": sorted(true_ids.get(one, one) for one in incident["documents"])}
