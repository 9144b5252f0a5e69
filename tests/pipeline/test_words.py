"""What competes in a pack, and what texts reach: on small tables with known answers, and on the pack itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.base.errors import PackError, PlacesError
from marsad.base.ids import document_id
from marsad.grammar.lexicon import Entry
from marsad.grammar.pack import Pack
from marsad.grammar.rulefile import Company, Rule, RuleBook
from marsad.model.document import Document
from marsad.packs import load_pack
from marsad.pipeline.read import Reader
from marsad.pipeline.words import (
    CoverageCounter,
    Row,
    find_place_words,
    find_shadows,
    find_shared_forms,
    find_texts,
    read_rows,
)
from marsad.reference.gazetteer import Gazetteer

ROOT = Path(__file__).resolve().parents[2]
NEAR_AIR = Company(words=("air",), within=5)


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    try:
        opened = Gazetteer.open()
    except PlacesError as error:
        pytest.skip(str(error))
    with opened:
        yield opened


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("ar")


@pytest.fixture(scope="module")
def rows(pack: Pack) -> list[Row]:
    return read_rows("ar", pack.fold)


def rule(name: str, *senses: str, needs: tuple[Company, ...] = (), unless: tuple[Company, ...] = ()) -> Rule:
    return Rule(
        id=name, says="", words=senses, type=name if name in {"shelling", "protest"} else "attack", refuse=None,
        needs=needs, unless=unless, examples=(), refusals=(), weak="", path="test",
    )  # fmt: skip


def row(form: str, sense: str, table: str = "trigger", clitics: str = "noun") -> Row:
    return Row("test", (form, sense), (Entry(table, sense, form, clitics, {}),))


def shadows(*rules: Rule) -> list[tuple[str, str]]:
    return [(shadow.rule, shadow.earlier) for shadow in find_shadows(RuleBook(rules))]


def test_rule_behind_one_without_conditions_is_never_reached() -> None:
    assert shadows(rule("first", "raid"), rule("second", "raid", needs=(NEAR_AIR,))) == [("second", "first")]


def test_rule_behind_a_conditional_one_is_reached() -> None:
    assert shadows(rule("first", "raid", needs=(NEAR_AIR,)), rule("second", "raid")) == []


def test_rule_of_another_sense_shadows_nothing() -> None:
    assert shadows(rule("first", "raid"), rule("second", "clash")) == []


@pytest.mark.parametrize(
    ("narrow", "covered"),
    [
        (Company(words=("air",), within=3), True),
        (Company(words=("air",), side="before", within=5), True),
        (Company(words=("air",), within=9), False),
        (Company(words=("air", "sea"), within=5), False),
        (Company(words=("air",), side="self"), False),
        (Company(words=("air",), within=5, where="document"), False),
    ],
)
def test_narrower_need_is_covered_by_a_wider_one_before_it(narrow: Company, covered: bool) -> None:
    found = shadows(rule("first", "raid", needs=(NEAR_AIR,)), rule("second", "raid", needs=(narrow,)))
    assert (found == [("second", "first")]) is covered


def test_exception_of_the_earlier_rule_lets_the_later_one_live() -> None:
    assert shadows(rule("first", "raid", unless=(NEAR_AIR,)), rule("second", "raid")) == []
    assert shadows(rule("first", "raid", unless=(NEAR_AIR,)), rule("second", "raid", unless=(NEAR_AIR,))) != []


def test_rule_that_still_works_for_one_of_its_words_is_not_lost() -> None:
    (shadow,) = find_shadows(RuleBook((rule("first", "raid"), rule("second", "raid", "clash"))))
    assert shadow.senses == ("raid",)
    assert not shadow.whole


def test_form_of_two_trigger_senses_is_named_with_what_each_makes() -> None:
    book = RuleBook((rule("shelling", "hit"), rule("protest", "march")))
    (shared,) = find_shared_forms([row("ضرب", "hit"), row("ضرب", "march"), row("قصف", "hit")], book)
    assert shared.senses == ("hit", "march")
    assert shared.makes == (("shelling",), ("protest",))
    assert shared.forms == ("ضرب",)
    assert shared.differs


def test_form_that_is_a_trigger_in_one_table_only_is_no_conflict() -> None:
    assert find_shared_forms([row("ضرب", "hit"), row("ضرب", "sport", table="context")], RuleBook(())) == []


def test_table_word_that_is_a_city_is_found_and_an_ordinary_word_is_not(gazetteer: Gazetteer, pack: Pack) -> None:
    found = find_place_words([row("تعز", "say", table="speech"), row("استهدفت", "target")], gazetteer, pack)
    assert [(place.form, place.guard) for place in found] == [("تعز", None)]


def test_capitals_as_powers_are_no_conflict(gazetteer: Gazetteer, pack: Pack) -> None:
    assert find_place_words([row("دمشق", "sy.government", table="capital")], gazetteer, pack) == []


def test_no_rule_of_the_pack_is_out_of_reach(pack: Pack) -> None:
    assert [shadow for shadow in find_shadows(pack.rules) if shadow.whole] == []


def test_rows_give_exactly_the_forms_that_the_pack_looks_up(rows: list[Row]) -> None:
    verbs = [each for each in rows if each.file == "trigger_verbs"]
    assert verbs
    assert all(each.entries for each in verbs)
    files = {path.stem for path in (ROOT / "src/marsad/packs/ar/lexicon").glob("*.csv")}
    assert {each.file for each in rows} == files - {"search_whole", "target_words"}  # which search and linking ask


def test_rows_of_a_desk_are_rows_too(tmp_path: Path, pack: Pack) -> None:
    (tmp_path / "context_words.csv").write_text("form,sense\nزمهريرستان,nature\n", encoding="utf-8")
    assert any(each.name == "زمهريرستان/nature" for each in read_rows("ar", pack.fold, tmp_path))


def test_unknown_language_is_refused(pack: Pack) -> None:
    with pytest.raises(PackError, match="no pack reads 'xx'"):
        read_rows("xx", pack.fold)


def count(pack: Pack, rows: list[Row], gazetteer: Gazetteer, *texts: str) -> CoverageCounter:
    counter, reader = CoverageCounter(pack, rows, gazetteer), Reader(gazetteer.path)
    for text in texts:
        sha256 = document_id(None, text)
        document = Document(id=sha256, text=text, sha256=sha256)
        counter.add(document, reader.read(document))
    return counter


REPORT = "شنت طائرات حربية غارات على بلدة سراقب في ريف إدلب، ما أدى إلى مقتل خمسة مدنيين قرب الفرطميسي."


def test_row_counts_as_reached_only_by_a_text_that_holds_it(pack: Pack, rows: list[Row], gazetteer: Gazetteer) -> None:
    nothing = count(pack, rows, gazetteer).finish()
    found = count(pack, rows, gazetteer, REPORT).finish()
    assert all(len(nothing.unreached[file]) == total for file, total in nothing.rows.items())
    reached = set(nothing.unreached["trigger_nouns"]) - set(found.unreached["trigger_nouns"])
    assert {name.rsplit("/", 1)[1] for name in reached} >= {"raid", "killing"}
    assert "blow" not in {name.rsplit("/", 1)[1] for name in reached}
    assert len(nothing.idle_rules) == nothing.rules
    assert set(nothing.idle_rules) - set(found.idle_rules)


def test_unknown_word_beside_a_trigger_is_asked_about_and_known_ones_are_not(
    pack: Pack, rows: list[Row], gazetteer: Gazetteer
) -> None:
    text = "شنت الطائرات غارات زرنبوقية على بلدة سراقب في ريف إدلب وزرنبوقية غارات أخرى في مدينة إدلب."
    (unknown, *others) = count(pack, rows, gazetteer, text).finish().unknown
    assert unknown.word == "زرنبوقيه"
    assert (unknown.times, len(unknown.documents)) == (2, 1)
    assert not {"سراقب", "ادلب", "غارات"} & {other.word for other in others}


def test_unknown_word_far_from_any_trigger_is_not_asked_about(
    pack: Pack, rows: list[Row], gazetteer: Gazetteer
) -> None:
    text = "شنت طائرات حربية غارات على بلدة سراقب في ريف إدلب الجنوبي في شمال سوريا وقال زرنبوقي."
    assert "زرنبوقي" not in {each.word for each in count(pack, rows, gazetteer, text).finish().unknown}


def test_default_texts_are_the_samples_and_the_reports_of_evals() -> None:
    assert [path.name for path in find_texts()] == ["reports", "dev.jsonl", "linking.jsonl"]
