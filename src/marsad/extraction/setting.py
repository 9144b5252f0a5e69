"""What a reading is made with: the pack, the gazetteer, and small questions asked of both."""

from collections.abc import Iterator

from marsad.grammar.pack import Pack
from marsad.grammar.scan import Scan
from marsad.reference.gazetteer import Gazetteer, Name, PlaceRecord

PLACE_TAKING = (
    "strike",
    "target",
    "capture",
    "place_fall",
    "siege",
    "besiege",
    "raid",
    "enter",
    "assault",
    "withdraw",
    "clash",
    "fall",
    "explosion",
    "suicide",
    "shell",
    "massacre",
    "offensive",
    "riot",
)


class Setting:
    """A pack and a gazetteer, asked together."""

    def __init__(self, pack: Pack, gazetteer: Gazetteer) -> None:
        self.pack = pack
        self.gazetteer = gazetteer
        self.place_taking = PLACE_TAKING
        self._splits: dict[str, tuple[tuple[str, str, bool], ...]] = {}
        self._seen: dict[str, bool] = {}

    def names_from(self, stem: str) -> tuple[Name, ...]:
        """Names that begin with a folded word without its article."""
        return self.gazetteer.names_from(stem)

    def place(self, row: int) -> PlaceRecord:
        """The record of a gazetteer row."""
        return self.gazetteer.place(row)

    def splits(self, text: str) -> tuple[tuple[str, str, bool], ...]:
        """Ways to read a token as clitics, stem and whether the article was written; fewest clitics first."""
        known = self._splits.get(text)
        if known is None:
            if len(self._splits) > 200_000:
                self._splits.clear()
            known = self._splits[text] = tuple(self._split(text))
        return known

    def _split(self, text: str) -> Iterator[tuple[str, str, bool]]:
        pack = self.pack
        for front, stem, article in pack.split_name(text):
            if len(stem) >= 2:
                yield front, stem, article

    def is_word(self, scan: Scan, index: int) -> bool:
        """Whether the token is a word that some table knows, so that it cannot be an unknown name."""
        text = scan.tokens[index].text
        return bool(scan.by_first.get(index)) or text in self.pack.place_stopwords or text in self.pack.common_words

    def is_seen(self, text: str) -> bool:
        """Whether a folded token is a form of a word that the tables or general news know."""
        known = self._seen.get(text)
        if known is None:
            if len(self._seen) > 200_000:
                self._seen.clear()
            pack = self.pack
            known = self._seen[text] = any(
                form in pack.seen_words or form in pack.common_words for form in pack.bare_forms(text)
            )
        return known

    def opens_name(self, text: str) -> bool:
        """Whether a word opens names of two words (mother of, hill of …)."""
        return text in self.pack.name_openers
