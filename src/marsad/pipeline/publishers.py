"""The country that a publisher names in its own title: "Sudan with a third eye" is of Sudan.

Only names of countries count, and only where no large place elsewhere has the name: a title of Amman could be one of
Oman, and a network called "the island" is of no island. Most publishers have no country of theirs by this rule.
"""

from marsad.packs.places import naming_for
from marsad.reference.gazetteer import Gazetteer

LARGE = 100_000
LONGEST = 3


def find_publisher_country(publisher: str | None, language: str, gazetteer: Gazetteer) -> str | None:
    """The ISO code of the one country that a publisher's name holds; `None` where it holds none, or several."""
    words = (publisher or "").split()
    found: set[str] = set()
    for first in range(len(words)):
        for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
            found |= _countries_called(" ".join(words[first:last]), language, gazetteer)
    return found.pop() if len(found) == 1 else None


def _countries_called(name: str, language: str, gazetteer: Gazetteer) -> set[str]:
    """The countries in which the name means the country or a large place, if it is a country's name at all."""
    countries: set[str] = set()
    named = False
    for key in naming_for(language).keys(name):
        for known in gazetteer.names_from(key.first):
            if known.words != (key.first, *key.rest.split()) or known.article != key.article:
                continue
            for place in map(gazetteer.place, known.places):
                named = named or place.feature == "country"
                if place.country and (place.feature == "country" or (place.population or 0) >= LARGE):
                    countries.add(place.country)
    return countries if named else set()
