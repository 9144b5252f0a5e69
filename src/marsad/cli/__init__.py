"""Typed words → one call; no logic.

A package rather than a file so that each family of commands is imported only when it is asked for: reading one
report must not pay for the web server or the database. The table below is the whole list of commands.
"""

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import click

from marsad import __version__
from marsad.base.errors import InputError, MarsadError, PromiseError

COMMANDS = {
    "read": "reading", "explain": "ledger", "run": "ledger", "link": "ledger", "incidents": "ledger",
    "judge": "judging", "judgements": "judging", "verify": "judging", "places": "places", "words": "words",
    "accounts": "accounts", "evaluate": "words", "serve": "pages", "demo": "pages", "export": "pages",
    "backup": "backups", "restore": "backups",
}  # fmt: skip


class LazyGroup(click.Group):
    """A group whose commands are imported when first named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All commands, in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the family that holds the command."""
        if cmd_name not in COMMANDS:
            return None
        family = importlib.import_module(f"marsad.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(family, cmd_name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="marsad")
def program() -> None:
    """Marsad (مرصد): reads reports of armed conflict, Arabic first, into an auditable ledger.

    \b
    Example:
      marsad read report.txt --published 2018-07-06
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped


def main(arguments: Sequence[str] | None = None) -> Any:  # noqa: ANN401
    """Run the program. Exit codes: 0 done; 1 some input unreadable; 2 wrong use or nothing readable; 3 our bug."""
    try:
        code = program.main(
            args=list(arguments) if arguments is not None else None, prog_name="marsad", standalone_mode=False
        )
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except click.Abort:
        click.echo("stopped", err=True)
        code = 2
    except PromiseError as error:
        click.echo(f"marsad: a promise of ours was broken, please report it: {error}", err=True)
        code = 3
    except InputError as error:
        click.echo(f"marsad: {error}", err=True)
        code = 2
    except MarsadError as error:
        click.echo(f"marsad: {error}", err=True)
        code = 2
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
