"""The house's rules over what lies in it: paths, addresses, licences, versions, words to the user."""

import importlib
import json
import re
import tomllib
from importlib import metadata
from pathlib import Path

import click
import pytest
from checkout import ROOT, SOURCE, list_files, list_texts, show
from packaging.requirements import Requirement

from marsad import __version__
from marsad.cli import COMMANDS

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# Put together from parts, so that this file holds none of them itself.
MACHINE_PATHS = re.compile(
    r"(?<![\w.$}~-])/(?:" + "|".join(("hom" + "e", "User" + "s", "roo" + "t", "wor" + "k")) + r")/\w"
)
DOWNLOADS = re.compile(r'"resolved"\s*:\s*"https?:|\burl\s*=\s*"https?:')
FETCHED = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|use)\b[^>]*?(?:src|href|srcset|data)\s*=\s*["']?\s*(?:https?:)?//"""
    r"""|url\(\s*["']?(?:https?:)?//|@import\s+(?:url\()?["'](?:https?:)?//"""
    r"""|(?:\bfrom|\bimport\(?|\bfetch\(|\bimportScripts\()\s*["'`](?:https?:)?//""",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_shows_an_example(name: str) -> None:
    command: click.Command = getattr(importlib.import_module(f"marsad.cli.{COMMANDS[name]}"), name)
    assert _list_without_example(command, name) == []


def _list_without_example(command: click.Command, name: str) -> list[str]:
    with click.Context(command, info_name=f"marsad {name}") as context:
        text = command.get_help(context)
    lacking = [] if re.search(rf"Examples?:\s+.*marsad {name}\b", text, re.DOTALL) else [name]
    if isinstance(command, click.Group):
        for part, below in command.commands.items():
            lacking += _list_without_example(below, f"{name} {part}")
    return lacking


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [
        f"{show(path, number)}: {line.strip()[:80]}"
        for path in list_texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if MACHINE_PATHS.search(line)
    ]
    assert found == []


def test_machine_paths_would_be_found() -> None:
    assert MACHINE_PATHS.search("open('/" + "home/someone/file')")
    assert not MACHINE_PATHS.search("https://example.org/" + "home/page")
    assert not MACHINE_PATHS.search("../" + "work/x")


def test_no_lock_file_holds_download_addresses() -> None:
    locks = [
        path for path in list_files() if "lock" in path.name.lower() and path.suffix in {".json", ".toml", ".lock"}
    ]
    assert [show(path) for path in locks if DOWNLOADS.search(path.read_text(encoding="utf-8"))] == []


def test_pages_fetch_nothing_from_elsewhere() -> None:
    pages = [
        path
        for path in list_files()
        if path.is_relative_to(SOURCE / "publish") and path.suffix in {".html", ".js", ".mjs", ".css", ".svg"}
    ]
    assert pages
    found = [
        f"{show(path, number)}: {line.strip()[:80]}"
        for path in pages
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FETCHED.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        '<script src="https://cdn.example.org/x.js"></script>',
        "<link rel=stylesheet href=//fonts.example.org/x>",
        "@import 'https://example.org/x.css';",
        "src: url(https://example.org/x.woff2)",
        'import x from "https://example.org/x.js"',
        "fetch(`https://example.org/`)",
    ],
)
def test_a_fetch_from_elsewhere_would_be_found(line: str) -> None:
    assert FETCHED.search(line)


def test_a_link_to_a_source_is_no_fetch() -> None:
    assert not FETCHED.search('<a href="https://example.org/report">source</a>')


def test_every_dependency_is_pinned() -> None:
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    assert [line for line in wanted if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+", line)] == []
    web = json.loads((ROOT / "web" / "package.json").read_text(encoding="utf-8"))
    versions = {**web.get("dependencies", {}), **web.get("devDependencies", {})}
    assert {name: version for name, version in versions.items() if not re.fullmatch(r"[\d.]+", version)} == {}


def test_no_dependency_is_under_gpl_or_lgpl() -> None:
    """Of what an installed Marsad needs to run, and all that this needs in turn."""
    waiting, seen, bound = [Requirement(line).name for line in PROJECT["dependencies"]], set(), {}
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in seen:
            continue
        seen.add(name)
        found = metadata.distribution(name)
        if _binds(found.metadata):
            bound[name] = _read_licence(found.metadata)
        for line in found.requires or []:
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                waiting.append(wanted.name)
    assert len(seen) > len(PROJECT["dependencies"])
    assert bound == {}


@pytest.mark.parametrize(
    ("licence", "binds"),
    [
        ("MIT", False),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("MPL-1.1 AND GPL-2.0-only", True),
        ("LGPL-2.1-or-later", True),
        ("GNU General Public License v3 (GPLv3)", True),
    ],
)
def test_a_choice_of_licences_binds_only_where_all_do(licence: str, binds: bool) -> None:
    assert _is_copyleft(licence) is binds


def _read_licence(described: metadata.PackageMetadata) -> str:
    short = described.get("License-Expression") or described.get("License") or ""
    named = [line for line in described.get_all("Classifier") or [] if line.startswith("License ::")]
    return short if described.get("License-Expression") else f"{short[:200]} {' OR '.join(named)}".strip()


def _binds(described: metadata.PackageMetadata) -> bool:
    if described.get("License-Expression"):
        return _is_copyleft(described["License-Expression"])
    named = [line for line in described.get_all("Classifier") or [] if line.startswith("License :: OSI Approved ::")]
    if named:
        return all(_is_copyleft(line) for line in named)
    return _is_copyleft((described.get("License") or "")[:200])


def _is_copyleft(licence: str) -> bool:
    """Whether every choice that a licence line offers is GPL, LGPL or AGPL."""
    choices = re.split(r"\s+OR\s+", licence)
    return all(re.search(r"GPL|General Public License", choice, re.IGNORECASE) for choice in choices)


def test_changelog_and_package_tell_the_same_version() -> None:
    newest = re.search(r"^## \[(\d[\w.]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == __version__


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "README.md", "docs/start.md", "docs/rooms.md"])
def test_paths_that_the_documents_name_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:src|tests|docs|tools|evals|samples|web|\.ci)/[\w./-]+)`", text))
    named |= {link for link in re.findall(r"\]\(([\w./-]+)\)", text) if not link.startswith(("http", "#"))}
    here = (ROOT / name).parent
    assert [path for path in sorted(named) if not (ROOT / path).exists() and not (here / path).exists()] == []


def test_commands_that_the_documents_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    documents = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", *map(str, Path("docs").glob("*.md")))]
    unknown = [
        f"{show(path)}: {words}"
        for path in documents
        for words in re.findall(r"(?:^|`)((?:make|marsad) [a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if words.split()[1] not in (targets if words.startswith("make") else set(COMMANDS))
    ]
    assert unknown == []
