# SPDX-License-Identifier: Apache-2.0
"""Two TNCs of direwolf with an air of sound between them; no sound card, no radio.

Each plays into a pipe by way of ALSA's file plug-in, and hears from a UDP port; in
between the sound is carried, and spoilt to order.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import socket
import subprocess
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

RATE_BPS: Final = 9_600
READY_S_MAX: Final = 20.0
_KISS_PORT_MAX: Final = 32_000  # below what is given to callers by the system
_SAMPLES_S: Final = 48_000
_DATAGRAM_BYTES: Final = 1_024
_SOUND_BYTES_S: Final = 2 * _SAMPLES_S
_TURN_S: Final = 0.02
_SILENT_DATAGRAMS: Final = 40  # some tenths of a second after each burst
_SETTINGS: Final = """\
ADEVICE udp:{hears} air
ARATE {samples}
ACHANNELS 1
CHANNEL 0
MODEM {rate}
TXDELAY 5
TXTAIL 2
SLOTTIME 1
PERSIST 255
AGWPORT 0
KISSPORT {kiss}
"""
_SOUND: Final = """\
pcm.air {{
  type file
  slave.pcm "null"
  file "{pipe}"
  format "raw"
}}
"""


def why_not() -> str:
    """Say why there can be none here; "" if there can."""
    return "" if shutil.which("direwolf") else "not installed: direwolf"


class Tnc:
    """One direwolf, and the end of the air that it plays into."""

    def __init__(self, folder: Path) -> None:
        """Start it."""
        folder.mkdir()
        kiss, self.hears = _free_kiss_port(), _free_udp_port()
        self.address = f"127.0.0.1:{kiss}"
        self.spoils = False  # its sound is drowned in noise
        self.heard_bytes = 0
        pipe = folder / "air"
        os.mkfifo(pipe)
        self._pipe = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
        (folder / ".asoundrc").write_text(_SOUND.format(pipe=pipe), "utf-8")
        config = folder / "direwolf.conf"
        text = _SETTINGS.format(
            hears=self.hears, samples=_SAMPLES_S, rate=RATE_BPS, kiss=kiss
        )
        config.write_text(text, "utf-8")
        self._draw = random.Random(1)  # noqa: S311 - a test's noise
        self._air = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sound = bytearray()
        self._began_s = 0.0
        self._played = self._silent = 0
        self._turn: asyncio.TimerHandle | None = None
        self._process = subprocess.Popen(  # noqa: S603 - Debian's program
            [str(shutil.which("direwolf")), "-t", "0", "-c", str(config)],
            cwd=folder,
            env={"HOME": str(folder), "PATH": os.environ["PATH"]},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def join(self, other: Tnc) -> None:
        """Let the other one hear this one from now on."""

        def carry() -> None:
            with suppress(BlockingIOError):
                sound = os.read(self._pipe, 65_536)
                self.heard_bytes += len(sound)
                self._play(self._spoilt(sound) if self.spoils else sound, other)

        asyncio.get_running_loop().add_reader(self._pipe, carry)

    def close(self) -> None:
        """End it."""
        if self._turn is not None:
            self._turn.cancel()
        asyncio.get_running_loop().remove_reader(self._pipe)
        self._process.kill()
        self._process.wait()
        self._air.close()
        os.close(self._pipe)

    async def until_ready(self) -> None:
        """Wait until it takes calls."""
        host, _, port = self.address.rpartition(":")
        async with asyncio.timeout(READY_S_MAX):
            while True:
                try:
                    _, line = await asyncio.open_connection(host, int(port))
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    line.transport.abort()
                    return

    def _play(self, sound: bytes, other: Tnc) -> None:
        self._sound += sound
        if self._turn is None:
            self._began_s = asyncio.get_running_loop().time()
            self._played = self._silent = 0
            self._say(other)

    def _say(self, other: Tnc) -> None:
        """Play on, as fast as ears hear; so each TNC knows when the other speaks."""
        loop = asyncio.get_running_loop()
        due = int((loop.time() - self._began_s) * _SOUND_BYTES_S)
        while self._played <= due and self._silent <= _SILENT_DATAGRAMS:
            piece = bytes(self._sound[:_DATAGRAM_BYTES])
            del self._sound[:_DATAGRAM_BYTES]
            # Without sound a receiver would wait for the end of a burst for ever.
            self._silent = 0 if piece else self._silent + 1
            self._played += _DATAGRAM_BYTES
            with suppress(OSError):
                silence = bytes(_DATAGRAM_BYTES)
                self._air.sendto(piece or silence, ("127.0.0.1", other.hears))
        ended = self._silent > _SILENT_DATAGRAMS
        self._turn = None if ended else loop.call_later(_TURN_S, self._say, other)

    def _spoilt(self, sound: bytes) -> bytes:
        samples = array("h", sound[: len(sound) // 2 * 2])
        for at, sample in enumerate(samples):
            noise = self._draw.randrange(-24_000, 24_000)
            samples[at] = max(-32_768, min(32_767, sample // 4 + noise))
        return samples.tobytes()


@asynccontextmanager
async def tnc_pair(folder: Path) -> AsyncIterator[tuple[Tnc, Tnc]]:
    """Have two TNCs that hear each other for as long as the context lasts."""
    near, far = Tnc(folder / "near"), Tnc(folder / "far")
    try:
        near.join(far)
        far.join(near)
        await near.until_ready()
        await far.until_ready()
        yield near, far
    finally:
        near.close()
        far.close()


def _free_kiss_port() -> int:
    """Return a free port of those that direwolf takes."""
    for port in random.SystemRandom().sample(range(20_000, _KISS_PORT_MAX), 200):
        with socket.socket() as bound, suppress(OSError):
            bound.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def _free_udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])
