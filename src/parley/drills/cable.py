# SPDX-License-Identifier: Apache-2.0
"""The cable of a drill: real TLS between two stations, cut or deaf by order."""

from __future__ import annotations

import asyncio

from parley.ports.bearer import Bearer, CircuitListener
from parley.ports.kind import CircuitTable
from parley.station.assembly import Parts
from parley.station.serving import confirmed_bearer

CUT = "the cable is cut"


class Cable:
    """One switch for both ends."""

    def __init__(self) -> None:
        """Begin whole."""
        self.whole = asyncio.Event()
        self.whole.set()
        self.was_cut = asyncio.Event()
        self.deaf = False

    def cut(self) -> None:
        """Let no circuit stand until it is mended."""
        self.whole.clear()
        self.was_cut.set()

    def mend(self) -> None:
        """Let circuits stand again, and be heard."""
        self.deaf = False
        self.was_cut.clear()
        self.whole.set()

    def redial(self) -> None:
        """Let whoever waits before his next try call now."""
        if self.whole.is_set():
            self.cut()
            self.mend()

    def make(self, circuit: CircuitTable, parts: Parts) -> Bearer | None:
        """Return a circuit's own bearer with the switch around it."""
        bearer = confirmed_bearer(circuit, parts)
        return None if bearer is None else _Switched(bearer, self)


class _Switched:
    """A bearer that runs only while its cable is whole."""

    def __init__(self, bearer: Bearer, cable: Cable) -> None:
        self._bearer = bearer
        self._cable = cable
        self.traits = bearer.traits

    async def run(self, listener: CircuitListener) -> None:
        """Carry frames until cancelled."""
        heard = _Heard(listener, self._cable)
        while True:
            await self._cable.whole.wait()
            async with asyncio.TaskGroup() as group:
                task = group.create_task(self._bearer.run(heard))
                await self._cable.was_cut.wait()
                task.cancel()
            listener.down(CUT)

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        self._bearer.send(frame)


class _Heard:
    """A listener that hears no frame while the cable is deaf."""

    def __init__(self, listener: CircuitListener, cable: Cable) -> None:
        self._listener = listener
        self._cable = cable
        self.up = listener.up
        self.down = listener.down
        self.ready = listener.ready
        self.noted = listener.noted

    def arrived(self, frame: bytes) -> None:
        """Pass a frame on, or lose it."""
        if not self._cable.deaf:
            self._listener.arrived(frame)
