"""What every reading promises: words that slice back, ids that hold, the same bytes each time."""

import json
import unicodedata
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from marsad.base.ids import document_id
from marsad.model.claim import Reading
from marsad.model.document import Document
from marsad.pipeline.read import Reader

SHARED = Path(__file__).resolve().parents[3] / "shared"
PUBLISHED = date(2018, 7, 6)
REPORT = (
    "قال المرصد السوري لحقوق الإنسان إن طائرات حربية قصفت بلدة كفرنبل أمس ما أدى إلى مقتل ستة مدنيين بينهم امرأة. "
    "ونفت وزارة الدفاع الروسية قصف البلدة.\nاندلعت حرب أسعار بين شركات الطيران.\n"
    "Your browser does not support the video tag."
)


@lru_cache(maxsize=1)
def open_reader() -> Reader:
    return Reader()


def build_document(text: str, title: str | None = None, published: date | None = PUBLISHED) -> Document:
    identity = document_id(title, text)
    return Document(id=identity, sha256=identity, text=text, title=title, published=published)


def list_spans(part: Any) -> list[dict[str, Any]]:
    """Every object of a printed reading that names characters, however deep it lies."""
    found: list[dict[str, Any]] = []
    if isinstance(part, dict):
        if part.get("text") is not None and part.get("field") is not None:
            found.append(part)
        for value in part.values():
            found += list_spans(value)
    elif isinstance(part, list):
        for value in part:
            found += list_spans(value)
    return found


def check_spans(document: Document, reading: Reading) -> int:
    """Every span slices back; the number of spans looked at."""
    printed = json.loads(msgspec.json.encode(reading))
    spans = list_spans([printed["claims"], printed["refusals"]])
    fields = {"text": document.text, "title": document.title or ""}
    for span in spans:
        start, end = span.get("text_start", span.get("start")), span.get("text_end", span.get("end"))
        assert fields[span["field"]][start:end] == span["text"], span
        assert 0 <= start < end, span
    return len(spans)


def test_every_span_of_a_reading_slices_back() -> None:
    for title in (None, "غارة على كفرنبل تقتل ستة مدنيين"):
        document = build_document(REPORT, title)
        assert check_spans(document, open_reader().read(document)) >= 8


def test_a_wrong_span_would_be_found() -> None:
    document = build_document(REPORT)
    reading = open_reader().read(document)
    moved = msgspec.structs.replace(document, text=f"ثم {document.text}")
    with pytest.raises(AssertionError):
        check_spans(moved, reading)


def test_reading_twice_gives_equal_bytes() -> None:
    document = build_document(REPORT, "غارة على كفرنبل")
    first = msgspec.json.encode(open_reader().read(document))
    assert msgspec.json.encode(open_reader().read(document)) == first
    assert msgspec.json.encode(Reader().read(document)) == first


def test_claims_do_not_depend_on_the_documents_read_before() -> None:
    document = build_document(REPORT)
    alone = Reader().read(document)
    reader = Reader()
    for other in ("أعلن الجيش اللبناني اعتقال مسلحين في بلدة عرسال.", "قال المرصد إن القصف توقف.", "كلمة", "؟"):
        reader.read(build_document(other))
    assert reader.read(document) == alone


def test_claim_ids_are_distinct_within_a_document() -> None:
    text = f"{REPORT}\n{REPORT}\nقتل ستة مدنيين وأصيب سبعة جنود في قصف وغارات واشتباكات في بلدة سراقب."
    claims = open_reader().read(build_document(text)).claims
    assert claims
    assert len({claim.id for claim in claims}) == len(claims)


def test_claim_id_is_of_this_document_and_no_other() -> None:
    text = "قصفت طائرات حربية بلدة كفرنبل أمس."
    (first,) = open_reader().read(build_document(text)).claims
    (second,) = open_reader().read(build_document(text, title="خبر")).claims
    assert first.trigger == second.trigger
    assert first.id != second.id


def test_day_of_publication_changes_no_id() -> None:
    text = "قصفت طائرات حربية بلدة كفرنبل أمس."
    (first,) = open_reader().read(build_document(text)).claims
    (second,) = open_reader().read(build_document(text, published=date(2019, 1, 1))).claims
    assert (first.id, first.when.start != second.when.start) == (second.id, True)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "؟", "🚨", "123", "\ufeff", "\u200f\u200f", "،،،", "a" * 5000])
def test_text_with_nothing_to_read_gives_no_claims(text: str) -> None:
    document = build_document(text)
    reading = open_reader().read(document)
    assert reading.claims == ()
    for refusal in reading.refusals:
        assert text[refusal.start : refusal.end] == refusal.text


def test_decomposed_letters_are_read_like_composed_ones() -> None:
    text = "قصفت طائرات حربية بلدة آفس في محافظة إدلب أمس وأصيب ستة مدنيين."
    composed = open_reader().read(build_document(text)).claims
    document = build_document(unicodedata.normalize("NFD", text))
    reading = open_reader().read(document)
    check_spans(document, reading)
    assert [(claim.type, [place.place_id for place in claim.where]) for claim in reading.claims] == [
        (claim.type, [place.place_id for place in claim.where]) for claim in composed
    ]


def test_letters_kept_by_their_shape_are_read() -> None:
    """Old layout programs write each letter as the shape it has in its word."""
    shaped = "ﻗﺼﻔﺖ ﻃﺎﺋﺮﺍﺕ ﺣﺮﺑﻴﺔ ﺑﻠﺪﺓ ﻛﻔﺮﻧﺒﻞ ﻓﻲ ﻣﺤﺎﻓﻈﺔ ﺇﺩﻟﺐ ﺃﻣﺲ"
    document = build_document(shaped)
    reading = open_reader().read(document)
    assert [claim.type for claim in reading.claims] == ["air_strike"]
    check_spans(document, reading)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the news lies beside a checkout, not in it")
@pytest.mark.parametrize("name", ["corpus/daraa-2018.jsonl", "gold/dev.jsonl"])
def test_spans_of_real_news_slice_back(name: str) -> None:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    spans = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row.get("text") or ""
        day = str(row.get("published") or "")[:10]
        document = build_document(text, row.get("title"), date.fromisoformat(day) if day else None)
        spans += check_spans(document, open_reader().read(document))
    assert spans > 500


def test_named_governorate_vetoes_a_town_of_that_name_elsewhere() -> None:
    text = "قصفت قوات النظام السوري بلدة صيدا في محافظة درعا أمس."
    document = Document(id="veto", text=text, sha256="x", published=date(2018, 7, 6))
    places = [place for claim in Reader().read(document).claims for place in claim.where]
    assert places
    assert {place.country for place in places} == {"SY"}
    assert all(place.lat is None or abs(place.lat - 32.62) < 0.02 for place in places)
