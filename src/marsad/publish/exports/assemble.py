"""One export: ledger, filter and door in; bytes of one file out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from marsad.model.claim import LiveClaim
from marsad.model.document import DocumentHead
from marsad.model.incident import Incident
from marsad.publish.exports.geojson import make_feature, write_geojson
from marsad.publish.exports.rows import claim_rows, feature_row, incident_of_claims, incident_row, is_sensitive, points
from marsad.publish.exports.table import write_csv
from marsad.publish.filters import Question, find_incidents
from marsad.publish.redaction import Door, Passed
from marsad.store.ledger import Ledger
from marsad.store.records import DocumentEntry

Format = Literal["csv", "geojson"]
Subject = Literal["incidents", "claims"]


def build_export(  # noqa: PLR0913 - the whole question in one call
    ledger: Ledger,
    file_format: Format,
    subject: Subject,
    asked: Question,
    door: Door,
    *,
    attribution: Sequence[str] = (),
    byte_order_mark: bool = False,
) -> tuple[bytes, int]:
    """The file, and how many records it holds; what stayed inside is counted in `door.held`."""
    documents = {entry.head.id: entry for entry in ledger.read_documents()}
    passed = [one for incident in find_incidents(ledger, asked) if (one := pass_incident(incident, documents, door))]
    if subject == "incidents":
        if file_format == "csv":
            rows = [door.pass_row("incidents", incident_row(one)) for one in passed]
            return write_csv(door.columns("incidents"), rows, byte_order_mark=byte_order_mark), len(rows)
        features = [
            make_feature(
                one.incident.incident_id, points(one.incident.where), door.pass_row("features", feature_row(one))
            )
            for one in passed
        ]
        return write_geojson(features, profile=door.profile, attribution=attribution), len(features)
    rows = list(_released_claims(ledger, documents, passed, door, everything=asked.is_empty()))
    if file_format == "csv":
        return write_csv(door.columns("claims"), rows, byte_order_mark=byte_order_mark), len(rows)
    features = [_claim_feature(row, number) for number, row in enumerate(rows)]
    return write_geojson(features, profile=door.profile, attribution=attribution), len(features)


def pass_incident(incident: Incident, documents: Mapping[str, DocumentEntry], door: Door) -> Passed | None:
    """An incident through the door, with the days on which its reports were published and came in."""
    entries = [documents[one] for one in incident.documents if one in documents]
    published = [entry.head.published for entry in entries if entry.head.published]
    captured = [datetime.fromisoformat(entry.recorded_at).date() for entry in entries]
    return door.pass_incident(
        incident, latest_report=max(published, default=None), latest_capture=max(captured, default=None)
    )


def _released_claims(
    ledger: Ledger, documents: dict[str, DocumentEntry], passed: list[Passed], door: Door, *, everything: bool
) -> Iterator[dict[str, Any]]:
    """Rows of the claims of released incidents; inside, and unfiltered, also of claims that no incident holds."""
    incident_of = incident_of_claims(one.incident for one in passed)
    wanted = documents if everything else dict.fromkeys(name for one in passed for name in one.incident.documents)
    for document_id in wanted:
        if document_id not in documents:
            continue
        document: DocumentHead = documents[document_id].head
        for claim in ledger.read_claims_of_document(document_id):
            incident_id = incident_of.get(claim.id)
            if door.profile == "public" and is_sensitive(claim):
                door.held["sensitive"] += 1
                continue
            if incident_id is None and (door.profile == "public" or not everything):
                if door.profile == "public" and everything:
                    door.held["unlinked"] += 1
                continue
            live = LiveClaim(
                claim=claim, document_id=document.id, publisher=document.publisher, published=document.published
            )
            for row in claim_rows(live, incident_id, door):
                whole = row | {"url": document.url, "title": document.title}
                yield door.pass_row("claims", whole)


def _claim_feature(row: dict[str, Any], number: int) -> dict[str, Any]:
    located = row.get("lat") is not None and row.get("lon") is not None
    properties = {name: value for name, value in row.items() if name not in {"lat", "lon"}}
    return make_feature(f"{row['claim_id']}-{number}", [(row["lon"], row["lat"])] if located else [], properties)
