"""A text that comes late, goes or changes: the copies are those that comparing all texts again would find."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.model.compared import ComparedText
from marsad.text.copies import Numbered, Text, compare_texts, number_words
from marsad.text.late_copies import renew_copies

DAY = date(2031, 5, 4)
WORDS = [f"word{number}" for number in range(60)]
STORIES = [WORDS[:40], WORDS[20:], [*WORDS[:30], "altered", *WORDS[31:45]], WORDS[:12]]


class Shelved(NamedTuple):
    """Texts as they were compared."""

    texts: list[ComparedText]

    def list_between(self, first: date | None, last: date | None) -> Iterable[ComparedText]:
        return [
            text
            for text in self.texts
            if text.published is None or ((first or date.min) <= text.published <= (last or date.max))
        ]


def renew(before: dict[str, Text], after: dict[str, Text]) -> tuple[dict[str, ComparedText], set[str]]:
    """What is kept after some texts changed, by id; and which texts had to be read again."""
    kept = compare_texts(before.values())
    changed = {
        name: None if name not in after else number_words(after[name])
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
    }
    asked: set[str] = set()

    def read(name: str) -> Numbered:
        asked.add(name)
        return number_words(after[name])

    found = renew_copies(changed, [text for text in kept if text.document_id in changed], Shelved(kept), read)
    result = {text.document_id: text for text in kept if text.document_id in after} | found
    return result, asked


def compared(texts: dict[str, Text]) -> dict[str, ComparedText]:
    return {text.document_id: text for text in compare_texts(texts.values())}


@st.composite
def shelves(draw: st.DrawFn) -> dict[str, Text]:
    names = draw(st.sets(st.sampled_from("abcdefgh"), max_size=8))
    return {name: draw(texts(name)) for name in sorted(names)}


def texts(name: str) -> st.SearchStrategy[Text]:
    days = st.none() | st.integers(0, 60).map(lambda days: DAY + timedelta(days=days))
    story = st.sampled_from(STORIES).flatmap(
        lambda words: st.integers(0, 3).map(lambda cut: tuple(words[: len(words) - 4 * cut]))
    )
    return st.builds(Text, st.just(name), days, story, st.sampled_from([None, "paper", "wire"]))


@settings(max_examples=300, deadline=None)
@given(shelves(), shelves(), st.sets(st.sampled_from("abcdefgh")))
def test_late_texts_give_the_copies_that_all_texts_give(
    before: dict[str, Text], other: dict[str, Text], altered: set[str]
) -> None:
    after = {name: text for name, text in before.items() if name not in altered}
    after |= {name: text for name, text in other.items() if name in altered}
    assert renew(before, after)[0] == compared(after)


def test_text_of_another_season_is_not_read_again() -> None:
    before = {
        name: Text(name, DAY + timedelta(days=days), STORIES[0])
        for name, days in (("old", 0), ("near", 100), ("late", 130))
    }
    found, asked = renew(before, before | {"new": Text("new", DAY + timedelta(days=99), STORIES[0])})
    assert found["near"].copies == "new"
    assert asked == {"near"}
