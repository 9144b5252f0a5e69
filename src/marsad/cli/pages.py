"""Commands that show or hand out what the ledger holds: serve, demo, export."""

import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import click

from marsad.base.errors import LedgerError, PlacesError, UseError
from marsad.cli.deeds import with_asker
from marsad.cli.filters import take_filter, with_filter
from marsad.cli.options import as_path, show_progress

if TYPE_CHECKING:
    from marsad.publish.site.maps import Maps
    from marsad.publish.site.people import Desk
    from marsad.store.ledger import Ledger

LEDGER = click.option(
    "--ledger", "where", default="marsad.db", show_default=True, metavar="PATH|URL", help="The ledger."
)  # fmt: skip
HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
PORT = click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one."
)
DEMO_NAME = "Sample Monitor"
OPEN_WARNINGS = {
    "alone": "there are no accounts, whoever reaches it reads names and quotes and decides.",
    "set_up": "the first account is made there, with the code; put https before it, for passwords go over it.",
    "accounts": "put https before it, for passwords and reports go over it.",
}
PLACES = click.option("--places", envvar="MARSAD_PLACES", metavar="PATH", help="The gazetteer (also MARSAD_PLACES).")


@click.command()
@LEDGER
@HOST
@PORT
@PLACES
@click.option("--as", "name", default="", metavar="NAME", help="Who signs, at a desk of one person without accounts.")
@click.option("--accounts", "wants_accounts", is_flag=True, help="Answer nothing but the first set-up until there are.")
def serve(  # noqa: PLR0917 - click passes them by name
    where: str, host: str, port: int, places: str | None, name: str, wants_accounts: bool
) -> None:
    """Serve the workbench and its data on this machine.

    Pages and data show names and quotes and are not for the public. A ledger without accounts opens at once, for one
    person on this machine; with --accounts, or at an address that others reach, the first account is made before
    anything else is shown, with the code that is printed here. Once there are accounts everybody logs in.

    \b
    Example:
      marsad serve --ledger desk.db --port 8000 --as "Lina Haddad"
      marsad serve --ledger desk.db --host 0.0.0.0
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.cli.ledger import open_named
    from marsad.publish.site.people import Desk
    from marsad.publish.site.security import is_loopback
    from marsad.store.people import check_name

    with open_named(where) as ledger:
        if name:
            name = check_name(name)
            if ledger.people.has_accounts() or wants_accounts:
                raise UseError("--as is for a desk without accounts; with accounts everybody logs in under their own")
        desk = Desk(ledger, name=name, may_be_alone=is_loopback(host) and not wants_accounts)
        _serve(ledger, host, port, places, desk)


@click.command()
@click.option("--ledger", "where", metavar="PATH", help="Keep the ledger here; without it it is thrown away.")
@HOST
@PORT
@PLACES
@click.option("--serve/--no-serve", "serving", default=True, help="Stop after the summary with --no-serve.")
def demo(where: str | None, host: str, port: int, places: str | None, serving: bool) -> int:
    """Build a ledger from the sample reports and serve the workbench on it.

    The samples are invented: no publisher, incident or figure in them is real.

    \b
    Example:
      marsad demo --port 8000
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.cli.ledger import incidents
    from marsad.pipeline.read import Reader
    from marsad.pipeline.run import run as run_all
    from marsad.publish.site.people import Desk
    from marsad.store.ledger import open_ledger

    samples = _find_samples()
    with _ledger_place(where) as path, open_ledger(path) as ledger:
        with show_progress() as progress:
            report = run_all([str(samples)], ledger, Reader(places=as_path(places)), progress=progress)
        for fault in (*report.faults, *report.bugs):
            click.echo(fault.say(), err=True)
        click.echo("Invented sample reports, read into a ledger:\n")
        click.get_current_context().invoke(incidents, where=str(path), form="table")
        totals = ledger.read_totals()
        click.echo(f"\ndocuments  {totals.documents}\nclaims     {totals.claims}\nincidents  {totals.incidents}")
        if serving:
            _serve(ledger, host, port, places, Desk(ledger, name=DEMO_NAME))
    return report.exit_code


@click.command()
@click.argument("file_format", type=click.Choice(["csv", "geojson"]), metavar="csv|geojson")
@LEDGER
@click.option("--out", metavar="PATH", help="The file to write; standard output without it.")
@click.option(
    "--what", "--of", "subject", type=click.Choice(["incidents", "claims"]), default="incidents", show_default=True
)
@click.option("--profile", type=click.Choice(["public", "internal"]), default="public", show_default=True,
              help="public leaves out quotes, persons, exact points and the last 24 hours.")  # fmt: skip
@with_filter
@with_asker("taker")
@click.option("--bom", is_flag=True, help="csv: begin with a byte order mark, for spreadsheets that need one.")
@PLACES
def export(  # noqa: PLR0917 - click passes them by name
    file_format: str,
    where: str,
    out: str | None,
    subject: str,
    profile: str,
    bom: bool,
    places: str | None,
    taker: str | None,
    **filters: Any,  # noqa: ANN401 - the options of the one filter
) -> None:
    """Write incidents or claims to a file that others can use.

    What is held back from the public profile is counted on standard error.

    \b
    Example:
      marsad export csv --from 2018-07-01 --to 2018-07-31 --out july.csv
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.cli.deeds import name_asker, say_command
    from marsad.cli.ledger import open_named
    from marsad.model.account import Deed
    from marsad.publish.exports.assemble import build_export
    from marsad.publish.redaction import Door

    asked, who = take_filter(filters), name_asker(taker)
    door = Door(profile=profile)  # type: ignore[arg-type] # click has checked the word
    with open_named(where) as ledger:
        content, records = build_export(
            ledger, file_format, subject, asked, door,  # type: ignore[arg-type] # click has checked the words
            attribution=[f"{text} ({terms})" if terms else text for text, terms in _attributions(places)],
            byte_order_mark=bom,
        )  # fmt: skip
        detail = {"format": file_format, "of": subject, "profile": profile, "records": records}
        ledger.log.write(Deed(who=who, action="export", about=say_command(), detail=detail))
    _write(content, out)
    named = "rows" if subject == "claims" else subject
    click.echo(f"{records} {named} ({profile}) to {out or 'standard output'}", err=True)
    for sentence in door.say_held():
        click.echo(sentence, err=True)


def _write(content: bytes, out: str | None) -> None:
    """Write a whole file or nothing: beside its place first, then into it."""
    if out is None or out == "-":
        sys.stdout.buffer.write(content)
        return
    target = Path(out)
    beside = target.with_name(target.name + ".part")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UseError(f"{out} cannot be written: {error.strerror}; choose another place with --out") from error


def _serve(ledger: "Ledger", host: str, port: int, places: str | None, desk: "Desk") -> None:
    """Serve until interrupted; says the address once it is bound."""
    import uvicorn

    from marsad.pipeline.desk import DeskWork
    from marsad.pipeline.judge import find_place_in
    from marsad.pipeline.picked import PickedWords
    from marsad.pipeline.run import link
    from marsad.publish.site.app import make_app
    from marsad.publish.site.security import is_loopback

    listening = _bind(host, port)
    picked = PickedWords(as_path(places))
    picked.begin()
    Thread(target=ledger.warm, name="warming", daemon=True).start()
    work = DeskWork(ledger, lambda: link(ledger), find_place_in(places), picked=picked)
    work.catch_up()
    app = make_app(ledger, host=host, attributions=_attributions(places), maps=_maps(places), work=work, people=desk)
    if not is_loopback(host):
        click.echo(f"marsad: {host} is open to others: {OPEN_WARNINGS[desk.find_way()]}", err=True)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"\nMarsad is at http://{shown}:{listening.getsockname()[1]}/   (stop it with Ctrl-C)")
    if desk.find_way() == "set_up":
        click.echo(f"Code for the first account: {desk.code}")
    sys.stdout.flush()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that a demo's folder is removed then too
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    finally:
        listening.close()


def _bind(host: str, port: int) -> socket.socket:
    """A socket that listens at the address; raises UseError where it cannot be had."""
    name = host.strip("[]")
    try:
        family = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((name, port))
        listening.listen()  # before the address is said: whoever asks at once waits instead of being refused
    except OSError as error:
        raise UseError(f"{host}:{port} cannot be listened on ({error.strerror}); choose another with --port") from error
    return listening


def _attributions(places: str | None) -> list[tuple[str, str]]:
    """Text and licence of each source of the gazetteer; nothing where no gazetteer was built."""
    from marsad.reference.gazetteer import Gazetteer, find_path

    try:
        with Gazetteer.open(find_path(as_path(places))) as gazetteer:
            return [(one.text, one.licence) for one in gazetteer.attributions()]
    except PlacesError as error:
        click.echo(f"marsad: no attribution of place names shown: {error}", err=True)
        return []


def _maps(places: str | None) -> "Maps | None":
    """What draws maps; `None`, and a word of it, where outlines or gazetteer were not built."""
    from marsad.publish.site.maps import Maps
    from marsad.reference.gazetteer import Gazetteer, find_path
    from marsad.reference.outlines import Outlines

    try:
        with Gazetteer.open(find_path(as_path(places))) as gazetteer:
            return Maps.open(Outlines.open(), gazetteer)
    except PlacesError as error:
        click.echo(f"marsad: no maps shown: {error}", err=True)
        return None


def _find_samples() -> Path:
    """The sample reports: in the package where it was installed, else in the checkout."""
    import marsad

    home = Path(marsad.__file__).parent
    for folder in (home / "samples" / "reports", home.parents[1] / "samples" / "reports"):
        if folder.is_dir():
            return folder
    raise LedgerError(f"no sample reports beside {home}; install marsad from its wheel or run it from a checkout")


@contextmanager
def _ledger_place(where: str | None) -> Iterator[Path]:
    """The given path, or one in a folder that is removed at the end."""
    if where is not None:
        yield Path(where)
        return
    with tempfile.TemporaryDirectory(prefix="marsad-demo-") as folder:
        yield Path(folder) / "demo.db"
