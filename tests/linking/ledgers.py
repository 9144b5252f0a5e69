"""Claims told by hand, put into a ledger as if they had been read."""

from collections.abc import Iterable

import msgspec

from marsad.base.ids import document_id
from marsad.model.claim import LiveClaim, Reading
from marsad.model.document import Document
from marsad.store.ledger import Ledger, Taken


def keep(ledger: Ledger, claims: Iterable[LiveClaim], reader: str = "by hand", ending: str = "") -> None:
    """Write the reports of these claims, whole, their texts with an ending; one that is there already is read anew."""
    reports: dict[str, list[LiveClaim]] = {}
    for live in claims:
        reports.setdefault(live.document_id, []).append(live)
    ledger.write_readings([_take(name, told, reader, ending) for name, told in reports.items()])


def _take(name: str, told: list[LiveClaim], reader: str, ending: str) -> Taken:
    text = f"the text of {name}{ending}"
    head = {"id": name, "published": told[0].published, "publisher": told[0].publisher, "url": None, "title": None}
    head |= {"language": "ar", "sha256": document_id(None, text)}
    reading = {"format": 1, "reader": reader, "places": "-", "document": head, "claims": [], "refusals": []}
    made = msgspec.structs.replace(msgspec.convert(reading, Reading), claims=tuple(live.claim for live in told))
    return Taken(made, Document(text=text, **head), None)
