"""Nouns for people: which one stands at a token, how many it means by itself, and when it is no victim.

Why it is hard: without vowel marks a dual is a plural, armed men beside a verb are its subject as often as its object,
a speaker or a rank looks like a victim, and "others" or "mothers" are people only in their place.

Known gaps: victims listed by name.
"""

import msgspec

from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan

_SENSES = {
    "killed": (
        "kill", "killing", "die", "dead", "body", "assassinate", "assassination", "execute", "execution", "behead",
        "snipe", "find_body", "meet_death", "pass_away", "fall", "place_fall", "carry_off",
    ),
    "injured": ("injure", "wounding", "wounded", "stab", "rape", "run_over"),
    "killed_or_injured": ("casualty_pair",),
    "detained": ("arrest", "hold"),
    "abducted": ("abduct", "abduction"),
    "missing": ("missing", "disappear"),
    "displaced": ("leave", "flee", "flight", "run", "arrive", "displaced", "evacuate", "evacuation", "uproot"),
    "released": ("release",),
}  # fmt: skip
OUTCOME = {sense: outcome for outcome, senses in _SENSES.items() for sense in senses}
_NOUN_OUTCOME = {"dead", "body", "wounded", "displaced", "casualty_pair", "captive", "missing", "wounding"}
_HELD = {"captive", "displaced"}
_ARMED = {"fighter", "soldier", "police"}
_CUSTODY = {"abducted", "detained"}
_BEFALLEN = _CUSTODY | {"killed", "injured", "missing"}
_PREDICATE, _FUNERAL, _DOUBT = 5, 8, 7
_INNER_MARKS = ' "«»()[]'
_BLOWS = (
    "strike",
    "raid",
    "shell",
    "barrel",
    "hit",
    "explosion",
    "device",
    "clash",
    "offensive",
    "suicide",
    "shooting",
)
_BRINGING_IN = ("fall", "cause", "find_body", "toll", "killing", "place_fall", "kill")


class Lows(msgspec.Struct, frozen=True):
    """What a noun's form means: the least of a plural (of the dead or wounded, of a group of people), sure duals."""

    harmed: int
    people: int
    dual_ends: tuple[str, ...] = ()


def find_noun(scan: Scan, index: int, *, groups_only: bool = False) -> Hit | None:
    """The longest noun for people at a token; a group wins over a captive or displaced one of its length."""
    best: Hit | None = None
    for hit in scan.by_first.get(index, ()):
        table = hit.entry.table
        if table != "group" and (groups_only or not _is_outcome_noun(hit)):
            continue
        if hit.entry.features.get("construct") and not hit.after:
            continue
        if best is None or hit.last > best.last or (hit.last == best.last and _outdoes(hit, best)):
            best = hit
    return best


def read_meaning(noun: Hit) -> tuple[str, str | None]:
    """The group and the outcome that a noun states by itself."""
    return ("person", OUTCOME.get(noun.sense)) if noun.entry.table == "trigger" else (noun.sense, None)


class NounJudge:
    """Judges the nouns for people of one scan."""

    def __init__(self, scan: Scan, lows: Lows) -> None:
        """`lows` tells the least that a plural without a number means."""
        self._scan = scan
        self._lows = lows
        self._in_number = {at for mention in scan.numbers for at in range(mention.first, mention.last + 1)}
        self._numbers = {mention.first: mention for mention in scan.numbers}

    def counts(self, noun: Hit) -> bool:
        """Whether a noun that no number counts may tell of victims."""
        size = noun.entry.features.get("number")
        group, outcome = read_meaning(noun)
        return not (
            self._is_scarce(noun)
            or (noun.after and not self.is_own(noun, size))
            or self._is_agent(noun, group, size)
            or self._is_place(noun)
            or self._is_hand(noun, group, size)
            or self._is_speaker(noun)
            or self.is_negated(noun.first)
            or (outcome is not None and (self._is_told_off(noun) or not self._introduced(noun)))
        )

    def is_negated(self, index: int) -> bool:
        """Whether a negation reaches a word that no number counts: "دون أن يوقع ضحايا"."""
        for at in range(index - 1, max(-1, index - 5), -1):
            if self._scan.sense_at(at, "function", "negation") is not None:
                return True
            if self._scan.is_joined(at):
                return False
        return False

    def is_harm(self, noun: Hit) -> bool:
        """Whether a plural of wounding tells of people hurt, and not of hits ("إصابات مباشرة في صفوف العدو")."""
        if noun.entry.features.get("number") != "pl" or noun.after or "the" in noun.marks:
            return False
        if any(hit.first <= noun.first <= hit.last for hit in self._scan.with_sense("function", "no_casualties")):
            return False
        before = range(max(0, noun.first - _DOUBT), noun.first)
        if any(self._scan.sense_at(at, "function", "negation", "no_news") is not None for at in before):
            return False
        return self._scan.sense_at(noun.first, "context", "direct_hit") is None

    def is_in_toll(self, noun: Hit) -> bool:
        """The dead of "the number of the dead" are no figure of their own."""
        return (
            any(hit.first < noun.first <= hit.last for hit in self._scan.with_sense("trigger", "toll"))
            or self._scan.ending_at(noun.first - 1, "trigger", "toll", "rise") is not None
        )

    def amount(self, noun: Hit, size: str | None) -> tuple[int, int | None, str] | None:
        """The range that a noun without a number means; None where it counts nobody."""
        definite = "the" in noun.marks
        least = self._lows.harmed if noun.entry.table == "trigger" else self._lows.people
        some: tuple[int, int | None, str] = (least, None, "vague")
        if noun.sense == "casualty_pair" or self._joins_the_dead(noun):
            return some
        if size in {"dual", "pl"} and self._sizes(noun) >= {"dual", "pl"}:
            return self._dual_or_plural(noun, definite=definite)
        if size == "dual":
            return 2, 2, "exact"
        if definite:
            return (1, 1, "exact") if size == "sg" and self._is_fallen(noun) else None
        return {"sg": (1, 1, "exact"), "pl": some}.get(size or "")

    def _joins_the_dead(self, noun: Hit) -> bool:
        """The wounded joined to some of the dead: "عدد من القتلى والمصابين"."""
        if noun.sense != "wounded" or not noun.marks >= {"and", "the"} or noun.first == 0:
            return False
        return any("the" in hit.marks and hit.sense == "dead" for hit in self._scan.at(noun.first - 1, "trigger"))

    def _is_fallen(self, noun: Hit) -> bool:
        """One person with the article right behind the word for what became of him: "مقتل القيادي", "أصيب الطفل"."""
        if noun.entry.table != "group" or noun.after:
            return False
        at = noun.first - 1
        return self._befell(at) or any(
            hit.last == at and self._befell(hit.first - 1, active=True)
            for first in range(max(0, at - 2), at + 1)
            for hit in self._scan.by_first.get(first, ())
            if hit.entry.table in {"actor", "actor_head"}
        )

    def _befell(self, at: int, *, active: bool = False) -> bool:
        """Whether a word for what became of people ends at a token; `active`: a verb, with who did it behind it."""
        return any(
            hit.last == at
            and OUTCOME.get(hit.sense) in _BEFALLEN
            and not hit.after
            and (not active or hit.entry.features.get("pos") == "verb")
            for hit in self._scan.at(at, "trigger")
        )

    def is_own(self, noun: Hit, size: str | None) -> bool:
        """A relative by pronoun counts right behind an outcome word or joined to a victim: "مقتل حارسه", "وزوجته"."""
        if size == "pl" or noun.first == 0 or noun.entry.table != "group":
            return False
        return "and" in noun.marks or any(
            hit.sense in OUTCOME and hit.last == noun.first - 1 for hit in self._scan.at(noun.first - 1, "trigger")
        )

    def _dual_or_plural(self, noun: Hit, *, definite: bool) -> tuple[int, int | None, str] | None:
        """A form that is both: two where "two" stands behind it, else two or more."""
        two = self._numbers.get(noun.last + 1)
        if two is not None and two.low == 2:
            return 2, 2, "exact"
        nations = (hit.entry.features for hit in self._scan.at(noun.last + 1, "actor"))
        if any(nation.get("kind") == "adjective" and nation.get("number") == "dual" for nation in nations):
            return 2, 2, "exact"  # "فتيان فلسطينيان"
        if self._scan.passage.words(noun.start, noun.end).text.endswith(self._lows.dual_ends):
            return 2, 2, "exact"
        return None if definite else (2, None, "vague")

    def _sizes(self, noun: Hit) -> set[str]:
        """All readings of a form's number: without vowel marks a dual may be a plural."""
        return {
            hit.entry.features.get("number", "")
            for table in {"group", noun.entry.table}
            for hit in self._scan.at(noun.first, table)
            if (hit.start, hit.end) == (noun.start, noun.end)
        }

    def _is_scarce(self, noun: Hit) -> bool:
        """A word that is seldom a person counts only where a relative is joined to it: "أم وأطفالها"."""
        if self._scan.sense_at(noun.first, "context", "seldom_person") is None:
            return False
        at = noun.last + 1
        while (joined := next((hit for hit in self._scan.at(at, "group") if "and" in hit.marks), None)) is not None:
            if joined.after:
                return False
            at = joined.last + 1
        return not any("and" in hit.marks for hit in self._scan.at(noun.last + 1, "numeral"))

    def _is_place(self, noun: Hit) -> bool:
        """Nobody stands inside a victim: a word like "farms" that may be "a farmer" is read as the place."""
        inside = self._scan.ending_at(noun.first - 1, "function", "in_place")
        return inside is not None and self._scan.sense_at(inside.first, "function", "against") is None

    def _is_hand(self, noun: Hit, group: str, size: str | None) -> bool:
        """Armed men by whose hand it was done are no victims: "على يد مسلحين"."""
        if group not in _ARMED or size == "sg":
            return False
        return self._scan.ending_at(noun.first - 1, "function", "agent") is not None

    def _is_speaker(self, noun: Hit) -> bool:
        """One who speaks or whose word is quoted is no victim, and a rank is no person."""
        scan, before = self._scan, noun.first - 1
        return (
            any(hit.last == before for hit in scan.at(before, "speech"))
            or scan.ending_at(before, "attribution", "according_to") is not None
            or scan.sense_at(before, "function", "rank") is not None
        )

    def has_object(self, last: int) -> bool:
        """Whether counted people follow right behind a token, unjoined: "قتل انتحاري 29 شخصا" tells of a doer."""
        number = self._numbers.get(last + 1)
        if number is None or self._scan.is_joined(last + 1) or self._scan.between(last, last + 1).strip():
            return False
        if any(hit.before for hit in self._scan.at(last + 1, "numeral")):
            return False
        return number.last + 1 < len(self._scan.tokens) and find_noun(self._scan, number.last + 1) is not None

    def is_doer(self, noun: Hit) -> bool:
        """Whether a noun stands right behind a verb, as its subject."""
        before = noun.first - 1
        return before >= 0 and any(
            hit.last == before and hit.entry.features.get("pos") == "verb" for hit in self._scan.at(before, "trigger")
        )

    def _is_agent(self, noun: Hit, group: str, size: str | None) -> bool:
        """Uncounted armed men beside an active verb are its subject, not its victims: "خطف مسلحون", "مسلحين خطفوا"."""
        if noun.first and not noun.after and self._scan.ending_at(noun.first - 1, "trigger", "find_body") is not None:
            return True
        if self._harms_counted(noun):
            return True
        if group not in _ARMED or size == "sg" or noun.first == 0:
            return False
        if any(self._acts(hit) for hit in self._scan.at(noun.last + 1, "trigger") if not hit.marks & {"and", "so"}):
            return True
        verbs = [
            hit
            for hit in self._scan.at(noun.first - 1, "trigger")
            if hit.last == noun.first - 1 and hit.entry.features.get("pos") == "verb" and hit.sense != "die"
        ]
        if any(hit.sense in OUTCOME and hit.entry.features.get("number") == "pl" for hit in verbs):
            return False
        return bool(verbs) and (size == "pl" or all(hit.sense not in OUTCOME for hit in verbs))

    def _harms_counted(self, noun: Hit) -> bool:
        """One who harms so many: "قتل انتحاري 29 شخصا", "انتحاري يقتل 29 شخصا"."""
        if self.has_object(noun.last) and self.is_doer(noun):
            return True
        verbs = (hit for hit in self._scan.at(noun.last + 1, "trigger") if hit.entry.features.get("pos") == "verb")
        return any(hit.sense in OUTCOME and not hit.before and self.has_object(hit.last) for hit in verbs)

    def _acts(self, hit: Hit) -> bool:
        """A verb behind armed men that takes people or has one for its object is theirs."""
        if hit.entry.features.get("pos") != "verb":
            return False
        if OUTCOME.get(hit.sense) in _CUSTODY or hit.after or hit.sense not in OUTCOME:
            return True
        return find_noun(self._scan, hit.last + 1, groups_only=True) is not None or hit.last + 1 in self._in_number

    def _is_rest(self, noun: Hit) -> bool:
        """Those that a part is taken of: "three of the wounded"."""
        return "the" in noun.marks and self._scan.sense_at(noun.first - 1, "function", "partitive") is not None

    def _is_predicate(self, noun: Hit) -> bool:
        """What became of one who is named before: "فأرداها قتيلة", "أردوا شابا قتيلا"."""
        if noun.sense != "dead" or noun.entry.features.get("number") == "pl" or noun.before:
            return False
        return any(
            hit.sense == "kill" and hit.entry.features.get("pos") == "verb" and (hit.after or at < noun.first - 1)
            for at in range(max(0, noun.first - _PREDICATE), noun.first)
            for hit in self._scan.at(at, "trigger")
        )

    def _is_told_off(self, noun: Hit) -> bool:
        return self._is_rest(noun) or self._is_predicate(noun)

    def _introduced(self, noun: Hit) -> bool:
        """An uncounted dead or wounded one counts where a word brings it in, or where the sentence opens with it."""
        if noun.first <= 1 or self._scan.between(noun.first - 1, noun.first).strip().endswith(":"):
            return True
        if self._opens_clause(noun) or self._scan.ending_at(noun.first - 1, "telling", "happens") is not None:
            return True
        if any(noun.first - _FUNERAL <= hit.first < noun.first for hit in self._scan.with_sense("trigger", "bury")):
            return False
        for at in range(max(0, noun.first - 5), noun.first):
            if (
                at in self._in_number
                or self._scan.sense_at(at, "trigger", *_BRINGING_IN) is not None
                or self._scan.sense_at(at, "function", "result", "subset") is not None
            ):
                return True
        return False

    def _opens_clause(self, noun: Hit) -> bool:
        """Headlines and posts add the harm without a verb: "قصف على السوق، شهيدان وجرحى"."""
        if noun.after or not noun.marks.isdisjoint(("the", "by", "for")):
            return False
        joined = "and" in noun.marks and (noun.entry.features.get("number") == "dual" or noun.sense == "wounding")
        parted = bool(self._scan.between(noun.first - 1, noun.first).strip(_INNER_MARKS))
        return (joined or parted) and any(hit.last < noun.first for hit in self._scan.with_sense("trigger", *_BLOWS))


def _outdoes(hit: Hit, best: Hit) -> bool:
    if hit.entry.table == best.entry.table == "group":
        return bool(hit.after) and not best.after and hit.entry.features == best.entry.features
    return hit.entry.table == "group" and best.entry.table == "trigger" and best.sense in _HELD


def _is_outcome_noun(hit: Hit) -> bool:
    return hit.entry.table == "trigger" and hit.sense in _NOUN_OUTCOME and hit.entry.features.get("pos") == "noun"
