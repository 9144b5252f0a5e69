"""`marsad places`: gazetteers are added to and asked."""

import os
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from marsad.base.errors import UseError

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
def import_file(kind: str, file: Path, target: Path | None) -> None:
    """Add the places of FILE to your gazetteer, which is begun as a copy of the shipped one.

    KIND is geonames (dump, .txt or .zip), ocha (JSON of communities with P-codes), osm (GeoJSON or .zip) or csv
    (columns place_id, feature, name_ar, and others by name). Importing twice changes nothing.

    \b
    Example:
      marsad places import geonames SY.zip
    """  # noqa: D301  # click wants the character itself
    from marsad.pipeline.places import import_places
    from marsad.reference.gazetteer import own_path

    if not file.is_file():
        raise UseError(f"there is no file {file}; give the path of a {kind} file")
    named = target or (Path(os.environ["MARSAD_PLACES"]) if os.environ.get("MARSAD_PLACES") else own_path())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not _terminal()) as progress:
        task = progress.add_task(f"reading {file.name}", total=None)
        report = import_places(kind, file, named, lambda: progress.advance(task))
    for fault in report.faults:
        click.echo(fault.say(), err=True)
    click.echo(
        f"{named}: {report.read} rows read, {report.new} places new, {report.merged} joined to known ones, "
        f"{report.nameless} without a name in Arabic, {len(report.faults)} refused",
        err=True,
    )
    if report.new + report.merged == 0:
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
