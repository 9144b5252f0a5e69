"""Who says it: the body that makes a statement, through whom, and how far it carries.

Why it is hard: the source stands before ("قال المرصد إن"), behind ("وفق المرصد") or only in the sentence before
("وأضاف"), a short name means the body named earlier, and an agency only passes on what somebody else said.

Known gaps: a source named by title alone keeps only the kind its head noun states.
"""

from marsad.extraction.draft import Party, Voice
from marsad.grammar.fold import Fold
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan
from marsad.reference.actors import ActorList

_SAYING = ("say", "report_count", "allege", "deny", "accuse", "own", "pass_on", "warn", "express", "condemn")
_NO_SUBJECT_REACH = 3
_QUOTES = {'"', "«", "»", "'"}


class VoiceFinder:
    """Finds voices sentence by sentence; keeps the last one for sentences that carry it on."""

    def __init__(self, actors: ActorList, fold: Fold) -> None:
        self._actors = actors
        self._fold = fold
        self._bodies: dict[str, Voice] = {}
        self._carried: Voice | None = None

    def find(self, scan: Scan, parties: list[Party]) -> list[Voice]:
        """Voices of a sentence in order of their place."""
        voices: list[Voice] = []
        spoken = False
        voices += self._before_colon(scan, parties)
        for index in range(len(scan.tokens)):
            for hit in scan.by_first.get(index, ()):
                table = hit.entry.table
                if table == "attribution" and hit.sense in {"according_to", "quoting", "as_said"}:
                    voices.extend(self._behind(scan, hit, parties, reach=3))
                    break
                if table == "speech" and hit.sense in _SAYING:
                    spoken = True
                    found = self._behind(
                        scan,
                        hit,
                        parties,
                        reach=1 if hit.sense in {"express", "condemn", "warn"} else _NO_SUBJECT_REACH,
                    ) or self._before(scan, hit, parties)
                    voices.extend(found)
                    break
        voices = self._distinct(voices)
        named = [voice for voice in voices if not voice.carrier]
        if named:
            self._carried = named[-1]
            carriers = tuple(voice.words for voice in voices if voice.carrier)
            for voice in named:
                voice.through = carriers
            return named
        if voices:
            self._carried = voices[-1]
            return voices
        if spoken and self._carried is not None:
            return [self._carried]
        if not spoken:
            self._carried = self._carried if self._opens_carried(scan) else None
        return []

    def _before_colon(self, scan: Scan, parties: list[Party]) -> list[Voice]:
        """A headline names its source before a colon: "المرصد: مقتل …"."""
        voice = self._voice_at(scan, 0, parties)
        if voice is None or voice.last + 1 >= len(scan.tokens):
            return []
        return [voice] if scan.between(voice.last, voice.last + 1).strip() == ":" else []

    def _passed_on(self, scan: Scan, carrier: Voice, parties: list[Party]) -> list[Voice]:
        """Behind an agency, whom it quotes: "نقلت وكالة … عن مصدر طبي"."""
        for at in range(carrier.last + 1, min(carrier.last + 3, len(scan.tokens))):
            if scan.sense_at(at, "function", "from_whom") is not None:
                voice = self._voice_at(scan, at + 1, parties) if at + 1 < len(scan.tokens) else None
                if voice is not None:
                    carrier.carrier = True
                    return [voice]
        return []

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
            if voice is None:
                if (
                    found
                    or scan.sense_at(at, "function", "say_that", "in_place", "against", "to_place", "from_place")
                    is not None
                ):
                    break
                at += 1
                continue
            found.append(voice)
            found += self._passed_on(scan, voice, parties)
            at = found[-1].last + 1
            if at >= len(scan.tokens) or not scan.is_joined(at):
                break
            end = min(at + 1, len(scan.tokens))
        return found

    def _before(self, scan: Scan, hit: Hit, parties: list[Party]) -> list[Voice]:
        """The source right before a verb: headlines and "المرصد قال"."""
        for at in range(hit.first - 1, max(-1, hit.first - 5), -1):
            voice = self._voice_at(scan, at, parties)
            if voice is not None and hit.first - voice.last <= 2:
                return [voice]
        return []

    def _voice_at(self, scan: Scan, index: int, parties: list[Party]) -> Voice | None:
        known = self._known_body(scan, index)
        if known is not None:
            return known
        best: Hit | None = None
        for hit in scan.at(index, "source"):
            if best is None or hit.last > best.last:
                best = hit
        party = next((party for party in parties if party.first == index and not party.adjective), None)
        if party is not None and (
            best is None or party.last > best.last or (party.last == best.last and party.actor_id and not best.sense)
        ):
            return Voice(party.words, party.actor_id, party.name_en, party.name_ar, party.first, party.last)
        body = next(scan.at(index, "body"), None)
        if body is not None and (best is None or not best.sense):
            return self._from_body(scan, body) or (self._from_source(scan, best) if best is not None else None)
        return self._from_source(scan, best) if best is not None else None

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
        voice = Voice(words, f"named:{name.replace(' ', '-')}", None, words.text, head.first, last)
        self._bodies[form] = voice
        return voice

    @staticmethod
    def _name_end(scan: Scan, head: Hit) -> int:
        """The last token of a body's name: to the closing quote, else through what agrees with it."""
        last, folded = head.last, scan.passage.folded
        quoted = folded[max(0, head.start - 1) : head.start] in _QUOTES
        while last + 1 < len(scan.tokens) and last - head.last < (8 if quoted else 4):
            gap = scan.between(last, last + 1)
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

    def _from_source(self, scan: Scan, hit: Hit) -> Voice:
        record = self._actors.find(hit.sense) if hit.sense else None
        start = hit.start - 2 if "article" in hit.marks else hit.start
        words = scan.passage.words(start, hit.end)
        return Voice(
            words, hit.sense or None, record.name_en if record else hit.entry.features["name_en"] or None,
            record.name_ar if record else None, hit.first, hit.last, carrier=hit.entry.features["kind"] == "carrier",
        )  # fmt: skip

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
