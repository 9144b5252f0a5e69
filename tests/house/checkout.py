"""The files of a checkout, as the house's rules look at them."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "marsad"

_PASSED_OVER = {"node_modules", "vendor", "__pycache__", "dist", "build", "marsad.files"}
_TEXTS = {
    ".py", ".toml", ".csv", ".md", ".js", ".mjs", ".css", ".html", ".json", ".jsonl", ".sh", ".txt", ".svg", ".cfg",
}  # fmt: skip


@cache
def list_files() -> tuple[Path, ...]:
    """Every file of the project, without what is made, installed or hidden (but with .ci)."""
    return tuple(sorted(_walk(ROOT)))


def _walk(folder: Path) -> Iterator[Path]:
    for name, folders, files in os.walk(folder):
        kept = [part for part in folders if part not in _PASSED_OVER and (not part.startswith(".") or part == ".ci")]
        folders[:] = [part for part in kept if not part.endswith(".egg-info")]
        yield from (Path(name) / file for file in files if not file.startswith("marsad.db"))


def list_texts() -> list[Path]:
    """Files that people write and read."""
    plain = {"Makefile", "run", "LICENSE"}
    return [path for path in list_files() if path.suffix in _TEXTS or path.name in plain]


def list_code(*suffixes: str, under: Path = ROOT) -> list[Path]:
    """Files of code below a folder; scorers in evals are carried unchanged from elsewhere and not ours to shape."""
    carried = ROOT / "evals"
    return [
        path
        for path in list_files()
        if path.suffix in suffixes and path.is_relative_to(under) and not path.is_relative_to(carried)
    ]


@cache
def parse_module(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def show(path: Path, line: int | None = None) -> str:
    """A path as a person would name it."""
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"
