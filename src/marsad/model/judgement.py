"""What a person decided, signed and dated; appended, never changed."""

from datetime import datetime
from typing import Literal

import msgspec

Verdict = Literal["same", "different", "unsure", "accept", "correct", "reject"]


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """One decision over one or two things (claim or incident ids)."""

    verdict: Verdict
    about: tuple[str, ...]
    by: str
    at: datetime
    reason: str | None = None
