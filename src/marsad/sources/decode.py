"""Bytes to characters, for files that do not say how they are encoded.

Hard because Arabic sites and archives of the last thirty years used two one-byte encodings beside UTF-8, and their
letters overlap: read with the wrong one, the article and the letters up to dad still look right while lam becomes an
accented Latin letter. The order is: byte-order mark, UTF-8, the page's own declaration, then windows-1256 or
ISO-8859-6, whichever gives plausible Arabic. A guess that is not plausible is refused, never kept.

Known gaps: UTF-16 without a byte-order mark, MacArabic and the DOS code pages are refused; a word or two of another
one-byte script may pass for Arabic.
"""

import codecs
import re

from marsad.base.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("windows-1256", "iso8859-6")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes; browsers look into the first 1024, Arabic templates often put scripts before it
_WESTERN = ("iso8859-1", "iso8859-15", "cp1252")
_SAMPLE = 20_000  # characters that a guess is judged by

_LETTER = re.compile(r"[\u0621-\u063a\u0641-\u064a]")
_PLAIN = re.compile(r"[\u0600-\u06ff\u00a0\u00ab\u00bb\u2010-\u2026]")  # what Arabic prose has beyond ASCII
_ARTICLE = re.compile(r"\b\u0627\u0644[\u0621-\u064a]")  # alef lam: every second or third word of Arabic news
# Alef, lam, yeh, meem, noon, waw, reh, teh, heh, beh, dal, ain, seen, feh: four letters of five in Arabic news.
_COMMON = re.compile(r"[\u0627\u0644\u064a\u0645\u0646\u0648\u0631\u062a\u0647\u0628\u062f\u0639\u0633\u0641]")
_WORD = re.compile(r"[\u0621-\u0652]+")
# A vowel sign without a letter, or an accented Latin letter grown together with an Arabic one: the wrong reading.
_WRONG = re.compile(
    r"(?<![\u0621-\u0652])[\u064b-\u0652]|[\u0621-\u0652][\u00c0-\u017f]|[\u00c0-\u017f][\u0621-\u0652]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARK = re.compile(r"[\u064b-\u0652]")  # vowel signs, rare in news; lam to yeh of one encoding fall on them in another


def decode_bytes(content: bytes, *, declared: bool = False) -> str:
    """Characters of a file, without its byte-order mark and otherwise unaltered (CRLF is kept).

    `declared` looks for an HTML declaration of the character set. Raises InputError when no reading is plausible.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_as(content[len(mark) :], encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        first_bad = error.start
    named = _find_declared(content) if declared else None
    if named is not None and named not in _WESTERN:
        return _decode_as(content, named)
    guess = _find_plausible(content)  # before a Western claim: templates carry one that nobody chose
    if guess is None and named is not None:
        return _decode_as(content, named)
    if guess is None:
        raise InputError(
            f"unreadable encoding: byte {first_bad + 1} is not UTF-8, and windows-1256 or ISO-8859-6 give no "
            "plausible Arabic; save it as UTF-8"
        )
    return content.decode(guess)


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"unreadable encoding: it says {encoding.upper()}, but byte {error.start + 1} is not; save it as UTF-8"
        ) from error


def _find_declared(content: bytes) -> str | None:
    """The encoding a page declares, by Python's name; a wrong claim of UTF-8 counts as none."""
    found = _DECLARED.search(content, 0, _DECLARED_WITHIN)
    if found is None:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    return None if name.startswith(("utf", "ascii")) else name


def _find_plausible(content: bytes) -> str | None:
    best: tuple[float, str] | None = None
    for encoding in _GUESSES:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _measure_arabic(text[:_SAMPLE])
        if score is not None and (best is None or score > best[0]):
            best = (score, encoding)
    return None if best is None else best[1]


def _measure_arabic(text: str) -> float | None:
    """How Arabic a guess looks (higher is better), or `None` where it does not at all."""
    beyond_ascii = sum(not character.isascii() for character in text)
    letters = len(_LETTER.findall(text))
    if letters < 2 or _CONTROL.search(text) or 100 * len(_WRONG.findall(text)) > letters:
        return None
    plain = len(_PLAIN.findall(text)) / beyond_ascii
    marks = len(_MARK.findall(text)) / letters
    words = _WORD.findall(text)
    mean_length = letters / max(1, len(words))
    common = len(_COMMON.findall(text)) / letters
    if plain < 0.9 or marks > 1.3 or common < 0.4 or not 1.5 <= mean_length <= 15:
        return None
    return plain - marks + 2 * common + len(_ARTICLE.findall(text)) / len(words)
