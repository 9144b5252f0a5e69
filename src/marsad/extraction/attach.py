"""Figures find their event.

Why it is hard: a figure stands before its event ("مقتل ستة في غارة"), behind it ("غارة … أسفرت عن مقتل ستة") or a
sentence later.

Method: inside a sentence the cheapest pairing wins, distance plus what stands between; across sentences only words
that carry on ("وأسفر …", a toll) reach back. Known gaps: figures of two sides in one clause.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from marsad.extraction.draft import Draft, Figure
from marsad.extraction.triggers import FIGURE_WORDS, VIOLENT
from marsad.grammar.lexicon import Hit
from marsad.grammar.rulefile import Rule
from marsad.grammar.scan import Scan

_UNREST = frozenset({"riot", "protest"})
_TYPES = {
    "killed": (VIOLENT | _UNREST | {"destruction"}) - {"sexual_violence"},
    "injured": VIOLENT | _UNREST | {"sexual_violence", "destruction"},
    "killed_or_injured": VIOLENT | _UNREST,
    "detained": frozenset({"arrest", "sexual_violence"}),
    "abducted": frozenset({"abduction"}),
    "missing": VIOLENT | {"abduction"},
    "displaced": frozenset({"displacement", "exchange"}),
    "released": frozenset({"exchange"}),
}
_OPENED = {"detained": "arrest", "abducted": "abduction", "displaced": "displacement", "released": "exchange"}
_FAR = 1000.0
_SEVERAL, _ANEW = 2, 60
_FRAGMENT = 7
"""The longest sentence, in tokens, that is a toll and nothing more."""


def attach_figures(
    drafts: list[Draft],
    figures: Sequence[Figure],
    scans: Sequence[Scan],
    unstated: Rule,
    placed: AbstractSet[int] = frozenset(),
) -> list[Draft]:
    """Every figure goes to an event; one without an event opens a draft of its own. Drafts come back in text order.

    `placed` are the sentences that name a place.
    """
    opened: list[Draft] = []
    homes: list[tuple[Figure, Draft]] = []
    parts = [(figure.scan, figure.first, figure.share) for figure in figures if figure.share is not None]
    for group in _grouped(figures):
        lead = group[0]
        if lead.governor is None:
            continue
        scan = scans[lead.scan]
        if lead.share is not None:
            chosen = _home_of_share(lead, drafts, homes)
            if chosen is not None and chosen not in drafts:
                opened.append(chosen)
        else:
            here = [
                draft
                for draft in drafts
                if draft.scan == lead.scan and not _tells_share(draft, parts) and not _has_its_own(draft, lead, figures)
            ]
            here = _at_dispersal(lead, here)
            chosen = (
                _choose(lead, here, scan)
                or _from_before(lead, drafts + opened, scans)
                or (_just_told(lead, drafts, scans) if lead.scan not in placed else None)
                or next((d for d in reversed(opened) if d.scan == lead.scan and _joinable(d, lead, scan)), None)
            )
            if chosen is not None and _is_told_in(chosen, lead):
                lead.subset = True
            elif chosen is not None and _is_other_toll(chosen, lead, scans):
                chosen = None if _is_campaign_toll(lead, scan) else _sibling(chosen, lead)
                opened += [] if chosen is None else [chosen]
            if chosen is None and _may_open(lead, group):
                chosen = Draft(
                    lead.scan, lead.governor, "attack", unstated, weak=True, from_figure=True, rules=[unstated.id]
                )
                opened.append(chosen)
        if chosen is not None:
            chosen.figures.extend(group)
            homes.append((lead, chosen))
    return sorted([*drafts, *opened], key=lambda draft: draft.order)


def _at_dispersal(lead: Figure, here: list[Draft]) -> list[Draft]:
    """Those hurt where police break up a crowd were hurt by the police, and not by the crowd."""
    if lead.outcome in {"killed", "injured"} and any(draft.trigger.sense == "disperse" for draft in here):
        return [draft for draft in here if draft.type not in _UNREST]
    return here


def _has_its_own(draft: Draft, lead: Figure, figures: Sequence[Figure]) -> bool:
    """Whether the event's own word governs another figure for the outcome: "13 قتيلا بعد اغتيال قائد"."""
    first = draft.trigger.first
    if lead.governor is None or lead.governor.first == first:
        return False
    return any(
        other is not lead and other.scan == lead.scan and other.outcome == lead.outcome and not other.subset
        and other.governor is not None and other.governor.first == first
        for other in figures
    )  # fmt: skip


def _tells_share(draft: Draft, parts: Sequence[tuple[int, int, int]]) -> bool:
    """Whether a draft's word stands among those that tell of a share of a toll."""
    return any(draft.scan == scan and first < draft.trigger.first <= last for scan, first, last in parts)


def _may_open(lead: Figure, group: Sequence[Figure]) -> bool:
    return lead.outcome not in _OPENED and (lead.stated or len(group) > 1 or lead.kind == "vague")


def _is_campaign_toll(lead: Figure, scan: Scan) -> bool:
    """The dead since a start, with no method: an attack by the guide, whatever killed the last of them."""
    begins = lead.governor.first if lead.governor is not None else lead.first
    if any(hit.first > begins and "by" in hit.marks for hit in scan.hits if hit.entry.table == "trigger"):
        return False
    since = any(hit.first > begins for hit in scan.with_sense("function", "since_start"))
    return lead.raised and (since or any(date.anchor == "since" and date.first > begins for date in scan.dates))


def _home_of_share(share: Figure, drafts: Sequence[Draft], homes: Sequence[tuple[Figure, Draft]]) -> Draft | None:
    """The event told inside a share's own words, else one of its own like that of the whole toll."""
    for draft in drafts:
        inside = share.first < draft.trigger.first <= (share.share or share.last)
        if draft.scan == share.scan and inside and draft.type in _TYPES[share.outcome]:
            return draft
    whole = next((draft for lead, draft in reversed(homes) if lead.scan == share.scan and lead.share is None), None)
    return None if whole is None else _sibling(whole, share)


def _sibling(draft: Draft, figure: Figure) -> Draft:
    """Another event of the same kind: a share of its toll, or another toll of it."""
    segment = None if figure.share is None else (figure.first, figure.share)
    return Draft(
        figure.scan, figure.governor or draft.trigger, draft.type, draft.rule, draft.weak,
        from_figure=draft.from_figure, rules=list(draft.rules), segment=segment,
        twin=None if figure.share is not None or figure.raised else draft,
    )  # fmt: skip


def _is_told_in(draft: Draft, lead: Figure) -> bool:
    """Bodies that were found are among the dead that are already counted."""
    if lead.unit != "body" and not (lead.single and lead.governor is not None and lead.governor.sense == "body"):
        return False
    return any(
        f.outcome == lead.outcome and not f.subset and f.unit != "body" and (f.low or 0) > (lead.low or 0)
        for f in draft.figures
    )


def _is_other_toll(draft: Draft, lead: Figure, scans: Sequence[Scan]) -> bool:
    """Whether an event already has another figure for this outcome, on another word (guide, decision 2)."""
    rivals = [f for f in draft.figures if f.outcome == lead.outcome and not f.subset and f.share is None]
    if not rivals or lead.kind == "vague":
        return False
    last = rivals[-1]
    if last.kind == "vague" or (last.low, last.high) == (lead.low, lead.high):
        return False
    if lead.raised:
        return not _takes_in(draft, lead, last, scans)
    if lead.scan != last.scan:
        return lead.group in {"person", last.group}
    scan = scans[lead.scan]
    between = range(last.last + 1, lead.first)
    return any(
        scan.sense_at(at, "function", "new_clause", "say_that") is not None
        or scan.sense_at(at, "trigger", "toll") is not None
        or any(scan.at(at, "speech"))
        for at in between
    )


def _takes_in(draft: Draft, lead: Figure, last: Figure, scans: Sequence[Scan]) -> bool:
    """A toll raised by those who died of their wounds, or whose bodies were found, counts them."""
    late = any(hit.first > last.last for hit in scans[last.scan].with_sense("function", "late_death"))
    if not (late or last.unit == "body") or (last.low or 0) >= (lead.low or 0) or last.scan != lead.scan:
        return False
    if last.group in {"person", lead.group}:
        draft.figures.remove(last)
    else:
        last.subset = True
    return True


def _grouped(figures: Sequence[Figure]) -> list[list[Figure]]:
    """A main figure with its subsets and, right behind it, the other outcomes of one telling."""
    groups: list[list[Figure]] = []
    for figure in figures:
        same = bool(groups) and groups[-1][0].scan == figure.scan
        if (figure.subset and same) or (same and _told_together(groups[-1], figure)):
            groups[-1].append(figure)
        elif not figure.subset:
            groups.append([figure])
    return groups


def _told_together(group: list[Figure], figure: Figure) -> bool:
    """Killed and wounded in one breath: "18 قتيلا و71 جريحا", "مقتل خمسة وإصابة ستة"."""
    if figure.share is not None or figure.raised or group[0].share is not None:
        return False
    if figure.governor is not None and figure.governor.sense == "rape":
        return False
    harms = {"killed", "injured", "killed_or_injured"}
    if figure.outcome not in harms or any(other.outcome not in harms for other in group):
        return False
    mains = [other for other in group if not other.subset]
    if any(other.outcome == figure.outcome for other in mains):
        return False
    return figure.first - group[-1].last <= 4


def _choose(figure: Figure, drafts: list[Draft], scan: Scan) -> Draft | None:
    best, cost = None, _FAR
    for draft in drafts:
        if draft.type not in _TYPES[figure.outcome] or _is_by_the_way(draft, figure, scan):
            continue
        if draft.trigger is figure.governor or (
            draft.trigger.first == figure.governor.first if figure.governor else False
        ):
            return draft
        price = _price(figure, draft, scan)
        if price < cost:
            best, cost = draft, price
    return best if cost < 60 else None


def _price(figure: Figure, draft: Draft, scan: Scan) -> float:
    trigger = draft.trigger
    lead = min(figure.first, figure.governor.first if figure.governor else figure.first)
    tail = max(figure.last, figure.governor.last if figure.governor else figure.last)
    if trigger.first > tail:
        gap, left, right = trigger.first - tail, tail, trigger.first
        linked = any(
            scan.sense_at(at, "function", "cause", "in_place", "agent") for at in range(left + 1, right)
        ) or _clitic_cause(trigger)
        price = gap + (0 if linked else 12) + (_ANEW if _starts_anew(trigger, scan) else 0)
    else:
        gap, left, right = lead - trigger.last, trigger.last, lead
        linked = any(scan.sense_at(at, "function", "result") for at in range(left + 1, right + 1)) or any(
            scan.sense_at(at, "trigger", "cause") for at in range(left + 1, right + 1)
        )
        price = gap // 3 if linked else gap + 6
        if scan.ending_at(trigger.first - 1, "function", "time_after") is not None:
            price += 12
    price += 25 * sum(1 for at in range(left + 1, right) if scan.sense_at(at, "function", "new_clause"))
    gap_text = scan.passage.folded[scan.tokens[left].end : scan.tokens[right].start]
    if ";" in gap_text:
        price += 25
    return price + (4 if draft.weak else 0) + (8 if draft.type == "destruction" else 0)


def _is_by_the_way(draft: Draft, figure: Figure, scan: Scan) -> bool:
    """Loot or damage told behind those who were killed is not what killed them: "قتل راع وسلبت مواشيه"."""
    return draft.type == "destruction" and draft.trigger.first > figure.last and _starts_anew(draft.trigger, scan)


def _starts_anew(trigger: Hit, scan: Scan) -> bool:
    """A verb joined on behind a figure tells of something else: "عثر على جثة رجل ثم أطلق مسلحون النار على حاجز"."""
    joined = not trigger.marks.isdisjoint(("and", "so")) or (
        scan.ending_at(trigger.first - 1, "function", "conjunction") is not None
    )
    return joined and trigger.entry.features.get("pos") == "verb"


def _clitic_cause(trigger: Hit) -> bool:
    return not trigger.marks.isdisjoint(("by", "for", "the"))


def _from_before(figure: Figure, drafts: list[Draft], scans: Sequence[Scan]) -> Draft | None:
    """The event of an earlier sentence that a sentence without its own event carries on."""
    scan = scans[figure.scan]
    opening = next(
        (
            at
            for at in range(min(4, len(scan.tokens)))
            if scan.sense_at(at, "function", "result", "total")
            or scan.sense_at(at, "trigger", "cause", "toll", "rise", "fall")
        ),
        None,
    )
    refers = any(hit.sense == "toll" for hit in scan.hits if hit.entry.table == "trigger" and hit.first <= figure.last)
    pronoun = any(
        "article" in hit.marks and hit.sense in FIGURE_WORDS
        for hit in scan.hits
        if hit.entry.table == "trigger" and hit.first < figure.first
    )
    if opening is None and not refers and not pronoun and not _is_bare_toll(figure, scan):
        return None
    for draft in reversed(drafts):
        if draft.scan < figure.scan - 2:
            return None
        if draft.scan < figure.scan and draft.type in _TYPES[figure.outcome] and draft.type in VIOLENT:
            return draft
    return None


def _just_told(figure: Figure, drafts: Sequence[Draft], scans: Sequence[Scan]) -> Draft | None:
    """The act of the sentence before, without a toll yet, where a sentence tells nothing but a toll.

    "Artillery shelled the quarter. Medics said that two people were killed": no place, no day and no act of its own.
    """
    if not _tells_only_toll(figure, drafts, scans[figure.scan]):
        return None
    before = [draft for draft in drafts if draft.scan == figure.scan - 1 and draft.type in VIOLENT]
    if len(before) != 1 or before[0].type not in _TYPES[figure.outcome]:
        return None
    told = any(other.outcome == figure.outcome and not other.subset for other in before[0].figures)
    return None if told else before[0]


def _tells_only_toll(figure: Figure, drafts: Sequence[Draft], scan: Scan) -> bool:
    """Whether someone speaks of several dead or wounded, of no day and of no act."""
    if figure.outcome not in {"killed", "injured"} or figure.raised or (figure.low or 0) < _SEVERAL or scan.dates:
        return False
    if any(draft.scan == figure.scan and draft.type in VIOLENT for draft in drafts):
        return False
    spoken = any(hit.first <= 1 and hit.entry.table == "speech" for hit in scan.hits)
    return spoken and not any(
        scan.sense_at(hit.first, "function", "since_start", "earlier", "new_event") for hit in scan.hits
    )


def _is_bare_toll(figure: Figure, scan: Scan) -> bool:
    """A sentence that is a toll and nothing more: "قصف على السوق.. أربعة شهداء و11 جريحا"."""
    if figure.first > 0 or len(scan.tokens) > _FRAGMENT:
        return False
    verbs = any(hit.entry.features.get("pos") == "verb" for hit in scan.hits if hit.entry.table == "trigger")
    return not verbs and not scan.dates and next(scan.with_sense("function", "in_place"), None) is None


def _joinable(draft: Draft, figure: Figure, scan: Scan) -> bool:
    last = draft.figures[-1].last if draft.figures else draft.trigger.last
    if draft.type not in _TYPES[figure.outcome] and figure.outcome in _OPENED:
        return False
    first = min(figure.first, figure.governor.first if figure.governor else figure.first)
    if any(scan.sense_at(at, "function", "new_clause") for at in range(last + 1, first)):
        return False
    same = any(other.outcome == figure.outcome and not other.subset for other in draft.figures)
    return first - last <= (4 if same else 14)
