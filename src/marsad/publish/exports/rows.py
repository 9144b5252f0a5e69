"""Records become flat rows, whole; the door takes away what the profile may not see.

Why it is hard: a file has one cell where the ledger has several voices. So a row keeps low, best and high and the rule,
names which upper bounds are open, leaves empty what nobody stated, and never adds groups that lie inside each other.
An incident that touches several places shows the first and says how many there are.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from marsad.model.claim import Claim, LiveClaim
from marsad.model.incident import Cell, CountCell, Incident, IncidentPlace, Origin
from marsad.model.value import SENSITIVE_TYPES, Place
from marsad.publish.redaction import (
    Door,
    Passed,
    coarsen_point,
    is_listed_source,
    named_by_text_only,
    read_figure_names,
)

Row = dict[str, Any]
AREAS = (
    "admin1_pcode", "admin2", "admin2_en", "admin2_pcode", "admin3", "admin3_en", "admin3_pcode", "where_prec",
    "geo_precision",
)  # fmt: skip


def _areas(place: IncidentPlace | Place | None) -> Row:
    return {name: getattr(place, name, None) for name in AREAS}


def incident_row(passed: Passed) -> Row:
    """All columns of the incidents table for one incident; None is "not stated"."""
    incident = passed.incident
    first = incident.where[0] if incident.where else None
    return {
        "incident_id": incident.incident_id,
        "code": incident.code,
        "state": incident.state,
        "kind": incident.kind,
        "event_type": passed.event_type,
        "status": incident.status,
        "date_start": incident.when.start,
        "date_end": incident.when.end,
        "date_prec": incident.when.precision,
        "country": first.country if first else None,
        "admin1": first.admin1 if first else None,
        "admin1_en": first.admin1_en if first else None,
        **_areas(first),
        "place_pcode": first.pcode if first else None,
        "place_ar": first.name_ar if first else None,
        "place_en": first.name_en if first else None,
        "n_places": len(incident.where),
        "other_places": join_names(place.name_en or place.name_ar for place in incident.where[1:]),
        "lat": first.lat if first else None,
        "lon": first.lon if first else None,
        "geo_prec": first.precision if first else None,
        "grade": incident.grade,
        "n_reports": len(incident.documents),
        "n_origins": len(incident.origins),
        "sources": join_names(origin.name_en or origin.name_ar for origin in incident.origins),
        "best_rule": best_rule(incident.cells),
        "coarsened": join_names(passed.coarsened),
        "updated_from": passed.latest_report,
        "documents": join_names(incident.documents),
        "claims": join_names(incident.claims),
        "origins": join_names(say_origin(origin) for origin in incident.origins),
        "grade_inputs": json.dumps(incident.grade_inputs, ensure_ascii=False, sort_keys=True, default=str),
        **actor_columns(incident),
        **count_columns(incident.counts),
        **figure_cells(incident.cells),
        "over_places": say_over_places(incident),
    }


def figure_cells(cells: Iterable[Cell]) -> Row:
    """Low, best and high of every cell that has a column, and the names of those whose upper bound is open."""
    names = read_figure_names()
    row: Row = {}
    open_ended: list[str] = []
    for cell in cells:
        stem = names.get((cell.outcome, cell.group))
        if stem is None:
            continue
        row |= {f"{stem}_low": cell.low, f"{stem}_best": cell.best, f"{stem}_high": cell.high}
        if cell.high_open:
            open_ended.append(stem)
    return row | {"high_open": join_names(open_ended)}


def say_over_places(incident: Incident) -> str | None:
    """The figures with a column that are told for several places as one, with how many: `all_killed:2`; None: none."""
    names = read_figure_names()
    stems = [(names.get((cell.outcome, cell.group)), cell.over_places) for cell in incident.cells]
    stems += [("strikes", count.over_places) for count in incident.counts if count.unit == "strike"]
    return join_names(f"{stem}:{places}" for stem, places in stems if stem is not None and places is not None)


def count_columns(counts: Iterable[CountCell]) -> Row:
    """Strikes in columns of their own; shells, barrels and the rest together."""
    row: Row = {}
    others: list[str] = []
    for count in counts:
        if count.unit == "strike":
            row |= {"strikes_low": count.low, "strikes_best": count.best, "strikes_high": count.high}
        else:
            bounds = ["" if bound is None else str(bound) for bound in (count.low, count.best, count.high)]
            others.append(":".join([count.unit, *bounds]))
    return row | {"other_counts": join_names(others)}


def actor_columns(incident: Incident) -> Row:
    """Who is named as having done it, and on what footing, in the same order."""
    named = [(actor.name_en or actor.name_ar or actor.actor_id, actor.stance) for actor in incident.actors]
    return {
        "perpetrator": join_names(name for name, _ in named),
        "perpetrator_basis": join_names(stance for _, stance in named),
    }


def best_rule(cells: Iterable[Cell]) -> str | None:
    """The rule of the headline figure: all killed where it exists, else the first cell."""
    ordered = sorted(cells, key=lambda cell: (cell.outcome, cell.group) != ("killed", "person"))
    return ordered[0].best_rule if ordered else None


def say_origin(origin: Origin) -> str:
    """An origin by its name, else by its id."""
    return origin.name_en or origin.name_ar or origin.source_id


def join_names(names: Iterable[str | None]) -> str | None:
    """Several values in one cell; None where there is none."""
    return "; ".join(name for name in names if name) or None


def feature_row(passed: Passed) -> Row:
    """All properties of one GeoJSON feature."""
    whole = incident_row(passed)
    same = (
        "code", "state", "kind", "date_end", "date_prec", "event_type", "status", "place_ar", "place_en", "admin1",
        "admin1_en", "country", *AREAS, "place_pcode", "geo_prec", "high_open", "over_places",
        "perpetrator", "perpetrator_basis", "grade", "n_reports", "n_origins", "coarsened", "documents", "claims",
        "origins",
    )  # fmt: skip
    figures = {
        f"{name}_{bound}": whole.get(f"{column}_{bound}")
        for name, column in (
            ("civilians_killed", "civilian_killed"),
            ("killed", "all_killed"),
            ("injured", "all_injured"),
        )
        for bound in ("low", "best", "high")
    }
    places = join_names(place.name_en or place.name_ar for place in passed.incident.where)
    return {"id": whole["incident_id"], "date": whole["date_start"], "places": places, **figures} | {
        name: whole.get(name) for name in same
    }


def points(places: Iterable[IncidentPlace]) -> list[tuple[float, float]]:
    """Longitude and latitude of every place that has a point, each once, in order."""
    return list(
        dict.fromkeys((place.lon, place.lat) for place in places if place.lat is not None and place.lon is not None)
    )


def claim_rows(live: LiveClaim, incident_id: str | None, door: Door) -> Iterator[Row]:
    """The rows of one claim: one a figure (casualties, then the count), or a single one where it gives none."""
    claim = live.claim
    base = _claim_base(live, incident_id, door)
    casualties: list[Row] = [
        {
            "measure": "casualty", "outcome": figure.outcome, "group": figure.group, "unit": figure.unit,
            "n_min": figure.low, "n_max": figure.high, "n_kind": figure.kind, "subset": figure.subset,
            "figure_words": figure.text,
        }
        for figure in claim.casualties
    ]  # fmt: skip
    counts: list[Row] = []
    if claim.count is not None:
        count = claim.count
        counts.append(
            {
                "measure": "count", "unit": count.unit, "n_min": count.low, "n_max": count.high, "n_kind": count.kind,
                "subset": False, "figure_words": count.text,
            }
        )  # fmt: skip
    for measured in [*casualties, *counts] or [{}]:
        yield base | measured


def _claim_base(live: LiveClaim, incident_id: str | None, door: Door) -> Row:
    claim = live.claim
    listed_actors = [actor for actor in claim.actors if actor.actor_id is not None or actor.name_en == "unknown"]
    return {
        "claim_id": claim.id,
        "incident_id": incident_id,
        "event_type": claim.type,
        "status": claim.status,
        "kind": claim.kind,
        "published": live.published,
        "date_start": claim.when.start,
        "date_end": claim.when.end,
        "date_prec": claim.when.precision,
        "actors": join_names(actor.name_en or actor.name_ar or actor.actor_id for actor in listed_actors),
        "actor_stance": join_names(actor.stance for actor in listed_actors),
        "weapons": join_names(weapon.code for weapon in claim.weapon),
        "origins": join_names(
            (source.name_en or source.source_id) if is_listed_source(source.source_id) else "unnamed"
            for source in claim.sources
        ),
        "confidence": claim.confidence,
        "rules": join_names(claim.rules),
        **_claim_place(claim.where[0] if claim.where else None, door),
        **_claim_words(live),
    }


def _claim_place(place: Place | None, door: Door) -> Row:
    if place is None:
        return {}
    public = door.profile == "public"
    lat, lon = coarsen_point(place.lat, place.lon, place.precision) if public else (place.lat, place.lon)
    hidden = public and named_by_text_only(place)
    return {
        "country": place.country,
        "admin1": place.admin1,
        "admin1_en": place.admin1_en,
        **_areas(place),
        "place_pcode": place.pcode,
        "place_ar": None if hidden else place.name_ar,
        "place_en": None if hidden else place.name_en,
        "lat": lat,
        "lon": lon,
        "geo_prec": "district" if public and place.precision == "site" else place.precision,
        **({"where_prec": 2, "geo_precision": 2} if public and place.precision == "site" and lat is not None else {}),
    }


def _claim_words(live: LiveClaim) -> Row:
    claim = live.claim
    return {
        "document_id": live.document_id,
        "publisher": live.publisher,
        "trigger": claim.trigger.text,
        "origin_words": join_names(source.text for source in claim.sources),
        "actor_words": join_names(actor.text for actor in claim.actors),
        "target_words": join_names(target.text for target in claim.targets),
        "place_words": join_names(place.text for place in claim.where),
        "evidence": claim.evidence.text,
        "evidence_field": claim.evidence.field,
        "evidence_start": claim.evidence.start,
        "evidence_end": claim.evidence.end,
        "details": json.dumps(claim.details, ensure_ascii=False, sort_keys=True, default=str)
        if claim.details
        else None,
    }


def is_sensitive(claim: Claim) -> bool:
    """Whether single claims of this type never leave the ledger."""
    return claim.type in SENSITIVE_TYPES


def incident_of_claims(incidents: Iterable[Incident]) -> Mapping[str, str]:
    """Claim id → incident id."""
    return {claim: incident.incident_id for incident in incidents for claim in incident.claims}
