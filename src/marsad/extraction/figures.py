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
from marsad.extraction.nouns import OUTCOME, Lows
from marsad.extraction.phrases import Phrase, PhraseFinder
from marsad.extraction.places import PlaceFound
from marsad.extraction.shares import find_shares
from marsad.extraction.sides import SideFinder
from marsad.extraction.sums import join_singles
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan

_REACH = 9
_RISE_REACH = 4
_NUMBER_OF_REACH = 12
_STATES = {"dead", "wounded", "displaced", "missing"}
_LEAVING = {"evacuate", "evacuation", "leave"}
_NEVER_BEHIND = {"evacuate", "find_body"}
_SUFFERED = {"wounding", "abduction"}
_BY_NOUN = {"killing"} | _SUFFERED
_KILLING = {"kill", "killing"}
_DYING = {"killing", "die"}
_TAKING = {"arrest", "hold", "abduct"}
_RATIOS = {"half_of": (1, 2), "third_of": (1, 3), "quarter_of": (1, 4), "two_thirds_of": (2, 3)}
_ARMED = {"fighter", "soldier", "police"}
_PRONOUN_REACH, _LIFE_REACH = 16, 5


class FigureFinder:
    """Finds the figures of one scan."""

    def __init__(
        self, scan: Scan, number: int, lows: Lows, parties: Sequence[Party], places: Sequence[PlaceFound]
    ) -> None:
        """`parties` and `places` are those of the sentence, which is the scan with this number."""
        self._scan = scan
        self._number = number
        self._sides = SideFinder(scan, parties)
        self._phrases = PhraseFinder(scan, lows, parties, find_shares(scan, places))
        self._in_number = {at for mention in scan.numbers for at in range(mention.first, mention.last + 1)}
        self._risen: dict[str, int] = {}

    def find(self) -> list[Figure]:
        """Figures of the sentence in order; a subset follows the figure it lies in."""
        figures: list[Figure] = []
        previous: Figure | None = None
        main: Figure | None = None
        phrases = self._phrases.find()
        taken = self._taken_up(phrases)
        for phrase in phrases:
            if phrase.share is not None:
                if main is not None and phrase.first not in range(main.first, main.last + 1):
                    figures.append(self._share(phrase, main))
                continue
            figure = self._figure(phrase, previous, main)
            if figure is None and phrase.first in taken:
                figure = self._taken(phrase, taken[phrase.first])
            if figure is None:
                continue
            figures.append(figure)
            if figure.low is not None and (figure.raised or self._has_risen(figure)):
                self._risen[figure.outcome] = figure.low
            previous = figure
            if not figure.subset:
                main = figure
        self._sides.name_ranks(figures)
        return join_singles(_told(figures), self._scan)

    def _share(self, phrase: Phrase, main: Figure) -> Figure:
        """A part of a toll that has a place of its own."""
        return Figure(
            self._number, phrase.first, phrase.last, main.outcome, main.group, phrase.low, phrase.high, phrase.kind,
            main.unit, subset=False, governor=main.governor, share=phrase.share,
        )  # fmt: skip

    def _taken_up(self, phrases: Sequence[Phrase]) -> dict[int, Hit]:
        """By its first token: people whom a word behind takes up by a pronoun ("على قاض فقتلاه", "مقتله")."""
        found: dict[int, Hit] = {}
        for hit in self._scan.hits:
            if hit.entry.table != "trigger" or hit.sense not in OUTCOME or OUTCOME[hit.sense] == "displaced":
                continue
            both = self._is_of_two(hit)
            if not (both or (hit.after and (hit.entry.features.get("pos") == "verb" or hit.sense in _BY_NOUN))):
                continue
            before = [phrase for phrase in phrases if 0 < hit.first - phrase.last <= _PRONOUN_REACH]
            if not before or before[-1].outcome is not None:
                continue
            if self._takes_up(hit, before[-1], both=both):
                found.setdefault(before[-1].first, hit)
        return found

    def _takes_up(self, hit: Hit, phrase: Phrase, *, both: bool) -> bool:
        """Whether a pronoun means the people last named: one of them, or so many behind a noun or a relative.

        "المهندسين الثلاثة الذين اختطفتهم", "17 شخصا أدخلوا المستشفى بعد إصابتهم".
        """
        if not phrase.counted:
            return phrase.kind == "exact" and (not both or phrase.low == 2)
        relative = self._scan.ending_at(hit.first - 1, "function", "relative") is not None
        return (relative and phrase.last == hit.first - 2) or (hit.sense in _SUFFERED and not phrase.bare)

    def _is_of_two(self, verb: Hit) -> bool:
        """Whether a verb says of two who were named before that they were killed: "يستقلها شخصان فقتلا"."""
        dual = verb.sense in {"kill", "die", "injure"} and verb.entry.features.get("number") == "dual"
        return dual and not verb.after and not any(self._scan.at(verb.last + 1, "group"))

    def _taken(self, phrase: Phrase, verb: Hit) -> Figure:
        return Figure(
            self._number, phrase.first, phrase.last, OUTCOME[verb.sense], phrase.group, phrase.low, phrase.high,
            phrase.kind, phrase.unit, subset=False, governor=verb, stated=True, single=not phrase.counted,
        )  # fmt: skip

    def _figure(self, phrase: Phrase, previous: Figure | None, main: Figure | None) -> Figure | None:
        part = self._part_of(phrase, main)
        subset = part is not None or self._in_subset(phrase, previous)
        outcome, governor = self._outcome(phrase, previous, subset=subset)
        if outcome is None or self._superseded(phrase, previous, governor, outcome):
            return None
        if outcome == "injured" and governor is not None and not subset and self._is_joint(governor, previous):
            outcome = "killed_or_injured"
        if outcome == "missing" and self._loses_life(phrase):
            outcome = "killed"
        if phrase.noun is not None:
            outcome = self._custody(outcome, phrase.noun)
        if subset and main is not None and phrase.outcome is None:
            outcome, governor = main.outcome, main.governor
        group = phrase.group
        elided = previous is not None and not previous.subset and (not previous.single or previous.group in _ARMED)
        if phrase.bare and previous is not None and elided and not self._others(phrase):
            group = previous.group
        if subset and self._says_nothing(phrase, group, previous, main):
            return None
        low, high, kind = phrase.low, phrase.high, phrase.kind
        if part is not None:
            low, high, kind = part
        elif not phrase.counted and kind == "vague" and self._is_loose_part(phrase):
            return None
        return Figure(
            self._number, phrase.first, phrase.last, outcome, group, low, high, kind,
            phrase.unit, subset, governor, stated=phrase.stated, raised=phrase.raised, single=phrase.single,
        )  # fmt: skip

    def _loses_life(self, phrase: Phrase) -> bool:
        """Whether what people lost is their life: "فقد ثلاثة من عائلة واحدة حياتهم"."""
        deaths = self._scan.with_sense("trigger", "death")
        return any(hit.after and 0 < hit.first - phrase.last <= _LIFE_REACH for hit in deaths)

    def _custody(self, outcome: str, noun: Hit) -> str:
        """Captives who leave are released, hostages who are held were abducted, men that a side lost are dead."""
        if outcome == "missing" and self._sides.is_own(noun):
            return "killed"
        if outcome == "displaced" and any(hit.sense == "captive" for hit in self._scan.at(noun.first, "trigger")):
            return "released"
        hostage = self._scan.sense_at(noun.first, "context", "hostage") is not None
        return "abducted" if outcome == "detained" and hostage else outcome

    @staticmethod
    def _says_nothing(phrase: Phrase, group: str, previous: Figure | None, main: Figure | None) -> bool:
        """One more person of the same kind inside a toll ("بينهم سائق"), or so many whose kind is not told."""
        if phrase.counted:
            unnamed = phrase.bare and not phrase.of_them
            return unnamed or (main is not None and group == main.group != "person")
        return (main is not None and group in {"person", main.group}) or (
            previous is not None and group == previous.group
        )

    def _part_of(self, phrase: Phrase, main: Figure | None) -> tuple[int, int | None, str] | None:
        """A part that is told as a ratio of the whole: "ثلثهم نساء"."""
        if main is None or main.low is None or phrase.counted or phrase.kind != "vague":
            return None
        ratio = self._scan.ending_at(phrase.first - 1, "function", *_RATIOS)
        if ratio is None or ratio.first <= main.last:
            return None
        over, under = _RATIOS[ratio.sense]
        least = main.low * over // under
        return least, None if main.high is None else -(-main.high * over // under), "derived"

    def _is_loose_part(self, phrase: Phrase) -> bool:
        """People of whom nothing is told but that they are most of the dead, or of what kinds these were."""
        scan = self._scan
        return (
            scan.ending_at(phrase.first - 1, "function", "most", "between") is not None
            or scan.ending_at(phrase.first - 2, "function", "most") is not None
        )

    def _superseded(self, phrase: Phrase, previous: Figure | None, governor: Hit | None, outcome: str) -> bool:
        """An earlier toll ("after it had counted seven"), or a death that the new one counts ("after one died")."""
        if any(
            self._scan.sense_at(at, "function", "earlier_toll") is not None
            for at in range(max(0, phrase.first - 7), phrase.first)
        ):
            return True
        if self._explains_rise(phrase, governor):
            return True
        after = governor is not None and self._scan.ending_at(governor.first - 1, "function", "time_after") is not None
        if previous is None or not after:
            return False
        risen = self._risen.get(outcome)
        return (previous.raised and not phrase.counted) or (risen is not None and (phrase.low or 0) < risen)

    def _explains_rise(self, phrase: Phrase, governor: Hit | None) -> bool:
        """Wounded whose death a toll's rise is put down to: the risen toll counts them."""
        of_wounded = phrase.noun is not None and phrase.noun.sense == "wounded"
        if not of_wounded or governor is None or governor.sense not in _DYING:
            return False
        reach = range(max(0, governor.first - _RISE_REACH), governor.first)
        return any(self._scan.sense_at(at, "trigger", "rise") is not None for at in reach)

    def _has_risen(self, figure: Figure) -> bool:
        """Whether a toll rises to a figure that says itself what it counts: "ارتفعت حصيلة التفجير إلى تسعة قتلى"."""
        return any(hit.first < figure.first for hit in self._scan.with_sense("trigger", "rise"))

    def _outcome(self, phrase: Phrase, previous: Figure | None, *, subset: bool) -> tuple[str | None, Hit | None]:
        if phrase.outcome is not None:
            late = self._late_death(phrase)
            some_bodies = phrase.unit == "body" and not phrase.counted and phrase.kind == "vague"
            stated = (None, None) if some_bodies else (phrase.outcome, phrase.governor or phrase.noun)
            return stated if late is None else ("killed", late)
        if subset and previous is not None:
            return previous.outcome, previous.governor
        chained = previous is not None and self._chained(previous, phrase)
        governor = self._governor(phrase, previous)
        if governor is not None and (previous is None or governor.first > previous.last or not chained):
            return OUTCOME[governor.sense], governor
        if chained and previous is not None and not previous.subset:
            fled, before = self._fled(phrase), previous.governor
            apart = phrase.kind == "vague" or (before is not None and before.sense in _STATES)
            return ("displaced", fled) if fled is not None and apart else (previous.outcome, before)
        behind = self._behind(phrase) or self._suffered(phrase)
        if behind is not None:
            return OUTCOME[behind.sense], behind
        return self._of_noun(phrase)

    def _late_death(self, phrase: Phrase) -> Hit | None:
        """The word that tells of wounded who died: "بعد وفاة جريحين"."""
        if phrase.outcome != "injured" or phrase.noun is None or phrase.noun.sense != "wounded":
            return None
        hits = (hit for hit in self._scan.at(phrase.first - 1, "trigger") if hit.last == phrase.first - 1)
        return next((hit for hit in hits if hit.sense in _DYING), None)

    def _of_noun(self, phrase: Phrase) -> tuple[str | None, Hit | None]:
        """Counted people whose noun says what befell them: captives given back, the displaced."""
        forced = self._forced_out(phrase)
        if forced is not None:
            return "displaced", forced
        freed = self._handed_over(phrase)
        if freed is not None:
            return "released", freed
        return ("displaced", fled) if (fled := self._fled(phrase)) is not None else (None, None)

    def _fled(self, phrase: Phrase) -> Hit | None:
        """The noun of counted people who are displaced."""
        noun = phrase.noun if phrase.counted else None
        return None if noun is None else self._scan.sense_at(noun.first, "trigger", "displaced")

    def _is_joint(self, wounding: Hit, previous: Figure | None) -> bool:
        """Whether one number counts the dead and the wounded: "مقتل وإصابة ستة"; a verb has no pronoun there."""
        scan, before = self._scan, wounding.first - 1
        if scan.is_conjunction(before):
            before -= 1
        elif "and" not in wounding.marks:
            return False
        if previous is not None and previous.governor is not None and previous.governor.last >= before:
            return False
        readings = {_form(hit) for hit in scan.at(wounding.first, "trigger") if hit.sense in {"injure", "wounding"}}
        return any(
            hit.last == before and hit.sense in _KILLING and not hit.after and _form(hit) in readings
            and hit.entry.features.get("number") not in {"pl", "dual"}
            for hit in scan.at(before, "trigger")
        )  # fmt: skip

    def _forced_out(self, phrase: Phrase) -> Hit | None:
        """The flight that counted people are forced into: "اضطر 90 ألف شخص إلى مغادرة منازلهم"."""
        scan = self._scan
        if not phrase.counted or not any(
            scan.sense_at(at, "context", "forced") for at in range(max(0, phrase.first - 4), phrase.first)
        ):
            return None
        for at in range(phrase.last + 1, min(phrase.last + 6, len(scan.tokens))):
            hit = scan.sense_at(at, "trigger", "leave", "flee", "flight", "run", "uproot", "quit")
            if hit is not None:
                return hit
        return None

    def _handed_over(self, phrase: Phrase) -> Hit | None:
        """The word that gives counted captives back: "سلمت الكتائب 13 رهينة"."""
        if (
            phrase.noun is None
            or not phrase.counted
            or not self._scan.sense_at(phrase.noun.first, "trigger", "captive")
        ):
            return None
        for at in range(phrase.first - 1, max(-1, phrase.first - _REACH - 1), -1):
            if self._scan.sense_at(at, "function", "new_clause", "say_that") is not None:
                return None
            hit = self._scan.sense_at(at, "trigger", "hand_over", "letting_go", "carry", "swap", "way_free")
            if hit is not None:
                return hit
        return None

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
            if at != phrase.first and scan.sense_at(at, "function", "new_clause", "attending", "say_that") is not None:
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
        elif sense == "carry_off":
            may = phrase.counted and "by" in self._scan.token_marks(phrase.first)
        elif sense == "pass_away":
            behind = min(hit.last + 1, len(self._scan.tokens) - 1)
            rules = hit.entry.features.get("tense") == "present" and "by" in self._scan.token_marks(behind)
            may = not rules and not any(True for _ in self._scan.with_sense("context", "crime"))
        elif sense in _STATES:
            several = phrase.bare or hit.entry.features.get("number") != "sg"
            counting = self._scan.ending_at(hit.first - 1, "function", "number_of") is not None
            may = gap <= (_NUMBER_OF_REACH if counting else 4) and several and "article" in hit.marks
        elif sense in {"fall", "place_fall"}:
            may = phrase.counted and phrase.noun is not None and phrase.noun.entry.table == "group"
        elif plain and sense not in {"arrest", "killing"}:
            may = gap <= 3
        else:
            may = phrase.counted or sense not in _LEAVING
        return may

    def _behind(self, phrase: Phrase) -> Hit | None:
        """An outcome verb behind its subject: "خمسة مدنيين قتلوا"."""
        near, headline = phrase.last + 1, self._number == phrase.first == 0
        if phrase.bare and self._others(phrase):
            near += 1
        said = self._scan.ending_at(phrase.first - 1, "function", "say_that") is not None
        if phrase.bare and phrase.kind == "exact" and not phrase.of_them and not said:
            return None
        at = self._verb_behind(phrase)
        if at is None or (phrase.bare and at != near):
            return None
        if headline and at == near + 1 and not any(self._scan.at(near, "function")):
            near = at  # an adjective between: "فتى فلسطيني يستشهد"
        verbs = [hit for hit in self._scan.at(at, "trigger") if hit.entry.features.get("pos") == "verb"]
        verb = next((hit for hit in verbs if hit.sense in OUTCOME), verbs[0])
        if verb.sense not in OUTCOME or verb.before or verb.sense in _NEVER_BEHIND:
            return None
        if verb.sense in _TAKING and (verb.after or not phrase.counted or self._has_object(verb)):
            return None
        if verb.sense in {"meet_death", "pass_away"} and not self._may_govern(verb, phrase):
            return None
        return verb if phrase.counted or at == near or self._is_pair(phrase, at, verb) else None

    def _suffered(self, phrase: Phrase) -> Hit | None:
        """What befell people by a noun behind a verb of suffering: "ثلاثة من مهندسيها تعرضوا للاختطاف"."""
        behind = range(phrase.last + 1, min(phrase.last + 4, len(self._scan.tokens) - 1))
        at = next((at for at in behind if self._scan.sense_at(at, "context", "suffer") is not None), None)
        if at is None or not phrase.counted:
            return None
        return next(
            (hit for hit in self._scan.at(at + 1, "trigger") if hit.sense in OUTCOME and "for" in hit.marks), None
        )

    def _is_pair(self, phrase: Phrase, at: int, verb: Hit) -> bool:
        """Whether a verb in the dual takes in one more, joined behind the first: "طفلة ووالدتها قتلتا"."""
        if verb.entry.features.get("number") != "dual" or phrase.kind != "exact":
            return False
        return any("and" in hit.marks and hit.last + 1 == at for hit in self._scan.at(phrase.last + 1, "group"))

    def _has_object(self, verb: Hit) -> bool:
        """Whether people stand behind a verb that takes people: then what stands before it is who took them."""
        behind = range(verb.last + 1, min(verb.last + 4, len(self._scan.tokens)))
        return any(at in self._in_number or any(self._scan.at(at, "group")) for at in behind)

    def _verb_behind(self, phrase: Phrase) -> int | None:
        """The token of the first verb of the tables behind a phrase, parts of the phrase passed over.

        Whom a clause begins with may be told of at length: "that 80 people from X and Y, unwilling to stay, left".
        """
        scan, parts = self._scan, self._opens_clause(phrase)
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

    def _opens_clause(self, phrase: Phrase) -> bool:
        """Whether counted people stand right behind "that": its subject."""
        return phrase.counted and any(
            self._scan.ending_at(phrase.first - back, "function", "say_that") is not None for back in (1, 2)
        )

    def _others(self, phrase: Phrase) -> bool:
        return phrase.others or self._scan.sense_at(phrase.last + 1, "function", "others") is not None

    def _in_subset(self, phrase: Phrase, previous: Figure | None) -> bool:
        """Whether an "among them" stands between the last figure and this one, or before both."""
        if previous is None or (phrase.outcome is not None and phrase.outcome != previous.outcome):
            return False
        if phrase.of_them and phrase.outcome is None and self._lies_in(phrase, previous):
            return True
        marker = self._marker(previous.last + 1, phrase.first)
        if self._in_brackets(previous, phrase):
            return True
        if marker is not None:
            return not self._leaves(marker.last + 1, phrase.first)
        return previous.subset and self._goes_on(phrase, previous)

    def _in_brackets(self, previous: Figure, phrase: Phrase) -> bool:
        """Who they were, in brackets behind their number: "٣ شهداء (سيدة وطفلاها)"."""
        scan = self._scan
        gap = scan.passage.folded[scan.tokens[previous.last].end : scan.tokens[phrase.first].start]
        opened = gap.strip().startswith("(") and ")" not in gap
        return opened and phrase.outcome is None and not previous.single

    def _goes_on(self, phrase: Phrase, previous: Figure) -> bool:
        """Whether a list of parts goes on with this one."""
        scan = self._scan
        gap = scan.passage.folded[scan.tokens[previous.last].end : scan.tokens[phrase.first].start]
        if any(hit.sense in OUTCOME for at in range(previous.last + 1, phrase.first) for hit in scan.at(at, "trigger")):
            return False
        return (len(gap) <= 24 and self._chained(previous, phrase)) or phrase.first - previous.last <= 2

    def _lies_in(self, phrase: Phrase, previous: Figure) -> bool:
        """Whether "of them" makes a part of the last figure: a group ("خمسة منهم أطفال"), or some of the same dead."""
        if not phrase.bare:
            return self._governor(phrase, previous) is None
        governor = self._governor(phrase, previous)
        same = governor is not None and OUTCOME[governor.sense] == previous.outcome
        return same and (phrase.low or 0) < (previous.low or 0)

    def _leaves(self, first: int, end: int) -> bool:
        """Whether another clause begins between two tokens."""
        return any(self._scan.sense_at(at, "function", "new_clause") is not None for at in range(first, end))

    def _marker(self, first: int, end: int) -> Hit | None:
        for at in range(max(0, first), end):
            hit = self._scan.sense_at(at, "function", "subset")
            if hit is not None and end - hit.last <= 8:
                return hit
            hit = self._scan.sense_at(at, "function", "breakdown")
            if hit is not None and hit.last == end - 1 and not hit.before:
                return hit
        return None


def _form(hit: Hit) -> tuple[str | None, str | None]:
    """Part of speech and gender, in which a verb or noun and the one joined to it agree."""
    return hit.entry.features.get("pos"), hit.entry.features.get("gender")


def _told(figures: list[Figure]) -> list[Figure]:
    """Figures with "some dead and wounded" as one of each: nobody knows how many of which (guide, decision 9)."""
    told: list[Figure] = []
    for figure in figures:
        if figure.outcome == "killed_or_injured" and figure.kind == "vague":
            told += [replace(figure, outcome=outcome, low=1, high=None) for outcome in ("killed", "injured")]
        else:
            told.append(figure)
    return told
