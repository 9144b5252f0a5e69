"""English for the name of a body that no list knows, put together from words that the tables know.

Why it is hard: Arabic puts the head first, then what it is a head of, then the adjectives of either. So known words
are kept in their order of sense: adjectives, the head, and what it belongs to; a word that no table knows (a place, a
person, a proper name) is left out rather than spelt in other letters. A name of its head alone is given only where
the head says something by itself.

Known gap: an adjective behind two nouns is given to the head.
"""

from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan
from marsad.reference.actors import ActorList


def render_name(scan: Scan, head: Hit, last: int, actors: ActorList) -> str | None:
    """The known words of tokens head..last in English order ("local council", "Ministry of Health"), or None."""
    adjectives: list[str] = []
    owners: list[str] = []
    at = head.last + 1
    while at <= last:
        word = max(scan.at(at, "body_word"), key=lambda hit: hit.last, default=None)
        nationality = next((hit for hit in scan.at(at, "actor") if hit.entry.features["kind"] == "adjective"), None)
        english = actors.adjective_en(nationality.sense) if nationality is not None else None
        if english is not None:
            adjectives.insert(0, english)
        elif word is not None and word.last <= last:
            english = word.entry.features["name_en"]
            if word.sense == "adjective":
                adjectives.append(english)
            else:
                owners.append(english)
            at = word.last
        at += 1
    if not adjectives and not owners:
        return None
    name = " ".join((*adjectives, head.entry.features["name_en"]))
    return f"{name} of {' '.join(owners)}" if owners else name
