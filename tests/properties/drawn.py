"""Claims drawn at random: few towns, few days, so that many of them could tell one incident."""

from datetime import date, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st

from marsad.model.claim import Claim, LiveClaim

DAY = date(2031, 5, 4)
NO_WORDS = {"text": "", "field": "text", "start": 0, "end": 0}
TOWNS = [
    {"place_id": f"t:{name}", "name_ar": name, "lat": lat, "lon": 36.5, "precision": "settlement", "admin1": "idlib"}
    for name, lat in (("north", 35.5), ("east", 35.53), ("south", 35.1))
]
AREA = {"place_id": "g:idlib", "name_ar": "idlib", "precision": "governorate", "admin1": "idlib"}
UNMAPPED = {"name_ar": "hamlet", "precision": "settlement", "admin1": "idlib"}
OUTCOMES = ("killed", "injured", "killed_or_injured")
GROUPS = ("person", "civilian", "child", "woman", "fighter")

numbers = st.one_of(
    st.integers(0, 30).map(lambda number: {"low": number, "high": number, "kind": "exact"}),
    st.integers(1, 30).map(lambda number: {"low": number, "high": None, "kind": "at_least"}),
    st.integers(1, 30).map(lambda number: {"low": None, "high": number, "kind": "at_most"}),
    st.tuples(st.integers(1, 30), st.integers(0, 9)).map(
        lambda pair: {"low": pair[0], "high": pair[0] + pair[1], "kind": "range"}
    ),
    st.just({"low": 24, "high": None, "kind": "vague"}),
)


@st.composite
def casualties(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = draw(st.lists(st.tuples(st.sampled_from(OUTCOMES), st.sampled_from(GROUPS), numbers), max_size=3))
    return [
        NO_WORDS | number | {"outcome": outcome, "group": group, "subset": draw(st.booleans())}
        for outcome, group, number in rows
    ]


@st.composite
def live_claims(draw: st.DrawFn, claim_id: str) -> LiveClaim:
    start = draw(st.none() | st.integers(0, 3).map(lambda days: DAY + timedelta(days=days)))
    until = None if start is None else start + timedelta(days=draw(st.integers(0, 1)))
    named = draw(st.lists(st.sampled_from(["monitor", "medics", None]), max_size=2))
    claim = {
        "id": claim_id,
        "type": draw(st.sampled_from(["air_strike", "shelling", "attack", "armed_clash", "negotiation"])),
        "status": draw(st.sampled_from(["occurred"] * 5 + ["denied", "planned", "background", "ongoing"])),
        "kind": draw(st.sampled_from(["single"] * 5 + ["aggregate", "campaign"])),
        "trigger": NO_WORDS,
        "when": {"start": start, "end": until, "precision": draw(st.sampled_from(["day", "night", "unknown"]))},
        "where": [NO_WORDS | place for place in draw(st.lists(st.sampled_from([*TOWNS, AREA, UNMAPPED]), max_size=2))],
        "actors": [
            NO_WORDS | {"actor_id": one} for one in draw(st.lists(st.sampled_from(["x.air", "y.men"]), max_size=1))
        ],
        "targets": [],
        "weapon": [],
        "count": draw(st.none() | numbers.map(lambda number: NO_WORDS | number | {"unit": "strike"})),
        "casualties": draw(casualties()),
        "sources": [NO_WORDS | {"source_id": name, "text": name or "someone"} for name in named],
        "details": {},
        "evidence": NO_WORDS,
        "confidence": 1.0,
        "rules": [],
    }
    return LiveClaim(
        claim=msgspec.convert(claim, Claim),
        document_id=draw(st.sampled_from(["r1", "r2", "r3", f"r of {claim_id}"])),
        publisher=draw(st.sampled_from([None, "paper"])),
        published=draw(st.none() | st.integers(0, 4).map(lambda days: DAY + timedelta(days=days))),
    )
