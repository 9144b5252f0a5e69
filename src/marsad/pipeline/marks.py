"""What a claim holds beside its reading that two reports of one incident may share: targets, rare names, links.

Why it is hard: most links of a report lead nowhere in particular (the outlet's home page, its channel, a section), and
all its posts share those; only an address of one page, post or film says that two reports tell of one thing. A name is
rare only beside the words that the claim was read by: the town of an incident is in every report of it.

Addresses are compared without scheme, `www.`, fragment and what counts visitors.
Known gaps: a page on many things (a standing appeal, a map) that two outlets link to counts as shared; shortened
addresses are not followed; hidden links of a web page are lost with its mark-up.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlsplit

from marsad.grammar.fold import Fold
from marsad.model.claim import Claim, Marks
from marsad.packs import PACKS, fold_for, link_words_for
from marsad.store.records import DocumentText

_LINK = re.compile(r"(?:https?://|\bwww\.|\b(?:t\.me|youtu\.be)/)[^\s<>\"'«»()\[\]{}]+", re.IGNORECASE)
_TRAILING = ".,;:!?…/"
_VISITORS = re.compile(r"utm_|fbclid$|gclid$|igshid$|ref$|feature$|si$|t$|s$", re.IGNORECASE)
_POSTS = {
    "t.me": re.compile(r"/(?:s/)?\w+/\d+$"),
    "telegram.me": re.compile(r"/(?:s/)?\w+/\d+$"),
    "youtube.com": re.compile(r"/(?:watch\?.*\bv=|shorts/|live/)[\w-]+"),
    "youtu.be": re.compile(r"/[\w-]{6,}"),
    "twitter.com": re.compile(r"/\w+/status/\d+"),
    "x.com": re.compile(r"/\w+/status/\d+"),
    "facebook.com": re.compile(r"(?:posts|videos|photos?|reel|watch|permalink|story).*\d{6,}"),
    "instagram.com": re.compile(r"/(?:p|reel)/[\w-]+"),
}
"""What the address of one post looks like where every author has a page of his own."""
_NUMBERED = re.compile(r"\d{4,}")
_LONG_SEGMENT = 20
_GROWN = 3
"""Letters that may have grown to the front of a word that a claim was read by."""
_MANY_LINKS = 8
"""A text with more links than this is a digest: nobody knows which of them is for which claim."""


class Traces(NamedTuple):
    """What a document hands to the marks of its claims: its language, and addresses as they are compared."""

    language: str
    page: str | None
    links: frozenset[str]


NO_TRACES = Traces(next(iter(PACKS)), None, frozenset())


def find_traces(text: DocumentText) -> Traces:
    """What a document hands to its claims."""
    language = text.language if text.language in PACKS else NO_TRACES.language
    page = None if text.url is None else name_page(text.url)
    links = frozenset(found for link in _LINK.findall(text.text) if (found := name_page(link)) is not None)
    links -= {page}
    return Traces(language, page, links if len(links) <= _MANY_LINKS else frozenset())


def find_marks(claim: Claim, traces: Traces) -> Marks | None:
    """The marks of one claim; None where it has none."""
    words = link_words_for(traces.language)
    text = claim.evidence.text
    struck = words.find_targets(text)
    names = words.find_names(text)
    read = _list_read(claim, fold_for(traces.language)) if struck or names else frozenset()
    names -= read
    if not struck and not names and traces.page is None and not traces.links:
        return None
    sites = frozenset(f"{each.code} {each.name}" for each in struck if each.name is not None and each.name not in read)
    codes = frozenset(each.code for each in struck)
    return Marks(struck=codes, sites=sites, names=names, page=traces.page, links=traces.links)


def _list_read(claim: Claim, fold: Fold) -> frozenset[str]:
    """The folded words, and their ends, that the claim's places, parties, voices and trigger were read from."""
    told = [claim.trigger.text]
    for place in claim.where:
        told += [place.text, place.name_ar or ""]
    told += [each.text for each in (*claim.actors, *claim.targets, *claim.sources, *claim.weapon)]
    return frozenset(word[cut:] for text in told for word in fold.fold_words(text).split() for cut in range(_GROWN + 1))


@lru_cache(maxsize=10_000)
def name_page(address: str) -> str | None:
    """An address as it is compared; None where it names no single page, post or film."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
    except ValueError:
        return None  # a text may hold anything that begins like an address
    host = parts.netloc.casefold().removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    path = parts.path.rstrip(_TRAILING)
    asked = sorted((key, value) for key, value in parse_qsl(parts.query.rstrip(_TRAILING)) if not _VISITORS.match(key))
    query = "?" + "&".join(f"{key}={value}" for key, value in asked) if asked else ""
    if not _names_one(host, f"{path}{query}", parts):
        return None
    return f"{host}{path}{query}"


def _names_one(host: str, where: str, parts: SplitResult) -> bool:
    """Whether an address leads to one page: a post, or a long or numbered last part."""
    if host in _POSTS:
        return _POSTS[host].search(where) is not None
    last = parts.path.rstrip(_TRAILING).rpartition("/")[2]
    return len(last) >= _LONG_SEGMENT or _NUMBERED.search(where) is not None
