"""Commands that keep a ledger safe: backup, restore."""

from pathlib import Path

import click

from marsad.cli.ledger import LEDGER
from marsad.cli.options import show_progress


@click.command()
@LEDGER
@click.option("--out", type=click.Path(path_type=Path), metavar="PATH", help="The file to write, or a folder for it.")
def backup(where: str, out: Path | None) -> int:
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

    with show_progress() as progress:
        made = write_backup(where, out, tell=progress)
    manifest = made.manifest
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


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="BACKUP")
@LEDGER
@click.option("--despite-problems", is_flag=True, help="Also a ledger that did not verify when it was backed up.")
def restore(path: Path, where: str, despite_problems: bool) -> int:
    """Make a ledger of a backup, where there is none yet, and check all of it before saying so.

    A backup in which one byte changed is refused, and so is a place where a ledger lies already. Exit code 1 when the
    ledger came back with problems that it had when it was backed up.

    \b
    Example:
      marsad restore desk-20260301-120000.marsad.zip --ledger desk.db
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.store.restore import restore_backup

    with show_progress() as progress:
        back = restore_backup(path, where, despite_problems=despite_problems, tell=progress)
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
