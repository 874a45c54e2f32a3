# SPDX-License-Identifier: Apache-2.0
"""Frames over UDP: the bearer for lines that lose much.

Left to the caller: what a frame means, whether it was received, and whatever is longer
than a datagram.  How much can stand before a FLASH: the window, since a frame gives its
place back when it leaves.
"""

from __future__ import annotations

import asyncio
import errno
import os
from collections import Counter
from contextlib import suppress
from typing import cast

from parley.bearers.udp.config import UdpSettings
from parley.bearers.udp.place import Found, family_of, find, open_socket
from parley.bearers.udp.session import Place, Session
from parley.crypto.datagram import DatagramKeys
from parley.errors import LocalFault
from parley.ports.bearer import CircuitListener

_FIND_AGAIN_S = 30.0
_TURN_S_MIN = 0.002
_CODES = {
    errno.EADDRINUSE: "PLY-BRR-001",
    errno.EADDRNOTAVAIL: "PLY-BRR-002",
    errno.EACCES: "PLY-BRR-003",
    errno.EPERM: "PLY-BRR-003",
}


class UdpBearer:
    """One circuit to one counterpart over UDP; dials, listens, or both.

    ``listening`` is set while a port is ours, whose number is ``port``; one that the
    machine chose (0 in the settings) is kept when it is run again.
    ``strangers`` counts, by reason, the datagrams that were dropped.
    """

    def __init__(self, settings: UdpSettings) -> None:
        """Agree on keys; open nothing.

        Raises:
            LocalFault: PLY-BRR-006 or PLY-BRR-007, when a certificate cannot be used.

        """
        self.traits = settings.traits
        self.listening = asyncio.Event()
        self.port = 0 if settings.listen is None else settings.listen[1]
        self.strangers: Counter[str] = Counter()
        self._settings = settings
        self._keys = DatagramKeys(
            settings.certificate, settings.key, settings.counterpart_certificate
        )
        self._running: _Running | None = None

    async def run(self, listener: CircuitListener) -> None:
        """Carry frames until cancelled.

        Raises:
            LocalFault: PLY-BRR-001 to PLY-BRR-004, at once, when the port to listen on
                cannot be had; later failures are told by `down`.

        """
        if self._running is not None:
            raise AssertionError("a bearer is run once at a time")
        running = _Running(self._settings, self._keys, listener)
        self._running = running
        try:
            await running.open(self.port)
            self.port = running.port
            self.listening.set()
            await running.serve()
        finally:
            self._running = None
            self.listening.clear()
            running.close()
            self.strangers.update(running.session.strangers)
            await asyncio.sleep(0)  # the transport's socket closes in the next turn

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        if not 0 < len(frame) <= self.traits.frame_bytes_max:
            raise AssertionError(
                f"a frame of {len(frame)} bytes was handed over; allowed is 1 to "
                f"{self.traits.frame_bytes_max}"
            )
        if self._running is not None:
            self._running.send(frame)


class _Running(asyncio.DatagramProtocol):
    """The socket, the session and the window while the bearer runs."""

    def __init__(
        self, settings: UdpSettings, keys: DatagramKeys, listener: CircuitListener
    ) -> None:
        self.port = 0
        self._settings = settings
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        self.session = Session(settings, keys, self, os.urandom, self._loop.time())
        self._wire: asyncio.DatagramTransport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._window = settings.traits.window_frames
        self._out, self._out_max = 0, self._window
        self._back = 0  # places to give back, in a turn of their own
        self._closed = False
        self._was_up = False
        self._reason = ""
        self._found: list[Found] = []
        self._family = 0

    # The socket.

    async def open(self, port: int) -> None:
        """Take the port, if this end listens."""
        listen = self._settings.listen
        if listen is None:
            return
        try:
            await self._open(family_of(listen[0]), (listen[0], port))
        except OSError as error:
            raise _fault(error, f"{listen[0]}:{port}") from None

    async def _open(self, family: int, local: tuple[str, int] | None) -> None:
        bound = open_socket(family, local)
        if self._wire is not None:
            self._wire.close()
        try:
            wire, _ = await self._loop.create_datagram_endpoint(
                lambda: self, sock=bound
            )
        except BaseException:
            bound.close()
            raise
        self._wire = wire
        self._family = family
        self.port = int(bound.getsockname()[1])

    async def serve(self) -> None:
        """Knock where the counterpart waits, for ever; answers are dealt with apart."""
        if self._settings.dial is None:
            self._turn()
            await self._loop.create_future()
        host, port = cast("tuple[str, int]", self._settings.dial)
        while True:
            await self._look_up(host, port)
            until_s = self._loop.time() + _FIND_AGAIN_S
            while self._loop.time() < until_s:
                now_s = self._loop.time()
                for _, place in self._found:
                    self.session.knock(place, now_s)
                self._turn()
                await asyncio.sleep(self._settings.keepalive_s / 10)

    async def _look_up(self, host: str, port: int) -> None:
        """Find the other end anew; without a resolver the last address is kept."""
        if self.session.is_up:
            return
        found = await find(host, port)
        if not found and not self._found:
            self.fail(f"name {host} not found")
            return
        self._found = found or self._found
        family = self._found[0][0]
        self._found = [one for one in self._found if one[0] == family]
        if self._wire is None or (
            self._settings.listen is None and self._family != family
        ):
            with suppress(OSError):
                await self._open(family, None)
        self.fail(f"no answer from {host}:{port} yet")

    def datagram_received(self, data: bytes, addr: Place) -> None:
        """Deal with what came in."""
        self.session.take(data, addr, self._loop.time())
        self._turn()

    def error_received(self, exc: Exception) -> None:
        """Take note of what the network says; only silence ends a session."""
        number = getattr(exc, "errno", None)
        if number and not self.session.is_up:
            self.fail(f"no way there: {os.strerror(number).lower()}")

    def close(self) -> None:
        """Say goodbye and let the socket go."""
        now_s = self._loop.time()
        self.session.stop(now_s)
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        if self._wire is not None:
            self._wire.close()

    # Frames.

    def send(self, frame: bytes) -> None:
        """Take a frame within the window."""
        if self._out >= self._out_max:
            raise AssertionError("more frames were handed over than the window allows")
        self._out += 1
        if not self.session.is_up or not self.session.send(frame):
            self.left(1)
            return
        self._turn_soon()

    # What the session tells.

    def write(self, datagram: bytes, place: Place) -> None:
        """Put a datagram on the wire."""
        if self._wire is not None and not self._closed:
            self._wire.sendto(datagram, place)

    def up(self) -> None:
        """Tell that frames can flow."""
        self._out_max = self._window * (2 if self._was_up else 1)
        self._was_up = True
        self._reason = ""
        self._listener.up()

    def down(self, reason: str) -> None:
        """Tell that they cannot."""
        self.fail(reason)

    def fail(self, reason: str) -> None:
        """Tell why there is no circuit, once for each reason in turn."""
        if not self._closed and reason != self._reason and not self.session.is_up:
            self._reason = reason
            self._listener.down(reason)

    def arrived(self, frame: bytes) -> None:
        """Pass a frame on."""
        self._listener.arrived(frame)

    def noted(self, words: str) -> None:
        """Pass words on."""
        self._listener.noted(words)

    def left(self, places: int) -> None:
        """Give places back in a turn of their own: `ready` may lead to `send`."""
        if not self._back:
            self._loop.call_soon(self._give_back)
        self._back += places

    def _give_back(self) -> None:
        places, self._back = self._back, 0
        if places and not self._closed:
            self._out -= places
            self._listener.ready(places)

    # Turns.

    def _turn_soon(self) -> None:
        if self._timer is None or self._timer.when() > self._loop.time():
            self._arm(self._loop.time())

    def _turn(self) -> None:
        if not self._closed:
            self._arm(self.session.turn(self._loop.time()))

    def _arm(self, when_s: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        soonest_s = self._loop.time() + _TURN_S_MIN
        if when_s <= self._loop.time():
            when_s = self._loop.time() if when_s else soonest_s
        self._timer = self._loop.call_at(max(when_s, 0.0), self._turn)


def _fault(error: OSError, address: str) -> LocalFault:
    if error.errno in _CODES:
        return LocalFault(_CODES[error.errno], address=address)
    reason = os.strerror(error.errno).lower() if error.errno else str(error)
    return LocalFault("PLY-BRR-004", address=address, reason=reason)
