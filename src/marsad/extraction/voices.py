"""Who says it: the body that makes a statement, through whom, and how far it carries.

Why it is hard: the source stands before ("قال المرصد إن"), behind ("وفق المرصد") or only in the sentence before
("وأضاف"), a short name means the body named earlier, and an agency only passes on what somebody else said.

An agency that is told something says nothing itself. Who told it is the body that the name was brought in with earlier
("the Observatory's director X"), else the body that spoke last, else a person whom no list knows.

Known gaps: a source named by title alone keeps only the kind its head noun states.
"""

from dataclasses import replace

from marsad.extraction.bodies import render_name
from marsad.extraction.draft import Party, Voice
from marsad.grammar.fold import Fold
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan
from marsad.model.span import Words
from marsad.reference.actors import ActorList

_SAYING = ("say", "report_count", "allege", "deny", "accuse", "own", "pass_on", "warn", "express", "condemn")
_EXPRESSING = {"express", "condemn", "warn", "demand", "accuse"}
_ACTING = ("demand", "threaten")
_NO_SUBJECT_REACH = 3
_OFFICES = {"spokesman", "spokeswoman", "spokesperson", "commander", "leader", "military spokesman", "field commander"}
_NO_SUBJECT = {"function", "trigger", "numeral", "date_word", "attribution", "group"}
_SURNAME = 4
"""So many tokens behind a verb of saying stands at the latest whom somebody of one or two names tells it."""
_NAME = 4
"""A person's name has at most so many words."""
_NO_NAME = _NO_SUBJECT | {"speech", "source", "body", "body_word", "actor", "actor_head", "place_word", "capital"}
_QUOTES = {'"', "«", "»", "'"}


def _brings_voice(hit: Hit) -> bool:
    table, sense = hit.entry.table, hit.sense
    if table == "speech":
        return sense in _ACTING or (sense in _SAYING and not (sense == "allege" and hit.last > hit.first))
    return table == "attribution" and sense in {"according_to", "quoting", "as_said"}


def _is_verb(hit: Hit) -> bool:
    return hit.entry.table == "speech" and hit.sense in _SAYING


def _opens_clause(scan: Scan, at: int) -> bool:
    """Whether a token begins a clause: behind a mark, behind "but", "that" and their like."""
    if at == 0 or scan.between(at - 1, at).strip(' «"'):
        return True
    return scan.ending_at(at - 1, "function", "new_clause", "say_that") is not None or scan.is_joined(at)


def _may_speak(party: Party) -> bool:
    return not party.adjective and party.kind != "air_force"


def _is_whole(scan: Scan, at: int) -> bool:
    """Whether a token that may begin with "and" is a name's own first word instead ("the ministry", "notables")."""
    names = {"source", "body", "actor", "actor_head"}
    start = scan.tokens[at].start
    return any(hit.entry.table in names and hit.start == start for hit in scan.by_first.get(at, ()))


def _opens_clause_with_particle(scan: Scan, at: int) -> bool:
    return scan.ending_at(at - 1, "function", "new_clause", "say_that", "relative") is not None


class VoiceFinder:
    """Finds voices sentence by sentence; keeps the last one for sentences that carry it on."""

    def __init__(self, actors: ActorList, fold: Fold) -> None:
        self._actors = actors
        self._fold = fold
        self._bodies: dict[str, Voice] = {}
        self._carried: Voice | None = None
        self._people: dict[str, Voice] = {}

    def find(self, scan: Scan, parties: list[Party]) -> list[Voice]:
        """Voices of a sentence in order of the words that bring them in."""
        voices = [*self._before_colon(scan, parties), *self._opening(scan)]
        spoken, behind = False, -1
        for index in range(len(scan.tokens)):
            hit = next(filter(_brings_voice, scan.by_first.get(index, ())), None)
            if hit is None or index < behind or any(voice.first <= index <= voice.last for voice in voices):
                continue
            back = "back" if index > 1 else "ahead"
            if hit.entry.table == "attribution":
                behind = hit.last + 1
                verb = next(filter(_is_verb, scan.by_first.get(behind, ())), None)
                hit, behind = (verb, verb.last + 1) if verb is not None else (hit, behind)
                self._gather(scan, voices, self._behind(scan, hit, parties, reach=3), back, index)
                continue
            spoken = True
            mode = "act" if hit.sense in _ACTING else "ahead"
            found = self._speakers(scan, hit, parties, voices)
            self._gather(scan, voices, found, mode, index)
            voices += [replace(voice, mode="back") for voice in found if self._speaks_of_it(scan, hit, voice)]
        if not spoken and not voices:
            self._carried = self._carried if self._opens_carried(scan) else None
        return voices

    def _speakers(self, scan: Scan, hit: Hit, parties: list[Party], voices: list[Voice]) -> list[Voice]:
        """Whoever a verb of saying has for its subject: right before it, behind it, else whoever spoke last."""
        if hit.entry.features["pos"] == "participle":
            return self._again(hit) if voices else self._subject(scan, parties) or self._again(hit)
        if hit.first and "and" not in hit.marks and not scan.between(hit.first - 1, hit.first).strip(' »"'):
            voice = next((v for v in self._before(scan, hit, parties) if v.last == hit.first - 1), None)
            if voice is not None:
                return [voice]
        reach = 1 if hit.sense in _EXPRESSING else _NO_SUBJECT_REACH
        found = self._behind(scan, hit, parties, reach=reach) or self._before(scan, hit, parties)
        if found:
            return found
        return self._unstated(scan, hit)

    @staticmethod
    def _speaks_of_it(scan: Scan, hit: Hit, voice: Voice) -> bool:
        """A verb that no particle joins on, and a pronoun behind "that": it speaks of what was told before it."""
        return (
            hit.first > 1
            and "and" not in hit.marks
            and voice.first > hit.last
            and (not voice.carrier or voice.last + 1 == len(scan.tokens))
            and not _opens_clause_with_particle(scan, hit.first)
            and (voice.last + 1 == len(scan.tokens) or scan.sense_at(voice.last + 1, "function", "refers") is not None)
        )

    def _unstated(self, scan: Scan, hit: Hit) -> list[Voice]:
        """Whom a verb without a subject that the tables know means: who spoke last, or somebody unknown."""
        if scan.sense_at(hit.last + 1, "function", "say_that") is not None:
            return self._again(hit)
        if "and" not in hit.marks and not _opens_clause(scan, hit.first):
            return []
        if any(other.entry.table in _NO_SUBJECT for other in scan.by_first.get(hit.last + 1, ())):
            return self._again(hit)
        blank = scan.passage.words(hit.start, hit.end)
        return [Voice(blank, None, None, None, hit.first, hit.last, own=True)]

    def _subject(self, scan: Scan, parties: list[Party]) -> list[Voice]:
        """The subject of a clause that a participle goes on with: "the council met, warning that …"."""
        for at in range(min(3, len(scan.tokens))):
            voice = self._voice_at(scan, at, parties)
            if voice is not None and not (voice.source_id is None and not voice.unnamed):
                return [voice]
        return []

    def speaker(self, scan: Scan, verb: Hit, parties: list[Party]) -> Voice | None:
        """Whoever stands as the subject of a verb of speech, right behind it or right before it."""
        found = self._behind(scan, verb, parties, reach=2) or self._before(scan, verb, parties)
        return next((voice for voice in found if not voice.own), None)

    def _gather(self, scan: Scan, voices: list[Voice], found: list[Voice], mode: str, at: int) -> None:
        """Add what one verb or attribution word brought in; whoever only passes on is named by those who speak."""
        named = [voice for voice in found if not voice.carrier]
        carriers = tuple(voice.words for voice in found if voice.carrier)
        teller = None if named else self._find_teller(scan, found, at)
        if teller is not None:
            named = [teller]
        self._learn_names(scan, named, at)
        for voice in self._distinct(named or found):
            if named:
                voice.through = voice.through or carriers
            voice.mode, voice.at = mode, at
            voices.append(voice)
            self._carried = voice
            head = next(scan.at(voice.first, "body"), None)
            if head is not None and voice.source_id is not None:
                self._bodies[head.entry.form] = voice

    def _find_teller(self, scan: Scan, carriers: list[Voice], at: int) -> Voice | None:
        """Who tells an agency something by a name on no list; None where no agency is told anything."""
        if not carriers or not any("for" in hit.marks for hit in scan.by_first.get(carriers[0].first, ())):
            return None
        end = carriers[0].first - 1
        last = self._name_behind(scan, at)
        if last == at or end - at < 1:
            return None
        words = self._name(scan, at + 1, min(last, end))
        known = next((self._people[name] for name in self._people if f" {name}".endswith(f" {words.text}")), None)
        if known is not None:
            return replace(known, through=())
        spoke = self._carried
        if spoke is not None and not spoke.carrier and not spoke.unnamed and end - at < _SURNAME:
            return replace(spoke, through=())
        return Voice(words, None, None, None, at + 1, min(last, end), unnamed=True)

    def _learn_names(self, scan: Scan, voices: list[Voice], at: int) -> None:
        """Remember the person that speaks for a body: "the Observatory's director X", "X, director of …"."""
        for voice in voices:
            if voice.source_id is None or voice.carrier or voice.unnamed or voice.own:
                continue
            for before, limit in ((voice.last, len(scan.tokens)), (at, voice.first)):
                last = min(self._name_behind(scan, before), limit - 1)
                if last > before:
                    self._people.setdefault(self._name(scan, before + 1, last).text, voice)

    @staticmethod
    def _name_behind(scan: Scan, at: int) -> int:
        """The last token of a name that begins right behind a token: words that no table knows, without a mark."""
        last = at
        while (
            last + 1 < len(scan.tokens)
            and last - at < _NAME
            and not scan.between(last, last + 1).strip()
            and not any(hit.entry.table in _NO_NAME for hit in scan.by_first.get(last + 1, ()))
        ):
            last += 1
        return last

    @staticmethod
    def _name(scan: Scan, first: int, last: int) -> Words:
        return scan.passage.words(scan.tokens[first].start, scan.tokens[last].end)

    def _again(self, hit: Hit) -> list[Voice]:
        """A verb without a subject of its own: the last speaker goes on ("وأضاف أن")."""
        if self._carried is None:
            return []
        return [replace(self._carried, first=hit.first, last=hit.last, mode="ahead")]

    def _opening(self, scan: Scan) -> list[Voice]:
        """A sentence that opens with "وأن" goes on with what the last speaker says."""
        if self._carried is None or scan.sense_at(0, "function", "say_that") is None:
            return []
        return [replace(self._carried, first=0, last=0, mode="ahead", at=0)]

    def _before_colon(self, scan: Scan, parties: list[Party]) -> list[Voice]:
        """A headline or a caption names its source before a colon: "المرصد: مقتل …"."""
        for at in range(len(scan.tokens) - 1):
            if scan.between(at, at + 1).strip(' »"') != ":":
                continue
            for first in range(at, max(-1, at - 5), -1):
                voice = self._voice_at(scan, first, parties)
                if voice is not None and voice.last == at and _opens_clause(scan, first):
                    voice.mode, voice.at = "ahead", first
                    self._carried = voice
                    return [voice]
        return []

    def _passed_on(self, scan: Scan, carrier: Voice, parties: list[Party]) -> list[Voice]:
        """Behind an agency, whom it quotes: "نقلت وكالة … عن مصدر طبي"."""
        for at in range(carrier.last + 1, min(carrier.last + 3, len(scan.tokens))):
            if scan.sense_at(at, "function", "from_whom") is not None:
                voice = self._voice_at(scan, at + 1, parties) if at + 1 < len(scan.tokens) else None
                if voice is not None and not voice.own:
                    carrier.carrier = True
                    return [voice]
        return []

    def _issued(self, scan: Scan, paper: Voice, parties: list[Party]) -> list[Voice]:
        """Whose statement it is: "a statement by the army", "a statement issued by the command"."""
        at = paper.last + 1
        if not paper.own or at >= len(scan.tokens):
            return []
        mark = scan.sense_at(at, "function", "issued_by")
        at = mark.last + 1 if mark is not None else at
        if at >= len(scan.tokens) or scan.between(at - 1, at).strip(' "«'):
            return []
        voice = self._voice_at(scan, at, parties)
        if voice is None or voice.own or voice.carrier:
            return []
        bound = mark is not None or any("for" in hit.marks for hit in scan.by_first.get(at, ()))
        if not bound and voice.source_id is None:
            return []
        return [voice]

    @staticmethod
    def _opens_carried(scan: Scan) -> bool:
        return scan.sense_at(0, "trigger", "toll") is not None or scan.sense_at(0, "function", "total") is not None

    def _behind(self, scan: Scan, hit: Hit, parties: list[Party], *, reach: int) -> list[Voice]:
        """The source right behind a verb or an attribution word, and those joined to it."""
        found: list[Voice] = []
        at = hit.last + 1
        end = min(at + reach, len(scan.tokens))
        while at < end:
            if scan.passage.folded[scan.tokens[at - 1].end : scan.tokens[at].start].strip(' "«»()'):
                break
            voice = self._voice_at(scan, at, parties)
            if voice is not None and voice.last >= at > hit.last + 1 and not found and not self._may_stand_off(voice):
                voice = None
            if voice is None:
                if (
                    found
                    or scan.sense_at(at, "function", "say_that", "in_place", "against", "to_place", "from_place")
                    is not None
                ):
                    break
                at += 1
                continue
            found += self._issued(scan, voice, parties) or [voice]
            found += self._passed_on(scan, found[-1], parties)
            at = found[-1].last + 1
            if at >= len(scan.tokens) or not scan.is_joined(at) or _is_whole(scan, at):
                break
            end = min(at + 1, len(scan.tokens))
        return found

    def _before(self, scan: Scan, hit: Hit, parties: list[Party]) -> list[Voice]:
        """The source that opens the clause right before a verb: headlines, "the Observatory, which said"."""
        for at in range(hit.first - 1, max(-1, hit.first - 6), -1):
            voice = self._voice_at(scan, at, parties)
            if voice is not None and hit.first - voice.last <= 2 and voice.last < hit.first:
                return [voice] if _opens_clause(scan, voice.first) and "and" not in hit.marks else []
        return []

    def _voice_at(self, scan: Scan, index: int, parties: list[Party]) -> Voice | None:
        known = self._known_body(scan, index)
        if known is not None:
            return known
        best: Hit | None = None
        for hit in scan.at(index, "source"):
            if best is None or hit.last > best.last:
                best = hit
        party = next((party for party in parties if party.first == index and _may_speak(party)), None)
        body = next(scan.at(index, "body"), None)
        whole = self._from_body(scan, body) if body is not None and party is not None and not party.actor_id else None
        bare = best is None or not (best.sense or " " in best.entry.features["name_en"])
        if whole is not None and party is not None and whole.last > party.last and bare:
            return whole
        if party is not None and (best is None or self._outdoes(party, best)):
            return Voice(party.words, party.actor_id, party.name_en, party.name_ar, party.first, party.last)
        if body is not None and (best is None or not best.sense):
            return self._from_body(scan, body) or (self._from_source(scan, best, parties) if best is not None else None)
        if best is not None:
            return self._from_source(scan, best, parties)
        capital = next(scan.at(index, "capital"), None)
        return self._from_capital(scan, capital) if capital is not None else None

    @staticmethod
    def _outdoes(party: Party, best: Hit) -> bool:
        """Whether a party says more than the source that begins at the same word."""
        if party.last > best.last:
            return bool(party.actor_id) or not best.sense
        return party.last == best.last and bool(party.actor_id) and not best.sense

    def _from_capital(self, scan: Scan, hit: Hit) -> Voice | None:
        """A capital that speaks is its state: "Moscow said"; "in Moscow" is a town."""
        record = self._actors.find(hit.sense)
        if record is None or (hit.first and scan.ending_at(hit.first - 1, "function", "inside") is not None):
            return None
        return Voice(
            scan.passage.words(hit.start, hit.end),
            hit.sense,
            record.name_en,
            record.name_ar or None,
            hit.first,
            hit.last,
        )

    def _known_body(self, scan: Scan, index: int) -> Voice | None:
        """A body named in full before, by its head alone: "الشبكة"."""
        head = next(scan.at(index, "body"), None)
        if head is None or "article" not in head.marks or head.entry.form not in self._bodies:
            return None
        known = self._bodies[head.entry.form]
        words = scan.passage.words(head.start - 2, head.end)
        return Voice(words, known.source_id, known.name_en, known.name_ar, head.first, head.last)

    def _from_body(self, scan: Scan, head: Hit) -> Voice | None:
        """A body that no list knows, by its whole name; its head alone means the one named before."""
        last = self._name_end(scan, head)
        form = head.entry.form
        if last == head.last:
            return None
        words = scan.passage.words(head.start, scan.tokens[last].end)
        name = self._fold.fold_words(words.text)
        english = render_name(scan, head, last, self._actors)
        voice = Voice(words, f"named:{name.replace(' ', '-')}", english, words.text, head.first, last)
        self._bodies[form] = voice
        return voice

    @staticmethod
    def _name_end(scan: Scan, head: Hit) -> int:
        """The last token of a body's name: to the closing quote, else through what agrees with it."""
        last, folded = head.last, scan.passage.folded
        quoted = folded[max(0, head.start - 1) : head.start] in _QUOTES
        while last + 1 < len(scan.tokens) and last - head.last < (8 if quoted else 4):
            gap = scan.between(last, last + 1)
            owner = next((hit for hit in scan.at(last + 1, "body_word") if hit.sense == "of"), None)
            if owner is not None and not quoted and last == head.last and not gap.strip(' "«'):
                last = owner.last
                continue
            if quoted:
                if any(mark in gap for mark in _QUOTES):
                    break
            elif (
                gap.strip(' «"')
                or any(date.first == last + 1 for date in scan.dates)
                or (scan.by_first.get(last + 1) and not scan.is_definite(last + 1))
                or (last > head.last and scan.token_marks(last + 1).isdisjoint(("the", "and", "for")))
            ):
                break
            last += 1
        return last

    @staticmethod
    def _may_stand_off(voice: Voice) -> bool:
        """Only a known name is looked for behind words that nobody knows ("said the official X of the …")."""
        return voice.source_id is not None and not voice.source_id.startswith("named:")

    def _from_source(self, scan: Scan, hit: Hit, parties: list[Party]) -> Voice | None:
        kind = hit.entry.features["kind"]
        record = self._actors.find(hit.sense) if hit.sense else None
        start = hit.start - 2 if "article" in hit.marks else hit.start
        words = scan.passage.words(start, hit.end)
        voice = Voice(
            words, hit.sense or None, record.name_en if record else hit.entry.features["name_en"] or None,
            record.name_ar if record else None, hit.first, hit.last, carrier=kind == "carrier",
            own=kind in {"own", "document"}, unnamed=kind == "unnamed",
        )  # fmt: skip
        if voice.source_id is not None or not (voice.unnamed or voice.carrier):
            return voice
        return self._affiliated(scan, self._second_kind(scan, voice), hit, parties)

    @staticmethod
    def _second_kind(scan: Scan, voice: Voice) -> Voice:
        """Sources of two kinds in one breath: "security and medical sources"."""
        at = voice.last + 1
        if at >= len(scan.tokens) or not voice.name_en or scan.between(voice.last, at).strip():
            return voice
        other = next((hit for hit in scan.at(at, "body_word") if "and" in hit.marks), None)
        kind, _, noun = voice.name_en.rpartition(" ")
        if other is None or other.sense != "adjective" or not kind:
            return voice
        return replace(voice, name_en=f"{kind} and {other.entry.features['name_en']} {noun}", last=other.last)

    def _affiliated(self, scan: Scan, voice: Voice, hit: Hit, parties: list[Party]) -> Voice:
        """An unnamed kind with whom it belongs to: "a source in the movement", "a Qatari official"."""
        for party in parties:
            gap = party.first - voice.last
            if (
                not 0 < gap <= 2
                or party.name_en is None
                or (party.actor_id is None and party.kind in {"unarmed", "local_authority", "ngo"})
                or any(scan.between(at, at + 1).strip(' «"') for at in range(voice.last, party.first))
            ):
                continue
            marks = scan.token_marks(party.first)
            bound = (
                not marks.isdisjoint(("for", "by"))
                or scan.ending_at(party.first - 1, "function", "belonging")
                or scan.ending_at(voice.last, "function", "belonging")
            )
            if self._is_second(scan, party) or not (
                bound or (gap == 1 and (party.adjective or "the" not in hit.marks))
            ):
                continue
            english = (
                self._actors.adjective_en(party.actor_id or "") if party.adjective or party.kind == "state" else None
            )
            name = " ".join(filter(None, (english or party.name_en, voice.name_en)))
            words = scan.passage.words(hit.start - (2 if "article" in hit.marks else 0), scan.tokens[party.last].end)
            speaks_for = voice.name_en in _OFFICES and english is None
            return replace(
                voice, words=words, name_en=name, last=party.last, source_id=party.actor_id if speaks_for else None,
                name_ar=party.name_ar if speaks_for else None,
            )  # fmt: skip
        return voice

    @staticmethod
    def _is_second(scan: Scan, party: Party) -> bool:
        """Whether a conjunction is written into a party's first word, by every reading of it as a name."""
        hits = [hit for hit in scan.by_first.get(party.first, ()) if hit.entry.table in {"actor", "actor_head"}]
        return bool(hits) and all("and" in hit.marks for hit in hits)

    @staticmethod
    def _distinct(voices: list[Voice]) -> list[Voice]:
        seen: set[tuple[str | None, str]] = set()
        distinct = []
        for voice in voices:
            key = (voice.source_id, "" if voice.source_id else voice.words.text)
            if key not in seen:
                seen.add(key)
                distinct.append(voice)
        return distinct
