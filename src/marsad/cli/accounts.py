"""Commands of the desk's accounts: for the first ones, and for recovery where nobody can log in."""

import click

from marsad.base.errors import UseError
from marsad.cli.ledger import LEDGER, open_named
from marsad.model.account import COMMAND_LINE, ROLES, Account, Role
from marsad.store.ledger import Ledger

NAME = click.argument("name")
ROLE = click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="May repeat.")
PROMPT = click.option("--prompt", "asks", is_flag=True, help="Ask for the password instead of making a one-time one.")


@click.group()
def accounts() -> None:
    """Keep the accounts of a desk.

    Whoever has the ledger's file needs no login here; what is done is logged. An account is never removed, for its name
    stands under what it signed.

    \b
    Example:
      marsad accounts add "Lina Haddad" --role admin --role reviewer
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped


@accounts.command("list")
@LEDGER
def list_accounts(where: str) -> None:
    """List all accounts with their roles.

    \b
    Example:
      marsad accounts list --ledger desk.db
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    with open_named(where) as ledger:
        found = ledger.people.read_accounts()
    for one in found:
        marks = [] if one.is_active else ["disabled"]
        if one.one_time_until is not None:
            marks.append(f"one-time password until {one.one_time_until:%Y-%m-%d %H:%M} UTC")
        click.echo("\t".join([one.name, ",".join(one.roles), *marks]))
    if not found:
        click.echo("marsad: no accounts; `marsad accounts add NAME --role admin` makes the first", err=True)


@accounts.command()
@NAME
@ROLE
@PROMPT
@LEDGER
def add(name: str, roles: tuple[Role, ...], asks: bool, where: str) -> None:
    """Make an account and print its one-time password.

    Its owner chooses another at the first login. The first account must be an admin's.

    \b
    Example:
      marsad accounts add "Omar Saleh" --role monitor --role publisher
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    with open_named(where) as ledger:
        password, password_hash = _take_password(name, asks=asks)
        made = ledger.people.make_account(name, roles, password_hash, by=COMMAND_LINE, is_one_time=not asks)
    _tell(made, password)


@accounts.command()
@NAME
@PROMPT
@LEDGER
def password(name: str, asks: bool, where: str) -> None:
    """Give an account another password and end its sessions.

    \b
    Example:
      marsad accounts password "Omar Saleh"
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    with open_named(where) as ledger:
        account = _find(ledger, name)
        chosen, password_hash = _take_password(account.name, asks=asks)
        ledger.people.write_password(account.number, password_hash, by=COMMAND_LINE, is_one_time=not asks)
    _tell(account, chosen)


@accounts.command()
@NAME
@ROLE
@LEDGER
def role(name: str, roles: tuple[Role, ...], where: str) -> None:
    """Give an account these roles and no others.

    \b
    Example:
      marsad accounts role "Omar Saleh" --role monitor --role admin
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    with open_named(where) as ledger:
        changed = ledger.people.change_roles(_find(ledger, name).number, roles, by=COMMAND_LINE)
    click.echo("\t".join([changed.name, ",".join(changed.roles)]))


@accounts.command()
@NAME
@LEDGER
def disable(name: str, where: str) -> None:
    """Let somebody in no more and end their sessions.

    \b
    Example:
      marsad accounts disable "Omar Saleh"
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    with open_named(where) as ledger:
        ledger.people.disable_account(_find(ledger, name).number, by=COMMAND_LINE)


@accounts.command()
@NAME
@LEDGER
def enable(name: str, where: str) -> None:
    """Let somebody in again.

    \b
    Example:
      marsad accounts enable "Omar Saleh"
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    with open_named(where) as ledger:
        ledger.people.enable_account(_find(ledger, name).number, by=COMMAND_LINE)


def _find(ledger: Ledger, name: str) -> Account:
    found = ledger.people.find_account(name)
    if found is None:
        raise UseError(f"nobody is called {name!r} here; `marsad accounts list` lists who there is")
    return found


def _take_password(name: str, *, asks: bool) -> tuple[str | None, str]:
    """A one-time password with its hash, or the hash of one that is asked for on the terminal."""
    from marsad.publish.passwords import Passwords, check_password, make_one_time

    if not asks:
        one_time = make_one_time()
        return one_time, Passwords().hash(one_time)
    chosen = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    check_password(chosen, name)
    return None, Passwords().hash(chosen)


def _tell(account: Account, one_time: str | None) -> None:
    if one_time is None:
        click.echo(account.name)
        return
    click.echo(f"{account.name}\t{one_time}")
    click.echo("marsad: good once, for three days; another is chosen at the first login", err=True)
