"""What linking costs as a ledger grows: seconds and memory over made-up claims, and the exponent of the growth.

    python tools/measure_linking.py 10000 100000 1000000            # the linker alone, in memory
    python tools/measure_linking.py --ledger 10000 100000           # a filled SQLite ledger, then `marsad link` on it
    python tools/measure_linking.py --ledger --add 100000           # … then one more report, and two judgements

With `--add` the full linking is done once more without keeping what it compared, so that the cost of keeping shows.

The claims are invented, and clustered as real ones are: incidents of one to eight reports, towns of very unequal share,
outlets that quote one monitor or speak for themselves, tolls that grow, days that are missing or off by one, towns told
by the name of their governorate; near misses (another incident in that town on that day), lists of places, sums over a
governorate, background, plans, denials. A ledger grows by days: `--per-day` claims each (400), whatever the size, so
that ten times the claims are ten times the days; `--days N` fixes the days instead and makes each day fuller.
"""

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import insert

from marsad.base.ids import document_id
from marsad.linking import Linked, link_claims
from marsad.model.claim import Claim, LiveClaim, Reading
from marsad.model.document import Document
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.pipeline.judge import judge
from marsad.pipeline.run import link
from marsad.reference.sources import read_affiliations
from marsad.store import connect, tables
from marsad.store.ledger import Ledger, Taken, open_ledger

SEED = 5
FIRST = date(2012, 1, 1)
TOWNS = 3000
GOVERNORATES = 14
SIZES = (45, 20, 12, 8, 5, 4, 3, 3)  # how often an incident has one, two … eight reports, in percent
TYPES = {
    "air_strike": 25, "shelling": 22, "armed_clash": 14, "attack": 10, "explosive_device": 6, "territory_change": 5,
    "abduction": 4, "arrest": 3, "displacement": 3, "negotiation": 3, "agreement": 2, "protest": 2, "aid": 1,
}  # fmt: skip
KIN = {"air_strike": "shelling", "shelling": "air_strike", "armed_clash": "attack", "attack": "armed_clash"}
MONITORS = [f"monitor-{number}" for number in range(12)]
OUTLETS = [f"Outlet {number}" for number in range(30)]
CAMPS = ("xx.government.army", "xx.government.air", "xx.rebels.north", "xx.rebels.south", "xx.militia.east")
DEADLY = frozenset({"air_strike", "shelling", "armed_clash", "attack", "explosive_device"})
SOUNDS = ["ba", "da", "ka", "la", "ma", "na", "ra", "sa", "ta", "wa", "za", "fa", "ja", "ha"]


class World:
    """The made-up country: towns with points and shares, and words to tell of them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.towns = []
        seats = [(33 + chance.random() * 4, 36 + chance.random() * 6) for _ in range(GOVERNORATES)]
        for number in range(TOWNS):
            home = min(GOVERNORATES - 1, int(chance.expovariate(0.25)))
            lat, lon = seats[home]
            self.towns.append({
                "place_id": f"t:{number}", "name_ar": self._name(), "precision": "settlement", "country": "XX",
                "lat": lat + chance.gauss(0, 0.35), "lon": lon + chance.gauss(0, 0.35), "admin1": f"governorate {home}",
                "rivals": int(chance.random() * 3),
            })  # fmt: skip
        self.shares = [1 / (rank + 3) ** 1.05 for rank in range(TOWNS)]
        self.vocabulary = [self._name() for _ in range(4000)]

    def _name(self) -> str:
        return "".join(self.chance.choices(SOUNDS, k=self.chance.randint(2, 4)))

    def pick_town(self) -> dict[str, Any]:
        """A town by its share of the news; one in ten anywhere."""
        return self.chance.choices(self.towns, self.shares)[0] if self.chance.random() < 0.9 else self._remote()

    def _remote(self) -> dict[str, Any]:
        return self.chance.choice(self.towns)


def make_area(town: dict[str, Any]) -> dict[str, Any]:
    """The governorate around a town."""
    name = town["admin1"]
    return {"place_id": f"g:{name}", "name_ar": name, "precision": "governorate", "country": "XX", "admin1": name}


def make_stories(world: World, on: date) -> Iterator[list[dict[str, Any]]]:
    """The claims of each incident of one day, without ids."""
    chance = world.chance
    while True:
        town, kind = world.pick_town(), chance.choices(list(TYPES), list(TYPES.values()))[0]
        yield tell_incident(world, town, kind, on)
        if chance.random() < 0.1:
            yield tell_incident(world, town, KIN.get(kind, kind), on)
        if chance.random() < 0.02:
            toll = chance.randint(15, 60)
            told = tell_incident(world, town, kind, on)
            yield [one | {"kind": "aggregate", "where": [make_area(town)], "casualties": [harm(toll)]} for one in told]


def tell_incident(world: World, town: dict[str, Any], kind: str, on: date) -> list[dict[str, Any]]:
    """What one to eight reports say of one incident."""
    chance = world.chance
    toll = 0 if kind not in DEADLY or chance.random() < 0.35 else 1 + int(chance.expovariate(0.22))
    others = [town, *(world.pick_town() for _ in range(chance.randint(2, 5)))] if chance.random() < 0.03 else [town]
    doer, status = (
        chance.choice(CAMPS),
        chance.choices(["occurred", "background", "planned", "denied"], [94, 3, 2, 1])[0],
    )
    monitor, words = chance.choice(MONITORS), chance.sample(world.vocabulary, 14)
    told = []
    for number in range(1 + chance.choices(range(len(SIZES)), SIZES)[0]):
        seen = toll if not number or not toll else max(1, toll + chance.choice((-2, -1, 0, 0, 0, 0, 1, 2, 3)))
        day = on if chance.random() < 0.85 else on - timedelta(days=1)
        dated = chance.random() < 0.9
        told.append({
            "type": KIN.get(kind, kind) if chance.random() < 0.1 else kind, "status": status, "kind": "single",
            "when": {"start": day, "end": day, "precision": "day"} if dated else {"precision": "unknown"},
            "where": [make_area(town)] if chance.random() < 0.12 else others,
            "actors": [{"actor_id": doer}] if chance.random() < 0.6 else [],
            "casualties": [harm(seen, chance)] if seen and chance.random() < 0.8 else [],
            "count": None, "published": on if chance.random() < 0.8 else on + timedelta(days=1),
            "sources": [{"source_id": monitor if chance.random() < 0.8 else chance.choice(MONITORS)}]
            if chance.random() < 0.6 else [],
            "words": " ".join(chance.sample(words, 8) + chance.sample(world.vocabulary, 4)),
        })  # fmt: skip
    return told


def harm(toll: int, chance: random.Random | None = None) -> dict[str, Any]:
    """A toll: the stated one, or with `chance` now and then an open or a vague one."""
    kind = "exact" if chance is None else chance.choices(["exact", "at_least", "vague"], [70, 22, 8])[0]
    low = 24 if kind == "vague" else toll
    high = toll if kind == "exact" else None
    group = "civilian" if chance is not None and chance.random() < 0.4 else "person"
    return {"outcome": "killed", "group": group, "low": low, "high": high, "kind": kind}


def make_reports(count: int, per_day: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Reports with their claims, day by day, until there are `count` claims; each report's text quotes its claims."""
    chance = random.Random(SEED)  # noqa: S311  # made-up news, no secrets
    world = World(chance)
    made, number = 0, 0
    for days in range(count):
        on = FIRST + timedelta(days=days)
        today: list[dict[str, Any]] = []
        for told in make_stories(world, on):
            today += told
            if len(today) >= min(per_day, count - made):
                break
        chance.shuffle(today)
        today = today[: count - made]
        by_report: dict[tuple[str, date, int], list[dict[str, Any]]] = {}
        for each in today:
            key = (chance.choice(OUTLETS), each.pop("published"), chance.randint(0, 1))
            by_report.setdefault(key, []).append(each)
        for (outlet, published, _), claims in by_report.items():
            number += 1
            yield write_report(f"made-{number:08}", outlet, published, claims), claims
        made += len(today)
        if made >= count:
            return


def write_report(name: str, outlet: str, published: date, claims: list[dict[str, Any]]) -> dict[str, Any]:
    """The report as a document; its claims get their ids and the places of their words."""
    text = ""
    for number, claim in enumerate(claims):
        words = claim.pop("words")
        at = {"text": words, "field": "text", "start": len(text), "end": len(text) + len(words)}
        text += words + ".\n"
        claim |= {
            "id": f"{name}-{number:02}", "trigger": at, "evidence": at, "targets": [], "weapon": [], "details": {},
            "confidence": 0.8, "rules": [],
        }  # fmt: skip
        for key in ("where", "actors", "casualties", "sources"):
            claim[key] = [at | each for each in claim[key]]
    return {"id": name, "publisher": outlet, "published": published, "text": text}


def read_memory_mb() -> int:
    """The highest memory that this process has held, in megabytes."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return round((own + helpers) / 1024)


def read_cpu_seconds() -> float:
    """What this process and its helpers have computed: on a machine that is shared, a fairer measure than the clock."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure_memory(count: int, per_day: int, workers: int) -> dict[str, float]:
    """The linker alone: claims in memory to incidents in memory."""
    claims = [
        LiveClaim(
            claim=msgspec.convert(claim, Claim),
            document_id=report["id"],
            publisher=report["publisher"],
            published=report["published"],
        )
        for report, told in make_reports(count, per_day)
        for claim in told
    ]
    held, busy = read_memory_mb(), read_cpu_seconds()
    begun = time.perf_counter()
    incidents = link_claims(claims, workers=workers).incidents
    return {
        "claims": len(claims), "incidents": len(incidents), "largest": max(len(one.claims) for one in incidents),
        "seconds": round(time.perf_counter() - begun, 1),
        "cpu_seconds": round(read_cpu_seconds() - busy, 1), "held_mb": held, "peak_mb": read_memory_mb(),
    }  # fmt: skip


def fill_ledger(path: Path, count: int, per_day: int) -> None:
    """A ledger that holds the made-up reports, not yet linked; row by row as the ledger's own writer would leave it."""
    open_ledger(path).close()
    engine = connect.open_engine(connect.parse_where(path))
    reports = enumerate(make_reports(count, per_day), start=1)
    while batch := list(islice(reports, 5000)):
        with connect.begin_write(engine) as connection:
            for table, rows in list_rows(batch).items():
                connection.execute(insert(tables.metadata.tables[table]), rows)
    engine.dispose()


def list_rows(batch: list[tuple[int, tuple[dict[str, Any], list[dict[str, Any]]]]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of several reports, by table; document and generation of a report have the same number."""
    rows: dict[str, list[dict[str, Any]]] = {"documents": [], "generations": [], "claims": []}
    moment = "2031-01-01T00:00:00+00:00"
    for number, (report, told) in batch:
        taken = take_report(report, told)
        head = msgspec.structs.asdict(taken.document)
        rows["documents"].append(head | {"number": number, "version": 1, "recorded_at": moment})
        rows["generations"].append({
            "number": number, "document": number, "reader": "made up", "places": "made up", "live": True,
            "claims": len(told), "refusals": "{}", "recorded_at": moment,
        })  # fmt: skip
        rows["claims"] += [
            {
                "generation": number, "id": claim.id, "ordinal": at, "type": claim.type, "status": claim.status,
                "kind": claim.kind, "date_start": claim.when.start, "date_end": claim.when.end, "lat": None,
                "lon": None, "body": msgspec.json.encode(claim).decode(),
            }
            for at, claim in enumerate(taken.reading.claims)
        ]  # fmt: skip
    return rows


def take_report(report: dict[str, Any], told: list[dict[str, Any]]) -> Taken:
    """A made-up report as if it had been read."""
    head = {name: report[name] for name in ("id", "publisher", "published")}
    head |= {"sha256": document_id(None, report["text"]), "language": "xx", "url": None, "title": None}
    reading = {"format": 1, "reader": "made up", "places": "made up", "document": head, "claims": told, "refusals": []}
    return Taken(msgspec.convert(reading, Reading), Document(text=report["text"], **head), None)


def measure_ledger(path: Path, workers: int) -> dict[str, float]:
    """`marsad link` on a filled ledger: read the claims, link, write the incidents; then once more, with no news."""
    with open_ledger(path) as ledger:
        begun = time.perf_counter()
        incidents, _ = link(ledger, workers=workers)
        done = time.perf_counter()
    return {
        "incidents": incidents, "seconds": round(done - begun, 1), "cpu_seconds": round(read_cpu_seconds(), 1),
        "peak_mb": read_memory_mb(),
    }  # fmt: skip


def measure_addition(path: Path, count: int, per_day: int) -> dict[str, float]:
    """One more report into a linked ledger, then two judgements: seconds, and how many incidents changed."""
    report, told = list(make_reports(count, per_day))[-1]
    for each in told:
        each["id"] = f"late-{each['id']}"
    report |= {"id": "late", "publisher": "A late outlet", "text": report["text"]}
    found: dict[str, float] = {"claims": len(told)}
    with open_ledger(path) as ledger:
        ledger.write_readings([take_report(report, told)])
        measure_relinking(ledger, "report", found)
        (pair,) = ledger.list_possible_links(1)
        for verdict, about in (("same", (pair.claim, pair.other_claim)), ("accept", (pair.incident,))):
            judge(ledger, verdict, about, by="measure")  # type: ignore[arg-type] # two of the verdicts
            measure_relinking(ledger, verdict, found)
    return found | {"peak_mb": read_memory_mb()}


def measure_relinking(ledger: Ledger, name: str, found: dict[str, float]) -> None:
    """One linking of what changed."""
    begun, busy = time.perf_counter(), read_cpu_seconds()
    _, changed = link(ledger)
    found |= {
        f"{name}_seconds": round(time.perf_counter() - begun, 2),
        f"{name}_cpu_seconds": round(read_cpu_seconds() - busy, 2), f"{name}_changed": changed,
    }  # fmt: skip


def measure_keeping(path: Path) -> dict[str, float]:
    """Two full linkings of a linked ledger by one process, without keeping what was compared and with it."""

    def link_only(claims: Sequence[LiveClaim], judged: Sequence[Judgement], before: Sequence[Incident]) -> Linked:
        return link_claims(claims, judged, before, affiliations=read_affiliations())

    with open_ledger(path) as ledger:
        started = read_cpu_seconds()
        link(ledger, linker=link_only)
        without = read_cpu_seconds()
        link(ledger, everything=True)
        kept = read_cpu_seconds()
    return {
        "without_cpu_seconds": round(without - started, 1), "with_cpu_seconds": round(kept - without, 1),
        "ratio": round((kept - without) / (without - started), 3),
    }  # fmt: skip


def run_step(*arguments: str) -> dict[str, float]:
    """One measurement in a process of its own, so that memory is its own."""
    command = [sys.executable, __file__, *arguments]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(printed)
    return found


def main() -> None:
    """Measure each size, print a line each, and the slope of log seconds over log claims."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--per-day", type=int, default=400)
    parser.add_argument("--days", type=int, help="spread every size over so many days")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ledger", action="store_true", help="through a SQLite ledger")
    parser.add_argument("--add", action="store_true", help="then one more report")
    parser.add_argument("--keep", type=Path, help="folder in which the ledgers stay")
    parser.add_argument("--step", choices=["memory", "fill", "link", "add", "keep"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        path = (options.keep or Path()) / f"{options.sizes[0]}.db"
        steps = {
            "memory": lambda: measure_memory(options.sizes[0], options.per_day, options.workers),
            "fill": lambda: fill_ledger(path, options.sizes[0], options.per_day) or {},
            "link": lambda: measure_ledger(path, options.workers),
            "add": lambda: measure_addition(path, options.sizes[0], options.per_day),
            "keep": lambda: measure_keeping(path),
        }
        print(json.dumps(steps[options.step]()))
        return
    with tempfile.TemporaryDirectory(prefix="marsad-measure-") as scratch:
        folder = options.keep or Path(scratch)
        points = []
        for size in options.sizes:
            per_day = options.per_day if options.days is None else math.ceil(size / options.days)
            shared = [str(size), "--per-day", str(per_day), "--workers", str(options.workers), "--keep", str(folder)]
            if options.ledger:
                run_step(*shared, "--step", "fill")
            found = run_step(*shared, "--step", "link" if options.ledger else "memory")
            points.append((size, found["seconds"]))
            print(size, found, flush=True)
            if options.ledger and options.add:
                print(size, "one more report", run_step(*shared, "--step", "add"), flush=True)
                print(size, "keeping", run_step(*shared, "--step", "keep"), flush=True)
        if len(points) > 1:
            print(f"exponent {slope(points):.2f}")


def slope(points: list[tuple[int, float]]) -> float:
    """The least-squares slope of log seconds over log claims."""
    pairs = [(math.log(size), math.log(max(seconds, 0.01))) for size, seconds in points]
    mean_x, mean_y = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in pairs)
    return sum((x - mean_x) * (y - mean_y) for x, y in pairs) / spread


if __name__ == "__main__":
    main()
