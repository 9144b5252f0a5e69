"""A claim on the same words of another version: only where it is certain which are meant."""

from typing import Any

import pytest

from marsad.model.claim import Claim
from marsad.model.span import Words
from marsad.model.standing import Texts, find_words, place_anew, stands
from marsad.model.value import Source, When

OLD = "قُصف سوق المدينة صباحا. وقال مات كثيرون."
TITLE = "قصف السوق"


def words(text: str, whole: str = OLD, field: Any = "text") -> dict[str, Any]:
    start = whole.index(text)
    return {"text": text, "field": field, "start": start, "end": start + len(text)}


def claim(**more: Any) -> Claim:
    values: dict[str, Any] = {
        "id": "h1", "type": "shelling", "status": "occurred", "kind": "single", "trigger": Words(**words("قُصف")),
        "when": When(text="صباحا", field="text", text_start=OLD.index("صباحا"), text_end=OLD.index("صباحا") + 5),
        "where": (), "actors": (), "targets": (), "weapon": (), "count": None, "casualties": (), "sources": (),
        "details": {"damage": words("سوق المدينة")}, "evidence": Words(**words("قُصف سوق المدينة صباحا")),
        "confidence": 1.0, "rules": (),
    }  # fmt: skip
    return Claim(**(values | more))


@pytest.mark.parametrize("new", ["عاجل. " + OLD, OLD[25:] + " " + OLD[:25], OLD])
def test_words_go_along_with_the_stretch_that_holds_them(new: str) -> None:
    placed = place_anew(claim(), Texts(TITLE, OLD), Texts(TITLE, new))
    assert placed is not None
    assert all(stands(one, TITLE, new) for one in find_words(placed))
    assert placed.details["damage"]["text"] == "سوق المدينة"


@pytest.mark.parametrize("new", [OLD + OLD, OLD.replace("صباحا", "مساء"), ""])
def test_stretch_that_stands_twice_or_not_at_all_is_not_placed(new: str) -> None:
    assert place_anew(claim(), Texts(TITLE, OLD), Texts(TITLE, new)) is None


def test_words_outside_must_stand_once_too_and_not_within_another_word() -> None:
    said = claim(sources=(Source(**words("مات")),))
    assert place_anew(said, Texts(None, OLD), Texts(None, "لا معلومات. " + OLD)) is not None
    assert place_anew(said, Texts(None, OLD), Texts(None, OLD.replace("مات", "معلومات"))) is None
    assert place_anew(said, Texts(None, OLD), Texts(None, OLD + " مات")) is None
    titled = claim(sources=(Source(**words("السوق", TITLE, "title")),))
    assert place_anew(titled, Texts(TITLE, OLD), Texts(None, OLD)) is None
