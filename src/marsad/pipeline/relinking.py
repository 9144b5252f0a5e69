"""Linking after a few changes: which readings and decisions are new, which claims they alter, and what those touch.

Why it is hard: what a claim means to linking depends on more than its own words. Its report's other claims lend it
places, an earlier text may be found that its report copies, a person may correct it, and a judgement over a claim that
is gone passes to its heir. So a change is followed from the reading to all reports whose claims look different by it;
those are compared with the claims that they may meet, and the rest is `linking.relinking`'s. All of it happens in one
writing transaction: nobody writes between its first look and its last word.

Known gaps: where more than a twentieth of the reports changed, everything is linked anew, for that is sooner done.
"""

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from marsad.base.ids import hash_bytes
from marsad.linking.blocking import Caller
from marsad.linking.decision import find_band
from marsad.linking.facts import ClaimFacts
from marsad.linking.judged import find_reviews
from marsad.linking.linkage import describe_claim, list_possible, prepare_reviewed, sort_claims
from marsad.linking.relinking import Change, Relinked, list_names, relink_claims
from marsad.linking.scoring import score_changed
from marsad.model.compared import ComparedText
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.pipeline.carrying import carry_over
from marsad.pipeline.marks import find_traces
from marsad.pipeline.origins import First, fold_text, mark_firsts
from marsad.reference.sources import read_affiliations
from marsad.store.compared import ComparedState, Comparison
from marsad.store.judgements import PAIRS, Entry, list_held
from marsad.store.ledger import Ledger
from marsad.text.copies import Numbered, number_words
from marsad.text.late_copies import renew_copies

FEW_REPORTS = 20
MANY_SHARE = 20
"""One report in so many, changed, and linking everything anew is sooner done."""
_PARTS = (
    "linking/*.*", "text/copies.py", "text/late_copies.py", "base/letters.py", "grammar/fold.py",
    "packs/*/orthography.toml", "packs/*/grammar/clitics.py", "packs/*/grammar/link_words.py",
    "packs/*/grammar/search_forms.py", "packs/*/lexicon/target_words.csv", "packs/*/lexicon/seen_words.csv",
    "packs/*/lexicon/common_words.csv", "packs/*/lexicon/search_whole.csv",
    "reference/sources.py", "reference/actors*.*", "reference/distance.py", "model/standing.py",
    "pipeline/origins.py", "pipeline/marks.py", "pipeline/carrying.py", "pipeline/moving.py", "pipeline/relinking.py",
)  # fmt: skip


def relink(ledger: Ledger, tiers: Mapping[str, int]) -> tuple[int, int] | None:
    """Link what changed since the last linking; gives how many incidents there are now, and how many changed.

    None, and nothing is written, where everything must be linked: nothing is kept, or of another linker; too much
    changed; a judgement does not say which claims its incident held.
    """
    with ledger.open_comparison() as kept:
        entries = ledger.read_entries()
        state = kept.read_state()
        if state is None or state.linker != describe_state((), tiers).linker or not _goes_on(entries, state):
            return None
        work = _Work(ledger, kept, entries, state)
        if work.is_too_much():
            return None
        result = relink_claims(work.find_change(), work, affiliations=read_affiliations(), tiers=tiers)
        kept.write_joined(result.joined)
        kept.write_open([incident.claims for incident in result.incidents], result.different)
        counted = kept.write_incidents(result.incidents, result.gone, result.aliases)
        kept.write_generations(work.new, work.gone)
        kept.write_state(describe_state(entries, tiers))
        return counted


def preview_relinking(ledger: Ledger, judgements: Sequence[Judgement], tiers: Mapping[str, int]) -> Relinked | None:
    """What `relink` would make of decisions over pairs, had they been made; nothing is written.

    None where more than pairs waits to be linked, or everything must be: that needs writing.
    """
    with ledger.read_comparison() as kept:
        made, state = ledger.read_entries(), kept.read_state()
        if state is None or state.linker != describe_state((), tiers).linker or not _goes_on(made, state):
            return None
        wished = [Entry(number, one, "") for number, one in enumerate(judgements, start=len(made) + 1)]
        work = _Work(ledger, kept, (*made, *wished), state)
        if work.concerns_reports() or work.is_too_much():
            return None
        return relink_claims(work.find_change(), work, affiliations=read_affiliations(), tiers=tiers)


def describe_state(entries: Sequence[Entry], tiers: Mapping[str, int]) -> ComparedState:
    """Whose comparison it is: the linker's source, weights and registry, the tiers; and the newest judgement."""
    named = repr((_hash_linker(), sorted(tiers.items())))
    newest = entries[-1] if entries else None
    return ComparedState(
        linker=hash_bytes(named.encode())[:20],
        judgement=newest.number if newest else 0,
        judgement_hash=newest.hash if newest else "",
        link=find_band("link"),
    )


@lru_cache(maxsize=1)
def _hash_linker() -> str:
    here = Path(__file__).parent.parent
    files = sorted(path for part in _PARTS for path in here.glob(part) if path.suffix in {".py", ".toml", ".csv"})
    content = b"".join(path.read_bytes() for path in files)
    return hash_bytes(content + repr((sys.version_info[:2], sys.byteorder)).encode())


def _goes_on(entries: Sequence[Entry], state: ComparedState) -> bool:
    """Whether the chain of decisions holds the one that was the newest then."""
    if state.judgement > len(entries):
        return False
    return state.judgement == 0 or entries[state.judgement - 1].hash == state.judgement_hash


class _Work:
    """What changed, and the facts of claims as they are now; what the linking room asks for as `Kept`."""

    def __init__(self, ledger: Ledger, kept: Comparison, entries: Sequence[Entry], state: ComparedState) -> None:
        self._ledger, self._kept = ledger, kept
        self.new, self.gone = kept.list_new(), kept.list_gone()
        self._documents = {one.document_id for one in (*self.new, *self.gone)}
        self._former = list_held(entries, state.judgement)
        self._raw = list_held(entries, len(entries))
        self._standing = carry_over(ledger, self._raw.values())
        self._facts: dict[str, list[ClaimFacts]] = {}
        self._firsts: dict[str, First] = {}

    def is_too_much(self) -> bool:
        """Whether everything is to be linked: much changed, or a judgement speaks of whatever its incident holds."""
        most = max(FEW_REPORTS, self._kept.count_texts() // MANY_SHARE)
        if len(self._documents) > most:
            return True
        unheld = {
            name
            for one in (*self._former.values(), *self._raw.values())
            if one.verdict in PAIRS
            for name in one.about
            if not (one.held or {}).get(name)
        }
        return bool(self._kept.find_incidents(unheld))

    def concerns_reports(self) -> bool:
        """Whether claims must be compared anew: reports were read, or claims were corrected or passed on to heirs."""
        reviewed = {one.about[0] for one in self._list_judged_anew() if one.verdict not in PAIRS}
        return bool(self._documents or self._kept.find_documents(reviewed))

    def find_change(self) -> Change:
        """Find the reports that look different, and compare their claims anew."""
        judged = self._list_judged_anew()
        reviewed = {one.about[0] for one in judged if one.verdict not in PAIRS}
        reports = self._documents | self._renew_texts() | self._kept.find_documents(reviewed)
        before = self._kept.list_claims(reports)
        self._read_reports(reports)
        fresh = [facts for report in sorted(reports) for facts in self._facts[report]]
        self._kept.replace_claims(reports, (describe_claim(facts, None) for facts in fresh))
        self._compare(fresh, reports)
        return Change(
            claims=frozenset(before | {facts.id for facts in fresh}),
            judged=frozenset(name for one in judged for name in list_names(one)),
            judgements=self._standing,
            former=tuple(self._former.values()),
        )

    def _list_judged_anew(self) -> list[Judgement]:
        """Decisions made or undone since, and those over claims that are gone, where their heirs may be others now."""
        carried = dict(zip(self._raw, self._standing, strict=True))
        made = self._raw.keys() ^ self._former.keys()
        named = {name: number for number, one in self._raw.items() for name in list_names(one)}
        gone = named.keys() - self._ledger.find_live(sorted(named))
        heirless = {name for name, document in self._kept.find_homes(gone).items() if document in self._documents}
        passed_on = {number for number, one in self._raw.items() if list_names(one) & heirless}
        numbers = made | passed_on
        return [each[number] for each in (self._former, self._raw, carried) for number in numbers if number in each]

    # ------------------------------------------------------------------ texts

    def _renew_texts(self) -> set[str]:
        """Find anew what late texts touch; gives the reports whose earliest text, or its publisher, may be another."""
        live = {text.id: number_words(fold_text(text)) for text in self._kept.read_live_texts(self._documents)}
        before = self._kept.read_texts(self._documents)
        changed = {name: live.get(name) for name in self._documents}
        found = renew_copies(changed, before, self._kept, self._read_words)
        moved = {name for name, text in found.items() if self._is_moved(name, text)} | (self._documents - live.keys())
        touched = self._find_descendants(moved)
        self._kept.write_texts(found.values(), self._documents - live.keys())
        return touched | self._find_descendants(moved)

    def _is_moved(self, name: str, text: ComparedText) -> bool:
        before = {one.document_id: one for one in self._kept.read_texts([name])}.get(name)
        return before is None or (before.copies, before.publisher) != (text.copies, text.publisher)

    def _find_descendants(self, names: Collection[str]) -> set[str]:
        """These documents and all that copy them, or a copy of them."""
        found, fresh = set(names), set(names)
        while fresh:
            fresh = self._kept.list_copies(fresh) - found
            found |= fresh
        return found

    def _read_words(self, document_id: str) -> Numbered:
        (text,) = self._kept.read_live_texts([document_id])
        return number_words(fold_text(text))

    def _find_firsts(self, documents: Collection[str]) -> dict[str, First]:
        """The earliest text that each of these documents copies; originals are left out."""
        texts = {text.document_id: text for text in self._kept.read_texts(documents)}
        missing = {text.copies for text in texts.values() if text.copies is not None} - texts.keys()
        while missing:
            more = {text.document_id: text for text in self._kept.read_texts(missing)}
            texts.update(more)
            missing = {text.copies for text in more.values() if text.copies is not None} - texts.keys()
        firsts = {}
        for name in documents:
            text = texts[name]
            while text.copies is not None:
                text = texts[text.copies]
            if text.document_id != name:
                firsts[name] = First(text.document_id, text.publisher)
        return firsts

    # ------------------------------------------------------------------ claims

    def _read_reports(self, documents: Iterable[str]) -> None:
        """Prepare the claims of whole reports, as people read them."""
        wanted = {name for name in documents if name not in self._facts}
        claims = self._kept.read_live_claims(wanted)
        with_claims = {live.document_id for live in claims}
        traces = {text.id: find_traces(text) for text in self._kept.read_live_texts(with_claims)}
        marked = sort_claims(mark_firsts(claims, self._find_firsts(with_claims), traces))
        for name in wanted:
            self._facts[name] = []
        for facts in prepare_reviewed(marked.values(), find_reviews(self._standing, marked)):
            self._facts[facts.document].append(facts)

    def _compare(self, fresh: Sequence[ClaimFacts], reports: Collection[str]) -> None:
        """Compare the claims of changed reports with all that they may meet, and keep what they are worth."""
        met = set(reports)
        for caller in map(Caller, fresh):
            for callee in self._kept.find_callees(caller.room, caller.first, caller.last):
                if callee.document_id not in met and caller.may_meet(callee.filed, callee.asked):
                    met.add(callee.document_id)
        self._read_reports(met)
        facts = sorted((one for name in met for one in self._facts[name]), key=lambda one: one.id)
        scores = score_changed(facts, {one.id for one in fresh})
        self._kept.write_pairs(list(list_possible(facts, scores)))

    # ------------------------------------------------------------------ what linking asks

    def read_facts(self, claim_ids: Collection[str]) -> list[ClaimFacts]:
        """See `linking.relinking.Kept`; so the others."""
        wanted = set(claim_ids)
        documents = self._kept.find_documents(wanted)
        self._read_reports(documents)
        found = (one for name in documents for one in self._facts[name] if one.id in wanted)
        return sorted(found, key=lambda one: one.id)

    def list_incidents(self, claim_ids: Collection[str]) -> list[Incident]:
        """The incidents of the last linking that hold one of these claims."""
        return self._kept.list_incidents(claim_ids)

    def find_incidents(self, names: Collection[str]) -> list[Incident]:
        """The incidents of the last linking that have one of these ids, or once had it."""
        return self._kept.find_incidents(names)

    def list_partners(self, claim_ids: Collection[str], least: float) -> set[str]:
        """The claims that make a pair worth at least so much with one of these."""
        return self._kept.list_partners(claim_ids, least)

    def read_joined(self, claim_ids: Collection[str]) -> dict[str, str | None]:
        """How each of these claims came into its incident at the last linking."""
        return self._kept.read_joined(claim_ids)
