"""People at a desk: setting up, logging in and out, one's own sessions, the accounts of others."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from pages_client import Client
from staffed_desk import PASSWORD, QUICK, Staffed

from marsad.publish.site import people as people_module
from marsad.publish.site.people_pages import check_next
from marsad.store.log import LogFilter
from marsad.store.people import IDLE, ONE_TIME_LASTS

NEW = "quite another four words"


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    desk = Staffed(tmp_path)
    with desk.ledger:
        yield desk


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Staffed]:
    desk = Staffed(tmp_path, has_accounts=False)
    with desk.ledger:
        yield desk


def actions(desk: Staffed, **wanted: object) -> list[tuple[str, str, str]]:
    found = desk.ledger.log.read(LogFilter(**wanted))  # type: ignore[arg-type]
    return [(one.deed.who, one.deed.action, one.deed.about) for one in found if one.deed.action != "read"]


def log_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> int:
    return client.post("/en/login", {"name": name, "password": password, **more}, page="/en/login").status_code


# ---------------------------------------------------------------- one person


def test_desk_of_one_opens_at_once_and_says_that_it_has_no_accounts(bare: Staffed) -> None:
    html = bare.client().get("/en/incidents").text
    assert "This desk has no accounts" in html
    assert 'href="/en/setup"' in html
    assert bare.client().get("/api/v1/incidents").status_code == 200


def test_first_decision_asks_for_a_name_and_keeps_what_was_decided(bare: Staffed) -> None:
    client = bare.client()
    sent = {"incident": "strike", "why": "new", "act": "take"}
    asked = client.post("/en/queue/take", sent, page="/en/me")
    assert asked.status_code == 403
    assert "Who decides?" in asked.text
    assert '<input type="hidden" name="act" value="take">' in asked.text
    assert asked.text.count('name="token"') >= 1
    again = client.post("/en/queue/take", {**sent, "sign_as": "  Lina   Haddad "}, page="/en/me")
    assert again.status_code == 303
    assert "Lina Haddad" in client.get("/en/me").text
    assert client.post("/en/queue/take", {**sent, "act": "release"}, page="/en/me").status_code == 303
    assert "No name yet" in bare.client().get("/en/me").text


@pytest.mark.parametrize("name", ["", "\u202e", "x" * 81])
def test_name_that_cannot_sign_is_asked_for_again(bare: Staffed, name: str) -> None:
    answer = bare.client().post("/en/me/name", {"sign_as": name}, page="/en/me")
    assert answer.status_code == 403
    assert "This cannot be a name" in answer.text


def test_script_that_decides_for_nobody_is_told_what_is_wanted(bare: Staffed) -> None:
    answer = bare.client().ask("POST", "/en/queue/take", json={})
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:marsad:name-wanted"


def test_name_cookie_that_was_tampered_with_names_nobody(bare: Staffed) -> None:
    client = bare.client()
    client.cookies.set("marsad-name", quote("\u202eAdmin"))
    assert "No name yet" in client.get("/en/me").text


def test_name_given_beforehand_signs(tmp_path: Path) -> None:
    desk = Staffed(tmp_path, has_accounts=False, name="Lina Haddad")
    with desk.ledger:
        assert "Lina Haddad" in desk.client().get("/en/incidents").text


# ---------------------------------------------------------------- the first account


def set_up(client: Client, **more: object) -> tuple[int, str]:
    fields = {"name": "Lina Haddad", "password": PASSWORD, "again": PASSWORD, "role": ["reviewer"], **more}
    answer = client.post("/en/setup", fields, page="/en/setup")
    return answer.status_code, answer.text


def test_set_up_makes_one_admin_and_closes_the_desk_at_once(bare: Staffed) -> None:
    first, other = bare.client(), bare.client()
    assert set_up(first)[0] == 303
    assert bare.ledger.people.read_accounts()[0].roles == ("reviewer", "admin")
    assert "Lina Haddad" in first.get("/en/incidents").text
    assert other.get("/en/incidents").headers["location"].startswith("/en/login")
    assert other.get("/api/v1/incidents").status_code == 401
    assert other.get("/en/setup").headers["location"] == "/en/login"
    assert [action for _, action, _ in actions(bare)] == ["log_in", "set_up"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"again": "something else"}, "not alike"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "aaaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaaa"}, "guessed"),
        ({"name": "Lina Haddad Lina", "password": "lina haddad lina", "again": "lina haddad lina"}, "guessed"),
        ({"name": " "}, "cannot be a name"),
    ],
)
def test_set_up_that_is_refused_says_why_and_makes_nothing(bare: Staffed, more: dict[str, str], said: str) -> None:
    status, html = set_up(bare.client(), **more)
    assert status == 400
    assert said in html
    assert not bare.ledger.people.has_accounts()


def test_desk_that_others_reach_is_set_up_only_with_the_code(tmp_path: Path) -> None:
    desk = Staffed(tmp_path, has_accounts=False, may_be_alone=False)
    with desk.ledger:
        assert desk.desk.code is not None
        wrong = f"{(int(desk.desk.code) + 1) % 10**8:08d}"
        for code in ("", wrong, desk.desk.code + "0"):
            assert "not the code" in set_up(desk.client(), code=code)[1]
        assert set_up(desk.client(), code=f" {desk.desk.code} ")[0] == 303
        assert desk.ledger.people.has_accounts()


def test_code_is_not_found_by_trying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Staffed(tmp_path, has_accounts=False, may_be_alone=False)
    with desk.ledger:
        tries = [set_up(desk.client(), code="0")[0] for _ in range(people_module.TRIES_OF_ADDRESS + 1)]
        assert tries[-1] == 429
        assert set_up(desk.client(), code=desk.desk.code)[0] == 429


# ---------------------------------------------------------------- coming in and going out


def test_who_logs_in_goes_where_they_were_going(staffed: Staffed) -> None:
    client = staffed.client()
    asked = client.get("/en/reports/d1?x=1").headers["location"]
    answer = client.post("/en/login", {"name": "MONITOR", "password": PASSWORD, "next": "/en/reports/d1"}, page=asked)
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/reports/d1")
    assert client.get("/en/reports/d1").status_code == 200
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("marsad-session=")
    assert "HttpOnly; SameSite=Lax" in cookie
    assert "Max-Age" not in cookie


@pytest.mark.parametrize(
    "path",
    [
        "https://attacker.example/", "//attacker.example", "/\\attacker.example", "/en//attacker.example",
        "javascript:x", "/en/../../x y", "/fr/incidents", "/en\r\nSet-Cookie: a=b", "/static/x", "", "/en/login",
        "/ar/logout", "/en/setup?next=/en/setup", "/enx", "\\\\attacker", "/%2F/attacker.example", "en/incidents",
    ],
)  # fmt: skip
def test_login_leads_to_pages_of_ours_only(path: str) -> None:
    assert check_next(path, "en") == "/en/incidents"


@pytest.mark.parametrize("path", ["/en", "/ar/reports/d 1".replace(" ", "%20"), "/ar/incidents?q=إدلب&next=//x"])
def test_login_leads_back_to_what_was_asked_for(path: str) -> None:
    assert check_next(path, "en") == path


def test_wrong_password_and_unknown_name_are_answered_alike(staffed: Staffed) -> None:
    answers = [
        staffed.client().post("/en/login", {"name": name, "password": "wrong" * 5}, page="/en/login")
        for name in ("monitor", "nobody at all")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    bodies = [re.sub(r'value="\w{64}"', "", answer.text) for answer in answers]
    assert bodies[0] == bodies[1]
    assert actions(staffed, action="log_in_failed") == [
        ("", "log_in_failed", ""), ("monitor", "log_in_failed", "monitor")
    ]  # fmt: skip


def test_password_that_was_typed_as_a_name_is_not_logged(staffed: Staffed) -> None:
    log_in(staffed.client(), PASSWORD, "x")
    assert PASSWORD not in str(staffed.ledger.log.read(LogFilter()))


def test_trying_again_and_again_must_wait_and_a_window_later_may(
    staffed: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    for attempts in (staffed.desk._by_both, staffed.desk._by_address, staffed.desk._by_name):
        monkeypatch.setattr(attempts, "_clock", lambda: now)
    statuses = [log_in(staffed.client(), "monitor", "wrong" * 5) for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    assert log_in(staffed.client(), "monitor") == 429
    assert log_in(staffed.client(), "reader") == 303
    now += people_module.WINDOW_SECONDS
    assert log_in(staffed.client(), "monitor") == 303


def test_many_names_from_one_address_must_wait(staffed: Staffed) -> None:
    statuses = [log_in(staffed.client(), f"name {number}", "x") for number in range(people_module.TRIES_OF_ADDRESS)]
    assert set(statuses) == {401}
    assert log_in(staffed.client(), "monitor") == 429


def test_secret_that_a_browser_was_given_beforehand_is_not_taken_up(staffed: Staffed) -> None:
    """Session fixation: whoever plants a cookie learns nothing by it."""
    client = staffed.client()
    client.cookies.set("marsad-session", "planted" * 6)
    assert client.get("/en/incidents").status_code == 303
    assert log_in(client, "monitor") == 303
    assert client.cookies.get("marsad-session", domain="localhost.local") != "planted" * 6
    other = staffed.client()
    other.cookies.set("marsad-session", "planted" * 6)
    assert other.get("/en/incidents").status_code == 303


def test_cookie_that_was_tampered_with_lets_nobody_in(staffed: Staffed) -> None:
    client = staffed.client("monitor")
    secret = next(cookie.value for cookie in client.cookies.jar if cookie.name == "marsad-session")
    assert secret is not None
    for tampered in (secret[:-1], secret + "A", secret.swapcase(), "", "%00", quote("é" * 40), "x" * 5000):
        other = staffed.client()
        other.cookies.set("marsad-session", tampered)
        assert other.get("/api/v1/incidents").status_code == 401


def test_session_that_was_not_used_is_over(staffed: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    client = staffed.client("monitor")
    assert client.get("/en/incidents").status_code == 200
    clock = staffed.ledger.people._clock
    monkeypatch.setattr(staffed.ledger.people, "_clock", lambda: clock() + IDLE + timedelta(minutes=1))
    assert client.get("/en/incidents").status_code == 303


def test_who_logged_out_is_out(staffed: Staffed) -> None:
    client = staffed.client("monitor")
    secret = next(cookie.value for cookie in client.cookies.jar if cookie.name == "marsad-session")
    assert client.post("/en/logout", {}, page="/en/incidents").status_code == 303
    assert client.get("/en/incidents").status_code == 303
    client.cookies.set("marsad-session", str(secret))
    assert client.get("/en/incidents").status_code == 303
    assert actions(staffed)[0] == ("monitor", "log_out", "monitor")


def test_login_page_shows_nothing_of_the_desk(staffed: Staffed) -> None:
    html = staffed.client().get("/en/login").text
    assert "/en/reports" not in html
    assert "badge" not in html


# ---------------------------------------------------------------- one's own account


def test_one_time_password_opens_nothing_but_the_choice_of_another(staffed: Staffed) -> None:
    staffed.add("new one", "monitor", is_one_time=True)
    client = staffed.client()
    answer = client.post("/en/login", {"name": "new one", "password": PASSWORD}, page="/en/login")
    assert answer.headers["location"] == "/en/me"
    assert client.get("/en/incidents").headers["location"] == "/en/me"
    assert client.get("/api/v1/incidents").status_code == 403
    assert "Somebody else knows this password" in client.get("/en/me").text
    same = {"old": PASSWORD, "password": PASSWORD, "again": PASSWORD}
    assert client.post("/en/me/password", same, page="/en/me").status_code == 400
    chosen = {"old": PASSWORD, "password": NEW, "again": NEW}
    assert client.post("/en/me/password", chosen, page="/en/me").status_code == 303
    assert client.get("/en/incidents").status_code == 200


def test_one_time_password_is_over_after_some_days(staffed: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    staffed.add("new one", "monitor", is_one_time=True)
    clock = staffed.ledger.people._clock
    monkeypatch.setattr(staffed.ledger.people, "_clock", lambda: clock() + ONE_TIME_LASTS)
    assert log_in(staffed.client(), "new one") == 400


def test_another_password_logs_all_other_browsers_out(staffed: Staffed) -> None:
    here, there = staffed.client("monitor"), staffed.client("monitor")
    wrong = {"old": "not it", "password": NEW, "again": NEW}
    assert "present password is wrong" in here.post("/en/me/password", wrong, page="/en/me").text
    right = {"old": PASSWORD, "password": NEW, "again": NEW}
    assert here.post("/en/me/password", right, page="/en/me").status_code == 303
    assert here.get("/en/incidents").status_code == 200
    assert there.get("/en/incidents").status_code == 303
    assert log_in(staffed.client(), "monitor") == 401
    assert log_in(staffed.client(), "monitor", NEW) == 303


def test_own_sessions_are_ended_and_nobody_elses(staffed: Staffed) -> None:
    here, there, other = staffed.client("monitor"), staffed.client("monitor"), staffed.client("reader")
    theirs = staffed.ledger.people.read_sessions(staffed.ledger.people.find_account("reader").number)  # type: ignore[union-attr]
    here.post("/en/me/sessions", {"session": str(theirs[0].number)}, page="/en/me")
    assert other.get("/en/incidents").status_code == 200
    here.post("/en/me/sessions", {"session": "others"}, page="/en/me")
    assert there.get("/en/incidents").status_code == 303
    assert here.get("/en/incidents").status_code == 200


# ---------------------------------------------------------------- the accounts of the desk


def test_admin_makes_an_account_whose_password_is_shown_once(staffed: Staffed) -> None:
    admin = staffed.client("admin")
    fields = {"act": "add", "name": "Omar Saleh", "role": ["monitor", "publisher"]}
    html = admin.post("/en/accounts", fields, page="/en/accounts").text
    one_time = re.search(r'class="one-time"[^>]*>([a-z0-9-]{19})<', html)
    assert one_time
    assert one_time[1] not in admin.get("/en/accounts").text
    assert one_time[1] not in str(staffed.ledger.log.read(LogFilter()))
    assert log_in(staffed.client(), "Omar Saleh", one_time[1]) == 303
    assert staffed.ledger.people.find_account("omar saleh").roles == ("monitor", "publisher")  # type: ignore[union-attr]


def test_account_of_a_taken_name_is_refused_in_words(staffed: Staffed) -> None:
    for language, said in (("en", "has this name already"), ("ar", "لأحدهم هذا الاسم")):
        answer = staffed.client("admin").post(
            f"/{language}/accounts", {"act": "add", "name": "MONITOR", "role": "reader"}, page=f"/{language}/accounts"
        )
        assert answer.status_code == 400
        assert said in answer.text


def test_disabled_account_is_out_at_once_and_comes_in_again_when_enabled(staffed: Staffed) -> None:
    monitor, admin = staffed.client("monitor"), staffed.client("admin")
    number = str(staffed.ledger.people.find_account("monitor").number)  # type: ignore[union-attr]
    admin.post("/en/accounts", {"act": "disable", "account": number}, page="/en/accounts")
    assert monitor.get("/en/incidents").status_code == 303
    assert log_in(staffed.client(), "monitor") == 401
    admin.post("/en/accounts", {"act": "enable", "account": number}, page="/en/accounts")
    assert log_in(staffed.client(), "monitor") == 303
    assert actions(staffed, about="monitor", who="admin")[:2] == [
        ("admin", "enable_account", "monitor"), ("admin", "disable_account", "monitor")
    ]  # fmt: skip


def test_last_admin_stays(staffed: Staffed) -> None:
    admin = staffed.client("admin")
    number = str(staffed.ledger.people.find_account("admin").number)  # type: ignore[union-attr]
    for fields in ({"act": "disable"}, {"act": "roles", "role": ["reader"]}):
        answer = admin.post("/en/accounts", {**fields, "account": number}, page="/en/accounts")
        assert "last one who keeps accounts" in answer.text
    assert admin.get("/en/accounts").status_code == 200


def test_reset_password_ends_sessions_and_opens_once(staffed: Staffed) -> None:
    monitor, admin = staffed.client("monitor"), staffed.client("admin")
    number = str(staffed.ledger.people.find_account("monitor").number)  # type: ignore[union-attr]
    html = admin.post("/en/accounts", {"act": "reset", "account": number}, page="/en/accounts").text
    one_time = re.search(r'class="one-time"[^>]*>([a-z0-9-]{19})<', html)
    assert one_time
    assert monitor.get("/en/incidents").status_code == 303
    assert log_in(staffed.client(), "monitor", one_time[1]) == 303


@pytest.mark.parametrize("fields", [{"act": "explode", "account": "1"}, {"act": "roles", "account": "x"}, {}])
def test_odd_change_of_accounts_is_refused(staffed: Staffed, fields: dict[str, str]) -> None:
    assert staffed.client("admin").post("/en/accounts", fields, page="/en/accounts").status_code == 400


def test_passwords_are_kept_as_argon2id(staffed: Staffed) -> None:
    kept = staffed.ledger.people.read_password_hash(1)
    assert kept.startswith("$argon2id$")
    assert QUICK.is_right(PASSWORD, kept)
    assert not QUICK.is_right(PASSWORD, None)
    assert not QUICK.is_right("x" * 501, kept)


def test_weak_hash_is_made_stronger_at_the_next_login(staffed: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    before = staffed.ledger.people.read_password_hash(1)
    monkeypatch.setattr(QUICK, "is_weak", lambda _: True)
    assert log_in(staffed.client(), "admin") == 303
    assert staffed.ledger.people.read_password_hash(1) != before
    assert log_in(staffed.client(), "admin") == 303
