# SPDX-License-Identifier: Apache-2.0
"""The page of what happens inside: what comes up, and who has not got a message."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from parley.station.watch.inside import InnerView, NoticeView, OnwardView
from tests.console.looks import fits, keep_picture, serious

pytestmark = pytest.mark.browser
REF = "nrrc.alfa.example/in/1/7"


def full(station):
    """Two events to come, one now, and a message that the radar has not got."""
    at_ms = station.now_ms
    station.announced = (
        NoticeView(REF, "Launch from pad 7", at_ms + 300_000, True),
        NoticeView("nrrc.alfa.example/in/1/9", "Exercise", at_ms + 9 * 10**7, False),
    )
    inner = (
        InnerView("Foreign ministry", "A. Haddad", "LT Okoye", at_ms - 60_000),
        InnerView("Radar crews", None, None, None),
    )
    station.inside = (OnwardView(REF, "Launch from pad 7", at_ms, inner, 1),)


def test_missing_addressee_is_seen_and_noted_with_his_code(post, screens, tmp_path):
    """In 1995 the notice was in the building, and not at the radar."""
    post.do(full)
    page = screens.open("/desk?back=inside")
    screens.sign_on(page)
    expect(page.locator("main")).to_contain_text("NOW: you were told of this")
    expect(page.locator("main")).to_contain_text("missing:")
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
    expect(page.locator("#live")).to_have_text("Screen live")
    page.mouse.click(3, 3)
    expect(page.locator("#unarmed")).to_be_hidden()
    folder = Path(os.environ.get("PARLEY_SCREENS", tmp_path))
    page.screenshot(path=folder / "inside.png", animations="disabled", caret="hide")
    page.get_by_role("textbox", name="Who has it there").fill("Capt. Weiss")
    page.get_by_role("textbox", name="Code read from the copy").fill("482913")
    page.get_by_role("button", name="Note it").click()
    expect(page.locator("main")).to_contain_text("Everybody inside has")
    noted = post.do(lambda station: list(station.noted))
    assert ("Radar crews", "Capt. Weiss", 1) in noted
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_notice_is_kept_and_taken_back_at_its_message(post, screens, tmp_path):
    """What the watch was told by voice comes up only if somebody can say when."""
    ref = post.do(lambda station: station.receive("ROUTINE", text="Launch at 0638Z."))
    page = screens.open("/desk?back=inside")
    screens.sign_on(page)
    page.goto(f"{post.url}/message/{ref}")
    page.get_by_role("link", name="When it comes up, and who inside").click()
    expect(page.locator("main")).to_contain_text("It waits for no time.")
    expect(page.get_by_role("button", name="Let it not come up")).to_be_hidden()
    page.locator("#at").fill("2026-11-24T06:38")
    page.get_by_role("button", name="Let it come up then").click()
    expect(page.locator("main")).to_contain_text("24 NOV 2026 06:38:00Z")
    at_ms = 1_795_502_280_000
    assert post.do(lambda s: ("NOTICE", str(at_ms), 1) in s.noted)
    assert serious(page) == []
    expect(page.locator("#live")).to_have_text("Screen live")
    keep_picture(page, "inside-one", tmp_path)
    page.get_by_role("button", name="Let it not come up").click()
    expect(page.locator("main")).to_contain_text("It waits for no time.")
    assert post.do(lambda s: s.announced) == ()


def test_copy_bears_its_code_and_is_for_who_signed_on(post, screens, tmp_path):
    """A code that any passer-by can read from a screen proves nothing."""
    post.do(full)
    page = screens.open(f"/inside/copy/{REF}?to=Radar%20crews")
    expect(page).to_have_url(f"{post.url}/desk?back=inside")
    screens.sign_on(page)
    expect(page.locator("main")).to_contain_text("missing:")
    page.get_by_role("link", name="His copy, to print").click()
    expect(page.locator("h1")).to_contain_text("Copy for Radar crews")
    expect(page.locator(".release-code")).to_have_text("482 913")
    expect(page.locator(".text-body")).to_have_text("Launch from pad 7.")
    assert serious(page) == []
    expect(page.locator("#live")).to_have_text("Screen live")
    keep_picture(page, "inside-copy", tmp_path)
    page.emulate_media(media="print")
    expect(page.locator(".release-code")).to_be_visible()
    expect(page.get_by_role("link", name="Back")).to_be_hidden()


def test_inside_redraws_by_itself_and_keeps_what_is_typed(post, screens):
    """Two officers share the list; each must see what the other has noted."""
    post.do(full)
    page = screens.open("/inside")
    expect(page.locator("#live")).to_have_text("Screen live")
    page.get_by_role("textbox", name="Who has it there").fill("Capt. Weiss")

    def one_less(station) -> None:
        station.announced = station.announced[:1]
        station.look_again()

    expect(page.locator("#notices-title + p + ul > li")).to_have_count(2)
    post.do(one_less)
    expect(page.locator("#notices-title + p + ul > li")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Who has it there")).to_have_value(
        "Capt. Weiss"
    )


@pytest.mark.soak
def test_clocks_show_three_times_of_one_moment(screens, tmp_path):
    """Whoever calls at four in the morning there should know it before."""
    page = screens.open("/clocks")
    expect(page.locator("#live")).to_have_text("Screen live")
    expect(page.locator(".wall h2")).to_have_text(["Zulu", "BRAVO", "ALFA"])
    hands = page.locator(".hands")
    expect(hands).to_have_text(
        [re.compile("^09:34"), re.compile("^12:34"), re.compile("^06:04")]
    )
    expect(page.locator(".wall").nth(2)).to_contain_text("UTC-03:30")
    expect(page.locator(".wall").nth(2)).to_contain_text("+4.2 s from ours")
    before = hands.first.text_content()
    expect(hands.first).not_to_have_text(str(before))
    assert serious(page) == []
    keep_picture(page, "clocks", tmp_path)
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits(page)
