# SPDX-License-Identifier: Apache-2.0
"""The shelf at the console: a known alarm is quiet by name, and never out of sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from parley.station.views import AlarmView
from tests.console.looks import fits, keep_picture, serious

pytestmark = pytest.mark.browser

ALFA = "nrrc.alfa.example"
REASON = "Fibre is being cut over <b>until noon</b>\u202e."


def standing(station):
    """Let one alarm stand that can be shelved, and one that never is."""
    station.alarms = (
        AlarmView(
            "NO-PATH", ALFA, "", "ALARM", "No path",
            f"No circuit to {ALFA} is up. What waits is kept and goes as soon as one"
            " is.",
            station.now_ms - 80_000, shelvable=True,
        ),
        AlarmView(
            "NOBODY-HEARS", "", "", "ALARM", "Nobody can hear the alarm",
            "Nobody hears.", station.now_ms - 70_000,
        ),
    )  # fmt: skip


def chimes(page):
    """Return what the picture of the board lets chime."""
    asked = "fetch('/board.json').then((a) => a.json()).then((p) => p.frame.standing)"
    return page.evaluate(asked)


def test_alarm_is_shelved_by_name_and_stays_in_sight(post, screens, tmp_path):
    """A switch without a name is how an alarm is off when it is needed."""
    post.do(standing)
    page = screens.open("/desk")
    screens.sign_on(page)
    expect(page.locator("#live")).to_have_text("Screen live")
    assert chimes(page) == [f"NO-PATH {ALFA} ", "NOBODY-HEARS  "]
    shelve = page.get_by_role("link", name="Shelve")
    expect(shelve).to_have_count(1)
    shelve.click()
    page.locator("#until").fill("1100")
    page.locator("#reason").fill(REASON)
    assert serious(page) == []
    expect(page.locator("#live")).to_have_text("Screen live")
    keep_picture(page, "shelve", tmp_path)
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Shelve it in my name").click()
    # It stands below what chimes, with name, time and reason.
    last = page.locator(".condition").last
    expect(last).to_contain_text("SHELVED until 1100Z by LT Adaeze Okoye:")
    expect(last).to_contain_text("<b>until noon</b>")
    expect(last).to_contain_text("U+202E")
    expect(page.locator("#live")).to_have_text("Screen live")
    assert chimes(page) == ["NOBODY-HEARS  "]
    assert serious(page) == []
    assert fits(page)
    keep_picture(page, "board-shelved", tmp_path)
    last.get_by_role("link", name="Shelve").click()
    page.get_by_role("button", name="Take it off the shelf").click()
    expect(page.locator(".condition").first).not_to_contain_text("SHELVED")
    assert chimes(page) == [f"NO-PATH {ALFA} ", "NOBODY-HEARS  "]


def test_what_calls_a_person_has_no_shelf(post, screens):
    """No form, and a sentence why."""
    post.do(standing)
    page = screens.open("/shelve?code=NOBODY-HEARS&link=&subject=")
    expect(page.locator("#main")).to_contain_text("is never shelved")
    expect(page.locator("#reason")).to_have_count(0)
    page.goto(f"{post.url}/shelve?code=NOTHING&link=&subject=")
    expect(page.locator("#main")).to_contain_text("PLY-WCH-090")
