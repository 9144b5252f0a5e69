"""From texts in the ledger to voices: copies and publishers of the registry."""

import pytest
from stand_ins import PlainReader, capture, link_plainly

from marsad.pipeline.origins import mark_origins
from marsad.pipeline.run import run
from marsad.store.ledger import Ledger

STORY = (
    "killed 6 in Sayda when a shell hit the bakery near the old gate while people queued for bread after noon, "
    "said a medic who had carried the wounded to the field hospital in the school on the other side of the river"
)


def read_voices(ledger: Ledger) -> dict[str, tuple[str | None, str | None, str | None]]:
    return {
        live.document_id: (live.copy_of, live.first_publisher, live.publisher_id)
        for live in mark_origins(ledger.read_live_claims(), ledger.read_live_texts())
    }


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    captured = [
        capture(STORY, "wire", publisher="SANA"),
        capture(f"Sayda, by our desk: {STORY}, our correspondent adds", "yonder paper", publisher="Paper"),
        capture("killed 6 in Sayda, others fled", "own", publisher="Other"),
    ]
    run([], ledger, PlainReader(), captured=captured, linker=link_plainly)
    return ledger


def test_copy_carries_the_voice_of_the_earliest(filled: Ledger) -> None:
    assert read_voices(filled)["yonder paper"] == ("wire", "SANA", "media.sana")


def test_original_is_its_publishers_own_voice(filled: Ledger) -> None:
    assert read_voices(filled)["wire"] == (None, None, "media.sana")


def test_report_in_its_own_words_is_left_as_it_is(filled: Ledger) -> None:
    assert read_voices(filled)["own"] == (None, None, None)


def test_linker_sees_the_voices(filled: Ledger) -> None:
    seen: list[str | None] = []
    run(
        [],
        filled,
        PlainReader(),
        captured=[capture("killed 1 in Tyre", "last")],
        linker=lambda claims, *rest: (seen.extend(live.copy_of for live in claims), link_plainly(claims, *rest))[1],
    )
    assert "wire" in seen
