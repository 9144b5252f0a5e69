"""Commands that keep a ledger safe: backup, restore."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.base.errors import LedgerError
from marsad.cli.deeds import name_asker, with_asker
from marsad.cli.ledger import LEDGER
from marsad.cli.options import show_progress
from marsad.model.account import Deed

if TYPE_CHECKING:
    from marsad.store.backup import Backup


@click.command()
@LEDGER
@click.option("--out", type=click.Path(path_type=Path), metavar="PATH", help="The file to write, or a folder for it.")
@with_asker()
def backup(where: str, out: Path | None, by: str | None) -> int:
    """Copy the ledger and its preserved files into one sealed file, while others go on working.

    Without --out the file lies beside the ledger, named after the moment; no file is ever written over. Keep it on
    another machine, and keep it safe: it holds all that the ledger holds, and is not encrypted. Exit code 1 when
    something in the ledger does not verify or a preserved file is lost; the rest is copied nevertheless.

    \b
    Example:
      marsad backup --ledger desk.db --out /media/disk/
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.store.backup import write_backup
    from marsad.store.connect import HEAD

    who = name_asker(by)
    with show_progress() as progress:
        made = write_backup(where, out, tell=progress)
    manifest = made.manifest
    _log_backup(where, made, who)
    for problem in manifest.problems:
        click.echo(problem, err=True)
    if manifest.shape != HEAD:
        click.echo(f"marsad: the ledger has the older shape {manifest.shape} and was not verified", err=True)
    click.echo(f"backup      {made.path}")
    click.echo(f"seal        {made.seal}")
    for name in ("documents", "claims", "incidents", "judgements"):
        click.echo(f"{name:<11} {manifest.counts.get(name, 0)}")
    click.echo(f"files       {len(manifest.files)}")
    for name, head in manifest.heads.items():
        click.echo(f"head        {head} ({name})")
    lost = len(manifest.lost)
    click.echo(f"problems    {len(manifest.problems)}" + (f", {lost} preserved files lost" if lost else ""))
    return 1 if manifest.problems or manifest.lost else 0


def _log_backup(where: str, made: "Backup", who: str) -> None:
    """Note a backup in the log of its ledger; where that cannot be written the backup stays, and that is said."""
    from marsad.cli.ledger import open_named
    from marsad.store.connect import HEAD

    if made.manifest.shape != HEAD:
        click.echo("marsad: a ledger of an older shape is left as it is; this backup stands in no log", err=True)
        return
    try:
        with open_named(where) as ledger:
            ledger.log.write(Deed(who=who, action="backup", about=made.path.name, detail={"seal": made.seal}))
    except LedgerError as error:
        click.echo(f"marsad: this backup stands in no log: {error}", err=True)


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="BACKUP")
@LEDGER
@click.option("--despite-problems", is_flag=True, help="Also a ledger that did not verify when it was backed up.")
@with_asker()
def restore(path: Path, where: str, despite_problems: bool, by: str | None) -> int:
    """Make a ledger of a backup, where there is none yet, and check all of it before saying so.

    A backup in which one byte changed is refused, and so is a place where a ledger lies already. Exit code 1 when the
    ledger came back with problems that it had when it was backed up.

    \b
    Example:
      marsad restore desk-20260301-120000.marsad.zip --ledger desk.db
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.cli.ledger import open_named
    from marsad.store.backup import read_seal
    from marsad.store.restore import restore_backup

    who = name_asker(by)
    with show_progress() as progress:
        back = restore_backup(path, where, despite_problems=despite_problems, tell=progress)
    with open_named(where) as ledger:
        detail = {"made_at": back.manifest.made_at, "made_by": back.manifest.made_by, "seal": read_seal(path)}
        ledger.log.write(Deed(who=who, action="restore", about=path.name, detail=detail))
    for problem in back.problems:
        click.echo(problem, err=True)
    click.echo(f"restored    {back.path}")
    click.echo(f"made        {back.manifest.made_at} by {back.manifest.made_by}")
    for name in ("documents", "claims", "incidents", "judgements"):
        click.echo(f"{name:<11} {back.manifest.counts.get(name, 0)}")
    for name, head in back.manifest.heads.items():
        click.echo(f"head        {head} ({name})")
    click.echo(f"problems    {len(back.problems)}")
    return 1 if back.problems else 0
