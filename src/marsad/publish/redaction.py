"""The one door: what leaves the ledger passes here, as a record first and as a row after.

Why it is hard: harm comes from combinations. A place name is harmless until it is "the house of so-and-so"; a date is
harmless until it is today; a count is harmless until the type says what was done. So the public profile works twice:
the record is made coarse by rule (nothing that words of a report could carry survives), and of the finished row only
columns that `columns.toml` releases by name go out. A column nobody classified is a broken promise, not a default.

Known gaps: per-incident sensitivity set by a person, protected sources and the small-cell rule come with accounts and
editions; until then what is listed here is withheld from everybody who asks for `public`.
"""

import tomllib
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from marsad.base.clock import utc_now
from marsad.base.errors import PromiseError
from marsad.model.incident import Incident, IncidentActor, IncidentPlace, Origin, Period
from marsad.model.value import SENSITIVE_TYPES, Place

Profile = Literal["public", "internal"]
Table = Literal["incidents", "features", "claims"]
HoldReason = Literal["recent", "undated", "withdrawn", "sensitive", "unlinked"]

EMBARGO = timedelta(hours=24)
COARSE_TYPE = "violence_against_civilians"
SITE_DECIMALS = 1
SETTLEMENT_DECIMALS = 2

HOLD_SENTENCES: dict[HoldReason, str] = {
    "recent": "ended within the last 24 hours or end in the future",
    "undated": "have no date, and nothing says when their reports came in",
    "withdrawn": "are withdrawn or merged into another",
    "sensitive": "belong to a type whose single claims are never published",
    "unlinked": "belong to no incident that is released",
}


@cache
def read_columns() -> dict[str, dict[str, str]]:
    """The classification: table → column → `public` or `internal`, in the order of the export.

    Raises PromiseError when `columns.toml` names a class that does not exist.
    """
    declared = tomllib.loads(files("marsad.publish").joinpath("columns.toml").read_text(encoding="utf-8"))
    tables: dict[str, dict[str, str]] = {}
    for table, content in declared.items():
        columns = {name: entry["release"] for name, entry in content["columns"].items()}
        figures = content.get("figures")
        if figures:
            columns |= dict.fromkeys(figure_columns(figures), figures["release"])
        wrong = {name for name, release in columns.items() if release not in {"public", "internal"}}
        if wrong:
            raise PromiseError(f"columns.toml, {table}: {sorted(wrong)} must be public or internal")
        tables[table] = columns
    return tables


@cache
def read_figure_names() -> dict[tuple[str, str], str]:
    """The stem of the columns of one cell, by outcome and group: `("killed", "child")` → `children_killed`."""
    declared = tomllib.loads(files("marsad.publish").joinpath("columns.toml").read_text(encoding="utf-8"))
    figures = declared["incidents"]["figures"]
    names = {
        (outcome, group): f"{label}_{outcome}"
        for group, label in figures["detailed_groups"].items()
        for outcome in figures["detailed"]
    }
    return names | {(outcome, "person"): outcome for outcome in figures["plain"]}


def figure_columns(figures: Mapping[str, Any]) -> list[str]:
    """Names of the figure columns that a table's `figures` section declares, in order."""
    stems = [f"{label}_{outcome}" for label in figures["detailed_groups"].values() for outcome in figures["detailed"]]
    return [f"{stem}_{bound}" for stem in [*stems, *figures["plain"]] for bound in ("low", "best", "high")]


@dataclass(frozen=True)
class Passed:
    """An incident as it may be shown, and what was made coarse on the way."""

    incident: Incident
    event_type: str
    coarsened: tuple[str, ...]
    latest_report: date | None


@dataclass
class Door:
    """One passage through the door: a profile, a moment, and the count of what stayed inside."""

    profile: Profile = "public"
    now: datetime = field(default_factory=utc_now)
    held: Counter[HoldReason] = field(default_factory=Counter)

    def pass_incident(
        self, incident: Incident, *, latest_report: date | None, latest_capture: date | None
    ) -> Passed | None:
        """The incident as this profile may see it, or None where it is held back (and counted).

        Where no text fixes an end, the latest publication day of its reports stands in for it, and where these have
        none the day (UTC) on which the last of them came in: what was told by then had happened by then.
        """
        if self.profile == "internal":
            return Passed(incident, incident.type, (), latest_report)
        reason = self._reason_to_hold(incident, latest_report or latest_capture)
        if reason is not None:
            self.held[reason] += 1
            return None
        return coarsen_incident(incident, latest_report)

    def pass_row(self, table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
        """The released columns of a row, in the declared order.

        Raises PromiseError on a column that columns.toml does not classify.
        """
        columns = read_columns()[table]
        unknown = [name for name in row if name not in columns]
        if unknown:
            raise PromiseError(f"export of {table}: columns {unknown} are not classified in columns.toml")
        return {name: row.get(name) for name in self.columns(table)}

    def columns(self, table: Table) -> list[str]:
        """Names of the columns that this profile may see, in order."""
        return [
            name for name, release in read_columns()[table].items() if self.profile == "internal" or release == "public"
        ]

    def say_held(self) -> list[str]:
        """One sentence a reason, for stderr."""
        return [f"{count} held back: they {HOLD_SENTENCES[reason]}" for reason, count in sorted(self.held.items())]

    def _reason_to_hold(self, incident: Incident, last_told: date | None) -> HoldReason | None:
        if incident.state in {"withdrawn", "merged"}:
            return "withdrawn"
        last_day = incident.when.end or last_told
        if last_day is None:
            return "undated"
        ended = datetime.combine(last_day + timedelta(days=1), time(0), tzinfo=UTC)
        return "recent" if ended + EMBARGO > self.now else None


def coarsen_incident(incident: Incident, latest_report: date | None) -> Passed:
    """The public shape of an incident: listed names only, rounded points, sensitive types by month and governorate."""
    if incident.type in SENSITIVE_TYPES:
        return _coarsen_sensitive(incident, latest_report)
    coarsened: list[str] = []
    places = tuple(coarsen_place(place) for place in incident.where)
    if any(place.precision == "site" for place in incident.where):
        coarsened.append("site")
    if any(named_by_text_only(place) for place in incident.where):
        coarsened.append("place_name")
    public = msgspec.structs.replace(
        incident,
        where=places,
        origins=tuple(coarsen_origin(origin) for origin in incident.origins),
        actors=tuple(actor for actor in incident.actors if is_listed_actor(actor)),
        grade_inputs={},
    )
    return Passed(public, incident.type, tuple(coarsened), latest_report)


def _coarsen_sensitive(incident: Incident, latest_report: date | None) -> Passed:
    areas = {(place.country, place.admin1, place.admin1_en) for place in incident.where}
    places = tuple(
        IncidentPlace(
            place_id=None, name_ar=None, name_en=None, lat=None, lon=None, country=country, admin1=admin1,
            admin1_en=admin1_en, precision="governorate" if admin1 else "country" if country else None,
            where_prec=4 if admin1 else 6 if country else None, geo_precision=3 if admin1 or country else None,
        )
        for country, admin1, admin1_en in sorted(areas, key=str)
    )  # fmt: skip
    public = msgspec.structs.replace(
        incident,
        code=None,
        when=coarsen_period(incident.when),
        where=places,
        origins=tuple(Origin(source_id=origin.source_id, name_en=None, claims=()) for origin in incident.origins),
        actors=tuple(actor for actor in incident.actors if is_listed_actor(actor)),
        cells=tuple(
            msgspec.structs.replace(cell, over_places=None) for cell in incident.cells if cell.group == "person"
        ),
        counts=(),
        grade_inputs={},
    )
    month_of_report = latest_report.replace(day=1) if latest_report else None
    return Passed(public, COARSE_TYPE, ("sensitive",), month_of_report)


def coarsen_period(when: Period) -> Period:
    """Whole months instead of days."""
    start = when.start.replace(day=1) if when.start else None
    end = when.end.replace(day=monthrange(when.end.year, when.end.month)[1]) if when.end else None
    precision = when.precision if when.precision in {"year", "unknown"} else "month"
    return Period(start=start, end=end, precision=precision)


def coarsen_place(place: IncidentPlace) -> IncidentPlace:
    """A place with its gazetteer name only and a rounded point."""
    lat, lon = coarsen_point(place.lat, place.lon, place.precision)
    named = not named_by_text_only(place)
    site = place.precision == "site" and lat is not None
    return msgspec.structs.replace(
        place,
        where_prec=max(place.where_prec or 2, 2) if site else place.where_prec,
        geo_precision=max(place.geo_precision or 2, 2) if site else place.geo_precision,
        name_ar=place.name_ar if named else None,
        name_en=place.name_en if named else None,
        lat=lat,
        lon=lon,
        precision="district" if place.precision == "site" else place.precision,
    )


def coarsen_point(lat: float | None, lon: float | None, precision: str | None) -> tuple[float | None, float | None]:
    """Degrees rounded to two decimals (about 1 km) for a settlement or wider, to one for a site or an unknown size."""
    if lat is None or lon is None:
        return None, None
    decimals = SITE_DECIMALS if precision in {None, "site"} else SETTLEMENT_DECIMALS
    return round(lat, decimals), round(lon, decimals)


def named_by_text_only(place: IncidentPlace | Place) -> bool:
    """Whether the only name is the report's own wording, which can be that of somebody's house."""
    return place.place_id is None and bool(place.name_ar or place.name_en)


def coarsen_origin(origin: Origin) -> Origin:
    """An origin of the source list keeps its name; of any other only its existence is left. No tier leaves."""
    if is_listed_source(origin.source_id):
        return origin if origin.tier is None else msgspec.structs.replace(origin, tier=None)
    return Origin(source_id="unnamed", name_en=None, name_ar=None, claims=origin.claims)


def is_listed_source(source_id: str | None) -> bool:
    """Whether the id is the source list's own: other kinds carry a colon and the words of a report."""
    return bool(source_id) and ":" not in str(source_id)


def is_listed_actor(actor: IncidentActor) -> bool:
    """Whether the actor is of the actor list, or the text's own "unknown"; any other name is a report's wording."""
    return actor.actor_id is not None or actor.name_en == "unknown"
