# ruff: noqa: E501 - tables of invented names
"""How fast the desk answers over many incidents: p50 and p95, warm, over a mixed set of random questions.

    python tools/measure_desk.py --incidents 1000000 --ledger many.db

The incidents are invented: types, places and days are as unequal as in the news, texts are made of templates, so that
the figures tell of speed and not of search quality. A ledger that is there already is measured, not made again.
Every question is asked once: nothing is answered from what an earlier one left behind, save what the desk itself keeps.
"""

import argparse
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote, urlencode

import msgspec
from fastapi.testclient import TestClient
from sqlalchemy import Connection, insert

from marsad.base.ids import document_id, hash_parts
from marsad.model.claim import Claim
from marsad.model.incident import Cell, Incident, IncidentActor, IncidentPlace, Origin, Period
from marsad.model.span import Words
from marsad.model.value import EventType, When
from marsad.publish.filters import parse_filter
from marsad.publish.site.app import make_app
from marsad.store import connect, explore_rows, writer
from marsad.store import tables as t
from marsad.store.ledger import Ledger, open_ledger
from marsad.store.records import IncidentFilter
from marsad.store.search import index_words, write_words

MOMENT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC).isoformat()
FIRST_DAY = date(2014, 1, 1)
DAYS = 3652
BATCH = 50_000
TYPES = get_args(EventType)
WEIGHTS = [30, 28, 8, 2, 1, 15, 12, 3, 6, 1, 3, 1, 2, 1, 2, 1, 2, 2, 2, 1, 2, 2]
STARTS = ("كفر", "تل", "دير", "عين", "خربة", "بيت", "جب", "أبو", "الشيخ", "رأس")
ENDS = (
    "النعيم", "الحصان", "سمرة", "التين", "الوردة", "زيتونة", "الصقر", "حمام", "غزال", "النبع", "الشرقي", "الغربي", "ناعم",
    "الكرم", "رمانة", "البلوط", "الخضراء", "العليا", "السفلى", "مسعود", "حسان", "نوح", "ليمون", "القمح", "جديدة",
)  # fmt: skip
AREAS: tuple[tuple[str, str, str, float, float], ...] = (
    ("SY", "إدلب", "Idlib", 35.8, 36.6), ("SY", "حلب", "Aleppo", 36.3, 37.2), ("SY", "درعا", "Daraa", 32.7, 36.1),
    ("SY", "حماة", "Hama", 35.2, 36.8), ("SY", "دير الزور", "Deir-ez-Zor", 35.2, 40.2), ("SY", "الرقة", "Raqqa", 36.0, 39.0),
    ("IQ", "نينوى", "Nineveh", 36.2, 42.6), ("IQ", "الأنبار", "Anbar", 33.2, 42.0), ("IQ", "بغداد", "Baghdad", 33.3, 44.4),
    ("YE", "تعز", "Taizz", 13.6, 44.0), ("YE", "الحديدة", "Hodeidah", 14.8, 43.2), ("YE", "مأرب", "Marib", 15.5, 45.3),
    ("SD", "شمال دارفور", "North Darfur", 14.5, 25.2), ("SD", "الخرطوم", "Khartoum", 15.6, 32.6), ("LY", "طرابلس", "Tripoli", 32.8, 13.2),
    ("PS", "غزة", "Gaza", 31.4, 34.4), ("LB", "بعلبك", "Baalbek", 34.0, 36.2), ("SO", "شبيلي", "Shabelle", 2.0, 45.0),
)  # fmt: skip
SOURCES = (
    ("net.field", "شبكة الرصد الميداني"), ("centre.rights", "مركز التوثيق الأهلي"), ("agency.valley", "وكالة أخبار الوادي"),
    ("radio.shore", "راديو الساحل"), ("office.relief", "مكتب الإغاثة المحلي"), ("paper.day", "صحيفة النهار الجديد"),
)  # fmt: skip
ACTORS = (
    ("army", "الجيش"),
    ("air", "الطيران الحربي"),
    ("faction", "فصائل محلية"),
    ("unknown", "مسلحون مجهولون"),
    (None, "قوات مشتركة"),
)
VERBS = ("استهدف", "قصف", "هاجم", "أغار على", "حاصر", "دخل", "اقتحم")
WHAT = ("حي", "بلدة", "قرية", "سوق", "مدرسة", "مشفى", "حاجز", "مخيم", "طريق", "محطة")
WITH = ("بالصواريخ", "بالمدفعية الثقيلة", "بالبراميل المتفجرة", "برشقات رشاشة", "بقذائف الهاون", "بطائرة مسيّرة")
RESULT = ("ما أدى إلى مقتل", "وسقط", "وأسفر عن مقتل", "ما تسبب بإصابة", "وقُتل")
WHOM = ("مدنيين", "أطفال", "نساء", "مقاتلين", "عنصراً", "شخصاً", "نازحين", "مسعفين")


def make_places(dice: random.Random) -> list[IncidentPlace]:
    """Three thousand invented settlements, most of them in a few areas, and the areas themselves without a point."""
    places = []
    for at in range(3000):
        country, admin1, admin1_en, lat, lon = AREAS[min(int(dice.expovariate(1 / 4)), len(AREAS) - 1)]
        name = f"{dice.choice(STARTS)} {dice.choice(ENDS)}" + (f" {dice.choice(ENDS)}" if at % 3 == 0 else "")
        places.append(
            IncidentPlace(
                place_id=f"inv:{at}", name_ar=name, name_en=f"Place {at}", lat=round(lat + dice.gauss(0, 0.4), 5),
                lon=round(lon + dice.gauss(0, 0.4), 5), precision="settlement", pcode=f"{country}{at:05}",
                admin1=admin1, admin1_en=admin1_en, country=country, radius_km=2.0,
            )
        )  # fmt: skip
    areas = [
        IncidentPlace(
            place_id=f"area:{admin1_en}", name_ar=admin1, name_en=admin1_en, lat=None, lon=None,
            precision="governorate", admin1=admin1, admin1_en=admin1_en, country=country,
        )
        for country, admin1, admin1_en, _, _ in AREAS
    ]  # fmt: skip
    return [*places, *areas]


def pick_place(dice: random.Random, places: list[IncidentPlace]) -> IncidentPlace:
    """A few places have most of the incidents; one in ten is only known by its area."""
    if dice.random() < 0.1:
        return dice.choice(places[3000:])
    return places[min(int(dice.paretovariate(0.6)) - 1, 2999)]


def make_incident(dice: random.Random, places: list[IncidentPlace], serial: int) -> tuple[str, Incident, str]:
    """An incident, its claim's id and what its report says."""
    place = pick_place(dice, places)
    dead = int(dice.paretovariate(1.1)) if dice.random() < 0.6 else None
    said = (
        f"{dice.choice(ACTORS)[1]} {dice.choice(VERBS)} {dice.choice(WHAT)} {dice.choice(ENDS)} ب{place.name_ar} في ريف"
        f" {place.admin1} {dice.choice(WITH)} {dice.choice(RESULT)} {dead or 'عدد من'} {dice.choice(WHOM)}، وفق"
        f" {dice.choice(SOURCES)[1]} التي أضافت أن {dice.choice(WHAT)} {dice.choice(ENDS)} تعرض لأضرار في وقت سابق."
    )
    day = FIRST_DAY + timedelta(days=int(DAYS * dice.random() ** 0.8))
    last = day + timedelta(days=dice.choice((0, 0, 0, 0, 0, 0, 1, 1, 6, 30)))
    when = Period() if dice.random() < 0.02 else Period(start=day, end=last, precision="day")
    source, source_ar = dice.choice(SOURCES)
    claim_id = hash_parts("claim", serial)
    cells = ()
    if dead is not None:
        open_end = dice.random() < 0.4
        cells = (
            Cell(
                outcome="killed", group="person", low=dead, best=dead, high=dead + dice.choice((0, 0, 2, 9)),
                high_open=open_end, best_rule="agree", low_by=(claim_id,), high_by=(claim_id,),
            ),
        )  # fmt: skip
    actor_id, actor_ar = dice.choice(ACTORS)
    actors = (IncidentActor(actor_id=actor_id, stance="accused", by=(source,), name_ar=actor_ar),)
    incident = Incident(
        incident_id=hash_parts("incident", serial), code=None, state=dice.choices(("proposed", "confirmed"), (9, 1))[0],
        kind=dice.choices(("single", "aggregate", "campaign"), (88, 10, 2))[0], type=dice.choices(TYPES, WEIGHTS)[0],
        status=dice.choices(("occurred", "ongoing", "denied", "planned", "background"), (85, 6, 2, 3, 4))[0],
        when=when, where=(place,), documents=(f"d{serial}",), claims=(claim_id,),
        origins=(Origin(source_id=source, name_en=None, name_ar=source_ar, claims=(claim_id,)),), cells=cells,
        counts=(), actors=actors if dice.random() < 0.7 else (), grade=dice.choices(("weak", "fair", "confirmed"), (7, 2, 1))[0],
        grade_inputs={"origins": 1},
    )  # fmt: skip
    return claim_id, incident, said


def make_claim(claim_id: str, incident: Incident, said: str) -> Claim:
    """The one claim that an incident rests on."""
    words = Words(text=said, field="text", start=0, end=len(said))
    when = When(start=incident.when.start, end=incident.when.end, precision=incident.when.precision)
    return Claim(
        id=claim_id, type=incident.type, status=incident.status, kind=incident.kind, trigger=words, when=when, where=(),
        actors=(), targets=(), weapon=(), count=None, casualties=(), sources=(), details={}, evidence=words,
        confidence=0.9, rules=(),
    )  # fmt: skip


def fill(ledger: Ledger, count: int, seed: int) -> None:
    """Write the invented incidents, each with its report, in batches of one transaction."""
    dice = random.Random(seed)  # noqa: S311 - invented data
    places = make_places(dice)
    started = time.perf_counter()
    known: explore_rows.Names | None = None
    for start in range(1, count + 1, BATCH):
        made = [make_incident(dice, places, serial) for serial in range(start, min(start + BATCH, count + 1))]
        with connect.begin_write(ledger._engine) as connection:  # noqa: SLF001 - faster than report by report
            if known is None and connection.dialect.name == "sqlite":
                connection.exec_driver_sql(
                    "PRAGMA cache_size=-2000000"
                )  # indexes of random ids do not fit in the usual
            known = known or explore_rows.Names(connection)
            known.use(connection)
            write_batch(connection, known, made, start)
        rate = (start + len(made)) / (time.perf_counter() - started)
        print(f"\r{start + len(made) - 1:>9} incidents, {rate:.0f} a second", end="", file=sys.stderr)
    print(file=sys.stderr)
    with connect.begin_write(ledger._engine) as connection:  # noqa: SLF001
        connection.exec_driver_sql("ANALYZE")


def write_batch(
    connection: Connection,
    known: explore_rows.Names,
    made: list[tuple[str, Incident, str]],
    start: int,
) -> None:
    """Reports with their live claims first, then the incidents that rest on them."""
    documents, generations, claims, texts, indexed = [], [], [], [], {}
    for number, (claim_id, incident, said) in enumerate(made, start):
        published = (incident.when.start or FIRST_DAY) + timedelta(days=1)
        documents.append({"number": number, "id": f"d{number}", "version": 1, "sha256": document_id(None, said),
                          "text": said, "published": published, "language": "ar", "recorded_at": MOMENT})  # fmt: skip
        generations.append({"number": number, "document": number, "reader": "r", "places": "p", "live": True,
                            "by_hand": False, "claims": 1, "refusals": "{}", "recorded_at": MOMENT})  # fmt: skip
        claims.append(writer.claim_row(make_claim(claim_id, incident, said), number, 0))
        texts.append({"number": number, "generation": number, "claim_id": claim_id, "incident": None})
        indexed[number] = index_words(said)
    for table, rows in (
        (t.documents, documents), (t.generations, generations), (t.claims, claims),
        (explore_rows.claim_texts, texts),
    ):  # fmt: skip
        connection.execute(insert(table), rows)
    write_words(connection, "document_words", indexed)
    write_words(connection, "claim_words", indexed)
    incidents = [incident for _, incident, _ in made]
    bodies = [msgspec.json.encode(one).decode() for one in incidents]
    rows = [writer._incident_row(one, body) for one, body in zip(incidents, bodies, strict=True)]  # noqa: SLF001
    connection.execute(insert(t.incidents), rows)
    links = [{"incident_id": one.incident_id, "claim_id": one.claims[0]} for one in incidents]
    connection.execute(insert(t.incident_claims), links)
    explore_rows.write_facts(connection, {}, incidents, known)


# ---------------------------------------------------------------------- asking


def make_question(dice: random.Random) -> list[tuple[str, str]]:
    """A question as people ask: none to three parameters, words now and then."""
    pairs: list[tuple[str, str]] = []
    for _ in range(dice.choices((0, 1, 2, 3), (1, 4, 4, 2))[0]):
        pairs += dice.choice(ASKED)(dice)
    return list(dict(pairs).items())


def ask_days(dice: random.Random) -> list[tuple[str, str]]:
    """Some days to some years."""
    start = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
    end = start + timedelta(days=dice.choice((0, 6, 30, 90, 365, 1500)))
    return [("from", start.isoformat()), ("to", end.isoformat())]


def ask_box(dice: random.Random) -> list[tuple[str, str]]:
    """A town to a country."""
    _, _, _, lat, lon = dice.choice(AREAS)
    size = dice.choice((0.1, 0.5, 2.0, 6.0))
    return [("bbox", f"{lon - size},{lat - size},{lon + size},{lat + size}")]


ASKED: tuple[Callable[[random.Random], list[tuple[str, str]]], ...] = (
    ask_days,
    ask_days,
    ask_box,
    lambda dice: [("type", dice.choices(TYPES, WEIGHTS)[0])],
    lambda dice: [("country", dice.choice(AREAS)[0])],
    lambda dice: [("admin1", dice.choice(AREAS)[1])],
    lambda dice: [("grade", dice.choice(("weak", "fair", "confirmed")))],
    lambda dice: [("place", dice.choice(ENDS))],
    lambda dice: [("origin", dice.choice(SOURCES)[0])],
    lambda dice: [("actor", dice.choice(ACTORS)[1])],
    lambda dice: [("killed_min", str(dice.choice((1, 5, 20, 100))))],
    lambda dice: [("q", dice.choice((*ENDS, *WHAT, *WITH, *WHOM)))],
)


def ask_view(dice: random.Random) -> list[tuple[str, str]]:
    """What a window of 1280 by 800 points shows around somewhere, as the page's map asks for it."""
    zoom = dice.randrange(3, 12)
    _, _, _, lat, lon = dice.choice(AREAS)
    wide, high = 1280 * 360 / (512 * 2**zoom) / 2, 800 * 360 / (512 * 2**zoom) / 2
    view = (max(-180.0, lon - wide), max(-90.0, lat - high), min(180.0, lon + wide), min(90.0, lat + high))
    return [("zoom", str(zoom)), ("view", ",".join(f"{side:.5f}" for side in view))]


def ask_words(dice: random.Random) -> str:
    """One to three words, or a phrase."""
    words = dice.sample((*ENDS, *STARTS, *WHAT, *WHOM, *(area[1] for area in AREAS)), dice.choice((1, 1, 2, 3)))
    return f'"{dice.choice(WHAT)} {dice.choice(ENDS)}"' if dice.random() < 0.2 else " ".join(words)


def list_measures(ledger: Ledger, client: TestClient, ids: list[str]) -> dict[str, Callable[[random.Random], Any]]:
    """What is timed, by name: each takes dice and asks one new question."""

    def asked(dice: random.Random) -> IncidentFilter:
        return parse_filter(make_question(dice)).as_filter(limit=50)

    def get(address: str) -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code} {answer.text[:300]}")

    def address(path: str, dice: random.Random, *more: tuple[str, str]) -> str:
        return f"{path}?{urlencode([*make_question(dice), *more])}"

    def next_page(dice: random.Random) -> None:
        wanted = asked(dice)
        first = ledger.read_incidents(wanted)
        if first.next is not None:
            ledger.read_incidents(msgspec.structs.replace(wanted, after=first.next))

    return {
        "list, store": lambda dice: ledger.read_incidents(asked(dice)),
        "list, page": lambda dice: get(address("/ar/incidents", dice)),
        "list, two pages by cursor, store": next_page,
        "count, store": lambda dice: ledger.count_incidents(asked(dice)),
        "search incidents, store": lambda dice: ledger.read_incidents(
            parse_filter([("q", ask_words(dice))]).as_filter(limit=50)
        ),
        "search reports, address": lambda dice: get(f"/api/v1/search?q={quote(ask_words(dice))}"),
        "map, whole world, address": lambda dice: get(
            address("/api/v1/map", dice, ("zoom", str(dice.randrange(3, 9))))
        ),
        "map, a view of it, address": lambda dice: get(address("/api/v1/map", dice, *ask_view(dice))),
        "timeline, address": lambda dice: get(address("/api/v1/timeline", dice)),
        "facets, address": lambda dice: get(address("/api/v1/facets", dice)),
        "explore, page": lambda dice: get(address("/ar/explore", dice)),
        "incident, page": lambda dice: get(f"/ar/incidents/{dice.choice(ids)}"),
    }


def measure(ledger: Ledger, rounds: int, seed: int) -> Iterator[str]:
    """A line a measure, in milliseconds: by the clock, and of the processor alone, which other programs do not touch."""
    started, busy = time.perf_counter(), time.process_time()
    ledger.warm()
    yield f"warm after {time.perf_counter() - started:.1f} s by the clock, {time.process_time() - busy:.1f} s of the processor"
    ids = [one.incident_id for one in ledger.read_incidents(parse_filter([]).as_filter(limit=500))]
    yield f"{ledger.count_incidents()} incidents; {rounds} questions each; milliseconds"
    with TestClient(make_app(ledger), base_url="http://127.0.0.1", follow_redirects=False) as client:
        for name, ask in list_measures(ledger, client, ids).items():
            yield _time(name, ask, rounds, seed)
    yield f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at the most"


def _time(name: str, ask: Callable[[random.Random], Any], rounds: int, seed: int) -> str:
    """Ask new questions, after three that are not counted."""
    warming, dice = random.Random(seed + 1), random.Random(seed)  # noqa: S311
    for _ in range(3):
        ask(warming)
    times, worked = [], []
    for _ in range(rounds):
        started, busy = time.perf_counter(), time.process_time()
        ask(dice)
        times.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    return f"{name:34} clock {_say(times)}   processor {_say(worked)}"


def _say(times: list[float]) -> str:
    """The middle and the 95th percentile."""
    return f"p50 {statistics.median(times):7.1f} p95 {sorted(times)[int(len(times) * 0.95)]:7.1f}"


def main() -> None:
    """Make the ledger where it is not there, then measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20)
    given = parser.parse_args()
    is_new = not given.ledger.exists()
    with open_ledger(given.ledger) as ledger:
        if is_new:
            fill(ledger, given.incidents, given.seed)
        for line in measure(ledger, given.rounds, given.seed):
            print(line, flush=True)


if __name__ == "__main__":
    main()
