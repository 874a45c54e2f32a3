# SPDX-License-Identifier: Apache-2.0
"""Every page walked by keyboard: what the written list of accessibility asks of each.

axe sees none of this: whether the focus is seen and not covered, whether a finger can
hit what it meets, whether the page fits a screen of 320 px.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.console.looks import fits, sticking_out
from tests.console.test_inside import REF, full
from tests.console.test_screens import crisis
from tests.console.test_shelve import standing

pytestmark = [pytest.mark.browser, pytest.mark.soak]

STOPS_MAX = 120  # of the Tab key on one page
PAGES = (
    "/", "/message", "/write", "/links", "/wire", "/inside", f"/inside/one/{REF}",
    f"/inside/copy/{REF}?to=Radar%20crews", "/calls", "/clocks", "/handover",
    "/exercise", "/code", "/record", "/people", "/station", "/readouts", "/desk",
    "/screen", "/register", "/shelve?code=NO-PATH&link=nrrc.alfa.example&subject=",
)  # fmt: skip

STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const y = box.top + Math.min(box.height / 2, 20);
  const over = document.elementFromPoint(x, y);
  const covered = !(over && (at.contains(over) || over.contains(at)));
  const inline = at.matches("a") && style.display === "inline";
  const small = !inline && box.height > 0 && Math.min(box.width, box.height) < 24;
  const label = at.labels?.[0]?.textContent ?? at.getAttribute("aria-label");
  const name = (label ?? at.textContent ?? "").trim().slice(0, 40);
  const what = at.tagName + (at.id ? "#" + at.id : "") + " " + name;
  return { what, seen, covered, small, named: Boolean(name || at.title || at.alt) };
}"""


def everything(station):
    """Let every page have something to show."""
    full(station)
    for _ in range(7):
        station.receive("ROUTINE")
    crisis(station)
    standing(station)


def faults_of(page) -> list[str]:
    """Walk a page with Tab and return what is wrong at each stop."""
    faults = []
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    for _ in range(STOPS_MAX):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        wrong = [name for name in ("covered", "small") if stop[name]]
        wrong += [f"not {name}" for name in ("seen", "named") if not stop[name]]
        faults += [f"{name}: {stop['what']}" for name in wrong]
    return faults


@pytest.mark.parametrize("path", PAGES)
def test_page_is_walked_by_keyboard(post, screens, path):
    """Whoever has no mouse must see where he is, and lose nothing at 400 %."""
    post.do(everything)
    if path == "/exercise":
        post.do(lambda station: setattr(station, "mode", "EXERCISE"))
    page = screens.open("/desk")
    screens.sign_on(page)
    page.goto(post.url + (f"/message/{REF}" if path == "/message" else path))
    assert not page.title().startswith("Fault")
    expect(page.locator("#live")).to_have_text("Screen live")
    page.mouse.click(3, 3)
    expect(page.locator("html")).to_have_attribute("data-sound", "armed")
    assert page.locator("h1").count() == 1
    assert faults_of(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits(page), sticking_out(page)
