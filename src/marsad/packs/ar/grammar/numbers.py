"""Numbers in Arabic: digits of all kinds, number words, scales, vague words, and the words that bound them.

Why it is hard: units stand before tens and are joined by و ("ثلاثة وعشرون"), hundreds are written as one word or two,
"12 ألفا" mixes digits and words, "بين ستة وعشرين" may be 26 or a range, and 5+5, إف-16, 10:30 are no counts at all.

Method: one left-to-right composition over tokens; a part joins only when it is of a smaller order than what stands.
Known gaps: fractions other than halves of a scale; numbers written out in dialect.
"""

from collections.abc import Mapping

from marsad.grammar.lexicon import Hit
from marsad.grammar.pack import VagueBounds
from marsad.grammar.scan import NumberMention, Scan
from marsad.model.value import NumberKind
from marsad.packs.ar.grammar.clitics import ARTICLE, CONJUNCTION

_BOUNDS = ("at_least_before", "more_than", "less_than", "at_most", "approximately")
_NO_COUNT_AFTER = ("money", "measure", "age")
_JOINED = {"و", "وال"}
_TEEN = {"عشر", "عشره"}
_HUNDRED = {"ميه", "مايه"}
_YEARS = range(1950, 2051)
_ORDERS = {"unit": 1, "ten": 10, "teen": 10, "tens": 20, "hundred": 100, "hundreds": 100, "scaled": 1000}


class _Part:
    """A value under construction: total so far, the running part below the next scale, last token.

    A `single` part takes no further joined word: "between six and twenty" are two numbers.
    """

    def __init__(self, *, single: bool) -> None:
        self.single = single
        self.total = 0.0
        self.current: float | None = None
        self.order = 10**12
        self.last = -1
        self.seen = False

    def value(self) -> float:
        """What the words so far add up to."""
        return self.total + (self.current or 0)


class NumberGrammar:
    """Finds numbers in a scan; vague words mean what the policy says."""

    def __init__(self, policy: Mapping[str, VagueBounds]) -> None:
        """`policy` names the bounds of several, few, tens, hundreds, thousands, millions, tens_of_thousands."""
        self._policy = policy

    def find(self, scan: Scan) -> list[NumberMention]:
        """Numbers of a sentence, in order, not overlapping."""
        found: list[NumberMention] = []
        index, count = 0, len(scan.tokens)
        while index < count:
            mention = self._at(scan, index)
            if mention is None:
                index += 1
                continue
            found.append(mention)
            index = mention.last + 1
        amounts = {first for first, _, _ in scan.amounts}
        return self._join_ranges(scan, [mention for mention in found if not _is_shared(scan, mention, amounts)])

    def _at(self, scan: Scan, index: int) -> NumberMention | None:
        if not scan.tokens[index].text[0].isdigit() and not any(scan.at(index, "numeral")):
            return None
        if scan.sense_at(index, "function", "per_cent") is not None:
            return None
        vague = self._vague(scan, index)
        if vague is not None:
            return vague
        part = self._compose(scan, index)
        if part is None or part.value() != int(part.value()):
            return None
        if self._is_no_count(scan, index, part.last):
            scan.amounts.append((index, part.last, int(part.value())))
            return None
        return self._bounded(scan, index, part.last, int(part.value()))

    def _vague(self, scan: Scan, index: int) -> NumberMention | None:
        hit = next((h for h in scan.at(index, "numeral") if h.entry.features["kind"] == "vague"), None)
        scale = scan.sense_at(index, "numeral", "1000", "1000000") if hit is None else None
        if hit is None and (scale is None or scale.entry.features["kind"] != "scale"):
            return None
        if hit is None:
            if scale is None or scale.entry.features.get("number") != "pl":
                return None
            word = "thousands" if scale.sense == "1000" else "millions"
            last = scale.last
        else:
            word, last = hit.sense, hit.last
            follows = scan.sense_at(last + 1, "numeral", "1000", "1000000")
            if follows is not None and word in {"tens", "hundreds"}:
                word = f"{word}_of_{'thousands' if follows.sense == '1000' else 'millions'}"
                last = follows.last
        bounds = self._policy[word]
        tokens = scan.tokens
        return NumberMention(index, last, tokens[index].start, tokens[last].end, bounds.low, bounds.high, "vague", word)

    def _compose(self, scan: Scan, index: int) -> _Part | None:
        part = _Part(single=scan.ending_at(index - 1, "function", "between") is not None)
        tokens = scan.tokens
        at = index
        while at < len(tokens):
            if (
                part.seen
                and tokens[at].text == CONJUNCTION
                and at + 1 < len(tokens)
                and tokens[at + 1].text[0].isdigit()
            ):
                if not self._adds_digits(part, tokens[at + 1].text):
                    break
                part.current = (part.current or 0) + float(tokens[at + 1].text)
                part.order, part.last = 1, at + 1
                break
            step = self._digits(scan, at, part) or self._word(scan, at, part)
            if not step:
                break
            part.last = at + step - 1
            part.seen = True
            at += step
        return part if part.seen else None

    @staticmethod
    def _adds_digits(part: _Part, text: str) -> bool:
        """Digits go on a number of thousands: "12 ألفا و500"."""
        return not part.single and part.order >= 1000 and text.isdigit() and int(text) < part.order

    @staticmethod
    def _digits(scan: Scan, at: int, part: _Part) -> int:
        text = scan.tokens[at].text
        if part.seen or not text[0].isdigit():
            return 0
        part.current = float(text.replace(",", ""))
        part.order = 1
        return 1

    def _word(self, scan: Scan, at: int, part: _Part) -> int:
        """Join the number word at a token to a part; how many tokens it takes, 0 where it does not join."""
        more = at + 1 < len(scan.tokens) and any(hit.before in _JOINED for hit in scan.at(at + 1, "numeral"))
        last = "scaled" if more else "scale"
        hits = sorted(scan.at(at, "numeral"), key=lambda hit: not part.seen and hit.entry.features["kind"] == last)
        for hit in hits:
            kind = hit.entry.features["kind"]
            if kind == "vague":
                continue
            joins = not part.seen or hit.before in _JOINED
            if kind == "scale":
                step = _join_scale(part, int(float(hit.sense)), joins=joins)
            elif kind == "half":
                step = _join_half(scan, hit, part, joins=joins)
            else:
                step = self._join_below_scale(scan, hit, part, joins=joins)
            if step:
                return step + hit.last - at
        return 0

    def _join_below_scale(self, scan: Scan, hit: Hit, part: _Part, *, joins: bool) -> int:
        kind = hit.entry.features["kind"]
        sized = self._sized(scan, hit, part, joins=joins)
        if sized is None or (part.seen and (part.single or kind == "teen" or not joins)):
            return 0
        value, order, step = sized
        if not part.seen:
            part.current, part.order = value, order
            if kind == "scaled":
                part.total, part.current = value, None
            return step
        current = part.current or 0
        unit_then_tens = kind == "tens" and 0 < current % 100 < 10
        smaller = order < part.order and not (order == 1 and part.order == 20)
        if not (unit_then_tens or smaller):
            return 0
        part.current, part.order = current + value, order
        return step

    def _sized(self, scan: Scan, hit: Hit, part: _Part, *, joins: bool) -> tuple[float, int, int] | None:
        """Value, order and number of words of a numeral below a thousand, with what is written behind it."""
        kind, value = hit.entry.features["kind"], float(hit.sense)
        follows = scan.tokens[hit.last + 1].text if hit.last + 1 < len(scan.tokens) else ""
        if kind in {"unit", "one"} and follows in _TEEN:
            return value + 10, 20, 2
        if kind == "unit" and follows in _HUNDRED:
            return value * 100, 100, 2
        if kind == "one":
            opens = joins if part.seen else self._tens_follow(scan, hit.last + 1)
            return (value, 1, 1) if opens else None
        return value, _ORDERS[kind], 1

    @staticmethod
    def _tens_follow(scan: Scan, index: int) -> bool:
        """One opens a number only before tens: "واحدا وثلاثين"."""
        return any(
            hit.entry.features["kind"] == "tens" and hit.before == CONJUNCTION for hit in scan.at(index, "numeral")
        )

    def _is_no_count(self, scan: Scan, first: int, last: int) -> bool:
        folded, tokens = scan.passage.folded, scan.tokens
        start, end = tokens[first].start, tokens[last].end
        left, right = folded[max(0, start - 2) : start], folded[end : end + 2]
        digits = tokens[first].text[0].isdigit()
        if digits and first == last:
            raw = tokens[first].text
            if "." in raw or (len(raw) >= 7 and "," not in folded[start:end]) or raw.startswith("0"):
                return True
            if left.endswith(("+", ":", "/", "#", "@")) or right.startswith(("+", ":", "/", "%", "°")):
                return True
            if left.endswith("-") and left[0].isalpha():
                return True
            if left == ARTICLE and not any(scan.at(last + 1, "group")):
                return True
        if scan.ending_at(first - 1, "function", "label") is not None and digits:
            return True
        return scan.sense_at(last + 1, "function", *_NO_COUNT_AFTER) is not None

    def _bounded(self, scan: Scan, first: int, last: int, value: int) -> NumberMention:
        tokens = scan.tokens
        kind: NumberKind = "exact"
        begin = first
        while True:
            bound = scan.ending_at(begin - 1, "function", *_BOUNDS) if begin else None
            if bound is None or self._bounds_before(scan, bound, begin):
                break
            if kind == "exact" or bound.sense != "approximately":
                kind = _KINDS[bound.sense]
            begin = bound.first
        finish = last
        for at in range(last + 1, min(last + 5, len(tokens))):
            if (
                tokens[at].text[0].isdigit()
                or any(scan.at(at, "numeral"))
                or (any(scan.at(at, "trigger")) and at > last + 2)
            ):
                break
            bound = scan.sense_at(at, "function", "at_least_after", "at_most_after", "about_after")
            if bound is not None:
                kind = _BEHIND[bound.sense]
                if at == last + 1:
                    finish = bound.last
                break
        low, high = _range(kind, value)
        return NumberMention(begin, finish, tokens[begin].start, tokens[finish].end, low, high, kind)

    @staticmethod
    def _bounds_before(scan: Scan, bound: Hit, begin: int) -> bool:
        """A bound that may stand behind its number does so where a comma or a noun parts it: "على الأقل، ثلاثة"."""
        if scan.sense_at(bound.first, "function", "at_least_after") is None:
            return False
        apart = bool(scan.between(begin - 1, begin).strip(' "«'))
        return apart or any(
            hit.last == bound.first - 1
            for at in (bound.first - 1, bound.first - 2)
            if at >= 0
            for table in ("group", "numeral")
            for hit in scan.at(at, table)
        )

    def _join_ranges(self, scan: Scan, found: list[NumberMention]) -> list[NumberMention]:
        joined: list[NumberMention] = []
        for mention in found:
            previous = joined[-1] if joined else None
            if previous is not None and self._is_range(scan, previous, mention):
                low = previous.low
                if (
                    low is not None
                    and mention.low is not None
                    and low < 1000 <= mention.low
                    and previous.kind == "exact"
                ):
                    low = self._scaled(scan, previous, low)
                if _are_years(previous, mention):
                    joined.pop()
                    continue
                between = scan.ending_at(previous.first - 1, "function", "between") if previous.first else None
                first = between.first if between is not None else previous.first
                joined[-1] = NumberMention(
                    first, mention.last, scan.tokens[first].start, mention.end, low, mention.low, "range"
                )
                continue
            joined.append(mention)
        return joined

    @staticmethod
    def _scaled(scan: Scan, previous: NumberMention, low: int) -> int:
        """The scale stands once and means both: "ما بين ستين وثمانين ألفا"."""
        for at in range(previous.last + 1, min(previous.last + 5, len(scan.tokens))):
            for hit in scan.at(at, "numeral"):
                if hit.entry.features["kind"] == "scale":
                    return low * int(hit.sense)
        return low

    def _is_range(self, scan: Scan, left: NumberMention, right: NumberMention) -> bool:
        if left.low is None or right.low is None or left.low >= right.low or "vague" in {left.kind, right.kind}:
            return False
        between = scan.ending_at(left.first - 1, "function", "between") if left.first else None
        if between is None and any(hit.first < left.first for hit in scan.with_sense("trigger", "rise")):
            return False
        gap = scan.passage.folded[left.end : right.start].strip()
        starts_with_and = scan.is_joined(right.first)
        if between is not None:
            return gap in {"و", "الي"} or (gap == "" and starts_with_and)
        return gap in {"-", "–", "الي"} and left.low * 10 >= right.low and left.kind == "exact"


def _is_shared(scan: Scan, mention: NumberMention, amounts: set[int]) -> bool:
    """The unit of two numbers stands once, behind the second: "طفلان (9 و12 عاما)"."""
    behind = mention.last + 1
    opened = scan.passage.folded[max(0, mention.start - 1) : mention.start] == "("
    return opened and (behind in amounts or (behind + 1 in amounts and scan.is_conjunction(behind)))


def _are_years(left: NumberMention, right: NumberMention) -> bool:
    """Two years, and nobody is counted: "بين 2014 و2017"."""
    return left.low in _YEARS and right.low in _YEARS


def _join_scale(part: _Part, value: int, *, joins: bool) -> int:
    if part.seen and not joins:
        part.total += (part.current or 1) * value
        part.current = None
    elif part.seen and (part.order <= value or part.single):
        return 0
    else:
        part.total += value
    part.order = value
    return 1


def _join_half(scan: Scan, hit: Hit, part: _Part, *, joins: bool) -> int:
    half = float(hit.sense)
    if part.seen:
        if not joins or part.order < 1000:
            return 0
        part.total += half * part.order
        return 2 if scan.sense_at(hit.last + 1, "numeral", str(part.order)) is not None else 1
    scale = next((found for found in scan.at(hit.last + 1, "numeral") if found.entry.features["kind"] == "scale"), None)
    if scale is None:
        return 0
    part.total, part.order = half * int(scale.sense), int(scale.sense)
    return 2


_BEHIND: dict[str, NumberKind] = {
    "at_least_after": "at_least", "at_most_after": "at_most", "about_after": "approximate",
}  # fmt: skip
_KINDS: dict[str, NumberKind] = {
    "at_least_before": "at_least", "more_than": "more_than", "less_than": "less_than", "at_most": "at_most",
    "approximately": "approximate",
}  # fmt: skip


def _range(kind: NumberKind, value: int) -> tuple[int | None, int | None]:
    if kind in {"at_least", "more_than"}:
        return value, None
    if kind == "at_most":
        return None, value
    if kind == "less_than":
        return None, value - 1
    return value, value
