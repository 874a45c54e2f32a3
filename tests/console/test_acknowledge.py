# SPDX-License-Identifier: Apache-2.0
"""Acknowledging: one act, in one person's name, bound to one message."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def signed_on(post, screens, path="/", officer="1", **options):
    page = screens.open("/desk", **options)
    screens.sign_on(page, officer)
    expect(page.get_by_role("button", name="Sign off")).to_be_visible()
    page.goto(post.url + path)
    return page


def test_keyboard_alone_acknowledges(post, screens):
    """At three in the morning nobody looks for the mouse; and no key acts by itself."""
    post.do(lambda station: station.receive("FLASH"))
    page = signed_on(post, screens)
    expect(page.locator("#live")).to_have_text("Screen live")
    page.keyboard.press("a")
    expect(page.locator("#acknowledge")).to_be_focused()
    assert post.do(lambda station: station.given) == 0
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_have_text(
        "ALFA 000117: acknowledged by LT Adaeze Okoye at 0934:38Z."
    )
    expect(page.get_by_text("Nothing is waiting.")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-tone", "none")
    assert post.do(lambda station: station.given) == 1


def test_second_enter_does_not_acknowledge_the_next_message(post, screens):
    """A key pressed twice must not answer for a text nobody has read."""
    post.do(lambda station: station.receive("FLASH"))
    post.do(lambda station: station.receive("FLASH"))
    page = signed_on(post, screens)
    expect(page.locator("#live")).to_have_text("Screen live")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("article.top .number")).to_have_text("000118")
    assert post.do(lambda station: station.given) == 1


def test_higher_message_taking_the_place_is_not_acknowledged_by_the_click(
    post, screens
):
    """The finger was on IMMEDIATE when FLASH came: FLASH must stay unread."""
    post.do(lambda station: station.receive("IMMEDIATE"))
    page = signed_on(post, screens)
    expect(page.locator("#live")).to_have_text("Screen live")
    page.locator("#acknowledge").focus()
    post.do(lambda station: station.receive("FLASH"))
    expect(page.locator("article.top .tag")).to_have_text("FLASH")
    page.keyboard.press("Enter")
    page.evaluate("document.querySelector('#acknowledge').click()")
    expect(page.locator("#fault")).to_contain_text("A higher message took this place")
    assert post.do(lambda station: station.given) == 0


def test_signed_off_officer_signs_on_and_comes_back(post, screens):
    """An acknowledgement without a name would be worth nothing to the other side."""
    post.do(lambda station: station.receive("FLASH"))
    page = screens.open()
    expect(page.locator("#live")).to_have_text("Screen live")
    page.get_by_role("button", name="Acknowledge receipt").click()
    expect(page).to_have_url(re.compile("/desk"))
    expect(page.locator("main")).to_contain_text("Nothing has been acknowledged yet")
    screens.sign_on(page)
    expect(page.locator("#acknowledge")).to_be_focused()
    assert post.do(lambda station: station.given) == 0
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("acknowledged by LT Adaeze Okoye")


def test_wrong_passphrase_is_told_and_signs_nobody_on(screens):
    """The fault names what happened; the page stays ready for the next try."""
    page = screens.open("/desk")
    page.locator("#passphrase").fill("battery staple")
    page.get_by_role("button", name="Sign on").click()
    expect(page.locator("main .fault")).to_contain_text("PLY-KEY-001")
    expect(page.locator(".watch")).to_contain_text("nobody")
    expect(page.locator("#passphrase")).to_have_value("")


def test_double_click_acknowledges_once(post, screens):
    """Impatient hands are the normal case."""
    post.do(lambda station: station.receive("FLASH"))
    page = signed_on(post, screens, java_script_enabled=False)
    page.locator("#acknowledge").dblclick()
    expect(page.locator("#told")).to_contain_text("acknowledged by LT Adaeze Okoye")
    assert post.do(lambda station: station.given) == 1


def test_second_officer_is_told_who_was_first(post, screens):
    """Two names under one fact would make both doubtful."""
    ref = post.do(lambda station: station.receive("FLASH"))
    first = signed_on(post, screens)
    second = signed_on(post, screens, f"/message/{ref}", "2", java_script_enabled=False)
    first.locator("#acknowledge").click()
    expect(first.locator("#told")).to_contain_text("acknowledged by LT Adaeze Okoye")
    second.locator("#acknowledge").click()
    expect(second.locator("#told")).to_contain_text(
        "LT Adaeze Okoye has already acknowledged this message, at 0934:38Z."
    )
    assert post.do(lambda station: station.given) == 1


def test_back_button_and_old_form_change_nothing(post, screens):
    """A page from before the act still carries the button."""
    post.do(lambda station: station.receive("FLASH"))
    page = signed_on(post, screens, java_script_enabled=False)
    page.locator("#acknowledge").click()
    expect(page.locator("#told")).to_contain_text("acknowledged by")
    page.go_back()
    old = page.locator("#acknowledge")
    if old.count():
        old.click()
    page.goto(post.url + "/")
    expect(page.get_by_text("Nothing is waiting.")).to_be_visible()
    assert post.do(lambda station: station.given) == 1


def test_other_tab_falls_quiet_when_one_tab_acknowledges(post, screens):
    """State lives in the station; every screen shows the same."""
    post.do(lambda station: station.receive("FLASH"))
    page = signed_on(post, screens)
    other = screens.page(screens.contexts[0])
    expect(other.locator("html")).to_have_attribute("data-tone", "FLASH")
    page.locator("#acknowledge").click()
    expect(other.get_by_text("Nothing is waiting.")).to_be_visible()
    expect(other.locator("html")).to_have_attribute("data-tone", "none")
    expect(other.locator("#recent")).to_contain_text("LT Adaeze Okoye 0934:38Z")


def test_without_scripts_the_screen_says_it_is_deaf_and_still_acknowledges(
    post, screens
):
    """The page must fail towards the eyes, never towards false trust."""
    post.do(lambda station: station.receive("FLASH"))
    page = signed_on(post, screens, java_script_enabled=False)
    expect(page.locator("#deaf")).to_be_visible()
    expect(page.locator("#deaf")).to_contain_text("No alarm sound on this screen")
    page.locator("#acknowledge").click()
    expect(page.locator("#told")).to_contain_text("acknowledged by LT Adaeze Okoye")


def test_key_locked_by_the_desk_asks_to_sign_on_again(post, screens):
    """An idle desk locks the key; the name on the screen must go with it."""
    post.do(lambda station: station.receive("FLASH"))
    page = signed_on(post, screens)
    post.desk.open.clear()
    post.do(lambda station: station.look_again())
    expect(page.locator(".watch")).to_contain_text("nobody")
    page.locator("#acknowledge").click()
    expect(page).to_have_url(re.compile("/desk"))
    assert post.do(lambda station: station.given) == 0


def test_signing_off_forgets_the_key(post, screens):
    """The next person at the desk is not this one."""
    page = signed_on(post, screens)
    page.get_by_role("button", name="Sign off").click()
    expect(page.locator(".watch")).to_contain_text("nobody")
    assert post.desk.open == {}


def test_single_letter_keys_can_be_turned_off(post, screens):
    """Speech input types letters; they must not move the focus of such a user."""
    post.do(lambda station: station.receive("FLASH"))
    page = screens.open("/screen")
    page.get_by_label("Single-letter keys").uncheck()
    page.get_by_role("button", name="Keep").click()
    page.goto(post.url + "/")
    expect(page.locator("#live")).to_have_text("Screen live")
    page.keyboard.press("a")
    expect(page.locator("#acknowledge")).not_to_be_focused()


def test_keys_walk_the_list_open_and_come_back(post, screens):
    """J, K, O, ? and Esc do what the key page says."""
    for _ in range(3):
        post.do(lambda station: station.receive("PRIORITY"))
    page = screens.open()
    expect(page.locator("#live")).to_have_text("Screen live")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#open .row-link").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(r"/message/nrrc\.alfa\.example/in/1/1$"))
    expect(page.locator("#live")).to_have_text("Screen live")
    page.keyboard.press("Escape")
    expect(page).to_have_url(post.url + "/")
