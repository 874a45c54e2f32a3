# SPDX-License-Identifier: Apache-2.0
"""The alarm: it comes by itself, in the right order, and only a person ends it."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def live(page: Page) -> None:
    expect(page.locator("#live")).to_have_text("Screen live")


def armed(page: Page) -> None:
    page.mouse.click(3, 3)
    expect(page.locator("html")).to_have_attribute("data-sound", "armed")


def later_flash(station) -> None:
    station.now_ms += 1_000
    station.receive("FLASH", filed_ms=station.now_ms)


def test_flash_arriving_on_an_open_board_alarms_by_itself(post, screens):
    """Nobody reloads a board at night: the message must come to the eyes and ears."""
    page = screens.open()
    live(page)
    armed(page)
    expect(page.get_by_text("Nothing is waiting.")).to_be_visible()
    post.do(lambda station: station.receive("FLASH"))
    top = page.locator("article.top")
    expect(top).to_contain_text("We observe an unannounced missile launch")
    expect(top.locator(".tag")).to_have_text("FLASH")
    expect(page.locator("html")).to_have_attribute("data-tone", "FLASH")
    expect(page.locator("#sound")).to_have_text("Sounding FLASH")
    expect(page.locator("#say-loud")).to_have_text("FLASH from ALFA, number 000117")
    expect(page).to_have_title(re.compile("^FLASH waits"))
    expect(page.locator("link[rel=icon]")).to_have_attribute(
        "href", "/static/icon-alarm.svg"
    )
    animation = top.evaluate("e => getComputedStyle(e).animationName")
    assert animation == "flash"


def test_flash_is_pinned_above_what_came_later_and_lower(post, screens):
    """Newest-first order would put the one message that matters at the bottom."""
    for precedence in ("ROUTINE", "FLASH", "PRIORITY", "IMMEDIATE", "FLASH"):
        post.do(lambda station, p=precedence: station.receive(p))
    page = screens.open()
    expect(page.locator("article.top .number")).to_have_text("000118")
    tags = page.locator("#open .tag")
    expect(tags).to_have_text(["FLASH", "FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"])
    expect(page.locator("#open .number")).to_have_text(
        ["000118", "000121", "000120", "000119", "000117"]
    )


def test_silence_acknowledges_nothing_and_the_sound_returns(post, screens):
    """Officers who press a button to stop the noise must not have answered for it."""
    post.do(lambda station: station.receive("FLASH"))
    page = screens.page(screens.context())
    page.clock.install()
    page.reload()
    live(page)
    armed(page)
    page.keyboard.press("s")
    expect(page.locator("#silenced")).to_contain_text("Nothing is acknowledged")
    expect(page.locator("html")).to_have_attribute("data-tone", "silenced")
    assert post.do(lambda station: station.given) == 0
    expect(page.locator("article.top")).to_be_visible()
    post.do(lambda station: setattr(station, "now_ms", station.now_ms + 31_000))
    page.clock.run_for(31_000)
    expect(page.locator("#silenced")).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-tone", "FLASH")


def test_silence_is_broken_by_the_next_flash(post, screens):
    """A second FLASH in the quiet half minute must be heard at once."""
    post.do(lambda station: station.receive("FLASH"))
    page = screens.open()
    live(page)
    armed(page)
    page.get_by_role("button", name="Silence sound 30 s").click()
    expect(page.locator("html")).to_have_attribute("data-tone", "silenced")
    post.do(later_flash)
    expect(page.locator("html")).to_have_attribute("data-tone", "FLASH")
    expect(page.locator("#silenced")).to_be_hidden()


def test_silence_is_the_same_at_every_screen(post, screens):
    """Two screens that disagree teach people to trust neither."""
    post.do(lambda station: station.receive("FLASH"))
    page, other = screens.open(), screens.open()
    live(page)
    expect(other.locator("html")).to_have_attribute("data-tone", "FLASH")
    page.keyboard.press("s")
    expect(other.locator("html")).to_have_attribute("data-tone", "silenced")
    other.reload()
    expect(other.locator("html")).to_have_attribute("data-tone", "silenced")
    post.do(later_flash)
    expect(other.locator("html")).to_have_attribute("data-tone", "FLASH")


def test_screen_tells_the_station_that_it_can_be_heard(post, screens):
    """The station must know when no screen could wake anybody."""
    page = screens.open()
    armed(page)
    expect(page.locator("html")).to_have_attribute("data-screen", "live")
    post.until(lambda station: station.armed == 1)
    page.close()
    post.until(lambda station: station.armed == 0)


@pytest.mark.parametrize(
    ("precedence", "tone"),
    [("FLASH", "FLASH"), ("IMMEDIATE", "IMMEDIATE"), ("PRIORITY", "none"),
     ("ROUTINE", "none")],
)  # fmt: skip
def test_each_precedence_has_its_own_tone(post, screens, precedence, tone):
    """A tone that never stops for routine traffic teaches people to switch it off."""
    post.do(lambda station: station.receive(precedence))
    page = screens.open()
    live(page)
    armed(page)
    expect(page.locator("html")).to_have_attribute("data-tone", tone)
    loud = precedence in {"FLASH", "IMMEDIATE"}
    said = page.locator("#say-loud" if loud else "#say")
    expect(said).to_contain_text(f"{precedence} from ALFA")


def test_alarm_follows_the_officer_to_other_pages(post, screens):
    """Somebody reading one message must not miss the next."""
    page = screens.open("/screen")
    live(page)
    armed(page)
    post.do(lambda station: station.receive("FLASH"))
    expect(page.locator("#waits")).to_contain_text("FLASH")
    expect(page.locator("html")).to_have_attribute("data-tone", "FLASH")


def test_bad_signature_neither_sounds_for_ever_nor_can_be_acknowledged(post, screens):
    """It cannot be acknowledged, so its sound could never end; it chimes."""
    ref = post.do(
        lambda station: station.receive(
            "FLASH", state="SIGNATURE BAD", refusal="PLY-SIG-002"
        )
    )
    page = screens.open()
    live(page)
    expect(page.locator("article.top")).to_have_count(0)
    expect(page.locator("#open")).to_contain_text("SIGNATURE BAD")
    page.goto(f"{post.url}/message/{ref}")
    expect(page.locator("main")).to_contain_text("does not fit the text")
    expect(page.get_by_role("button", name="Acknowledge")).to_be_hidden()


def test_a_press_that_arms_the_sound_is_not_lost(post, screens):
    """The strip that asks for sound leaves; what was pressed must not move."""
    ref = post.do(lambda station: station.receive("ROUTINE", text="Line.\n" * 60))
    page = screens.open(f"/message/{ref}")
    expect(page.locator("#unarmed")).to_be_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.locator(".ladder tr").last
    before = last.bounding_box()
    page.mouse.move(before["x"] + 5, before["y"] + 5)
    page.mouse.down()
    expect(page.locator("#unarmed")).to_be_hidden()
    assert last.bounding_box() == before
    page.mouse.up()


def test_a_revoked_counterpart_is_red_on_every_page(post, screens):
    """Whoever opens any page must see that the other end may be a thief's."""
    page = screens.open()
    live(page)
    expect(page.locator(".stopped")).to_have_count(0)
    post.do(lambda station: station.stand("revoked"))
    strip = page.locator(".stopped")
    expect(strip).to_contain_text("The keys of ALFA are revoked")
    for path in ("/desk", "/record", "/screen", "/register"):
        page.goto(post.url + path)
        expect(page.locator(".stopped")).to_contain_text("keys of ALFA are revoked")
        expect(page.locator(".stopped").get_by_role("alert")).to_be_visible()
    ground = strip.evaluate("e => getComputedStyle(e).backgroundColor")
    post.do(lambda station: station.stand("by pages alone"))
    page.goto(post.url + "/desk")
    expect(page.locator(".stopped")).to_contain_text("by pages of pre-shared key alone")
    other = page.locator(".stopped").evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )
    assert other != ground
    post.do(lambda station: station.stand("in force"))
    page.goto(post.url + "/desk")
    expect(page.locator(".stopped")).to_have_count(0)
