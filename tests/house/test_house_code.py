"""The house's rules over its code: size, names, language, clock, voice."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from checkout import ROOT, SOURCE, list_code, list_files, parse_module, show

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
NAMES_THAT_SAY_NOTHING = {
    "util", "utils", "helper", "helpers", "common", "manager", "managers", "processor", "processors", "data", "info",
    "misc", "lib", "core", "tools", "stuff", "v2",
}  # fmt: skip


def test_no_file_has_more_than_500_lines() -> None:
    lengths = {
        show(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in list_code(".py", ".js", ".mjs", ".css", ".html", ".sh")
    }
    assert {name: count for name, count in lengths.items() if count > 500} == {}


def test_no_function_has_more_than_60_lines() -> None:
    found = [
        f"{show(path, node.lineno)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in list_code(".py")
        if path.parent.name != "versions"  # migrations are one list of tables, written once and never again
        for node in ast.walk(parse_module(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 60
    ]
    assert found == []


def test_every_name_says_what_lies_there() -> None:
    names = {
        path: {part.lower() for part in path.relative_to(SOURCE).with_suffix("").parts} for path in _list_modules()
    }
    assert [show(path) for path, parts in names.items() if parts & NAMES_THAT_SAY_NOTHING] == []


def test_only_packs_hold_arabic_letters_in_code() -> None:
    found = [
        f"{show(path, line)} {words!r:.40}"
        for path in list_code(".py", under=SOURCE)
        if not path.is_relative_to(SOURCE / "packs")
        for line, words in _list_strings(parse_module(path))
        if ARABIC.search(words)
    ]
    assert found == []


def test_only_word_files_hold_arabic_letters_on_pages() -> None:
    found = [
        show(path, number)
        for path in list_code(".js", ".mjs", ".css", ".html", under=SOURCE)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ARABIC.search(_without_comments(line))
    ]
    assert found == []


def test_only_the_clock_asks_the_time() -> None:
    asked = {"now", "utcnow", "today", "time", "localtime", "gmtime"}
    found = [
        f"{show(path, node.lineno)} {ast.unparse(node.func)}"
        for path in list_code(".py", under=SOURCE)
        if path != SOURCE / "base" / "clock.py"
        for node in ast.walk(parse_module(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in asked
        and ast.unparse(node.func.value).split(".")[-1] in {"datetime", "date", "time"}
    ]
    assert found == []


def test_only_the_commands_print() -> None:
    found = [
        show(path, node.lineno)
        for path in list_code(".py", under=SOURCE)
        if not path.is_relative_to(SOURCE / "cli")
        for node in ast.walk(parse_module(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert found == []


def test_no_error_is_swallowed_bare() -> None:
    found = [
        show(path, node.lineno)
        for path in list_code(".py", under=SOURCE)
        for node in ast.walk(parse_module(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and all(isinstance(part, ast.Pass | ast.Continue) for part in node.body)
    ]
    assert found == []


def test_each_room_has_its_door_plate() -> None:
    rooms = [path for path in sorted(SOURCE.iterdir()) if (path / "__init__.py").is_file()]
    assert len(rooms) > 10
    foundations = {"base", "model", "cli"}
    plates = {
        room.name: ast.get_docstring(parse_module(room / "__init__.py")) or ""
        for room in rooms
        if room.name not in foundations
    }
    lacking = {
        name: [word for word in ("In:", "Out:", "Uses:", "Never:") if f"\n{word}" not in plate]
        for name, plate in plates.items()
    }
    assert {name: words for name, words in lacking.items() if words} == {}


def test_every_module_says_what_it_is() -> None:
    silent = [show(path) for path in _list_modules() if not ast.get_docstring(parse_module(path))]
    assert silent == []


def test_no_table_is_kept_where_it_could_run_or_be_misread() -> None:
    refused = {".yaml", ".yml", ".pkl", ".pickle", ".joblib"}
    assert [show(path) for path in list_files() if path.suffix in refused] == []


def test_tests_are_named_as_claims() -> None:
    claims = [
        (show(path, node.lineno), node.name)
        for path in list_code(".py", under=ROOT / "tests")
        for node in ast.walk(parse_module(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert [claim for claim in claims if claim[1].count("_") < 2] == []


def _list_modules() -> list[Path]:
    return list_code(".py", under=SOURCE)


def _list_strings(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Strings that the program uses: not docstrings, not strings that stand as comments."""
    idle = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in idle:
            yield node.lineno, node.value


def _without_comments(line: str) -> str:
    return re.sub(r"//.*|/\*.*?\*/|<!--.*?-->|\{#.*?#\}", "", line)
