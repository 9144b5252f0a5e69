"""What a language hands over so that its words can be searched: under which forms a written word is found.

All words are folded already. `version` changes when the forms do: what was indexed with another is indexed anew.
"""

from collections.abc import Callable

import msgspec


class WordForms(msgspec.Struct, frozen=True):
    """The search grammar of one language.

    `list_forms` gives the forms a word of a report is also found by, without itself; `list_asked` those that a word
    in a question stands for, itself first; `list_doubtful` those that it may stand for, where they are the commoner
    word; `bare` is the word without what is written to its front, so that phrases meet.
    """

    version: str
    list_forms: Callable[[str], tuple[str, ...]]
    list_asked: Callable[[str], tuple[str, ...]]
    list_doubtful: Callable[[str], tuple[str, ...]]
    bare: Callable[[str], str]
