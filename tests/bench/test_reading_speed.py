"""How fast the village is read: `make bench` prints it; nothing is asserted about a machine's speed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from marsad.base.ids import document_id
from marsad.model.document import Document
from marsad.pipeline.read import Reader

GOLD = Path(__file__).parents[2] / "samples" / "gold.jsonl"


def _documents() -> list[Document]:
    documents = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        published = found.get("published")
        sha256 = document_id(found.get("title"), found["text"])
        documents.append(
            Document(
                id=found["doc_id"], text=found["text"], title=found.get("title"), sha256=sha256,
                published=date.fromisoformat(published[:10]) if published else None,
            )
        )  # fmt: skip
    return documents


@pytest.mark.benchmark
def test_village_is_read(benchmark: Any) -> None:
    """One round reads every village report."""
    reader, documents = Reader(), _documents()
    readings = benchmark(lambda: [reader.read(document) for document in documents])
    assert any(reading.claims for reading in readings)
