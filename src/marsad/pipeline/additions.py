"""A missed claim as a person types it: `type=shelling`, `evidence=WORDS`, `killed.civilian=6+ @ WORDS`.

Why it is hard: on a page one points at words, at a prompt one can only quote them, and the same word may stand in a
report five times. So quoted words must stand exactly once: in the report, and of a value within the words that the
claim rests on. What comes of it is what a page sends, and goes through the same checks (`publish.proposals`).
Known gaps: voices behind an actor (`by`) and parts of other figures can only be given as JSON.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from marsad.base.errors import InputError, UseError
from marsad.linking.judged import correct_claim
from marsad.model.details import find_shape
from marsad.model.document import Document
from marsad.model.judgement import Correction
from marsad.model.span import Field, Words
from marsad.pipeline.corrections import FindPlace, parse_correction
from marsad.pipeline.judge import prepare_judgement
from marsad.publish.proposals import Maker, SentClaim, SentCorrection
from marsad.publish.reviews import Reviewing
from marsad.store.judgements import Entry
from marsad.store.ledger import Ledger

_QUOTED = re.compile(r"(?P<value>[^@]*?)\s*@\s*(?P<words>.+)", re.DOTALL)
_LISTS = {"where": ("places", "place_id"), "actor": ("actors", "actor_id"), "target": ("targets", "actor_id")}
_LISTS |= {"weapon": ("weapon", "code"), "source": ("sources", "source_id")}
NOTHING = "none"
_WORDS = ("trigger", "evidence")
_DETAIL = "detail."


def add_claim(  # noqa: PLR0913 - what a decision is made of
    ledger: Ledger, document_id: str, sent: SentClaim, reviewing: Reviewing, *, by: str, at: datetime,
    reason: str | None = None,
) -> Entry:  # fmt: skip
    """Sign a claim that the reader missed; raises UseError and InputError as the page refuses."""
    claim = Maker(_read(ledger, document_id), reviewing).claim(sent)
    judgement = prepare_judgement(ledger, "add", (document_id,), by=by, at=at, reason=reason, claim=claim)
    (entry,) = ledger.write_judgements([judgement])
    return entry


def parse_addition(ledger: Ledger, document_id: str, sets: Iterable[str]) -> SentClaim:
    """What several `FIELD=VALUE` or `FIELD=VALUE @ WORDS` say of a missed claim; UseError names what cannot be read."""
    document = _read(ledger, document_id)
    pairs = [_split(each) for each in sets]
    whole = dict(pairs)
    if "type" not in whole or "evidence" not in whole:
        raise UseError('a missed claim needs --set type=… and --set evidence="the words that tell it"')
    evidence = find_quoted(document, whole["evidence"])
    trigger = find_quoted(document, whole["trigger"], evidence) if "trigger" in whole else evidence
    values: dict[str, Any] = {"trigger": trigger, "evidence": evidence}
    type_ = parse_correction([f"type={whole['type']}"], _find_nowhere).type
    for field, value in pairs:
        if field not in _WORDS:
            _take(values, field, value, document, evidence, type_)
    return msgspec.convert(msgspec.to_builtins(values), SentClaim)


def parse_payload(body: bytes) -> SentClaim:
    """A missed claim as a page sends it; InputError where it is none."""
    try:
        return msgspec.json.decode(body, type=SentClaim)
    except msgspec.MsgspecError as error:
        raise InputError(f"this is no claim as pages send it: {error}") from error


def parse_words_correction(
    ledger: Ledger, claim_id: str, sets: Sequence[str], find_place: FindPlace, reviewing: Reviewing
) -> Correction:
    """A correction as it is typed, with `trigger=`, `evidence=` and `detail.KEY=` too, whose words are quoted."""
    of_words = [each for each in sets if each.partition("=")[0] in _WORDS or each.startswith(_DETAIL)]
    others = [each for each in sets if each not in of_words]
    plain = parse_correction(others, find_place) if others or not of_words else Correction()
    if not of_words:
        return plain
    kept = ledger.read_claim(claim_id)
    if kept is None:
        raise UseError(f"{ledger.name} holds no claim {claim_id!r}; words are corrected of a claim")
    document = _read(ledger, kept.document.id)
    claim = correct_claim(kept.claim, [plain])
    values: dict[str, Any] = {}
    for field, value in map(_split, of_words):
        if field in _WORDS:
            values[field] = find_quoted(document, value)
        else:
            _take(values, field, value, document, None, claim.type)
    sent = msgspec.convert(msgspec.to_builtins(values), SentCorrection)
    made = Maker(document, reviewing, claim).correction(sent)
    return msgspec.structs.replace(plain, trigger=made.trigger, evidence=made.evidence, details=made.details)


def find_quoted(document: Document, quoted: str, within: dict[str, Any] | None = None) -> dict[str, Any]:
    """Where quoted words stand, as a page points at them; UseError unless that is one place."""
    quoted = quoted.strip()
    fields: list[tuple[Field, str]] = [("text", document.text), ("title", document.title or "")]
    found = []
    for field, whole in fields:
        at = whole.find(quoted) if quoted else -1
        while at >= 0:
            one = Words(text=quoted, field=field, start=at, end=at + len(quoted))
            if within is None or _is_inside(one, within):
                found.append(one)
            at = whole.find(quoted, at + 1)
    if len(found) != 1:
        where = f"document {document.id}" if within is None else "the words that the claim rests on"
        many = f"stand {len(found)} times" if found else "do not stand"
        raise UseError(f"the words {quoted!r} {many} in {where}; quote such as stand there once")
    return msgspec.structs.asdict(found[0])


def _is_inside(one: Words, within: dict[str, Any]) -> bool:
    return one.field == within["field"] and bool(within["start"] <= one.start and one.end <= within["end"])


def _read(ledger: Ledger, document_id: str) -> Document:
    document = ledger.read_document(document_id)
    if document is None:
        raise UseError(f"{ledger.name} holds no document {document_id!r}")
    return document


def _split(each: str) -> tuple[str, str]:
    field, equals, value = each.partition("=")
    if not equals or not value:
        raise UseError(f"--set wants FIELD=VALUE or FIELD=VALUE @ WORDS, not {each!r}")
    return field, value


def _take(  # noqa: PLR0913, PLR0917 - one value and what it stands in
    values: dict[str, Any], field: str, value: str, document: Document, evidence: dict[str, Any] | None, type_: Any  # noqa: ANN401
) -> None:  # fmt: skip
    """Put one typed value among those that a page would send."""
    quoted = _QUOTED.fullmatch(value)
    value = (quoted["value"] if quoted else value).strip()
    words = find_quoted(document, quoted["words"], evidence) if quoted else evidence
    if field in _LISTS:
        name, key = _LISTS[field]
        values.setdefault(name, []).append({key: None if value == NOTHING else value, "words": words})
    elif field.startswith(_DETAIL):
        _take_detail(values, field.removeprefix(_DETAIL), value, words if quoted else None, type_)
    else:
        typed = parse_correction([f"{field}={value}"], _find_nowhere)
        if typed.when is not None:
            values["when"] = {**msgspec.to_builtins(typed.when), **({"words": words} if quoted else {})}
        elif typed.figures:
            one = msgspec.to_builtins(typed.figures[0])
            values.setdefault("figures", []).append({**one, "words": words})
        elif typed.counts:
            values["count"] = {**msgspec.to_builtins(typed.counts[0]), "words": words}
        elif typed.named:
            raise UseError("victims are named for an incident, not for a claim")
        else:
            values |= {name: made for name in ("type", "status", "kind") if (made := getattr(typed, name)) is not None}


def _take_detail(values: dict[str, Any], key: str, value: str, words: dict[str, Any] | None, type_: Any) -> None:  # noqa: ANN401 - a type of the contract
    shape = find_shape(type_, key)
    if shape is None:
        raise UseError(f"{type_} has no detail {key!r}")
    details = values.setdefault("details", [])
    one: dict[str, Any] = {"key": key, "words": [words] if words else []}
    if value != NOTHING and shape.form == "code":
        one["code"] = value
    elif value != NOTHING and shape.form == "number":
        number = parse_correction([f"killed.person={value}"], _find_nowhere).figures[0]
        one |= {"low": number.low, "high": number.high}
    elif value != NOTHING and shape.form == "flag":
        one["flag"] = True
    elif value and value != NOTHING:
        raise UseError(f"detail {key} is nothing but its words: --set 'detail.{key}=@ WORDS'")
    same = next((other for other in details if other["key"] == key), None)
    if same is not None and shape.form != "list":
        raise InputError(f"detail {key} is given twice")
    if same is None:
        details.append(one)
    else:
        same["words"] += one["words"]


def _find_nowhere(_: str) -> None:
    return None
