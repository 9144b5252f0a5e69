"""What single tokens say where a name of a place may begin: particles, prepositions, heads with their clitics.

Why it is hard: a particle, a head noun and a name may be written into one token, or be spelled alike.
"""

from marsad.grammar.scan import Scan


def is_in_itself(scan: Scan, index: int) -> bool:
    """Whether a token is the preposition "in": sources hold names that begin with it by mistake."""
    hit = scan.sense_at(index, "function", "inside")
    return hit is not None and hit.last == index and hit.end == scan.tokens[index].end


def is_in(scan: Scan, index: int) -> bool:
    """Whether a token is "in the town of": what stands before it is no head of its own: "market in the town"."""
    hit = next(scan.at(index, "place_head"), None)
    return hit is not None and hit.start > scan.tokens[index].start and "by" in scan.token_marks(index)


def is_worded(scan: Scan, index: int, *, named: bool) -> bool:
    """Whether the whole token is a particle, a number, a direction or a date word; "new" behind a head is none."""
    token = scan.tokens[index]
    if named and scan.sense_at(index, "function", "new_event") and "the" in scan.token_marks(index):
        return False
    return any(
        hit.last == index and hit.entry.table in {"function", "numeral", "date", "attribution"} and hit.end == token.end
        for hit in scan.by_first.get(index, ())
    )


def after_clitics(scan: Scan, index: int) -> int:
    """Where a head begins in its token, its article kept: the folded offset behind the particles."""
    hit = next(scan.at(index, "place_head"), None)
    if hit is None:
        return scan.tokens[index].start
    return hit.start - 2 if "article" in hit.marks else hit.start
