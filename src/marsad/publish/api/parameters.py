"""The one filter as the schema tells it; one parser (`publish.filters`) reads it for every address."""

from typing import Any

from marsad.publish.filters import GRADES, KINDS, PARAMETERS, REPEATED, SORTS, STATES, STATUSES, TYPES

SAYS = {
    "from": "first day, 2018-07-04",
    "to": "last day, included",
    "type": "event type",
    "place": "part of a place's or governorate's name, or its id or P-code",
    "status": "occurred, ongoing, …",
    "kind": "single, aggregate, campaign",
    "grade": "confirmed, fair, …",
    "state": "proposed, confirmed, published, …",
    "place_id": "id of a place in the gazetteer",
    "country": "two letters, such as SY",
    "admin1": "a governorate, in Arabic or English, exactly as kept",
    "origin": "id of a source, or part of its name",
    "actor": "id of an actor, or part of its name",
    "q": 'words that all must be there, "phrases" in quotes',
    "bbox": "west,south,east,north in degrees; the point that stands for an incident",
    "located": "yes or no: has a point",
    "dated": "yes or no: has a day",
    "killed_min": "at least so many killed",
    "sort": "newest, oldest, killed",
}
CODES: dict[str, tuple[str, ...]] = {
    "type": TYPES, "status": STATUSES, "kind": KINDS, "grade": GRADES, "state": STATES, "sort": SORTS,
    "located": ("yes", "no"), "dated": ("yes", "no"),
}  # fmt: skip


def filter_parameters() -> dict[str, Any]:
    """The parameters of the filter, to be added to those that a route declares itself."""
    return {"parameters": [_parameter(name) for name in PARAMETERS]}


def _parameter(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name in CODES:
        schema["enum"] = list(CODES[name])
    says = SAYS[name]
    if name in REPEATED:
        schema, says = {"type": "array", "items": schema}, f"{says}; may repeat"
    return {"name": name, "in": "query", "required": False, "description": says, "schema": schema}
