# SPDX-License-Identifier: Apache-2.0
"""The live wire: nothing is lost on it, and its silence is said within five seconds."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def hold(page):
    """Hold the page's clock, so that a slow machine adds nothing to it."""
    page.clock.pause_at(page.evaluate("Date.now()") / 1_000 + 30)
    page.clock.run_for(1_000)
    expect(page.locator("#live")).to_have_text("Screen live")


def test_frozen_station_is_said_within_five_seconds(post, screens):
    """A board that looks alive over a dead station is worse than no board."""
    page = screens.page(screens.context())
    page.clock.install()
    page.reload()
    expect(page.locator("#live")).to_have_text("Screen live")
    hold(page)
    thaw = post.freeze()
    try:
        page.clock.run_for(3_300)
        expect(page.locator("#stale")).to_be_hidden()
        page.clock.run_for(1_700)
        stale = page.locator("#stale")
        expect(stale).to_be_visible()
        expect(stale).to_contain_text(
            re.compile(r"This screen has had no word from its station for [56] s\.")
        )
        expect(stale).to_contain_text(
            "What you see may be out of date. This screen cannot tell whether the"
            " station is still receiving."
        )
        expect(page.locator("html")).to_have_attribute("data-tone", "STALE")
    finally:
        thaw.set()
    page.clock.run_for(1_000)
    expect(stale).to_be_hidden()
    expect(page.locator("#live")).to_have_text("Screen live")


def test_flash_during_the_freeze_alarms_after_it(post, screens):
    """What came while the screen was deaf must be the first thing it shows."""
    page = screens.page(screens.context())
    page.clock.install()
    page.reload()
    expect(page.locator("#live")).to_have_text("Screen live")
    thaw = post.freeze()
    post.loop.call_soon_threadsafe(post.station.receive, "FLASH")
    page.clock.run_for(6_000)
    expect(page.locator("#stale")).to_be_visible()
    thaw.set()
    page.clock.run_for(1_500)
    expect(page.locator("article.top .tag")).to_have_text("FLASH")


BEATS = 3  # of two seconds: longer than the five after which a board is stale
WATCH = """
  globalThis.seen = [];
  const number = () => document.querySelector("article.top .number")?.textContent ?? "";
  const root = document.documentElement;
  new MutationObserver(() => seen.push([root.dataset.screen, number()])).observe(
    document,
    { subtree: true, childList: true, characterData: true, attributes: true },
  );
"""


def test_screen_that_was_frozen_never_shows_old_facts_as_live(post, screens):
    """A laptop that slept through a FLASH must not open its eyes on a quiet board."""
    page = screens.open()
    expect(page.locator("#live")).to_have_text("Screen live")
    page.evaluate(WATCH)
    probe = page.context.new_cdp_session(page)
    probe.send("Debugger.enable")
    probe.send("Debugger.pause")
    post.do(lambda station: station.receive("FLASH"))
    # What the station says meanwhile waits on the wire, and is old when it is read.
    other = screens.open()
    expect(other.locator("#live")).to_have_text("Screen live")
    with other.expect_event("websocket", timeout=15_000) as wire:
        other.reload()
    for _ in range(BEATS):
        wire.value.wait_for_event("framereceived")
    probe.send("Debugger.resume")
    expect(page.locator("article.top .tag")).to_have_text("FLASH")
    expect(page.locator("#live")).to_have_text("Screen live")
    seen = page.evaluate("seen")
    assert ["stale", ""] in seen, seen
    assert ["live", ""] not in seen, seen
    assert seen[-1] == ["live", "000117"]


@pytest.mark.soak
def test_clock_that_jumped_over_a_sleep_is_stale_at_once(post, screens):
    """Some machines stop the clock of the page with it: the clock on the wall tells."""
    page = screens.page(screens.context())
    page.clock.install()
    page.reload()
    expect(page.locator("#live")).to_have_text("Screen live")
    page.evaluate(WATCH)
    thaw = post.freeze()
    try:
        page.clock.set_system_time(1_900_000_000)
        page.clock.run_for(150)
        expect(page.locator("#stale")).to_be_visible()
        page.clock.run_for(850)
    finally:
        thaw.set()
    page.clock.run_for(900)
    expect(page.locator("#live")).to_have_text("Screen live")
    assert page.evaluate("seen")[0][0] == "stale"


def test_page_that_the_station_refuses_still_alarms(post, screens):
    """A page whose message is gone says so, and is deaf to nothing that comes."""
    ref = post.do(lambda station: station.receive("ROUTINE"))
    page = screens.open(f"/message/{ref}")
    expect(page.locator("#live")).to_have_text("Screen live")
    page.mouse.click(3, 3)
    post.do(lambda station: station.messages.clear())
    post.do(lambda station: station.receive("FLASH", ref="other"))
    refused = page.locator("#refused")
    expect(refused).to_contain_text("what stands here is as it was")
    expect(refused).to_contain_text("PLY-REL-008")
    expect(page.locator("html")).to_have_attribute("data-tone", "FLASH")
    expect(page.locator("#waits")).to_contain_text("FLASH")
    expect(page.locator("main .text-body")).to_contain_text("unannounced missile")
    expect(page.locator("#live")).to_have_text("Screen live")
    post.do(lambda station: station.receive("ROUTINE", ref=ref))
    expect(refused).to_be_hidden()


def test_station_that_beats_and_answers_nothing_is_stale(post, screens):
    """A wire that lives proves nothing of what stands on the page."""
    page = screens.open()
    expect(page.locator("#live")).to_have_text("Screen live")
    page.route("**/*.json", lambda route: route.fulfill(status=500, body="{}"))
    post.do(lambda station: station.look_again())
    expect(page.locator("#live")).to_have_text("Screen NOT live")
    expect(page.locator("#stale")).to_be_visible()
    page.unroute("**/*.json")
    expect(page.locator("#live")).to_have_text("Screen live")
    expect(page.locator("#stale")).to_be_hidden()


def test_burst_of_a_hundred_is_shown_whole(post, screens):
    """A crisis does not come one message at a time."""
    page = screens.open()
    expect(page.locator("#live")).to_have_text("Screen live")
    for number in range(100):
        precedence = ("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE")[number % 4]
        post.do(lambda station, p=precedence: station.receive(p))
    expect(page.locator("#open .row")).to_have_count(100)
    expect(page.locator("#open-title")).to_contain_text("100 wait")
    expect(page.locator("article.top .number")).to_have_text("000117")


def test_ten_thousand_changes_leave_no_trace(post, screens):
    """A screen stays open for weeks."""
    post.do(lambda station: station.receive("FLASH"))
    page = screens.open()
    expect(page.locator("#live")).to_have_text("Screen live")
    probe = page.context.new_cdp_session(page)

    def nodes() -> int:
        probe.send("HeapProfiler.collectGarbage")
        return int(probe.send("Memory.getDOMCounters")["nodes"])

    before = nodes()
    for _ in range(10_000):
        post.do(lambda station: station.look_again())
    post.do(lambda station: station.receive("ROUTINE"))
    expect(page.locator("#open .row")).to_have_count(2, timeout=60_000)
    one_row = 40
    assert nodes() - before < 3 * one_row


def test_focus_survives_a_redraw(post, screens):
    """Whoever walks the list by keyboard must not be thrown out by each event."""
    for _ in range(2):
        post.do(lambda station: station.receive("PRIORITY"))
    page = screens.open()
    expect(page.locator("#live")).to_have_text("Screen live")
    page.keyboard.press("j")
    post.do(lambda station: station.receive("FLASH"))
    expect(page.locator("#open .row")).to_have_count(3)
    expect(page.locator("#open .row-link").nth(1)).to_be_focused()
