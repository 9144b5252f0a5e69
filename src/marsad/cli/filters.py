"""The one filter as options of commands: the same names as in the addresses of the pages."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from marsad.cli.options import DAY, as_day
from marsad.publish.filters import GRADES, KINDS, SORTS, STATES, STATUSES, TYPES, Question, parse_filter

OPTIONS = (
    click.option("--from", "since", type=DAY, metavar="DATE", help="On this day or later."),
    click.option("--to", "until", type=DAY, metavar="DATE", help="On this day or earlier."),
    click.option(
        "--type", "types", type=click.Choice(TYPES), multiple=True, metavar="TYPE", help="air_strike, …; may repeat."
    ),
    click.option("--status", "statuses", type=click.Choice(STATUSES), multiple=True),
    click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True),
    click.option("--grade", "grades", type=click.Choice(GRADES), multiple=True),
    click.option("--state", "states", type=click.Choice(STATES), multiple=True),
    click.option("--place", default="", metavar="WORDS|ID", help="Part of a name, or a place id or P-code."),
    click.option("--place-id", "place_ids", multiple=True, metavar="ID", help="The id of a place; may repeat."),
    click.option("--country", "countries", multiple=True, metavar="CC", help="Two letters, such as SY; may repeat."),
    click.option("--admin1", "admin1s", multiple=True, metavar="NAME", help="The governorate, exactly as kept."),
    click.option("--origin", "origins", multiple=True, metavar="WORDS", help="Part of a source's id or name."),
    click.option("--actor", "actors", multiple=True, metavar="WORDS", help="Part of an actor's id or name."),
    click.option("--search", "words", default="", metavar="WORDS", help='Words, all of them; "phrases" in quotes.'),
    click.option("--bbox", "box", default="", metavar="W,S,E,N", help="Degrees; the point that stands for it."),
    click.option("--located", default="", metavar="yes|no", help="Has a point."),
    click.option("--dated", default="", metavar="yes|no", help="Has a day."),
    click.option("--killed-min", "killed_min", default="", metavar="N", help="At least so many killed."),
    click.option("--sort", type=click.Choice(SORTS), default="newest", show_default=True),
)
NAMES = (
    ("type", "types"), ("status", "statuses"), ("kind", "kinds"), ("grade", "grades"), ("state", "states"),
    ("place_id", "place_ids"), ("country", "countries"), ("admin1", "admin1s"), ("origin", "origins"),
    ("actor", "actors"), ("place", "place"), ("q", "words"), ("bbox", "box"), ("located", "located"),
    ("dated", "dated"), ("killed_min", "killed_min"), ("sort", "sort"),
)  # fmt: skip


def with_filter(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command with the filter's options."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def take_filter(options: dict[str, Any]) -> Question:
    """The question that the options ask; takes them out of `options`. Raises UseError as the pages do."""
    since: datetime | None = options.pop("since")
    until: datetime | None = options.pop("until")
    pairs = [("from", str(as_day(since) or "")), ("to", str(as_day(until) or ""))]
    for name, option in NAMES:
        value = options.pop(option)
        pairs += [(name, one) for one in ([value] if isinstance(value, str) else value)]
    return parse_filter(pairs)
