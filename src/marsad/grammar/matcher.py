"""Does a rule hold for a trigger in its sentence? The first rule of a sense that holds decides."""

from collections.abc import Callable, Mapping

from marsad.grammar.lexicon import Hit
from marsad.grammar.rulefile import Company, Rule, RuleBook
from marsad.grammar.scan import Scan

Elsewhere = Mapping[str, frozenset[str]]


def match_trigger(hit: Hit, scan: Scan, book: RuleBook, elsewhere: Elsewhere) -> Rule | None:
    """The rule that decides about a trigger, or None; `elsewhere` holds the senses of title and document."""
    for rule in book.by_sense.get(hit.sense, ()):
        if all(_holds(company, hit, scan, elsewhere) for company in rule.needs) and not any(
            _holds(company, hit, scan, elsewhere) for company in rule.unless
        ):
            return rule
    return None


def _holds(company: Company, hit: Hit, scan: Scan, elsewhere: Elsewhere) -> bool:
    words = company.words
    if company.where in elsewhere and not elsewhere[company.where].isdisjoint(words):
        return True
    stands = _SIDES[company.side]
    return any(other.entry.sense in words and stands(other, hit, company.within) for other in scan.hits)


def _on_it(other: Hit, hit: Hit, within: int) -> bool:  # noqa: ARG001 - all sides are asked in one form
    return other.first <= hit.last and hit.first <= other.last


def _before(other: Hit, hit: Hit, within: int) -> bool:
    return (
        other.last <= hit.first and hit.first - other.last <= within and other.start < hit.start and _differ(other, hit)
    )


def _after(other: Hit, hit: Hit, within: int) -> bool:
    return other.first >= hit.last and other.first - hit.last <= within and other.end >= hit.end and _differ(other, hit)


def _near(other: Hit, hit: Hit, within: int) -> bool:
    overlaps = other.first <= hit.last and hit.first <= other.last
    return (overlaps and _differ(other, hit)) or _before(other, hit, within) or _after(other, hit, within)


def _differ(other: Hit, hit: Hit) -> bool:
    """Two readings of the same letters keep no company."""
    return (other.start, other.end) != (hit.start, hit.end)


_SIDES: dict[str, Callable[[Hit, Hit, int], bool]] = {
    "self": _on_it, "before": _before, "after": _after, "near": _near,
}  # fmt: skip
