# SPDX-License-Identifier: Apache-2.0
"""The page of what happens inside: what comes up, and who has not got a message."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from parley.station.watch.inside import InnerView, NoticeView, OnwardView

pytestmark = pytest.mark.browser
REF = "nrrc.alfa.example/in/1/7"


def full(station):
    """Two events to come, one now, and a message that the radar has not got."""
    at_ms = station.now_ms
    station.announced = (
        NoticeView(REF, "Launch from pad 7", at_ms + 300_000, True),
        NoticeView("nrrc.alfa.example/in/1/9", "Exercise", at_ms + 9 * 10**7, False),
    )
    inner = (
        InnerView("Foreign ministry", "A. Haddad", "LT Okoye", at_ms - 60_000),
        InnerView("Radar crews", None, None, None),
    )
    station.inside = (OnwardView(REF, "Launch from pad 7", at_ms, inner, 1),)


def test_missing_addressee_is_seen_and_noted_with_his_code(post, screens, tmp_path):
    """In 1995 the notice was in the building, and not at the radar."""
    post.do(full)
    page = screens.open("/desk?back=inside")
    screens.sign_on(page)
    expect(page.locator("main")).to_contain_text("NOW: you were told of this")
    expect(page.locator("main")).to_contain_text("missing:")
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
    expect(page.locator("#live")).to_have_text("Screen live")
    page.mouse.click(3, 3)
    expect(page.locator("#unarmed")).to_be_hidden()
    folder = Path(os.environ.get("PARLEY_SCREENS", tmp_path))
    page.screenshot(path=folder / "inside.png", animations="disabled", caret="hide")
    page.get_by_label("Who has it there").fill("Capt. Weiss")
    page.get_by_label("Code read from the copy").fill("482913")
    page.get_by_role("button", name="Note it").click()
    expect(page.locator("main")).to_contain_text("Everybody inside has")
    noted = post.do(lambda station: list(station.noted))
    assert ("Radar crews", "Capt. Weiss", 1) in noted
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
