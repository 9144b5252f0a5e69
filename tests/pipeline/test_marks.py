"""What a report hands to its claims beside their reading: what was hit, rare names, and links that lead somewhere."""

import msgspec
import pytest

from marsad.model.claim import Claim, Marks
from marsad.pipeline.marks import NO_TRACES, find_marks, find_traces, name_page
from marsad.store.records import DocumentText

WORDS = {"text": "", "field": "text", "start": 0, "end": 0}


def say(evidence: str, place: str = "") -> Claim:
    place_row = WORDS | {"text": place}
    row = {
        "id": "c", "type": "attack", "status": "occurred", "kind": "single", "trigger": WORDS, "where": [place_row],
        "when": {"precision": "unknown"}, "actors": [], "targets": [], "weapon": [], "count": None, "casualties": [],
        "sources": [], "details": {}, "evidence": WORDS | {"text": evidence}, "confidence": 1.0, "rules": [],
    }  # fmt: skip
    return msgspec.convert(row, Claim)


def links(text: str, url: str | None = None) -> frozenset[str]:
    return find_traces(DocumentText("r", None, "paper", "ar", text, url)).links


def test_claim_that_names_nothing_has_no_marks() -> None:
    assert find_marks(say("قتل سبعة في غارة"), NO_TRACES) is None


def test_claim_is_marked_with_what_was_hit_and_its_rare_names() -> None:
    marks = find_marks(say("قتل الزمخشرية في قصف مدرسة السنديانة"), NO_TRACES)
    assert marks == Marks(
        struck=frozenset({"school"}), sites=frozenset({"school السنديانه"}), names=frozenset({"الزمخشريه", "السنديانه"})
    )


def test_rare_name_of_the_place_itself_is_no_shared_name() -> None:
    assert find_marks(say("غارة على بلدة الزمخشرية", "الزمخشرية"), NO_TRACES) is None


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("https://www.paper.example/news/05/123456.html?utm_source=x#top", "paper.example/news/05/123456.html"),
        ("http://paper.example/ar/a-long-title-of-one-story/", "paper.example/ar/a-long-title-of-one-story"),
        ("https://www.youtube.com/watch?v=abcdefghi&feature=share", "youtube.com/watch?v=abcdefghi"),
        ("t.me/outlet/4821", "t.me/outlet/4821"),
        ("https://x.com/outlet/status/99887766?s=20", "x.com/outlet/status/99887766"),
    ],
)  # fmt: skip
def test_address_of_one_page_is_compared_without_what_changes_nothing(address: str, page: str) -> None:
    assert name_page(address) == page


@pytest.mark.parametrize(
    "address",
    [
        "https://paper.example", "https://www.paper.example/ar/", "https://paper.example/news/syria", "t.me/outlet",
        "https://t.me/joinchat/AAAAAE1234567890", "https://www.youtube.com/channel/UC1234567890123456789012",
        "https://x.com/outlet2031", "https://www.facebook.com/outlet", "http://[broken",
    ],
)  # fmt: skip
def test_home_page_section_or_channel_that_all_share_is_no_link(address: str) -> None:
    assert name_page(address) is None


def test_links_of_a_text_leave_out_its_own_address_and_the_outlets_channel() -> None:
    text = "شاهد: https://paper.example/2031/1234 (youtu.be/abcdefghi). تابعونا: t.me/outlet"
    assert links(text, "https://www.paper.example/2031/1234/") == {"youtu.be/abcdefghi"}


def test_digest_with_many_links_shares_none() -> None:
    assert links(" ".join(f"https://paper.example/2031/{number}" for number in range(1000, 1009))) == frozenset()
