"""Numbers in Arabic: digits of all kinds, number words, scales, vague words, and the words that bound them.

Why it is hard: units stand before tens and are joined by و ("ثلاثة وعشرون"), hundreds are written as one word or two,
"12 ألفا" mixes digits and words, "بين ستة وعشرين" may be 26 or a range, and 5+5, إف-16, 10:30 are no counts at all.

Method: one left-to-right composition over tokens; a part joins only when it is of a smaller order than what stands.
Known gaps: fractions other than halves of a scale; numbers written out in dialect.
"""

from collections.abc import Mapping

from marsad.grammar.pack import VagueBounds
from marsad.grammar.scan import NumberMention, Scan
from marsad.model.value import NumberKind

_BOUNDS = ("at_least_before", "more_than", "less_than", "at_most", "approximately")
_NO_COUNT_AFTER = ("money", "measure", "age")
_ADDITIVE = {"", "و", "وال"}


class _Part:
    """A value under construction: total so far, the running part below the next scale, last token."""

    def __init__(self) -> None:
        self.total = 0.0
        self.current: float | None = None
        self.order = 10**12
        self.last = -1
        self.seen = False

    def value(self) -> float:
        return self.total + (self.current or 0)


class NumberGrammar:
    """Finds numbers in a scan; vague words mean what the policy says."""

    def __init__(self, policy: Mapping[str, VagueBounds]) -> None:
        """`policy` names the bounds of several, few, tens, hundreds, thousands, millions, tens_of_thousands …"""
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
        return self._join_ranges(scan, found)

    def _at(self, scan: Scan, index: int) -> NumberMention | None:
        if not scan.tokens[index].text[0].isdigit() and not any(scan.at(index, "numeral")):
            return None
        vague = self._vague(scan, index)
        if vague is not None:
            return vague
        part = self._compose(scan, index)
        if part is None or part.value() != int(part.value()):
            return None
        if self._is_no_count(scan, index, part.last):
            return None
        return self._bounded(scan, index, part.last, int(part.value()))

    def _vague(self, scan: Scan, index: int) -> NumberMention | None:
        hit = next((h for h in scan.at(index, "numeral") if h.entry.features["kind"] == "vague"), None)
        scale = scan.sense_at(index, "numeral", "1000", "1000000") if hit is None else None
        if hit is None and (scale is None or scale.entry.features["kind"] != "scale"):
            return None
        if hit is None:
            if scale is None or not scale.entry.features.get("number") == "pl" or "و" in scale.before:
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
        part = _Part()
        tokens = scan.tokens
        at = index
        single = scan.ending_at(index - 1, "function", "between") is not None
        while at < len(tokens):
            linked = False
            if part.seen and tokens[at].text == "و" and at + 1 < len(tokens) and tokens[at + 1].text[0].isdigit():
                break
            step = self._digits(scan, at, part) or self._word(scan, at, part, linked=linked, single=single)
            if not step:
                break
            part.last = at + step - 1
            part.seen = True
            at += step
        return part if part.seen else None

    def _digits(self, scan: Scan, at: int, part: _Part) -> int:
        text = scan.tokens[at].text
        if part.seen or not text[0].isdigit():
            return 0
        part.current = float(text.replace(",", ""))
        part.order = 1
        return 1

    def _word(self, scan: Scan, at: int, part: _Part, *, linked: bool, single: bool) -> int:
        del linked
        for hit in scan.at(at, "numeral"):
            kind, before = hit.entry.features["kind"], hit.before
            if kind == "vague":
                continue
            joins = before in _ADDITIVE and before != "" if part.seen else True
            value = float(hit.sense) if kind != "half" else 0
            step = self._join(
                scan, hit.last, part, kind, value, float(hit.sense) if kind == "half" else 0.0, joins, single
            )
            if step:
                return step + hit.last - at
        return 0

    def _join(  # noqa: C901, PLR0911, PLR0912, PLR0913
        self, scan: Scan, last: int, part: _Part, kind: str, value: float, half: float, joins: bool, single: bool
    ) -> int:
        follows = scan.tokens[last + 1].text if last + 1 < len(scan.tokens) else ""
        if kind == "scale":
            if part.seen and not joins:
                part.total += (part.current or 1) * value
                part.current = None
                part.order = int(value)
                return 1
            if part.seen and (part.order <= value or single):
                return 0
            part.total += value
            part.order = int(value)
            return 1
        if kind == "half":
            if not part.seen:
                scale = next(
                    (hit for hit in scan.at(last + 1, "numeral") if hit.entry.features["kind"] == "scale"), None
                )
                if scale is None:
                    return 0
                part.total, part.order = half * int(scale.sense), int(scale.sense)
                return 2
            if not joins or part.order < 1000:
                return 0
            part.total += half * part.order
            scale_again = scan.sense_at(last + 1, "numeral", str(part.order))
            return 2 if scale_again is not None else 1
        if part.seen and single:
            return 0
        teen = kind in {"unit", "one"} and follows in {"عشر", "عشره"}
        hundred = kind == "unit" and follows in {"ميه", "مايه"}
        if teen:
            value, order, step = value + 10, 20, 2
        elif hundred:
            value, order, step = value * 100, 100, 2
        elif kind == "one":
            if (part.seen and joins) or (not part.seen and self._tens_follow(scan, last + 1)):
                order, step = 1, 1
            else:
                return 0
        else:
            order, step = (
                {"unit": 1, "ten": 10, "teen": 10, "tens": 20, "hundred": 100, "hundreds": 100, "scaled": 1000}[kind],
                1,
            )
        if kind == "teen" and part.seen:
            return 0
        if not part.seen:
            part.current, part.order = value, order
            if kind == "scaled":
                part.total, part.current = value, None
            return step
        if not joins:
            return 0
        current = part.current or 0
        unit_then_tens = kind == "tens" and 0 < current % 100 < 10
        smaller = order < part.order and not (order == 1 and part.order == 20)
        if not (unit_then_tens or smaller):
            return 0
        part.current = current + value
        part.order = order
        return step

    @staticmethod
    def _tens_follow(scan: Scan, index: int) -> bool:
        """ "واحدا وثلاثين": one opens a number only before tens."""
        return any(hit.entry.features["kind"] == "tens" and hit.before == "و" for hit in scan.at(index, "numeral"))

    def _is_no_count(self, scan: Scan, first: int, last: int) -> bool:
        folded, tokens = scan.passage.folded, scan.tokens
        start, end = tokens[first].start, tokens[last].end
        left, right = folded[max(0, start - 2) : start], folded[end : end + 2]
        digits = tokens[first].text[0].isdigit()
        if digits and first == last:
            raw = tokens[first].text
            if "." in raw or (len(raw) >= 7 and "," not in raw) or raw.startswith("0"):
                return True
            if left.endswith(("+", ":", "/", "#", "@")) or right.startswith(("+", ":", "/", "%", "°")):
                return True
            if left.endswith("-") and left[0].isalpha():
                return True
        if scan.ending_at(first - 1, "number_head", "label") is not None and digits:
            return True
        return scan.sense_at(last + 1, "function", *_NO_COUNT_AFTER) is not None

    def _bounded(self, scan: Scan, first: int, last: int, value: int) -> NumberMention:
        tokens = scan.tokens
        kind: NumberKind = "exact"
        begin = first
        while True:
            bound = scan.ending_at(begin - 1, "function", *_BOUNDS) if begin else None
            if bound is None:
                break
            if kind == "exact" or bound.sense != "approximately":
                kind = _KINDS[bound.sense]
            begin = bound.first
        finish = last
        for at in range(last + 1, min(last + 5, len(tokens))):
            if (
                tokens[at].text[0].isdigit()
                or any(scan.at(at, "numeral"))
                or (any(scan.at(at, "trigger"))
                and at > last + 2)
            ):
                break
            bound = scan.sense_at(at, "function", "at_least_after")
            if bound is not None:
                kind = "at_least"
                if at == last + 1:
                    finish = bound.last
                break
        low, high = _range(kind, value)
        return NumberMention(begin, finish, tokens[begin].start, tokens[finish].end, low, high, kind)

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
        """ "ما بين ستين وثمانين ألفا": the scale stands once and means both."""
        for at in range(previous.last + 1, min(previous.last + 5, len(scan.tokens))):
            for hit in scan.at(at, "numeral"):
                if hit.entry.features["kind"] == "scale":
                    return low * int(hit.sense)
        return low

    def _is_range(self, scan: Scan, left: NumberMention, right: NumberMention) -> bool:
        if left.low is None or right.low is None or left.low >= right.low or "vague" in {left.kind, right.kind}:
            return False
        between = scan.ending_at(left.first - 1, "function", "between") if left.first else None
        gap = scan.passage.folded[left.end : right.start].strip()
        starts_with_and = scan.tokens[right.first].text.startswith("و")
        if between is not None:
            return gap in {"و", "الي"} or (gap == "" and starts_with_and)
        return gap in {"-", "–", "الي"} and left.low * 10 >= right.low and left.kind == "exact"


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
