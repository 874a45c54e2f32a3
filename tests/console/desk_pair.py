# SPDX-License-Identifier: Apache-2.0
"""Two real stations on a loop of their own, and screens that sit at their consoles.

They are made once for all tests of pages; a test that needs a quiet board says so and
acknowledges what is open.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Browser, BrowserContext, Page, expect

from parley.station.desk import keep_officer_key, make_officer_key
from parley.testing.stations import (
    BRAVO,
    FAR_MS,
    OFFICER_PASSPHRASE,
    Up,
    both,
    pair_stations,
)
from tests.console.looks import listened

T = TypeVar("T")
SOFTWARE = "SOFTWARE_ED25519"


class DeskPair:
    """ALFA and BRAVO, paired and in force, each with its console."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.up: dict[str, Up] = {}
        self._lina: int | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(90)

    def _run(self) -> None:
        async def serve() -> None:
            self.loop = asyncio.get_running_loop()
            self._stop = asyncio.Event()
            async with both(self.root) as (alfa, bravo):
                self.up = {"alfa": alfa, "bravo": bravo}
                self._ready.set()
                await self._stop.wait()

        pair_stations(self.root)
        asyncio.run(serve())

    def url(self, party: str) -> str:
        return f"http://127.0.0.1:{self.up[party].console_port}"

    def do(self, act: Callable[[], Awaitable[T]]) -> T:
        """Run something on the stations' own loop."""
        return asyncio.run_coroutine_threadsafe(act(), self.loop).result(60)

    def until(self, party: str, true: Callable[[], Awaitable[object]]) -> None:
        """Wait until something is true of a station; every change looks again."""
        self.do(lambda: self.up[party].until(true))

    def send(self, text: str, precedence: str = "FLASH", party: str = "alfa") -> str:
        """Send a text and wait until the other side has it; return its name there."""
        other = {"alfa": "bravo", "bravo": "alfa"}[party]
        draft = self.do(lambda: self.up[party].send(text, precedence))
        api = self.up[other].parts.api

        async def found() -> list[Any]:
            every = await api.messages("all", None, 20)
            return [one for one in every if one.number == draft.number]

        async def there() -> bool:
            return any(one.direction == "in" for one in await found())

        self.until(other, there)
        return next(one.ref for one in self.do(found) if one.direction == "in")

    def quiet(self, party: str = "bravo") -> None:
        """Acknowledge everything that is open at a station."""
        up = self.up[party]
        for one in self.do(lambda: up.parts.api.messages("open", None, 200)):
            self.do(lambda ref=one.ref: up.acknowledge(ref))

    def linguist(self) -> int:
        """Return the number of BRAVO's linguist Lina; she is enlisted once."""
        if self._lina is not None:
            return self._lina
        up = self.up["bravo"]
        root = up.parts.folder.root
        public = make_officer_key(root, OFFICER_PASSPHRASE, frighteningly_weak=True)
        added = self.do(
            lambda: up.parts.api.add_officer(
                "Lina", "Duty officer", ["LINGUIST"], SOFTWARE, public, FAR_MS
            )
        )
        keep_officer_key(root, public, added.index)

        async def known() -> bool:
            links = self.up["alfa"].parts.runner.facts.links
            return links[BRAVO].roster.officer(added.index) is not None

        self.until("alfa", known)
        self._lina = added.index
        return added.index

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)


class Seats:
    """Opens screens and remembers every complaint their browsers make."""

    def __init__(self, browser: Browser, pair: DeskPair) -> None:
        self.browser, self.pair = browser, pair
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def context(self, **options: Any) -> BrowserContext:
        context = self.browser.new_context(
            **{
                "viewport": {"width": 1440, "height": 900},
                "timezone_id": "Asia/Karachi",
                "locale": "en-GB",
                **options,
            }
        )
        context.set_default_timeout(30_000)  # a busy machine is no fault of the page
        self.contexts.append(listened(context))
        return context

    def open(
        self,
        party: str,
        path: str = "/",
        officer: int | None = None,
        context: BrowserContext | None = None,
        **options: Any,
    ) -> Page:
        """Open a page; with an officer, in his name."""
        within = context or self.context(**options)
        page = within.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        if officer is not None:
            page.goto(f"{self.pair.url(party)}/desk")
            page.locator("#officer").select_option(str(officer))
            page.locator("#passphrase").fill(OFFICER_PASSPHRASE.decode())
            page.get_by_role("button", name="Sign on").click()
            expect(page.locator(".watch")).to_contain_text(self._name(party, officer))
        page.goto(self.pair.url(party) + path)
        return page

    def _name(self, party: str, officer: int) -> str:
        every = self.pair.do(self.pair.up[party].parts.api.officers)
        return next(one.name for one in every if one.index == officer)

    def _hear(self, said: Any) -> None:
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.complaints.append(said.text)

    def close(self) -> None:
        for context in self.contexts:
            context.close()
