"""Names that no gazetteer knows, told by where they stand and by being no word of the language.

Why it is hard: most villages are in no gazetteer, and a word that no table knows may be any word at all. So the place
of the word must say that it is one: behind "near", "inside" or a strike's "on", or with the region it lies in behind
it ("X in the governorate of Y", "X, south of Y"), and the word must be no form of a word that news uses.

Known gaps: villages called like ordinary words, where no head noun and no region stands beside them.
"""

from marsad.extraction.setting import Setting
from marsad.grammar.scan import Scan

_REGION_HEADS = ("governorate", "countryside", "district")
_BEFORE = ("inside", "vicinity", "direction", "in_place", "to_place", "from_place", "hosts")
_TALKS = ("talks", "deal", "no_deal", "meet", "proposal")
_NAMED_BY_WORDS = frozenset({"quarter", "camp", "spot"})
_BORROWED = frozenset({"group", "weapon", "countable", "context"})
_PARTICLES = frozenset({"function", "attribution", "speech"})
_ONTO = ("strike", "shell", "raid", "assault", "assault_on", "offensive", "capture", "target", "barrel", "siege")
_AT = ("inside", "vicinity", "direction", "near")
_BOMBED = ("strike", "shell", "siege", "besiege")
_OUT_OF = (
    "flee",
    "flight",
    "displaced",
    "leave",
    "leaving",
    "withdraw",
    "withdrawal",
    "evacuate",
    "evacuation",
    "uproot",
)
_SHORTEST = 3
_LANDS = frozenset({"front", "countryside"})
_LINE_MARKS = frozenset({"-", "–", "—", ":"})


class PlaceShapes:
    """Questions about the surroundings of a token."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def may_name(self, scan: Scan, index: int) -> bool:
        """Whether a token is no word of the language."""
        text = scan.tokens[index].text
        if len(text) < _SHORTEST or not text.isalpha() or text.isascii() or scan.by_first.get(index):
            return False
        if "owned" in scan.token_marks(index):
            return False
        return not self._setting.is_seen(text) and text not in self._setting.pack.place_stopwords

    def may_begin(self, scan: Scan, index: int) -> bool:
        """Whether a name may begin at a token: part of no date, and no adverb by its spelling but behind a head."""
        if any(date.first <= index <= date.last for date in scan.dates):
            return False
        token = scan.tokens[index]
        end = min(token.end + 1, len(scan.passage.folded))
        adverb = scan.passage.words(token.start, end).text.rstrip().endswith(self._setting.pack.adverb_ends)
        return not adverb or (index > 0 and any(hit.last == index - 1 for hit in scan.at(index - 1, "place_head")))

    @staticmethod
    def is_land(scan: Scan, index: int) -> bool:
        """Whether a token behind a plural head is a kind of land: "the villages of the strip", "of the plain"."""
        return any("the" in hit.marks and hit.sense in _LANDS for hit in scan.at(index, "place_head"))

    @staticmethod
    def may_follow(scan: Scan, index: int, blocked: frozenset[int]) -> bool:
        """Whether the next token can be the second word of a name that begins at `index`."""
        after = index + 1
        if after >= len(scan.tokens) or after in blocked or scan.between(index, after).strip():
            return False
        if scan.tokens[after].text[0].isdigit() or any(date.first <= after <= date.last for date in scan.dates):
            return False
        return not any(hit.entry.table in _PARTICLES for hit in scan.by_first.get(after, ()))

    def is_said_of_head(self, scan: Scan, index: int, text: str, head: str) -> bool:
        """Whether a word behind a head looks like its adjective, its verb or another noun: "an area it holds".

        Only indefinite words that news uses are told so, and none with its own region behind it. A head that may be a
        verb joined on ("the valley of", "and led to") has no unknown name.
        """
        marks = self._setting.pack.mark_token(text)
        if "owned" in marks or self._is_joined_verb(scan, index - 1):
            return True
        joined = "and" in marks and self._setting.is_seen(text[len(self._setting.pack.conjunction) :])
        verb = "imperfect" in marks and head != "spot"
        if "the" in marks or not (joined or verb or marks & {"feminine", "suffixed"}):
            return False
        adjective = {"feminine", "adjective"} <= marks
        return self._setting.is_seen(text) and (adjective or not self.is_contained(scan, index))

    def is_construct(self, scan: Scan, index: int, head: str, blocked: frozenset[int]) -> bool:
        """Whether two ordinary words behind a quarter's or a street's head are its name ("the street of X's tower").

        The second word is a definite noun, the first has no particle; behind a street's head, which serves camps and
        barriers too, the first is one that names of places begin with, or a name of persons.
        """
        pack, after = self._setting.pack, index + 1
        if head not in {"quarter", "spot"} or not self.may_follow(scan, index, blocked):
            return False
        text, marks = scan.tokens[index].text, scan.token_marks(index)
        next_marks = scan.token_marks(after)
        if marks & {"the", "and", "by", "for", "adjective", "imperfect", "suffixed"} or "the" not in next_marks:
            return False
        if "adjective" in next_marks or any(date.first <= index <= date.last for date in scan.dates):
            return False
        hits = [hit for at in (index, after) for hit in scan.by_first.get(at, ())]
        if any(hit.entry.table in _PARTICLES | {"trigger", "numeral", "actor_head"} for hit in hits):
            return False
        if head == "quarter":
            return True
        opens = any(scan.at(index, "place_head")) or self._setting.opens_name(text)
        return opens or text in pack.place_stopwords

    @staticmethod
    def _is_joined_verb(scan: Scan, index: int) -> bool:
        """Whether a token may be a verb of causing behind a conjunction, which looks like a head noun."""
        return any("and" in hit.marks and hit.sense == "cause" for hit in scan.at(index, "trigger"))

    def is_borrowed(self, scan: Scan, index: int, head: str | None) -> bool:
        """Whether a definite word behind a quarter's or camp's head is its name ("the quarter of peace")."""
        marks = scan.token_marks(index)
        if head not in _NAMED_BY_WORDS or "the" not in marks or "adjective" in marks:
            return False
        whole = (hit for hit in scan.by_first.get(index, ()) if hit.end == scan.tokens[index].end)
        return all(hit.entry.table in _BORROWED for hit in whole)

    def is_noun(self, scan: Scan, index: int) -> bool:
        """Whether a definite token may be the second half of a name, and is no adjective or plural by its look."""
        return "adjective" not in scan.token_marks(index)

    def stands_inside(self, scan: Scan, index: int) -> bool:
        """Whether what stands right before a token says that a place follows."""
        if not index or scan.between(index - 1, index).strip(' "«(#'):
            return False
        if scan.ending_at(index - 1, "function", "inside", "vicinity", "people_of") is not None:
            return True
        if index < 2:
            return False
        if scan.ending_at(index - 1, "function", "onto") is not None:
            return scan.ending_at(index - 2, "trigger", *_ONTO) is not None
        left = scan.ending_at(index - 1, "function", "from_place") is not None
        return left and scan.ending_at(index - 2, "trigger", *_OUT_OF) is not None

    def is_at(self, scan: Scan, index: int) -> bool:
        """Whether "in", "near", "north of" or a strike's "on" stands right before a token: no mere "from" or "to"."""
        if not index or scan.between(index - 1, index).strip(' "«(#'):
            return False
        if scan.ending_at(index - 1, "function", *_AT) is not None:
            return True
        if scan.ending_at(index - 1, "function", "onto") is not None:
            return index > 1 and scan.ending_at(index - 2, "trigger", *_ONTO) is not None
        definite = "the" in scan.token_marks(index)
        return definite and scan.ending_at(index - 1, "trigger", *_BOMBED) is not None

    @staticmethod
    def is_measured(scan: Scan, index: int) -> bool:
        """Whether a distance is told from here: "30 km from X", "lies from X at 30 km"."""
        of = scan.ending_at(index - 1, "distance", "of") if index > 1 else None
        return of is not None and scan.ending_at(of.first - 1, "distance", "unit", "whole", "lies") is not None

    def is_introduced(self, scan: Scan, index: int) -> bool:
        """Whether a preposition, a direction or a strike stands before a token."""
        return bool(index) and (
            scan.ending_at(index - 1, "function", *_BEFORE) is not None
            or scan.ending_at(index - 1, "trigger", *self._setting.place_taking) is not None
        )

    def names_seat(self, scan: Scan, index: int) -> bool:
        """Whether a capital stands for the town: inside, near or south of it, or hit; else it is its government."""
        seat = ("inside", "vicinity", "direction", "people_of", "hosts", "the_capital")
        if not index or scan.ending_at(index - 1, "function", *seat) is not None:
            return index > 0
        named = index > 1 and scan.ending_at(index - 2, "function", "the_capital") is not None
        if named and any("the" in hit.marks for hit in scan.at(index - 1, "actor")):
            return True
        if self.is_venue(scan, index) or scan.ending_at(index - 1, "trigger", "talks") is not None:
            return True
        onto = scan.ending_at(index - 1, "function", "onto") is not None
        if onto:
            return index > 1 and scan.ending_at(index - 2, "trigger", *_ONTO) is not None
        if scan.ending_at(index - 1, "function", "to_place") is not None:
            return True
        taken = scan.ending_at(index - 1, "trigger", *self._setting.place_taking) is not None
        return taken and not self._takes_object(scan, index)

    def _takes_object(self, scan: Scan, index: int) -> bool:
        """Whether what the act behind which a capital stands is done to follows it: then the capital is who acts."""
        after = max((hit.last for hit in scan.at(index, "capital")), default=index) + 1
        if after >= len(scan.tokens) or scan.between(after - 1, after).strip():
            return False
        marks = scan.token_marks(after)
        if "for" in marks:
            return self._is_place(scan, after)
        head = scan.sense_at(after, "place_head", "area", "settlement", "base")
        return head is not None and not marks & {"and", "the"}

    @staticmethod
    def is_venue(scan: Scan, index: int) -> bool:
        """Whether a token stands right behind talks or a deal, which are called after their town."""
        if not index or scan.between(index - 1, index).strip():
            return False
        return scan.ending_at(index - 1, "trigger", *_TALKS) is not None

    def is_contained(self, scan: Scan, last: int) -> bool:
        """Whether the words right behind a token name the region that it lies in."""
        after = last + 1
        if after >= len(scan.tokens):
            return False
        gap = scan.between(last, after).strip()
        if gap not in {"", "("} | self._setting.pack.list_marks:
            return False
        direction = scan.sense_at(after, "function", "direction")
        if direction is not None:
            if gap == "(":
                return True
            after = direction.last + 1
            return gap == "" and after < len(scan.tokens) and self._is_place(scan, after)
        inside = scan.sense_at(after, "function", "inside", "direction")
        if inside is not None and gap == "":
            at = inside.last + 1
            return at < len(scan.tokens) and (self._is_region(scan, at) or self._is_place(scan, at))
        return self._is_region(scan, after) and (gap != "" or "by" in scan.token_marks(after))

    @staticmethod
    def _is_region(scan: Scan, index: int) -> bool:
        return scan.sense_at(index, "place_head", *_REGION_HEADS) is not None

    def _is_place(self, scan: Scan, index: int) -> bool:
        """Whether a token begins with a name of the gazetteer that is no ordinary word, or with a head noun."""
        if scan.sense_at(index, "place_head", "settlement", "quarter", "camp", *_REGION_HEADS) is not None:
            return True
        pack = self._setting.pack
        for _, stem, article in self._setting.splits(scan.tokens[index].text):
            written = (pack.article if article else "") + stem
            if written in pack.place_stopwords or written in pack.common_words:
                continue
            if any(name.article == article and not name.risky for name in self._setting.names_from(stem)):
                return True
        return False

    @staticmethod
    def heads_report(scan: Scan, first: int, last: int) -> bool:
        """Whether a name opens a sentence and a dash or a colon stands behind it: the place of a field post."""
        return first == 0 and last + 1 < len(scan.tokens) and scan.between(last, last + 1).strip() in _LINE_MARKS

    def opens_line(self, scan: Scan, index: int) -> bool:
        """Whether a token heads a field post ("X: three raids since dawn")."""
        return index == 0 and len(scan.tokens) > 1 and scan.between(0, 1).strip() == ":"
