"""Actors in a sentence: named bodies, short names, and heads with an adjective ("Russian aircraft").

Why it is hard: short names (the army, the organisation, the coalition) mean whoever the theatre says, an adjective
alone may be the whole actor ("Israeli raids"), and a state is a place in one sentence and a party in the next.

Known gaps: chains of three nouns ("the spokesman of the joint command of …") keep only their known part.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from marsad.extraction.draft import Party, Voice
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan
from marsad.reference.actors import ActorList, ActorRecord

_STATE = "state"
_THEATRE_SHARE = 12
"""A country named less than once in so many times as the one named most is not where the report is from."""
_ARMED = {"armed_forces", "air_force", "police", "security", "armed_group", "militia", "coalition", "state", "ministry"}


def as_party(voice: Voice, actors: ActorList, scan: int) -> Party | None:
    """The party that speaks, where the voice is that of an armed side or a state."""
    record = actors.find(voice.source_id) if voice.source_id else None
    if record is None or record.kind not in _ARMED:
        return None
    return Party(
        scan, voice.first, voice.last, voice.words, record.actor_id, record.name_en, record.name_ar or None, record.kind
    )


class PartyFinder:
    """Finds parties in the scans of one document."""

    def __init__(self, actors: ActorList, scans: Sequence[Scan]) -> None:
        self._actors = actors
        self._named: Counter[str] = Counter()
        countries: Counter[str] = Counter()
        for scan in scans:
            for hit in scan.hits:
                state = actors.find(hit.sense) if hit.entry.table == "capital" else None
                if state is not None:
                    countries[state.country] += 1
                if hit.entry.table != "actor" or hit.entry.features["kind"] == "short":
                    continue
                if hit.entry.features["kind"] != "adjective":
                    self._named[hit.sense] += 1
                if hit.entry.features["country"]:
                    countries[hit.entry.features["country"]] += 1
        self._countries = countries
        self._floor = max(countries.values(), default=0) / _THEATRE_SHARE

    def find(self, number: int, scan: Scan) -> list[Party]:
        """Parties of a scan in order, not overlapping, longer first."""
        found: list[Party] = []
        taken = -1
        for index in range(len(scan.tokens)):
            if index <= taken or index not in scan.by_first:
                continue
            party = self._at(number, scan, index)
            if party is not None and found and self._goes_on(scan, found[-1], party):
                found[-1].last = taken = party.last
            elif party is not None:
                self._widen(number, scan, party)
                found.append(party)
                taken = party.last
        return found

    @staticmethod
    def _goes_on(scan: Scan, party: Party, other: Party) -> bool:
        """Whether a nationality belongs to the named armed party right before it ("the Saudi-American coalition")."""
        return (
            other.adjective
            and other.first == other.last == party.last + 1
            and party.actor_id is not None
            and party.kind in {"coalition", "armed_group", "militia"}
            and not scan.is_joined(other.first)
            and not scan.between(party.last, other.first).strip()
        )

    def _widen(self, number: int, scan: Scan, party: Party) -> None:
        """Take in whose wing a party is: "the Brigades, the military wing of the movement" is one party."""
        wing = scan.sense_at(party.last + 1, "function", "wing")
        behind = wing.last + 1 if wing is not None else len(scan.tokens)
        whose = self._at(number, scan, behind) if behind < len(scan.tokens) else None
        if wing is not None and not party.adjective:
            party.last = whose.last if whose is not None else wing.last
        elif party.actor_id is not None and party.kind in _ARMED and not party.adjective:
            self._of_whom(number, scan, party)

    def _of_whom(self, number: int, scan: Scan, party: Party) -> None:
        """Take the name of the side that forces are said to belong to: "the armed forces of the group"."""
        mark = scan.sense_at(party.last + 1, "function", "member_of")
        behind = mark.last + 1 if mark is not None else len(scan.tokens)
        whose = self._at(number, scan, behind) if behind < len(scan.tokens) else None
        if whose is None or whose.actor_id is None or whose.adjective or whose.kind not in _ARMED:
            return
        if _STATE in {whose.kind, party.kind}:
            party.last = whose.last
            return
        party.last, party.kind = whose.last, whose.kind
        party.actor_id, party.name_en, party.name_ar = whose.actor_id, whose.name_en, whose.name_ar

    def _at(self, number: int, scan: Scan, index: int) -> Party | None:
        here = scan.by_first.get(index, [])
        hits = [hit for hit in here if hit.entry.table == "actor"]
        named = [hit for hit in hits if hit.entry.features["kind"] in {"name", "people"}]
        head = next((hit for hit in here if hit.entry.table == "actor_head"), None)
        best = max(named, key=lambda hit: (hit.last, self._named[hit.sense]), default=None)
        if best is not None and (head is None or best.last >= head.last):
            return self._party(number, scan, best, self._actors.find(best.sense))
        short = [hit for hit in hits if hit.entry.features["kind"] == "short"]
        if head is not None:
            made = self._headed(number, scan, index, head)
            known = self._short(number, scan, short) if short and not (made.actor_id or made.unknown) else None
            return known or made
        if short:
            return self._short(number, scan, short)
        adjective = next((hit for hit in hits if hit.entry.features["kind"] == "adjective"), None)
        if adjective is not None:
            party = self._party(number, scan, adjective, self._actors.find(adjective.sense))
            party.adjective = True
            return party
        return None

    def _headed(self, number: int, scan: Scan, index: int, head: Hit) -> Party:
        count = len(scan.tokens)
        unknown = None
        sided = self._sided(number, scan, index, head)
        if sided is not None:
            return sided
        nobody = head.entry.features["name_en"].startswith("unknown")
        member = self._membership(scan, head)
        for at in range(member + 1, head.last if nobody else min(member + 4, count)):
            if scan.sense_at(at, "function", "unknown_actor") is not None:
                unknown = at
                break
            if scan.between(at - 1, at).strip(' "«»') or scan.sense_at(
                at, "function", "say_that", "with_side", "against", "vicinity"
            ):
                break
            if at > head.last + 1 and any(scan.at(at - 1, "place_head")):
                break
            if "the" in head.marks and at == head.last + 1 and self._is_named(scan, at):
                break
            owner = next(filter(None, (self._owner(hit, scan, head) for hit in scan.at(at, "actor"))), None)
            if owner is not None:
                record = self._combine(owner, head, owner.entry.features["kind"])
                return self._party(number, scan, owner, record, head=head)
            if head.sense == "unarmed" and any(hit.last > hit.first for hit in scan.at(at, "actor")):
                break
        whose = self._among(number, scan, head) if unknown is None else None
        if whose is not None:
            words = scan.passage.words(self._start(scan, index, head), scan.tokens[whose.last].end)
            return replace(whose, first=index, words=words)
        words_end = head.last if unknown is None else unknown
        words = scan.passage.words(self._start(scan, index, head), scan.tokens[words_end].end)
        generic = head.entry.features["name_en"].replace("{adj} ", "").replace("{of} ", "").strip()
        is_unknown = unknown is not None or generic.startswith("unknown")
        return Party(
            number, index, words_end, words, None, "unknown" if is_unknown else generic or None, None,
            head.sense, unknown=is_unknown, owned=bool(head.after),
        )  # fmt: skip

    def _sided(self, number: int, scan: Scan, index: int, head: Hit) -> Party | None:
        """Those whom somebody backs, or who are loyal to somebody: no part of that side, but named by it."""
        for at in range(head.last + 1, min(head.last + 3, len(scan.tokens))):
            mark = scan.sense_at(at, "function", "backed_by", "loyal_to")
            if mark is None or scan.between(at - 1, at).strip(' "«»') or mark.last + 1 >= len(scan.tokens):
                continue
            hit = next((h for h in scan.by_first.get(mark.last + 1, ()) if h.entry.table in {"actor", "capital"}), None)
            record = self._actors.find(hit.sense) if hit is not None else None
            if hit is None or record is None:
                return None
            english = self._actors.adjective_en(hit.sense) or record.name_en
            generic = head.entry.features["name_en"].replace("{adj} ", "").replace("{of} ", "").strip()
            name = f"{english}-backed {generic}" if mark.sense == "backed_by" else f"pro-{english} {generic}"
            words = scan.passage.words(self._start(scan, index, head), hit.end)
            return Party(number, index, hit.last, words, None, name, None, head.sense)
        return None

    @staticmethod
    def _membership(scan: Scan, head: Hit) -> int:
        """The last token of "who belong to" behind a head, however it is said; else the head's own last."""
        for at in range(head.last + 1, min(head.last + 5, len(scan.tokens))):
            hit = scan.sense_at(at, "function", "member_of")
            if hit is not None:
                return hit.last
            if scan.between(at - 1, at).strip(' "«»'):
                break
        return head.last

    def _among(self, number: int, scan: Scan, head: Hit) -> Party | None:
        """Of whom some are: "members of the military police" are the police."""
        if head.sense not in _ARMED:
            return None
        at = head.last + (1 if scan.ending_at(head.last, "function", "partitive") is not None else 2)
        if at >= len(scan.tokens) or scan.ending_at(at - 1, "function", "partitive") is None:
            return None
        whose = self._at(number, scan, at)
        known = whose is not None and not whose.adjective and whose.kind in _ARMED - {_STATE, "ministry"}
        return whose if known and whose is not None and whose.name_en else None

    @staticmethod
    def name_owned(sheets: Sequence[list[Party]], voices: Sequence[list[Voice]], actors: ActorList) -> None:
        """Give "its forces" the name of whom the pronoun most likely means: the armed party named last before it."""
        last: Party | None = None
        for parties, spoken in zip(sheets, voices, strict=True):
            named = [(party.first, party) for party in parties]
            named += [(voice.first, made) for voice in spoken if (made := as_party(voice, actors, 0)) is not None]
            for _, party in sorted(named, key=lambda pair: pair[0]):
                if party.actor_id is not None and party.kind in _ARMED and not party.adjective:
                    last = party
                elif party.owned and last is not None and party.kind in _ARMED and not party.unknown:
                    party.actor_id, party.name_en, party.name_ar = last.actor_id, last.name_en, last.name_ar

    @staticmethod
    def _is_named(scan: Scan, at: int) -> bool:
        """Whether a name stands bare at a token: a noun with the article governs none."""
        return any(
            hit.entry.features["kind"] == "name" and not hit.marks & {"for", "by"} for hit in scan.at(at, "actor")
        )

    def _owner(self, hit: Hit, scan: Scan, head: Hit) -> Hit | None:
        """The actor that a hit behind a head makes the owner of it ("aircraft of the coalition"), or None."""
        kind = hit.entry.features["kind"]
        if kind == "adjective":
            return hit
        if hit.first > max(head.last, self._membership(scan, head)) + 2:
            return None
        if kind == "short":
            return self._choose(
                [other for other in scan.at(hit.first, "actor") if other.entry.features["kind"] == kind]
            )
        return hit if kind in {"name", "people"} and head.sense != "unarmed" else None

    def _combine(self, hit: Hit, head: Hit, kind: str) -> ActorRecord | None:
        record = self._actors.find(hit.sense)
        if head.sense == "ministry" and record is not None and record.kind != _STATE:
            generic = head.entry.features["name_en"].replace("{adj} ", "").replace("{of} ", "")
            return ActorRecord("", f"{record.name_en} {generic}", "", head.sense, record.country, hit.sense, "")
        if kind == "adjective" or (record is not None and record.kind == _STATE):
            made = self._actors.by_adjective(hit.sense, head.sense)
            if made is not None:
                return made
            english = self._actors.adjective_en(hit.sense) or (record.name_en if record else "")
            name = head.entry.features["name_en"].replace("{adj}", english).replace("{of}", english).strip()
            return ActorRecord("", name, "", head.sense, record.country if record else "", hit.sense, "")
        return record

    def _short(self, number: int, scan: Scan, hits: list[Hit]) -> Party | None:
        chosen = self._choose(hits)
        if chosen is None:
            return None
        return self._party(number, scan, chosen, self._actors.find(chosen.sense))

    def _choose(self, hits: list[Hit]) -> Hit | None:
        longest = max(hit.last for hit in hits)
        hits = [hit for hit in hits if hit.last == longest]
        best = max(hits, key=lambda hit: (self._named[hit.sense], self._countries[hit.entry.features["country"]]))
        if self._named[best.sense] or (self._countries[best.entry.features["country"]] and self._is_here(best)):
            return best
        return hits[0] if len({hit.sense for hit in hits}) == 1 and self._is_here(hits[0]) else None

    def _is_here(self, hit: Hit) -> bool:
        """Whether the report is from the country of a short name: "the police" of a report on India are not Syria's."""
        country = hit.entry.features["country"]
        return not country or self._countries[country] >= self._floor

    @staticmethod
    def _start(scan: Scan, index: int, hit: Hit) -> int:
        width = 2 if "article" in hit.marks else 1 if "the" in hit.marks else 0
        return max(hit.start - width, scan.tokens[index].start)

    def _party(self, number: int, scan: Scan, hit: Hit, record: ActorRecord | None, head: Hit | None = None) -> Party:
        first = (head or hit).first
        words = scan.passage.words(self._start(scan, first, head or hit), hit.end)
        actor_id = (record.actor_id or None) if record is not None else hit.sense or None
        return Party(
            number, first, hit.last, words, actor_id, record.name_en if record else None,
            (record.name_ar or None) if record else None, record.kind if record else "",
        )  # fmt: skip
