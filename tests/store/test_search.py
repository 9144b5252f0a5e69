"""Words are found as Arabic writes them: with particles, marks and spellings; nothing a user types is an error."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import make_claim, make_document, make_incident, make_reading

from marsad.store.ledger import Ledger
from marsad.store.records import IncidentFilter
from marsad.store.search import find_spans, index_words, parse_words

REPORTS = {
    "town": "قُتل ثلاثةُ مدنيين بقصفٍ على حيّ الزهور بحلب، وفق المرصد الافتراضي.",
    "village": "استهدفت غارات جوية بلدة كفر الأخضر وسقط عشرة جرحى من المدنيين.",
    "border": "وصل اللاجئون إلى لبنان، وقالت مصادر إن الجيش قصف بلدتين في إدلب.",
    "prison": "أفرج عن موقوفين من السجن المركزي بدرعا بعد وساطة لوجهاء الحيّ.",
    "valley": "اشتباكات في وادي الغزلان بين فصائل محلية، ومقتل مدنيًّا واحدًا.",
    "quiet": "لم تسجّل أي غارة يوم السبت، وعادت ١٥ عائلة إلى غزة.",
}


@pytest.fixture
def desk(ledger: Ledger) -> Ledger:
    incidents = []
    for name, said in REPORTS.items():
        document = make_document(said, id=name, title=None, published=date(2018, 7, 6))
        claim = make_claim(document, said)
        ledger.write_reading(make_reading(document, claim), document, None)
        incidents.append(make_incident(f"i-{name}", claim.id, where=(), origins=(), documents=(name,)))
    ledger.write_incidents(incidents, {})
    return ledger


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("حلب", "town"),
        ("بحلب", "town"),
        ("حي", "town prison"),
        ("الحي", "town prison"),
        ("قتل", "town"),
        ("مدنيين", "town village valley"),
        ("المدنيين", "town village valley"),
        ("مدني", "town village valley"),
        ("غارة", "village quiet"),
        ("غاره", "village quiet"),
        ("غارات", "village quiet"),
        ("بلدة", "village border"),
        ("ادلب", "border"),
        ("إدلب", "border"),
        ("لبنان", "border"),
        ("بنان", ""),
        ("لاجئ", "border"),
        ("اللاجئين", "border"),
        ("درعا", "prison"),
        ("درع", ""),
        ("سجن", "prison"),
        ("15", "quiet"),
        ("٢٠", ""),
        ("غزة", "quiet"),
        ("غزه", "quiet"),
        ("قَصْفٌ", "town border"),
        ("وجهاء", "prison"),
        ("قصف حلب", "town"),
        ("قصف لبنان", "border"),
        ('"حي الزهور"', "town"),
        ('"الزهور حي"', ""),
        ('"الزهور حلب"', "town"),
        ('"وادي الغزلان" اشتباكات', "valley"),
        ("«غارات جوية»", "village"),
        ("“السجن المركزي”", "prison"),
        ("زيمبابوي", ""),
    ],
)
def test_word_is_found_however_it_is_written(desk: Ledger, words: str, found: str) -> None:
    expected = set(found.split())
    assert {hit.document.id for hit in desk.search_documents(words)} == expected
    incidents = desk.read_incidents(IncidentFilter(words=words))
    assert {one.incident_id.removeprefix("i-") for one in incidents} == expected
    assert incidents.total == len(expected)


@pytest.mark.parametrize("words", ["", "  ", "%", '"', '""', "()", "* - ~", "«»"])
def test_question_without_a_word_finds_nothing(desk: Ledger, words: str) -> None:
    assert desk.search_documents(words).total == 0
    assert desk.count_incidents(IncidentFilter(words=words)) == 0


@pytest.mark.parametrize(
    "words",
    [
        '"حلب',
        "حلب AND",
        "NOT حلب",
        "حلب*",
        "surface : حلب",
        "NEAR(حلب, 2)",
        "حلب & | !",
        "a:b <-> c",
        "'; DROP",
        "\\",
        "حلب\x00",
    ],
)
def test_no_sign_is_syntax(desk: Ledger, words: str) -> None:
    desk.search_documents(words)
    desk.count_incidents(IncidentFilter(words=words))
    assert desk.search_documents('"حلب').total == 1


def test_words_of_one_incident_may_stand_in_two_reports(ledger: Ledger) -> None:
    claims = []
    for name in ("town", "border"):
        document = make_document(REPORTS[name], id=name)
        claims.append(make_claim(document, REPORTS[name]))
        ledger.write_reading(make_reading(document, claims[-1]), document, None)
    ledger.write_incidents([make_incident("a", *(claim.id for claim in claims))], {})
    assert ledger.count_incidents(IncidentFilter(words="حلب لبنان")) == 1
    assert ledger.search_documents("حلب لبنان").total == 0


def test_names_of_places_and_origins_are_searched(ledger: Ledger) -> None:
    ledger.write_incidents([make_incident("a", "c1")], {})
    for words in ("صيدا", "بصيدا", "sayda", "SAYDA", "درعا", "observatory", '"Syrian Observatory"'):
        assert ledger.count_incidents(IncidentFilter(words=words)) == 1


def test_newer_reading_keeps_its_incident_findable_and_an_older_one_leads_nowhere(ledger: Ledger) -> None:
    document = make_document(REPORTS["town"], id="town")
    claim = make_claim(document, "مدنيين بقصفٍ")
    ledger.write_reading(make_reading(document, claim), document, None)
    incident = make_incident("a", claim.id, where=(), origins=())
    ledger.write_incidents([incident], {})
    wider = make_claim(document, "مدنيين بقصفٍ", id=claim.id, evidence=make_claim(document, document.text).evidence)
    ledger.write_reading(make_reading(document, wider, reader="reader-2"), document, None)
    ledger.write_incidents([incident], {})
    assert ledger.count_incidents(IncidentFilter(words="حلب")) == 1
    ledger.write_reading(make_reading(document, claim), document, None)
    assert ledger.count_incidents(IncidentFilter(words="حلب")) == 0
    assert ledger.count_incidents(IncidentFilter(words="قصف")) == 1


def test_only_the_newest_version_of_a_report_is_found(ledger: Ledger) -> None:
    for said in (REPORTS["town"], REPORTS["village"]):
        document = make_document(said)
        ledger.write_reading(make_reading(document), document, None)
    assert ledger.search_documents("حلب").total == 0
    assert ledger.search_documents("بلدة").total == 1


def test_words_asked_for_before_a_new_reading_are_found_by_it_at_once(ledger: Ledger) -> None:
    document = make_document(REPORTS["town"], id="town")
    claim = make_claim(document, "مدنيين بقصفٍ")
    ledger.write_reading(make_reading(document, claim), document, None)
    ledger.write_incidents([make_incident("a", claim.id, where=(), origins=())], {})
    wanted = IncidentFilter(words="حلب")
    assert ledger.count_incidents(wanted) == 0
    wider = make_claim(document, "مدنيين بقصفٍ", id=claim.id, evidence=make_claim(document, document.text).evidence)
    ledger.write_reading(make_reading(document, wider, reader="reader-2"), document, None)
    assert ledger.count_incidents(wanted) == 1
    ledger.write_reading(make_reading(document, claim), document, None)
    assert ledger.count_incidents(wanted) == 0


def test_reports_that_came_since_stand_where_they_belong_in_every_page(ledger: Ledger) -> None:
    written: list[tuple[str, date | None]] = []
    for at in range(24):
        day = None if at % 7 == 0 else date(2018, 7, 1 + at * 5 % 9)
        name = f"report-{at * 11 % 24}"
        document = make_document(REPORTS["town"], id=name, published=day)
        ledger.write_reading(make_reading(document), document, None)
        written.append((name, day))
        dated = sorted((-day.toordinal(), name) for name, day in written if day is not None)
        expected = [name for _, name in dated] + sorted(name for name, day in written if day is None)
        for limit in (1, 5, None):
            shown = [
                hit.document.id
                for start in (range(0, len(written), limit) if limit else (0,))
                for hit in ledger.search_documents("حلب", limit, start)
            ]
            assert shown == expected


def test_snippet_is_the_original_to_the_character(desk: Ledger) -> None:
    (hit,) = desk.search_documents('"حي الزهور" حلب').rows
    said = REPORTS["town"]
    assert hit.claims == 1
    for snippet in hit.snippets:
        assert snippet.text == said[snippet.start : snippet.end]
    marked = [said[mark.start : mark.end] for snippet in hit.snippets for mark in snippet.marks]
    assert marked == ["حيّ الزهور", "بحلب"]


@given(st.text(alphabet='حلبوقصفيةأإاّ ًـ\n\u200f"()*:a1é', max_size=60))
def test_offsets_are_of_the_original_and_every_word_finds_itself(text: str) -> None:
    indexed = index_words(text)
    for term in parse_words(text.replace('"', " ")):
        assert set(term.tokens) <= set(indexed.surface)
        spans = list(find_spans(text, [term]))
        assert spans
        assert all(0 <= start < end <= len(text) for start, end in spans)


def test_words_that_were_read_beforehand_find_what_comes_later(ledger: Ledger) -> None:
    def write(name: str, said: str) -> None:
        document = make_document(said, id=name)
        ledger.write_reading(make_reading(document), document, None)

    for number in range(40):
        write(f"d{number}", "قصف على السوق" if number % 2 else "اجتماع في المدينة")
    ledger.warm()
    assert ledger.search_documents("السوق").total == 20
    write("d40", "سوق")
    write("d41", "لا شيء")
    assert ledger.search_documents("السوق").total == 21
    assert ledger.search_documents("مدينة").total == 20
