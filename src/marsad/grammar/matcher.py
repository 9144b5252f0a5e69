"""Does a rule hold for a trigger in its sentence? The first rule of a sense that holds decides."""

from collections.abc import Mapping

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
    side, within = company.side, company.within
    for other in scan.hits:
        if other.entry.sense not in words or ((other.start, other.end) == (hit.start, hit.end) and side != "self"):
            continue
        if side == "self":
            if other.first <= hit.last and hit.first <= other.last:
                return True
        elif (
            side != "after" and other.last <= hit.first and hit.first - other.last <= within and other.start < hit.start
        ) or (side != "before" and other.first >= hit.last and other.first - hit.last <= within and other.end > hit.end) or (side == "near" and other.first <= hit.last and hit.first <= other.last):
            return True
    return False
