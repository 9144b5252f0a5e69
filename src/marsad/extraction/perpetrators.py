"""Who did it, where another sentence tells: claims of responsibility, accusations, denials, and sides told before.

Why it is hard: the sentence of the act often names nobody, because the report has said who is meant; and what it has
said may be two sides. So an act takes its agent from another sentence only where the text ties them (a claim, an
accusation, a denial) or where one side alone stands for acts of this kind in the whole report.

Known gaps: two armed sides, of which the reader knows which one flies.
"""

from collections.abc import Sequence

from marsad.extraction.agents import ARMED
from marsad.extraction.draft import Draft, Party, Voice
from marsad.extraction.parties import as_party
from marsad.extraction.triggers import FAMILY, VIOLENT
from marsad.grammar.scan import Scan
from marsad.reference.actors import ActorList

_REACH = 2
_KINDS = (
    {"territory_change"},
    {"arrest", "abduction", "exchange"},
    {
        "attack", "armed_clash", "air_strike", "shelling", "chemical_attack", "territory_change", "siege", "arrest",
        "abduction", "destruction",
    },
)  # fmt: skip
_UNCLAIMED = {"explosive_device", "suicide_bombing", "attack", "abduction"}


def settle_agents(
    drafts: list[Draft],
    scans: Sequence[Scan],
    voices: Sequence[list[Voice]],
    parties: Sequence[list[Party]],
    actors: ActorList,
) -> None:
    """Give drafts without actors those that other sentences name for them; drafts come in text order, merged."""
    for number, scan in enumerate(scans):
        _claimed(number, scan, voices[number], drafts, actors)
        _nobody_claims(number, scan, drafts)
        _accused(number, scan, voices[number], parties[number], drafts)
    for draft in drafts:
        if draft.status == "denied" and not draft.actors and draft.type in FAMILY and draft.type != "armed_clash":
            draft.actors = [made for voice in draft.sources if (made := as_party(voice, actors, draft.scan))]
    _alone(drafts)


def _before(drafts: list[Draft], number: int, first: int) -> Draft | None:
    """The violent draft without actors that was told last before a token of a sentence."""
    for draft in reversed(drafts):
        if (draft.scan, draft.trigger.first) > (number, first):
            continue
        if number - draft.scan > _REACH:
            return None
        if draft.type in VIOLENT and draft.status != "denied" and not draft.actors:
            return draft
    return None


def _claimed(number: int, scan: Scan, voices: list[Voice], drafts: list[Draft], actors: ActorList) -> None:
    """Who claims an act is its author: "وتبناها التنظيم"."""
    for hit in scan.with_sense("speech", "own"):
        if any(draft.scan == number and draft.claimed for draft in drafts):
            continue
        made = next((as_party(voice, actors, number) for voice in voices if abs(voice.at - hit.first) <= 4), None)
        draft = _before(drafts, number, hit.first)
        if made is not None and draft is not None:
            draft.actors, draft.claimed = [made], [made]


def _nobody_claims(number: int, scan: Scan, drafts: list[Draft]) -> None:
    """The text itself calls the authors of what it has told unknown: "ولم تتبن أي جهة الهجوم"."""
    for hit in scan.with_sense("function", "unclaimed"):
        words = scan.passage.words(hit.start, hit.end)
        for draft in drafts:
            told = draft.scan <= number and draft.status == "occurred"
            if told and draft.type in _UNCLAIMED and not draft.actors:
                draft.actors = [Party(number, hit.first, hit.last, words, None, "unknown", None, "", unknown=True)]


def _accused(number: int, scan: Scan, voices: list[Voice], parties: list[Party], drafts: list[Draft]) -> None:
    """Whom somebody blames for what was told before: "وحملت الوزارة القوات المسؤولية"."""
    if any(draft.scan == number and draft.accused and draft.actors for draft in drafts):
        return
    speakers = {voice.first for voice in voices}
    for hit in scan.with_sense("speech", "accuse"):
        named = [
            p for p in parties if p.first > hit.last and p.first not in speakers and p.kind in ARMED and not p.adjective
        ]
        draft = _before(drafts, number, hit.first)
        if named and draft is not None and named[0].first - hit.last <= 6:
            draft.actors, draft.accused = named[:1], True


def _alone(drafts: list[Draft]) -> None:
    """Acts of a kind that one side alone is said to do in the report are that side's, near where it is said."""
    for kinds in _KINDS:
        same = [draft for draft in drafts if draft.type in kinds and draft.status not in {"denied", "background"}]
        named = {
            party.actor_id: (party, draft.scan)
            for draft in same
            for party in draft.actors
            if party.actor_id is not None and party.kind in ARMED
        }
        if len(named) != 1:
            continue
        ((party, scan),) = named.values()
        for draft in same:
            if not draft.actors and abs(draft.scan - scan) <= _REACH:
                draft.actors = [party]
