# SPDX-License-Identifier: Apache-2.0
"""Every page walked by keyboard: what the written list of accessibility asks of each.

axe sees none of this: whether the focus is seen and not covered, whether a finger can
hit what it meets, whether the page fits a screen of 320 px.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.console.test_inside import REF, full
from tests.console.test_screens import crisis
from tests.console.test_shelve import standing
from tests.console.walking import faults_of, holds_for_other_eyes, unfolded

pytestmark = [pytest.mark.browser, pytest.mark.soak]

PAGES = (
    "/", "/message", "/write", "/links", "/wire", "/inside", f"/inside/one/{REF}",
    f"/inside/copy/{REF}?to=Radar%20crews", "/calls", "/clocks", "/handover",
    "/exercise", "/code", "/record", "/people", "/station", "/readouts", "/desk",
    "/screen", "/register", "/shelve?code=NO-PATH&link=nrrc.alfa.example&subject=",
)  # fmt: skip


def everything(station):
    """Let every page have something to show."""
    full(station)
    for _ in range(7):
        station.receive("ROUTINE")
    crisis(station)
    standing(station)


@pytest.mark.parametrize("path", PAGES)
def test_page_is_walked_by_keyboard(post, screens, path):
    """Whoever has no mouse must see where he is, and lose nothing at 400 %."""
    post.do(everything)
    if path == "/exercise":
        post.do(lambda station: setattr(station, "mode", "EXERCISE"))
    page = screens.open("/desk")
    screens.sign_on(page)
    page.goto(post.url + (f"/message/{REF}" if path == "/message" else path))
    assert not page.title().startswith("Fault")
    expect(page.locator("#live")).to_have_text("Screen live")
    page.mouse.click(3, 3)
    expect(page.locator("html")).to_have_attribute("data-sound", "armed")
    assert page.locator("h1").count() == 1
    unfolded(page)
    assert faults_of(page) == []
    holds_for_other_eyes(page)
