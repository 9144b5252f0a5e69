"""What the log says of commands: who, which command with its options, and how it ended.

Why it is hard: whoever has the ledger's file needs no login, so a name is only what somebody says of themselves; the
name of the machine's user is not theirs to be taken unasked. Without `--as` the log says that it was the command line.
What changes the ledger is noted before it begins and again when it ends, so that a run that was killed shows too.
What prints reports or incidents is noted before the first line of it is printed, and not printed where it cannot be.
Known gaps: `marsad read` touches no ledger and is in no log; whoever reads the file by other programs is not seen.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from marsad.model.account import COMMAND_LINE, Action, Deed

if TYPE_CHECKING:
    from marsad.store.ledger import Ledger


F = TypeVar("F", bound=Callable[..., Any])
COMMAND_MOST = 500
_UNSAID = frozenset({"--ledger", "--as", "--places", "--words", "--workers", "--out"})


def with_asker(name: str = "by") -> Callable[[F], F]:
    """The option `--as`, handed to the command under this name."""
    help_ = "Who this is, for the log; nobody is named without it."
    return click.option("--as", name, metavar="NAME", help=help_)


def name_asker(by: str | None) -> str:
    """Who the log says it was; RefusedError for what cannot be a name."""
    from marsad.store.people import check_name

    return COMMAND_LINE if by is None else check_name(by)


def say_command() -> str:
    """The command that runs, with what was typed for it, but for where things lie on this machine."""
    context = click.get_current_context()
    parts = [context.command_path]
    for parameter in context.command.params:
        name, value = parameter.name or "", context.params.get(parameter.name or "")
        option = parameter.opts[0] if isinstance(parameter, click.Option) else ""
        if option in _UNSAID or context.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            continue
        values = value if isinstance(value, tuple) else (value,)
        parts += [option] if value is True else [f"{option} {_say(each)}".strip() for each in values]
    said = " ".join(parts)
    return said if len(said) <= COMMAND_MOST else f"{said[: COMMAND_MOST - 1]}…"


def _say(value: Any) -> str:  # noqa: ANN401 - whatever click made of it
    said = f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)
    return f'"{said}"' if " " in said else said


def log_read(ledger: "Ledger", by: str | None, about: str | None = None, other: str | None = None) -> None:
    """Note that a command is about to print what the ledger holds; LedgerError where that cannot be noted."""
    command = say_command()
    detail = {"command": command}
    ledger.log.write(Deed(who=name_asker(by), action="read", about=about or command, other=other or "", detail=detail))


@contextmanager
def log_act(ledger: "Ledger", action: Action, by: str | None) -> Iterator[dict[str, Any]]:
    """Note that an act begins and how it ended; what is put into the dictionary is noted with its end."""
    who, command = name_asker(by), say_command()

    def note(stage: str, **more: Any) -> None:  # noqa: ANN401 - counts and the like
        ledger.log.write(Deed(who=who, action=action, about=command, detail={"stage": stage, **more}))

    note("begun")
    counts: dict[str, Any] = {}
    try:
        yield counts
    except BaseException:
        note("failed", **counts)
        raise
    note("done", **counts)
