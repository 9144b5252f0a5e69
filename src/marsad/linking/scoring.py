"""The worth of every candidate pair, by several processes where there are enough claims to pay for them.

Comparing is most of the work of linking and no pair needs another, so each process takes a run of days. They are forked
from the one that holds the claims, and give back sixteen bytes a pair; where the system cannot fork safely, one process
does all. The result is the same, whatever their number.
"""

import gc
import multiprocessing
import sys
from array import array
from collections.abc import Collection, Sequence
from multiprocessing.connection import Connection
from typing import Any

from marsad.base.errors import PromiseError
from marsad.linking.blocking import Room, open_rooms
from marsad.linking.clusters import Scores
from marsad.linking.decision import find_band, score_pair
from marsad.linking.facts import ClaimFacts

MANY = 20_000
"""Claims of one room from which on a second process pays for its start."""


def score_candidates(facts: Sequence[ClaimFacts], workers: int = 1) -> Scores:
    """All candidate pairs worth more than one that was never compared; the smaller index first."""
    scores = Scores()
    for room in open_rooms(facts):
        if workers <= 1 or len(room.members) < MANY or sys.platform != "linux":
            _score_part(facts, room, room.members, scores)
        else:
            _share_room(facts, room, workers, scores)
    return scores


def _score_part(facts: Sequence[ClaimFacts], room: Room, members: Sequence[int], scores: Scores) -> None:
    unseen = find_band("unseen")
    for one, other in room.find_pairs(members):
        worth = score_pair(facts[one], facts[other])
        if worth is not None and worth > unseen:
            scores.add(one, other, worth)


def score_changed(facts: Sequence[ClaimFacts], changed: Collection[str]) -> Scores:
    """The candidate pairs in which one claim at least has one of these ids; scored in the order of the indexes."""
    scores, unseen = Scores(), find_band("unseen")
    for room in open_rooms(facts):
        for index in room.members:
            if facts[index].id not in changed:
                continue
            for other in sorted(room.find_others(index) - {index}):
                if other < index and facts[other].id in changed:
                    continue
                one, two = min(index, other), max(index, other)
                worth = score_pair(facts[one], facts[two])
                if worth is not None and worth > unseen:
                    scores.add(one, two, worth)
    return scores


def _share_room(facts: Sequence[ClaimFacts], room: Room, workers: int, scores: Scores) -> None:
    ordered = sorted(room.members, key=lambda index: _first_day(facts[index]))
    size = -(-len(ordered) // workers)
    parts = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    gc.freeze()  # what the collector never touches stays shared between the processes
    try:
        helpers = [_start_helper(facts, room, part) for part in parts[1:]]
        _score_part(facts, room, parts[0], scores)
        for helper, receiver in helpers:
            scores.extend(_receive(receiver))
            helper.join()
    finally:
        gc.unfreeze()


def _first_day(facts: ClaimFacts) -> int:
    return facts.start or facts.end or facts.published or 0


def _start_helper(
    facts: Sequence[ClaimFacts], room: Room, part: Sequence[int]
) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    helper = context.Process(target=_help, args=(facts, room, part, sender), daemon=True)
    helper.start()
    sender.close()
    return helper, receiver


def _help(facts: Sequence[ClaimFacts], room: Room, part: Sequence[int], sender: Connection) -> None:
    """In a process of its own: score, and send the columns."""
    scores = Scores()
    _score_part(facts, room, part, scores)
    for column in scores.columns():
        sender.send_bytes(column.tobytes())
    sender.close()


def _receive(receiver: Connection) -> "list[array[Any]]":
    try:
        return [array(kind, receiver.recv_bytes()) for kind in Scores.KINDS]
    except EOFError as error:
        raise PromiseError(
            "a comparing process ended by itself, perhaps for want of memory; try again with --workers 1"
        ) from error
