"""The day of publication, as a document states it.

The zone's own day counts: 23:30 in Damascus is still that day in Damascus, whatever it is in London. So the day is
taken as written, also where a time comes without its zone. Anything that is no date is refused: a wrong day of
publication would put every "yesterday" of the text on a wrong day.
"""

import re
from datetime import date, datetime

from marsad.base.errors import InputError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)? ?([Zz]|[+-]\d{2}(:?\d{2})?)?", re.ASCII)


def parse_published(raw: str) -> date:
    """The day in `2018-07-06` or `2018-07-06T05:30:00+03:00`. Raises InputError for anything else."""
    written = raw.strip()
    try:
        if _DAY.fullmatch(written):
            return date.fromisoformat(written)
        if _MOMENT.fullmatch(written):
            day, time = written[:10], written[11:].upper().replace(" ", "")
            return datetime.fromisoformat(f"{day}T{time}").date()
    except ValueError:
        pass
    raise InputError(f"{raw!r:.60} is no date; give it as 2018-07-06 or 2018-07-06T05:30:00+03:00")
