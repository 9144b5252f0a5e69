"""`marsad places`: gazetteers are added to and asked."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from marsad.base.errors import UseError

if TYPE_CHECKING:
    from marsad.pipeline.place_imports import ImportReport

KINDS = ("geonames", "ocha", "osm", "csv")


@click.group()
def places() -> None:
    """Gazetteers: add places to yours, ask what a name may mean.

    \b
    Example:
      marsad places import ocha syria-communities.json
    """  # noqa: D301  # click wants the character itself


@places.command("import")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--places", "target", type=click.Path(path_type=Path, dir_okay=False), help="The gazetteer to add to.")
@click.option("--licence", default="", help="The licence of a csv table, kept with its places.")
@click.option("--attribution", default="", help="The line to show wherever places of a csv table are shown.")
def import_file(kind: str, file: Path, target: Path | None, licence: str, attribution: str) -> None:
    """Add the places of FILE to your gazetteer, which is begun as a copy of the shipped one.

    KIND is geonames (dump or alternate names, .txt or .zip), ocha (P-coded areas and communities: JSON, CSV or XLSX),
    osm (GeoJSON or .zip) or csv (columns place_id as SOURCE:ID, feature, name_ar, and others by name). Importing twice
    changes nothing.

    \b
    Example:
      marsad places import geonames SY.zip
    """  # noqa: D301  # click wants the character itself
    from marsad.pipeline.place_imports import Terms, import_places

    if not file.is_file():
        raise UseError(f"there is no file {file}; give the path of a {kind} file")
    if kind != "csv" and (licence or attribution):
        raise UseError(f"--licence and --attribution are for csv tables; the terms of {kind} are known")
    named = target or _own()
    with _progress(f"reading {file.name}") as advance:
        report = import_places(kind, file, named, advance, Terms(licence, attribution))
    _say(named, report)


@places.command("add")
@click.argument("country", metavar="CC")
@click.option("--places", "target", type=click.Path(path_type=Path, dir_okay=False), help="The gazetteer to add to.")
@click.option("--from", "base", help="Another folder of GeoNames' files than its own, as an address.")
def add_country(country: str, target: Path | None, base: str | None) -> None:
    """Fetch GeoNames' places and names of country CC (two letters) and add them. Needs the internet.

    \b
    Example:
      marsad places add SD
    """  # noqa: D301  # click wants the character itself
    from marsad.pipeline.place_imports import GEONAMES, fetch_country

    named = target or _own()
    with _progress(f"fetching {country}") as advance:
        reports = fetch_country(country, named, base or GEONAMES, advance)
    for report in reports:
        _say(named, report)


def _own() -> Path:
    from marsad.reference.gazetteer import own_path

    return Path(os.environ["MARSAD_PLACES"]) if os.environ.get("MARSAD_PLACES") else own_path()


@contextmanager
def _progress(text: str) -> Iterator[Callable[[], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not _terminal()) as progress:
        task = progress.add_task(text, total=None)
        yield lambda: progress.advance(task)


def _say(named: Path, report: "ImportReport") -> None:
    """What an import did, on standard error. Exits with 2 where nothing was taken, 1 where rows were refused."""
    for fault in report.faults:
        click.echo(fault.say(), err=True)
    for doubt in report.doubts:
        click.echo(f"doubtful, kept: {doubt.say()}", err=True)
    if not report.outlined:
        click.echo("no outlines were built: no point was checked, no governorate was told from a point", err=True)
    told = [
        f"{report.read} rows read", f"{report.new} places new", f"{report.merged} joined to known ones",
        f"{report.names} names added", f"{report.nameless} without a name in Arabic",
        f"{report.unknown} names of unknown places", f"{len(report.doubts)} doubtful",
        f"{len(report.faults)} refused",
    ]  # fmt: skip
    click.echo(f"{named}: {', '.join(told)}", err=True)
    if report.new + report.merged + report.names == 0:
        raise click.exceptions.Exit(2)
    if report.faults:
        raise click.exceptions.Exit(1)


@places.command("find")
@click.argument("name")
@click.option("--near", help="A place the text also names.")
@click.option("--places", "source", type=click.Path(path_type=Path, dir_okay=False), help="The gazetteer to ask.")
def find_name(name: str, near: str | None, source: Path | None) -> None:
    """List what NAME may mean, best first, with scores and shares, and say what would be chosen.

    \b
    Example:
      marsad places find صيدا --near درعا
    """  # noqa: D301  # click wants the character itself
    from marsad.pipeline.places import find_places
    from marsad.reference.gazetteer import Gazetteer

    with Gazetteer.open(source) as gazetteer:
        answer = find_places(name, near, gazetteer)
        if not answer.candidates:
            click.echo(f"no place called {name} in {gazetteer.path}", err=True)
            raise click.exceptions.Exit(1)
        for place, score, share in answer.candidates:
            point = "no point" if place.lat is None else f"{place.lat:.4f}, {place.lon:.4f}"
            chosen = "*" if place.row == answer.chosen.row else " "
            where = " › ".join(part for part in (place.country, place.admin1, place.admin2, place.admin3) if part)
            click.echo(
                f"{chosen} {score:6.2f} {share:5.0%}  {place.name_ar}  {place.name_en or '–'}  {place.kind}  {point}  "
                f"{where}  {' '.join(gazetteer.ids_of(place.row))}"
            )
        if answer.chosen.row is None:
            click.echo("none is sure enough; say where the text is, with --near", err=True)
        if answer.near is not None:
            click.echo(f"near: {answer.near.name_ar}, {answer.near.name_en} ({answer.near.place_id})", err=True)
        for attribution in gazetteer.attributions():
            click.echo(attribution.text, err=True)


def _terminal() -> bool:
    return Console(stderr=True).is_terminal
