"""A hit counts only where a form stands as a word: with closed clitics, and never inside another one."""

import pytest

from marsad.grammar.lexicon import Entry, Hit, Lexicon
from marsad.language import split_sentences
from marsad.packs import fold_for, load_pack
from marsad.packs.ar.compile import CLITICS

FOLD = fold_for("ar")


def build_lexicon(*entries: tuple[str, str]) -> Lexicon:
    """A small lexicon of forms, each with its clitic class."""
    made = [Entry("trigger", form, FOLD.fold_words(form), clitics, {}) for form, clitics in entries]
    return Lexicon(made, CLITICS, never={"ه": "ة"})


def find_hits(text: str, lexicon: Lexicon) -> list[tuple[str, Hit]]:
    """Hits with the original words they stand on."""
    passage = FOLD.fold_passage(text, "text")
    hits = [hit for found in lexicon.find_hits(passage, split_sentences(passage)) for hit in found]
    for hit in hits:
        words = passage.words(hit.start, hit.end)
        assert text[words.start : words.end] == words.text
    return [(passage.words(hit.start, hit.end).text, hit) for hit in hits]


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("قصف", "", ""), ("القصف", "ال", ""), ("والقصف", "وال", ""), ("بالقصف", "بال", ""), ("للقصف", "لل", ""),
        ("وبقصف", "وب", ""), ("فالقصف", "فال", ""), ("قصفه", "", "ه"), ("قصفها", "", "ها"), ("وبقصفهم", "وب", "هم"),
    ],
)  # fmt: skip
def test_noun_is_found_behind_and_before_its_clitics(text: str, before: str, after: str) -> None:
    ((words, hit),) = find_hits(f"توقف {text} أمس", build_lexicon(("قصف", "noun")))
    assert (words, hit.before, hit.after) == ("قصف", before, after)


@pytest.mark.parametrize("text", ["مقصف", "قصفان", "تقصف", "القصفة", "يقصفون", "بلقصف", "قصفكما", "اقصف"])
def test_noun_inside_another_word_is_no_hit(text: str) -> None:
    assert find_hits(f"مر {text} أمس", build_lexicon(("قصف", "noun"))) == []


@pytest.mark.parametrize("text", ["قتل", "سقتل", "لقتل", "وقتل", "قتله", "قتلهم", "فقتل"])
def test_verb_takes_future_and_objects(text: str) -> None:
    assert len(find_hits(f"ثم {text} أمس", build_lexicon(("قتل", "verb")))) == 1


@pytest.mark.parametrize("text", ["القتل", "بقتل", "قتلي", "مقتل", "قتلة", "قاتل"])
def test_verb_takes_no_article_and_no_preposition(text: str) -> None:
    assert find_hits(f"ثم {text} أمس", build_lexicon(("قتل", "verb"))) == []


@pytest.mark.parametrize("text", ["الحوثيون", "والحوثيون", "بالحوثيون", "للحوثيون"])
def test_definite_name_is_found_with_its_article(text: str) -> None:
    assert len(find_hits(f"أعلن {text} أمس", build_lexicon(("حوثيون", "definite")))) == 1


@pytest.mark.parametrize("text", ["حوثيون", "وحوثيون", "الحوثيونه"])
def test_definite_name_is_none_without_its_article(text: str) -> None:
    assert find_hits(f"أعلن {text} أمس", build_lexicon(("حوثيون", "definite"))) == []


def test_name_takes_no_pronoun() -> None:
    assert len(find_hits("في درعا أمس", build_lexicon(("درعا", "name")))) == 1
    assert find_hits("في درعاها أمس", build_lexicon(("درعا", "name"))) == []


def test_feminine_ending_is_never_the_pronoun() -> None:
    lexicon = build_lexicon(("طائر", "noun"))
    assert find_hits("حلقت طائرة فوق القرية", lexicon) == []
    ((words, hit),) = find_hits("حلق طائره فوق القرية", lexicon)
    assert (words, hit.after) == ("طائر", "ه")


def test_feminine_ending_is_never_the_pronoun_behind_marks() -> None:
    assert find_hits("حلقت طائـــرَةٌ فوق القرية", build_lexicon(("طائر", "noun"))) == []


def test_long_name_is_found_where_its_words_are_fused() -> None:
    lexicon = build_lexicon(("الأمم المتحدة", "name"))
    ((words, _),) = find_hits("قالت الأممالمتحدة إن", lexicon)
    assert words == "الأممالمتحدة"
    assert [words for words, _ in find_hits("قالت الأمم المتحدة إن", lexicon)] == ["الأمم المتحدة"]


def test_short_words_are_not_fused() -> None:
    assert find_hits("قال بعدما خرج", build_lexicon(("بعد ما", "particle"))) == []


@pytest.mark.parametrize(
    "gap", ["  ", "\u00a0", " \u200f", "\u200e \u200f", " \u00a0 "], ids=["two", "no-break", "mark", "marks", "many"]
)
def test_phrase_is_found_over_any_blank(gap: str) -> None:
    ((words, hit),) = find_hits(f"قالت وزارة{gap}الدفاع إن", build_lexicon(("وزارة الدفاع", "name")))
    assert words == f"وزارة{gap}الدفاع"
    assert (hit.first, hit.last) == (1, 2)


def test_phrase_does_not_run_over_the_end_of_a_sentence() -> None:
    lexicon = build_lexicon(("وزارة الدفاع", "name"))
    assert find_hits("قالت الوزارة. الدفاع عن النفس", lexicon) == []
    assert find_hits("قالت وزارة\nالدفاع عن النفس", lexicon) == []


def test_hits_come_by_token_the_longer_first() -> None:
    lexicon = build_lexicon(("قصف مدفعي", "noun"), ("قصف", "noun"), ("مدفعي", "noun"))
    assert [words for words, _ in find_hits("قصف مدفعي", lexicon)] == ["قصف مدفعي", "قصف", "مدفعي"]


def test_letters_glued_to_digits_are_words_of_their_own() -> None:
    ((words, hit),) = find_hits("أصيب 12مدنيا", build_lexicon(("مدنيا", "noun")))
    assert (words, hit.first) == ("مدنيا", 2)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("شارك المقاتلون في العرض", "kill"),
        ("تناول الجنود طعامهم في المقصف", "strike"),
        ("وصل القتيبي إلى القرية", "kill"),
        ("زار الوفد المتحف في العاصمة", "raid"),
    ],
)
def test_shipped_tables_find_no_word_inside_another(text: str, wrong: str) -> None:
    pack = load_pack("ar")
    passage = pack.fold.fold_passage(text, "text")
    hits = [hit for found in pack.lexicon.find_hits(passage, split_sentences(passage)) for hit in found]
    assert [hit for hit in hits if hit.sense == wrong and hit.entry.table in {"trigger", "group"}] == []
