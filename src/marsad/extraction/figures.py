"""Figures of harm to people: how many, of whom, with which outcome, and which lie inside another.

Why it is hard: the number may be a word, a dual or a singular noun; the outcome may stand before ("مقتل خمسة"),
in the noun ("خمسة قتلى") or behind ("خمسة مدنيين قتلوا"); a list shares its outcome; "بينهم" opens parts that must
never be added; "وإصابة ستة" leaves its noun out; times, ages, distances and money look the same.

Method: noun phrases with a number are found first, then each takes the outcome that governs it, then parts and
joint figures are marked. Known gaps: figures that are only in a pronoun, victims listed by name.
"""

from collections.abc import Sequence
from dataclasses import replace

from marsad.extraction.draft import Figure, Party
from marsad.extraction.phrases import OUTCOME, Lows, Phrase, PhraseFinder
from marsad.extraction.places import PlaceFound
from marsad.extraction.shares import find_shares
from marsad.extraction.sums import join_singles
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan

_REACH = 9
_STATES = {"dead", "wounded", "displaced", "missing"}
_LEAVING = {"evacuate", "evacuation", "leave"}
_NEVER_BEHIND = {"arrest", "evacuate", "find_body", "hold"}


class FigureFinder:
    """Finds the figures of one scan."""

    def __init__(
        self, scan: Scan, number: int, lows: Lows, parties: Sequence[Party], places: Sequence[PlaceFound]
    ) -> None:
        """`parties` and `places` are those of the sentence, which is the scan with this number."""
        self._scan = scan
        self._number = number
        self._phrases = PhraseFinder(scan, lows, parties, find_shares(scan, places))
        self._in_number = {at for mention in scan.numbers for at in range(mention.first, mention.last + 1)}

    def find(self) -> list[Figure]:
        """Figures of the sentence in order; a subset follows the figure it lies in."""
        figures: list[Figure] = []
        previous: Figure | None = None
        main: Figure | None = None
        for phrase in self._phrases.find():
            if phrase.share is not None:
                if main is not None and phrase.first not in range(main.first, main.last + 1):
                    figures.append(self._share(phrase, main))
                continue
            figure = self._figure(phrase, previous, main)
            if figure is None:
                continue
            figures.append(figure)
            previous = figure
            if not figure.subset:
                main = figure
        return join_singles(_told(figures), self._scan)

    def _share(self, phrase: Phrase, main: Figure) -> Figure:
        """A part of a toll that has a place of its own."""
        return Figure(
            self._number, phrase.first, phrase.last, main.outcome, main.group, phrase.low, phrase.high, phrase.kind,
            main.unit, subset=False, governor=main.governor, share=phrase.share,
        )  # fmt: skip

    def _figure(self, phrase: Phrase, previous: Figure | None, main: Figure | None) -> Figure | None:
        subset = self._in_subset(phrase, previous)
        outcome, governor = self._outcome(phrase, previous, subset=subset)
        if outcome is None:
            return None
        if outcome == "displaced" and phrase.noun is not None and self._are_captives(phrase.noun):
            outcome = "released"
        if self._superseded(phrase):
            return None
        if subset and main is not None and phrase.outcome is None:
            outcome, governor = main.outcome, main.governor
        group = phrase.group
        if phrase.bare and previous is not None and not previous.subset and not self._others(phrase):
            group = previous.group
        if subset and main is not None and not phrase.counted and group in {"person", main.group}:
            return None
        return Figure(
            self._number, phrase.first, phrase.last, outcome, group, phrase.low, phrase.high, phrase.kind,
            phrase.unit, subset, governor, stated=phrase.stated, raised=phrase.raised,
            single=not phrase.counted and phrase.kind == "exact",
        )  # fmt: skip

    def _are_captives(self, noun: Hit) -> bool:
        return any(hit.sense == "captive" for hit in self._scan.at(noun.first, "trigger"))

    def _superseded(self, phrase: Phrase) -> bool:
        """An earlier toll told beside the new one: "after it had counted seven"."""
        return any(
            self._scan.sense_at(at, "function", "earlier_toll") is not None
            for at in range(max(0, phrase.first - 7), phrase.first)
        )

    def _outcome(self, phrase: Phrase, previous: Figure | None, *, subset: bool) -> tuple[str | None, Hit | None]:
        if phrase.outcome is not None:
            some_bodies = phrase.unit == "body" and not phrase.counted and phrase.kind == "vague"
            return (None, None) if some_bodies else (phrase.outcome, phrase.noun)
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
        held = self._scan.sense_at(phrase.noun.first, "trigger", "displaced") if phrase.noun is not None else None
        return ("displaced", held) if held is not None and phrase.counted else (None, None)

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

    def _governor(self, phrase: Phrase, previous: Figure | None) -> Hit | None:
        scan = self._scan
        reach = 3 if phrase.bare else _REACH
        if not phrase.counted:
            reach = 7 if phrase.stated else 3
        for at in range(phrase.first, max(-1, phrase.first - reach - 1), -1):
            if previous is not None and at <= previous.last and not phrase.bare:
                return None
            if at != phrase.first and scan.sense_at(at, "function", "new_clause", "attending") is not None:
                return None
            for hit in scan.at(at, "trigger"):
                if hit.sense in OUTCOME and hit.last < phrase.first and self._may_govern(hit, phrase):
                    return hit
        return None

    def _may_govern(self, hit: Hit, phrase: Phrase) -> bool:
        sense, gap = hit.sense, phrase.first - hit.last
        plain = hit.entry.features.get("pos") == "noun" and "article" in hit.marks and not hit.after
        if sense == "meet_death":
            may = any(True for _ in self._scan.with_sense("trigger", "death"))
        elif sense == "pass_away":
            may = not any(True for _ in self._scan.with_sense("context", "crime"))
        elif sense in _STATES:
            several = phrase.bare or hit.entry.features.get("number") != "sg"
            may = several and ((gap <= 4 and "article" in hit.marks) or self._rises_to(hit, phrase))
        elif plain and sense not in {"arrest", "killing"}:
            may = gap <= 3
        else:
            may = phrase.counted or sense not in _LEAVING
        return may

    def _rises_to(self, hit: Hit, phrase: Phrase) -> bool:
        """The counted noun of a toll that comes to a number: "the number of dead of the strike rose to 12"."""
        counts = self._scan.sense_at(hit.first - 1, "function", "number_of") is not None or any(
            toll.last == hit.last for toll in self._scan.with_sense("trigger", "toll")
        )
        return counts and self._scan.ending_at(phrase.first - 1, "function", "to_place") is not None

    def _behind(self, phrase: Phrase) -> Hit | None:
        """An outcome verb behind its subject: "خمسة مدنيين قتلوا"."""
        if phrase.bare and phrase.kind == "exact":
            return None
        at = self._verb_behind(phrase)
        if at is None:
            return None
        verbs = (hit for hit in self._scan.at(at, "trigger") if hit.entry.features.get("pos") == "verb")
        verb = next(verbs)
        if verb.sense not in OUTCOME or verb.before or verb.sense in _NEVER_BEHIND:
            return None
        if verb.sense in {"meet_death", "pass_away"} and not self._may_govern(verb, phrase):
            return None
        return verb if phrase.counted or at == phrase.last + 1 else None

    def _verb_behind(self, phrase: Phrase) -> int | None:
        """The token of the first verb of the tables behind a phrase, parts of the phrase passed over."""
        scan, parts = self._scan, False
        for at in range(phrase.last + 1, min(phrase.last + (24 if phrase.counted else 8), len(scan.tokens))):
            parts = parts or scan.sense_at(at, "function", "subset") is not None
            if at > phrase.last + 8 and not parts:
                return None
            if at in self._in_number:
                joined = scan.is_joined(at) or scan.is_conjunction(at - 1) or at - 1 in self._in_number
                if not (parts or joined):
                    return None
            elif any(hit.entry.features.get("pos") == "verb" for hit in scan.at(at, "trigger")):
                return at
        return None

    def _others(self, phrase: Phrase) -> bool:
        return phrase.others or self._scan.sense_at(phrase.last + 1, "function", "others") is not None

    def _in_subset(self, phrase: Phrase, previous: Figure | None) -> bool:
        """Whether an "among them" stands between the last figure and this one, or before both."""
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


def _told(figures: list[Figure]) -> list[Figure]:
    """Figures with "some dead and wounded" as one of each: nobody knows how many of which (guide, decision 9)."""
    told: list[Figure] = []
    for figure in figures:
        if figure.outcome == "killed_or_injured" and figure.kind == "vague":
            told += [replace(figure, outcome=outcome, low=1, high=None) for outcome in ("killed", "injured")]
        else:
            told.append(figure)
    return told
