"""Counting what a filter lets through: by time, on the map, by value; always N of M."""

from datetime import date
from typing import Any

import pytest
from written import make_incident, make_toll

from marsad.base.errors import UseError
from marsad.model.incident import Incident, IncidentActor, IncidentPlace, Origin, Period
from marsad.store.explore_records import Killed
from marsad.store.ledger import Ledger
from marsad.store.records import Box, IncidentFilter


def make_place(name: str, lat: float | None, lon: float | None, **fields: Any) -> IncidentPlace:
    standing: dict[str, Any] = {"place_id": f"p:{name}", "name_en": None, "precision": "settlement"}
    return IncidentPlace(name_ar=name, lat=lat, lon=lon, **standing | fields)


def on(*day: int, end: tuple[int, int, int] | None = None) -> Period:
    start = date(*day)
    return Period(start=start, end=date(*end) if end else start, precision="day")


TOWN = make_place("الحراك", 32.75, 36.31, admin1="درعا", admin1_en="Daraa", country="SY")
NEAR = make_place("ناحتة", 32.751, 36.311, admin1="درعا", admin1_en="Daraa", country="SY")
FAR = make_place("الموصل", 36.34, 43.13, admin1="نينوى", admin1_en="Nineveh", country="IQ")
AREA = make_place("إدلب", None, None, admin1="إدلب", admin1_en="Idlib", country="SY", precision="governorate")
CHECKPOINT = IncidentActor(actor_id="sy.army", stance="accused", by=("sohr",), name_ar="الجيش", name_en="Army")

INCIDENTS = (
    make_incident("a", "c1", where=(TOWN,), when=on(2018, 7, 5), cells=make_toll(2, 3, 5)),
    make_incident("b", "c2", where=(NEAR,), when=on(2018, 6, 20, end=(2018, 7, 4)), cells=make_toll(1, None, None)),
    make_incident(
        "c", "c3", where=(FAR,), when=on(2018, 7, 9), type="shelling", cells=make_toll(4, 4, 4, is_open=True)
    ),
    make_incident("d", "c4", where=(AREA, FAR), when=on(2018, 8, 1), cells=(), actors=(CHECKPOINT,)),
    make_incident("e", "c5", where=(AREA,), when=Period(), cells=make_toll(7, 7, 7), grade="fair"),
    make_incident("f", "c6", where=(TOWN,), when=on(2018, 7, 5), kind="aggregate", cells=make_toll(90, 90, 90)),
)


@pytest.fixture
def desk(ledger: Ledger) -> Ledger:
    ledger.write_incidents(INCIDENTS, {})
    return ledger


def list_ids(ledger: Ledger, **wanted: Any) -> list[str]:
    return [one.incident_id for one in ledger.read_incidents(IncidentFilter(**wanted))]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"type": ("shelling", "siege")}, "c"),
        ({"type": ("shelling", "air_strike"), "grade": ("fair",)}, "e"),
        ({"country": ("IQ",)}, "dc"),
        ({"country": ("IQ", "SY"), "located": False}, "e"),
        ({"admin1": ("Nineveh", "درعا")}, "dcafb"),
        ({"place": "ادلب"}, "de"),
        ({"place": "موصل"}, "dc"),
        ({"place_id": ("p:الحراك",)}, "af"),
        ({"actor": "sy.army"}, "d"),
        ({"actor": ("لا أحد", "الجيش")}, "d"),
        ({"dated": False}, "e"),
        ({"dated": True, "located": True, "killed_min": 4}, "cf"),
        ({"killed_min": 1, "kind": "single"}, "cabe"),
        ({"box": Box(36, 32, 37, 33)}, "afb"),
        ({"box": Box(36.31, 32.75, 36.311, 32.751)}, "af"),
        ({"box": Box(170, -90, 40, 90)}, "afb"),
        ({"sort": "killed"}, "fecadb"),
        ({"sort": "oldest"}, "bafcde"),
    ],
)
def test_filter_holds_in_list_and_count(desk: Ledger, wanted: dict[str, Any], found: str) -> None:
    assert "".join(list_ids(desk, **wanted)) == found
    assert desk.count_incidents(IncidentFilter(**wanted)) == len(found)


@pytest.mark.parametrize("sort", ["newest", "oldest", "killed"])
@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_by_cursor_join_to_the_whole_list(desk: Ledger, sort: Any, limit: int) -> None:
    found: list[str] = []
    after = None
    for _ in INCIDENTS:
        page = desk.read_incidents(IncidentFilter(sort=sort, limit=limit, after=after))
        found += [one.incident_id for one in page]
        after = page.next
        if after is None:
            break
    assert after is None
    assert found == list_ids(desk, sort=sort)


def test_cursor_stays_right_when_its_incident_is_gone(desk: Ledger) -> None:
    page = desk.read_incidents(IncidentFilter(limit=2))
    gone = page.rows[-1].incident_id
    desk.write_incidents([one for one in INCIDENTS if one.incident_id != gone], {})
    rest = list_ids(desk, after=page.next)
    assert [page.rows[0].incident_id, *rest] == list_ids(desk)


@pytest.mark.parametrize("cursor", ["nope", "2018-13-01~a", "~", "2018-07-05"])
def test_cursor_of_another_list_is_refused(desk: Ledger, cursor: str) -> None:
    with pytest.raises(UseError, match="begin again"):
        desk.read_incidents(IncidentFilter(after=cursor))


def test_timeline_has_no_gaps_and_counts_the_undated(desk: Ledger) -> None:
    drawn = desk.read_timeline(IncidentFilter(), "month")
    assert [(one.start, one.end, one.incidents) for one in drawn.bins] == [
        (date(2018, 6, 1), date(2018, 6, 30), 1),
        (date(2018, 7, 1), date(2018, 7, 31), 3),
        (date(2018, 8, 1), date(2018, 8, 31), 1),
    ]
    assert (drawn.undated, drawn.shown, drawn.count, drawn.total) == (1, 5, 6, 6)
    assert drawn.undated_killed == Killed(low=7, best=7, high=7, incidents=1)


def test_killed_stay_a_range_and_an_aggregate_is_not_added(desk: Ledger) -> None:
    july = desk.read_timeline(IncidentFilter(), "month").bins[1]
    assert july.killed == Killed(low=6, best=7, high=9, open=1, incidents=2, left_out=1)
    june = desk.read_timeline(IncidentFilter(), "month").bins[0]
    assert june.killed == Killed(low=1, best=1, high=1, open=1, incidents=1)


def test_incident_that_began_before_the_question_stands_in_its_first_bin(desk: Ledger) -> None:
    drawn = desk.read_timeline(IncidentFilter(date_from=date(2018, 7, 2), date_to=date(2018, 7, 5)), "day")
    assert [(one.start.day, one.incidents) for one in drawn.bins] == [(2, 1), (3, 0), (4, 0), (5, 2)]
    assert (
        drawn.shown
        == drawn.count
        == desk.count_incidents(IncidentFilter(date_from=date(2018, 7, 2), date_to=date(2018, 7, 5)))
    )


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [
        (date(2018, 7, 1), date(2018, 7, 9), "day"),
        (date(2018, 1, 1), date(2018, 12, 31), "week"),
        (date(2010, 1, 1), date(2018, 12, 31), "month"),
        (date(1900, 1, 1), date(2018, 12, 31), "year"),
    ],
)
def test_step_fits_the_length_of_time(ledger: Ledger, first: date, last: date, step: str) -> None:
    days = (make_incident(str(day), when=Period(start=day, end=day, precision="day")) for day in (first, last))
    ledger.write_incidents(tuple(days), {})
    assert ledger.read_timeline().step == step


def test_too_many_bins_are_refused_not_cut(ledger: Ledger) -> None:
    days = (date(1012, 7, 1), date(2018, 7, 1))
    ledger.write_incidents([make_incident(str(day), when=Period(start=day, end=day)) for day in days], {})
    with pytest.raises(UseError, match="longer step"):
        ledger.read_timeline(IncidentFilter(), "day")
    assert len(ledger.read_timeline(IncidentFilter(), "year").bins) == 1007


def test_map_adds_up_and_never_pins_an_area(desk: Ledger) -> None:
    drawn = desk.read_map(IncidentFilter(), zoom=2)
    assert [(cell.count, cell.types) for cell in drawn.cells] == [
        (3, {"air_strike": 3}),
        (2, {"air_strike": 1, "shelling": 1}),
    ]
    assert [(one.admin1, one.country, one.incidents) for one in drawn.unlocated] == [("إدلب", "SY", 1)]
    assert (drawn.shown, drawn.outside, drawn.count, drawn.total) == (5, 0, 6, 6)


def test_single_incident_is_given_with_id_and_name(desk: Ledger) -> None:
    (cell,) = desk.read_map(IncidentFilter(type="shelling"), zoom=5).cells
    assert (cell.lon, cell.lat) == (43.13, 36.34)
    (told,) = cell.incidents
    assert (told.id, told.name_ar, told.type, told.first_day) == ("c", "الموصل", "shelling", date(2018, 7, 9))


@pytest.mark.parametrize("zoom", [0, 5, 9, 12, 16, 18])
def test_box_of_a_cell_as_filter_gives_its_incidents(desk: Ledger, zoom: int) -> None:
    drawn = desk.read_map(IncidentFilter(), zoom)
    assert sum(cell.count for cell in drawn.cells) == 5
    for cell in drawn.cells:
        assert sorted(list_ids(desk, box=Box(*cell.box))) == sorted(one.id for one in cell.incidents)


def test_view_limits_what_is_drawn_and_says_how_much_lies_outside(desk: Ledger) -> None:
    drawn = desk.read_map(IncidentFilter(), 5, Box(36, 32, 37, 33))
    assert (drawn.shown, drawn.outside, drawn.count) == (3, 2, 6)
    assert sum(one.incidents for one in drawn.unlocated) == 1


def test_map_with_too_many_cells_is_drawn_coarser(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marsad.store.explore_map.CELLS_MOST", 20)
    places = [make_place(f"n{at}", 30 + at % 10, 36 + at // 10) for at in range(100)]
    ledger.write_incidents([make_incident(str(at), where=(place,)) for at, place in enumerate(places)], {})
    drawn = ledger.read_map(IncidentFilter(), 10)
    assert drawn.zoom < 10
    assert len(drawn.cells) <= 20
    assert drawn.shown == 100


def test_facet_counts_what_choosing_it_would_give(desk: Ledger) -> None:
    facets = desk.read_facets(IncidentFilter(type="shelling"))
    assert {one.value: one.incidents for one in facets.type} == {"air_strike": 5, "shelling": 1}
    assert {one.value: one.incidents for one in facets.country} == {"IQ": 1}
    everything = desk.read_facets()
    assert {one.value: one.incidents for one in everything.country} == {"SY": 5, "IQ": 2}
    assert [(one.value, one.country, one.name_en, one.incidents) for one in everything.admin1] == [
        ("درعا", "SY", "Daraa", 3), ("إدلب", "SY", "Idlib", 2), ("نينوى", "IQ", "Nineveh", 2),
    ]  # fmt: skip
    for name in ("type", "status", "kind", "grade", "state", "country", "admin1"):
        for value in getattr(everything, name):
            assert value.incidents == desk.count_incidents(IncidentFilter(**{name: value.value}))


def test_version_moves_with_every_change_and_only_then(desk: Ledger) -> None:
    before = desk.read_derived_version()
    desk.write_incidents(INCIDENTS, {})
    assert desk.read_derived_version() == before
    desk.write_incidents(INCIDENTS[:-1], {})
    assert desk.read_derived_version() == before + 1
    assert desk.count_incidents() == 5


def test_changed_incident_is_counted_as_it_is_now(desk: Ledger) -> None:
    moved = make_incident(
        "a", "c1", where=(FAR,), when=on(2018, 7, 5), origins=(Origin(source_id="x", name_en="Xx", claims=()),)
    )
    desk.write_incidents((moved, *INCIDENTS[1:]), {})
    assert list_ids(desk, country="IQ") == ["d", "c", "a"]
    assert list_ids(desk, origin="xx") == ["a"]


def test_incidents_of_several_days_and_none_keep_the_list_whole(ledger: Ledger) -> None:
    many: list[Incident] = [
        make_incident(f"i{at:03}", when=Period() if at % 7 == 0 else on(2018, 1, 1 + at % 5)) for at in range(60)
    ]
    ledger.write_incidents(many, {})
    assert len(set(list_ids(ledger))) == 60


def test_sexual_violence_is_on_no_map_but_counted_with_its_governorate(ledger: Ledger) -> None:
    ledger.write_incidents([make_incident("s", "c1", where=(TOWN,), when=on(2018, 7, 5), type="sexual_violence")], {})
    drawn = ledger.read_map(IncidentFilter(), 12)
    assert drawn.cells == ()
    assert [(one.admin1, one.incidents) for one in drawn.unlocated] == [("درعا", 1)]
    assert list_ids(ledger, located=True) == []
    assert list_ids(ledger, box=Box(36, 32, 37, 33)) == []
