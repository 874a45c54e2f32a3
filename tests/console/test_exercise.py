# SPDX-License-Identifier: Apache-2.0
"""The page of exercises: planned, announced, two keys, and what is real stops it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from parley.model.precedence import Mode
from tests.console.hardware_world import ANN, BEN, Seat, World, seats

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where pictures go; with `PARLEY_SCREENS` those of the manual."""
    return Path(os.environ.get("PARLEY_SCREENS", tmp_path))


def opened(seat: Seat) -> Page:
    """Open the page and wait until its scripts have it."""
    page = seat.open("/exercise")
    expect(page.locator("#live")).to_have_text("Screen live")
    return page


def press(seat: Seat, button: str, then: str) -> Page:
    """Press a button of the page and wait for what it brings."""
    page = opened(seat)
    page.get_by_role("button", name=button).click()
    expect(page.locator(".floor")).to_contain_text(then)
    expect(page.locator("#live")).to_have_text("Screen live")
    return page


def planned(page: Page) -> None:
    """Plan an exercise of seventy years."""
    page.locator("#name").fill("QUIET HARBOUR 26")
    page.locator("#from").fill("2026-01-01T00:00")
    page.locator("#until").fill("2096-01-01T00:00")
    page.locator("#notes").fill("Cut the fibre after ten minutes.")
    page.get_by_role("button", name="Plan it").click()
    expect(page.locator(".floor")).to_contain_text("nobody outside is told")


@pytest.mark.parametrize("world", [Mode.EXERCISE], indirect=True)
def test_exercise_runs_with_two_keys_and_stops_for_what_is_real(
    browser: Browser, world: World, folder: Path
) -> None:
    """One person must not be able to start a drill that a whole floor believes."""
    with seats(browser, world, "alfa", "alfa") as (ann, ben):
        for seat, officer in ((ann, ANN), (ben, BEN)):
            seat.register(officer)
            seat.sign_on(officer)
        page = opened(ann)
        planned(page)
        page = press(ann, "Sign: announce it, I direct it", "announced, not begun")
        # The director alone cannot start it; the consent shows itself at his screen.
        start = page.get_by_role("button", name="start the EXERCISE")
        expect(start).to_have_count(0)
        page.locator("#notes").fill("The next one")
        press(ben, "Sign: the watch consents", "Consent of the watch: Ben Releaser")
        expect(start).to_be_visible()
        expect(page.locator("#notes")).to_have_value("The next one")
        page = press(ann, "Sign: start the EXERCISE", "running")
        expect(page.locator(".band").first).to_contain_text("EXERCISE")
        page.mouse.click(3, 3)
        expect(page.locator("#unarmed")).to_be_hidden()
        path = folder / "exercise.png"
        page.screenshot(path=path, animations="disabled", caret="hide", full_page=True)
        found = Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
        page = opened(ben)
        page.locator("#real-reason").fill("Smoke in the machine room.")
        page.get_by_role("button", name="Stop every exercise here").click()
        expect(page.locator(".floor")).to_contain_text("INTERRUPTED")
        expect(page.locator(".floor")).to_contain_text("Smoke in the machine room.")
        page.set_viewport_size({"width": 320, "height": 900})
        wide = "document.documentElement.scrollWidth <= innerWidth"
        assert page.evaluate(wide)

    async def told() -> bool:
        found = await world.up["bravo"].parts.api.exercises()
        return [one.state for one in found.announced] == ["RUNNING"]

    world.until("bravo", told)
    with seats(browser, world, "alfa") as (seat,):
        seat.register(ANN)
        seat.sign_on(ANN)
        press(seat, "Sign: end it", "No exercise is planned or announced.")


@pytest.mark.parametrize("world", [Mode.LIVE], indirect=True)
def test_live_station_sends_exercises_elsewhere(browser: Browser, world: World) -> None:
    """Real and exercise never stand behind one button."""
    with seats(browser, world, "alfa") as (seat,):
        page = seat.open("/exercise")
        expect(page.locator(".floor")).to_contain_text("held at another station")
        expect(page.locator(".floor form")).to_have_count(0)
