"""Real archives come through whole; skipped where they do not lie beside the checkout."""

from pathlib import Path

import pytest

from marsad.model.document import Captured
from marsad.sources.readers import read_documents
from marsad.text.tongue import find_language

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
WORDS = {"ar": frozenset("في من على إلى أن التي الذي هذا هذه عن مع قال بعد قبل كما كان بين لم خلال".split())}  # noqa: SIM905

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the news archive lies beside a checkout, not in it"),
]


def test_every_line_of_the_archive_is_a_document() -> None:
    count = 0
    for item in read_documents([str(CORPUS / "ant.jsonl.gz")]):
        assert isinstance(item, Captured), item
        assert item.document.text.strip()
        assert (item.document.published is None) == (item.document.published_raw is None)
        count += 1
    assert count == 37_097


def test_arabic_news_is_found_to_be_arabic() -> None:
    tongues = {
        find_language(item.document.text, WORDS)
        for item in read_documents([str(CORPUS / "daraa-2018.jsonl")])
        if isinstance(item, Captured)
    }
    assert tongues == {"ar"}
