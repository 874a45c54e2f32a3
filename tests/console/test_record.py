# SPDX-License-Identifier: Apache-2.0
"""The record page: the calendar on screen and on paper, empty, full and hostile."""

import random

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from parley.model.entry import EntryKind
from parley.model.precedence import Precedence
from parley.station.record.contacts import DAY_MS, ContactFact
from tests.console.looks import keep_picture

pytestmark = pytest.mark.browser

HOUR_MS = 3_600_000


def busy(station):
    """Six weeks of hourly link tests and some traffic, with two silent days."""
    dice = random.Random(4)
    start_ms = (station.now_ms // DAY_MS - 40) * DAY_MS
    facts = []
    for hour in range((station.now_ms - start_ms) // HOUR_MS):
        at_ms = start_ms + hour * HOUR_MS
        if hour // 24 in {11, 12}:
            continue
        for out in (True, False):
            leaf = bytes([out]) + hour.to_bytes(31, "big")
            if not out and dice.random() < 0.02:
                continue
            facts.append(
                ContactFact(out, f"x/{hour}", EntryKind.LINK_TEST, None, at_ms, leaf)
            )
            facts.append(
                ContactFact(
                    not out, "x", EntryKind.TEST_ANSWER, None, at_ms, b"", about=leaf
                )
            )
        if dice.random() < 0.25:
            (level,) = dice.choices(list(Precedence), [8, 4, 2, 0.6])
            out = dice.random() < 0.5
            kind = EntryKind.MESSAGE
            facts.append(ContactFact(out, f"x/{hour}", kind, level, at_ms, b"m"))
    station.contact_facts = tuple(facts)


def problems(page):
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in {"serious", "critical"}]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def keep(tmp_path):
    return lambda page, name: keep_picture(page, name, tmp_path)


def test_board_leads_to_the_record(post, screens, keep):
    """The calendar and its table say the same numbers."""
    post.do(busy)
    page = screens.open()
    page.get_by_role("link", name="Record", exact=True).click()
    expect(page.get_by_role("heading", name="Contacts", exact=True)).to_be_visible()
    picture = page.get_by_role("img", name="Contacts of BRAVO and ALFA")
    expect(picture).to_be_visible()
    total = page.locator("tfoot td").all_inner_texts()
    by_us = sum(int(one) for one in total[:4])
    expect(picture.locator("text").nth(2)).to_have_text(str(by_us))
    assert problems(page) == []
    keep(page, "record")


def test_period_is_asked_for_and_kept_in_the_form(post, screens):
    """A period chosen is the period shown, to its last day."""
    post.do(busy)
    page = screens.open("/record?from=2026-11-09&to=2026-11-15")
    expect(page.get_by_label("From", exact=True)).to_have_value("2026-11-09")
    expect(page.get_by_label("To", exact=True)).to_have_value("2026-11-15")
    expect(page.locator("tbody tr")).to_have_count(7)


def test_day_that_is_no_day_is_refused_in_words(screens):
    """What is typed into an address bar ends in a sentence, not in a trace."""
    page = screens.open("/record?from=tomorrow")
    expect(page.locator("body")).to_contain_text("PLY-UI-004")


def test_nothing_on_record_is_said(screens):
    """An empty period is a statement too."""
    page = screens.open("/record")
    expect(page.locator("main")).to_contain_text("none in this period")
    assert problems(page) == []


def test_hostile_party_stays_in_its_place(post, screens):
    """The counterpart's name is drawn into the picture and must remain a name."""

    def rename(station):
        busy(station)
        station.other = "</text><script>alert(1)</script>\u202e"

    post.do(rename)
    page = screens.open("/record")
    assert page.locator("main script").count() == 0
    expect(page.locator(".picture title")).to_contain_text("U+202E")


@pytest.mark.parametrize("width", [320, 794])
def test_narrow_screen_and_paper(post, screens, keep, width):
    """The picture may be moved inside its panel; the page itself never is."""
    post.do(busy)
    page = screens.open("/record", viewport={"width": width, "height": 900})
    expect(page.locator("tbody tr").first).to_be_visible()
    assert fits(page)
    page.emulate_media(media="print")
    expect(page.locator(".picture")).to_be_visible()
    keep(page, f"record-print-{width}")


def test_a_print_from_the_browser_is_noted(post, screens):
    """Whoever prints the calendar is on the party's own audit log."""
    page = screens.open("/record")
    with page.expect_response("**/printed") as told:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert told.value.status == 204
    assert ("PRINTED", "/record", None) in post.do(lambda station: list(station.noted))
