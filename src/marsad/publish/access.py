"""Who may do what. Every route declares the permission it needs; a route without one stops the program's start.

Roles are a table, not a ladder: an admin keeps accounts and reads no protected content by that role alone.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, Literal, Protocol, get_args

import msgspec
from fastapi import Depends
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import BaseRoute, Mount

from marsad.base.errors import PromiseError, RefusedError
from marsad.model.account import ROLES, Action, Deed, Role
from marsad.publish.forms import NAME, SAFE_METHODS, YEAR_SECONDS, Fields, FormFields, check_token, set_cookie
from marsad.store.people import check_name

Permission = Literal["anyone", "own", "read", "judge", "sign", "export", "publish", "administer", "audit"]
__all__ = ["ROLES", "Role"]
PERMISSIONS: tuple[Permission, ...] = get_args(Permission)

GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        "reader": frozenset({"anyone", "own", "read"}),
        "monitor": frozenset({"anyone", "own", "read", "judge"}),
        "reviewer": frozenset({"anyone", "own", "read", "judge", "sign", "audit"}),
        "publisher": frozenset({"anyone", "own", "read", "export", "publish"}),
        "admin": frozenset({"anyone", "own", "administer", "audit"}),
    }
)
"""`anyone` needs no account; `own` needs one, of whatever role: it is about the account itself; `export` is of the
internal profile (the public one needs `read`). An account may have several roles: at a desk of two one person keeps the
accounts and reviews, the other monitors and publishes. Who audits sees in the log which reports were read, not what
they say."""
READINGS: Mapping[Permission, Action] = MappingProxyType(
    {"read": "read", "judge": "read", "sign": "read", "audit": "read", "publish": "read", "export": "export"}
)
"""What the log says where somebody is shown what needs this permission; the others show nothing protected."""
SIGN_AS = "sign_as"
"""The field by which the one person of a desk says their name with the first decision."""


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
    must_choose: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether this person has a permission."""
        if self.must_choose:
            return permission in {"anyone", "own"}
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


class NameWantedError(Exception):
    """The one person of a desk decides something and has not said a name yet, or one that cannot sign (`code`)."""

    def __init__(self, fields: Fields, code: str | None = None) -> None:
        """Hold what was to be decided, so that it is not typed again."""
        super().__init__("who decides has said no name")
        self.fields = fields
        self.code = code


class Need:
    """The dependency that a route declares its permission by; answers 401 to nobody and 403 to the wrong person.

    What it lets through to be shown is noted in the log once the answer is given (`site/read_log.py`), unless the
    route says that it shows nothing of a report or an incident.
    """

    def __init__(self, permission: Permission, logs: Action | None) -> None:
        """Hold what the route needs."""
        self.permission = permission
        self.logs = logs

    def __call__(self, request: Request, fields: FormFields, _: Annotated[None, Depends(check_token)]) -> Person | None:
        """The person who asks, once the permission is theirs and a form they sent is ours."""
        person = find_person(request)
        if self.permission == "anyone":
            return person
        if person is None:
            raise HTTPException(401)
        if not person.may(self.permission):
            raise HTTPException(403, "role")
        if request.method not in SAFE_METHODS:
            return _name_person(request, fields, person, is_wanted=self.permission not in {"read", "own"})
        if self.logs is not None and request.method == "GET":
            request.state.deed = _tell_reading(request, person, self.logs)
        return person


def _name_person(request: Request, fields: Fields, person: Person, *, is_wanted: bool) -> Person:
    """The person who changes something, who must have a name to decide; where they just said it, with that."""
    if not person.alone or ((person.name or not is_wanted) and SIGN_AS not in fields):
        return person
    if SIGN_AS not in fields:
        raise NameWantedError(fields)
    try:
        name = check_name(fields[SIGN_AS])
    except RefusedError as error:
        raise NameWantedError(fields, error.code) from error
    set_cookie(request, NAME, name, seconds=YEAR_SECONDS)
    named = msgspec.structs.replace(person, name=person.name or name)
    request.state.person = named
    return named


def _tell_reading(request: Request, person: Person, action: Action) -> Deed:
    """What is about to be shown: the id in the address where there is one, else the page with its question."""
    path, query = request.url.path, request.url.query
    ids = [str(value) for name, value in request.path_params.items() if name != "language"]
    page = f"{path}?{query}" if query else path
    return Deed(who=person.name, action=action, about=ids[0] if len(ids) == 1 else page, detail={"page": page})


def need(permission: Permission, *, logs: Action | Literal["reading"] | None = "reading") -> Any:  # noqa: ANN401
    """What goes into a route's `dependencies`: only who has the permission gets further.

    Whatever is shown by GET is logged as read (as exported, by who needs `export`), before it is shown; a file that
    is taken away says `logs="export"`, a page that holds nothing of reports or of one incident `logs=None`.
    """
    return Depends(Need(permission, READINGS.get(permission) if logs == "reading" else logs))


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


def list_permissions(routes: Sequence[BaseRoute]) -> dict[tuple[str, str], Permission]:
    """(method, path) → permission of all routes; one that declares none, or two, raises PromiseError.

    What is mounted (the static files) declares it by an attribute of the application that is mounted.
    """
    declared: dict[tuple[str, str], Permission] = {}
    for route in iter_route_contexts(routes):
        original = route.original_route
        found: set[Permission] = set()
        methods: list[str] = []
        if isinstance(original, Mount):
            found, methods = set(getattr(original.app, "permissions", ())), ["GET", "HEAD"]
        elif isinstance(original, APIRoute):
            found = {each.call.permission for each in route.dependant.dependencies if isinstance(each.call, Need)}
            methods = sorted(route.methods or ())
        if len(found) != 1:
            raise PromiseError(f"the route {route.path} declares {len(found)} permissions and not one")
        declared |= dict.fromkeys(((method, str(route.path)) for method in methods), found.pop())
    return declared
