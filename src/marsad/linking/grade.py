"""How well an incident is reported: confirmed, fair, weak, contested, discounted, each with its inputs.

The words and their order are those of Airwars' grading: acceptance by a belligerent outranks all; then combatants only,
then competing perpetrators, then two credible origins. A grade is a suggestion that a person may overrule; it is never
a model's confidence.

Known gaps: whose side an unnamed or unlisted origin is on is unknown, and it counts as credible.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from marsad.linking.facts import ClaimFacts
from marsad.model.incident import Cell, Grade, Origin
from marsad.model.value import Actor

_ARMED = frozenset({"fighter", "soldier"})
_CIVILIAN = frozenset({"civilian", "child", "woman", "elderly", "medic", "journalist", "aid_worker"})
_HARM = frozenset({"killed", "injured", "killed_or_injured"})


class Assessment(NamedTuple):
    """The grade and what it rests on, ready for `grade_inputs`."""

    grade: Grade
    inputs: dict[str, Any]


def grade_incident(
    members: Sequence[ClaimFacts],
    voices: Mapping[str, tuple[str, ...]],
    origins: Sequence[Origin],
    cells: Sequence[Cell],
    affiliations: Mapping[str, str],
) -> Assessment:
    """The grade of an incident; `affiliations` gives the party (an actor id) that a source speaks for, where known."""
    asserting = [facts for facts in members if not facts.denied]
    accused = _find_accused(asserting, voices)
    accepted = sorted(facts.id for facts in asserting if _accepts_harm(facts))
    owned = sorted(facts.id for facts in asserting if _owns_act(facts))
    deniers = sorted({source_id for facts in members if facts.denied for source_id in voices[facts.id]})
    camps = {_find_camp(actor_id) for actor_id in accused}
    speaking = {source_id for facts in asserting for source_id in voices[facts.id]}
    owners = {source_id for facts in asserting if facts.id in owned for source_id in voices[facts.id]}
    parties = sorted(source_id for source_id in speaking if _is_party(source_id, members, affiliations))
    credible = sorted(source_id for source_id in speaking if source_id not in parties or source_id in owners)
    contested = _is_contested(accused, camps)
    strike = _find_strike_status(contested=contested, owned=bool(owned), voices=len(speaking))
    combatants_only = _is_combatants_only(cells)
    disputed = combatants_only and not _is_said_by_others(cells, parties, owners)
    grade: Grade
    if accepted:
        grade = "confirmed"
    elif combatants_only and not disputed:
        grade = "discounted"
    elif contested:
        grade = "contested"
    elif len(credible) >= 2 and strike in {"declared_strike", "likely_strike"}:
        grade = "fair"
    else:
        grade = "weak"
    inputs = {
        "origins": len(origins),
        "credible_origins": credible,
        "party_origins": parties,
        "strike_status": strike,
        "accused": {actor_id: sorted(by) for actor_id, by in sorted(accused.items())},
        "accepted_by": accepted,
        "denied_by": deniers,
        "combatants_only": combatants_only,
    }
    if disputed:
        inputs["status_disputed"] = True
    return Assessment(grade, inputs)


def _find_accused(asserting: Sequence[ClaimFacts], voices: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """Each named perpetrator with the origins that name it."""
    accused: dict[str, set[str]] = {}
    for facts in asserting:
        for actor in facts.live.claim.actors:
            if actor.stance != "denied" and actor.actor_id is not None:
                accused.setdefault(actor.actor_id, set()).update(find_accusers(actor, facts, voices[facts.id]))
    return accused


def find_accusers(actor: Actor, facts: ClaimFacts, voices: tuple[str, ...]) -> tuple[str, ...]:
    """The origins that name an actor: those it is tied to, else all of the claim's."""
    if len(voices) == len(facts.live.claim.sources):
        tied = tuple(voices[index] for index in actor.by if 0 <= index < len(voices))
        return tied or voices
    return voices


def _find_camp(actor_id: str) -> str:
    return ".".join(actor_id.split(".")[:2])


def _is_contested(accused: Mapping[str, set[str]], camps: set[str]) -> bool:
    """Two origins that name different sides; one origin that names allies together contests nothing."""
    if len(camps) < 2:
        return False
    by_origin: dict[str, set[str]] = {}
    for actor_id, sources in accused.items():
        for source_id in sources:
            by_origin.setdefault(source_id, set()).add(_find_camp(actor_id))
    named = list(by_origin.values())
    return any(not one & other for place, one in enumerate(named) for other in named[place + 1 :])


def _is_party(source_id: str, members: Sequence[ClaimFacts], affiliations: Mapping[str, str]) -> bool:
    """Whether a source speaks for a party, or for one of those who fight in this incident."""
    if source_id in affiliations:
        return True
    camps = {_find_camp(actor) for facts in members for actor in facts.actors | facts.targets if "." in actor}
    return _find_camp(source_id) in camps


def _accepts_harm(facts: ClaimFacts) -> bool:
    """A belligerent owns the act in a claim that counts civilian harm."""
    return _owns_act(facts) and any(
        row.outcome in _HARM and row.group in _CIVILIAN and row.low not in {0, None}
        for row in facts.live.claim.casualties
    )


def _owns_act(facts: ClaimFacts) -> bool:
    return any(actor.stance == "claimed_own" and actor.actor_id is not None for actor in facts.live.claim.actors)


def _is_combatants_only(cells: Sequence[Cell]) -> bool:
    """All the dead that any origin names a kind for are fighters or soldiers, and no total exceeds them."""
    killed = [cell for cell in cells if cell.outcome == "killed"]
    armed = [cell for cell in killed if cell.group in _ARMED]
    if not armed or any(cell.group not in _ARMED | {"person"} for cell in killed):
        return False
    spoken = {figure.source_id for cell in armed for figure in cell.origins}
    total = next((cell for cell in killed if cell.group == "person"), None)
    return total is None or all(figure.source_id in spoken for figure in total.origins)


def _is_said_by_others(cells: Sequence[Cell], parties: Sequence[str], owners: set[str]) -> bool:
    """Whether anyone but a party, or who owns the act, says that the dead were fighters."""
    spoken = {figure.source_id for cell in cells if cell.group in _ARMED for figure in cell.origins}
    return bool(spoken - set(parties)) or bool(spoken & owners)


def _find_strike_status(*, contested: bool, owned: bool, voices: int) -> str:
    if contested:
        return "contested_strike"
    if owned:
        return "declared_strike"
    return "likely_strike" if voices > 1 else "single_source_claim"
