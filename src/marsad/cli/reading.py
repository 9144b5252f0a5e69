"""`marsad read`: the claims of reports, printed; no ledger is touched."""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click

from marsad.cli.options import DAY, as_day, as_path, show_progress
from marsad.model.claim import Claim, Reading
from marsad.model.document import Fault

if TYPE_CHECKING:
    from marsad.pipeline.read import Reader

EXIT_SOME_UNREAD, EXIT_NOTHING_READ = 1, 2


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH …]")
@click.option("--published", type=DAY, metavar="DATE", help="Day of publication of reports that bring none.")
@click.option("--places", envvar="MARSAD_PLACES", metavar="PATH", help="The gazetteer (also MARSAD_PLACES).")
@click.option("--words", metavar="DIR", help="Your own word tables, laid over the pack's.")
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl"]), help="Default: table on a terminal, jsonl in a pipe."
)
def read(
    paths: tuple[str, ...], published: datetime | None, places: str | None, words: str | None, form: str | None
) -> int:
    """Print the claims of reports; touches no ledger. Without a PATH, or with -, reads standard input.

    \b
    Example:
      marsad read report.txt --published 2018-07-06
      cat report.json | marsad read - --format jsonl
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.pipeline.read import Reader

    reader = Reader(as_path(places), as_path(words))
    faults: list[Fault] = []
    readings = _read(reader, paths or ("-",), published, faults)
    as_table = form == "table" or (form is None and sys.stdout.isatty())
    count = _print_tables(readings) if as_table else _print_lines(readings)
    for fault in faults:
        click.echo(f"marsad: {fault.say()}", err=True)
    if faults:
        click.echo(f"marsad: {len(faults)} of {len(faults) + count} inputs could not be read", err=True)
        return EXIT_SOME_UNREAD if count else EXIT_NOTHING_READ
    return 0 if count else EXIT_NOTHING_READ


def _read(
    reader: "Reader", paths: tuple[str, ...], published: datetime | None, faults: list[Fault]
) -> Iterator[Reading]:
    from marsad.sources.readers import read_documents

    with show_progress() as tell:
        for number, captured in enumerate(read_documents(paths, published=as_day(published)), start=1):
            if tell is not None:
                tell("reading", number)
            if isinstance(captured, Fault):
                faults.append(captured)
            else:
                yield reader.read(captured.document)


def _print_lines(readings: Iterable[Reading]) -> int:
    import msgspec

    encoder, count = msgspec.json.Encoder(), 0
    for reading in readings:
        sys.stdout.buffer.write(encoder.encode(reading) + b"\n")
        count += 1
    sys.stdout.buffer.flush()
    return count


def _print_tables(readings: Iterable[Reading]) -> int:
    from rich.console import Console
    from rich.table import Table

    console, count = Console(), 0
    for reading in readings:
        count += 1
        head = reading.document
        table = Table(title=f"{head.title or head.id}  ({head.published or 'no date'})", title_justify="left")
        for column in ("type", "status", "when", "where", "casualties", "source", "words"):
            table.add_column(column, overflow="fold")
        for claim in reading.claims:
            table.add_row(*_row(claim))
        console.print(table)
        if reading.refusals:
            console.print(f"  refused: {', '.join(sorted(refusal.reason for refusal in reading.refusals))}")
    return count


def _row(claim: Claim) -> tuple[str, ...]:
    when = claim.when
    days = [day.isoformat() for day in dict.fromkeys((when.start, when.end)) if day is not None]
    toll = [
        f"{row.outcome} {row.group} {_range(row.low, row.high)}{' (of these)' if row.subset else ''}"
        for row in claim.casualties
    ]
    if claim.count is not None:
        toll.insert(0, f"{claim.count.unit} {_range(claim.count.low, claim.count.high)}")
    return (
        claim.type, claim.status, "–".join(days) or "not stated",
        "\n".join(place.name_en or place.text for place in claim.where),
        "\n".join(toll), "\n".join(source.name_en or source.text for source in claim.sources), claim.trigger.text,
    )  # fmt: skip


def _range(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "?"
    if low == high:
        return str(low)
    return f"{low}+" if high is None else f"up to {high}" if low is None else f"{low}–{high}"
