# SPDX-License-Identifier: Apache-2.0
"""Pages that a watch meets seldom, read from the right, wide and at 320 px.

Those it meets daily are looked at so in `test_states.py` and on the sheets.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from parley.testing.stations import ANN
from tests.console.looks import fallen_apart, fits, keep_picture, serious, sticking_out
from tests.console.test_calls import called
from tests.console.test_states import speak, tongue
from tests.console.test_walk import everything
from tests.console.test_walk_pair import a_draft, asked_and_translated, shown_readout

__all__ = ["tongue"]
pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.usefixtures("tongue")]

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1440, "height": 900}
BY_HAND = {
    "calls": "/calls", "rotation": "/rotation", "sign-on": "/desk",
    "register": "/register", "screen": "/screen",
    "shelve": "/shelve?code=NO-PATH&link=nrrc.alfa.example&subject=",
}  # fmt: skip
DIRECTIONS = "all => all.map((one) => getComputedStyle(one).direction)"


@pytest.fixture
def look(tmp_path):
    """Return what looks at a page from the right, wide and narrow, and keeps both."""

    def look(page: Page, name: str) -> None:
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        assert set(page.locator("time").evaluate_all(DIRECTIONS)) == {"ltr"}
        assert fallen_apart(page) == []
        assert serious(page) == []
        for width, size in (("wide", WIDE), ("narrow", NARROW)):
            page.set_viewport_size(size)
            page.evaluate(
                "document.querySelectorAll('details').forEach(e => e.open = 1)"
            )
            assert fits(page), (name, width, sticking_out(page))
            keep_picture(page, f"right-{name}-{width}", tmp_path, full_page=True)
        page.set_viewport_size(WIDE)

    return look


def test_pages_of_a_seldom_night_from_the_right(post, screens, look):
    """Who reads from the right meets an empty line or a new key on his worst night."""
    post.do(everything)
    post.do(called)
    page = screens.open("/desk")
    screens.sign_on(page)
    speak(page, post, "ar")
    for name, path in BY_HAND.items():
        page.goto(post.url + path)
        look(page, name)


def test_pages_of_two_stations_from_the_right(pair, seats, look):
    """A translation stands beside its text, and both keep their own directions."""
    shown_readout(pair)
    ref, _about = asked_and_translated(pair)
    number = a_draft(pair)
    for party, path, name in (
        ("bravo", "/readouts", "readouts"),
        ("bravo", f"/message/{ref}", "translations"),
        ("bravo", "/glossary", "glossary"),
        ("alfa", f"/back/{number}", "back"),
    ):
        page = seats.open(
            party, "/screen", pair.linguist() if party == "bravo" else ANN
        )
        page.goto(f"{pair.url(party)}/screen")
        page.locator("#language").select_option("ar")
        page.locator("form[action='/screen/set'] button").click()
        page.goto(pair.url(party) + path)
        look(page, name)
        page.context.close()
    pair.do(lambda: pair.up["alfa"].parts.api.withdraw(number))
