"""Who may do what. Every route declares the permission it needs; a route without one stops the program's start.

Roles are a table, not a ladder: an admin keeps accounts and reads no protected content by that role alone.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, Protocol, get_args

import msgspec
from fastapi import Depends
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import BaseRoute

from marsad.base.errors import PromiseError
from marsad.publish.forms import check_token

Role = Literal["reader", "monitor", "reviewer", "publisher", "admin"]
Permission = Literal["anyone", "read", "judge", "sign", "export", "publish", "administer", "audit"]
ROLES: tuple[Role, ...] = get_args(Role)
PERMISSIONS: tuple[Permission, ...] = get_args(Permission)

GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        "reader": frozenset({"anyone", "read"}),
        "monitor": frozenset({"anyone", "read", "judge"}),
        "reviewer": frozenset({"anyone", "read", "judge", "sign", "audit"}),
        "publisher": frozenset({"anyone", "read", "export", "publish"}),
        "admin": frozenset({"anyone", "administer", "audit"}),
    }
)
"""`anyone` needs no account; `export` is of the internal profile (the public one needs `read`)."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks. `name` signs decisions; `alone` marks the one person of a desk without accounts, who may do all.

    `account` and `session` are the numbers that the ledger knows them by; `name` is empty where nobody is known, and
    where the one person of a desk has not said one yet.
    """

    name: str
    roles: tuple[Role, ...] = ()
    alone: bool = False
    account: int | None = None
    session: int | None = None

    def may(self, permission: Permission) -> bool:
        """Whether this person has a permission."""
        return permission == "anyone" or self.alone or any(permission in GRANTS[role] for role in self.roles)


NOBODY = Person(name="")


class People(Protocol):
    """Who is who at this desk."""

    def find(self, request: Request) -> Person | None:
        """The person behind a request; None for nobody known. Asked once a request."""


class Alone:
    """One laptop, one person, no accounts."""

    def __init__(self, name: str) -> None:
        """`name` signs what is decided."""
        self._person = Person(name=name, alone=True)

    def find(self, request: Request) -> Person | None:  # noqa: ARG002 - whoever asks is that person
        """The one person there is."""
        return self._person


class Need:
    """The dependency that a route declares its permission by; answers 401 to nobody and 403 to the wrong person."""

    def __init__(self, permission: Permission) -> None:
        """Hold what the route needs."""
        self.permission = permission

    def __call__(self, request: Request, _: Annotated[None, Depends(check_token)]) -> Person | None:
        """The person who asks, once the permission is theirs and a form they sent is ours."""
        person = find_person(request)
        if self.permission == "anyone":
            return person
        if person is None:
            raise HTTPException(401)
        if not person.may(self.permission):
            raise HTTPException(403)
        return person


def need(permission: Permission) -> Any:  # noqa: ANN401 - as FastAPI's Depends
    """What goes into a route's `dependencies`: only who has the permission gets further."""
    return Depends(Need(permission))


def find_person(request: Request) -> Person | None:
    """The person who asks, looked up once a request; None for nobody known."""
    if not hasattr(request.state, "person"):
        request.state.person = request.app.state.people.find(request)
    person: Person | None = request.state.person
    return person


def person_of(request: Request) -> Person:
    """The person who asks; on a route whose permission is not `anyone` there always is one."""
    person = find_person(request)
    if person is None:
        raise HTTPException(401)
    return person


def list_permissions(routes: list[BaseRoute]) -> dict[tuple[str, str], Permission]:
    """(method, path) → permission of all routes; one that declares none, or two, raises PromiseError."""
    declared: dict[tuple[str, str], Permission] = {}
    for route in iter_route_contexts(routes):
        if not isinstance(route.original_route, APIRoute):
            continue
        found = {each.call.permission for each in route.dependant.dependencies if isinstance(each.call, Need)}
        if len(found) != 1:
            raise PromiseError(f"the route {route.path} declares {len(found)} permissions and not one")
        declared |= dict.fromkeys(((method, str(route.path)) for method in sorted(route.methods or ())), found.pop())
    return declared
