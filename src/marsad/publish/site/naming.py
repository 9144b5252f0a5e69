"""How many victims of an incident are known by name, from the form on its page: one number, and no names.

Why it is hard: names of victims must not come into the ledger, and whoever has a list wants to paste it. So the form
has room for a number only, and not even a reason is kept.
"""

from typing import get_args

import msgspec

from marsad.base.digits import fold_digits
from marsad.base.errors import UseError
from marsad.model.incident import Incident
from marsad.model.judgement import Correction, NamedVictims
from marsad.model.value import Group, Outcome
from marsad.publish.forms import Fields
from marsad.publish.work import Decision

COUNT_MOST = 1_000_000


def make_named(incident: Incident, fields: Fields) -> Decision:
    """The number of victims known by name for one figure; raises UseError for what is no number of names."""
    outcome, _, group = fields.get("cell", "").partition(".")
    if outcome not in get_args(Outcome) or group not in get_args(Group):
        raise UseError(f"an incident has no figure {fields.get('cell', '')!r}")
    text = fold_digits(fields.get("count", "").strip())
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:9]) <= COUNT_MOST:
        raise UseError(f"{text!r} is no number of names; write how many victims are known by name, 1 or more")
    values = {"outcome": outcome, "group": group, "count": int(text), "complete": fields.get("at_least") != "1"}
    named = msgspec.convert(values, NamedVictims)
    return Decision("correct", (incident.incident_id,), None, Correction(named=(named,)))
