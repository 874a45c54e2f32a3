# SPDX-License-Identifier: Apache-2.0
"""Long, lossy and narrow lines: UDP beside TLS over TCP on the same emulated network.

With root and /dev/net/tun every packet of both passes the same seeded weather; without
them only UDP is measured, through a relay on loopback.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench_figures import Figure, at_most, whole

from parley.bearers.tcp import Role, TcpBearer, TcpSettings
from parley.bearers.udp import UdpBearer, UdpSettings
from parley.crypto.certificate import make_certificate
from parley.ports.bearer import Bearer
from parley.testing.check_bearer import running
from parley.testing.recorder import CircuitRecorder
from parley.testing.stations import free_port, pair_stations
from parley.testing.stations import running as station
from parley.testing.wan import TunWan, UdpWan, Weather, can_tun

MESSAGES = 100
BYTES = 300
EVERY_S = 0.1
ONE_WAY_S = 0.15
UDP_LIMIT_S = 40.0
TLS_LIMIT_S = 60.0
TEXTS = 20
NARROW_BPS = 1_200
NARROW_BAR_S = 45.0
NARROW_LIMIT_S = 150.0
BARS_S = {0.0: 1.0, 0.3: 2.0, 0.5: 6.0}

ALFA, ALFA_KEY = make_certificate("alfa.example", 1577836800, 4102444800)
BRAVO, BRAVO_KEY = make_certificate("bravo.example", 1577836800, 4102444800)


@dataclass(frozen=True, slots=True)
class Played:
    """When each message arrived after it was handed over; None where it did not."""

    up_s: float | None
    took_s: tuple[float, ...]
    repeated: int
    carried: int

    @property
    def lost(self) -> int:
        """How many never came."""
        return MESSAGES - len(self.took_s)


@asynccontextmanager
async def _line(loss: float) -> AsyncIterator[tuple[str, str, TunWan | UdpWan]]:
    there = Weather(loss, ONE_WAY_S, seed=1)
    back = Weather(loss, ONE_WAY_S, seed=2)
    if can_tun():
        async with TunWan(there, back).open() as tun:
            yield tun.near, tun.far, tun
        return
    async with UdpWan(lambda: ("127.0.0.1", 0), there, back).open() as relay:
        yield "127.0.0.1", "127.0.0.1", relay


async def _play_udp(loss: float) -> Played:
    async with _line(loss) as (near, far, wan):
        waiting = UdpBearer(UdpSettings(BRAVO, BRAVO_KEY, ALFA, listen=(near, 0)))
        async with running(waiting) as heard:
            await waiting.listening.wait()
            if isinstance(wan, UdpWan):
                wan.aim("127.0.0.1", waiting.port)
            else:
                wan.port = waiting.port
            port = wan.port
            calling = UdpBearer(UdpSettings(ALFA, ALFA_KEY, BRAVO, dial=(far, port)))
            return await _play(calling, heard, wan, UDP_LIMIT_S)


async def _play_tls(loss: float) -> Played:
    async with _line(loss) as (near, far, wan):
        waiting = TcpBearer(TcpSettings(Role.LISTEN, near, 0, BRAVO, BRAVO_KEY, ALFA))
        async with running(waiting) as heard:
            await waiting.listening.wait()
            wan.port = waiting.port
            calling = TcpBearer(
                TcpSettings(Role.DIAL, far, waiting.port, ALFA, ALFA_KEY, BRAVO)
            )
            return await _play(calling, heard, wan, TLS_LIMIT_S)


async def _play(
    calling: Bearer, heard: CircuitRecorder, wan: TunWan | UdpWan, limit_s: float
) -> Played:
    """Hand over a message each tenth of a second, and once more what fell with it."""
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    sent_s: dict[bytes, float] = {}
    came_s: dict[bytes, float] = {}
    async with running(calling, limit_s) as told:
        try:
            await told.until_up()
        except TimeoutError:
            return Played(None, (), 0, wan.there.carried + wan.back.carried)
        up_s = loop.time() - began_s
        seen = falls = 0
        while loop.time() - began_s < limit_s and len(came_s) < MESSAGES:
            if told.is_up and len(told.reasons) != falls:
                falls = len(told.reasons)
                for frame in [each for each in sent_s if each not in came_s][:30]:
                    calling.send(frame)
            elif told.is_up and len(sent_s) < MESSAGES:
                frame = len(sent_s).to_bytes(4, "big") * (BYTES // 4)
                sent_s[frame] = loop.time()
                calling.send(frame)
            await asyncio.sleep(EVERY_S / 20)
            until_s = loop.time() + EVERY_S * 19 / 20
            while loop.time() < until_s:
                for frame in heard.frames[seen:]:
                    came_s.setdefault(frame, loop.time())
                seen = len(heard.frames)
                await asyncio.sleep(0.002)
        took = sorted(came_s[each] - sent_s[each] for each in came_s)
        repeated = len(heard.frames) - len(came_s)
        carried = wan.there.carried + wan.back.carried
        return Played(up_s, tuple(took), repeated, carried)


def figure(loss: float, udp: Played, tls: Played | None) -> Figure:
    """Judge one loss; TLS is told beside it and has no bar."""
    bar_s = BARS_S[loss]
    worst_s = udp.took_s[-1] if udp.took_s else float("inf")
    detail: dict[str, float | int | str] = {
        "delivered": len(udp.took_s),
        "p50_s": round(statistics.median(udp.took_s), 3) if udp.took_s else "none",
        "up_s": "never" if udp.up_s is None else round(udp.up_s, 2),
        "packets": udp.carried,
        "tls": "not measured: it needs root" if tls is None else _told(tls),
    }
    return Figure(
        f"UDP, {loss:.0%} lost each way, 300 ms round trip: worst of {MESSAGES}",
        f"{bar_s:g} s, all delivered",
        f"{worst_s:.2f} s",
        whole(udp.lost, 0, at_most(worst_s, bar_s)),
        detail,
    )


def _told(tls: Played) -> str:
    if tls.up_s is None:
        return f"no handshake within {TLS_LIMIT_S:g} s"
    if not tls.took_s:
        return "nothing delivered"
    return (
        f"{len(tls.took_s)} delivered within {TLS_LIMIT_S:g} s, "
        f"p50 {statistics.median(tls.took_s):.2f} s, worst {tls.took_s[-1]:.1f} s"
    )


async def _play_narrow(root: Path) -> tuple[float, int, int]:
    """Release texts on a line of 1,200 bit/s; return seconds, lost and repeated."""
    near, far = (
        Weather(delay_s=0.5, rate_bps=NARROW_BPS, queue_s_max=10.0, seed=seed)
        for seed in (1, 2)
    )
    port = 0
    async with UdpWan(lambda: ("127.0.0.1", port), near, far).open() as wan:
        waiting = UdpBearer(
            UdpSettings(
                BRAVO,
                BRAVO_KEY,
                ALFA,
                listen=("127.0.0.1", free_port()),
                rate_bps_max=NARROW_BPS,
            )
        )
        port = waiting.port
        calling = UdpBearer(
            UdpSettings(
                ALFA,
                ALFA_KEY,
                BRAVO,
                dial=("127.0.0.1", wan.port),
                rate_bps_max=NARROW_BPS,
            )
        )
        async with (
            station(root / "bravo", lambda _c, _p: waiting) as bravo,
            station(root / "alfa", lambda _c, _p: calling) as alfa,
        ):
            await alfa.until(alfa.connected)
            began_s = asyncio.get_running_loop().time()
            texts = [f"Report {number}: nothing to report." for number in range(TEXTS)]
            for text in texts:
                await alfa.send(text, "ROUTINE")

            async def arrived() -> bool:
                return len(await bravo.parts.api.messages()) >= TEXTS

            async with asyncio.timeout(NARROW_LIMIT_S):
                while not await arrived():
                    await bravo.parts.changes.next()
            took_s = asyncio.get_running_loop().time() - began_s
            shown = [one.subject for one in await bravo.parts.api.messages()]
    lost = TEXTS - len(set(shown) & set(texts))
    return took_s, lost, len(shown) - len(set(shown))


def narrow(root: Path) -> Figure:
    """Measure texts on a line as narrow as an old modem."""
    pair_stations(root)
    took_s, lost, repeated = asyncio.run(_play_narrow(root))
    return Figure(
        f"{TEXTS} texts at {NARROW_BPS:,} bit/s and 1 s round trip",
        f"{NARROW_BAR_S:g} s",
        f"{took_s:.1f} s",
        whole(lost, repeated, at_most(took_s, NARROW_BAR_S)),
    )


def measure(root: Path) -> list[Figure]:
    """Measure everything of this family."""
    figures = []
    for loss in BARS_S:
        udp = asyncio.run(_play_udp(loss))
        tls = asyncio.run(_play_tls(loss)) if can_tun() else None
        figures.append(figure(loss, udp, tls))
    return [*figures, narrow(root)]
