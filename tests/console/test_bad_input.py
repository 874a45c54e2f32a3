# SPDX-License-Identifier: Apache-2.0
"""What a bad night does to screens: hostile words, many tabs, weeks, stops, clocks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from parley.station.views import AlarmView, DraftView
from parley.station.watch.floor import WireLineView
from parley.testing.stations import ANN
from tests.console.hand_views import ALFA
from tests.console.looks import fits, sticking_out
from tests.console.test_acknowledge import signed_on

pytestmark = [pytest.mark.browser, pytest.mark.soak]

DAY_MS = 86_400_000
HOSTILE = (
    "<img src=x onerror=alert(1)></title><script>alert(2)</script>'\"&lt;{{7*7}}{n}%s"
    "\u202eevoba\u202c\u2066x\u2069" + "Z" + "\u0301\u0327\u0336" * 30 + "W" * 2_000
)


def hostile(station):
    """Put the same words wherever a counterpart, or a desk, could have put them."""
    for direction in ("in", "out"):
        station.receive(
            "FLASH" if direction == "in" else "ROUTINE",
            direction=direction,
            party=HOSTILE,
            text=HOSTILE,
            drafted_by=HOSTILE,
            to=(HOSTILE, HOSTILE),
            relation=HOSTILE,
            language='en" onload="x',
        )
    now_ms = station.now_ms
    station.alarms = (
        AlarmView("X", HOSTILE, HOSTILE, "ALARM", HOSTILE, HOSTILE, now_ms),
    )
    station.circuit_state = ("down", HOSTILE)
    station.reasons = (HOSTILE,)
    station.wire = (
        WireLineView(
            f"{ALFA}/in/1/9", ALFA, "in", HOSTILE, HOSTILE, now_ms, now_ms, "",
            good=False,
        ),
    )  # fmt: skip
    station.drafts = (
        DraftView(
            1, ALFA, "FLASH", HOSTILE, (HOSTILE,), (("en", HOSTILE),), (), 2, 0, "",
            "", "", f"{ALFA}/out/1/2", ("releaser",), False, None,
        ),
    )  # fmt: skip


PAGES = ("/", "message", "/wire", "/links", "/people", "/station", "/draft/1", "/write")


def test_hostile_words_stay_words_on_every_page(post, screens):
    """Markup, overrides, piles and endless lines, in every field at once."""
    post.do(hostile)
    page = screens.open("/desk")
    ref = post.do(lambda station: station.messages[0].ref)
    for path in PAGES:
        page.goto(post.url + (f"/message/{ref}" if path == "message" else path))
        expect(page.locator("h1").first).to_be_attached()
        expect(page.locator("main")).not_to_contain_text("PLY-UI-009")
        assert page.locator("main img, main script").count() == 0, path
        assert fits(page), (path, sticking_out(page))
    page.goto(post.url + "/")
    expect(page.locator("#live")).to_have_text("Screen live")
    expect(page.locator("article.top")).to_contain_text("{{7*7}}{n}%s")
    post.do(lambda station: station.look_again())
    assert page.locator("main img, main script").count() == 0


def test_ten_tabs_are_all_live_and_all_alarmed(post, screens):
    """A browser holds six answers of a site open at most; the wire is none of them."""
    context = screens.context()
    tabs = [screens.page(context) for _ in range(10)]
    for tab in tabs:
        expect(tab.locator("#live")).to_have_text("Screen live")
    post.do(lambda station: station.receive("FLASH"))
    for tab in tabs:
        expect(tab.locator("article.top .tag")).to_have_text("FLASH")


def test_page_left_open_for_a_week_is_live_and_right(post, screens):
    """Nobody reloads a board; what it says of time must still be the station's."""
    post.do(lambda station: station.receive("FLASH"))
    page = screens.page(screens.context())
    page.clock.install()
    page.reload()
    expect(page.locator("#live")).to_have_text("Screen live")
    page.clock.fast_forward(7 * DAY_MS)

    def week(station):
        station.now_ms += 7 * DAY_MS
        station.receive("IMMEDIATE", filed_ms=station.now_ms - 1_000)

    post.do(week)
    page.clock.run_for(3_000)
    expect(page.locator("#live")).to_have_text("Screen live")
    expect(page.locator("#open .row")).to_have_count(2)
    expect(page.locator("article.top .age").first).to_have_text("7 d ago")
    expect(page.locator("#zulu")).to_contain_text("09:34:")


@pytest.mark.parametrize("step_ms", [-3_600_000, 40 * DAY_MS])
def test_station_clock_that_jumps_is_followed_and_hides_nothing(post, screens, step_ms):
    """A clock set back must not turn an alarm into something of the future."""
    post.do(lambda station: station.receive("FLASH"))
    page = screens.open()
    expect(page.locator("#live")).to_have_text("Screen live")

    def jump(station):
        station.now_ms += step_ms
        station.look_again()

    post.do(jump)
    words = "clock ahead of ours" if step_ms < 0 else "40 d ago"
    expect(page.locator("article.top .age").first).to_have_text(words)
    expect(page.locator("html")).to_have_attribute("data-tone", "FLASH")
    assert fits(page)


def test_stopped_station_is_said_and_its_form_says_so_too(post, screens):
    """A press on a dead console must not look like an acknowledgement."""
    post.do(lambda station: station.receive("FLASH"))
    page = signed_on(post, screens)
    expect(page.locator("#live")).to_have_text("Screen live")
    post.stop()
    page.locator("#acknowledge").click()
    expect(page.locator("#fault")).to_contain_text("The station did not answer")
    expect(page.locator("#stale")).to_be_visible()
    assert post.station.given == 0
    page.close()
    refused = "ERR_CONNECTION_REFUSED"  # the browser says so too, each second
    screens.complaints = [one for one in screens.complaints if refused not in one]


def test_two_officers_at_once_make_one_acknowledgement(post, screens):
    """Both press in the same instant; one name stands, the other is told whose."""
    post.do(lambda station: station.receive("FLASH"))
    pages = [signed_on(post, screens, officer=who) for who in ("1", "2")]
    press = "setTimeout(() => document.querySelector('#acknowledge').click(), 50)"
    for page in pages:
        expect(page.locator("#live")).to_have_text("Screen live")
    for page in pages:
        page.evaluate(press)
    for page in pages:
        expect(page.locator("#recent")).to_contain_text("ACKNOWLEDGED")
        expect(page.locator("html")).to_have_attribute("data-tone", "none")
    assert post.do(lambda station: station.given) == 1


def test_permission_withdrawn_meanwhile_is_refused_in_words(pair, seats):
    """Who lost his class an hour ago still has the page; his press does nothing."""
    pair.quiet()
    ref = pair.send("Are you there?", "PRIORITY")
    page = seats.open("bravo", "/", ANN)
    expect(page.locator("#live")).to_have_text("Screen live")
    api = pair.up["bravo"].parts.api
    pair.do(lambda: api.change_officer(ANN, classes=["RELEASER"]))
    try:
        page.locator("#acknowledge").click()
        expect(page.locator("#fault")).to_contain_text("PLY-")
        message = pair.do(lambda: api.message(ref))
        assert [stage.stage for stage in message.stages] == []
    finally:
        pair.do(lambda: api.change_officer(ANN, classes=["RELEASER", "WATCH"]))
    page.locator("#acknowledge").click()
    expect(page.locator("#told")).to_contain_text("acknowledged by Ann")


def test_message_that_is_gone_meanwhile_ends_in_a_sentence(post, screens):
    """A form of yesterday names what is there no longer."""
    post.do(lambda station: station.receive("FLASH"))
    page = signed_on(post, screens, java_script_enabled=False)
    post.do(lambda station: station.messages.clear())
    page.locator("#acknowledge").click()
    expect(page.locator("main .fault")).to_contain_text("PLY-REL-008")
    assert post.do(lambda station: station.given) == 0
