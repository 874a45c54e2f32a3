# SPDX-License-Identifier: Apache-2.0
"""Walking a page as somebody does who has no mouse, other eyes, or paper alone.

What the written list asks of each page and a machine can hold: axe sees none of it.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.console.looks import fits, sticking_out

STOPS_MAX = 120  # of the Tab key on one page

# A click leaves behind from where Tab goes on; the page is walked from its very top.
BEGIN = """() => {
  scrollTo(0, 0);
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""

STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  at.dataset.walked = "yes";
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const y = box.top + Math.min(box.height / 2, 20);
  const over = document.elementFromPoint(x, y);
  const covered = !(over && (at.contains(over) || over.contains(at)));
  const inline = at.matches("a") && style.display === "inline";
  const place = at.matches("[type=radio], [type=checkbox]") ? at.closest("label") : at;
  const hit = (place ?? at).getBoundingClientRect();
  const small = !inline && box.height > 0 && Math.min(hit.width, hit.height) < 24;
  const label = at.labels?.[0]?.textContent ?? at.getAttribute("aria-label");
  const name = (label ?? at.textContent ?? "").trim().slice(0, 40);
  const what = at.tagName + (at.id ? "#" + at.id : "") + " " + name;
  return { what, seen, covered, small, named: Boolean(name || at.title || at.alt) };
}"""

# A group of radio buttons is one stop, at the one that is chosen or at any of them.
MISSED = """() => {
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const group = (e) => e.type === "radio" && e.name && [...e.form.elements].some(
    (one) => one.name === e.name && one.dataset.walked);
  return [...document.querySelectorAll(all + ', [tabindex="0"]')]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled)
    .filter((e) => !e.dataset.walked && e.tabIndex >= 0 && !group(e))
    .map((e) => "missed: " + e.outerHTML.slice(0, 80));
}"""

MOVING = "document.getAnimations().filter((one) => one.playState === 'running').length"


def faults_of(page: Page) -> list[str]:
    """Walk a page with Tab; return what is wrong at each stop, and what was missed."""
    faults: list[str] = []
    page.evaluate(BEGIN)
    for _ in range(STOPS_MAX):
        page.keyboard.press("Tab")
        stop: dict[str, Any] | None = page.evaluate(STOP)
        if stop is None:
            break
        wrong = [name for name in ("covered", "small") if stop[name]]
        wrong += [f"not {name}" for name in ("seen", "named") if not stop[name]]
        faults += [f"{name}: {stop['what']}" for name in wrong]
    return faults + page.evaluate(MISSED)


def unfolded(page: Page) -> None:
    """Open every fold of a page."""
    page.evaluate("document.querySelectorAll('details').forEach((e) => e.open = true)")


def holds_for_other_eyes(page: Page) -> None:
    """At 200 and at 400 %, in colours of one's own, without motion, and on paper."""
    for width in (720, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert fits(page), (width, sticking_out(page))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["seen"], "focus in forced colours"
    assert page.evaluate(MOVING) == 0
    page.emulate_media(media="print", forced_colors="none")
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    texts = page.locator("main .body")
    expect(texts.filter(visible=True)).to_have_count(texts.count())
    page.emulate_media(media="screen", reduced_motion="no-preference")
