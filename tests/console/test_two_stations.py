# SPDX-License-Identifier: Apache-2.0
"""Two real stations and two real screens: the main job, seen by its people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cli.transcript import Player

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEND = """
$ echo "Confirm at once whether this is the announced test." > flash.txt
$ parley draft flash.txt --station alfa --drafter "Drafter One" --language en --precedence FLASH
...
$ parley release 1 --as "Releaser One" --station alfa --confirm-addressee Bravo --passphrase-file a2.pass
...
$ parley release 1 --as "Releaser Two" --station alfa --confirm-addressee Bravo --passphrase-file a3.pass
...
"""  # noqa: E501 - a command is typed on one line


@pytest.fixture
def player(tmp_path: Path) -> Iterator[Player]:
    player = Player(tmp_path)
    yield player
    player.close()


def board(browser: Browser, player: Player, port: str) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"http://127.0.0.1:{player.ports[port]}/")
    expect(page.locator("#live")).to_have_text("Screen live")
    return page


def test_flash_released_at_alfa_is_acknowledged_at_bravos_screen(
    browser: Browser, player: Player
) -> None:
    """Released there, heard here, answered by name, and seen there by whom and when."""
    player.play("@ link\n", "two stations")
    alfa, bravo = board(browser, player, "port_c1"), board(browser, player, "port_c2")
    bravo.mouse.click(3, 3)
    player.play(SEND, "send")

    expect(bravo.locator("article.top")).to_contain_text("Confirm at once")
    expect(bravo.locator("html")).to_have_attribute("data-tone", "FLASH")
    expect(bravo.locator("article.top")).to_contain_text("signatures good, 2 of 2")
    expect(alfa.locator("#recent")).to_contain_text("RECEIPTED")

    bravo.keyboard.press("a")
    bravo.keyboard.press("Enter")
    bravo.locator("#officer").select_option("1")
    bravo.locator("#passphrase").fill("the secret words of b1")
    bravo.keyboard.press("Enter")
    expect(bravo.locator("#acknowledge")).to_be_focused()
    bravo.keyboard.press("Enter")
    expect(bravo.locator("#told")).to_contain_text("acknowledged by Bravo's Watch")
    expect(bravo.locator("html")).to_have_attribute("data-tone", "none")

    expect(alfa.locator("#recent")).to_contain_text("ACKNOWLEDGED")
    expect(alfa.locator("#recent .detail").first).to_contain_text("Bravo's Watch")
    alfa.locator("#recent .row-link").first.click()
    rung = alfa.locator(".ladder tr").filter(has_text="Acknowledged by a named officer")
    expect(rung).to_contain_text("Bravo's Watch")
