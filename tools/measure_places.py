"""What a larger gazetteer costs: start-up, memory and reading, with the shipped names and made-up ones up to N.

    python tools/measure_places.py [--from FILE] 250000 2000000

Made-up names put the words of real ones together at random, so that they share first words as real ones do.
"""

import argparse
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "gold.jsonl"
SHIPPED = ROOT / "src" / "marsad" / "reference" / "places.sqlite"
SEED = 4
BATCH = 100_000
ROUNDS = 5


def grow_names(path: Path, count: int) -> int:
    """Fill a gazetteer file with made-up villages until it holds `count` names; gives how many it holds."""
    chance = random.Random(SEED)  # noqa: S311  # made-up names, no secrets
    with sqlite3.connect(path) as file:
        names = file.execute("SELECT first, rest FROM names ORDER BY first, rest").fetchall()
        held, last = len(names), file.execute("SELECT max(row) FROM places").fetchone()[0]
        areas = [
            row for (row,) in file.execute("SELECT row FROM places WHERE feature = 'governorate' AND country = 'SY'")
        ]
        while held < count:
            made = []
            for _ in range(min(BATCH, count - held)):
                last += 1
                first, rest = chance.choice(names)[0], chance.choice(names)[0]
                made.append(
                    (first, f"{rest} {last % 97}" if chance.random() < 0.5 else rest, last, chance.choice(areas))
                )
            file.executemany("INSERT OR IGNORE INTO names VALUES (?, ?, 0, ?, 0)", [one[:3] for one in made])
            file.executemany(
                "INSERT INTO places (row, place_id, name_ar, name_en, lat, lon, feature, kind, country, admin1, source)"
                " VALUES (?, 'made:' || ?, ?, '', 35.0, 38.0, 'settlement', 'village', 'SY', ?, 'made')",
                [(row, row, f"{first} {rest}", area) for first, rest, row, area in made],
            )
            file.executemany("INSERT INTO ids VALUES ('made:' || ?, ?, 'made')", [(one[2], one[2]) for one in made])
            held += len(made)
    return held


def measure(path: Path) -> dict[str, float]:
    """Seconds to start, resident megabytes before and after, milliseconds a document; run in a process of its own."""
    sys.path.insert(0, str(ROOT / "src"))
    from marsad.base.ids import document_id  # noqa: PLC0415
    from marsad.model.document import Document  # noqa: PLC0415
    from marsad.pipeline.read import Reader  # noqa: PLC0415
    from marsad.reference.gazetteer import Gazetteer  # noqa: PLC0415

    rows = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    documents = [Document(id=row["doc_id"], text=row["text"], sha256=document_id(None, row["text"])) for row in rows]
    begun = time.perf_counter()
    Gazetteer.open(path).names_from("-")
    opened = time.perf_counter()
    reader = Reader(path)
    ready = time.perf_counter()
    started = _resident()
    reader.read(documents[0])
    for document in documents:
        reader.read(document)
    warm = time.perf_counter()
    for _ in range(ROUNDS):
        for document in documents:
            reader.read(document)
    done = time.perf_counter()
    return {
        "open_s": round(opened - begun, 4), "reader_s": round(ready - opened, 2), "started_mb": started,
        "read_mb": _resident(), "first_ms": round(1000 * (warm - ready) / len(documents), 2),
        "document_ms": round(1000 * (done - warm) / len(documents) / ROUNDS, 2),
    }  # fmt: skip


def _resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return round(int(status.split("VmRSS:")[1].split()[0]) / 1024, 1)


def main() -> None:
    """Measure the file as it is, then grown to each count."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("counts", nargs="*", type=int)
    asked.add_argument("--from", dest="source", type=Path, default=SHIPPED)
    asked.add_argument("--one", type=Path, help="measure this file and print JSON")
    told = asked.parse_args()
    if told.one is not None:
        print(json.dumps(measure(told.one)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "places.sqlite"
        shutil.copyfile(told.source, path)
        path.chmod(0o600)
        for count in [0, *told.counts]:
            names = grow_names(path, count)
            found = subprocess.run(  # each size in a fresh process, so that memory is its own
                [sys.executable, __file__, "--one", str(path)], check=True, capture_output=True, text=True
            )
            print(f"{names} names, {path.stat().st_size / 1e6:.0f} MB on disk: {found.stdout.strip()}", flush=True)


if __name__ == "__main__":
    main()
