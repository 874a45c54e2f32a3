# SPDX-License-Identifier: Apache-2.0
"""The page of calls: whoever was called presses a key, without signing on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from parley.station.watch.calls import CallView

pytestmark = pytest.mark.browser


def called(station):
    """Call for a message and for the station itself."""
    at_ms = station.now_ms
    station.called = (
        CallView("nrrc.alfa.example/in/1/7", "NEXT_LIST", at_ms - 240_000, 4, None),
        CallView("", "DUTY_PHONES", at_ms - 90_000, 2, None),
    )


def test_code_of_a_call_is_entered_by_whoever_was_reached(post, screens, tmp_path):
    """A man in his coat at the door has no key in his hand."""
    post.do(called)
    page = screens.open("/calls")
    expect(page.locator("main")).to_contain_text("called 4 times")
    expect(page.locator("main")).to_contain_text("nobody can hear its alarm")
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
    folder = Path(os.environ.get("PARLEY_SCREENS", tmp_path))
    expect(page.locator("#live")).to_have_text("Screen live")
    page.mouse.click(3, 3)
    expect(page.locator("#unarmed")).to_be_hidden()
    page.screenshot(path=folder / "calls.png", animations="disabled", caret="hide")
    page.locator("#code").fill("482 913")
    page.get_by_role("button", name="I was reached").click()
    expect(page.locator("main")).to_contain_text("the phones are called no more")
    expect(page.locator("main")).to_contain_text("somebody was reached")
    assert post.do(lambda station: station.noted) == [("REACHED", "482 913", None)]
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_wrong_code_is_told_in_words(post, screens):
    """Who mistypes at night is told what to do."""
    post.do(called)
    page = screens.open("/calls")
    page.locator("#code").fill("000 000")
    page.get_by_role("button", name="I was reached").click()
    expect(page.locator("main")).to_contain_text("PLY-WCH-071")
