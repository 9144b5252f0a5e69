"""Ten village reports as a reader with known faults reads them, and the desk on which they are reviewed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import uvicorn

from marsad.model.claim import Claim, Reading
from marsad.model.document import Captured, Document
from marsad.pipeline.desk import DeskWork
from marsad.pipeline.judge import find_place_in
from marsad.pipeline.read import Reader
from marsad.pipeline.run import link, run
from marsad.publish.access import Alone
from marsad.publish.site.app import make_app
from marsad.sources.readers import read_documents
from marsad.store.ledger import Ledger

REPORTS = Path(__file__).parents[2] / "samples" / "reports"
Fault = Callable[[tuple[Claim, ...]], tuple[Claim, ...]]


def replace(at: int, **changes: Callable[[Claim], Any]) -> Fault:
    """A fault in one claim; each change is made of the claim as it should be."""

    def spoil(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        wrong = msgspec.structs.replace(claims[at], **{name: make(claims[at]) for name, make in changes.items()})
        return (*claims[:at], wrong, *claims[at + 1 :])

    return spoil


def figure(outcome: str, low: int) -> Callable[[Claim], Any]:
    def make(claim: Claim) -> Any:
        return tuple(
            msgspec.structs.replace(row, low=low, high=low) if row.outcome == outcome else row
            for row in claim.casualties
        )

    return make


def day_before(claim: Claim) -> Any:
    first, last = claim.when.start, claim.when.end
    assert first is not None
    assert last is not None
    back = timedelta(days=1)
    return msgspec.structs.replace(claim.when, start=first - back, end=last - back)


def elsewhere(claim: Claim) -> Any:
    place = msgspec.structs.replace(
        claim.where[0], place_id="ocha:C3457", name_ar="محردة", name_en="Muhradah", admin1="حماة", admin1_en="Hama"
    )
    return (place, *claim.where[1:])


FAULTS: dict[str, tuple[str, int, Fault]] = {
    "v01": ("figure", 0, replace(0, casualties=figure("killed", 17))),
    "v02": ("type", 0, replace(0, type=lambda _: "shelling")),
    "v03": ("date", 0, replace(0, when=day_before)),
    "v05": ("place", 0, replace(0, where=elsewhere)),
    "v11": ("figure", 0, replace(0, casualties=figure("injured", 50))),
    "v13": ("missed", 0, lambda claims: claims[1:]),
    "v14": ("type", 0, replace(0, type=lambda _: "arrest")),
    "v15": ("date", 0, replace(0, when=day_before)),
    "v17": ("place", 1, replace(1, where=elsewhere)),
    "v22": ("figure", 0, replace(0, casualties=figure("killed", 40))),
}
"""Report → what is wrong, in which claim, and how it is made wrong."""


class FaultyReader:
    """The reader with its faults; remembers what it should have said."""

    def __init__(self) -> None:
        self._reader = Reader()
        self.version, self.places = self._reader.version, self._reader.places
        self.right: dict[str, tuple[Claim, ...]] = {}

    def read(self, document: Document) -> Reading:
        reading = self._reader.read(document)
        self.right[document.id] = reading.claims
        spoiled = FAULTS[document.id][2](reading.claims)
        return msgspec.structs.replace(reading, claims=spoiled)


def read_faulty(ledger: Ledger) -> FaultyReader:
    """Have the ten reports read, with the faults."""
    reader = FaultyReader()
    captured = [
        one for one in read_documents([str(REPORTS)]) if isinstance(one, Captured) and one.document.id in FAULTS
    ]
    run([], ledger, reader, captured=captured)
    return reader


@contextmanager
def serve_desk(ledger: Ledger) -> Iterator[tuple[str, DeskWork]]:
    """A desk of one person over a ledger, on a free port."""
    work = DeskWork(ledger, lambda: link(ledger), find_place_in(None))
    config = uvicorn.Config(make_app(ledger, work=work, people=Alone("Mona")), port=0, log_level="error")
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", work
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        work.wait(60)


def read_texts(ledger: Ledger, folder: Path, **texts: str) -> None:
    """Have reports with these ids and texts read; a later text of one id is its newer version."""
    path = folder / "texts.jsonl"
    lines = [
        {"id": name, "text": text, "published": "2024-02-06", "publisher": "Sample"} for name, text in texts.items()
    ]
    path.write_bytes(b"\n".join(msgspec.json.encode(one) for one in lines))
    run([str(path)], ledger, Reader())
