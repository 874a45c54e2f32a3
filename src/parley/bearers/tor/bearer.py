# SPDX-License-Identifier: Apache-2.0
"""A TCP circuit inside an onion service.

The circuit is that of the TCP bearer, TLS and all; here is only the way to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from parley.bearers.tcp import Role, TcpBearer
from parley.bearers.tor.config import TorSettings
from parley.bearers.tor.control import TorControl, TorError
from parley.carriage.aside import aside
from parley.crypto.onion import OnionKeys
from parley.errors import LocalFault
from parley.ports.bearer import CircuitListener

T = TypeVar("T")

_WHOLE = 100


class TorBearer:
    """One circuit to one counterpart; one side calls, the other waits."""

    def __init__(self, settings: TorSettings, keys: OnionKeys) -> None:
        """Open nothing yet.

        Raises:
            LocalFault: PLY-BRR-006 or PLY-BRR-007, when a certificate cannot be used.

        """
        self.traits = settings.traits
        self._settings = settings
        self._keys = keys
        self._tcp = TcpBearer(settings.tcp(keys.address))
        self._ready = asyncio.Event()

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        self._tcp.send(frame)

    async def run(self, listener: CircuitListener) -> None:
        """Carry frames until cancelled.

        Raises:
            LocalFault: PLY-BRR-004, when there is no port on loopback.

        """
        told = _Told(listener)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._carry(told))
                group.create_task(self._keep(told))
        except* LocalFault as faults:
            raise faults.exceptions[0] from None
        finally:
            self._ready.clear()

    async def _carry(self, told: _Told) -> None:
        """Run the TCP circuit; who calls waits until Tor can."""
        if self._settings.role is Role.DIAL:
            await self._ready.wait()
        await self._tcp.run(told)

    async def _keep(self, told: _Told) -> None:
        """Keep a session with Tor for ever, with growing pauses between two."""
        pause_s = self._settings.retry_s_min
        while True:
            try:
                await self._session(told)
            except TorError as failed:
                pause_s = self._settings.retry_s_min if told.is_well else pause_s
                told.troubled(failed.reason)
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, self._settings.retry_s_max)

    async def _session(self, told: _Told) -> None:
        """Ask Tor for the service, or for a caller's way to it, and stay.

        Raises:
            TorError: in the end.

        """
        control = TorControl(self._settings.control)
        try:
            await self._asked(control, control.open)
            if self._settings.role is Role.DIAL:
                await self._asked(control, lambda: control.may_call(self._keys))
            else:
                await self._tcp.listening.wait()
                port = self._tcp.port
                await self._asked(control, lambda: control.wait_for(self._keys, port))
            self._ready.set()
            told.well()
            while True:
                progress = await self._asked(control, control.progress)
                told.noted(
                    "" if progress == _WHOLE else f"Tor is {progress} per cent ready"
                )
                await asyncio.sleep(self._settings.look_s)
        finally:
            await aside(control.close)

    async def _asked(self, control: TorControl, call: Callable[[], T]) -> T:
        """Do what blocks in a thread, for a bounded time.

        Raises:
            TorError: it failed, or took too long.

        """
        seconds = self._settings.answer_s_max
        try:
            async with asyncio.timeout(seconds):
                return await aside(call, control.close)
        except TimeoutError:
            raise TorError(f"Tor said nothing for {seconds:g} s") from None


class _Told:
    """What the circuit inside tells, with Tor's own reason where it has one."""

    def __init__(self, listener: CircuitListener) -> None:
        self._listener = listener
        self._trouble = ""
        self._said: str | None = None
        self._note = ""

    @property
    def is_well(self) -> bool:
        """Whether Tor did what it was asked for."""
        return self._trouble == ""

    def well(self) -> None:
        """Note that it did."""
        self._trouble = ""

    def troubled(self, reason: str) -> None:
        """Note that it did not, and tell why; a circuit that still stands is left."""
        self._trouble = reason
        if self._said != "":
            self.down(reason)

    def up(self) -> None:
        """Pass it on."""
        self._said = ""
        self._listener.up()

    def down(self, reason: str) -> None:
        """Pass it on, once, without the address that nobody else is to know."""
        words = self._trouble or reason
        if ".onion" in words:
            words = f"Tor finds no way to the counterpart: {words.rpartition(': ')[2]}"
        if words != self._said:
            self._said = words
            self._listener.down(words)

    def ready(self, frames: int) -> None:
        """Pass it on."""
        self._listener.ready(frames)

    def arrived(self, frame: bytes) -> None:
        """Pass it on."""
        self._listener.arrived(frame)

    def noted(self, words: str) -> None:
        """Pass it on, if it is new."""
        if words != self._note:
            self._note = words
            self._listener.noted(words)
