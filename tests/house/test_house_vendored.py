"""What comes from elsewhere for the pages: exact versions, whole, with its licences, carried and never committed."""

import json
import re
import shutil
import subprocess
from hashlib import sha256
from typing import Any

import pytest
from checkout import ROOT, SOURCE

VENDOR = SOURCE / "publish" / "site" / "static" / "vendor"
WEB = json.loads((ROOT / "web" / "package.json").read_text(encoding="utf-8"))
MANIFEST = VENDOR / "vendor.json"
HELD: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.is_file() else {"packages": {}}
NEEDS_VENDOR = pytest.mark.skipif(
    set(HELD["packages"]) != set(WEB["dependencies"]), reason="static/vendor is not filled with what web/ now declares"
)


@pytest.fixture
def manifest() -> dict[str, Any]:
    return HELD


@NEEDS_VENDOR
def test_manifest_names_every_file_with_its_hash(manifest: dict[str, Any]) -> None:
    told = {entry["file"]: entry["sha256"] for entry in manifest["files"]}
    made = {"vendor.json", "fonts.css"}
    held = {
        path.relative_to(VENDOR).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.relative_to(VENDOR).as_posix() not in made
    }
    assert held == told


@NEEDS_VENDOR
def test_versions_are_the_declared_ones(manifest: dict[str, Any]) -> None:
    assert {name: entry["version"] for name, entry in manifest["packages"].items()} == WEB["dependencies"]


@NEEDS_VENDOR
def test_every_package_has_its_licence_beside_it(manifest: dict[str, Any]) -> None:
    licensed = {entry["package"] for entry in manifest["files"] if entry["file"].startswith("licences/")}
    assert licensed == set(manifest["packages"])
    assert {name for name, entry in manifest["packages"].items() if not entry["licence"]} == set()
    texts = [path.read_text(encoding="utf-8") for path in (VENDOR / "licences").iterdir()]
    assert min(map(len, texts)) > 500


@NEEDS_VENDOR
def test_licences_of_a_bundle_name_what_it_is_made_of() -> None:
    chart = (VENDOR / "licences" / "echarts.txt").read_text(encoding="utf-8")
    assert re.search(r"^zrender [\d.]+ \(BSD-3-Clause\)$", chart, re.MULTILINE)
    assert "Bostock" in chart  # of d3, parts of which the library carries
    drawn = (VENDOR / "licences" / "maplibre-gl.txt").read_text(encoding="utf-8")
    assert re.search(r"^bidi-js [\d.]+ \(MIT\)$", drawn, re.MULTILINE)


@NEEDS_VENDOR
def test_map_has_all_modules_of_one_release(manifest: dict[str, Any]) -> None:
    held = {entry["file"] for entry in manifest["files"] if entry["package"] == "maplibre-gl"}
    assert held >= {"maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl-shared.mjs", "maplibre-gl.css"}


def test_lock_holds_a_hash_for_every_package_and_no_address() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if not str(entry.get("integrity")).startswith("sha512-")] == []
    declared = {**WEB["dependencies"], **WEB["devDependencies"]}
    assert {name: packages[f"node_modules/{name}"]["version"] for name in declared} == declared


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_what_is_carried_is_not_committed() -> None:
    asked = [str(shutil.which("git")), "-C", str(ROOT), "ls-files", str(VENDOR), str(ROOT / "web" / "node_modules")]
    listed = subprocess.run(asked, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout of git")
    assert listed.stdout == ""
