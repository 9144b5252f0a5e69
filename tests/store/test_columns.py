"""What is held in memory is what the ledger says, however it came to be so."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from written import make_incident, make_toll

from marsad.model.incident import Incident, IncidentPlace, Period
from marsad.store import connect
from marsad.store.ledger import Ledger
from marsad.store.records import Box, IncidentFilter

QUESTIONS = (
    IncidentFilter(),
    IncidentFilter(type=("shelling", "siege")),
    IncidentFilter(country="IQ", dated=True),
    IncidentFilter(place="n1"),
    IncidentFilter(box=Box(36, 30, 40, 34)),
    IncidentFilter(date_from=date(2018, 1, 10), date_to=date(2018, 1, 20), sort="oldest"),
    IncidentFilter(words="n2"),
    IncidentFilter(sort="killed", kind="single"),
)


def throw() -> random.Random:
    return random.Random(1)  # noqa: S311


def make_any(dice: random.Random, name: str) -> Incident:
    town = dice.randrange(12)
    place = IncidentPlace(
        place_id=f"p{town}", name_ar=f"n{town}", name_en=None, precision="settlement", admin1=f"a{town % 4}",
        lat=30.0 + town if town % 3 else None, lon=36.0 + town if town % 3 else None,
        country="SY" if town % 2 else "IQ",
    )  # fmt: skip
    day = date(2018, 1, 1) + timedelta(days=dice.randrange(30))
    return make_incident(
        name, f"c{name}", type=dice.choice(("shelling", "siege", "attack")), where=(place,),
        when=Period(start=day, end=day + timedelta(days=dice.randrange(3))) if dice.random() < 0.9 else Period(),
        cells=make_toll(*[dice.randrange(9)] * 3),
    )  # fmt: skip


def tell(ledger: Ledger) -> list[object]:
    """All that the explorer says of the ledger."""
    told: list[object] = []
    for wanted in QUESTIONS:
        page = ledger.read_incidents(wanted)
        assert page.total == len(page.rows) == ledger.count_incidents(wanted)
        told += [page, ledger.read_timeline(wanted), ledger.read_map(wanted, 7), ledger.read_facets(wanted)]
    return told


@pytest.mark.parametrize("seed", range(3))
def test_state_brought_forward_is_the_state_read_anew(ledger: Ledger, reopen: Callable[[], Ledger], seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    incidents: dict[str, Incident] = {}
    for turn in range(5):
        for _ in range(15):
            name = f"i{dice.randrange(40)}"
            if turn % 2 and name in incidents:
                incidents[name] = replace(incidents[name], cells=make_toll(*[dice.randrange(9)] * 3))
            elif turn % 2 == 0 and dice.random() < 0.35:
                incidents.pop(name, None)
            elif turn % 2 == 0:
                incidents[name] = make_any(dice, name)
        ledger.write_incidents(tuple(incidents.values()), {})
        with reopen() as fresh:
            assert tell(ledger) == tell(fresh), turn
        assert ledger.count_incidents() == len(incidents)


def test_emptied_ledger_says_so(ledger: Ledger) -> None:
    ledger.write_incidents([make_any(throw(), "a")], {})
    assert ledger.count_incidents() == 1
    ledger.write_incidents([], {})
    assert ledger.read_map().cells == ()
    assert ledger.read_timeline().bins == ()
    assert ledger.read_facets().type == ()
    assert ledger.read_incidents().rows == ()


def test_transaction_that_began_before_a_change_sees_what_was(ledger: Ledger) -> None:
    dice = throw()
    ledger.write_incidents([make_any(dice, "a")], {})
    with connect.begin_read(ledger._engine) as before:
        assert len(ledger._keeper.read(before)) == 1
        ledger.write_incidents([make_any(dice, "a"), make_any(dice, "b")], {})
        assert ledger.count_incidents() == 2
        assert len(ledger._keeper.read(before)) == 1
    assert ledger.count_incidents() == 2


def test_many_threads_see_whole_states_only(ledger: Ledger) -> None:
    dice = throw()
    steps = [tuple(make_any(dice, f"i{at}") for at in range(size)) for size in (5, 9, 3, 12, 7)]
    ledger.write_incidents(steps[0], {})

    def ask(_: int) -> tuple[int, int]:
        page = ledger.read_incidents()
        return page.total, len(page.rows)

    with ThreadPoolExecutor(4) as pool:
        for step in steps:
            asked = [pool.submit(ask, one) for one in range(8)]
            ledger.write_incidents(step, {})
            for one in asked:
                total, rows = one.result()
                assert total == rows
    assert ledger.count_incidents() == 7
