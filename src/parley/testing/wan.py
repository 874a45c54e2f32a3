# SPDX-License-Identifier: Apache-2.0
"""A wide network on one machine: loss, delay, jitter, rate, black holes, by seed.

Two of them:

- `UdpWan` is a relay for datagrams between two sockets on loopback; it needs no rights.
- `TunWan` takes everything that is sent to one made-up address, keeps it for as long
  as the weather says, and gives it back to this machine as if it came from there.  So
  TCP meets real loss with its own timers.  It needs root and /dev/net/tun.

Weather is given for each direction, so that a line may be deaf in one.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import random
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

_TUN = Path("/dev/net/tun")
_DATAGRAM_BYTES_MAX = 65_536
_QUEUE_S_MAX = 3.0  # what waits longer than this for the rate is lost, as in a router


@dataclass(slots=True)
class Weather:
    """What happens to datagrams of one direction; it may be changed while they flow."""

    loss: float = 0.0
    delay_s: float = 0.0
    jitter_s: float = 0.0
    rate_bps: float | None = None
    bytes_max: int | None = None  # longer ones vanish without a word
    queue_s_max: float = _QUEUE_S_MAX
    is_dark: bool = False
    seed: int = 0
    carried: int = 0
    lost: int = 0
    _draw: random.Random = field(init=False)
    _free_s: float = 0.0

    def __post_init__(self) -> None:
        """Begin the stream of chances."""
        self._draw = random.Random(self.seed)  # noqa: S311 - a test's seed

    def takes(self, size: int, now_s: float) -> float | None:
        """Return after how long a datagram of `size` bytes arrives; None: never."""
        chance = self._draw.random()
        jitter_s = self._draw.uniform(0, self.jitter_s)
        too_long = self.bytes_max is not None and size > self.bytes_max
        if self.is_dark or too_long or chance < self.loss:
            self.lost += 1
            return None
        wait_s = 0.0
        if self.rate_bps is not None:
            wait_s = max(0.0, self._free_s - now_s)
            if wait_s > self.queue_s_max:
                self.lost += 1
                return None
            self._free_s = now_s + wait_s + size * 8 / self.rate_bps
            wait_s = self._free_s - now_s
        self.carried += 1
        return wait_s + self.delay_s + jitter_s


class UdpWan:
    """A relay: who sends to `port` reaches the target, and is answered from it."""

    def __init__(
        self,
        target: Callable[[], tuple[str, int]],
        there: Weather | None = None,
        back: Weather | None = None,
    ) -> None:
        """Ask `target` for host and port of the listening end when it is needed."""
        self.there = there or Weather()
        self.back = back or Weather(seed=1)
        self.port = 0
        self._target = target
        self._near: asyncio.DatagramTransport | None = None
        self._far: dict[object, asyncio.DatagramTransport] = {}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[UdpWan]:
        """Listen on a free port of 127.0.0.1 for as long as the context lasts."""
        loop = asyncio.get_running_loop()
        self._near, _ = await loop.create_datagram_endpoint(
            lambda: _Relayed(self._arrived_near), local_addr=("127.0.0.1", 0)
        )
        self.port = int(self._near.get_extra_info("sockname")[1])
        try:
            yield self
        finally:
            self._near.close()
            for far in self._far.values():
                far.close()
            await asyncio.sleep(0)

    def aim(self, host: str, port: int) -> None:
        """Let the listening end be found here from now on."""
        self._target = lambda: (host, port)

    def move(self) -> None:
        """Give everybody another address, as a router that was restarted does."""
        for far in self._far.values():
            far.close()
        self._far.clear()

    def _arrived_near(self, data: bytes, place: object) -> None:
        delay_s = self.there.takes(len(data), asyncio.get_running_loop().time())
        if delay_s is not None:
            asyncio.get_running_loop().call_later(delay_s, self._send_far, data, place)

    def _send_far(self, data: bytes, place: object) -> None:
        if self._near is None or self._near.is_closing():
            return
        if place not in self._far:
            bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            bound.setblocking(False)
            bound.bind(("127.0.0.1", 0))
            self._far[place] = _FarSocket(bound, self._answered(place))
        self._far[place].sendto(data, self._target())

    def _answered(self, place: object) -> Callable[[bytes, object], None]:
        loop = asyncio.get_running_loop()

        def answer(data: bytes, _from: object) -> None:
            delay_s = self.back.takes(len(data), loop.time())
            if delay_s is not None:
                loop.call_later(delay_s, self._send_near, data, place)

        return answer

    def _send_near(self, data: bytes, place: object) -> None:
        if self._near is not None and not self._near.is_closing():
            self._near.sendto(data, place)  # type: ignore[arg-type]


class _Relayed(asyncio.DatagramProtocol):
    def __init__(self, arrived: Callable[[bytes, object], None]) -> None:
        self._arrived = arrived

    def datagram_received(self, data: bytes, addr: object) -> None:
        self._arrived(data, addr)


class _FarSocket(asyncio.DatagramTransport):
    """The least of a transport: made at once, without waiting for the loop."""

    def __init__(self, bound: socket.socket, arrived: Callable[..., None]) -> None:
        super().__init__()
        self._bound = bound
        self._arrived = arrived
        asyncio.get_running_loop().add_reader(bound.fileno(), self._read)

    def _read(self) -> None:
        try:
            self._arrived(*self._bound.recvfrom(_DATAGRAM_BYTES_MAX))
        except OSError:
            return  # nobody listens there just now

    def sendto(self, data: object, addr: object = None) -> None:
        """Send, or lose."""
        try:
            self._bound.sendto(data, addr)  # type: ignore[call-overload]
        except OSError:
            return

    def close(self) -> None:
        """Let the socket go."""
        if self._bound.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._bound.fileno())
            self._bound.close()


def can_tun() -> bool:
    """Say whether this process may make a TUN device."""
    return os.geteuid() == 0 and os.access(_TUN, os.R_OK | os.W_OK)


class TunWan:
    """A made-up address `far`, behind which this same machine answers as `near`.

    Whatever goes to `far` comes back as from `far` to `near`: source and destination
    change places, which leaves every checksum as it was.  `there` is the weather of
    datagrams towards `port`, `back` that of all others.
    """

    _SET_IFF = 0x400454CA
    _SET_ADDRESS, _SET_FAR, _SET_FLAGS, _SET_MTU = 0x8916, 0x8918, 0x8914, 0x8922
    _TUN_NO_HEADER = 0x1001
    _UP_RUNNING = 0x41

    def __init__(self, there: Weather, back: Weather, number: int = 99) -> None:
        """Choose the addresses 10.`number`.0.1 and .2."""
        self.there, self.back = there, back
        self.near, self.far = f"10.{number}.0.1", f"10.{number}.0.2"
        self.port = 0
        self._name = f"wan{number}".encode()
        self._tun = -1

    @asynccontextmanager
    async def open(self) -> AsyncIterator[TunWan]:
        """Have the device for as long as the context lasts."""
        loop = asyncio.get_running_loop()
        self._tun = os.open(_TUN, os.O_RDWR | os.O_NONBLOCK)
        try:
            self._set_up()
            loop.add_reader(self._tun, self._read)
            yield self
        finally:
            loop.remove_reader(self._tun)
            os.close(self._tun)
            self._tun = -1

    def _set_up(self) -> None:
        request = struct.pack("16sH", self._name, self._TUN_NO_HEADER)
        fcntl.ioctl(self._tun, self._SET_IFF, request)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            for code, address in (
                (self._SET_ADDRESS, self.near),
                (self._SET_FAR, self.far),
            ):
                packed = struct.pack("HH4s8x", 2, 0, socket.inet_aton(address))
                fcntl.ioctl(control, code, struct.pack("16s", self._name) + packed)
            flags = struct.pack("16sH", self._name, self._UP_RUNNING)
            fcntl.ioctl(control, self._SET_FLAGS, flags)

    def _read(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                datagram = os.read(self._tun, _DATAGRAM_BYTES_MAX)
            except BlockingIOError:
                return
            if datagram[0] >> 4 != 4 or len(datagram) < 28:  # noqa: PLR2004 - IPv4, a port
                continue
            head = (datagram[0] & 15) * 4
            port = int.from_bytes(datagram[head + 2 : head + 4], "big")
            weather = self.there if port == self.port else self.back
            delay_s = weather.takes(len(datagram), loop.time())
            if delay_s is not None:
                turned = (
                    datagram[:12] + datagram[16:20] + datagram[12:16] + datagram[20:]
                )
                loop.call_later(delay_s, self._write, turned)

    def _write(self, datagram: bytes) -> None:
        if self._tun >= 0:
            os.write(self._tun, datagram)
