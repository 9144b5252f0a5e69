"""Which body a publisher's name stands for, and which party a body speaks for."""

import pytest

from marsad.reference.sources import find_publisher, read_affiliations


@pytest.mark.parametrize(
    ("name", "source_id"),
    [
        ("SANA", "media.sana"),
        ("الوكالة العربية السورية للأنباء", "media.sana"),
        ("الوكاله العربيه السوريه للانباء", None),  # the fold of one language is not known here
        ("Sky News Arabia", "media.skynews"),
        ("BBC Arabic", "media.bbc"),
        ("France 24 Arabic", "media.france24"),
        ("Al Arabiya", "media.arabiya"),
        ("العربية", "media.arabiya"),
        ("عنب بلدي", "media.enab"),
        ("A paper that nobody knows", None),
        ("", None),
        (None, None),
    ],
)
def test_publisher_is_the_body_of_that_name(name: str | None, source_id: str | None) -> None:
    assert find_publisher(name) == source_id


def test_army_signs_no_paper() -> None:
    assert find_publisher("Syrian army") is None


@pytest.mark.parametrize(
    ("source_id", "party"),
    [
        ("media.sana", "sy.government"),
        ("is.amaq", "is"),
        ("media.masirah", "ye.houthi"),
        ("media.anadolu", "tr.government"),
    ],
)
def test_state_and_party_media_speak_for_their_party(source_id: str, party: str) -> None:
    assert read_affiliations()[source_id] == party


@pytest.mark.parametrize("source_id", ["sohr", "media.reuters", "media.skynews", "un", "hrw"])
def test_agencies_monitors_and_the_un_speak_for_no_party(source_id: str) -> None:
    assert source_id not in read_affiliations()
