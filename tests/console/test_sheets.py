# SPDX-License-Identifier: Apache-2.0
"""A sheet for each page: the states that it can be in, side by side, for the manual.

Each state must fit; what is read from the right is looked at by axe as well.
"""

from __future__ import annotations

import inspect
import io
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page, expect

from parley.errors import LocalFault
from parley.station.watch.floor import WireLineView
from parley.testing.stations import ANN
from tests.console.hand_views import ALFA
from tests.console.looks import fallen_apart, fits, serious, sticking_out
from tests.console.test_inside import REF
from tests.console.test_record import busy
from tests.console.test_states import FULL, degraded, tongue
from tests.console.test_walk import everything
from tests.console.test_walk_pair import a_draft, shown_readout

__all__ = ["tongue"]
pytestmark = [pytest.mark.browser, pytest.mark.soak]

WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 320, "height": 860}
TILE, GAP, CAPTION = (640, 430), 16, 28
COLUMNS = 3
BY_HAND = {
    "message": f"/message/{REF}", "write": "/write", "links": "/links",
    "order-wire": "/wire", "handover": "/handover", "record": "/record",
    "people": "/people", "exercises": "/exercise", "station": "/station",
}  # fmt: skip

BEFORE = {
    "order-wire": "empty", "record": "empty", "exercises": "at a LIVE station",
}  # fmt: skip


def spoken(station):
    """Let both sides have spoken on the order wire."""
    said = ("Our fibre is being cut over.", "Understood. We listen on the satellite.")
    station.wire = tuple(
        WireLineView(
            f"{ALFA}/{way}/1/{70 + at}", ALFA, way, words, "CAPT R. Castillo",
            station.now_ms - 600_000, station.now_ms - 600_000, "230924Z NOV 26",
            good=True,
        )
        for at, (way, words) in enumerate(zip(("in", "out"), said, strict=True))
    )  # fmt: skip


class Sheet:
    """Pictures of one page with a word over each."""

    def __init__(self) -> None:
        self.tiles: list[tuple[str, bytes]] = []

    def add(self, words: str, page: Page) -> None:
        assert fits(page), (words, sticking_out(page))
        taken = page.screenshot(animations="disabled", caret="hide")
        self.tiles.append((words, taken))

    def keep(self, path: Path) -> None:
        rows = -(-len(self.tiles) // COLUMNS)
        step_x, step_y = TILE[0] + GAP, TILE[1] + CAPTION + GAP
        size = (COLUMNS * step_x + GAP, rows * step_y + GAP)
        sheet = Image.new("RGB", size, "#d5dae0")
        draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=19)
        for at, (words, taken) in enumerate(self.tiles):
            x, y = GAP + at % COLUMNS * step_x, GAP + at // COLUMNS * step_y
            draw.text((x, y), words, fill="#11181f", font=font)
            tile = Image.open(io.BytesIO(taken)).convert("RGB")
            tile.thumbnail(TILE, Image.Resampling.LANCZOS)
            sheet.paste(tile, (x, y + CAPTION))
        few = sheet.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(path, optimize=True)


def live(page: Page) -> Page:
    expect(page.locator("html")).to_have_attribute("data-screen", "live")
    page.mouse.click(3, 3)
    expect(page.locator("#unarmed")).to_be_hidden()
    page.mouse.move(0, 0)
    return page


def signed_on(sheet: Sheet, page: Page, words: str, post=None) -> None:
    """One page as it is, in trouble, narrow, on paper, and read from the right."""
    sheet.add(words, live(page))
    if post is not None:
        troubled(sheet, page, post)
    page.set_viewport_size(NARROW)
    sheet.add("320 px wide", page)
    page.set_viewport_size(WIDE)
    page.emulate_media(media="print")
    sheet.add("on paper", page)
    page.emulate_media(media="screen")
    address = page.url
    page.goto(address.split("/", 3)[0] + "//" + address.split("/", 3)[2] + "/screen")
    page.locator("#language").select_option("ar")
    page.locator("form[action='/screen/set'] button").click()
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    way = "all => all.map((one) => getComputedStyle(one).direction)"
    assert set(page.locator("time").evaluate_all(way)) == {"ltr"}
    assert serious(live(page)) == []
    assert fallen_apart(page) == []
    sheet.add("from the right", page)
    page.set_viewport_size(NARROW)
    assert fits(page), sticking_out(page)
    page.context.close()


def troubled(sheet: Sheet, page: Page, post) -> None:
    """The same in three nights that nobody wishes for."""
    told = {"seq", "watchers", "armed"}  # of its own life, and not of what it shows
    every = post.do(lambda station: dict(vars(station)))
    kept = {name: value for name, value in every.items() if name not in told}
    post.do(degraded)
    page.reload()
    sheet.add("degraded", live(page))
    post.do(lambda station: vars(station).update(kept, reasons=(FULL,)))
    page.reload()
    expect(page.locator(".stopped")).to_contain_text("Nothing can be written")
    sheet.add("read-only", live(page))
    post.do(lambda station: vars(station).update(kept, **refusals(station)))
    post.do(lambda station: station.look_again())
    if page.locator("body").get_attribute("data-picture") == "/board.json":
        page.reload()
    expect(page.locator(".fault, .faulted").filter(visible=True).first).to_contain_text(
        "PLY-STO-009"
    )
    sheet.add("error: the station refuses", live(page))
    post.do(lambda station: [delattr(station, name) for name in refusals(station)])
    post.do(lambda station: vars(station).update(kept))
    page.reload()
    live(page)


def refusals(station) -> dict[str, Any]:
    """Return what refuses every question but that of the frame."""

    async def refuse(*_given: object, **_named: object) -> None:
        reason = "input/output error"
        raise LocalFault("PLY-STO-009", path="/srv/bravo/store.db", reason=reason)

    every = inspect.getmembers(type(station), inspect.iscoroutinefunction)
    return {name: refuse for name, _ in every if name not in {"board", "note"}}


def silent(sheet: Sheet, page: Page) -> None:
    """The same for nobody, before its scripts, and when the station fell silent."""
    sheet.add("nobody is signed on", live(page))
    page.route("**/static/page.js", lambda route: route.abort())
    page.reload()
    expect(page.locator("#deaf")).to_be_visible()
    sheet.add("before its scripts, or without", page)
    page.unroute("**/static/page.js")
    page.route_web_socket("**/live*", lambda _socket: None)
    page.clock.install()
    page.reload()
    page.clock.run_for(6_000)
    expect(page.locator("#stale")).to_be_visible()
    sheet.add("stale", page)
    page.context.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where sheets go; with `PARLEY_SCREENS` those of the manual."""
    return Path(os.environ.get("PARLEY_SCREENS", tmp_path))


@pytest.mark.parametrize("name", BY_HAND)
def test_sheet_of_a_page(post, screens, tongue, folder, name):
    """A state nobody has seen is met for the first time on a bad night."""
    path, sheet = BY_HAND[name], Sheet()
    if name in BEFORE:
        sheet.add(BEFORE[name], live(screens.open(path, viewport=WIDE)))
    for fill in (everything, busy, spoken):
        post.do(fill)
    post.do(lambda station: setattr(station, "mode", "EXERCISE"))
    sheet.add("EXERCISE", live(screens.open(path, viewport=WIDE)))
    mode = "EXERCISE" if name == "exercises" else "LIVE"
    post.do(lambda station: setattr(station, "mode", mode))
    page = screens.open("/desk", viewport=WIDE)
    screens.sign_on(page)
    expect(page.locator(".watch")).to_contain_text("Okoye")
    page.goto(post.url + path)
    signed_on(sheet, page, "signed on, live", post)
    silent(sheet, screens.open(path, viewport=WIDE))
    assert tongue is None
    sheet.keep(folder / f"sheet-{name}.png")


def test_sheets_of_a_release_and_a_readout(pair, seats, tongue, folder):
    """What is signed for a state, and what its public reads, in every state too."""
    ref, ours = shown_readout(pair)
    number = a_draft(pair)
    for name, party, paths in (
        ("release", "alfa", [f"/draft/{number}"]),
        ("readout", "bravo", [f"/readout/{ref}", "/readouts"]),
    ):
        sheet = Sheet()
        for path in paths[1:]:
            sheet.add("the list", live(seats.open(party, path, viewport=WIDE)))
        page = seats.open(party, paths[0], ANN, viewport=WIDE)
        signed_on(sheet, page, "signed on, live")
        silent(sheet, seats.open(party, paths[0], viewport=WIDE))
        sheet.keep(folder / f"sheet-{name}.png")
    pair.do(lambda: pair.up["alfa"].parts.api.withdraw(number))
    assert (ours, tongue) != ("", "")
