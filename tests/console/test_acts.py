# SPDX-License-Identifier: Apache-2.0
"""Every act about a message, signed with hardware keys at two real desks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from parley.model.precedence import Mode
from parley.testing.stations import NAMES
from tests.console.hardware_world import ANN, BEN, DORA, Seat, World, seats

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "Launch from pad 7 at 0638Z, course 045. Confirm at once."
CRITICAL = ("0638Z", "045")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where pictures go; with `PARLEY_SCREENS` those of the manual."""
    return Path(os.environ.get("PARLEY_SCREENS", tmp_path))


def rung(page: Page, word: str):
    return page.locator(".ladder tr").filter(has_text=word)


def flash_at_bravo(browser: Browser, world: World) -> str:
    """Release a FLASH with two marked parts at ALFA; return its name at BRAVO."""
    alfa = world.up["alfa"]
    draft = world.do(
        lambda: alfa.parts.api.write_draft(
            None, DORA, "FLASH", [], [("en", TEXT)], read_through=alfa.newest(),
            critical=CRITICAL,
        )
    )  # fmt: skip
    with seats(browser, world, "alfa", "alfa") as (ann, ben):
        for seat, officer in ((ann, ANN), (ben, BEN)):
            seat.register(officer)
            seat.sign_on(officer)
            seat.release(draft.number)
            expect(seat.page.locator("article")).to_contain_text(
                "Ann Releaser" if officer == ANN else "Released and queued"
            )

    async def arrived() -> bool:
        found = await world.up["bravo"].parts.api.messages("all")
        return any(one.critical == CRITICAL for one in found)

    world.until("bravo", arrived)
    return next(one.ref for one in world.inbox() if one.critical == CRITICAL)


def opened(seat: Seat, ref: str, act: str) -> Page:
    page = seat.open(f"/message/{ref}")
    page.locator("summary").filter(has_text=act).click()
    return page


@pytest.mark.parametrize("world", [Mode.LIVE], indirect=True)
def test_every_act_about_a_message_is_signed_at_the_desk_and_seen_over_there(
    browser: Browser, world: World, folder: Path
) -> None:
    """A ladder that ends at "received" tells a principal nothing."""
    ref = flash_at_bravo(browser, world)
    with seats(browser, world, "bravo") as (seat,):
        seat.register(ANN)
        seat.sign_on(ANN)
        page = seat.open(f"/message/{ref}")
        expect(page.locator(".acts")).to_be_hidden()
        page.locator("#acknowledge").click()
        expect(page.locator(".acts")).to_be_visible()
        _read_back(seat, ref)
        _promise_and_deliver(seat, ref)
        page = opened(seat, ref, "Answer it")
        page.locator("#text").fill("It is the announced test.")
        page.get_by_role("button", name="File the draft").click()
        # Ann drafts nothing: the rule is the core's, and it is told in words.
        expect(page.locator("#fault")).to_contain_text("PLY-")
        page = opened(seat, ref, "Decline")
        page.locator("#reason").select_option("NOT_OURS_TO_ANSWER")
        page.get_by_role("button", name="Sign: declined").click()
        expect(rung(page, "Declined")).to_contain_text("not ours to answer")
        expect(page.locator("summary").filter(has_text="Standby")).to_be_hidden()
        page.mouse.click(3, 3)
        expect(page.locator("#unarmed")).to_be_hidden()
        found = Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
        path = folder / "message-acts.png"
        page.screenshot(path=path, animations="disabled", caret="hide", full_page=True)

    async def known() -> bool:
        sent = await world.up["alfa"].parts.api.messages("all")
        stages = next(one.stages for one in sent if one.critical == CRITICAL)
        wanted = {"understood", "standby", "delivered", "declined", "misread"}
        return wanted <= {stage.stage for stage in stages}

    world.until("alfa", known)
    with seats(browser, world, "alfa") as (seat,):
        ours = ref.replace(NAMES["alfa"], NAMES["bravo"]).replace("/in/", "/out/")
        page = seat.open(f"/message/{ours}")
        understood = rung(page, "Understood")
        expect(understood).to_contain_text("Ann Releaser")
        # Both sides' times: theirs as they wrote it, ours as we filed it.
        for cell in (1, 2):
            expect(understood.locator("td").nth(cell)).not_to_have_text("")
        expect(rung(page, "READ-BACK DIFFERS")).to_be_visible()
        expect(page.locator(".acts")).to_have_count(0)


def _read_back(seat: Seat, ref: str) -> None:
    page = opened(seat, ref, "Understood")
    page.locator("#read-back-0").fill("0638z")
    page.locator("#read-back-1").fill("054")
    page.get_by_role("button", name="Sign: understood").click()
    expect(page.locator("#told")).to_contain_text("differs from the message")
    page = opened(seat, ref, "Understood")
    page.locator("#read-back-0").fill("0638z")
    page.locator("#read-back-1").fill("045")
    page.get_by_role("button", name="Sign: understood").click()
    expect(page.locator("#told")).to_contain_text("On the record and on its way")
    expect(rung(page, "Understood")).to_contain_text("Ann Releaser")


def _promise_and_deliver(seat: Seat, ref: str) -> None:
    page = opened(seat, ref, "Standby")
    page.locator("#until").fill("2359")
    page.get_by_role("button", name="Sign: standby").click()
    expect(rung(page, "An answer is promised")).to_contain_text("23:59:00Z")
    page = opened(seat, ref, "Delivered")
    page.locator("#name").fill("The Minister")
    page.locator("#at").fill("0000")
    page.get_by_role("button", name="Sign: delivered").click()
    expect(rung(page, "Delivered")).to_contain_text("The Minister, Duty officer")
