"""A desk over five invented reports that were really read and linked: one strike told three times, two others near."""

import json
import re
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from pages_client import Client
from starlette.requests import Request

from marsad.model.incident import Incident
from marsad.model.incident import IncidentPlace as Place
from marsad.pipeline.desk import DeskWork
from marsad.pipeline.read import Reader
from marsad.pipeline.run import link, run
from marsad.publish.access import Person, Role
from marsad.publish.site.app import make_app
from marsad.store.ledger import Ledger
from marsad.store.records import IncidentFilter

REPORTS = [
    ("one", "2018-07-05", "قتل 16 مدنيا في غارة جوية على مدينة إدلب اليوم الخميس، وفق الدفاع المدني."),
    ("two", "2018-07-05", "قتل 16 مدنيا في غارة جوية استهدفت مدينة إدلب الخميس، بحسب المرصد السوري لحقوق الإنسان."),
    ("three", "2018-07-05", "ارتفعت حصيلة الغارة الجوية على مدينة إدلب اليوم إلى 18 قتيلا، حسبما قال مصدر طبي."),
    ("four", "2018-07-05", "قتل مدنيان في قصف مدفعي على مدينة معرة النعمان اليوم الخميس."),
    ("five", "2018-07-06", "قتل 5 مدنيين في غارة جوية على محافظة إدلب أمس الخميس."),
]
LATER = ("six", "2018-07-06", "ارتفع عدد قتلى الغارة الجوية على مدينة إدلب أمس الخميس إلى 21 قتيلا، وفق الدفاع المدني.")


def read_reports(ledger: Ledger, folder: Path, *reports: tuple[str, str, str]) -> None:
    """Have these reports read and linked."""
    source = folder / f"{reports[0][0]}.jsonl"
    lines = [
        json.dumps({"id": name, "published": day, "text": text, "publisher": f"وكالة {name}"}, ensure_ascii=False)
        for name, day, text in reports
    ]
    source.write_text("\n".join(lines), encoding="utf-8")
    run([str(source)], ledger, Reader())


class Desk:
    """Several people at one ledger: each asks as who they are."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger = ledger
        self.folder = folder
        self.work = DeskWork(ledger, lambda: link(ledger), _find_nowhere)

    def client(self, name: str = "Mona", role: Role | None = "reviewer") -> Client:
        """A browser in which one person works; without a role the one person of a desk."""
        return Client(self.app(name, role))

    def app(self, name: str, role: Role | None) -> FastAPI:
        return make_app(self.ledger, work=self.work, people=_Known(name, role))

    def find(self, document: str) -> Incident:
        """The one incident of a report with one claim."""
        (found,) = self.ledger.read_incidents(IncidentFilter(document=document))
        return found

    def claim(self, document: str) -> str:
        (claim,) = self.ledger.read_claims_of_document(document)
        return claim.id

    def decide(self, client: Client, incident: Incident, act: str, **fields: Any) -> Any:
        """Press a button on the page of an incident, as it is now."""
        return self.send(client, incident, self.stamp(client, incident), act=act, **fields)

    def stamp(self, client: Client, incident: Incident) -> dict[str, str]:
        """What the forms of an incident's page carry."""
        html = client.get(f"/en/incidents/{incident.incident_id}").text
        names = ("token", "seen", "version")
        return {name: re.search(rf'name="{name}" value="(\w+)"', html)[1] for name in names}  # type: ignore[index]

    def send(self, client: Client, incident: Incident, stamp: dict[str, str], **fields: Any) -> Any:
        answer = client.post(f"/en/incidents/{incident.incident_id}/decide", {**stamp, **fields})
        assert self.work.wait(60)
        return answer

    def sign(self, client: Client, incident: Incident, **fields: Any) -> Any:
        stamp = self.stamp(client, incident)
        answer = client.post(f"/en/incidents/{incident.incident_id}/sign", {**stamp, **fields})
        assert self.work.wait(60)
        return answer

    def later(self) -> None:
        """A sixth report comes in, with a higher toll."""
        read_reports(self.ledger, self.folder, LATER)

    def groups(self) -> set[tuple[str, ...]]:
        """The reports of each incident."""
        return {incident.documents for incident in self.ledger.read_incidents()}


class _Known:
    def __init__(self, name: str, role: Role | None) -> None:
        self.person = Person(name=name, roles=() if role is None else (role,), alone=role is None)

    def find(self, _: Request) -> Person | None:
        return self.person


def _find_nowhere(_: str) -> Place | None:
    return None
