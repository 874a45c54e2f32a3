# SPDX-License-Identifier: Apache-2.0
"""Looking at a page: what axe finds, whether it fits, and pictures that are kept.

With `PARLEY_SCREENS=docs/_static/screens` the pictures of the manual are made anew.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

COLOURS_MAX = 128  # a screen of words needs no more, and a picture is a third the size


def listened(context: BrowserContext) -> BrowserContext:
    """Let somebody have heard the alarm at every page of a context, at 0934Z."""
    context.add_init_script(
        'if (location.protocol.startsWith("http"))'
        ' sessionStorage.setItem("parley-heard", "1795426478000");'
    )
    return context


def serious(page: Page) -> list[str]:
    """Return what axe calls serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html']}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


# A date in one run of text with letters from the right falls apart into its parts.
_FALLEN = """() => {
  const every = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (every.nextNode()) found.push(every.currentNode.data.trim());
  return found.filter((text) => /\\p{Script=Arabic}/u.test(text) &&
    /(?<!\u2068)(\\d{2} [A-Z]{3} \\d{4}|\\d{6}Z [A-Z]{3})/.test(text));
}"""


def fallen_apart(page: Page) -> list[str]:
    """Return every sentence from the right whose date is not held together."""
    return page.evaluate(_FALLEN)


def fits(page: Page) -> bool:
    """Say whether nothing sticks out sideways."""
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def sticking_out(page: Page) -> list[str]:
    """Return what makes the page wider than its screen, outermost first."""
    return page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((e) => {
          const box = e.getBoundingClientRect();
          const wide = document.documentElement.clientWidth;
          return box.width && (box.right > wide + 1 || box.left < -1) && !e.closest(
            ".unseen, .skip, .picture-panel, .wide");
        }).slice(0, 5).map((e) => e.outerHTML.slice(0, 90))"""
    )


def keep_picture(
    page: Page, name: str, folder: Path, *, live: bool = True, **options: Any
) -> None:
    """Write a picture of the page once it lives, its sound on.

    The manual's, with `PARLEY_SCREENS`, is in few colours.
    """
    if live and page.locator("#live").count():
        expect(page.locator("html")).to_have_attribute("data-screen", "live")
    if page.locator("#unarmed").is_visible():
        # A tone that starts with the click may arm the screen at once.
        page.mouse.click(3, 3)
        expect(page.locator("#unarmed")).to_be_hidden()
        page.mouse.move(0, 0)
    taken = page.screenshot(animations="disabled", caret="hide", **options)
    manual = os.environ.get("PARLEY_SCREENS")
    if manual is None:
        (folder / f"{name}.png").write_bytes(taken)
        return
    image = Image.open(io.BytesIO(taken)).convert("RGB")
    few = image.quantize(COLOURS_MAX, dither=Image.Dither.NONE)
    few.save(Path(manual) / f"{name}.png", optimize=True)
