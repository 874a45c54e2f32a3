# SPDX-License-Identifier: Apache-2.0
"""A code in one action by an officer whose key is in his hand and not on the disk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from parley.model.precedence import Mode
from tests.console.hardware_world import ANN, World, seats

pytestmark = [pytest.mark.browser, pytest.mark.slow]


BUTTON = "[data-preset=OURS-ACCIDENTAL]"


@pytest.mark.parametrize("world", [Mode.LIVE], indirect=True)
def test_one_press_and_one_touch_and_nothing_stays_behind(
    browser: Browser, world: World
) -> None:
    """At the worst minute an officer must not need another desk for another key."""
    api = world.up["bravo"].parts.api
    with seats(browser, world, "bravo") as (seat,):
        seat.register(ANN)
        seat.sign_on(ANN)
        verified = {"authenticatorId": seat.key, "isUserVerified": False}
        seat.cdp.send("WebAuthn.setUserVerified", verified)
        for _ in range(2):
            page = seat.open("/code")
            page.locator(BUTTON).click()
            expect(page.locator("[data-told]:visible").first).not_to_be_empty()
            expect(page.locator(BUTTON)).to_be_enabled()
        # A key that says nothing leaves one draft, however often the button is pressed;
        # another minute is another event.
        left = [one.coded.body for one in world.do(api.drafts)]
        assert 1 <= len(left) == len(set(left))
        verified["isUserVerified"] = True
        seat.cdp.send("WebAuthn.setUserVerified", verified)
        page.locator(BUTTON).click()
        expect(page).to_have_url(re.compile("/message/"))
        expect(page.locator("body")).to_contain_text("This is NOT an attack.")
        bodies = {one.coded.body for one in world.do(api.drafts)}
        (sent,) = [one for one in world.do(api.messages) if one.direction == "out"][:1]
        whole = world.do(lambda: api.message(sent.ref))
        assert whole.coded.body not in bodies, "no draft of it stays behind"
        (release,) = whole.releases
        assert release.good
        assert "hardware" in release.key

    async def arrived() -> bool:
        found = await world.up["alfa"].parts.api.messages("open")
        return any("ACCIDENT" in one.subject for one in found)

    world.until("alfa", arrived)
