"""A pack against itself and against texts: rules that compete, rows that nothing reaches, words that are missing.

Hard because a row is not what is looked up: one verb becomes forty surface forms, and two rows collide in one of them
only ("قتل" is he killed and a killing). So rows are compiled one by one and remembered with their forms, by the pack's
own loader and compiler, a desk's own tables included.

Known gaps: a form and a clitic that together spell another form are no conflict here; of two rows with the same form
and sense both count as reached; a rule shadowed by several earlier ones together is not found.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from marsad.base.errors import PackError
from marsad.extraction import Setting
from marsad.grammar.fold import Fold
from marsad.grammar.lexicon import Entry
from marsad.grammar.pack import Pack
from marsad.grammar.rulefile import Company, Rule, RuleBook
from marsad.grammar.scan import Scan
from marsad.grammar.tables import read_table
from marsad.language import scan_passage
from marsad.model.claim import Reading
from marsad.model.document import Document
from marsad.model.span import Field
from marsad.packs import PACKS
from marsad.pipeline.evaluate import find_checkout
from marsad.reference.gazetteer import Gazetteer
from marsad.text.clean import blank_boilerplate

TRIGGER = "trigger"
BESIDE = 3  # tokens between a trigger and a word that stands beside it
SHORTEST = 3  # letters of a word worth asking about
_PLACES_BY_NATURE = frozenset({"capital", "place_head"})
_LISTS = ("form", "why")  # columns of tables that are plain lists
_WIDTHS = {"sentence": 0, "title": 1, "document": 2}


@dataclass(frozen=True)
class Row:
    """One row of a word table: its file, its key, and the surface forms it became (none for plain lists)."""

    file: str
    key: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """The row as its file shows it."""
        return "/".join(part for part in self.key if part)


@dataclass(frozen=True)
class SharedForms:
    """Two trigger senses with forms in common, and what the rules make of each."""

    senses: tuple[str, str]
    makes: tuple[tuple[str, ...], tuple[str, ...]]
    forms: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the choice of sense changes what is made."""
        return self.makes[0] != self.makes[1]


@dataclass(frozen=True)
class Shadow:
    """A rule that is never tried for some senses of its triggers, and the earlier rule that always decides first."""

    rule: str
    earlier: str
    senses: tuple[str, ...]
    whole: bool


@dataclass(frozen=True)
class PlaceWord:
    """A table form that is a place name too; `guard` keeps it from being read as one: stopword, risky, or None."""

    form: str
    table: str
    sense: str
    name_en: str
    population: int
    guard: str | None


@dataclass(frozen=True)
class Conflicts:
    """All that competes inside a pack."""

    shared: tuple[SharedForms, ...]
    shadows: tuple[Shadow, ...]
    places: tuple[PlaceWord, ...]


@dataclass
class Unknown:
    """A word beside triggers that neither a table nor the gazetteer knows."""

    word: str
    times: int = 0
    documents: set[str] = field(default_factory=set)
    beside: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Coverage:
    """What texts reach: rows of each file and how many, rows and rules that none does, unknown words by frequency."""

    documents: int
    rows: Mapping[str, int]
    unreached: Mapping[str, tuple[str, ...]]
    rules: int
    idle_rules: tuple[str, ...]
    unknown: tuple[Unknown, ...]


def find_texts() -> list[Path]:
    """The texts that coverage goes over by default: the samples, and in a checkout the reports of evals."""
    home = find_checkout()
    carried = Path(__file__).resolve().parents[1] / "samples" / "reports"
    if home is None:
        return [carried] if carried.is_dir() else []
    known = ("samples/reports", "evals/claims/dev.jsonl", "evals/linking/linking.jsonl")
    return [home / name for name in known if (home / name).exists()]


def read_rows(language: str, fold: Fold, words: Path | None = None) -> list[Row]:
    """Every row of a pack's word tables with its forms, a desk's own tables laid over. Raises PackError."""
    if language not in PACKS:
        raise PackError(f"no pack reads {language!r}; there are packs for: {', '.join(sorted(PACKS))}")
    folder = Path(str(import_module(PACKS[language]).__file__)).parent
    compiler = import_module(f"{PACKS[language]}.compile")
    declared = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))["tables"]
    rows: list[Row] = []
    for name, table in declared.items():
        for row in read_table(folder / "lexicon" / f"{name}.csv", table["columns"], table["key"], words):
            entries = tuple(compiler.compile_rows(table["compile"], table["table"], [row], fold))
            rows.append(Row(name, tuple(row[column] for column in table["key"]), entries))
    for path in sorted((folder / "lexicon").glob("*.csv")):
        if path.stem not in declared and path.read_text(encoding="utf-8").startswith(",".join(_LISTS)):
            rows += [Row(path.stem, (row["form"],), ()) for row in read_table(path, _LISTS, ("form",), words)]
    return rows


def find_conflicts(pack: Pack, rows: Sequence[Row], gazetteer: Gazetteer) -> Conflicts:
    """Forms with two trigger senses, rules that are never reached, place names that are table words too."""
    return Conflicts(
        shared=tuple(find_shared_forms(rows, pack.rules)),
        shadows=tuple(find_shadows(pack.rules)),
        places=tuple(find_place_words(rows, gazetteer, pack)),
    )


def find_shared_forms(rows: Iterable[Row], book: RuleBook) -> list[SharedForms]:
    """Pairs of trigger senses that share surface forms: those that lead to other results first, then by number."""
    senses: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for entry in row.entries:
            if entry.table == TRIGGER:
                senses[entry.form].add(entry.sense)
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for form, known in senses.items():
        ordered = sorted(known)
        for at, left in enumerate(ordered):
            for right in ordered[at + 1 :]:
                pairs[left, right].append(form)
    found = [
        SharedForms(pair, (_made_of(pair[0], book), _made_of(pair[1], book)), tuple(sorted(forms)))
        for pair, forms in pairs.items()
    ]
    return sorted(found, key=lambda each: (not each.differs, -len(each.forms), each.senses))


def _made_of(sense: str, book: RuleBook) -> tuple[str, ...]:
    """What rules make of a sense: its types, a refusal's reason in brackets; nothing where no rule begins with it."""
    made = (rule.type or f"({rule.refuse})" for rule in book.by_sense.get(sense, ()))
    return tuple(sorted(set(made)))


def find_shadows(book: RuleBook) -> list[Shadow]:
    """Rules that can never decide, in order of trial: an earlier rule holds wherever they hold."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for sense, rules in book.by_sense.items():
        for at, later in enumerate(rules):
            first = next((rule for rule in rules[:at] if _always_holds_with(rule, later)), None)
            if first is not None:
                found[later.id, first.id].append(sense)
    lost: Counter[str] = Counter()
    for (rule, _), senses in found.items():
        lost[rule] += len(senses)
    whole = {rule.id for rule in book.rules if lost[rule.id] == len(set(rule.words))}
    return [Shadow(rule, earlier, tuple(senses), rule in whole) for (rule, earlier), senses in found.items()]


def _always_holds_with(earlier: Rule, later: Rule) -> bool:
    """Whether the earlier rule must hold wherever the later one does; without conditions it always does."""
    needed = all(any(_implies(mine, theirs) for mine in later.needs) for theirs in earlier.needs)
    return needed and all(any(_implies(theirs, mine) for mine in later.unless) for theirs in earlier.unless)


def _implies(narrow: Company, wide: Company) -> bool:
    """Whether the wide condition holds wherever the narrow one does."""
    sides = narrow.side == wide.side or (wide.side == "near" and narrow.side in {"before", "after"})
    within = narrow.side == "self" or narrow.within <= wide.within
    places = _WIDTHS.get(narrow.where, 0) <= _WIDTHS.get(wide.where, 0)
    return sides and within and places and set(narrow.words) <= set(wide.words)


def find_place_words(rows: Iterable[Row], gazetteer: Gazetteer, pack: Pack) -> list[PlaceWord]:
    """Table forms that are place names too, one for each form and sense: unguarded first, then the most populous."""
    stopped = frozenset(
        (stem, article) for word in pack.place_stopwords for front, stem, article in pack.split_name(word) if not front
    )
    found: dict[tuple[str, str, str], PlaceWord] = {}
    for row in rows:
        for entry in row.entries:
            key = (entry.form, entry.table, entry.sense)
            if key in found or entry.table in _PLACES_BY_NATURE:
                continue
            place = _find_place(entry, gazetteer, stopped)
            if place is not None:
                found[key] = place
    order = sorted(found.items(), key=lambda item: (item[1].guard is not None, -item[1].population, item[0]))
    return [place for _, place in order]


def _find_place(entry: Entry, gazetteer: Gazetteer, stopped: frozenset[tuple[str, bool]]) -> PlaceWord | None:
    """The most populous place that bears a form, as an unguarded name where one is."""
    words = tuple(entry.form.split())
    best: PlaceWord | None = None
    for name in gazetteer.names_from(words[0]) if words else ():
        if name.words != words or entry.clitics == ("verb" if name.article else "definite"):
            continue
        single = len(words) == 1 and (words[0], name.article) in stopped
        guard = "stopword" if single else "risky" if name.risky else None
        for place in (gazetteer.place(row) for row in name.places):
            title = place.name_en or place.name_ar
            known = PlaceWord(entry.form, entry.table, entry.sense, title, place.population or 0, guard)
            if best is None or (guard is None, known.population) > (best.guard is None, best.population):
                best = known
    return best


class CoverageCounter:
    """Goes over documents one by one and counts what they reach; `finish` says what was left."""

    def __init__(self, pack: Pack, rows: Sequence[Row], gazetteer: Gazetteer) -> None:
        self._pack = pack
        self._rows = rows
        self._setting = Setting(pack, gazetteer)
        self._forms: set[tuple[str, str, str]] = set()
        self._words: set[str] = set()
        listed = {row.key[0] for row in rows if not row.entries}
        self._phrases = {written: pack.fold.fold_passage(written, "text").folded for written in listed}
        self._reached: set[str] = set()
        self._rules: set[str] = set()
        self._unknown: dict[str, Unknown] = {}
        self._documents = 0

    def add(self, document: Document, reading: Reading) -> None:
        """Count one document, with what was read from it."""
        self._documents += 1
        for claim in reading.claims:
            self._rules.update(claim.rules)
        self._rules.update(refusal.rule for refusal in reading.refusals if refusal.rule is not None)
        for scan in self._scan(document):
            self._forms.update((hit.entry.table, hit.entry.sense, hit.entry.form) for hit in scan.hits)
            for token in scan.tokens:
                if token.text not in self._words:
                    self._words.update((token.text, *(stem for _, stem, _ in self._setting.splits(token.text))))
            self._ask_neighbours(scan, document.id)

    def _scan(self, document: Document) -> Iterator[Scan]:
        fields: tuple[tuple[Field, str], ...] = (("title", document.title or ""), ("text", document.text))
        for name, content in fields:
            folded = self._pack.fold.fold_passage(content, name)
            self._reached.update(
                written for written, phrase in self._phrases.items()
                if written not in self._reached and not phrase.isalpha() and phrase in folded.folded
            )  # fmt: skip
            passage, _ = blank_boilerplate(folded, self._pack.boilerplate)
            yield from scan_passage(passage, self._pack, document.published)

    def _ask_neighbours(self, scan: Scan, document: str) -> None:
        """Count the words within three tokens of a trigger that nothing knows, each once for each place it stands."""
        triggers = [hit for hit in scan.hits if hit.entry.table == TRIGGER]
        if not triggers:
            return
        known = self._known(scan)
        asked: dict[int, str] = {}
        for hit in triggers:
            for at in range(max(0, hit.first - BESIDE), min(len(scan.tokens), hit.last + BESIDE + 1)):
                if at not in known:
                    asked.setdefault(at, hit.sense)
        for at, sense in asked.items():
            word = scan.tokens[at].text
            unknown = self._unknown.setdefault(word, Unknown(word))
            unknown.times += 1
            unknown.documents.add(document)
            unknown.beside[sense] += 1

    def _known(self, scan: Scan) -> set[int]:
        """Tokens that a table, a number, a date or a place name covers, and those too short to ask about."""
        spans = [(hit.first, hit.last) for hit in scan.hits]
        spans += [(number.first, number.last) for number in scan.numbers]
        spans += [(day.first, day.last) for day in scan.dates]
        known = {at for first, last in spans for at in range(first, last + 1)}
        for at, token in enumerate(scan.tokens):
            text = token.text
            if len(text) < SHORTEST or not text.isalpha() or text.isascii() or self._is_listed(text):
                known.add(at)
            known.update(self._name_at(scan, at))
        return known

    def _is_listed(self, text: str) -> bool:
        lists = (self._pack.common_words, self._pack.place_stopwords)
        stems = [text, *(stem for _, stem, _ in self._setting.splits(text))]
        return any(stem in words for stem in stems for words in lists)

    def _name_at(self, scan: Scan, at: int) -> Iterator[int]:
        """The tokens of every place name that begins here."""
        for _, stem, article in self._setting.splits(scan.tokens[at].text):
            for name in self._setting.names_from(stem):
                rest = [token.text for token in scan.tokens[at + 1 : at + len(name.words)]]
                if name.article == article and rest == list(name.words[1:]):
                    yield from range(at, at + len(name.words))

    def finish(self) -> Coverage:
        """All counts; an unknown word with a clitic counts as the bare one where that stands beside events too."""
        unreached: dict[str, list[str]] = defaultdict(list)
        rows: Counter[str] = Counter()
        for row in self._rows:
            rows[row.file] += 1
            if not self._is_reached(row):
                unreached[row.file].append(row.name)
        idle = tuple(rule.id for rule in self._pack.rules.rules if rule.id not in self._rules)
        unknown = sorted(self._gathered(), key=lambda each: (-each.times, -len(each.documents), each.word))
        return Coverage(
            self._documents, dict(rows), {file: tuple(unreached[file]) for file in rows}, len(self._pack.rules.rules),
            idle, tuple(unknown),
        )  # fmt: skip

    def _is_reached(self, row: Row) -> bool:
        if row.entries:
            return any((entry.table, entry.sense, entry.form) in self._forms for entry in row.entries)
        return row.key[0] in self._reached or self._phrases[row.key[0]] in self._words

    def _gathered(self) -> Iterable[Unknown]:
        for word in sorted(self._unknown, key=len, reverse=True):
            stems = (stem for front, stem, article in self._setting.splits(word) if front or article)
            bare = next((stem for stem in stems if stem != word and stem in self._unknown), None)
            if bare is not None:
                mine, theirs = self._unknown.pop(word), self._unknown[bare]
                theirs.times += mine.times
                theirs.documents |= mine.documents
                theirs.beside += mine.beside
        return self._unknown.values()
