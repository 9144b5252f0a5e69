"""Which types of event may tell the same incident.

One strike is an air strike to the monitor, shelling to the agency and a bare "killing" to the party that mourns, so
types are grouped into families and related families may meet; a clash and an exchange of prisoners never do.

Known gaps: the dispersal of a protest, told as `attack` by one and as `protest` by another, stays two incidents.
"""

from marsad.model.value import EventType

_FAMILIES: dict[str, tuple[EventType, ...]] = {
    "bombardment": ("air_strike", "shelling", "chemical_attack"),
    "explosion": ("explosive_device", "suicide_bombing"),
    "ground": ("armed_clash", "attack"),
    "sexual_violence": ("sexual_violence",),
    "destruction": ("destruction",),
    "unrest": ("protest", "riot"),
    "custody": ("abduction", "arrest"),
    "departure": ("exchange", "displacement"),
    "territory": ("territory_change",),
    "siege": ("siege",),
    "talks": ("negotiation", "agreement"),
    "threat": ("threat",),
    "aid": ("aid",),
    "statement": ("statement",),
}
FAMILY: dict[EventType, str] = {kind: family for family, kinds in _FAMILIES.items() for kind in kinds}

_VIOLENCE = frozenset({"bombardment", "explosion", "ground", "sexual_violence", "destruction"})
SPOKEN = frozenset({"talks", "threat", "statement"})
"""Families of words rather than deeds: they are told apart by who speaks, not by where."""

_MIXED = frozenset({
    frozenset({"bombardment", "explosion"}),
    frozenset({"armed_clash", "bombardment"}),
    frozenset({"armed_clash", "explosion"}),
    frozenset({"attack", "sexual_violence"}),
    frozenset({"attack", "destruction"}),
    frozenset({"bombardment", "destruction"}),
})  # fmt: skip


def find_realm(kind: EventType) -> str:
    """The widest group whose types may ever meet: the first part of every blocking key."""
    family = FAMILY[kind]
    return "violence" if family in _VIOLENCE else family


def compare_types(one: EventType, other: EventType) -> str | None:
    """How near two types are: `same`, `family`, `bare` (an attack by no stated method), `mixed`; None never meet."""
    if one == other:
        return "same"
    first, second = FAMILY[one], FAMILY[other]
    if first == second:
        return "family"
    for bare, family in ((one, second), (other, first)):
        if bare == "attack" and family in {"bombardment", "explosion"}:
            return "bare"
    names = ((one, first), (other, second))
    if any(frozenset({a, b}) in _MIXED for a in names[0] for b in names[1]):
        return "mixed"
    return None
