"""Figures of harm to people: how many, of whom, with which outcome, and which lie inside another.

Why it is hard: the number may be a word, a dual or a singular noun; the outcome may stand before ("مقتل خمسة"),
in the noun ("خمسة قتلى") or behind ("خمسة مدنيين قتلوا"); a list shares its outcome; "بينهم" opens parts that must
never be added; "وإصابة ستة" leaves its noun out; times, ages, distances and money look the same.

Method: noun phrases with a number are found first, then each takes the outcome that governs it, then parts and
joint figures are marked. Known gaps: figures that are only in a pronoun, victims listed by name.
"""

import msgspec

from marsad.extraction.draft import Figure
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import NumberMention, Scan

OUTCOME = {
    "kill": "killed", "killing": "killed", "die": "killed", "dead": "killed", "body": "killed", "assassinate": "killed",
    "assassination": "killed", "execute": "killed", "execution": "killed", "behead": "killed", "snipe": "killed",
    "injure": "injured", "wounding": "injured", "wounded": "injured", "stab": "injured",
    "arrest": "detained", "hold": "detained", "leave": "displaced", "abduct": "abducted", "abduction": "abducted", "missing": "missing", "disappear": "missing",
    "flee": "displaced", "flight": "displaced", "displaced": "displaced", "evacuate": "displaced", "evacuation": "displaced",
    "release": "released", "rape": "injured", "casualty_pair": "killed_or_injured", "find_body": "killed", "meet_death": "killed", "pass_away": "killed", "run_over": "injured",
}  # fmt: skip
_NOUN_OUTCOME = {"dead", "body", "wounded", "displaced", "casualty_pair", "captive", "missing", "wounding"}
_TAKES_NOUN = {"dead", "body", "wounded"}
_CLAUSE = ("new_clause",)
_REACH = 9


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


class FigureFinder:
    """Finds the figures of one scan."""

    def __init__(self, scan: Scan, number: int, vague_plural: int) -> None:
        self._scan = scan
        self._number = number
        self._plural = vague_plural
        self._numbers = {mention.first: mention for mention in scan.numbers}
        self._in_number = {at for mention in scan.numbers for at in range(mention.first, mention.last + 1)}

    def find(self) -> list[Figure]:
        """Figures of the sentence in order; a subset follows the figure it lies in."""
        phrases = self._phrases()
        figures: list[Figure] = []
        previous: Figure | None = None
        main: Figure | None = None
        for phrase in phrases:
            subset = self._in_subset(phrase, previous)
            outcome, governor = self._outcome(phrase, previous, subset=subset)
            if outcome is None:
                continue
            if outcome == "displaced" and phrase.noun is not None and phrase.noun.sense == "captive":
                outcome = "released"
            if self._superseded(phrase):
                continue
            if subset and main is not None and phrase.outcome is None:
                outcome, governor = main.outcome, main.governor
            group = phrase.group
            if phrase.bare and previous is not None and previous.group == "civilian" and not self._others(phrase):
                group = "civilian"
            figure = Figure(
                self._number, phrase.first, phrase.last, outcome, group, phrase.low, phrase.high, phrase.kind,
                phrase.unit, subset, governor, stated=phrase.stated,
            )  # fmt: skip
            figures.append(figure)
            previous = figure
            if not subset:
                main = figure
        return figures

    def _superseded(self, phrase: Phrase) -> bool:
        """An earlier toll told beside the new one: "after it had counted seven"."""
        return any(
            self._scan.sense_at(at, "function", "earlier_toll") is not None
            for at in range(max(0, phrase.first - 7), phrase.first)
        )

    # noun phrases

    def _phrases(self) -> list[Phrase]:
        scan, phrases, index = self._scan, [], 0
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
        scan = self._scan
        at = number.last + 1
        text = scan.tokens[at].text if at < len(scan.tokens) else ""
        if at < len(scan.tokens) and scan.between(number.last, at).strip(' "«'):
            at = len(scan.tokens)
        elif scan.sense_at(at, "function", "partitive") is not None:
            return self._part(number, at)
        noun = self._noun(at) or (self._noun(at + 1) if at < len(scan.tokens) and self._is_unit(at) else None)
        family = scan.sense_at(at, "function", "family_unit") if at < len(scan.tokens) else None
        if noun is None and family is None:
            if self._counts_things(number, at):
                return None
            return Phrase(
                number.first, number.last, number.low, number.high, number.kind, "person", "person", None,
                stated=True, bare=True,
            )  # fmt: skip
        if family is not None and (noun is None or noun.first >= family.first):
            return Phrase(
                number.first, family.last, number.low, None, number.kind, "person", "family", None, stated=True
            )
        if noun is None:
            return None
        last = noun.last
        group, outcome = self._meaning(noun)
        follow = self._noun(last + 1, groups_only=True)
        if (
            noun.entry.table == "trigger"
            and follow is not None
            and not follow.before
            and not scan.between(last, last + 1).strip()
        ):
            group, last = follow.sense, follow.last
        elif noun.entry.table == "trigger":
            pieces = (
                self._noun(last + 2, groups_only=True)
                if last + 1 < len(scan.tokens) and "of" in scan.token_marks(last + 1)
                else None
            )
            if pieces is not None:
                group, last = pieces.sense, pieces.last
        elif follow is not None and follow.sense == "civilian" and "and" not in follow.marks:
            group, last = "civilian", follow.last
        unit = "body" if noun.sense == "body" else "person"
        return Phrase(
            number.first, last, number.low, number.high, number.kind, group, unit, outcome, stated=True, noun=noun
        )

    def _part(self, number: NumberMention, at: int) -> Phrase | None:
        """ "ثلاثة من جنوده", "سبعة منهم": a number of a group that stands behind a particle."""
        noun = self._noun(at + 1) or self._noun(at + 2)
        group, outcome, last = "person", None, at
        if noun is not None:
            group, outcome = self._meaning(noun)
            last = noun.last
        elif (
            self._direct_governor(number.first) is None
            and not self._scan.is_joined(number.first)
            and not self._scan.is_conjunction(number.first - 1)
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
            if any(scan.at(at, "countable")) or any(scan.at(at, "weapon")) or scan.sense_at(at, "date", "unit"):
                return True
            if scan.sense_at(at, "function", "others") is not None:
                return False
        governor = self._direct_governor(number.first)
        return governor is None

    def _without_number(self, index: int) -> Phrase | None:
        noun = self._noun(index)
        if noun is None or noun.first in self._in_number or self._in_toll(noun):
            return None
        size = noun.entry.features.get("number")
        group, outcome = self._meaning(noun)
        last = noun.last
        if noun.entry.table == "trigger" and noun.sense == "wounding":
            return None
        definite = "the" in noun.marks
        follows = self._numbers.get(noun.last + 1)
        if definite and follows is not None and self._scan.is_definite(noun.last + 1):
            return Phrase(
                index,
                follows.last,
                follows.low,
                follows.high,
                follows.kind,
                group,
                "person",
                outcome,
                stated=True,
                noun=noun,
            )
        if size in {"dual", "pl"} and self._sizes(noun) >= {"dual", "pl"}:
            if definite:
                return None
            low, high, kind = 2, None, "vague"
        elif size == "dual":
            low, high, kind = 2, 2, "exact"
        elif size == "sg" and not definite:
            low, high, kind = 1, 1, "exact"
        elif size == "pl" and not definite:
            low, high, kind = self._plural, None, "vague"
        else:
            return None
        if (
            (noun.after and not self._own(noun, size))
            or self._is_agent(noun, group, size)
            or (outcome is not None and not self._introduced(noun))
        ):
            return None
        follow = self._noun(last + 1, groups_only=True)
        if follow is not None and "and" not in follow.marks and not self._scan.between(last, last + 1).strip():
            if noun.entry.table == "trigger" or follow.sense in {"civilian", "child", "woman"}:
                group = follow.sense if group == "person" else group
            last = follow.last
        two = self._numbers.get(last + 1)
        if two is not None and two.low == 2 and size == "dual":
            last = two.last
        elif last + 1 < len(self._scan.tokens) and "one" in self._scan.token_marks(last + 1):
            last += 1
        unit = "body" if noun.sense == "body" else "person"
        return Phrase(index, last, low, high, kind, group, unit, outcome, stated=size != "pl", counted=False, noun=noun)

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
            hit.last == noun.first - 1 and hit.entry.features.get("pos") == "verb" and hit.sense not in {"die"}
            for hit in self._scan.at(noun.first - 1, "trigger")
        )

    def _introduced(self, noun: Hit) -> bool:
        """An uncounted dead or wounded one counts where a word brings it in, or where the sentence opens with it."""
        if noun.first <= 1:
            return True
        for at in range(max(0, noun.first - 5), noun.first):
            if self._scan.sense_at(
                at, "trigger", "fall", "cause", "find_body", "toll", "killing", "capture", "kill"
            ) or self._scan.sense_at(at, "function", "result", "subset"):
                return True
            if at in self._in_number:
                return True
        return False

    def _noun(self, index: int, *, groups_only: bool = False) -> Hit | None:
        scan = self._scan
        if index >= len(scan.tokens):
            return None
        best: Hit | None = None
        for hit in scan.by_first.get(index, ()):
            table = hit.entry.table
            if table == "group" or (
                not groups_only
                and table == "trigger"
                and hit.sense in _NOUN_OUTCOME
                and hit.entry.features.get("pos") == "noun"
            ):
                if (
                    best is None
                    or hit.last > best.last
                    or (
                        hit.last == best.last
                        and table == "group"
                        and best.entry.table == "trigger"
                        and best.sense in {"captive", "displaced"}
                    )
                ):
                    best = hit
        return best

    @staticmethod
    def _meaning(noun: Hit) -> tuple[str, str | None]:
        if noun.entry.table == "trigger":
            return "person", OUTCOME.get(noun.sense)
        group = noun.sense
        if group == "person" and noun.entry.features.get("civilian") in {"yes", "1", "true"}:
            group = "person"
        return group, None

    # outcomes

    def _outcome(self, phrase: Phrase, previous: Figure | None, *, subset: bool) -> tuple[str | None, Hit | None]:
        if phrase.outcome is not None:
            governor = phrase.noun
            if (
                phrase.noun is not None
                and phrase.noun.sense == "body"
                and not phrase.counted
                and phrase.kind == "vague"
            ):
                return None, None
            return phrase.outcome, governor
        if subset and previous is not None:
            return previous.outcome, previous.governor
        chained = previous is not None and self._chained(previous, phrase)
        governor = self._governor(phrase, previous)
        if governor is not None and (previous is None or governor.first > previous.last or not chained):
            return OUTCOME[governor.sense], governor
        if chained and previous is not None and not previous.subset:
            return previous.outcome, previous.governor
        behind = self._behind(phrase)
        if behind is not None:
            return OUTCOME[behind.sense], behind
        return None, None

    def _chained(self, previous: Figure, phrase: Phrase) -> bool:
        if phrase.first - previous.last > (10 if phrase.counted and not phrase.bare else 4):
            return False
        joined = self._scan.is_joined(phrase.first) or any(
            self._scan.is_conjunction(at) for at in range(previous.last + 1, phrase.first)
        )
        between = range(previous.last + 1, phrase.first)
        if phrase.first - previous.last > 4:
            joined = self._scan.is_joined(phrase.first) or self._scan.is_conjunction(phrase.first - 1)
        return joined and not any(
            hit.sense in OUTCOME or hit.entry.features.get("pos") == "verb"
            for at in between
            for hit in self._scan.at(at, "trigger")
        )

    def _direct_governor(self, first: int) -> Hit | None:
        """An outcome word right before a number, a particle or two between them allowed."""
        for at in range(first - 1, max(-1, first - 4), -1):
            for hit in self._scan.at(at, "trigger"):
                if hit.sense in OUTCOME and hit.last < first and hit.sense not in _TAKES_NOUN - {"body"}:
                    return hit
            rises = self._scan.sense_at(at, "trigger", "rise", "toll", "cause")
            if rises is not None and rises.sense == "toll":
                return rises
        return None

    def _governor(self, phrase: Phrase, previous: Figure | None) -> Hit | None:
        scan = self._scan
        reach = 3 if phrase.bare else _REACH
        if not phrase.counted:
            reach = 7 if phrase.stated else 3
        for at in range(phrase.first, max(-1, phrase.first - reach - 1), -1):
            if previous is not None and at <= previous.last and not phrase.bare:
                return None
            if at != phrase.first and scan.sense_at(at, "function", *_CLAUSE) is not None:
                return None
            for hit in scan.at(at, "trigger"):
                if hit.sense in OUTCOME and hit.last < phrase.first and self._may_govern(hit, phrase):
                    return hit
        return None

    def _may_govern(self, hit: Hit, phrase: Phrase) -> bool:
        if hit.sense == "meet_death":
            return any(True for _ in self._scan.with_sense("trigger", "death"))
        if hit.sense == "pass_away":
            return not any(True for _ in self._scan.with_sense("context", "crime"))
        if hit.sense in {"dead", "wounded", "displaced", "missing"}:
            return (
                phrase.first - hit.last <= 4
                and (phrase.bare or hit.entry.features.get("number") != "sg")
                and "article" in hit.marks
            )
        if (
            hit.entry.features.get("pos") == "noun"
            and "article" in hit.marks
            and not hit.after
            and hit.sense not in {"arrest", "killing"}
        ):
            return phrase.first - hit.last <= 3
        if hit.sense in {"evacuate", "evacuation", "leave"}:
            return phrase.counted
        return True

    def _behind(self, phrase: Phrase) -> Hit | None:
        """An outcome verb behind its subject: "خمسة مدنيين قتلوا"."""
        if phrase.bare and phrase.kind == "exact":
            return None
        scan = self._scan
        parts = False
        for at in range(phrase.last + 1, min(phrase.last + (24 if phrase.counted else 8), len(scan.tokens))):
            parts = parts or scan.sense_at(at, "function", "subset") is not None
            if at > phrase.last + 8 and not parts:
                return None
            if at in self._in_number:
                if parts:
                    continue
                if scan.is_joined(at) or scan.is_conjunction(at - 1) or at - 1 in self._in_number:
                    continue
                return None
            for hit in scan.at(at, "trigger"):
                if (
                    hit.sense in OUTCOME
                    and hit.entry.features.get("pos") == "verb"
                    and not hit.before
                    and hit.sense not in {"arrest", "evacuate", "find_body", "hold"}
                ):
                    if hit.sense in {"meet_death", "pass_away"} and not self._may_govern(hit, phrase):
                        return None
                    return hit if phrase.counted or at == phrase.last + 1 else None
                if hit.entry.features.get("pos") == "verb":
                    return None
        return None

    def _others(self, phrase: Phrase) -> bool:
        return self._scan.sense_at(phrase.last + 1, "function", "others") is not None

    # parts

    def _in_subset(self, phrase: Phrase, previous: Figure | None) -> bool:
        """Does a "among them" stand between the last figure and this one, or before both?"""
        if previous is None:
            return False
        scan = self._scan
        marker = self._marker(previous.last + 1, phrase.first)
        if phrase.outcome is not None and phrase.outcome != previous.outcome:
            return False
        if marker is not None:
            return True
        if not previous.subset:
            return False
        gap = scan.passage.folded[scan.tokens[previous.last].end : scan.tokens[phrase.first].start]
        if any(hit.sense in OUTCOME for at in range(previous.last + 1, phrase.first) for hit in scan.at(at, "trigger")):
            return False
        return (len(gap) <= 24 and self._chained(previous, phrase)) or phrase.first - previous.last <= 2

    def _marker(self, first: int, end: int) -> Hit | None:
        for at in range(max(0, first), end):
            hit = self._scan.sense_at(at, "function", "subset")
            if hit is not None and end - hit.last <= 8:
                return hit
            hit = self._scan.sense_at(at, "function", "breakdown")
            if hit is not None and hit.last == end - 1 and not hit.before:
                return hit
        return None
