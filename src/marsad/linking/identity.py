"""Ids that stay: what an incident was once called it is called for ever, or the name leads to what became of it.

Known gaps: where a newer reader replaced all claims of an incident, its id follows its reports, not its words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from marsad.base.ids import hash_parts
from marsad.linking.families import find_realm
from marsad.model.incident import Incident

Report = tuple[str, str]
"""A document, and the realm of types that a claim of it lies in."""


class Identity(NamedTuple):
    """The id of a group of claims, the previous incident that it continues, and the ids that now lead to it.

    `split_from` names the incident that its claims were taken out of, `split_to` those that took claims out of it.
    """

    incident_id: str
    continues: Incident | None
    merged_from: tuple[str, ...]
    split_from: tuple[str, ...] = ()
    split_to: tuple[str, ...] = ()


def find_identities(
    groups: Sequence[Sequence[str]],
    reports: Mapping[str, Report],
    previous: Sequence[Incident],
    is_given: Callable[[str], bool] | None = None,
) -> tuple[list[Identity], dict[str, str]]:
    """An identity for each group of claim ids (each sorted), and all aliases.

    A group continues the previous incident that shares most claims with it (ties: the smallest id); the other ids that
    end in it become aliases. What is taken apart again has the id again that it had before it was merged: an undone
    judgement leaves no trace in the names. `reports` gives the document and the realm of each live claim. `is_given`
    says whether an incident that is not among `previous` has an id, or once had it.
    """
    heirs, aliases = _find_heirs(groups, reports, previous)
    by_id = {incident.incident_id: incident for incident in previous}
    taken = set(by_id) | {name for incident in previous for name in incident.merged_from}
    merged_before = {name for incident in previous for name in incident.merged_from} - set(by_id)
    identities, again = [], set[str]()
    for number, group in enumerate(groups):
        kept = heirs.get(number)
        if kept is None:
            incident_id = _make_id(group, taken, merged_before - again, is_given)
            taken.add(incident_id)
            again |= {incident_id} & merged_before
        else:
            incident_id = kept
        identities.append(incident_id)
    leads: dict[str, str] = {}
    for name, number in aliases.items():
        for alias in (name, *by_id[name].merged_from):
            if alias != identities[number] and alias not in again:
                leads[alias] = identities[number]
    merged: dict[str, list[str]] = {}
    for alias, incident_id in leads.items():
        merged.setdefault(incident_id, []).append(alias)
    split = _find_splits(groups, identities, leads, previous)
    found = [
        Identity(incident_id, by_id.get(incident_id), tuple(sorted(merged.get(incident_id, ()))), *split[incident_id])
        for incident_id in identities
    ]
    return found, dict(sorted(leads.items()))


def _find_splits(
    groups: Sequence[Sequence[str]], identities: Sequence[str], leads: Mapping[str, str], previous: Sequence[Incident]
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each id what it was split from and into: now, and before as far as the parts are still apart."""
    holder = {claim: incident_id for group, incident_id in zip(groups, identities, strict=True) for claim in group}
    parted: set[tuple[str, str]] = set()
    for incident in previous:
        whole = leads.get(incident.incident_id, incident.incident_id)
        parts = {holder[claim] for claim in incident.claims if claim in holder}
        parted.update((whole, part) for part in parts if len(parts) > 1 and part != whole)
        parted.update((whole, leads.get(part, part)) for part in incident.split_to)
    present = set(identities)
    sources: dict[str, set[str]] = {}
    targets: dict[str, set[str]] = {}
    for whole, part in parted:
        if whole != part and whole in present and part in present:
            targets.setdefault(whole, set()).add(part)
            sources.setdefault(part, set()).add(whole)
    return {name: (tuple(sorted(sources.get(name, ()))), tuple(sorted(targets.get(name, ())))) for name in identities}


def _find_heirs(
    groups: Sequence[Sequence[str]], reports: Mapping[str, Report], previous: Sequence[Incident]
) -> tuple[dict[int, str], dict[str, int]]:
    """The previous id that each group keeps, and the group in which each previous id ends."""
    holder = {claim: number for number, group in enumerate(groups) for claim in group}
    shares = [share for incident in previous for share in _count_shares(incident, incident.claims, holder, groups)]
    heirs: dict[int, str] = {}
    ends: dict[str, int] = {}
    _settle(shares, heirs, ends)
    lost = [incident for incident in previous if not any(claim in holder for claim in incident.claims)]
    if lost:
        reported: dict[Report, list[int]] = {}
        for number, group in enumerate(groups):
            for report in {reports[claim] for claim in group}:
                reported.setdefault(report, []).append(number)
        again = []
        for incident in lost:
            counted: dict[int, int] = {}
            for document in incident.documents:
                for number in reported.get((document, find_realm(incident.type)), ()):
                    counted[number] = counted.get(number, 0) + 1
            again += [(-shared, incident.incident_id, groups[number][0], number) for number, shared in counted.items()]
        _settle(again, heirs, ends)
    return heirs, ends


def _count_shares(
    incident: Incident, claims: Iterable[str], holder: Mapping[str, int], groups: Sequence[Sequence[str]]
) -> list[tuple[int, str, str, int]]:
    """How many claims of a previous incident each group holds, most first when sorted."""
    counted: dict[int, int] = {}
    for claim in claims:
        if claim in holder:
            counted[holder[claim]] = counted.get(holder[claim], 0) + 1
    return [(-shared, incident.incident_id, groups[number][0], number) for number, shared in counted.items()]


def _settle(shares: list[tuple[int, str, str, int]], heirs: dict[int, str], ends: dict[str, int]) -> None:
    """Give ids by the largest share first; an id that finds its group taken ends there as an alias."""
    kept = set(heirs.values())
    for _, name, _, number in sorted(shares):
        if number not in heirs and name not in kept:
            heirs[number] = name
            kept.add(name)
            ends[name] = number
    for _, name, _, number in sorted(shares):
        ends.setdefault(name, number)


def _make_id(group: Sequence[str], taken: set[str], merged: set[str], is_given: Callable[[str], bool] | None) -> str:
    """The hash of the smallest claim id, or of the next where that name was given before and is no merged one."""
    for claim in group:
        if (incident_id := hash_claim(claim)) in merged:
            return incident_id
    for claim in group:
        incident_id = hash_claim(claim)
        if incident_id not in taken and not (is_given and is_given(incident_id)):
            return incident_id
    number = 2
    while (incident_id := hash_parts("incident", group[0], number)) in taken or (is_given and is_given(incident_id)):
        number += 1
    return incident_id


def hash_claim(claim_id: str) -> str:
    """The id of an incident that begins with this claim."""
    return hash_parts("incident", claim_id)
