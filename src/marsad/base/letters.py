"""A light fold of any script: what two spellings of one name have in common without knowing the language."""

import unicodedata

_DROPPED = frozenset({"Mn", "Me", "Cf", "Lm"})


class _Letters(dict[int, str | None]):
    """What becomes of each character, looked up once: kept, dropped, or a space."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        dropped = unicodedata.category(character) in _DROPPED
        found = self[code] = None if dropped else character if character.isalnum() else " "
        return found


_LETTERS = _Letters()


def fold_words(text: str) -> list[str]:
    """Words of letters and digits only, lower case, without marks, lengtheners or hamza seats, in any script."""
    return unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS).split()
