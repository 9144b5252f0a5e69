"""Incidents as a file that leaves while it is made: however many there are, a few hundred are held at a time.

The rows are those of `assemble.build_export`, through the same door, in the order of the question.
Known gaps: a fault in the middle breaks the transfer off (`publish.sending`); the reader sees that, not a message.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from marsad.publish.exports.assemble import Format, pass_incident
from marsad.publish.exports.geojson import describe_collection, make_feature, write_plain
from marsad.publish.exports.rows import feature_row, incident_row, points
from marsad.publish.exports.table import write_csv, write_rows
from marsad.publish.filters import Question, find_incidents
from marsad.publish.redaction import Door, Passed
from marsad.store.ledger import Ledger
from marsad.store.records import DocumentEntry

CHUNK = 500


def stream_incidents(
    ledger: Ledger, file_format: Format, asked: Question, door: Door, *, attribution: Sequence[str] = ()
) -> Iterator[bytes]:
    """The incidents that a question asks for, as far as the door lets them out, piece by piece.

    CSV begins with a byte order mark: without it spreadsheets show Arabic as signs without sense.
    """
    documents = {entry.head.id: entry for entry in ledger.read_documents()}
    if file_format == "csv":
        columns = door.columns("incidents")
        yield write_csv(columns, [], byte_order_mark=True)
        for passed in _read_passed(ledger, asked, documents, door):
            yield write_rows(columns, [door.pass_row("incidents", incident_row(one)) for one in passed])
        return
    opening = json.dumps(describe_collection(door.profile, attribution), ensure_ascii=False)
    yield f'{opening[:-1]}, "features": ['.encode()
    first = True
    for passed in _read_passed(ledger, asked, documents, door):
        for one in passed:
            row = door.pass_row("features", feature_row(one))
            feature = make_feature(one.incident.incident_id, points(one.incident.where), row)
            yield ("\n" if first else ",\n").encode() + write_plain(feature)
            first = False
    yield b"\n]}\n"


def _read_passed(
    ledger: Ledger, asked: Question, documents: Mapping[str, DocumentEntry], door: Door
) -> Iterator[list[Passed]]:
    after: str | None = None
    while True:
        page = find_incidents(ledger, asked, limit=CHUNK, after=after)
        yield [one for incident in page if (one := pass_incident(incident, documents, door))]
        if page.next is None:
            return
        after = page.next
