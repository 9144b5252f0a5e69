"""Writes docs/reference from the program itself: every command's help, every room's door-plate."""

import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "marsad"
OUT = ROOT / "docs" / "reference"
NOTE = "<!-- Written by `make docs`; changes here are lost. -->\n\n"


def list_help(command: click.Command, name: str) -> Iterator[str]:
    """The help of a command and of those below it, as sections."""
    with click.Context(command, info_name=name) as context:
        yield f"## `{name}`\n\n```\n{command.get_help(context)}\n```\n"
        if isinstance(command, click.Group):
            for part in command.list_commands(context):
                below = command.get_command(context, part)
                if below is not None:
                    yield from list_help(below, f"{name} {part}")


def list_plates() -> Iterator[str]:
    """Each package's own docstring, rooms first in the order of their numbers."""
    plates = {
        path.parent.relative_to(SOURCE).as_posix(): ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        for path in SOURCE.rglob("__init__.py")
        if path.parent != SOURCE
    }
    for name, plate in sorted(plates.items(), key=lambda item: (not item[1].startswith("Room"), item[1], item[0])):
        yield f"## `{name}`\n\n```\n{plate}\n```\n"


def main() -> None:
    """Write both pages."""
    program = importlib.import_module("marsad.cli").program
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "commands.md").write_text(
        f"{NOTE}# Commands\n\n" + "\n".join(list_help(program, "marsad")), encoding="utf-8"
    )
    (OUT / "rooms.md").write_text(f"{NOTE}# Door-plates\n\n" + "\n".join(list_plates()), encoding="utf-8")
    sys.stdout.write(f"{OUT.relative_to(ROOT)}: commands.md, rooms.md\n")


if __name__ == "__main__":
    main()
