# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - texts in two scripts
"""Pages between two real stations, walked by keyboard: readout, texts, draft, release.

The pages of a station by hand are walked in `test_walk.py`.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from parley.testing.stations import ANN, DRAFTER
from tests.console.looks import serious
from tests.console.test_readouts import drafted
from tests.console.walking import faults_of, holds_for_other_eyes, unfolded

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "The activity is NOT an attack. Cancel our message number 417."
SAID = "Эта деятельность НЕ является нападением. Отмените наше сообщение номер 417."
READINGS = ["an attack of arms", "an accusation"]


def a_draft(pair, text: str = "Our range is closed until 1200Z.") -> int:
    """File a draft at ALFA that one release sends; return its number."""
    alfa = pair.up["alfa"]

    async def write():
        return await alfa.parts.api.write_draft(
            None, DRAFTER, "ROUTINE", [], [("en", text)], read_through=alfa.newest()
        )

    return pair.do(write).number


def shown_readout(pair) -> tuple[str, str]:
    """Let ALFA show a readout; return BRAVO's name of it, and ALFA's next draft."""
    up = pair.up["alfa"]
    number = drafted(pair)
    found = pair.do(lambda: up.parts.api.readout(number))
    pair.do(lambda: up.act("READOUT_SHOWN", found.link, found.fields))
    bravo = pair.up["bravo"].parts.api

    async def come():
        return [one.ref for one in await bravo.readouts() if one.digest == found.digest]

    pair.until("bravo", come)
    return pair.do(come)[0], drafted(pair)


def asked_and_translated(pair) -> tuple[str, str]:
    """Let BRAVO translate and ask; return the names of the message here and there."""
    lina, bravo = pair.linguist(), pair.up["bravo"]
    ref = pair.send(TEXT, "PRIORITY")
    pair.do(lambda: bravo.parts.api.add_translation(ref, "ROUGH", "ru", SAID, lina))
    said = {
        "language": "en",
        "phrase": "attack",
        "start": TEXT.index("attack"),
        "readings": READINGS,
    }
    pair.do(lambda: bravo.act("CLARIFICATION_ASKED", ref, said, lina))
    alfa = pair.up["alfa"].parts.api

    async def asked():
        return [one.about for one in await alfa.questions() if one.phrase == "attack"]

    pair.until("alfa", asked)
    return ref, pair.do(asked)[0]


def walked(page: Page) -> None:
    """Walk a page with every fold open, and look at it with other eyes."""
    expect(page.locator("#live")).to_have_text("Screen live")
    page.mouse.click(3, 3)
    expect(page.locator("#unarmed")).to_be_hidden()
    assert page.locator("h1").count() == 1
    assert serious(page) == []
    unfolded(page)
    assert faults_of(page) == []
    holds_for_other_eyes(page)


@pytest.mark.soak
def test_pages_of_texts_and_readouts_are_walked_by_keyboard(pair, seats):
    """A linguist, a releaser and a principal may have no mouse either."""
    theirs, ours = shown_readout(pair)
    ref, about = asked_and_translated(pair)
    number = a_draft(pair)
    for party, path, officer in (
        ("bravo", f"/readout/{theirs}", ANN),
        ("alfa", f"/readout/{ours}", ANN),
        ("bravo", f"/message/{ref}", pair.linguist()),
        ("alfa", f"/message/{about}", ANN),
        ("alfa", f"/draft/{number}", ANN),
        ("alfa", f"/back/{number}", ANN),
        ("bravo", "/glossary", pair.linguist()),
        ("alfa", "/rotation", ANN),
    ):
        page = seats.open(party, path, officer)
        walked(page)
        page.context.close()
    pair.do(lambda: pair.up["alfa"].parts.api.withdraw(number))


def test_release_is_given_by_keyboard_alone(pair, seats):
    """Nobody reaches for a mouse at three at night; what he types survives the news."""
    changes = pair.up["alfa"].parts.changes

    async def news():
        changes.look_again()

    page = seats.open("alfa", f"/draft/{a_draft(pair)}", ANN)
    expect(page.locator("#draft")).to_have_attribute("data-computed", "same")
    addressee = page.locator("#addressee")
    for _ in range(60):
        page.keyboard.press("Tab")
        if addressee.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.type("Bra")
    with page.expect_response("**/draft/*.json"):
        pair.do(news)
    expect(addressee).to_be_focused()
    page.keyboard.type("vo")
    expect(addressee).to_have_value("Bravo")
    # Escape leaves the field and keeps the words; Tab goes on from where it was.
    page.keyboard.press("Escape")
    expect(addressee).not_to_be_focused()
    expect(addressee).to_have_value("Bravo")
    page.keyboard.press("Tab")
    expect(page.locator("#release button")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#draft")).to_contain_text("Released and queued.")
