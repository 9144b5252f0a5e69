"""How each language writes names of places: what a gazetteer is built with.

Apart from the pack table, because building a gazetteer needs a fold and a few functions, not compiled word tables.
"""

from functools import lru_cache
from importlib import import_module

from marsad.packs import PACKS
from marsad.reference.gazetteer_names import Naming


@lru_cache(maxsize=8)
def naming_for(language: str) -> Naming:
    """The naming rules of a language, over its own fold. Raises `PackError` where the fold cannot be read."""
    naming: Naming = import_module(f"{PACKS[language]}.grammar.place_names").naming()
    return naming
