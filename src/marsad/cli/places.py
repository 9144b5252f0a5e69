"""`marsad places`: gazetteers are added to and asked."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from marsad.base.errors import UseError

if TYPE_CHECKING:
    from marsad.pipeline.place_imports import ImportReport
    from marsad.pipeline.places import FoundPlaces
    from marsad.reference.gazetteer import Gazetteer, PlaceRecord

KINDS = ("geonames", "ocha", "osm", "csv")
ENOUGH = 10
"""Refusals that are shown of a file of which nothing could be taken."""


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
    _say(named, [report], f"; is {file.name} a {kind} file?")


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
    _say(named, reports)


def _own() -> Path:
    from marsad.reference.gazetteer import own_path

    return Path(os.environ["MARSAD_PLACES"]) if os.environ.get("MARSAD_PLACES") else own_path()


@contextmanager
def _progress(text: str) -> Iterator[Callable[[], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not _terminal()) as progress:
        task = progress.add_task(text, total=None)
        yield lambda: progress.advance(task)


def _say(named: Path, reports: "Sequence[ImportReport]", doubt: str = "") -> None:
    """What imports did, on standard error. Exits with 2 where nothing was taken, 1 where rows were refused.

    Where nothing was taken, the first refusals stand for all, and `doubt` asks what may be amiss.
    """
    nothing = not any(report.taken for report in reports)
    for report in reports:
        shown = report.faults[:ENOUGH] if nothing else report.faults
        for fault in shown:
            click.echo(fault.say(), err=True)
        if len(shown) < len(report.faults):
            click.echo(f"… and {len(report.faults) - len(shown)} more rows refused{doubt}", err=True)
        for found in report.doubts:
            click.echo(f"doubtful, kept: {found.say()}", err=True)
        if not report.outlined:
            click.echo("no outlines were built: no point was checked, no governorate was told from a point", err=True)
        told = [
            f"{report.read} rows read", f"{report.new} places new", f"{report.merged} joined to known ones",
            f"{report.names} names added", f"{report.nameless} without a name in Arabic",
            f"{report.unknown} names of unknown places", f"{len(report.doubts)} doubtful",
            f"{len(report.faults)} refused",
        ]  # fmt: skip
        unchanged = "" if report.changed else "; the gazetteer is as it was"
        click.echo(f"{named}: {', '.join(told)}{unchanged}", err=True)
    if nothing:
        raise click.exceptions.Exit(2)
    if any(report.faults for report in reports):
        raise click.exceptions.Exit(1)


@places.command("find")
@click.argument("words", metavar="NAME", nargs=-1, required=True)
@click.option("--near", help="A place the text also names.")
@click.option("--places", "source", type=click.Path(path_type=Path, dir_okay=False), help="The gazetteer to ask.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", help="jsonl: a line each.")
def find_name(words: tuple[str, ...], near: str | None, source: Path | None, form: str) -> None:
    """List what NAME may mean, best first, with scores and shares, why, and what would be chosen.

    A name in Latin letters is looked up among the English names.

    \b
    Example:
      marsad places find صيدا --near درعا
    """  # noqa: D301  # click wants the character itself
    from marsad.pipeline.places import find_places
    from marsad.reference.gazetteer import Gazetteer

    name = " ".join(words)
    with Gazetteer.open(source) as gazetteer:
        answer = find_places(name, near, gazetteer)
        if not answer.candidates:
            click.echo(f"no place called {name} in {gazetteer.path}", err=True)
            raise click.exceptions.Exit(1)
        for place, score, share in answer.candidates:
            if form == "jsonl":
                click.echo(_as_line(answer, place, score, share, gazetteer))
                continue
            point = "no point" if place.lat is None else f"{place.lat:.4f}, {place.lon:.4f}"
            chosen = "*" if place.row == answer.chosen.row else " "
            where = " › ".join(part for part in (place.country, place.admin1, place.admin2, place.admin3) if part)
            click.echo(
                f"{chosen} {score:6.2f} {share:5.0%}  {place.name_ar}  {place.name_en or '–'}  {place.kind}  {point}  "
                f"{where}  {' '.join(gazetteer.ids_of(place.row))}"
            )
            reasons = (f"{one.what} {one.weight:+.2f} ({one.says})" for one in answer.evidence[place.row])
            click.echo(f"         why: {'; '.join(reasons)}")
        if answer.chosen.row is None:
            click.echo("none is sure enough; say where the text is, with --near", err=True)
        if near is not None and answer.near is None:
            click.echo(f"near: no one place is called {near}; it was left out", err=True)
        if answer.near is not None:
            click.echo(f"near: {answer.near.name_ar}, {answer.near.name_en} ({answer.near.place_id})", err=True)
        for attribution in gazetteer.attributions():
            click.echo(attribution.text, err=True)


def _as_line(answer: "FoundPlaces", place: "PlaceRecord", score: float, share: float, gazetteer: "Gazetteer") -> str:
    """One candidate as a line of JSON: the place, its score and share, and the reasons."""
    facts = {
        "place_id": place.place_id, "ids": gazetteer.ids_of(place.row), "name_ar": place.name_ar,
        "name_en": place.name_en or None, "kind": place.kind, "precision": place.feature, "country": place.country,
        "admin1": place.admin1, "admin2": place.admin2, "admin3": place.admin3, "pcode": place.pcode,
        "lat": place.lat, "lon": place.lon, "population": place.population, "source": place.source,
        "score": round(score, 2), "share": round(share, 3), "chosen": place.row == answer.chosen.row,
        "rivals": answer.chosen.rivals,
        "evidence": [
            {"what": one.what, "weight": one.weight, "says": one.says} for one in answer.evidence[place.row]
        ],
    }  # fmt: skip
    return json.dumps(facts, ensure_ascii=False)


def _terminal() -> bool:
    return Console(stderr=True).is_terminal
