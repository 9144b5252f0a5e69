"""Readings against gold: what an exam needs is read, and its scorer says how well.

The scorers of claims and linking belong to the gold and lie beside it in a checkout (`evals/claims`, `evals/linking`);
they are run as they are, in a process of their own, so that an exam can be replaced without touching the program. A
wheel does not carry them: then the caller names one. Only the GSR measure is counted here, since its rule is one line
of the annotators' guide: a sentence is met by a claim of certain types that is neither denied nor planned.

Hard because a score must be of the whole exam: a report that could not be read is a fault that the caller sees, never a
sentence without events. Known gap: documents are read one after another by one process.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from marsad.base.errors import InputError, UseError
from marsad.base.ids import document_id
from marsad.model.claim import Reading
from marsad.model.document import Document, Fault
from marsad.model.value import EventType
from marsad.pipeline.run import DocumentReader, run
from marsad.store.ledger import open_ledger
from marsad.store.records import IncidentFilter

Tell = Callable[[int], None]

MEETS: dict[str, frozenset[EventType]] = {
    "ASSAULT": frozenset((
        "air_strike", "shelling", "explosive_device", "suicide_bombing", "chemical_attack", "armed_clash", "attack",
        "sexual_violence", "abduction", "destruction",
    )),
    "PROTEST": frozenset(("protest", "riot")),
}  # fmt: skip
"""Which types meet which task of the gold standard; `evals/claims/GUIDE.md` ends with it."""

_SHIPPED = {
    "claims": ("claims/dev.jsonl", "claims/score.py"),
    "linking": ("linking/linking-gold.json", "linking/score_linking.py"),
}
_UNMET = frozenset({"denied", "planned"})
_LEFT_OUT = "ambiguous"


@dataclass(frozen=True)
class Exam:
    """The files of one task: gold, the reports it is about (may be the same file), and the scorer."""

    gold: Path
    reports: Path
    scorer: Path


@dataclass(frozen=True)
class Result:
    """What a scorer printed, and the inputs that could not be read before it was asked."""

    printed: str
    faults: tuple[Fault, ...]


def find_checkout() -> Path | None:
    """The checkout that the program runs from or stands in, where one is; it holds `evals`."""
    for folder in (Path(__file__).resolve().parents[3], Path.cwd()):
        if (folder / "evals" / "claims" / "score.py").is_file():
            return folder
    return None


def find_exam(task: str, gold: Path | None, reports: Path | None, scorer: Path | None) -> Exam:
    """The files of `claims` or `linking`: those given, else those of the checkout.

    Gold of linking is two files side by side, `NAME-gold.json` and the reports `NAME.jsonl`; either leads to the other.
    Raises UseError where a file is not given and there is no checkout, InputError where a given one is absent.
    """
    home = find_checkout()
    gold_here, scorer_here = (None if home is None else home / "evals" / name for name in _SHIPPED[task])
    found_gold, found_scorer = gold or gold_here, scorer or scorer_here
    if found_gold is None or found_scorer is None:
        lacking = "gold" if found_gold is None else "scorer"
        raise UseError(f"no {lacking} for {task}: only a checkout has one: run there, or name it with --{lacking}")
    if task == "linking" and found_gold.suffix == ".jsonl":
        reports = reports or found_gold
        found_gold = found_gold.with_name(f"{found_gold.stem}-gold.json")
    elif task == "linking":
        reports = reports or found_gold.with_name(f"{found_gold.stem.removesuffix('-gold')}.jsonl")
    exam = Exam(found_gold, reports or found_gold, found_scorer)
    for what, path in (("gold", exam.gold), ("reports", exam.reports), ("scorer", exam.scorer)):
        if not path.is_file():
            raise InputError(f"there is no file {path} for the {what} of {task}; name it with --{what}")
    return exam


def evaluate_claims(
    exam: Exam, reader: DocumentReader, options: Sequence[str] = (), tell: Tell | None = None
) -> Result:
    """Read the reports and let the scorer compare claims with gold events; `options` go to the scorer.

    A report without an id goes by the `doc_id` that the gold gives its text. Raises InputError where the gold is no
    JSON, nothing could be read, or the scorer refuses.
    """
    from marsad.sources.readers import read_documents  # noqa: PLC0415 - page readers cost a second to import

    faults: list[Fault] = []
    named = _read_names(exam.gold)
    with tempfile.TemporaryDirectory(prefix="marsad-evaluate-") as scratch:
        system = Path(scratch) / "read.jsonl"
        with system.open("wb") as lines:
            for number, captured in enumerate(read_documents([str(exam.reports)]), start=1):
                if tell is not None:
                    tell(number)
                if isinstance(captured, Fault):
                    faults.append(captured)
                else:
                    document = captured.document
                    known = msgspec.structs.replace(document, id=named.get(document.id, document.id))
                    lines.write(msgspec.json.encode(reader.read(known)) + b"\n")
        if not system.stat().st_size:
            raise InputError(f"no report of {exam.reports} could be read{_because(faults)}")
        texts = exam.reports if exam.reports.suffix == ".jsonl" else exam.gold
        return Result(_score([exam.scorer, exam.gold, texts, system], options), tuple(faults))


def evaluate_linking(
    exam: Exam, reader: DocumentReader, options: Sequence[str] = (), tell: Tell | None = None
) -> Result:
    """Read and link the reports in a ledger that is thrown away, and let the scorer compare incidents with gold groups.

    Raises InputError where nothing could be read or the scorer refuses.
    """
    with tempfile.TemporaryDirectory(prefix="marsad-evaluate-") as scratch:
        with open_ledger(Path(scratch) / "linking.db") as ledger:
            report = run([str(exam.reports)], ledger, reader, progress=lambda _, done: tell and tell(done))
            incidents = ledger.read_incidents(IncidentFilter()).rows
        faults = (*report.faults, *report.bugs)
        if not report.documents:
            raise InputError(f"no report of {exam.reports} could be read{_because(faults)}")
        system = Path(scratch) / "incidents.jsonl"
        system.write_bytes(b"".join(msgspec.json.encode(incident) + b"\n" for incident in incidents))
        return Result(_score([exam.scorer, exam.reports, system, "--gold", exam.gold], options), faults)


def _read_names(gold: Path) -> dict[str, str]:
    """The gold's own names of its texts, by the id that a report without one is given."""
    names: dict[str, str] = {}
    for number, line in enumerate(gold.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise InputError(f"{gold}:{number}: no gold ({error}); a line has doc_id and events") from error
        if isinstance(row.get("text"), str) and isinstance(row.get("doc_id"), str):
            names[document_id(row.get("title"), row["text"])] = row["doc_id"]
    return names


def _because(faults: Sequence[Fault]) -> str:
    return f": {faults[0].say()}" if faults else "; is it empty?"


def _score(arguments: Sequence[Path | str], options: Sequence[str]) -> str:
    """What a scorer prints. Raises InputError with the scorer's own words where it ends badly."""
    command = [sys.executable, "-X", "utf8", *map(str, arguments), *options]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - the user named it
    if done.returncode:
        raise InputError(f"the scorer {arguments[0]} ended with {done.returncode}: {done.stderr.strip()[-800:]}")
    return done.stdout


class Sentence(msgspec.Struct, frozen=True):
    """One judged sentence of the gold standard; `label` is yes, easy no, difficult no or ambiguous."""

    id: str
    task: str
    label: str
    text: str


@dataclass(frozen=True)
class Verdict:
    """A sentence and what was read from it: was its task met, and by which types."""

    sentence: Sentence
    met: bool
    types: tuple[str, ...]


@dataclass(frozen=True)
class TaskScore:
    """One task counted: shares are None where nothing is there to be shared."""

    task: str
    yes: int
    no: int
    met: int
    hit: int

    @property
    def precision(self) -> float | None:
        """Of the sentences that were met, the share that is."""
        return self.hit / self.met if self.met else None

    @property
    def recall(self) -> float | None:
        """Of the sentences that are, the share that was met."""
        return self.hit / self.yes if self.yes else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; 0 where nothing was hit."""
        return 2 * self.hit / (self.met + self.yes) if self.met + self.yes else None

    def as_row(self) -> dict[str, Any]:
        """Counts and shares to three places, for JSON."""
        shares = {"p": self.precision, "r": self.recall, "f1": self.f1}
        return {"yes": self.yes, "no": self.no, "met": self.met, "hit": self.hit} | {
            name: None if share is None else round(share, 3) for name, share in shares.items()
        }


def read_sentences(path: Path) -> list[Sentence]:
    """Judged sentences, `ambiguous` ones left out. Raises InputError with file and line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the gold cannot be read ({error}); --gold wants judged sentences") from error
    sentences: list[Sentence] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            sentence = msgspec.json.decode(line, type=Sentence)
        except msgspec.DecodeError as error:
            message = f"{path}:{number}: no judged sentence ({error}); a line has id, task, label, text"
            raise InputError(message) from error
        if sentence.task not in MEETS:
            raise InputError(f"{path}:{number}: no rule for the task {sentence.task!r}; there are {', '.join(MEETS)}")
        if sentence.label not in {"yes", "easy no", "difficult no", _LEFT_OUT}:
            raise InputError(f"{path}:{number}: no such label: {sentence.label!r}")
        if sentence.label != _LEFT_OUT:
            sentences.append(sentence)
    if not sentences:
        raise InputError(f"{path}: there is no judged sentence in it")
    return sentences


def judge_sentences(sentences: Sequence[Sentence], reader: DocumentReader) -> Iterator[Verdict]:
    """Each sentence read as a report of its own without a date."""
    for sentence in sentences:
        document = Document(id=sentence.id, text=sentence.text, sha256=document_id(None, sentence.text))
        reading = reader.read(document)
        yield Verdict(sentence, is_met(reading, sentence.task), tuple(claim.type for claim in reading.claims))


def is_met(reading: Reading, task: str) -> bool:
    """Whether some claim, not denied or planned, has a type of the task."""
    return any(claim.type in MEETS[task] and claim.status not in _UNMET for claim in reading.claims)


def score_verdicts(verdicts: Sequence[Verdict]) -> list[TaskScore]:
    """Precision, recall and F1 of each task that occurs: `yes` against both kinds of `no`."""
    scores = []
    for task in MEETS:
        mine = [verdict for verdict in verdicts if verdict.sentence.task == task]
        if not mine:
            continue
        yes = [verdict for verdict in mine if verdict.sentence.label == "yes"]
        met = [verdict for verdict in mine if verdict.met]
        hit = sum(verdict.met for verdict in yes)
        scores.append(TaskScore(task, len(yes), len(mine) - len(yes), len(met), hit))
    return scores


def render_scores(scores: Sequence[TaskScore], *, as_json: bool) -> str:
    """The table, one line a task; with `as_json` one object by task."""
    if as_json:
        return json.dumps({score.task: score.as_row() for score in scores}) + "\n"
    lines = [f"{'task':9}{'yes':>6}{'no':>6}{'met':>6}{'hit':>6}{'p':>8}{'r':>8}{'f1':>8}"]
    for score in scores:
        shares = ("–" if share is None else f"{share:.3f}" for share in (score.precision, score.recall, score.f1))
        counts = f"{score.yes:6}{score.no:6}{score.met:6}{score.hit:6}"
        lines.append(f"{score.task:9}{counts}{''.join(f'{share:>8}' for share in shares)}")
    return "\n".join(lines) + "\n"
