"""serve and demo as a user starts them: the address is said, the pages are there, a signal ends them cleanly."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from marsad.base.errors import PlacesError
from marsad.reference.gazetteer import find_path
from marsad.store.ledger import open_ledger


@contextmanager
def started(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """The program running, what it printed before the address, and the address."""
    command = [sys.executable, "-m", "marsad", *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            printed = ""
            for line in process.stdout or ():
                found = re.search(r"http://\S+/", line)
                if found:
                    yield process, printed, found[0]
                    break
                printed += line
            else:
                pytest.fail(f"no address was said: {printed} {process.stderr.read() if process.stderr else ''}")
        finally:
            process.terminate()


def read(address: str) -> str:
    with urlopen(address) as answer:  # noqa: S310 - our own address
        return str(answer.read().decode("utf-8"))


def needs_places() -> None:
    try:
        find_path()
    except PlacesError as error:
        pytest.skip(str(error))


def test_serve_says_its_address_and_ends_on_a_signal(tmp_path: Path) -> None:
    open_ledger(tmp_path / "empty.db").close()
    with started("serve", "--ledger", str(tmp_path / "empty.db"), "--port", "0") as (process, _, address):
        assert "marsad run" in read(f"{address}en/incidents")
        process.terminate()
        assert process.wait(timeout=20) == 0


def test_demo_prints_a_summary_serves_the_samples_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_places()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with started("demo", "--port", "0") as (process, printed, address):
        assert re.search(r"documents +\d+\nclaims +\d+\nincidents +\d+", printed)
        assert len(list(tmp_path.iterdir())) == 1
        found = json.loads(read(f"{address}api/v1/incidents"))
        assert found["total"] == int(re.search(r"incidents +(\d+)", printed)[1])  # type: ignore[index]
        process.terminate()
        assert process.wait(timeout=20) == 0
    assert list(tmp_path.iterdir()) == []
