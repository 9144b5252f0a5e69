"""One filter answered alike by map, timeline, table and files; what has no point or no day is counted, never placed."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from invented_answers import ANSWERS, make_answers, make_maps
from invented_desk import HOUSE, IDLIB
from pages_client import Client

from marsad.publish.access import Person
from marsad.publish.filters import Question, parse_filter
from marsad.publish.site.app import make_app
from marsad.publish.site.explore import parse_view
from marsad.publish.site.explore_chart import Bar, draw_chart
from marsad.publish.site.explore_figures import cut_box, gather
from marsad.publish.site.explore_map import Spot, draw_map, trim_box
from marsad.publish.site.maps import Maps
from marsad.store.ledger import Ledger
from marsad.store.records import Box


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with make_answers(tmp_path_factory.mktemp("answers")) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Maps:
    return make_maps(tmp_path_factory.mktemp("maps"))


@pytest.fixture(scope="module")
def explorer(answers: Ledger, maps: Maps) -> Client:
    return Client(make_app(answers, maps=maps))


QUESTIONS = (
    "", "type=air_strike", "place=Maarra", "located=no", "dated=no", "killed_min=3", "from=2024-02-05&type=siege",
)  # fmt: skip


def ask(query: str) -> Question:
    return parse_filter([pair.split("=") for pair in query.split("&") if pair])  # type: ignore[misc]


@pytest.mark.parametrize("query", QUESTIONS)
def test_map_and_timeline_add_up_to_what_is_shown(answers: Ledger, maps: Maps, query: str) -> None:
    figures = gather(answers, maps, ask(query), size=100, offset=0, step=None)
    assert figures.total == len(ANSWERS)
    assert len(figures.incidents) == figures.shown
    assert sum(spot.incidents for spot in figures.map.spots) == figures.map.placed
    assert figures.map.placed + figures.map.unplaced == figures.shown
    time = figures.time
    assert sum(bar.incidents for bar in time.bars) + time.vague + time.undated + time.outside == figures.shown


@pytest.mark.parametrize("query", ["", "type=air_strike", "bbox=36.0,35.0,36.45,36.0"])
def test_box_of_a_circle_asks_for_exactly_its_incidents(answers: Ledger, maps: Maps, query: str) -> None:
    asked = ask(query)
    spots = gather(answers, maps, asked, size=1, offset=0, step=None).map.spots
    assert spots
    for spot in spots:
        pairs = [(name, value) for name, value in asked.as_query() if name != "bbox"]
        inside = parse_filter([*pairs, ("bbox", spot.bbox)])
        assert answers.count_incidents(inside.as_filter()) == spot.incidents


def test_one_mention_of_another_decade_does_not_flatten_the_bars(answers: Ledger, maps: Maps) -> None:
    time = gather(answers, maps, Question(), size=1, offset=0, step=None).time
    assert (time.step, time.outside) == ("day", 1)
    assert time.bars[0].start.year == 2024
    whole = gather(answers, maps, Question(), size=1, offset=0, step="year").time
    assert (whole.bars[0].start.year, whole.outside) == (1981, 0)


def test_killed_of_a_bar_are_a_range_that_may_be_open(answers: Ledger, maps: Maps) -> None:
    bars = {bar.start: bar for bar in gather(answers, maps, Question(), size=1, offset=0, step="day").time.bars}
    closed, both = bars[date(2024, 2, 1)], bars[date(2024, 2, 10)]
    assert (closed.killed_low, closed.killed_best, closed.killed_high, closed.high_open) == (1, 2, 3, False)
    assert (both.killed_low, both.killed_best, both.killed_high, both.high_open) == (5, 6, 9, True)


def test_reports_are_counted_beside_the_bars(answers: Ledger, maps: Maps) -> None:
    bars = {bar.start: bar for bar in gather(answers, maps, Question(), size=1, offset=0, step="day").time.bars}
    assert bars[date(2024, 2, 7)].reports == 2
    assert bars[date(2024, 2, 6)].reports == 0


def test_area_is_hatched_and_has_no_circle(answers: Ledger, maps: Maps) -> None:
    found = gather(answers, maps, ask("type=siege"), size=1, offset=0, step=None).map
    drawn = draw_map(maps, found.spots, found.areas)
    assert drawn is not None
    assert (len(drawn.spots), len(drawn.hatched)) == (0, 1)
    assert [(area.admin1, area.incidents) for _, area in drawn.hatched] == [(IDLIB.name_ar, 3)]


def test_building_stands_no_closer_on_the_map_than_in_public_rows(answers: Ledger, maps: Maps) -> None:
    found = gather(answers, maps, ask("type=attack&from=2024-01-01"), size=1, offset=0, step=None).map
    (spot,) = found.spots
    assert (spot.lat, spot.lon) == (35.8, 36.6)
    assert spot.radius_km == 8.0


def spot(lat: float, lon: float, incidents: int) -> Spot:
    return Spot(lat=lat, lon=lon, incidents=incidents, south=lat, west=lon, north=lat, east=lon)


def test_drawing_keeps_to_where_nearly_all_lie_and_counts_the_rest(maps: Maps) -> None:
    near, far = [spot(35.5, 36.2, 60), spot(35.9, 36.9, 40)], spot(10.0, -60.0, 2)
    box = trim_box([*near, far])
    assert box is not None
    assert box[0] > 30
    drawn = draw_map(maps, [*near, far], ())
    assert drawn is not None
    assert drawn.outside == 2
    assert trim_box(near) is None


@pytest.mark.parametrize(
    ("asked", "cut"),
    [
        (None, (0.0, 0.0, 2.0, 2.0)),
        (Box(1.0, -5.0, 9.0, 1.5), (1.0, 0.0, 2.0, 1.5)),
        (Box(170.0, -5.0, -170.0, 5.0), (0.0, 0.0, 2.0, 2.0)),
    ],
)
def test_cell_is_cut_to_the_box_that_is_asked(asked: Box | None, cut: tuple[float, ...]) -> None:
    assert cut_box((0.0, 0.0, 2.0, 2.0), asked) == cut


def test_first_bar_stands_where_reading_begins() -> None:
    days = [date(2024, 2, 1) + timedelta(days=day) for day in range(3)]
    bars = [Bar(start=day, end=day, incidents=number) for number, day in enumerate(days, 1)]
    forward, backward = draw_chart(bars, backward=False), draw_chart(bars, backward=True)
    assert forward is not None
    assert backward is not None
    assert forward.bars[0].x < forward.bars[2].x
    assert backward.bars[0].x > backward.bars[2].x
    assert draw_chart([], backward=True) is None


# ---------------------------------------------------------------------- the page


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("query", [*QUESTIONS, "type=chemical_attack", "q=nothing"])
def test_page_answers_every_question(explorer: Client, language: str, query: str) -> None:
    answer = explorer.get(f"/{language}/explore?{query}")
    assert answer.status_code == 200
    assert "style=" not in answer.text
    assert f"{len(ANSWERS)}</bdi>" in answer.text


def test_chip_leads_to_the_same_question_without_it(explorer: Client) -> None:
    html = explorer.get("/en/explore?type=siege&type=protest&from=2024-02-03&step=week").text
    chips = re.findall(r'class="chip" href="([^"]+)"', html)
    assert [one.replace("&amp;", "&") for one in chips] == [
        "/en/explore?type=siege&type=protest&step=week",
        "/en/explore?from=2024-02-03&type=protest&step=week",
        "/en/explore?from=2024-02-03&type=siege&step=week",
    ]


def test_choice_that_is_asked_stays_when_nothing_has_it(explorer: Client) -> None:
    html = explorer.get("/en/explore?type=chemical_attack&from=2024-02-03").text
    assert re.search(r'value="chemical_attack" id="[^"]+" checked', html)


@pytest.mark.parametrize("query", ["colour=red", "step=hour", "type=nonsense", "bbox=1", "page=x"])
def test_what_cannot_be_asked_is_refused(explorer: Client, query: str) -> None:
    assert explorer.get(f"/en/explore?{query}").status_code == 400


def test_words_of_a_filter_never_become_markup(explorer: Client) -> None:
    html = explorer.get('/en/explore?place=%3Cscript%3E%22&q=%3Cb%3E"').text
    assert "<script>&#34;" not in html
    assert "<b>" not in html.replace('<b class="best">', "")


def test_list_of_a_place_holds_its_incidents(explorer: Client) -> None:
    html = explorer.get("/ar/explore/here?type=air_strike&bbox=36,35,37,36").text
    assert len(re.findall(r"<li>", html)) == 12
    assert "<html" not in html


# ---------------------------------------------------------------------- files


def read_csv(explorer: Client, path: str) -> list[dict[str, str]]:
    answer = explorer.get(path)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("query", QUESTIONS)
def test_internal_file_holds_exactly_what_is_shown(explorer: Client, answers: Ledger, query: str) -> None:
    rows = read_csv(explorer, f"/api/v1/export/internal/csv?{query}")
    shown = answers.read_incidents(ask(query).as_filter())
    assert [row["incident_id"] for row in rows] == [one.incident_id for one in shown]
    features = json.loads(explorer.get(f"/api/v1/export/internal/geojson?{query}").text)["features"]
    assert [one["id"] for one in features] == [one.incident_id for one in shown]


def test_public_file_passes_the_door(explorer: Client) -> None:
    answer = explorer.get("/api/v1/export/geojson?type=attack")
    assert HOUSE not in answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="marsad-incidents-public.geojson"'
    collection = json.loads(answer.text)
    assert collection["marsad"]["profile"] == "public"
    points = [one["geometry"]["coordinates"] for one in collection["features"]]
    assert [36.6, 35.8] in points
    undated = read_csv(explorer, "/api/v1/export/csv?dated=no")
    assert {row["incident_id"] for row in undated} <= {"undated"}


def test_file_of_an_empty_answer_is_whole(explorer: Client) -> None:
    assert json.loads(explorer.get("/api/v1/export/geojson?type=riot").text)["features"] == []
    assert read_csv(explorer, "/api/v1/export/csv?type=riot") == []


def test_timeline_as_a_file_adds_up_with_its_undated(explorer: Client) -> None:
    rows = read_csv(explorer, "/api/v1/export/timeline/csv?from=2024-02-01&step=day&type=shelling")
    assert [(row["date_start"], row["incidents"], row["killed_high"], row["killed_open"]) for row in rows] == [
        (f"2024-02-{day}", "1", "6", "1") for day in range(10, 15)
    ]
    undated = read_csv(explorer, "/api/v1/export/timeline/csv?dated=no")
    assert [(row["dates"], row["date_start"], row["incidents"]) for row in undated] == [("none", "", "1")]


@pytest.mark.parametrize("path", ["export/pdf", "export/csv?colour=red"])
def test_file_that_cannot_be_made_is_refused(explorer: Client, path: str) -> None:
    assert explorer.get(f"/api/v1/{path}").status_code == 400


def test_reader_takes_public_files_only(answers: Ledger) -> None:
    class Readers:
        def find(self, request: object) -> Person:  # noqa: ARG002 - as the protocol has it
            return Person(name="amal", roles=("reader",))

    reader = Client(make_app(answers, people=Readers()))
    assert reader.get("/api/v1/export/csv").status_code == 200
    assert reader.get("/api/v1/export/internal/csv").status_code == 403
    assert "export/internal" not in reader.get("/en/explore").text


# ---------------------------------------------------------------------- the ground of the map


def test_world_is_drawn_with_names_in_both_languages(explorer: Client) -> None:
    world = explorer.get("/api/v1/outlines").json()
    syria = next(one["properties"] for one in world["features"] if one["properties"]["country"] == "SY")
    assert (syria["name_ar"], syria["name_en"]) == ("سوريا", "Syria")
    assert set(world["disclaimer"]) == {"ar", "en"}


def test_names_of_areas_say_what_they_are_called(explorer: Client) -> None:
    names = explorer.get("/api/v1/outlines/sy/names").json()["names"]
    assert {one["id"]: one["called"] for one in names}["12"] == ["إدلب", "Idlib", "geo:2"]
    assert explorer.get("/api/v1/outlines/XX/names").status_code == 404


# ---------------------------------------------------------------------- saved views, search


def test_saved_view_keeps_a_filter_that_can_be_asked() -> None:
    assert parse_view("type=siege&step=week&page=3") == "type=siege&step=week"
    with pytest.raises(Exception, match="unknown parameter"):
        parse_view("colour=red")


def test_view_is_saved_by_a_form_of_ours_only(explorer: Client, answers: Ledger) -> None:
    assert explorer.post("/en/views", {"name": "Sieges", "query": "type=siege"}).status_code == 403
    assert answers.read_views("") == ()
    saved = explorer.post("/en/views", {"name": "Sieges", "query": "type=siege"}, page="/en/explore?type=siege")
    assert (saved.status_code, saved.headers["location"]) == (303, "/en/explore?type=siege#explore-views")
    (view,) = answers.read_views("")
    assert (view.name, view.query) == ("Sieges", "type=siege")
    gone = explorer.post(f"/en/views/{view.number}/delete", {"query": ""}, page="/en/explore")
    assert (gone.status_code, answers.read_views("")) == (303, ())
    assert explorer.post(f"/en/views/{view.number}/delete", {"query": ""}, page="/en/explore").status_code == 404


def test_view_that_asks_for_what_is_unknown_is_refused(explorer: Client) -> None:
    odd = explorer.post("/en/views", {"name": "Odd", "query": "colour=red"}, page="/en/explore")
    assert odd.status_code == 400


@pytest.mark.parametrize("words", ["اريحا", "بأريحا", "أَرِيحا"])
def test_search_shows_reports_with_the_words_marked(explorer: Client, words: str) -> None:
    html = explorer.get(f"/ar/search?q={words}").text
    assert re.search(r'<mark class="hit">[^<]*أريحا</mark>', html)
    assert "/ar/incidents/alone" in html


def test_search_without_a_find_says_so(explorer: Client) -> None:
    assert explorer.get("/en/search?q=zzzz").status_code == 200
    assert "No report holds these words" in explorer.get("/en/search?q=zzzz").text
    assert explorer.get("/en/search?colour=red").status_code == 400
