"""Logging in, setting up, one's own account, and the accounts of the desk.

Every form works without script. What the desk's rules refuse is said on the page that asked, in its own words
(`refused.CODE` of the word files); a one-time password is shown once, on the answer that made it, and kept nowhere.
"""

import re
from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marsad.base.errors import RefusedError, UseError
from marsad.model.account import ROLES, Account, Role
from marsad.publish.access import SIGN_AS, NameWantedError, find_person, need, person_of
from marsad.publish.forms import SESSION, TOKEN_FIELD, Fields, FormFields, set_cookie
from marsad.publish.passwords import check_password, make_one_time
from marsad.publish.site.pages import Pages, language_of
from marsad.publish.site.people import Desk
from marsad.publish.site.words import LANGUAGES
from marsad.store.people import check_roles

STATUSES = {"too_often": 429, "wrong": 401, "own_work": 403, "no_account": 403}
_OWN_PATH = re.compile(r"/(?:ar|en)(?:/[^\\\s\x00-\x1f\x7f]*)?")
_NOT_AFTER = re.compile(r"/(?:ar|en)/(?:login|logout|setup)\b")


def check_next(path: str, language: str) -> str:
    """Where somebody goes after logging in: a page of ours that they asked for, else the incidents."""
    is_own = _OWN_PATH.fullmatch(path) and "//" not in path.partition("?")[0]
    return path if is_own and not _NOT_AFTER.match(path) else f"/{language}/incidents"


class PeoplePages:
    """The pages about people."""

    def __init__(self, pages: Pages, desk: Desk) -> None:
        self.pages = pages
        self.desk = desk
        self.people = pages.ledger.people

    # ------------------------------------------------------------------ coming in

    def show_login(self, request: Request, language: str, wanted: str, code: str | None = None) -> Response:
        """The form, or the set-up where nobody could log in yet."""
        if self.desk.find_way() != "accounts":
            return RedirectResponse(f"/{language}/setup", status_code=303)
        status = STATUSES.get(code or "", 400 if code else 200)
        return self.pages.render(request, language, "login.html", status=status, wanted=wanted, code_of_fault=code)

    def log_in(self, request: Request, language: str, fields: Fields) -> Response:
        """Let somebody in, and on to where they were going."""
        wanted = check_next(fields.get("next", ""), language)
        if self.desk.find_way() != "accounts":
            return RedirectResponse(f"/{language}/setup", status_code=303)
        try:
            account = self.desk.log_in(request, fields.get("name", ""), fields.get("password", ""))
        except RefusedError as error:
            return self.show_login(request, language, wanted, error.code)
        going = f"/{language}/me" if account.one_time_until else wanted
        return RedirectResponse(going, status_code=303)

    def log_out(self, request: Request, language: str) -> Response:
        """End this session."""
        person = find_person(request)
        if person is not None and person.account is not None and person.session is not None:
            self.people.end_session(person.session, account=person.account, by=person.name, action="log_out")
        set_cookie(request, SESSION, "", seconds=0)
        return RedirectResponse(f"/{language}/login", status_code=303)

    def show_setup(self, request: Request, language: str, code: str | None = None, name: str = "") -> Response:
        """The form of the first account; where there is one this page is over."""
        if self.desk.find_way() == "accounts":
            return RedirectResponse(f"/{language}/login", status_code=303)
        return self.pages.render(
            request, language, "setup.html", status=STATUSES.get(code or "", 400 if code else 200),
            code_of_fault=code, asks_code=self.desk.code is not None, name=name,
            roles=[role for role in ROLES if role != "admin"],
        )  # fmt: skip

    def set_up(self, request: Request, language: str, fields: Fields) -> Response:
        """Make the first account and log it in."""
        if self.desk.find_way() == "accounts":
            return RedirectResponse(f"/{language}/login", status_code=303)
        name = fields.get("name", "")
        try:
            self.desk.check_code(request, fields.get("code", ""))
            password_hash = self._hash_chosen(fields, name)
            roles = check_roles([*fields.getlist("role"), "admin"])
            account = self.people.make_account(
                name, roles, password_hash, by=" ".join(name.split()), is_first=True, is_one_time=False
            )
        except RefusedError as error:
            return self.show_setup(request, language, error.code, name)
        self.desk.begin_session(request, account)
        return RedirectResponse(f"/{language}/accounts", status_code=303)

    def _hash_chosen(self, fields: Fields, name: str) -> str:
        password = fields.get("password", "")
        if password != fields.get("again", ""):
            raise RefusedError("not_alike", "the two passwords are not alike")
        check_password(password, name)
        return self.desk.passwords.hash(password)

    # ------------------------------------------------------------------ one's own account

    def show_own(self, request: Request, language: str, code: str | None = None, *, done: bool = False) -> Response:
        """Who one is here, what one may do, and where one is logged in."""
        person = person_of(request)
        sessions = () if person.account is None else self.people.read_sessions(person.account)
        return self.pages.render(
            request, language, "me.html", status=STATUSES.get(code or "", 400 if code else 200),
            sessions=sessions, code_of_fault=code, done=done, sign_as=SIGN_AS,
        )  # fmt: skip

    def change_own_password(self, request: Request, language: str, fields: Fields) -> Response:
        """Another password, under which this browser goes on and all others are logged out."""
        person = person_of(request)
        if person.account is None:
            raise HTTPException(404)
        kept = self.people.read_password_hash(person.account)
        try:
            self.desk.check_own(request, person, fields.get("old", ""), kept, fields.get("password", ""))
            password_hash = self._hash_chosen(fields, person.name)
        except RefusedError as error:
            return self.show_own(request, language, error.code)
        self.people.write_password(person.account, password_hash, by=person.name, is_one_time=False)
        self.desk.begin_session(request, self.people.read_account(person.account))
        return RedirectResponse(f"/{language}/me?done=1", status_code=303)

    def end_sessions(self, request: Request, language: str, fields: Fields) -> Response:
        """Log out one of one's own browsers, or all but this one."""
        person = person_of(request)
        if person.account is None or person.session is None:
            raise HTTPException(404)
        if fields.get("session") == "others":
            self.people.end_other_sessions(person.session, account=person.account, by=person.name)
        else:
            number = parse_number(fields, "session")
            self.people.end_session(number, account=person.account, by=person.name)
        return RedirectResponse(f"/{language}/me", status_code=303)

    def keep_name(self, language: str) -> Response:
        """How the one person of a desk signs; the permission has taken it up already."""
        return RedirectResponse(f"/{language}/me", status_code=303)

    def ask_name(self, request: Request, wanted: NameWantedError) -> Response:
        """What was to be decided, kept, with the question who decides it."""
        kept = [pair for pair in wanted.fields.multi_items() if pair[0] not in {TOKEN_FIELD, SIGN_AS}]
        again = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return self.pages.render(
            request, language_of(request), "name.html", status=403, kept=kept, again=again, sign_as=SIGN_AS,
            code_of_fault=wanted.code, name=wanted.fields.get(SIGN_AS, ""),
        )  # fmt: skip

    # ------------------------------------------------------------------ the accounts of the desk

    def show_accounts(
        self, request: Request, language: str, *, code: str | None = None, one_time: tuple[str, str] | None = None,
        name: str = "",
    ) -> Response:  # fmt: skip
        """All accounts with their roles; `one_time` is a name and the password that was just made for it."""
        if self.desk.find_way() != "accounts":
            return RedirectResponse(f"/{language}/setup", status_code=303)
        return self.pages.render(
            request, language, "accounts.html", status=STATUSES.get(code or "", 400 if code else 200),
            accounts=self.people.read_accounts(), roles=ROLES, code_of_fault=code, one_time=one_time, name=name,
        )  # fmt: skip

    def change_accounts(self, request: Request, language: str, fields: Fields) -> Response:
        """Add an account, or change one: its roles, whether it is let in, its password."""
        by, act = person_of(request).name, fields.get("act", "")
        try:
            if act == "add":
                password, name = make_one_time(), fields.get("name", "")
                made = self.people.make_account(
                    name, check_roles(fields.getlist("role")), self.desk.passwords.hash(password), by=by
                )
                return self.show_accounts(request, language, one_time=(made.name, password))
            account = self.people.read_account(parse_number(fields, "account"))
            if act == "reset":
                password = make_one_time()
                self.people.write_password(account.number, self.desk.passwords.hash(password), by=by, is_one_time=True)
                return self.show_accounts(request, language, one_time=(account.name, password))
            self._change(account, act, check_roles(fields.getlist("role")) if act == "roles" else (), by)
        except RefusedError as error:
            return self.show_accounts(request, language, code=error.code, name=fields.get("name", ""))
        return RedirectResponse(f"/{language}/accounts", status_code=303)

    def _change(self, account: Account, act: str, roles: tuple[Role, ...], by: str) -> None:
        if act == "roles":
            self.people.change_roles(account.number, roles, by=by)
        elif act == "disable":
            self.people.disable_account(account.number, by=by)
        elif act == "enable":
            self.people.enable_account(account.number, by=by)
        else:
            raise UseError(f"act={act!r} is nothing that can be done with an account")


def parse_number(fields: Fields, name: str) -> int:
    """A number that one of our forms carries; raises UseError on anything else."""
    text = fields.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise UseError(f"{name}={text!r} is no number; open the page again")
    return int(text)


def lead_to_login(request: Request, desk: Desk) -> Response:
    """Where a page leads somebody who is not known: to the login, and from there back to what they asked for."""
    language = language_of(request)
    if desk.find_way() == "set_up":
        return RedirectResponse(f"/{language}/setup", status_code=303)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    wanted = check_next(asked, language) if request.method in {"GET", "HEAD"} else f"/{language}/incidents"
    return RedirectResponse(f"/{language}/login?{urlencode({'next': wanted})}", status_code=303)


def make_people_pages(own: PeoplePages) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    _add_entry(router, own)
    _add_accounts(router, own)
    return router


def check(language: str) -> str:
    """The language of an address; any other word there is an address that there is not."""
    if language not in LANGUAGES:
        raise HTTPException(404)
    return language


def _add_entry(router: APIRouter, own: PeoplePages) -> None:
    get = partial(router.api_route, methods=["GET", "HEAD"])

    @get("/{language}/login", dependencies=[need("anyone")])
    def show_login(request: Request, language: str) -> Response:
        wanted = check_next(request.query_params.get("next", ""), check(language))
        return own.show_login(request, language, wanted)

    @router.post("/{language}/login", dependencies=[need("anyone")])
    def log_in(request: Request, language: str, fields: FormFields) -> Response:
        return own.log_in(request, check(language), fields)

    @router.post("/{language}/logout", dependencies=[need("anyone")])
    def log_out(request: Request, language: str) -> Response:
        return own.log_out(request, check(language))

    @get("/{language}/setup", dependencies=[need("anyone")])
    def show_setup(request: Request, language: str) -> Response:
        return own.show_setup(request, check(language))

    @router.post("/{language}/setup", dependencies=[need("anyone")])
    def set_up(request: Request, language: str, fields: FormFields) -> Response:
        return own.set_up(request, check(language), fields)


def _add_accounts(router: APIRouter, own: PeoplePages) -> None:
    get = partial(router.api_route, methods=["GET", "HEAD"])

    @get("/{language}/me", dependencies=[need("own")])
    def show_own(request: Request, language: str) -> Response:
        return own.show_own(request, check(language), done=request.query_params.get("done") == "1")

    @router.post("/{language}/me/password", dependencies=[need("own")])
    def change_own_password(request: Request, language: str, fields: FormFields) -> Response:
        return own.change_own_password(request, check(language), fields)

    @router.post("/{language}/me/sessions", dependencies=[need("own")])
    def end_sessions(request: Request, language: str, fields: FormFields) -> Response:
        return own.end_sessions(request, check(language), fields)

    @router.post("/{language}/me/name", dependencies=[need("own")])
    def keep_name(language: str) -> Response:
        return own.keep_name(check(language))

    @get("/{language}/accounts", dependencies=[need("administer")])
    def show_accounts(request: Request, language: str) -> Response:
        return own.show_accounts(request, check(language))

    @router.post("/{language}/accounts", dependencies=[need("administer")])
    def change_accounts(request: Request, language: str, fields: FormFields) -> Response:
        return own.change_accounts(request, check(language), fields)
