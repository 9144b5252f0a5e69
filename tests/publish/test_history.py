"""The history of an incident tells who decided what, which report changed what, and from what to what."""

import re

from reported_desk import Desk


def history(desk: Desk, language: str = "en") -> list[str]:
    page = desk.client().get(f"/{language}/incidents/{desk.find('one').incident_id}").text
    found = page.partition('aria-labelledby="history"')[2].partition("</section>")[0]
    entries = re.split(r"<li[^>]*>\s*<p class=\"event\">", found)[1:]
    return [" ".join(re.sub(r"<[^>]*>", "", entry).split()) for entry in entries]


def test_new_report_tells_what_it_changed(at_desk: Desk) -> None:
    at_desk.later()
    newest, first = history(at_desk)
    assert "New report" in newest
    assert "وكالة six" in newest
    assert "Killed: 16–18 (best 16) → 16–21 (best 16)" in newest
    assert "Recorded" in first


def test_decision_tells_who_why_and_what_came_of_it(at_desk: Desk) -> None:
    at_desk.decide(at_desk.client("Mona"), at_desk.find("one"), "unlink", claim=at_desk.claim("three"), reason="a camp")
    newest = history(at_desk)[0]
    assert "Parted as different events Mona — a camp" in newest
    assert "Killed: 16–18 (best 16) → 16" in newest
    assert "Claims: left الغارة الجوية على مدينة إدلب اليوم إلى 18 قتيلا" in newest


def test_undone_decision_stays_and_is_marked(at_desk: Desk) -> None:
    mona, strike = at_desk.client(), at_desk.find("one")
    at_desk.decide(mona, strike, "accept")
    at_desk.decide(mona, strike, "undo", number="1", reason="a slip")
    undoing, undone = history(at_desk)[:2]
    assert "Undid a decision" in undoing
    assert "a slip" in undoing
    assert "State: Confirmed by a person → Proposed" in undoing
    assert "undone" in undone


def test_split_is_one_entry(at_desk: Desk) -> None:
    chosen = [at_desk.claim("one"), at_desk.claim("three")]
    at_desk.decide(at_desk.client(), at_desk.find("one"), "split", claim=chosen)
    assert sum("Split" in entry for entry in history(at_desk)) == 1


def test_arrow_points_as_one_reads(at_desk: Desk) -> None:
    at_desk.later()
    assert "←" in history(at_desk, "ar")[0]
    assert "→" not in history(at_desk, "ar")[0]
