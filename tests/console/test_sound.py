# SPDX-License-Identifier: Apache-2.0
"""A screen that nobody hears says so, and the station does not count it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.console.conftest import Screens
from tests.console.looks import keep_picture, serious

pytestmark = pytest.mark.browser

KEEP_CONTEXT = """
  const Real = AudioContext;
  globalThis.AudioContext = class extends Real {
    constructor(...given) { super(...given); globalThis.kept = this; }
  };
"""

COUNT_STOPS = """
  globalThis.stopped = 0;
  const stop = AudioBufferSourceNode.prototype.stop;
  AudioBufferSourceNode.prototype.stop = function (...given) {
    globalThis.stopped += 1;
    return stop.apply(this, given);
  };
"""


@pytest.fixture
def kiosk(browser: Browser, post, request) -> Iterator[Screens]:
    """Screens of a browser with an autoplay policy of its own."""
    own = browser.browser_type.launch(
        executable_path="/usr/bin/chromium",
        args=["--no-sandbox", "--disable-gpu", f"--autoplay-policy={request.param}"],
    )
    screens = Screens(own, post)
    yield screens
    own.close()
    assert screens.complaints == []


def armed(station) -> int:
    return station.armed


def rounds(page) -> None:
    """Let the screen tell the station how it is, twice."""
    for _ in range(2):
        with page.expect_event("websocket", lambda _: True) as again:
            page.reload()
        again.value.wait_for_event("framesent")


@pytest.mark.parametrize("kiosk", ["document-user-activation-required"], indirect=True)
def test_refused_sound_is_said_until_a_person_has_heard_it(post, kiosk, tmp_path):
    """A browser refuses sound without a word; the watch would sleep through a FLASH."""
    page = kiosk.page(kiosk.context(heard=False))
    expect(page.locator("#live")).to_have_text("Screen live")
    expect(page.locator("#sound")).to_have_text("SOUND OFF")
    expect(page.locator("#unarmed")).to_contain_text("cannot sound the alarm yet")
    rounds(page)
    assert post.do(armed) == 0
    # A click lets it sound, and proves nothing of the loudspeaker.
    page.get_by_role("button", name="Turn the alarm sound on").click()
    untested = page.locator("#untested")
    expect(untested).to_contain_text("Nobody has heard the alarm of this screen yet.")
    expect(untested).to_contain_text("whether its tab is muted")
    expect(page.get_by_role("button", name="I hear it")).to_be_hidden()
    assert serious(page) == []
    keep_picture(page, "board-sound-untested", tmp_path)
    assert post.do(armed) == 0
    page.get_by_role("button", name="Test the alarm sound").click()
    page.get_by_role("button", name="I hear it").click()
    expect(untested).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-sound", "armed")
    post.until(lambda station: station.armed == 1)


@pytest.mark.parametrize("kiosk", ["no-user-gesture-required"], indirect=True)
def test_muted_screen_does_not_count_until_somebody_listens(post, kiosk):
    """A kiosk with a muted tab plays every tone, and its page cannot know."""
    page = kiosk.page(kiosk.context(heard=False), "/screen")
    expect(page.locator("#live")).to_have_text("Screen live")
    expect(page.locator("#sound")).to_have_text("SOUND NOT TESTED")
    expect(page.locator("#untested")).to_be_visible()
    rounds(page)
    assert post.do(armed) == 0
    main = page.locator("#main")
    # Who has played nothing cannot say that he heard it.
    main.get_by_role("button", name="I heard it").click()
    expect(page.locator("#untested")).to_be_visible()
    main.get_by_role("button", name="Play the FLASH alarm for 3 s").click()
    main.get_by_role("button", name="I did not hear it").click()
    expect(page.locator("#untested")).to_contain_text("Unmute the tab")
    main.get_by_role("button", name="I heard it").click()
    expect(page.locator("#sound")).to_contain_text("Sound on, heard")
    post.until(lambda station: station.armed == 1)
    # It counts on the next page of the same tab, and not in another tab.
    page.goto(f"{post.url}/links")
    expect(page.locator("html")).to_have_attribute("data-sound", "armed")
    other = kiosk.page(page.context, "/links")
    expect(other.locator("#sound")).to_have_text("SOUND NOT TESTED")


def test_sound_that_stops_is_said_and_must_be_heard_again(post, screens):
    """A headset that was pulled out took the alarm with it."""
    context = screens.context(heard=False)
    context.add_init_script(KEEP_CONTEXT)
    page = screens.page(context)
    page.get_by_role("button", name="Turn the alarm sound on").click()
    page.get_by_role("button", name="Test the alarm sound").click()
    page.get_by_role("button", name="I hear it").click()
    post.until(lambda station: station.armed == 1)
    page.evaluate("kept.suspend()")
    expect(page.locator("#unarmed")).to_contain_text("ran and has stopped")
    expect(page.locator("#sound")).to_have_text("SOUND OFF")
    post.until(lambda station: station.armed == 0)
    page.get_by_role("button", name="Turn the alarm sound on").click()
    expect(page.locator("#untested")).to_be_visible()
    expect(page.locator("#sound")).to_have_text("SOUND NOT TESTED")


@pytest.mark.soak
def test_a_test_of_the_sound_lasts_three_seconds(screens):
    """Who listens for a blink of sound says yes to what he did not hear."""
    context = screens.context()
    context.add_init_script(COUNT_STOPS)
    page = screens.page(context, "/screen")
    page.clock.install()
    page.reload()
    expect(page.locator("#live")).to_have_text("Screen live")
    page.locator("#main").get_by_role("button", name="Play the FLASH").click()
    page.clock.run_for(2_900)
    assert page.evaluate("stopped") == 0
    page.clock.run_for(200)
    assert page.evaluate("stopped") == 1
