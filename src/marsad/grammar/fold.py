"""One declared fold from written text to the form that tables are looked up in.

Why it is hard: Arabic is written with and without vowel marks, hamzas, tatweel and invisible direction marks, and
a figure is wrong the moment its words cannot be found again in the report. So the fold changes letters one for one
where it can, and where it must delete or expand it returns, for each folded character, where it stood.

Known gap: letters of neighbouring languages are folded only as far as the table says.
"""

import re
import tomllib
import unicodedata
from pathlib import Path

from marsad.base.errors import PackError
from marsad.model.passage import Passage
from marsad.model.span import Field

_PRESENTATION = r"\ufb50-\ufdff\ufe70-\ufefe"


class Fold:
    """The fold of one language: letters to letters, characters to drop, runs of blanks to one blank."""

    def __init__(self, letters: dict[str, str], dropped: str) -> None:
        """`letters` maps single characters; `dropped` is the inside of a character class of a regular expression."""
        table = {ord(source): target for source, target in letters.items()}
        for code in range(0x41, 0x5B):
            table[code] = chr(code + 0x20)
        for blank in "\t\v\f\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000":
            table[ord(blank)] = " "
        table[ord("\r")] = "\n"
        table[0x2028] = table[0x2029] = "\n"
        self._table = table
        self._dropped = re.compile(f"[{dropped}]")
        self._presented = re.compile(f"[{_PRESENTATION}]")
        self._slow = re.compile(f"[{dropped}{_PRESENTATION}]|[ \t\v\f\u00a0\u2000-\u200a\u202f\u3000]{{2}}")
        self._blanks = re.compile(r"[^\w\n]+")

    @classmethod
    def read_file(cls, path: Path) -> "Fold":
        """Load `orthography.toml`: a table `letters` and a string `dropped`. Raises PackError."""
        try:
            declared = tomllib.loads(path.read_text(encoding="utf-8"))
            return cls(letters=declared["letters"], dropped=declared["dropped"])
        except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
            message = f"{path}: the orthography cannot be read ({error}); it needs [letters] and dropped"
            raise PackError(message) from error

    def fold_passage(self, text: str, field: Field) -> Passage:
        """Fold a field of a document, keeping the way back."""
        if self._slow.search(text) is None:
            return Passage(field=field, original=text, folded=text.translate(self._table), offsets=None)
        out: list[str] = []
        offsets: list[int] = []
        table, dropped = self._table, self._dropped
        blank = False
        for at, character in enumerate(text):
            if dropped.match(character):
                continue
            code = ord(character)
            if 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFE:
                expanded = unicodedata.normalize("NFKC", character)
            else:
                expanded = character
            for letter in expanded:
                if dropped.match(letter):
                    continue
                folded = table.get(ord(letter), letter)
                if folded == " " and blank:
                    continue
                blank = folded == " "
                out.append(folded)
                offsets.append(at)
        return Passage(field=field, original=text, folded="".join(out), offsets=tuple(offsets))

    def fold_plain(self, text: str) -> str:
        """The folded text alone, where nobody needs the way back: much faster for vocalised texts."""
        bare = self._dropped.sub("", text)
        if self._presented.search(bare) is not None:
            expanded = self._presented.sub(lambda found: unicodedata.normalize("NFKC", found[0]), bare)
            bare = self._dropped.sub("", expanded)
        return bare.translate(self._table)

    def fold_words(self, text: str) -> str:
        """Fold a name or table form: marks dropped, everything but letters and digits one blank, ends trimmed."""
        folded = self.fold_passage(text, "text").folded
        return self._blanks.sub(" ", folded).strip()
