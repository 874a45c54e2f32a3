# SPDX-License-Identifier: Apache-2.0
"""The handover page: two officers, two screens, one sheet, and what Bravo is told."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from parley.model.precedence import Mode
from tests.console.hardware_world import ANN, BEN, Seat, World, seats

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TRIES = 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where pictures go; with `PARLEY_SCREENS` those of the manual."""
    return Path(os.environ.get("PARLEY_SCREENS", tmp_path))


def opened(seat: Seat) -> Page:
    """Open the page and wait until its scripts have it: a bare post proves nothing."""
    page = seat.open("/handover")
    expect(page.locator("#live")).to_have_text("Screen live")
    return page


def answer_all(seat: Seat) -> None:
    """Answer every line that is still silent, and say that the alarm was heard."""
    page = opened(seat)
    while page.locator('[data-answered="no"]').count():
        line = page.locator('[data-answered="no"]').first
        name = line.get_attribute("id")
        line.locator("input[name=note]").fill("Known; the carrier works on it.")
        line.get_by_role("button", name="I have it").click()
        expect(page.locator(f"#{name}")).to_have_attribute("data-answered", "yes")
        expect(page.locator("#live")).to_have_text("Screen live")
    page.get_by_role("button", name="Sound the alarm for three seconds").click()
    page.get_by_role("button", name="I heard it").click()
    expect(page.locator("#sound-test")).to_contain_text("Ben Releaser heard the alarm.")


def sign(seat: Seat, button: str, then: str) -> bool:
    """Sign; say whether it counted, or something came up meanwhile.

    What came up is not on the sheet (058), or has changed the sheet since it was shown
    (062), or while the finger set out; each is refused, and signed over by nobody.
    """
    page = opened(seat)
    page.get_by_role("button", name=button).click()
    refused = page.get_by_text(re.compile("PLY-WCH-0(58|62)|changed just now"))
    expect(page.get_by_text(then).or_(refused).first).to_be_visible()
    return not refused.count()


def remake(seat: Seat) -> None:
    page = opened(seat)
    page.get_by_role("button", name="Make the sheet anew, answers kept").click()
    expect(page.locator("#sheet-title")).to_be_visible()


def hand_over(ann: Seat, ben: Seat) -> None:
    """Sign on both sides, with a sheet made anew whenever more comes up meanwhile."""
    for _ in range(TRIES):
        answer_all(ben)
        first = sign(ann, "Sign: I hand the watch over", "has signed")
        if first and sign(ben, "Sign: I take the watch", "Handovers before"):
            return
        remake(ann)
    pytest.fail("the sheet was never whole")


def both_see(page: Page, relief: Page) -> None:
    """Both screens show the same sheet as it is, and leave what is being typed."""
    note = relief.locator("input[name=note]").first
    note.fill("I release it at 1900Z.")
    page.get_by_role("button", name="I heard it").click()
    expect(relief.locator("#sound-test")).to_contain_text("Ann Releaser heard")
    expect(note).to_have_value("I release it at 1900Z.")
    expect(note).to_be_focused()
    expect(page.locator("#live")).to_have_text("Screen live")
    relief.get_by_role("button", name="I have it").first.click()
    expect(page.locator("#line-0")).to_have_attribute("data-answered", "yes")
    expect(page.locator("#line-0")).to_contain_text("I release it at 1900Z.")


def looks_right(page: Page, folder: Path) -> None:
    """Keep the picture of the manual; axe finds nothing, and it fits."""
    page.mouse.click(3, 3)
    expect(page.locator("#unarmed")).to_be_hidden()
    path = folder / "handover.png"
    page.screenshot(path=path, animations="disabled", caret="hide", full_page=True)
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
    page.set_viewport_size({"width": 320, "height": 900})
    wide = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(wide)
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize("world", [Mode.LIVE], indirect=True)
def test_watch_passes_on_and_bravo_learns_only_that(
    browser: Browser, world: World, folder: Path
) -> None:
    """A relief who has read nothing must not be able to say that he has the watch."""
    world.draft("The visit of 3 December is put off by a week.", "ROUTINE")
    with seats(browser, world, "alfa", "alfa") as (ann, ben):
        for seat, officer in ((ann, ANN), (ben, BEN)):
            seat.register(officer)
            seat.sign_on(officer)
        relief = opened(ben)
        page = opened(ann)
        page.locator("#outgoing").select_option(str(ANN))
        page.locator("#incoming").select_option(str(BEN))
        page.get_by_role("button", name="Make the sheet").click()
        expect(page.locator("#sheet-title")).to_be_visible()
        expect(page.locator("#live")).to_have_text("Screen live")
        # Ann sees the sheet and cannot answer for Ben.
        expect(page.get_by_role("button", name="I have it")).to_have_count(0)
        both_see(page, relief)
        expect(relief.locator("#live")).to_have_text("Screen live")
        looks_right(relief, folder)
        hand_over(ann, ben)
        page = opened(ben)
        expect(page.locator(".floor-head").first).to_contain_text("Ben Releaser")
        page.get_by_role("button", name="Sign: tell Bravo").click()
        page.wait_for_url("**/handover?told=*")

    async def told() -> bool:
        alarms = (await world.up["bravo"].parts.api.status()).alarms
        return any(
            (one.code, one.subject) == ("WATCH-CHANGED", "Ben Releaser")
            for one in alarms
        )

    world.until("bravo", told)
    log = world.do(world.up["alfa"].parts.api.audit)
    assert any(one.deed == "HANDED_OVER" for one in log)
