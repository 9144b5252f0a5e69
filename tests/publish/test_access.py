"""Every route declares one permission, and only who has it gets further."""

import pytest
from fastapi import APIRouter, FastAPI
from pages_client import Client
from starlette.requests import Request

from marsad.base.errors import PromiseError
from marsad.publish.access import GRANTS, PERMISSIONS, ROLES, Person, Role, list_permissions, need


class Known:
    """People of whom all are this one."""

    def __init__(self, person: Person | None) -> None:
        self.person = person

    def find(self, _: Request) -> Person | None:
        return self.person


def test_every_route_of_the_workbench_declares_its_permission(client: Client) -> None:
    declared = client.app.state.permissions
    assert ("GET", "/{language}/incidents") in declared
    assert set(declared.values()) <= set(PERMISSIONS)


def test_a_route_without_a_permission_stops_the_start() -> None:
    router = APIRouter()
    router.add_api_route("/open", lambda: "everything")
    with pytest.raises(PromiseError, match="/open declares 0"):
        list_permissions(router.routes)


@pytest.mark.parametrize("role", ROLES)
def test_only_who_has_the_permission_gets_further(role: Role) -> None:
    app = FastAPI()
    app.state.people = Known(Person(name="One", roles=(role,)))
    for permission in PERMISSIONS:
        app.add_api_route(f"/{permission}", lambda: "yes", dependencies=[need(permission)])
    answered = {permission for permission in PERMISSIONS if Client(app).get(f"/{permission}").status_code == 200}
    assert answered == GRANTS[role]


def test_nobody_gets_no_further() -> None:
    app = FastAPI()
    app.state.people = Known(None)
    app.add_api_route("/read", lambda: "yes", dependencies=[need("read")])
    assert Client(app).get("/read").status_code == 401
