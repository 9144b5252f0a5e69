"""Commands over a ledger: run, link, incidents, explain."""

import os
import sys
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from marsad.cli.deeds import log_act, log_read, with_asker
from marsad.cli.filters import take_filter, with_filter
from marsad.cli.options import DAY, as_day, as_path, show_progress
from marsad.model.incident import Cell, CountCell, Incident

if TYPE_CHECKING:
    from marsad.store.ledger import Ledger

LEDGER = click.option(
    "--ledger", "where", default="marsad.db", show_default=True, metavar="PATH|URL", help="The ledger."
)  # fmt: skip


def open_named(where: str, *, create: bool = False) -> "Ledger":
    """The ledger that `--ledger` names; says so where it was brought forward from an older shape."""
    from marsad.store.ledger import open_ledger

    ledger = open_ledger(where, create=create)
    if ledger.upgraded is not None:
        copy = f"; as it was, it lies in {ledger.upgraded.copy}" if ledger.upgraded.copy else ""
        click.echo(f"marsad: {ledger.name} was brought forward from shape {ledger.upgraded.shape}{copy}", err=True)
    return ledger


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@LEDGER
@click.option("--published", type=DAY, metavar="DATE", help="Day of publication of reports that bring none.")
@click.option("--places", envvar="MARSAD_PLACES", metavar="PATH", help="The gazetteer (also MARSAD_PLACES).")
@click.option("--words", metavar="DIR", help="Your own word tables, laid over the pack's.")
@click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that read, and compare."
)
@with_asker()
def run(  # noqa: PLR0917 - click passes them by name
    paths: tuple[str, ...],
    where: str,
    published: datetime | None,
    places: str | None,
    words: str | None,
    workers: int,
    by: str | None,
) -> int:
    """Read reports into the ledger and link them into incidents.

    Running it twice on the same input changes nothing. Unreadable input is named on stderr, the rest is read.

    \b
    Example:
      marsad run reports/ more.jsonl.gz --ledger desk.db
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.pipeline.read import Reader
    from marsad.pipeline.report import render_report
    from marsad.pipeline.run import run as run_all
    from marsad.pipeline.tiers import read_tiers

    make_reader = partial(Reader, places=as_path(places), words=as_path(words))
    reader, tiers = make_reader(), read_tiers(as_path(words))
    with (
        open_named(where, create=True) as ledger, log_act(ledger, "run", by) as counts, show_progress() as progress
    ):  # fmt: skip
        report = run_all(
            paths,
            ledger,
            reader,
            published=as_day(published),
            progress=progress,
            workers=workers,
            make_reader=make_reader,
            tiers=tiers,
        )
        counts |= {
            "documents": report.documents, "claims": report.claims, "faults": len(report.faults) + len(report.bugs),
            "incidents": report.incidents,
        }  # fmt: skip
        name = ledger.name
    for fault in report.faults:
        click.echo(fault.say(), err=True)
    for fault in report.bugs:
        click.echo(f"{fault.say()} (a fault of ours, please report it)", err=True)
    if report.documents:
        click.echo(render_report(report, name))
    else:
        click.echo(f"marsad: nothing could be read from {' '.join(paths)}", err=True)
    return report.exit_code


@click.command()
@LEDGER
@click.option("--words", metavar="DIR", help="Your own tables; of them `tiers.csv`, whom you hold more reliable.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes that compare; by default one a core.")
@click.option("--all", "everything", is_flag=True, help="Compare all claims anew, not only what changed.")
@with_asker()
def link(where: str, words: str | None, workers: int | None, everything: bool, by: str | None) -> None:
    """Bring the incidents up to the live claims and judgements.

    What was compared before is kept, so that only what new reports and judgements touch is compared; the incidents are
    those that comparing everything gives. Another version, other tiers or --all compare everything.

    \b
    Example:
      marsad link --ledger desk.db
      marsad link --all --ledger desk.db
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.pipeline.run import link as link_all
    from marsad.pipeline.tiers import read_tiers

    tiers = read_tiers(as_path(words))
    with open_named(where) as ledger, log_act(ledger, "link", by) as counts:
        cores = workers or os.cpu_count() or 1
        incidents, changed = link_all(ledger, workers=cores, tiers=tiers, everything=everything)
        counts |= {"incidents": incidents, "changed": changed}
    click.echo(f"incidents  {incidents} ({changed} changed)")


@click.command()
@LEDGER
@with_filter
@click.option("--id", "incident", metavar="ID", help="One incident, by an id it has or once had.")
@click.option("--limit", type=click.IntRange(0), metavar="N", help="At most so many.")
@click.option("--offset", type=click.IntRange(0), default=0, metavar="N", help="Leave out the first N.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), help="jsonl in a pipe, table on a terminal.")
@click.option("--by", type=click.Choice(["day"]), help="A timeline instead: the most told of each day, with a quote.")
@click.option("--per-day", type=click.IntRange(1), default=3, show_default=True, metavar="N", help="With --by day.")
@with_asker("reader")
def incidents(  # noqa: PLR0917 - click passes them by name
    where: str,
    by: str | None,
    per_day: int,
    form: str | None,
    incident: str | None,
    limit: int | None,
    offset: int,
    reader: str | None = None,
    **filters: Any,  # noqa: ANN401 - the options of the one filter
) -> None:
    """List incidents, newest first.

    \b
    Example:
      marsad incidents --from 2018-07-04 --to 2018-07-05 --type air_strike --place درعا
      marsad incidents --admin1 درعا --by day
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    import msgspec

    asked = take_filter(filters)
    with open_named(where) as ledger:
        wanted = msgspec.structs.replace(asked.as_filter(limit=limit, offset=offset), incident=incident)
        found = ledger.read_incidents(wanted)
        log_read(ledger, reader, incident)
        if by is not None:
            from marsad.pipeline.timeline import render_timeline

            for line in render_timeline(ledger, found.rows, per_day=per_day, since=asked.since):
                click.echo(line)
            return
    if form == "jsonl" or (form is None and not sys.stdout.isatty()):
        _print_lines(found.rows)
    else:
        _print_table(found.rows)
        click.echo(f"{len(found)} of {found.total} incidents", err=True)


def _print_lines(rows: tuple[Incident, ...]) -> None:
    import msgspec

    for incident in rows:
        click.echo(msgspec.json.encode(incident).decode())


WIDE = 110  # columns of a terminal from which on everything fits
COLUMNS = (  # heading, least width
    ("when", 10), ("type", 9), ("where", 9), ("killed", 6), ("injured", 7), ("count", 5), ("origins", 7), ("grade", 9),
)  # fmt: skip


def _print_table(rows: tuple[Incident, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    # a redirected table keeps its columns: nothing is cut to the width of a terminal that is not there
    console = Console(width=None if sys.stdout.isatty() else 200)
    shown = COLUMNS if console.width >= WIDE else COLUMNS[:-3]
    table = Table(box=None, pad_edge=False, padding=(0, 1), collapse_padding=True, header_style="bold")
    table.add_column("id", style="dim", no_wrap=True)  # whole, to be copied into `marsad explain`
    for heading, least in shown:
        table.add_column(heading, min_width=least, overflow="fold")
    for incident in rows:
        table.add_row(incident.incident_id, *_show_values(incident)[: len(shown)])
    console.print(table)
    if shown != COLUMNS:
        click.echo(f"count, origins and grade are shown from {WIDE} columns on", err=True)


def _show_values(incident: Incident) -> list[str]:
    kind = incident.type.replace("_", " ")
    where = dict.fromkeys(place.name_en or place.name_ar or "?" for place in incident.where)
    return [
        _show_days(incident),
        kind if incident.status == "occurred" else f"{kind} ({incident.status})",
        ", ".join(where) or "–",
        *(_show_outcome(incident, outcome) for outcome in ("killed", "injured")),
        ", ".join(f"{_show_range(count)} {count.unit.replace('_', ' ')}" for count in incident.counts) or "–",
        str(len(incident.origins)),
        incident.grade,
    ]


def _show_days(incident: Incident) -> str:
    start, end = incident.when.start, incident.when.end
    if start is None and end is None:
        return "day unknown"
    return str(start) if start == end else f"{start or '?'} to {end or '?'}"


def _show_outcome(incident: Incident, outcome: str) -> str:
    cells = [cell for cell in incident.cells if cell.outcome == outcome and cell.group == "person"]
    return _show_range(cells[0]) if cells else "–"


def _show_range(cell: Cell | CountCell) -> str:
    """Low, best and high; one number where they agree, `+` where nobody closed the upper end."""
    low, best, high = ("?" if value is None else str(value) for value in (cell.low, cell.best, cell.high))
    shown = low if low == best == high else f"{low} – {best} – {high}"
    return f"{shown}+" if cell.high_open else shown


@click.command()
@click.argument("wanted", metavar="ID")
@click.argument("other", metavar="[ID]", required=False)
@LEDGER
@with_asker()
def explain(wanted: str, other: str | None, where: str, by: str | None) -> None:
    """Say why a claim, a link or a figure is as it is: words, rules, sources, features.

    ID is the id of a claim or of an incident, present or former. Two ids ask why the two are one incident or two;
    an incident and a figure (killed.person, injured.child, strike …) ask who says that figure, in which words.

    \b
    Example:
      marsad explain 5f0c9d2e7a61b3d84f10
      marsad explain 5f0c9d2e7a61b3d84f10 0b6c1f8e2d93a47c55aa
      marsad explain 5f0c9d2e7a61b3d84f10 killed.person
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.pipeline.explain import explain as explain_id
    from marsad.pipeline.explain import explain_pair

    with open_named(where) as ledger:
        lines = list(explain_id(ledger, wanted) if other is None else explain_pair(ledger, wanted, other))
        log_read(ledger, by, wanted, other)
        for line in lines:
            click.echo(line)
