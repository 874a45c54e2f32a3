# SPDX-License-Identifier: Apache-2.0
"""Every state of every screen beside those of the board at rest and in alarm.

Each is looked at by axe, must fit, and is kept as a picture for the manual.
"""

from __future__ import annotations

import gettext
import re

import pytest
from playwright.sync_api import expect

from parley.console import screen, words
from parley.fixed import replace
from parley.station.glance import READ_ONLY
from parley.station.views import AlarmView, DraftView
from parley.station.watch.floor import WireLineView
from tests.console.hand_views import ALFA
from tests.console.looks import fallen_apart, fits, keep_picture, serious, sticking_out
from tests.console.test_inside import REF, full
from tests.console.test_screens import crisis

pytestmark = [pytest.mark.browser, pytest.mark.soak]

ARABIC = dict(
    zip("abcdefghijklmnopqrstuvwxyz", "ابثدهفغحيجكلمنوپقرستعوشخيز", strict=True)
)
FULL = READ_ONLY + "The disk that holds /srv/bravo is full"
PLACE = re.compile(r"(\{[^{}]*\}|`[^`]*`|<[^>]*>)")


def _signs(word: re.Match[str]) -> str:
    return "值班通信"[: len(word[0]) // 2 + 1]


class Pseudo(gettext.NullTranslations):
    """A language nobody wrote: as long and of the script that a real one would be."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.tag = tag

    def gettext(self, message: str) -> str:
        return "".join(
            part if PLACE.fullmatch(part) else self._said(part)
            for part in PLACE.split(message)
        )

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def _said(self, part: str) -> str:
        if self.tag == "zh":
            return re.sub(r"[A-Za-z']+", _signs, part)
        return "".join(ARABIC.get(char.lower(), char) for char in part)


@pytest.fixture
def keep(tmp_path):
    return lambda page, name, **options: keep_picture(page, name, tmp_path, **options)


@pytest.fixture
def tongue(monkeypatch):
    """Let screens speak pseudo-Arabic and pseudo-Chinese."""
    monkeypatch.setitem(screen.LANGUAGES, "ar", "العربية")
    monkeypatch.setitem(screen.LANGUAGES, "zh", "中文")
    known = words._catalogue
    monkeypatch.setattr(
        words,
        "_catalogue",
        lambda tag: Pseudo(tag) if tag in {"ar", "zh"} else known(tag),
    )


def speak(page, post, tag):
    page.goto(f"{post.url}/screen")
    page.locator("#language").select_option(tag)
    page.locator("form[action='/screen/set'] button").click()
    expect(page.locator("html")).to_have_attribute("lang", tag)


def sound(page, keep, name, **options):
    """Look at a page whole: nothing serious, nothing sticking out, a picture."""
    assert serious(page) == []
    assert fits(page), sticking_out(page)
    keep(page, name, **options)


def test_links_over_a_month(post, screens, keep):
    """A fall, a slow hour, a night off and a flood are seen at once, in words too."""
    page = screens.open("/links?days=30")
    expect(page.locator(".links")).to_contain_text("1 flood of more than ten")
    expect(page.locator(".links")).to_contain_text("2 without an answer on record")
    sound(page, keep, "links", full_page=True)
    page.emulate_media(media="print")
    keep(page, "links-print", full_page=True)
    page.emulate_media(media="screen", forced_colors="active")
    keep(page, "links-forced-colours")
    assert post.url


def test_people_keys_and_station_with_something_to_do(post, screens, keep):
    """What ends soon, has ended, or is missing stands out by its words."""
    page = screens.open("/people")
    expect(page.locator(".people")).to_contain_text("12 days left")
    expect(page.locator(".people")).to_contain_text("no key: can sign nothing")
    expect(page.locator(".people .mark")).to_contain_text("U+202E")
    sound(page, keep, "people", full_page=True)
    page.get_by_role("link", name="Rotation of keys").click()
    expect(page.locator(".rotation")).to_contain_text("20 days left")
    expect(page.locator(".rotation")).to_contain_text("few are left")
    expect(page.locator(".rotation form")).to_have_count(0)
    sound(page, keep, "rotation", full_page=True)
    post.do(lambda s: setattr(s, "reasons", (FULL,)))
    page.goto(f"{post.url}/station")
    expect(page.locator(".fault")).to_contain_text("Nothing can be written")
    expect(page.locator("body")).to_contain_text("less than a tenth is free")
    sound(page, keep, "station-read-only", full_page=True)
    page.goto(f"{post.url}/")
    expect(page.locator(".facts .fault")).to_contain_text("/srv/bravo is full")
    sound(page, keep, "board-read-only")


def degraded(station):
    """The good circuit is down, the clock of the other side is off."""
    crisis(station)
    station.circuit_state = ("down", "no answer from 192.0.2.6:7100 within 10 s")
    station.offset_ms = 4_200
    station.alarms = (
        AlarmView(
            "NO-PATH", ALFA, "", "ALARM", "No path",
            f"No circuit to {ALFA} is up. What waits is kept and goes as soon as one"
            " is.",
            station.now_ms - 80_000,
        ),
        AlarmView(
            "CLOCK-DIFFERS", ALFA, "4", "WARNING", "Clocks differ",
            f"The clock of {ALFA} and ours are 4 s apart, more than agreed.",
            station.now_ms - 300_000,
        ),
    )  # fmt: skip
    station.wire = (
        WireLineView(
            f"{ALFA}/in/1/70", ALFA, "in", "Our fibre is being cut over.",
            "CAPT R. Castillo", station.now_ms - 600_000, station.now_ms - 600_000,
            "230924Z NOV 26", good=True,
        ),
    )  # fmt: skip


def test_degraded_board_in_four_languages(post, screens, keep, tongue):
    """The same facts in the same order, from the right and in few wide signs too."""
    post.do(degraded)
    page = screens.open()
    expect(page.locator(".theirs")).to_contain_text("4 s ahead")
    sound(page, keep, "board-degraded")
    for tag in ("ru", "ar", "zh"):
        speak(page, post, tag)
        page.goto(f"{post.url}/")
        expect(page.locator("html")).to_have_attribute(
            "dir", "rtl" if tag == "ar" else "ltr"
        )
        expect(page.locator(".condition").first).to_be_visible()
        sound(page, keep, f"board-{tag}")
    assert tongue is None


def test_writing_and_links_from_the_right(post, screens, keep, tongue):
    """Forms and pictures turn; numbers, times and names of stations do not."""
    page = screens.open("/screen")
    speak(page, post, "ar")
    page.goto(f"{post.url}/write")
    sound(page, keep, "write-ar")
    page.goto(f"{post.url}/links")
    sound(page, keep, "links-ar", full_page=True)
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits(page)
    assert tongue is None


def test_floor_pages_from_the_right(post, screens, keep, tongue):
    """What happens inside, and the clocks, read from the right and narrow."""
    post.do(full)
    for _ in range(7):
        post.do(lambda station: station.receive("ROUTINE"))
    page = screens.open("/desk?back=inside")
    screens.sign_on(page)
    speak(page, post, "ar")
    for path, name in (
        ("/inside", "inside-ar"),
        (f"/inside/one/{REF}", ""),
        (f"/inside/copy/{REF}?to=Radar%20crews", ""),
        ("/clocks", "clocks-ar"),
    ):
        page.goto(post.url + path)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        way = "all => all.map((one) => getComputedStyle(one).direction)"
        assert set(page.locator("time").evaluate_all(way)) == {"ltr"}
        assert fallen_apart(page) == []
        assert serious(page) == []
        assert fits(page), sticking_out(page)
        if name:
            keep(page, name)
        page.set_viewport_size({"width": 320, "height": 640})
        assert fits(page), sticking_out(page)
        page.set_viewport_size({"width": 1440, "height": 900})
    assert tongue is None


def test_writing_what_may_cross(post, screens, keep):
    """Time over each circuit, look-alikes and their newer message, in one look."""
    post.do(crisis)

    def unread(station):
        station.beside.unread = (replace(station.messages[-1], serial=9),)

    post.do(unread)
    page = screens.open("/write?kind=IN_REPLY_TO&ref=nrrc.alfa.example/in/1/4")
    expect(page.locator("#look")).to_contain_text("2 min 12 s")
    sound(page, keep, "write-crossing")


def test_draft_that_its_reader_may_not_release(post, screens, keep):
    """No permission is a sentence and a way on, never a button that fails."""

    def waiting(station):
        station.drafts = (
            DraftView(
                121, ALFA, "FLASH", "LT Haddad", ("Duty officer",),
                (("en", "The launch you observe is the announced test."),), (), 2, 0,
                "", "", "", f"{ALFA}/out/1/9", ("releaser",), False, None,
            ),
        )  # fmt: skip

    post.do(waiting)
    page = screens.open("/draft/121")
    expect(page.locator("#draft")).to_contain_text("Released and queued.")
    sound(page, keep, "draft-gone")
    page.goto(f"{post.url}/wire")
    expect(page.locator("body")).to_contain_text("Nobody is signed on at this screen")
    sound(page, keep, "order-wire-nobody")
    page.goto(f"{post.url}/message/nothing/in/1/1")
    expect(page.locator("main .fault")).to_contain_text("PLY-REL-008")
    sound(page, keep, "fault")


def test_page_before_its_script_says_that_it_is_not_live(post, screens, keep):
    """Loading is told as what it is: nothing is known of the station yet."""
    page = screens.open("/desk")
    page.route("**/static/page.js", lambda route: route.abort())
    page.goto(f"{post.url}/")
    expect(page.locator("#live")).to_have_text("Screen not live")
    expect(page.locator("#deaf")).to_be_visible()
    assert fits(page)
    keep(page, "board-loading", live=False)
