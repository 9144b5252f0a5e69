"""One pass over a passage: hits of all tables, then numbers, then dates."""

from datetime import date

from marsad.grammar.lexicon import Hit
from marsad.grammar.pack import Pack
from marsad.grammar.scan import Scan
from marsad.language.mending import mend_passage
from marsad.language.sentences import split_sentences
from marsad.model.passage import Passage


def scan_passage(passage: Passage, pack: Pack, published: date | None) -> list[Scan]:
    """Scans of all sentences of a passage, in order; broken and fused words are mended first."""
    passage = mend_passage(passage, pack)
    sentences = split_sentences(passage)
    hits = pack.lexicon.find_hits(passage, sentences)
    scans = [
        Scan(passage, sentence, _without_moods(found), pack.mark_token)
        for sentence, found in zip(sentences, hits, strict=True)
    ]
    for scan in scans:
        scan.numbers = pack.find_numbers(scan)
        scan.dates = pack.find_dates(scan, published, None)
    told = _find_told(scans) if published is None else None
    for scan in scans:
        if told is not None:
            scan.dates = pack.find_dates(scan, None, told)
        dated = {index for mention in scan.dates for index in range(mention.first, mention.last + 1)}
        scan.numbers = [n for n in scan.numbers if n.first not in dated and n.last not in dated]
    return scans


def _find_told(scans: list[Scan]) -> date | None:
    """The first day that a text without a day of publication fixes by itself."""
    for scan in scans:
        for mention in scan.dates:
            if mention.precision in {"day", "days"} and mention.begins and mention.ends:
                return date.fromisoformat(mention.ends)
    return None


def _without_moods(hits: list[Hit]) -> list[Hit]:
    """Shortened verb forms stand only behind a negation; elsewhere their letters are other words."""
    if not any(hit.entry.features.get("mood") == "jussive" for hit in hits):
        return hits
    negated = {hit.last + 1 for hit in hits if hit.entry.table == "function" and hit.sense == "negation"}
    return [hit for hit in hits if hit.entry.features.get("mood") != "jussive" or hit.first in negated]
