"""Marsad installs from a folder of wheels where there is no internet and no Node, and is whole there."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from checkout import ROOT

pytestmark = pytest.mark.wheel
UNREACHABLE = ("No matching distribution", "ConnectionError", "NewConnectionError", "Could not fetch URL", "timed out")
VENDOR = "marsad/publish/site/static/vendor/"


def run(*command: str | Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "PATH": "", **variables}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=400, check=False
    )


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All wheels that an installation needs, gathered as docs/install.md says."""
    folder = tmp_path_factory.mktemp("wheels")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "-w", str(folder), str(ROOT)],
        capture_output=True, text=True, timeout=400, check=False, env={**os.environ, "PIP_NO_INPUT": "1"},
    )  # fmt: skip
    if done.returncode != 0 and any(sign in done.stderr for sign in UNREACHABLE):
        pytest.skip("the package index cannot be reached, so no wheels can be gathered")
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def test_wheel_carries_all_that_is_made_at_build_time(wheels: Path) -> None:
    [wheel] = wheels.glob("marsad-*.whl")
    with zipfile.ZipFile(wheel) as pack:
        names = set(pack.namelist())
    source = ROOT / "src"
    wanted = ["marsad/packs/ar/pack.toml", "marsad/store/migrations/versions/0001_first_ledger.py"]
    made = [
        *(source / "marsad" / "publish" / "site").glob("words/*/*.toml"),
        *(source / "marsad" / "publish" / "site").glob("templates/*.html"),
        *(path for path in (source / VENDOR).rglob("*") if path.is_file()),
        *(path for name in ("places.sqlite", "outlines.json") if (path := source / "marsad/reference" / name).exists()),
    ]
    wanted += [str(path.relative_to(source)) for path in made]
    assert [name for name in wanted if name not in names] == []
    assert any(name.startswith("marsad/samples/reports/") for name in names)
    assert [name for name in names if "node_modules" in name or "/tests/" in name] == []


def test_installation_without_internet_and_node_builds_the_demo_and_a_page(wheels: Path, tmp_path: Path) -> None:
    made = run(sys.executable, "-m", "venv", tmp_path / "venv", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    python = tmp_path / "venv" / "bin" / "python"
    installed = run(
        python, "-m", "pip", "install", "--quiet", "--no-index", "--find-links", wheels, "marsad", folder=tmp_path
    )
    assert installed.returncode == 0, installed.stderr
    demo = run(python, "-m", "marsad", "demo", "--no-serve", "--ledger", "demo.db", folder=tmp_path)
    assert demo.returncode == 0, demo.stderr
    assert "incidents" in demo.stdout
    assert run(python, "-m", "marsad", "verify", "--ledger", "demo.db", folder=tmp_path).returncode == 0
    page = """
import threading, urllib.request, uvicorn
from pathlib import Path
from marsad.publish.site.app import make_app
from marsad.store.ledger import open_ledger
with open_ledger(Path("demo.db")) as ledger:
    config = uvicorn.Config(make_app(ledger), port=0, log_level="error")
    server, listening = uvicorn.Server(config), config.bind_socket()
    listening.listen()
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/ar/incidents"
    print(urllib.request.urlopen(address).read().decode())
    server.should_exit = True
"""
    shown = run(python, "-c", page, folder=tmp_path)
    assert 'dir="rtl"' in shown.stdout, shown.stderr
    assert "vendor/htmx" in shown.stdout or not (ROOT / "src" / VENDOR).exists()
