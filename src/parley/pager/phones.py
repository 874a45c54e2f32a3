# SPDX-License-Identifier: Apache-2.0
"""Lists of phones called through Apprise: push, mail, SMS gateways, webhooks.

What is said is the same for everything that can happen: come, and enter this code.
Which list, how often, and whether at all, is the core's to say; this looks once more
whether a call is still wanted before it goes, since a carrier may have held it up.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from parley.core.effects import EscalationStep, Page
from parley.core.floor_events import PhonesTold
from parley.fixed import Fixed

WAITING_MAX = 64
AT_ONCE_MAX = 4
CALL_S_MAX = 45.0  # under the minute after which the list is called again


Carrier = Callable[[str], bool]
"""Sends one text to every address of a list; whether every carrier took it; blocks."""


class Phones(Fixed):
    """One list: its name, the steps that call it, what it is told, and its carrier."""

    name: str
    steps: frozenset[EscalationStep]
    text: str
    carrier: Carrier

    def body(self, code: str) -> str:
        """Return what is said; nothing of what happened is in it."""
        return self.text.format(code=f"{code[:3]} {code[3:]}")


class PhonePager:
    """Calls every list that a page is for; a slow list holds up no other."""

    def __init__(
        self,
        lists: tuple[Phones, ...],
        wanted: Callable[[Page], bool],
        told: Callable[[PhonesTold], None],
    ) -> None:
        # Apprise writes addresses, which hold passwords, into its own log.
        logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
        self._lists = lists
        self._wanted = wanted
        self._told = told
        self._waiting: deque[Page] = deque(maxlen=WAITING_MAX)
        self._wake = asyncio.Event()
        self._room = asyncio.Semaphore(AT_ONCE_MAX)

    def page(self, page: Page) -> None:
        """Begin a call; returns at once and never raises."""
        if page.code:
            self._waiting.append(page)
            self._wake.set()

    async def run(self) -> None:
        """Call for as long as the station runs."""
        async with asyncio.TaskGroup() as calls:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._waiting:
                    await self._room.acquire()
                    page = self._waiting.popleft()
                    calls.create_task(self._call(page))

    async def _call(self, page: Page) -> None:
        try:
            for phones in self._lists:
                if page.step in phones.steps and self._wanted(page):
                    await self._call_list(phones, page.code)
        finally:
            self._room.release()

    async def _call_list(self, phones: Phones, code: str) -> None:
        reason = "a carrier refused it or could not be reached"
        try:
            async with asyncio.timeout(CALL_S_MAX):
                sent = await asyncio.to_thread(phones.carrier, phones.body(code))
            reason = "" if sent else reason
        except TimeoutError:
            reason = f"no carrier answered within {CALL_S_MAX:.0f} s"
        except Exception as mistake:  # noqa: BLE001 - of a carrier, never the station
            reason = f"its carrier failed ({type(mistake).__name__})"
        self._told(PhonesTold(phones.name, reason))
