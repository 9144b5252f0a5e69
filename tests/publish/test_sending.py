"""A file that fails midway never looks whole to whoever receives it, in any format, over either HTTP."""

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from invented_answers import ANSWERS, make_answers

from marsad.base.errors import LedgerError
from marsad.publish.exports import stream
from marsad.publish.site import log_pages
from marsad.publish.site.app import make_app

sys.path.append(str(Path(__file__).parents[1] / "browser"))

from serving import serve

FILES = [
    "/api/v1/export/csv", "/api/v1/export/geojson", "/api/v1/export/internal/csv", "/api/v1/export/internal/geojson",
    "/en/history.csv", "/en/history.jsonl",
]  # fmt: skip
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # a connection that breaks off is closed later


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with make_answers(tmp_path) as ledger, serve(make_app(ledger)) as where:
        yield where


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The ledger fails once the first part of a file has left."""
    find, flatten, calls = stream.find_incidents, log_pages._flatten, {"find": 0, "flatten": 0}

    def fail(name: str, do: Callable[..., object]) -> Callable[..., object]:
        def once(*arguments: object, **more: object) -> object:
            calls[name] += 1
            if calls[name] > 1:
                raise LedgerError("the disk is gone")
            return do(*arguments, **more)

        return once

    monkeypatch.setattr(stream, "CHUNK", 2)
    monkeypatch.setattr(stream, "find_incidents", fail("find", find))
    monkeypatch.setattr(log_pages, "_flatten", fail("flatten", flatten))
    yield
    assert max(calls.values()) > 1


def fetch(address: str, path: str) -> bytes:
    """The file as a program receives it over HTTP/1.1; IncompleteRead where the transfer broke off."""
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=20)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200
        return answer.read()


def fetch_of_old(address: str, path: str) -> tuple[int, int | None, bytes]:
    """Status, stated length and body over HTTP/1.0."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:  # type: ignore[arg-type]
        connection.sendall(f"GET {path} HTTP/1.0\r\nHost: {parts.netloc}\r\n\r\n".encode())
        received = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode().lower().split("\r\n")
    stated = [int(line.partition(":")[2]) for line in lines if line.startswith("content-length:")]
    return int(lines[0].split()[1]), stated[0] if stated else None, body


def look_at_history(address: str) -> None:
    """Three entries of the log, so that its files have a middle."""
    for page in ("/en/reports", "/en/reports?page=1", "/en/incidents", "/ar/incidents"):
        fetch(address, page)


@pytest.mark.parametrize("path", FILES)
def test_file_that_fails_midway_arrives_as_broken_off(address: str, failing: None, path: str) -> None:
    look_at_history(address)
    with pytest.raises(IncompleteRead) as caught:
        fetch(address, path)
    assert caught.value.partial  # something had left already


@pytest.mark.parametrize("path", FILES)
def test_file_that_fails_is_refused_whole_where_a_break_could_not_be_told(
    address: str, failing: None, path: str
) -> None:
    look_at_history(address)
    status, stated, body = fetch_of_old(address, path)
    assert status == 500
    assert stated == len(body)


@pytest.mark.parametrize("path", FILES[:4])
def test_whole_file_is_the_same_over_either(address: str, path: str) -> None:
    status, stated, body = fetch_of_old(address, path)
    assert (status, stated) == (200, len(body))
    assert body == fetch(address, path)
    assert body.count(b"\n") > len(ANSWERS) / 2
