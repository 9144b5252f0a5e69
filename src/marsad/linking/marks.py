"""What two claims share beside what was read of them: what was hit, a rare name, a page, a picture or a film.

Why it is hard: each of these says much by its presence and little by its absence, for a post of one line names no
target and links to nothing. So only what both state is compared; two different targets of one town on one day are
evidence against, for a market and a hospital are two strikes more often than two words for one.

Known gaps: a strike on a market and the school beside it, told by two outlets each by one of them, counts against.
"""

from typing import Literal

from marsad.model.claim import Marks

_FILMS = ("youtu.be/", "youtube.com/")
_MEDIA = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".mp4", ".mov", ".webm")

Shared = tuple[Literal["struck", "links", "name"], str]


def compare_marks(one: Marks, other: Marks, *, one_report: bool) -> list[Shared]:
    """Names and levels of features, as `weights.toml` has them; of one report only what was hit is compared."""
    shared: list[Shared] = []
    if one.struck and other.struck:
        shared.append(("struck", _compare_targets(one, other)))
    if one_report:
        return shared
    if one.names & other.names:
        shared.append(("name", "several" if len(one.names & other.names) > 1 else "rare"))
    level = _compare_links(one, other)
    if level is not None:
        shared.append(("links", level))
    return shared


def _compare_targets(one: Marks, other: Marks) -> str:
    """`same` or `other` kind of target; of one kind `named` for one name, `namesake` where each has another name."""
    both = one.struck & other.struck
    if not both:
        return "other"
    if one.sites & other.sites:
        return "named"
    apart = all(_list_sites(one, code) and _list_sites(other, code) for code in both)
    return "namesake" if apart else "same"


def _list_sites(marks: Marks, code: str) -> list[str]:
    return [site for site in marks.sites if site.startswith(f"{code} ")]


def _compare_links(one: Marks, other: Marks) -> str | None:
    """`cites` where one leads to the other, `media` for one picture or film, `page` for another page that both name."""
    if one.page in other.links or other.page in one.links:
        return "cites"
    both = one.links & other.links
    if not both:
        return None
    return "media" if any(link.startswith(_FILMS) or link.casefold().endswith(_MEDIA) for link in both) else "page"
