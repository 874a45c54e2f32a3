# SPDX-License-Identifier: Apache-2.0
"""Codes at two real desks: one press here, whole sentences there; by keyboard alone.

Pictures go to the test's own folder; with `PARLEY_SCREENS` those of the manual anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.cli.transcript import Player
from tests.console.looks import keep_picture, listened

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SENT = re.compile("/message/")
CIRCLE = "circle 57°00'00\"N 162°30'00\"E 120 km"


@pytest.fixture
def player(tmp_path: Path) -> Iterator[Player]:
    player = Player(tmp_path)
    yield player
    player.close()


@pytest.fixture
def keep(tmp_path: Path):
    def keep(page: Page, name: str) -> None:
        keep_picture(page, name, tmp_path)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    return keep


def screen(browser: Browser, player: Player, port: str, path: str = "/") -> Page:
    context = listened(browser.new_context(viewport={"width": 1440, "height": 900}))
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"http://127.0.0.1:{player.ports[port]}{path}")
    return page


def sign_on(page: Page, officer: str, words: str) -> None:
    page.locator("#officer").select_option(label=officer)
    page.locator("#passphrase").fill(words)
    page.keyboard.press("Enter")


def test_one_press_and_one_form_reach_the_other_desk(
    browser: Browser, player: Player, keep
) -> None:
    """Ours, accidental, not an attack: pressed in Russian, read in English."""
    player.play("@ link\n", "two stations")
    bravo = screen(browser, player, "port_c2", "/code?lang=ru")
    expect(bravo.locator("h1")).to_have_text("Кодовые сообщения")
    keep(bravo, "code-ru")
    bravo.locator("[data-preset=OURS-ACCIDENTAL]").focus()
    bravo.keyboard.press("Enter")
    expect(bravo.locator("#passphrase")).to_be_focused()
    sign_on(bravo, "Bravo's Watch · Duty officer · watch", "the secret words of b1")
    expect(bravo.locator(".watch")).to_contain_text("Bravo's Watch")
    alfa = screen(browser, player, "port_c1")
    bravo.goto(bravo.url.split("/code")[0] + "/code?lang=ru")
    bravo.locator("[data-preset=OURS-ACCIDENTAL]").focus()
    bravo.keyboard.press("Enter")
    expect(bravo).to_have_url(SENT)
    expect(bravo.locator("body")).to_contain_text("Это НЕ нападение.")
    expect(alfa.locator("article.top")).to_contain_text("This is NOT an attack.")
    expect(alfa.locator("article.top")).to_contain_text("signatures good, 1 of 1")

    fill_in_a_form(bravo, keep)
    expect(alfa.locator("body")).to_contain_text("2 wait")

    # What is no value is told in four sentences, and nothing is sent.
    bravo.goto(bravo.url.split("/message")[0] + "/code/UNPLANNED?lang=en")
    bravo.locator("#v-where").fill("040°34'12\"E 62°55'30\"N")
    bravo.locator("#v-where").press("Enter")
    expect(bravo.locator("body")).to_contain_text("latitude first")


def fill_in_a_form(bravo: Page, keep) -> None:
    """By keyboard alone, with its map and lead time before it is signed."""
    bravo.goto(bravo.url.split("/message")[0] + "/code/UNPLANNED?lang=en")
    keep(bravo, "code-form")
    bravo.locator("#v-instalment").select_option("1")
    bravo.locator("#v-what").select_option("1")
    bravo.locator("#v-when").fill("now")
    bravo.locator("#v-impact").fill(CIRCLE)
    bravo.locator("#v-impact_at").fill("+20")
    bravo.locator("[name='v.intent.1']").press("Space")
    bravo.locator("#v-impact_at").press("Enter")
    expect(bravo.locator("svg.picture")).to_be_visible()
    expect(bravo.locator("body")).to_contain_text("57°00'00\"N 162°30'00\"E, 120 km")
    arabic = bravo.locator(".code-text[lang=ar]")
    expect(arabic).to_have_attribute("dir", "rtl")
    expect(arabic).to_contain_text("draft, not reviewed by a linguist")
    keep(bravo, "code-look")
    arabic.scroll_into_view_if_needed()
    keep(bravo, "code-arabic")
    bravo.locator("button.main").press("Enter")
    expect(bravo).to_have_url(SENT)
    expect(bravo.locator("body")).to_contain_text("Expected impact area")
    sent = bravo.url
    bravo.goto(sent.split("/message")[0] + "/code/UNPLANNED?lang=ar")
    expect(bravo.locator("form.code-form")).to_have_attribute("dir", "rtl")
    keep(bravo, "code-form-arabic")
    bravo.goto(sent)
