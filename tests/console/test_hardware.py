# SPDX-License-Identifier: Apache-2.0
"""Hardware keys in a real browser: registration, sign-on, release, and every lie."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from parley.model.precedence import Mode
from tests.console.hardware_world import ANN, BEN, World, seats

Keep = Callable[[Page, str], None]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def keep(world: World, tmp_path: Path) -> Keep:
    """Keep pictures of the pages; with `PARLEY_SCREENS` those of the manual."""
    folder = tmp_path
    if world.mode is Mode.LIVE:
        folder = Path(os.environ.get("PARLEY_SCREENS", tmp_path))

    def keep(page: Page, name: str) -> None:
        expect(page.locator("#live")).to_have_text("Screen live")
        page.mouse.click(3, 3)  # the sound is on, and its strip is gone
        expect(page.locator("#unarmed")).to_be_hidden()
        assert serious(page) == []
        path = folder / f"{name}.png"
        page.screenshot(path=path, animations="disabled", caret="hide", full_page=True)

    return keep


def serious(page: Page) -> list[str]:
    """Return what a person with an impairment could not use."""
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in {"serious", "critical"}]


def test_two_officers_at_two_browsers_release_a_flash(
    browser: Browser, world: World, keep: Keep
) -> None:
    """The main job: two people, two keys, two desks; BRAVO verifies both by itself."""
    with seats(browser, world, "alfa", "alfa", "bravo") as (ann, ben, bravo):
        keep(ann.open("/register"), "register")
        for seat, officer in ((ann, ANN), (ben, BEN), (bravo, ANN)):
            seat.register(officer)
            keep(seat.open("/desk"), "sign-on")
            seat.sign_on(officer)
        number = world.draft("Confirm at once whether this is the announced test.")
        page = ann.release(number)
        expect(page.locator("article")).to_contain_text("Ann Releaser")
        expect(page.locator("#code")).not_to_have_text("")
        page = ben.read(number)
        steps = page.locator("table").first
        expect(steps).to_contain_text("Dora Drafter")
        expect(steps).to_contain_text("hardware key (EdDSA)")
        keep(page, "release")
        ben.release(number)
        expect(page.locator(".told")).to_contain_text("Released and queued")

        world.until("bravo", lambda: arrived(world, "announced test"))
        message = next(one for one in world.inbox() if "announced" in one.subject)
        page = bravo.open(f"/message/{message.ref}")
        released = page.locator("table").first
        for word in ("Ann Releaser", "Ben Releaser", "hardware key", "signature good"):
            expect(released).to_contain_text(word)
        page.locator("#acknowledge").click()
        expect(page.locator("#told")).to_contain_text("acknowledged by Ann Releaser")

    async def acknowledged() -> object:
        api = world.up["alfa"].parts.api
        return [m for m in await api.messages("all") if m.state == "ACKNOWLEDGED"]

    world.until("alfa", acknowledged)


async def arrived(world: World, words: str) -> bool:
    """Say whether BRAVO has a good message with these words."""
    found = await world.up["bravo"].parts.api.messages("all")
    return any(words in one.subject and one.state == "RECEIVED" for one in found)
