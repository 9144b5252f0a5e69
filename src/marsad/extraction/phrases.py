"""Noun phrases that count people: "خمسة مدنيين", "ثلاثة من جنوده", "طفلان", and a bare "ستة" behind an outcome word.

Why it is hard: the number may be a word, a dual or a singular noun, two readings of one form differ in number, and
times, ages, distances, money and things look the same as people.

Known gaps: victims listed by name.
"""

import msgspec

from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import NumberMention, Scan

_SENSES = {
    "killed": (
        "kill", "killing", "die", "dead", "body", "assassinate", "assassination", "execute", "execution", "behead",
        "snipe", "find_body", "meet_death", "pass_away",
    ),
    "injured": ("injure", "wounding", "wounded", "stab", "rape", "run_over"),
    "killed_or_injured": ("casualty_pair",),
    "detained": ("arrest", "hold"),
    "abducted": ("abduct", "abduction"),
    "missing": ("missing", "disappear"),
    "displaced": ("leave", "flee", "flight", "displaced", "evacuate", "evacuation"),
    "released": ("release",),
}  # fmt: skip
OUTCOME = {sense: outcome for outcome, senses in _SENSES.items() for sense in senses}
_NOUN_OUTCOME = {"dead", "body", "wounded", "displaced", "casualty_pair", "captive", "missing", "wounding"}
_HELD = {"captive", "displaced"}
_NO_DIRECT = {"dead", "wounded"}
_SPECIFIC = {"civilian", "child", "woman"}
_BRINGING_IN = ("fall", "cause", "find_body", "toll", "killing", "capture", "kill")


class Phrase(msgspec.Struct):
    """A noun phrase that counts people: number, head noun, tokens."""

    first: int
    last: int
    low: int | None
    high: int | None
    kind: str
    group: str
    unit: str
    outcome: str | None
    stated: bool
    bare: bool = False
    counted: bool = True
    noun: Hit | None = None


class PhraseFinder:
    """Finds the phrases of one scan that count people."""

    def __init__(self, scan: Scan, vague_plural: int) -> None:
        """`vague_plural` is the least that a plural without a number means."""
        self._scan = scan
        self._plural = vague_plural
        self._numbers = {mention.first: mention for mention in scan.numbers}
        self._in_number = {at for mention in scan.numbers for at in range(mention.first, mention.last + 1)}

    def find(self) -> list[Phrase]:
        """Phrases of the sentence in order, not overlapping."""
        phrases: list[Phrase] = []
        scan, index = self._scan, 0
        count = len(scan.tokens)
        while index < count:
            number = self._numbers.get(index)
            phrase = self._with_number(number) if number is not None else self._without_number(index)
            if phrase is None:
                index += 1 if number is None else max(1, number.last + 1 - index)
                continue
            phrases.append(phrase)
            index = phrase.last + 1
        return phrases

    def _with_number(self, number: NumberMention) -> Phrase | None:
        scan, count = self._scan, len(self._scan.tokens)
        at = number.last + 1
        if at < count and scan.between(number.last, at).strip(' "«'):
            at = count
        elif scan.sense_at(at, "function", "partitive") is not None:
            return self._part(number, at)
        noun = self._noun(at) or (self._noun(at + 1) if self._is_unit(at) else None)
        if noun is not None and "and" in noun.marks:
            noun = None
        family = scan.sense_at(at, "function", "family_unit")
        if family is not None and (noun is None or noun.first >= family.first):
            return Phrase(
                number.first, family.last, number.low, None, number.kind, "person", "family", None, stated=True
            )
        if noun is not None:
            return self._with_noun(number, noun)
        if self._counts_things(number, at):
            return None
        return Phrase(
            number.first, number.last, number.low, number.high, number.kind, "person", "person", None,
            stated=True, bare=True,
        )  # fmt: skip

    def _with_noun(self, number: NumberMention, noun: Hit) -> Phrase:
        """A number with its noun, and the group that stands behind an outcome noun: "خمسة قتلى مدنيين"."""
        scan, last = self._scan, noun.last
        group, outcome = self._meaning(noun)
        follow = self._noun(last + 1, groups_only=True)
        if noun.entry.table == "trigger":
            if follow is None or follow.before or scan.between(last, last + 1).strip():
                parted = last + 1 < len(scan.tokens) and "of" in scan.token_marks(last + 1)
                follow = self._noun(last + 2, groups_only=True) if parted else None
            if follow is not None:
                group, last = follow.sense, follow.last
        elif follow is not None and follow.sense == "civilian" and "and" not in follow.marks:
            group, last = "civilian", follow.last
        pair = scan.sense_at(last + 1, "trigger", "casualty_pair")
        if pair is not None:
            outcome, last = OUTCOME[pair.sense], pair.last
        unit = "body" if noun.sense == "body" else "person"
        return Phrase(
            number.first, last, number.low, number.high, number.kind, group, unit, outcome, stated=True, noun=noun
        )

    def _part(self, number: NumberMention, at: int) -> Phrase | None:
        """A number of a group that stands behind a particle: "ثلاثة من جنوده", "سبعة منهم"."""
        noun = self._noun(at + 1) or self._noun(at + 2)
        group, outcome, last = "person", None, at
        if noun is not None:
            group, outcome = self._meaning(noun)
            last = noun.last
        elif (
            self._direct_governor(number.first) is None
            and not self._scan.is_joined(number.first)
            and not (number.first and self._scan.is_conjunction(number.first - 1))
        ):
            return None
        return Phrase(
            number.first,
            last,
            number.low,
            number.high,
            number.kind,
            group,
            "person",
            outcome,
            stated=True,
            bare=noun is None,
            noun=noun,
        )

    def _is_unit(self, at: int) -> bool:
        """A counting word between number and noun: "عنصرا من", "آخرين من"."""
        return self._scan.sense_at(at, "function", "others", "counting") is not None

    def _counts_things(self, number: NumberMention, at: int) -> bool:
        scan = self._scan
        if at < len(scan.tokens):
            things = [*scan.at(at, "countable"), *scan.at(at, "weapon")]
            if any("by" not in hit.marks for hit in things) or scan.sense_at(at, "date", "unit"):
                return True
            if scan.sense_at(at, "function", "others") is not None:
                return False
        governor = self._direct_governor(number.first)
        return governor is None

    def _direct_governor(self, first: int) -> Hit | None:
        """An outcome word right before a number, a particle or two between them allowed."""
        for at in range(first - 1, max(-1, first - 4), -1):
            for hit in self._scan.at(at, "trigger"):
                if (
                    hit.sense in OUTCOME
                    and hit.last < first
                    and (hit.sense not in _NO_DIRECT or ("the" in hit.marks and first - hit.last <= 3))
                ):
                    return hit
            rises = self._scan.sense_at(at, "trigger", "rise", "toll", "cause")
            if rises is not None and rises.sense == "toll":
                return rises
        return None

    def _without_number(self, index: int) -> Phrase | None:
        noun = self._noun(index)
        if noun is None or noun.first in self._in_number or self._in_toll(noun) or noun.sense == "wounding":
            return None
        follows = self._numbers.get(noun.last + 1)
        if "the" in noun.marks and follows is not None and self._scan.is_definite(noun.last + 1):
            group, outcome = self._meaning(noun)
            return Phrase(
                index, follows.last, follows.low, follows.high, follows.kind, group, "person", outcome,
                stated=True, noun=noun,
            )  # fmt: skip
        return self._uncounted(index, noun)

    def _uncounted(self, index: int, noun: Hit) -> Phrase | None:
        """A noun whose own number counts: "طفل" one, "طفلان" two, "قتلى" some."""
        size = noun.entry.features.get("number")
        group, outcome = self._meaning(noun)
        meant = self._amount(noun, size)
        if (
            meant is None
            or (noun.after and not self._own(noun, size))
            or self._is_agent(noun, group, size)
            or (outcome is not None and not self._introduced(noun))
        ):
            return None
        group, last = self._group_behind(noun, group)
        low, high, kind = meant
        two = self._numbers.get(last + 1)
        if two is not None and two.low == 2 and low == 2:
            last = two.last
        elif last + 1 < len(self._scan.tokens) and "one" in self._scan.token_marks(last + 1):
            last += 1
        unit = "body" if noun.sense == "body" else "person"
        return Phrase(index, last, low, high, kind, group, unit, outcome, stated=size != "pl", counted=False, noun=noun)

    def _amount(self, noun: Hit, size: str | None) -> tuple[int, int | None, str] | None:
        """The range that a noun without a number means; None where it counts nobody."""
        definite = "the" in noun.marks
        some: tuple[int, int | None, str] = (self._plural, None, "vague")
        if noun.sense == "casualty_pair":
            return some
        if size in {"dual", "pl"} and self._sizes(noun) >= {"dual", "pl"}:
            return self._dual_or_plural(noun, definite=definite)
        if size == "dual":
            return 2, 2, "exact"
        if definite:
            return None
        return {"sg": (1, 1, "exact"), "pl": some}.get(size or "")

    def _dual_or_plural(self, noun: Hit, *, definite: bool) -> tuple[int, int | None, str] | None:
        """A form that is both: two where "two" stands behind it, else two or more."""
        two = self._numbers.get(noun.last + 1)
        if two is not None and two.low == 2:
            return 2, 2, "exact"
        return None if definite else (2, None, "vague")

    def _group_behind(self, noun: Hit, group: str) -> tuple[str, int]:
        """The group that a second noun names, and the last token of both."""
        follow = self._noun(noun.last + 1, groups_only=True)
        if follow is None or "and" in follow.marks or self._scan.between(noun.last, noun.last + 1).strip():
            return group, noun.last
        if group == "person" and (noun.entry.table == "trigger" or follow.sense in _SPECIFIC):
            group = follow.sense
        return group, follow.last

    def _sizes(self, noun: Hit) -> set[str]:
        """All readings of a form's number: without vowel marks a dual may be a plural."""
        return {
            hit.entry.features.get("number", "")
            for hit in self._scan.at(noun.first, "group")
            if (hit.start, hit.end) == (noun.start, noun.end)
        }

    def _in_toll(self, noun: Hit) -> bool:
        """The dead of "the number of the dead" are no figure of their own."""
        return (
            any(hit.first < noun.first <= hit.last for hit in self._scan.with_sense("trigger", "toll"))
            or self._scan.ending_at(noun.first - 1, "trigger", "toll") is not None
        )

    def _own(self, noun: Hit, size: str | None) -> bool:
        """A relative by pronoun counts right behind an outcome word or joined to a victim: "مقتل حارسه", "وزوجته"."""
        if size not in {"sg", "dual"} or noun.first == 0 or noun.entry.table != "group":
            return False
        return "and" in noun.marks or any(
            hit.sense in OUTCOME and hit.last == noun.first - 1 for hit in self._scan.at(noun.first - 1, "trigger")
        )

    def _is_agent(self, noun: Hit, group: str, size: str | None) -> bool:
        """Uncounted armed men right behind an active verb are its subject, not its victims."""
        if group not in {"fighter", "soldier", "police"} or size != "pl" or noun.first == 0:
            return False
        return any(
            hit.last == noun.first - 1 and hit.entry.features.get("pos") == "verb" and hit.sense != "die"
            for hit in self._scan.at(noun.first - 1, "trigger")
        )

    def _introduced(self, noun: Hit) -> bool:
        """An uncounted dead or wounded one counts where a word brings it in, or where the sentence opens with it."""
        if noun.first <= 1:
            return True
        for at in range(max(0, noun.first - 5), noun.first):
            if (
                at in self._in_number
                or self._scan.sense_at(at, "trigger", *_BRINGING_IN) is not None
                or self._scan.sense_at(at, "function", "result", "subset") is not None
            ):
                return True
        return False

    def _noun(self, index: int, *, groups_only: bool = False) -> Hit | None:
        """The longest noun for people at a token; a group wins over a captive or displaced one of its length."""
        best: Hit | None = None
        for hit in self._scan.by_first.get(index, ()):
            table = hit.entry.table
            if table != "group" and (groups_only or not _is_outcome_noun(hit)):
                continue
            if best is None or hit.last > best.last or (hit.last == best.last and _outdoes(hit, best)):
                best = hit
        return best

    @staticmethod
    def _meaning(noun: Hit) -> tuple[str, str | None]:
        """The group and the outcome that a noun states by itself."""
        return ("person", OUTCOME.get(noun.sense)) if noun.entry.table == "trigger" else (noun.sense, None)


def _outdoes(hit: Hit, best: Hit) -> bool:
    return hit.entry.table == "group" and best.entry.table == "trigger" and best.sense in _HELD


def _is_outcome_noun(hit: Hit) -> bool:
    return hit.entry.table == "trigger" and hit.sense in _NOUN_OUTCOME and hit.entry.features.get("pos") == "noun"
