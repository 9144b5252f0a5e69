"""A desk with people: the invented ledger, an account for each role, and clients that are logged in."""

from pathlib import Path

from argon2 import PasswordHasher
from invented_desk import make_ledger
from pages_client import Client

from marsad.model.account import ROLES, Account, Role
from marsad.publish.passwords import Passwords
from marsad.publish.site.app import make_app
from marsad.publish.site.people import Desk
from marsad.store.ledger import Ledger

QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
PASSWORD = "four unrelated words here"  # noqa: S105 - invented


class Staffed:
    """A ledger of its own, its application, and who works there: one person a role, called as the role is."""

    def __init__(self, folder: Path, *, has_accounts: bool = True, may_be_alone: bool = True, name: str = "") -> None:
        self.ledger: Ledger = make_ledger(folder)
        if has_accounts:
            self.add("admin", "admin")
            for role in ROLES[:-1]:
                self.add(role, role)
        self.desk = Desk(self.ledger, name=name, may_be_alone=may_be_alone, passwords=QUICK)
        self.app = make_app(self.ledger, people=self.desk)

    def add(self, name: str, *roles: Role, is_one_time: bool = False) -> Account:
        return self.ledger.people.make_account(name, roles, QUICK.hash(PASSWORD), by="test", is_one_time=is_one_time)

    def client(self, name: str | None = None) -> Client:
        """A browser in which somebody is logged in, or nobody."""
        client = Client(self.app)
        if name is not None:
            answer = client.post("/en/login", {"name": name, "password": PASSWORD}, page="/en/login")
            assert answer.status_code == 303, answer.text
        return client
