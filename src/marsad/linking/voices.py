"""The sources that one claim lists, as voices with ids."""

from typing import NamedTuple

from marsad.model.claim import LiveClaim


class Voice(NamedTuple):
    """One origin of one claim; `named` is false where only a kind or nobody is named."""

    source_id: str
    named: bool
    name_en: str | None
    name_ar: str | None


def find_voices(live: LiveClaim) -> tuple[Voice, ...]:
    """Each listed source is a voice; where nobody is listed the publisher is, else the document itself.

    A copy has no voice of its own: its unnamed sources and its publisher are those of the earliest text.
    """
    document = live.copy_of or live.document_id
    publisher = live.publisher if live.copy_of is None else live.first_publisher
    found: dict[str, Voice] = {}
    for source in live.claim.sources:
        if source.source_id is None:
            source_id = f"unnamed:{document}:{source.text}"
            voice = Voice(source_id, named=False, name_en=source.name_en, name_ar=source.name_ar or source.text)
        else:
            voice = Voice(source.source_id, named=True, name_en=source.name_en, name_ar=source.name_ar)
        found.setdefault(voice.source_id, voice)
    if found:
        return tuple(found.values())
    if live.publisher_id is not None:
        return (Voice(live.publisher_id, named=False, name_en=publisher, name_ar=None),)
    if publisher is not None:
        return (Voice(f"publisher:{publisher}", named=False, name_en=publisher, name_ar=None),)
    return (Voice(f"document:{document}", named=False, name_en=None, name_ar=None),)
