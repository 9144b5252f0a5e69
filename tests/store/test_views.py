"""Saved views are each person's own; reports are counted by the day they were published."""

from datetime import date

import pytest
from written import make_document, make_reading

from marsad.base.errors import InputError
from marsad.store.ledger import Ledger


def test_view_is_kept_for_its_owner_alone(ledger: Ledger) -> None:
    ledger.write_view("amal", "Daraa", "admin1=x")
    number = ledger.write_view("basim", "Daraa", "type=siege")
    assert [(view.name, view.query) for view in ledger.read_views("amal")] == [("Daraa", "admin1=x")]
    assert not ledger.delete_view("amal", number)
    assert [view.query for view in ledger.read_views("basim")] == ["type=siege"]


def test_view_of_the_same_name_takes_the_place_of_the_older(ledger: Ledger) -> None:
    ledger.write_view("amal", "June", "from=2018-06-01")
    ledger.write_view("amal", "  June ", "from=2018-06-02")
    assert [view.query for view in ledger.read_views("amal")] == ["from=2018-06-02"]


def test_deleted_view_is_gone(ledger: Ledger) -> None:
    number = ledger.write_view("amal", "June", "from=2018-06-01")
    assert ledger.delete_view("amal", number)
    assert ledger.read_views("amal") == ()


@pytest.mark.parametrize(("name", "query"), [("", ""), (" ", ""), ("n" * 81, ""), ("n", "q" * 4_001)])
def test_view_beyond_measure_is_refused(ledger: Ledger, name: str, query: str) -> None:
    with pytest.raises(InputError):
        ledger.write_view("amal", name, query)


def test_reports_are_counted_by_day_and_a_new_version_once(ledger: Ledger) -> None:
    for document_id, day, text in (("a", 1, "one"), ("b", 1, "two"), ("c", 3, "three"), ("a", 1, "one, mended")):
        document = make_document(text, id=document_id, published=date(2024, 2, day))
        ledger.write_reading(make_reading(document), document, None)
    assert ledger.count_reports(date(2024, 2, 1), date(2024, 2, 2)) == {date(2024, 2, 1): 2}
    assert ledger.count_reports(date(2024, 2, 2), date(2024, 2, 29)) == {date(2024, 2, 3): 1}
