"""Words that a writer broke, stretched or ran together are made whole before anything is looked up.

Why it is hard: posts write "قص.ف" and "الصار.وخ" to pass a platform's filter, old converters ran words together
("الأممالمتحدة", "مدينةدرعا"), and the same dot is a full stop without its blank ("بجروح.وقتل"). So letters are joined
only where the whole is a word that the tables know and a piece of it is none, and parted only where the pieces are.

Every character that stays keeps its place in the original; what is dropped or put in moves nothing else.
Known gaps: letters replaced by digits or Latin ones, letters parted by blanks, fused words without the article or a
letter that only ends words.
"""

import re
from bisect import bisect_left

from marsad.grammar.pack import Pack
from marsad.model.passage import Passage

_LETTER = r"[^\W\d_]"
_STRETCHED = re.compile(r"([^\W\d_])\1\1+")
_BREAK = r"(?:[^\w\s«»()\[\]\"',;:\u060c]|_|\x1f)"
_BROKEN = re.compile(rf"{_LETTER}+(?:{_BREAK}{{1,2}}{_LETTER}+)+")
_HINT = re.compile(rf"{_BREAK}{_LETTER}")
_PIECE = re.compile(rf"{_LETTER}+")
_ENDING = re.compile(rf"{_LETTER}+$")
_LEAST_RIGHT, _LEAST_WHOLE, _MOST_PIECES, _REACH = 3, 3, 8, 40
_VEIL = "\x1f"

Edit = tuple[int, int, str]


def mend_passage(passage: Passage, pack: Pack) -> Passage:
    """The passage with broken, stretched and fused words mended; itself where there are none."""
    edits = _stretched(passage)
    edits += _broken(passage, pack)
    edits += _run_together(passage, pack)
    return _apply(passage, sorted(edits)) if edits else passage


def _stretched(passage: Passage) -> list[Edit]:
    """One letter written three times or more; letters that only fold alike are letters of the word."""
    edits: list[Edit] = []
    for found in _STRETCHED.finditer(passage.folded):
        written = passage.words(found.start(), found.end()).text
        if len(set(written)) == 1:
            edits.append((found.start() + 1, found.end(), ""))
    return edits


def _broken(passage: Passage, pack: Pack) -> list[Edit]:
    """Deletions of what stands between the pieces of a broken word."""
    folded = _veil_stretched_blanks(passage, pack.stretch)
    edits: list[Edit] = []
    done = 0
    for hint in _HINT.finditer(folded):
        start = hint.start()
        while start > max(done, hint.start() - _REACH) and not folded[start - 1].isspace():
            start -= 1
        run = _BROKEN.search(folded, max(start, done), hint.end() + _REACH)
        if hint.start() < done or run is None:
            continue
        done = run.end()
        pieces = [found.span() for found in _PIECE.finditer(folded, run.start(), run.end())]
        at = 0
        while at < len(pieces):
            last = _longest_word(folded, pieces, at, pack)
            edits += [(pieces[step][1], pieces[step + 1][0], "") for step in range(at, last)]
            at = last + 1
    return edits


def _longest_word(folded: str, pieces: list[tuple[int, int]], first: int, pack: Pack) -> int:
    """The last of the pieces that make one known word with the first; the first itself where none do."""
    texts = [folded[start:end] for start, end in pieces[first : first + _MOST_PIECES]]
    for count in range(len(texts), 1, -1):
        whole = "".join(texts[:count])
        if (
            len(whole) >= _LEAST_WHOLE
            and pack.lexicon.knows(whole)
            and not all(_is_word(piece, pack) for piece in texts[:count])
        ):
            return first + count - 1
    return first


def _veil_stretched_blanks(passage: Passage, stretch: str) -> str:
    """The folded text with a mark for each blank beside a stretching stroke ("قصـ ـف"): no word ends in one."""
    if passage.offsets is None or stretch not in passage.original:
        return passage.folded
    letters = list(passage.folded)
    for found in re.finditer(f"{stretch} +{stretch}*| +{stretch}", passage.original):
        at = bisect_left(passage.offsets, passage.original.index(" ", found.start()))
        if at < len(letters) and letters[at] == " ":
            letters[at] = _VEIL
    return "".join(letters)


def _run_together(passage: Passage, pack: Pack) -> list[Edit]:
    """Blanks to put between two words written as one."""
    edits: list[Edit] = []
    folded = passage.folded
    ends = re.compile(f"[{pack.word_ends}](?={_LETTER})")
    if ends.search(passage.original):
        edits += _behind_word_ends(passage, ends, pack)
    for found in re.finditer(rf"(?<=\w\w\w){pack.article}(?=\w\w\w)", folded):
        at = found.start()
        left = _ENDING.search(folded, max(0, at - _REACH), at)
        right = _PIECE.match(folded, at)
        if left is None or right is None or left.group() in pack.front_marks:
            continue
        whole = left.group() + right.group()
        if not (whole in pack.seen_words or _is_word(whole, pack)) and all(
            _is_word(part.group(), pack) for part in (left, right)
        ):
            edits.append((at, at, " "))
    return edits


def _behind_word_ends(passage: Passage, ends: "re.Pattern[str]", pack: Pack) -> list[Edit]:
    edits: list[Edit] = []
    folded = passage.folded
    for found in ends.finditer(passage.original):
        at = found.end() if passage.offsets is None else bisect_left(passage.offsets, found.end())
        left = _ENDING.search(folded, max(0, at - _REACH), at)
        right = _PIECE.match(folded, at)
        if left and right and len(right.group()) >= _LEAST_RIGHT and _is_word(left.group(), pack):
            edits.append((at, at, " "))
    return edits


def _is_word(text: str, pack: Pack) -> bool:
    return len(text) > 1 and (text in pack.common_words or pack.lexicon.knows(text))


def _apply(passage: Passage, edits: list[Edit]) -> Passage:
    folded, offsets = passage.folded, passage.offsets or tuple(range(len(passage.folded)))
    out: list[str] = []
    places: list[int] = []
    done = 0
    for start, end, put in edits:
        if start < done:
            continue
        out.append(folded[done:start] + put)
        places += [*offsets[done:start], *([offsets[start]] * len(put))]
        done = end
    out.append(folded[done:])
    places += offsets[done:]
    return Passage(field=passage.field, original=passage.original, folded="".join(out), offsets=tuple(places))
