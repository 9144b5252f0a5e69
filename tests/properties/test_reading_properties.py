"""What reading promises of any text whatever: words slice back, spelling changes nothing, noise moves nothing."""

import json
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.base.ids import document_id
from marsad.language import split_sentences
from marsad.model.claim import Claim, Reading
from marsad.model.document import Document
from marsad.packs import fold_for
from marsad.pipeline.read import Reader

FOLD = fold_for("ar")
SENTENCES = (
    "قتل ستة مدنيين بينهم امرأة وأربعة أطفال في قصف مدفعي على بلدة كفرنبل.",
    "قال المرصد السوري لحقوق الإنسان إن طائرات حربية قصفت بلدات سراقب وبنش في محافظة إدلب أمس.",
    "شنت طائرات روسية أكثر من 20 غارة على بلدة خان شيخون ليل الأربعاء الخميس.",
    "انفجرت سيارة مفخخة في مدينة جرابلس واقتصرت الأضرار على الماديات.",
    "اغتال مسلحون مجهولون ضابطا في مدينة عدن صباح الثلاثاء.",
    "نفت وزارة الدفاع الروسية قصف بلدة كفرنبل.",
    "نزحت 40 عائلة من بلدة كفرنبل بعد قصف مدفعي منذ 19 حزيران.",
    "توصلت الفصائل وقوات النظام إلى اتفاق لوقف إطلاق النار في مدينة دوما.",
    "هدد الحوثيون بقصف منشآت نفطية في مدينة جدة.",
    "اندلعت حرب أسعار بين شركات الطيران في المنطقة.",
    "هل قصفت الطائرات الحربية بلدة كفرنبل؟",
    "سقطت ثلاث قذائف هاون على حي سكني في مدينة حلب دون وقوع إصابات.",
)
MARKS = ["\u064e", "\u064f", "\u0650", "\u0651", "\u0652", "\u064b", "\u0640", "\u0640\u0640", "\u200d", "\u200e"]
STRANGE = [
    "\u200f",
    "\u202b",
    "\u202c",
    "\ufeff",
    "\u200c",
    "\u00ad",
    "\x00",
    "\U0001f1f8\U0001f1fe",
    "e\u0301",
    "🔴",
    "İ",
    "ß",
]
BLANKS = ["  ", "\u00a0", "\t", "\n", "\r\n", "\u2029"]
SIGNS = ["#", "«", "»", "…", ".", "،", "؛", "٣", "7", "1,5", "\ufefb", "\ufdf2", "\ufe91", "a", "و", "ال"]
NOISE = st.sampled_from([*MARKS, *STRANGE, *BLANKS, *SIGNS])
RARE_BLANKS = (
    "\v\f\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"  # see the fold's own test
)
ANY_TEXT = st.text(st.characters(exclude_characters=RARE_BLANKS, exclude_categories=["Cs"]), max_size=60)
OFTEN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@lru_cache(maxsize=1)
def open_reader() -> Reader:
    return Reader()


def build_document(text: str, title: str | None = None, identity: str | None = None) -> Document:
    own = document_id(title, text)
    return Document(id=identity or own, sha256=own, text=text, title=title, published=date(2018, 7, 6))


def read_text(text: str, title: str | None = None) -> Reading:
    return open_reader().read(build_document(text, title))


def list_spans(part: Any) -> list[dict[str, Any]]:
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


def summary(claims: tuple[Claim, ...]) -> list[Any]:
    """What a claim says, without its words and offsets."""
    return [
        (
            claim.type, claim.status, claim.when.start, claim.when.end, [place.place_id for place in claim.where],
            [(one.outcome, one.group, one.low, one.high, one.kind, one.subset) for one in claim.casualties],
            (claim.count.low, claim.count.high) if claim.count else None,
            [actor.name_en for actor in claim.actors], [source.source_id for source in claim.sources],
        )
        for claim in claims
    ]  # fmt: skip


@st.composite
def noisy_texts(draw: st.DrawFn) -> str:
    """Sentences in any mixture, with characters of all kinds between their letters."""
    text = " ".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4)))
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(NOISE) + text[at:]
    return text


@OFTEN
@given(text=noisy_texts(), title=st.none() | noisy_texts())
def test_words_of_all_claims_and_refusals_slice_back(text: str, title: str | None) -> None:
    printed = json.loads(msgspec.json.encode(read_text(text, title)))
    fields = {"text": text, "title": title or ""}
    for span in list_spans([printed["claims"], printed["refusals"]]):
        start, end = span.get("text_start", span.get("start")), span.get("text_end", span.get("end"))
        assert fields[span["field"]][start:end] == span["text"]
        assert start < end


@OFTEN
@given(sentence=st.sampled_from(SENTENCES), places=st.lists(st.tuples(st.integers(0, 200), st.sampled_from(MARKS))))
def test_marks_and_tatweel_change_no_claim(sentence: str, places: list[tuple[int, str]]) -> None:
    marked = sentence
    for at, mark in places:
        place = at % len(marked)
        if marked[place].isalpha() and place + 1 < len(marked) and marked[place + 1].isalpha():
            marked = marked[: place + 1] + mark + marked[place + 1 :]
    assert summary(read_text(marked).claims) == summary(read_text(sentence).claims)


@OFTEN
@given(sentence=st.sampled_from(SENTENCES), choice=st.randoms(use_true_random=False))
def test_hamza_and_final_letters_change_no_claim(sentence: str, choice: Any) -> None:
    """Alef with and without hamza, final ya and alef maqsura, digits of both kinds."""
    table = {"أ": "اأ", "إ": "اإ", "آ": "اآ", "ى": "ىي", "2": "2٢۲", "4": "4٤۴", "0": "0٠۰", "1": "1١", "9": "9٩"}
    spelt = "".join(choice.choice(table.get(letter, letter)) for letter in sentence)
    assert summary(read_text(spelt).claims) == summary(read_text(sentence).claims)


@OFTEN
@given(sentence=st.sampled_from(SENTENCES), blank=st.sampled_from(["  ", "\u00a0", " \u200f", "\t", "\u200e "]))
def test_kind_of_blank_changes_no_claim(sentence: str, blank: str) -> None:
    assert summary(read_text(sentence.replace(" ", blank)).claims) == summary(read_text(sentence).claims)


@settings(max_examples=150, deadline=None)
@given(text=ANY_TEXT | noisy_texts())
def test_fold_of_a_fold_is_the_same(text: str) -> None:
    once = FOLD.fold_passage(text, "text").folded
    assert FOLD.fold_passage(once, "text").folded == once
    assert FOLD.fold_words(FOLD.fold_words(text)) == FOLD.fold_words(text)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60) | noisy_texts())
def test_every_token_leads_back_to_its_characters(text: str) -> None:
    passage = FOLD.fold_passage(text, "text")
    last = 0
    for sentence in split_sentences(passage):
        for token in sentence.tokens:
            words = passage.words(token.start, token.end)
            assert text[words.start : words.end] == words.text
            assert last <= words.start < words.end
            last = words.end if passage.offsets is None else words.start


@OFTEN
@given(text=noisy_texts(), others=st.lists(noisy_texts(), max_size=2))
def test_reading_depends_on_its_document_alone(text: str, others: list[str]) -> None:
    first = msgspec.json.encode(read_text(text))
    for other in others:
        read_text(other)
    assert msgspec.json.encode(read_text(text)) == first


@OFTEN
@given(text=noisy_texts())
def test_claim_ids_are_distinct_and_of_their_document(text: str) -> None:
    claims = read_text(text).claims
    ids = {claim.id for claim in claims}
    assert len(ids) == len(claims)
    moved = open_reader().read(build_document(text, identity="other")).claims
    assert ids.isdisjoint({claim.id for claim in moved})
    assert summary(moved) == summary(claims)


ACTS = st.sampled_from(["قصف", "استهداف", "اقتحام"])
DENIALS = st.sampled_from(["نفى الجيش", "نفت وزارة الدفاع", "ونفى متحدث باسم الجيش"])


@OFTEN
@given(act=ACTS, denial=DENIALS, town=st.sampled_from(["كفرنبل", "سراقب", "بنش"]))
def test_denial_leaves_no_claim_that_occurred(act: str, denial: str, town: str) -> None:
    """The other half of "spelling changes nothing": a word of denial does."""
    claims = read_text(f"{denial} {act} بلدة {town} أمس ومقتل ستة مدنيين فيها.").claims
    assert {claim.status for claim in claims} <= {"denied"}


def test_sentences_of_the_properties_tell_something() -> None:
    """A property over texts that give nothing would hold of anything."""
    silent = [sentence for sentence in SENTENCES if not read_text(sentence).claims]
    assert silent == [SENTENCES[9], SENTENCES[10]]


@OFTEN
@given(text=noisy_texts())
def test_figures_are_ranges_in_order(text: str) -> None:
    for claim in read_text(text).claims:
        for figure in (*claim.casualties, *([claim.count] if claim.count else [])):
            assert figure.low is not None or figure.high is not None
            assert figure.low is None or figure.high is None or 0 <= figure.low <= figure.high
        assert claim.when.start is None or claim.when.end is None or claim.when.start <= claim.when.end
        for place in claim.where:
            assert (place.lat is None) == (place.lon is None)
            assert place.precision not in {"country", "governorate", "region"} or place.lat is None
        assert 0 <= claim.confidence <= 1
