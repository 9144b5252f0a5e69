"""The main job: reports in, claims kept, incidents linked.

Why it is hard: reading is slow and can be shared among processes, while the ledger has one writer and the result may
not depend on how many processes read. So chunks of documents go out in input order and come back in input order, only
a few at a time, and one writer keeps them. What the ledger already knows is not read again. A document on which a room
of ours fails is named and counted, and the rest goes on.
Linking after few changes looks at what they touch only (`relinking`), and gives what linking everything would give.
Known gaps: pages are opened and cleaned by the one main process; a claim that another program writes while a full
linking thinks is seen by the next link only.
"""

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from types import MappingProxyType
from typing import Literal, Protocol

from marsad.base.errors import InputError, MarsadError, PromiseError
from marsad.model.claim import LiveClaim, Reading
from marsad.model.document import Captured, Document, Fault
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.pipeline.carrying import carry_over
from marsad.pipeline.origins import mark_all_origins
from marsad.pipeline.relinking import describe_state, relink
from marsad.pipeline.report import RunReport
from marsad.store.compared import ComparedWhole
from marsad.store.judgements import list_standing
from marsad.store.ledger import Ledger, Taken

CHUNK = 32  # documents read by one process, and kept in one transaction
AHEAD = 3  # chunks waiting per process: enough to keep it busy, few enough to fit in memory

NO_TIERS: Mapping[str, int] = MappingProxyType({})

Stage = Literal["reading", "linking"]
Progress = Callable[[Stage, int], None]  # the stage, and how many documents (or incidents) are done


class DocumentReader(Protocol):
    """What reads a document; `version` and `places` name what its readings depend on."""

    @property
    def version(self) -> str:
        """The reader's version, with that of the words it uses."""

    @property
    def places(self) -> str:
        """The fingerprint of the gazetteer."""

    def read(self, document: Document) -> Reading:
        """All that one document says."""


class Linked(Protocol):
    """What linking gives."""

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """All incidents."""

    @property
    def aliases(self) -> Mapping[str, str]:
        """Former ids and where they lead."""


Linker = Callable[[Sequence[LiveClaim], Sequence[Judgement], Sequence[Incident]], Linked]


@dataclass(frozen=True)
class Failure:
    """Why one document gave no reading; `ours` when that is a bug and not the document's fault."""

    reason: str
    ours: bool


Outcome = Reading | Failure


def run(  # noqa: PLR0913 - the whole job in one call
    paths: Sequence[str],
    ledger: Ledger,
    reader: DocumentReader,
    *,
    published: date | None = None,
    progress: Progress | None = None,
    workers: int = 1,
    make_reader: Callable[[], DocumentReader] | None = None,
    captured: Iterable[Captured | Fault] | None = None,
    linker: Linker | None = None,
    tiers: Mapping[str, int] = NO_TIERS,
) -> RunReport:
    """Read reports, keep what is new, link, and write the incidents; the same input again changes nothing.

    `published` is the day of documents that bring none. With `workers` above 1 each process makes its own reader by
    `make_reader`, which must be picklable. `captured` stands in for the files of `paths`, `linker` for the linking
    room, `tiers` says how reliable the user holds a source, by its id. Raises LedgerError; what cannot be read is in
    the report.
    """
    report = RunReport()
    tell = progress or (lambda _stage, _done: None)
    if captured is None:
        from marsad.sources.readers import read_documents  # noqa: PLC0415 - page readers cost a second to import

        captured = read_documents(paths, published=published)
    with _readers(reader, workers, make_reader) as read_chunk:
        waiting: deque[tuple[list[Captured], Callable[[], list[Outcome]]]] = deque()
        for chunk in _chunks(_sort_out(captured, ledger, reader, report)):
            waiting.append((chunk, read_chunk([each.document for each in chunk])))
            if len(waiting) > workers * AHEAD or workers <= 1:
                _keep(*waiting.popleft(), ledger, report)
            tell("reading", report.documents)
        while waiting:
            _keep(*waiting.popleft(), ledger, report)
            tell("reading", report.documents)
    ledger.write_faults(report.faults)
    if report.documents:
        tell("linking", 0)
        report.incidents, report.incidents_changed = link(ledger, linker=linker, workers=workers, tiers=tiers)
        tell("linking", report.incidents)
    return report


def link(
    ledger: Ledger,
    *,
    linker: Linker | None = None,
    workers: int = 1,
    tiers: Mapping[str, int] = NO_TIERS,
    everything: bool = False,
) -> tuple[int, int]:
    """Bring all incidents up to the live claims and judgements; gives how many there are, and how many changed.

    Where little changed since the last linking, only what that touches is linked; with `everything`, or where another
    linker, other weights or other tiers were at work, all claims are compared anew. Both give the same incidents.
    `workers` processes compare, where that pays; `tiers` are the user's, by source id.
    """
    with _collector_paused():
        ledger.reviewing.rebuild_claims_by_hand()
        if linker is None and not everything:
            done = relink(ledger, tiers)
            if done is not None:
                return done
        return _link_all(ledger, linker, workers, tiers)


def _link_all(ledger: Ledger, linker: Linker | None, workers: int, tiers: Mapping[str, int]) -> tuple[int, int]:
    """Compare all claims. What is kept is said to be of the readings and decisions that were there before it began."""
    generations = ledger.list_live_generations()
    entries = ledger.read_entries()
    judgements = carry_over(ledger, list_standing(entries))
    claims, texts = mark_all_origins(ledger.read_live_claims(), ledger.read_live_texts())
    previous = ledger.read_incidents().rows
    if linker is not None:
        linked = linker(claims, judgements, previous)
        return len(linked.incidents), ledger.write_linking(linked.incidents, linked.aliases, None)
    from marsad.linking import link_and_compare  # noqa: PLC0415 - readers alone need not load it
    from marsad.reference.sources import read_affiliations  # noqa: PLC0415 - the same

    found, compared = link_and_compare(
        claims, judgements, previous, affiliations=read_affiliations(), tiers=tiers, workers=workers
    )
    whole = ComparedWhole(
        state=describe_state(entries, tiers),
        generations=generations,
        texts=texts,
        claims=compared.list_claims(),
        pairs=compared.list_pairs(),
    )
    return len(found.incidents), ledger.write_linking(found.incidents, found.aliases, whole)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for cycles meanwhile: millions of records without any would be walked again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _sort_out(
    captured: Iterable[Captured | Fault], ledger: Ledger, reader: DocumentReader, report: RunReport
) -> Iterator[Captured]:
    """Let through what must be read; count the faults and what the ledger knows already."""
    for each in captured:
        if isinstance(each, Fault):
            report.faults.append(each)
            continue
        tally = ledger.find_tally(each.document, reader.version, reader.places)
        if tally is None:
            yield each
            continue
        report.documents += 1
        report.unchanged += 1
        report.claims += tally.claims
        report.refusals.update(tally.refusals)


def _chunks(captured: Iterator[Captured]) -> Iterator[list[Captured]]:
    while chunk := list(islice(captured, CHUNK)):
        yield chunk


def _keep(chunk: list[Captured], read: Callable[[], list[Outcome]], ledger: Ledger, report: RunReport) -> None:
    """Write one chunk's readings in input order, and count."""
    taken = []
    for each, outcome in zip(chunk, read(), strict=True):
        if isinstance(outcome, Failure):
            fault = _name(each.document, outcome.reason)
            (report.bugs if outcome.ours else report.faults).append(fault)
        else:
            taken.append(Taken(outcome, each.document, each.original))
    written: Sequence[bool | None]
    try:
        written = ledger.write_readings(taken)
    except (InputError, PromiseError):
        written = [_keep_one(one, ledger, report) for one in taken]
    for one, changed in zip(taken, written, strict=True):
        if changed is None:
            continue
        report.documents += 1
        report.unchanged += not changed
        report.claims += len(one.reading.claims)
        report.refusals.update(refusal.reason for refusal in one.reading.refusals)


def _keep_one(taken: Taken, ledger: Ledger, report: RunReport) -> bool | None:
    """Whether a reading was written; `None` when it cannot be kept, which is then in the report."""
    try:
        return ledger.write_reading(*taken)
    except InputError as error:
        report.faults.append(_name(taken.document, str(error)))
    except PromiseError as error:
        report.bugs.append(_name(taken.document, str(error)))
    return None


def _name(document: Document, reason: str) -> Fault:
    return Fault(path=document.origin_path or document.id, line=document.origin_line, reason=reason)


# ---------------------------------------------------------------------- reading in one process or several

ReadChunk = Callable[[list[Document]], Callable[[], list[Outcome]]]

_reader_of_process: DocumentReader | None = None


@contextmanager
def _readers(
    reader: DocumentReader, workers: int, make_reader: Callable[[], DocumentReader] | None
) -> Iterator[ReadChunk]:
    """A function that sends a chunk off and gives back where to fetch its outcomes."""
    if workers <= 1 or make_reader is None:
        yield lambda documents: lambda: _read_all(reader, documents)
        return
    # spawn, not fork: a forked child would share the ledger's open connection
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start_process, initargs=(make_reader,)
    )
    try:

        def send(documents: list[Document]) -> Callable[[], list[Outcome]]:
            return _fetch(pool.submit(_read_in_process, documents, reader.version, reader.places))

        yield send
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _fetch(future: "Future[list[Outcome]]") -> Callable[[], list[Outcome]]:
    def fetch() -> list[Outcome]:
        try:
            return future.result()
        except BrokenProcessPool as error:
            raise PromiseError(
                "a reading process ended by itself, perhaps for want of memory; try again with --workers 1"
            ) from error

    return fetch


def _start_process(make_reader: Callable[[], DocumentReader]) -> None:
    global _reader_of_process  # noqa: PLW0603 - the one way a pool's process keeps something between chunks
    _reader_of_process = make_reader()


def _read_in_process(documents: list[Document], version: str, places: str) -> list[Outcome]:
    reader = _reader_of_process
    if reader is None or (reader.version, reader.places) != (version, places):
        raise PromiseError("a reading process has another reader or gazetteer than the main one")
    return _read_all(reader, documents)


def _read_all(reader: DocumentReader, documents: list[Document]) -> list[Outcome]:
    return [_read_one(reader, document) for document in documents]


def _read_one(reader: DocumentReader, document: Document) -> Outcome:
    try:
        reading = reader.read(document)
    except InputError as error:
        return Failure(reason=str(error), ours=False)
    except PromiseError as error:
        return Failure(reason=str(error), ours=True)
    except MarsadError:
        raise  # words or places are wrong: that concerns every document
    except Exception as error:  # noqa: BLE001 - one report may not stop the others; it is named and the exit code is 3
        return Failure(reason=f"reading failed ({type(error).__name__}: {error})", ours=True)
    if (reading.reader, reading.places) != (reader.version, reader.places):
        return Failure(reason="the reading names another reader or gazetteer than the one that made it", ours=True)
    return reading
