"""Noun phrases that count people: "خمسة مدنيين", "ثلاثة من جنوده", "طفلان", and a bare "ستة" behind an outcome word.

Why it is hard: the number may be a word, a dual or a singular noun, two readings of one form differ in number, and
times, ages, distances, money and things look the same as people. Whose dead they are often stands only in the party
behind a particle ("ثلاثة من قوات النظام") or in a pronoun ("27 من أفرادها").

Known gaps: victims listed by name.
"""

from collections.abc import Mapping, Sequence

import msgspec

from marsad.extraction.draft import Party
from marsad.extraction.nouns import OUTCOME, Lows, NounJudge, find_noun, read_meaning
from marsad.extraction.sides import SideFinder
from marsad.extraction.tolls import find_toll
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import NumberMention, Scan

_CASES = {"injured", "killed", "detained", "abducted", "missing"}
_NO_DIRECT = {"dead", "wounded", "fall", "place_fall"}
_COUNTING = {"rise", "cause", "toll"}
_POINTED = {"civilian", "fighter", "soldier", "police"}
_BACK = 14
_SPECIFIC = {"civilian", "child", "woman"}
_HARMED = {"kill", "killing", "die", "injure", "wounding", "meet_death"}
_PARTS_REACH, _TOLD_REACH = 16, 6


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
    others: bool = False
    share: int | None = None
    raised: bool = False
    governor: Hit | None = None
    of_them: bool = False
    kin: bool = False

    @property
    def single(self) -> bool:
        """Whether the noun alone, or a relative told with it, says how many."""
        return self.kind == "exact" and self.outcome is None and (self.kin or not (self.counted or self.others))


class PhraseFinder:
    """Finds the phrases of one scan that count people."""

    def __init__(self, scan: Scan, lows: Lows, parties: Sequence[Party], shares: Mapping[int, int]) -> None:
        """`lows` tells the least that a plural means, `parties` are the sentence's, `shares` tolls split by place."""
        self._shares = shares
        self._scan = scan
        self._lows = lows
        self._judge = NounJudge(scan, lows)
        self._sides = SideFinder(scan, parties)
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
        scan, at = self._scan, number.last + 1
        if self._is_owned(number):
            return None
        special = self._share(number) or self._raised(number, at)
        if special is not None:
            return special
        if at < len(scan.tokens) and scan.between(number.last, at).strip(' "«'):
            at = len(scan.tokens)
        elif scan.sense_at(at, "function", "partitive") is not None:
            return self._part(number, at)
        return self._case(number, at) or self._counted(number, at)

    def _counted(self, number: NumberMention, at: int) -> Phrase | None:
        """A number with the noun, the families, or nothing but an outcome word that it counts."""
        noun = find_noun(self._scan, at) or (find_noun(self._scan, at + 1) if self._is_unit(at) else None)
        if noun is not None and "and" in noun.marks:
            noun = None
        toll = find_toll(self._scan, number.first, number.last)
        family = self._scan.sense_at(at, "function", "family_unit")
        if family is not None and (noun is None or noun.first >= family.first):
            return Phrase(
                number.first, family.last, number.low, None, number.kind, "person", "family", None, stated=True
            )
        if noun is not None:
            phrase = self._with_noun(number, noun)
            if toll is not None and phrase.outcome is None:
                group = toll.group if phrase.group == "person" else phrase.group
                phrase = msgspec.structs.replace(
                    phrase, outcome=toll.outcome, governor=toll.word, group=group, raised=True
                )
            return phrase
        if toll is not None and not self._names_thing(at):
            return Phrase(
                number.first, number.last, number.low, number.high, number.kind, toll.group, "person", toll.outcome,
                stated=True, raised=True, governor=toll.word,
            )  # fmt: skip
        people = self._names_people(at)
        if not people and self._counts_things(number, at):
            return None
        return Phrase(
            number.first, number.last, number.low, number.high, number.kind, "person", "person", None,
            stated=True, bare=not people,
        )  # fmt: skip

    def _names_people(self, at: int) -> bool:
        """Whether a nationality alone stands behind a number: "11 ألف فلسطيني"."""
        return not self._names_thing(at) and any(
            hit.entry.table == "actor"
            and hit.entry.features.get("kind") == "adjective"
            and hit.marks.isdisjoint(("the", "and", "by", "for"))
            for hit in self._scan.by_first.get(at, ())
        )

    def _is_owned(self, number: NumberMention) -> bool:
        """Those to whom somebody belongs: "أم لخمسة أطفال"; bodies "of" them are theirs."""
        scan, first = self._scan, number.first
        if first == 0 or not any("for" in hit.marks for hit in scan.at(first, "numeral")):
            return False
        return not any(hit.sense in OUTCOME for hit in scan.at(first - 1, "trigger"))

    def _share(self, number: NumberMention) -> Phrase | None:
        """A part of a toll with a place of its own."""
        if number.first not in self._shares:
            return None
        return Phrase(
            number.first, number.last, number.low, number.high, number.kind, "person", "person", None,
            stated=True, bare=True, share=self._shares[number.first],
        )  # fmt: skip

    def _raised(self, number: NumberMention, at: int) -> Phrase | None:
        """The new state of a toll: "ليرتفع إلى 53 عدد الذين قضوا", "ارتفع إلى 16 بينهم طفلان عدد الشهداء"."""
        scan = self._scan
        parts = scan.sense_at(at, "function", "subset") is not None and self._is_reached(number.first)
        counting = range(at, min(at + (_PARTS_REACH if parts else 3), len(scan.tokens)))
        behind = next((place for place in counting if scan.sense_at(place, "function", "number_of")), None)
        if behind is None or (behind > at and not self._is_reached(number.first)):
            return None
        named = find_noun(scan, behind + 1, groups_only=True)
        for place in range(behind, min(behind + (4 if named is None else _TOLD_REACH), len(scan.tokens))):
            for hit in scan.at(place, "trigger"):
                if hit.sense in OUTCOME and hit.sense != "toll":
                    follow = find_noun(scan, hit.last + 1, groups_only=True)
                    counted = follow if follow is not None and follow.sense == "civilian" else named
                    return Phrase(
                        number.first, number.last, number.low, number.high, number.kind,
                        "person" if counted is None else counted.sense, "person",
                        OUTCOME[hit.sense], stated=True, noun=hit, raised=True,
                    )  # fmt: skip
        return None

    def _is_reached(self, first: int) -> bool:
        """Whether something has risen to a number: "ارتفع إلى 53"."""
        to = self._scan.ending_at(first - 1, "function", "range_to")
        return to is not None and self._scan.ending_at(to.first - 1, "trigger", "rise") is not None

    def _case(self, number: NumberMention, at: int) -> Phrase | None:
        """Cases are people: "40 حالة اختناق", "خمس حالات اغتصاب لنساء"."""
        unit = self._scan.sense_at(at, "function", "case")
        if unit is None:
            return None
        for hit in self._scan.at(unit.last + 1, "trigger"):
            outcome = OUTCOME.get(hit.sense)
            if outcome in _CASES and hit.entry.features.get("pos") == "noun":
                follow = find_noun(self._scan, hit.last + 1, groups_only=True)
                held = follow is not None and "for" in follow.marks
                group, last = (follow.sense, follow.last) if follow is not None and held else ("person", hit.last)
                return Phrase(
                    number.first, last, number.low, number.high, number.kind, group, "person", outcome,
                    stated=True, noun=hit,
                )  # fmt: skip
        return None

    def _with_noun(self, number: NumberMention, noun: Hit) -> Phrase:
        """A number with its noun, and the group that stands behind an outcome noun: "خمسة قتلى مدنيين"."""
        scan, last = self._scan, noun.last
        group, outcome = read_meaning(noun)
        follow = find_noun(self._scan, last + 1, groups_only=True)
        if noun.entry.table == "trigger":
            if follow is None or (follow.before and follow.marks != {"for"}) or scan.between(last, last + 1).strip():
                parted = last + 1 < len(scan.tokens) and "of" in scan.token_marks(last + 1)
                follow = find_noun(self._scan, last + 2, groups_only=True) if parted else None
                side = self._sides.of_party(last + 2) if parted else None
                if side is not None:
                    group, last = side
            if follow is not None:
                group, last = follow.sense, follow.last
        elif follow is not None and follow.sense == "civilian" and "and" not in follow.marks:
            group, last = "civilian", follow.last
        group, last = self._sides.of_members(noun) or (group, last)
        pair = scan.sense_at(last + 1, "trigger", "casualty_pair")
        if pair is not None:
            outcome, last = OUTCOME[pair.sense], pair.last
        unit = "body" if noun.sense == "body" else "person"
        return Phrase(
            number.first, last, number.low, number.high, number.kind, group, unit, outcome, stated=True, noun=noun
        )

    def _part(self, number: NumberMention, at: int) -> Phrase | None:
        """A number of a group that stands behind a particle: "ثلاثة من جنوده", "سبعة منهم"."""
        noun = find_noun(self._scan, at + 1) or find_noun(self._scan, at + 2)
        noun = None if noun is not None and "and" in noun.marks else noun
        side = self._sides.of_party(at + 1) if noun is None else self._sides.of_members(noun)
        group, outcome, last = "person", None, at
        if noun is not None:
            group, outcome = read_meaning(noun)
            last = noun.last
            if outcome is not None and "the" in noun.marks:  # counted already: a word must say what befell them
                outcome = None
                if self._direct_governor(number.first) is None:
                    return None
        elif (
            side is None
            and self._direct_governor(number.first) is None
            and not self._scan.is_joined(number.first)
            and not (number.first and self._scan.is_conjunction(number.first - 1))
        ):
            return None
        if side is not None:
            group, last = side
        pair = self._scan.sense_at(last + 1, "trigger", "casualty_pair")
        if pair is not None:
            outcome, last = OUTCOME[pair.sense], pair.last
        if noun is None and side is None and self._direct_governor(number.first) is not None:
            group = self._those(number.first) if self._scan.sense_at(at, "function", "of_them") else group
        return Phrase(
            number.first, last, number.low, number.high, number.kind, group, "person", outcome,
            stated=True, bare=noun is None and side is None, noun=noun,
            of_them=self._scan.sense_at(at, "function", "of_them") is not None,
        )  # fmt: skip

    def _those(self, first: int) -> str:
        """The group that "of them" points back to: the last people of the sentence named in the plural."""
        for at in range(first - 1, max(-1, first - _BACK), -1):
            noun = find_noun(self._scan, at, groups_only=True)
            sizes = {hit.entry.features.get("number") for hit in self._scan.at(at, "group")}
            if noun is not None and "pl" in sizes and self._judge.is_doer(noun):
                continue
            if noun is not None and ("pl" in sizes or at - 1 in self._in_number):
                return noun.sense if noun.sense in _POINTED else "person"
        return "person"

    def _is_unit(self, at: int) -> bool:
        """A counting word between number and noun: "عنصرا من", "آخرين من"."""
        return self._scan.sense_at(at, "function", "others", "counting") is not None

    def _counts_things(self, number: NumberMention, at: int) -> bool:
        if self._names_thing(at):
            return True
        if self._scan.sense_at(at, "function", "others") is not None:
            return False
        return self._direct_governor(number.first) is None and not self._is_subject(number, at)

    def _is_subject(self, number: NumberMention, at: int) -> bool:
        """A number alone that a verb of harm right behind it is told of: "إن عشرات أصيبوا"."""
        said = self._scan.ending_at(number.first - 1, "function", "say_that") is not None
        return said and any(
            hit.sense in _HARMED and hit.entry.features.get("number") == "pl" and not hit.before and not hit.after
            for hit in self._scan.at(at, "trigger")
        )

    def _names_thing(self, at: int) -> bool:
        """Whether the noun behind a number is no person: shells, villages, days."""
        scan = self._scan
        things = [*scan.at(at, "countable"), *scan.at(at, "weapon"), *scan.at(at, "place_head")]
        if things and not any("by" in hit.marks for hit in things):
            return True
        return scan.sense_at(at, "date", "unit") is not None

    def _direct_governor(self, first: int) -> Hit | None:
        """An outcome word right before a number, a particle or two between them allowed."""
        for at in range(first - 1, max(-1, first - 4), -1):
            if self._is_other_verb(at):
                return None
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

    def _is_other_verb(self, at: int) -> bool:
        """A verb joined on that harms nobody stands between: "قُتلوا وأُحرقت ثماني قرى"."""
        verbs = [hit for hit in self._scan.at(at, "trigger") if hit.entry.features.get("pos") == "verb"]
        return any("and" in hit.marks for hit in verbs) and not any(
            hit.sense in OUTCOME or hit.sense in _COUNTING for hit in verbs
        )

    def _one_of(self, index: int) -> Phrase | None:
        """One of a group: "أحد عناصر الشرطة"."""
        one = next((hit for hit in self._scan.at(index, "numeral") if hit.entry.features["kind"] == "one"), None)
        noun = find_noun(self._scan, index + 1, groups_only=True) if one is not None else None
        if noun is None or self._judge.is_negated(index):
            return None
        sizes = {hit.entry.features.get("number") for hit in self._scan.at(noun.first, "group") if hit.end == noun.end}
        if "pl" not in sizes:
            return None
        group, last = self._sides.of_members(noun) or (noun.sense, noun.last)
        return Phrase(index, last, 1, 1, "exact", group, "person", None, stated=True, counted=False, noun=noun)

    def _others(self, index: int) -> Phrase | None:
        """Others without a number, right behind an outcome word: "وإصابة آخرين", "وفقد ثالث", "مقتل من فيها".

        "الدفعة الثالثة" is a batch that is counted, and no third person.
        """
        hit = self._scan.sense_at(index, "function", "other_one", "other_two", "other_some", "whoever")
        if hit is None or index == 0 or self._judge.is_negated(index):
            return None
        if hit.last + 1 < len(self._scan.tokens) and self._scan.is_definite(hit.last + 1):
            return None
        governed = any(
            found.sense in OUTCOME
            and found.last == index - 1
            and found.sense not in _NO_DIRECT
            and not (hit.sense == "other_one" and ("the" in found.marks or found.sense == "leave"))
            for found in self._scan.at(index - 1, "trigger")
        )
        if not governed:
            return None
        low, high, kind = {"other_two": (2, 2, "exact"), "other_some": (self._lows.harmed, None, "vague")}.get(
            "other_some" if hit.sense == "whoever" else hit.sense, (1, 1, "exact")
        )
        return Phrase(
            index, hit.last, low, high, kind, "person", "person", None,
            stated=True, bare=True, counted=False, others=True,
        )  # fmt: skip

    def _national(self, index: int) -> Phrase | None:
        """People told by their nation alone, right behind the word for their harm: "مقتل فلسطيني", "أصيب سوريان"."""
        nation = next(
            (hit for hit in self._scan.at(index, "actor") if hit.entry.features.get("kind") == "adjective"), None
        )
        if (
            nation is None
            or nation.last > index
            or nation.before
            or nation.after
            or index == 0
            or "the" in nation.marks
        ):
            return None
        befell = [hit for hit in self._scan.at(index - 1, "trigger") if hit.last == index - 1 and not hit.after]
        both = any(
            hit.sense in _HARMED and hit.entry.features.get("number") == "dual" and not hit.before
            for hit in self._scan.at(index + 1, "trigger")
        )
        harmed = any(hit.sense in _HARMED for hit in befell)
        if not (both or harmed) or self._judge.has_object(index):
            return None
        if self._judge.is_negated(index) or any(self._scan.at(index, "group")):
            return None
        two = self._numbers.get(index + 1)
        size = "dual" if both else nation.entry.features.get("number", "sg")
        low, high, kind = {"sg": (1, 1, "exact"), "dual": (2, 2, "exact")}.get(size, (self._lows.people, None, "vague"))
        if two is not None and two.low == 2 and size != "sg":
            return None
        if kind == "exact" and self._scan.sense_at(index + 1, "function", "at_least_after") is not None:
            high, kind = None, "at_least"
        return Phrase(
            index, index, low, high, kind, "person", "person", None, stated=size != "pl", counted=False, others=True
        )

    def _without_number(self, index: int) -> Phrase | None:
        found = self._one_of(index) or self._others(index) or self._national(index)
        if found is not None:
            return found
        noun = find_noun(self._scan, index)
        if noun is None or noun.first in self._in_number or self._judge.is_in_toll(noun):
            return None
        if noun.sense == "wounding" and not self._judge.is_harm(noun):
            return None
        if index - 1 in self._in_number and not self._scan.between(index - 1, index).strip() and not noun.before:
            return None
        follows = self._numbers.get(noun.last + 1)
        definite = "the" in noun.marks or (noun.after and self._judge.is_own(noun, None))
        if definite and follows is not None and self._scan.is_definite(noun.last + 1):
            group, outcome = read_meaning(noun)
            return Phrase(
                index, follows.last, follows.low, follows.high, follows.kind, group, "person", outcome,
                stated=True, noun=noun, kin=bool(noun.after),
            )  # fmt: skip
        return self._uncounted(index, noun)

    def _uncounted(self, index: int, noun: Hit) -> Phrase | None:
        """A noun whose own number counts: "طفل" one, "طفلان" two, "قتلى" some."""
        size = noun.entry.features.get("number")
        group, outcome = read_meaning(noun)
        meant = self._judge.amount(noun, size)
        if meant is None or not self._judge.counts(noun):
            return None
        group, last = self._group_behind(noun, group)
        low, high, kind = meant
        if kind == "exact" and self._scan.sense_at(last + 1, "function", "at_least_after") is not None:
            high, kind = None, "at_least"
        two = self._numbers.get(last + 1)
        if two is not None and two.low == 2 and low == 2:
            last = two.last
        elif last + 1 < len(self._scan.tokens) and "one" in self._scan.token_marks(last + 1):
            last += 1
        elif size == "sg":
            last = self._own_kind(noun, last)
        unit = "body" if noun.sense == "body" else "person"
        return Phrase(index, last, low, high, kind, group, unit, outcome, stated=size != "pl", counted=False, noun=noun)

    def _own_kind(self, noun: Hit, last: int) -> int:
        """The last token of "a soldier of its soldiers"."""
        if self._scan.sense_at(last + 1, "function", "partitive") is None:
            return last
        follow = find_noun(self._scan, last + 2, groups_only=True)
        return follow.last if follow is not None and follow.sense == noun.sense else last

    def _group_behind(self, noun: Hit, group: str) -> tuple[str, int]:
        """The group that a second noun names, and the last token of both."""
        follow = find_noun(self._scan, noun.last + 1, groups_only=True)
        if noun.entry.table == "trigger" and self._scan.sense_at(noun.last + 1, "function", "partitive") is not None:
            member = find_noun(self._scan, noun.last + 2, groups_only=True)
            side = self._sides.of_party(noun.last + 2) or (self._sides.of_members(member) if member else None)
            if side is not None:
                return side
        if follow is None or "and" in follow.marks or self._scan.between(noun.last, noun.last + 1).strip():
            return group, noun.last
        if group == "person" and (noun.entry.table == "trigger" or follow.sense in _SPECIFIC):
            group = follow.sense
        return group, follow.last
