"""The weights of the decision on places, read once from `places.toml`."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from marsad.base.errors import PlacesError


class Prior(msgspec.Struct, frozen=True):
    """What a place weighs before anything is read."""

    population: float
    population_top: float
    capital: float
    seat: float
    outranked: float
    called_like_capital: float
    seat_population: int
    minor_seat: float
    none: float
    none_in_list: float
    none_by_word: float
    overshadowed: float
    overshadow_population: int
    overshadow_share: float
    far: float
    far_population: int
    kinds: dict[str, float]


class Stated(msgspec.Struct, frozen=True):
    """What a stated containing place weighs."""

    inside: float
    outside: float
    none_inside: float
    near_km: float
    side: float
    other_side: float


class Context(msgspec.Struct, frozen=True):
    """What neighbours in list, sentence and document weigh."""

    list_cell: float
    list_area: float
    sentence_cell: float
    sentence_area: float
    document_cell: float
    document_wide: float
    document_area: float
    document_country: float
    country_weight: float
    stranger: float
    list_stranger: float
    strangers_from: float
    known_population: int
    elsewhere: float
    list_elsewhere: float
    quarter_elsewhere: float
    unclear: float
    namesake: float
    publication: float
    parties: float
    abroad: frozenset[str]
    all_governorates: float
    only_governorate: float


class Decision(msgspec.Struct, frozen=True):
    """When a place counts as told from its rivals."""

    twin_km: float
    sure: float
    town_sure: float
    town_population: int
    town_share: float
    region_sure: float
    region_share: float
    passes: int


class Weights(msgspec.Struct, frozen=True):
    """All weights of the file."""

    prior: Prior
    stated: Stated
    strange: dict[str, float]
    context: Context
    decision: Decision
    head: dict[str, dict[str, float]]


@lru_cache(maxsize=1)
def read_weights() -> Weights:
    """The packaged weights. Raises `PlacesError` where the file is damaged."""
    path = Path(__file__).parent / "places.toml"
    try:
        declared: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(declared, Weights)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise PlacesError(f"{path} cannot be read ({error}); install the package again") from error
