"""Word tables compiled into one automaton, and the verified hits it gives.

Why it is hard: a table form stands in text behind and before clitics ("وبالصواريخ", "اقتحامها"), four hits of five
that a plain scan returns lie inside other words, and a phrase may be broken by a doubled blank. So one
Aho–Corasick pass returns every match, and a match counts only when what is left of it and right of it inside its
own token is a closed, listed clitic of the form's class.

Method: pyahocorasick, overlapping matches, clitics verified on the residue of the token.
Known gap: a form and a clitic that together spell another word are both returned; rules choose by context.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

import ahocorasick
import msgspec

from marsad.model.passage import Passage, Sentence


class Entry(msgspec.Struct, frozen=True):
    """One surface form of one table row: its table, its sense, its clitic class and its features."""

    table: str
    sense: str
    form: str
    clitics: str
    features: Mapping[str, str]


class Hit(msgspec.Struct, frozen=True):
    """An entry found in a sentence: tokens first..last, folded offsets without clitics, and the clitics.

    `marks` say what the clitics before it mean, in the names that the pack declares ("the", "and", "by" …).
    """

    first: int
    last: int
    start: int
    end: int
    before: str
    after: str
    entry: Entry
    marks: frozenset[str] = frozenset()

    @property
    def sense(self) -> str:
        """The sense of the table row."""
        return self.entry.sense


class CliticClass(msgspec.Struct, frozen=True):
    """What may stand before a form inside its token, with its marks, and what may stand after it; both closed.

    Where one of the marks of `ends` stands before, nothing may stand after: a definite noun takes no pronoun.
    """

    before: Mapping[str, frozenset[str]]
    after: frozenset[str]
    ends: frozenset[str] = frozenset()


class Lexicon:
    """All tables of a pack in one automaton."""

    def __init__(
        self, entries: Iterable[Entry], clitics: Mapping[str, CliticClass], never: Mapping[str, str] | None = None
    ) -> None:
        """Entries may share a form; each is returned on its own.

        `never` maps a folded clitic to the written letter that is never that clitic, though it folds alike.
        """
        forms: dict[str, list[Entry]] = {}
        for entry in entries:
            forms.setdefault(entry.form, []).append(entry)
            if entry.form.count(" ") and len(entry.form) >= 9:
                forms.setdefault(entry.form.replace(" ", ""), []).append(entry)
        automaton = ahocorasick.Automaton()
        for form, same in forms.items():
            automaton.add_word(form, (len(form), tuple(same)))
        automaton.make_automaton()
        self._automaton = automaton
        self._clitics = dict(clitics)
        self._never = dict(never or {})
        self._known: dict[str, bool] = {}
        self.size = len(forms)

    def list_entries(self, table: str) -> list[Entry]:
        """All entries of one table, sorted by sense and form."""
        found = (entry for _, entries in self._automaton.values() for entry in entries if entry.table == table)
        return sorted(found, key=lambda entry: (entry.sense, entry.form))

    def knows(self, word: str) -> bool:
        """Whether a folded token is a form of some table, alone or with its clitics. Answers are kept."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._is_form(word)
        return known

    def _is_form(self, word: str) -> bool:
        clitics = self._clitics
        for kind in clitics.values():
            for front in kind.before:
                if not word.startswith(front):
                    continue
                for tail in kind.after:
                    form = word[len(front) : len(word) - len(tail)]
                    if len(form) > 1 and word.endswith(tail) and form in self._automaton:
                        entries = self._automaton.get(form)[1]
                        if any(clitics[entry.clitics] is kind for entry in entries):
                            return True
        return False

    def find_hits(self, passage: Passage, sentences: Sequence[Sentence]) -> list[list[Hit]]:
        """Hits of each sentence, in order of their first token, longer ones first."""
        folded = passage.folded
        found: list[list[Hit]] = [[] for _ in sentences]
        if not sentences:
            return found
        starts = [sentence.start for sentence in sentences]
        token_starts = [[token.start for token in sentence.tokens] for sentence in sentences]
        clitics = self._clitics
        for last, (length, entries) in self._automaton.iter(folded):
            start, end = last + 1 - length, last + 1
            number = bisect_right(starts, start) - 1
            if number < 0:
                continue
            sentence = sentences[number]
            if end > sentence.end:
                continue
            tokens = sentence.tokens
            first_index = bisect_right(token_starts[number], start) - 1
            if first_index < 0 or tokens[first_index].end <= start:
                continue
            first_token = tokens[first_index]
            last_index = first_index if end <= first_token.end else bisect_right(token_starts[number], last) - 1
            before = folded[first_token.start : start]
            after = folded[end : tokens[last_index].end]
            if after in self._never and passage.words(end, end + 1).text[:1] == self._never[after]:
                continue
            for entry in entries:
                allowed = clitics[entry.clitics]
                marks = allowed.before.get(before)
                if marks is not None and after in allowed.after and not (after and marks & allowed.ends):
                    found[number].append(Hit(first_index, last_index, start, end, before, after, entry, marks))
        for hits in found:
            hits.sort(key=lambda hit: (hit.first, -hit.end, hit.start))
        return found
