"""What the desk asks of a ledger on PostgreSQL: the queue both ways, taking, pairs, conflicts, previews."""

import json
from pathlib import Path

import pytest

from marsad.base.errors import ConflictError
from marsad.pipeline.conflicts import list_review_conflicts
from marsad.pipeline.desk import DeskWork
from marsad.pipeline.read import Reader
from marsad.pipeline.run import link, run
from marsad.publish.work import Decision
from marsad.store.ledger import open_ledger

REPORTS = [
    ("one", "2018-07-05", "قتل 16 مدنيا في غارة جوية على مدينة إدلب اليوم الخميس، وفق الدفاع المدني."),
    ("two", "2018-07-05", "قتل مدنيان في قصف مدفعي على مدينة معرة النعمان اليوم الخميس."),
    ("three", "2018-07-06", "قتل 5 مدنيين في غارة جوية على محافظة إدلب أمس الخميس."),
]


def test_queue_pairs_conflicts_and_previews(postgresql: str, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    lines = [json.dumps({"id": one, "published": day, "text": text}) for one, day, text in REPORTS]
    source.write_text("\n".join(lines), encoding="utf-8")
    with open_ledger(postgresql) as ledger:
        run([str(source)], ledger, Reader())
        desk, work = ledger.desk, DeskWork(ledger, lambda: link(ledger), lambda _: None)
        rows = desk.read_queue("new")
        assert desk.count_badge(100) == len(rows) == 3
        assert desk.read_queue("new", after=rows[-1].after, backwards=True) == rows[1::-1]
        pairs = desk.read_alike()
        assert pairs
        link_of_two, place = pairs[0]
        assert desk.read_pair(place) == link_of_two
        assert desk.read_alike(after=pairs[-1][1], backwards=True) == pairs[-2::-1]
        both = [link_of_two.incident, link_of_two.other_incident]
        desk.write_assignment(both, "Mona")
        with pytest.raises(ConflictError, match="Mona holds"):
            desk.write_assignment(both[1:], "Omar")
        desk.write_release(both, "Mona")
        desk.write_look(both[:1], "Mona")
        foreseen = work.preview([Decision("same", (both[0], both[1]))], by="Mona")
        assert foreseen.is_whole
        (claim,) = ledger.read_claims_of_document("one")
        work.judge([Decision("accept", (claim.id,))], by="Mona", seen={})
        assert work.wait(60), work.fault
        assert work.reviewing.list_conflicts() == list_review_conflicts(ledger) == ()
        assert not ledger.is_behind()
        assert ledger.verify() == []
