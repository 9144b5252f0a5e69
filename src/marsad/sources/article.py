"""The article of a page: its main text, and what the page declares of itself.

Hard because most of a news page is no news: menus, share bars, "read also", comments, and the sentence that a browser
shows where it cannot play a video. The main text comes from trafilatura, which loses none of it and leaves least noise
on right-to-left pages. Title, day and publisher are taken only from what the page declares in its head: nothing is
inferred from the layout, since a day guessed from a footer would date every "yesterday" of the text wrongly.

Known gaps: a line break inside a sentence of the page stays a line break in the text; pages that build their text by
script hold nothing to read; a declared day that is no date is passed over, and the page is read as undated.
"""

import copy
import json
import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import trafilatura
from lxml import etree, html
from trafilatura.settings import DEFAULT_CONFIG

from marsad.base.errors import InputError
from marsad.sources.published import parse_published

for _name in ("trafilatura", "htmldate", "courlan"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # what goes wrong is said in our Fault, once

_SETTINGS = copy.deepcopy(DEFAULT_CONFIG)
_SETTINGS.set("DEFAULT", "MIN_EXTRACTED_SIZE", "25")  # below its 250 it takes the whole page, and urgent news is short
_NO_TEXT = "//nav | //video | //audio | //object | //noscript"  # what browsers show in place of something else

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")  # lxml refuses a str with an encoding declaration
_PUBLISHED = ("article:published_time", "datePublished", "date", "dc.date.issued", "dc.date", "pubdate")
_TITLES = ("og:title", "twitter:title")
_PUBLISHERS = ("og:site_name", "application-name")


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """What a page holds: its main text, paragraphs parted by line feeds, and its declarations."""

    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_raw: str | None = None


def parse_article(page: str) -> Article:
    """The article of an HTML page. Raises InputError where no main text is found."""
    page = _DECLARATION.sub("", page, count=1)
    tree = _parse_tree(page)
    published, raw = _find_published(tree)
    title = _find_title(tree)
    url, publisher = _find_url(tree), _find_meta(tree, _PUBLISHERS)
    return Article(
        text=_extract_text(tree, title),
        title=title,
        url=url,
        publisher=publisher,
        published=published,
        published_raw=raw,
    )


def _extract_text(tree: html.HtmlElement, title: str | None) -> str:
    """The main text, without the heading where it is the title; the tree is used up."""
    for element in tree.xpath(_NO_TEXT):
        element.drop_tree()
    extracted = trafilatura.extract(tree, fast=True, include_comments=False, output_format="txt", config=_SETTINGS)
    heading, _, rest = (extracted or "").partition("\n")
    text = rest if title is not None and " ".join(heading.split()) == title else extracted
    if not text or not text.strip():
        raise InputError("no article text found in this page; save the text itself as .txt")
    return str(text)


def _parse_tree(page: str) -> html.HtmlElement:
    try:
        tree = html.document_fromstring(page)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"not a page: {error}") from error
    return tree


def _find_meta(tree: html.HtmlElement, names: tuple[str, ...]) -> str | None:
    return next(_list_meta(tree, names), None)


def _list_meta(tree: html.HtmlElement, names: tuple[str, ...]) -> Iterator[str]:
    """Contents of the page's declarations of these names, in the order of the names."""
    declared: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        for key in ("property", "name", "itemprop"):
            name, content = element.get(key), element.get("content")
            if name and content and content.strip():
                declared.setdefault(name.strip().lower(), []).append(content.strip())
    for name in names:
        yield from declared.get(name.lower(), [])


def _find_title(tree: html.HtmlElement) -> str | None:
    """The declared title, else the first heading, else the window's title."""
    declared = _find_meta(tree, _TITLES)
    if declared:
        return declared
    for tag in ("h1", "title"):
        for element in tree.iter(tag):
            words = " ".join("".join(element.itertext()).split())
            if words:
                return words
    return None


def _find_url(tree: html.HtmlElement) -> str | None:
    for link in tree.iter("link"):
        address = (link.get("href") or "").strip()
        if "canonical" in (link.get("rel") or "").lower().split() and address.startswith(("http://", "https://")):
            return address
    return _find_meta(tree, ("og:url",))


def _find_published(tree: html.HtmlElement) -> tuple[date | None, str | None]:
    """The first declared day that is one, and its words."""
    for raw in (*_list_meta(tree, _PUBLISHED), *_list_linked_days(tree)):
        try:
            return parse_published(raw), raw
        except InputError:
            continue
    return None, None


def _list_linked_days(tree: html.HtmlElement) -> Iterator[str]:
    """`datePublished` of the page's JSON-LD blocks."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            block = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        yield from _walk_linked(block)


def _walk_linked(block: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a page holds
    parts = [block]
    while parts:
        part = parts.pop(0)
        if isinstance(part, list):
            parts.extend(part)
        elif isinstance(part, dict):
            if isinstance(part.get("datePublished"), str):
                yield part["datePublished"]
            parts.extend(part.get("@graph") or [] if isinstance(part.get("@graph"), list) else [])
