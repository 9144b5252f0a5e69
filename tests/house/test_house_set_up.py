"""Set-up says plainly what the machine lacks, one line each."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import ROOT

SH = shutil.which("sh")
GOOD = "exit 0"
pytestmark = pytest.mark.skipif(SH is None or sys.platform == "win32", reason="needs a POSIX shell")


def look(folder: Path, **tools: str) -> tuple[int, list[str], str]:
    """Run the check where only these tools exist, each a small script of its own; no tool of the machine is touched."""
    folder.mkdir()
    for name, body in tools.items():
        path = folder / name
        path.write_text(f"#!{SH}\n{body}\n", encoding="utf-8")
        path.chmod(0o755)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHON"} | {"PATH": str(folder)}
    done = subprocess.run(
        [str(SH), str(ROOT / "tools" / "needs.sh")], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr.splitlines(), done.stdout.strip()


def test_machine_with_everything_gives_its_python(tmp_path: Path) -> None:
    code, said, python = look(tmp_path / "bin", python3=GOOD, node=GOOD, npm=GOOD)
    assert (code, said, python) == (0, [], str(tmp_path / "bin" / "python3"))


def test_each_missing_thing_has_its_own_line(tmp_path: Path) -> None:
    code, said, python = look(tmp_path / "bin")
    assert (code, python) == (1, "")
    assert [line.split()[:2] for line in said] == [
        ["missing:", "Python"],
        ["missing:", "Node.js"],
        ["missing:", "npm,"],
    ]


def test_python_without_venv_is_named(tmp_path: Path) -> None:
    code, said, _ = look(tmp_path / "bin", python3='case "$2" in *ensurepip*) exit 1;; esac', node=GOOD, npm=GOOD)
    assert code == 1
    assert len(said) == 1
    assert "python3-venv" in said[0]


def test_old_python_is_passed_over_for_a_newer_one(tmp_path: Path) -> None:
    code, _, python = look(tmp_path / "bin", python3="exit 1", **{"python3.12": GOOD}, node=GOOD, npm=GOOD)
    assert (code, Path(python).name) == (0, "python3.12")


def test_old_node_is_named_with_its_version(tmp_path: Path) -> None:
    old = 'if [ "$1" = --version ]; then echo v18.19.0; else exit 1; fi'
    code, said, _ = look(tmp_path / "bin", python3=GOOD, node=old, npm=GOOD)
    assert (code, said) == (1, ["missing: Node.js 20 or newer; this one is v18.19.0"])


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
def test_question_to_node_is_one_that_node_answers() -> None:
    question = "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)"
    assert question in (ROOT / "tools" / "needs.sh").read_text(encoding="utf-8")
    assert subprocess.run([str(shutil.which("node")), "-e", question], check=False).returncode in {0, 1}


def draw(folder: Path, *arguments: str, npm: str | None = None) -> tuple[int, list[str]]:
    """Ask for the outlines where npm is this script, or is not there."""
    folder.mkdir()
    if npm is not None:
        (folder / "npm").write_text(f"#!{SH}\n{npm}\n", encoding="utf-8")
        (folder / "npm").chmod(0o755)
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "build_outlines.py"), *arguments],
        env=os.environ | {"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.splitlines()


def test_outlines_that_cannot_be_had_are_said_to_be_missing(tmp_path: Path) -> None:
    code, said = draw(tmp_path / "bin", npm="echo no such registry >&2; exit 1")
    assert code == 1
    assert said[0].startswith("outlines: MISSING")
    assert "no such registry" in said[0]
    assert "python tools/build_outlines.py" in said[-1]
    assert draw(tmp_path / "none")[1][0] == "outlines: MISSING, npm is missing"


def test_another_package_than_the_declared_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.tgz").write_bytes(b"something else")
    code, said = draw(tmp_path / "bin", str(tmp_path / "other.tgz"))
    assert code == 1
    assert "is not the package that outlines.json declares" in said[0]


def test_set_up_makes_the_outlines_before_what_asks_them() -> None:
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "$(INSTALLED): pyproject.toml tools/build_hook.py | $(OUTLINES)" in rules
    assert "tools/build_outlines.py || true" in rules
