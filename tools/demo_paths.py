# SPDX-License-Identifier: Apache-2.0
"""The five paths between the stations of the demonstration, each with its own fate.

They are real: a TCP line and a datagram line through forwarders, a relay in a process
of its own, a drive, and a telephone call whose sound is kept as a WAV file.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path

from demo_station import DemoStation, command, environment, free_port
from demo_story import verify

from parley.testing.exchange import Exchange, play_wav, write_wav
from parley.testing.relay import TcpRelay
from parley.testing.sound import clean, silent
from parley.testing.wan import UdpWan

FIBRE, RADIO, RELAY, DRIVE, CALL = "fibre", "radio-link", "relay", "drive", "call"
PATHS = (FIBRE, RADIO, RELAY, DRIVE, CALL)
WORDS = {
    FIBRE: "TLS over TCP",
    RADIO: "datagrams over UDP",
    RELAY: "a neutral relay",
    DRIVE: "files on a drive",
    CALL: "sound in a telephone call",
}
HURRY = 16.0
"""How many times faster than the clock the call runs."""

_OPEN_S_MAX = 10.0


class Paths:
    """What lies between the two stations."""

    def __init__(self, root: Path, alfa: DemoStation, bravo: DemoStation) -> None:
        """Lay nothing yet."""
        self._root = root
        self._alfa, self._bravo = alfa, bravo
        self._radio_port = free_port()
        self._relay_port = free_port()
        self._relay: subprocess.Popen[bytes] | None = None
        self._loop = asyncio.new_event_loop()
        self._cuts = {name: asyncio.Event() for name in (FIBRE, RADIO, "door")}
        self.fibre = TcpRelay(lambda: ("127.0.0.1", bravo.link_port))
        self.radio = UdpWan(lambda: ("127.0.0.1", self._radio_port))
        self.door = TcpRelay(lambda: ("127.0.0.1", self._relay_port))
        self.call = Exchange(root / "call", times=HURRY)
        self.wav = root / "alfa.wav"

    @contextmanager
    def laid(self) -> Iterator[None]:
        """Lay every path for a block."""
        thread = threading.Thread(target=self._forward, daemon=True)
        thread.start()
        folder = self._root / "relay"
        self._parley(
            *("make", str(folder)),
            *("--listen", f"127.0.0.1:{self._relay_port}"),
            *("--address", f"127.0.0.1:{self._relay_port}"),
        )
        self._parley("ticket", str(folder), "--out", str(self._root / "ticket"))
        self._relay = subprocess.Popen(
            [*command(), "relay", "run", "--json", str(folder)],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            with self.call:
                yield
        finally:
            self.kill_relay()
            for cut in self._cuts.values():
                self._loop.call_soon_threadsafe(cut.set)
            thread.join(_OPEN_S_MAX)

    def _parley(self, *words: str) -> None:
        done = subprocess.run(
            [*command(), "relay", *words],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
            check=False,
        )
        verify(done.returncode == 0, f"parley relay {words[0]}: {done.stderr.decode()}")

    def _forward(self) -> None:
        async def run() -> None:
            async with asyncio.TaskGroup() as group:
                for name, path in (
                    (FIBRE, self.fibre.open),
                    (RADIO, self.radio.open),
                    ("door", self.door.open),
                ):
                    group.create_task(self._until_cut(name, path))

        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(run())

    async def _until_cut(
        self, name: str, path: Callable[[], AbstractAsyncContextManager[object]]
    ) -> None:
        async with path():
            await self._cuts[name].wait()

    # What the stations are set up with.

    def circuits(self, alfa: DemoStation, bravo: DemoStation) -> None:
        """Give both stations their ends of all five."""
        while not (self.fibre.port and self.radio.port and self.door.port):
            threading.Event().wait(0.01)
        ends = (
            (alfa, bravo, self.fibre.port, self.radio.port, self.call.near),
            (bravo, alfa, bravo.link_port, self._radio_port, self.call.far),
        )
        for station, other, fibre, radio, end in ends:
            way = "dial" if station is alfa else "listen"
            station.set_circuit(FIBRE, other.name, f'{way} = "127.0.0.1:{fibre}"')
            line = f'{way} = "127.0.0.1:{radio}"'
            station.set_circuit(RADIO, other.name, 'bearer = "udp"', line)
            station.set_circuit(RELAY, other.name, 'bearer = "relay"')
            drive = self._root / f"drive-{station.short}"
            for side in ("in", "out"):
                (drive / side).mkdir(parents=True)
            folders = f'outgoing = "{drive / "out"}"', f'incoming = "{drive / "in"}"'
            free = 'cost = "metered"'
            station.set_circuit(DRIVE, other.name, 'bearer = "file"', *folders, free)
            sound = (
                f"hear = {json.dumps(end.hear)}",
                f"speak = {json.dumps(end.speak)}",
            )
            station.set_circuit(CALL, other.name, 'bearer = "voice"', *sound)
            station.must("config", "check")
            self._credential(station)

    def _credential(self, station: DemoStation) -> None:
        """Bravo reaches the relay through a door that can be held shut."""
        text = (self._root / "ticket").read_text("ascii")
        if station is self._bravo:
            text = text.replace(f":{self._relay_port}", f":{self.door.port}")
        ticket = self._root / f"{station.short}.ticket"
        ticket.write_text(text, "ascii")
        station.must(
            *("circuit", "credential", RELAY, "--from", ticket),
            *("--passphrase-file", station.passphrase("station")),
        )
        ticket.unlink()

    # What becomes of them.

    def hold(self) -> None:
        """Let every path take what it is given, and bring nothing."""
        self._loop.call_soon_threadsafe(self.fibre.stall)
        self._loop.call_soon_threadsafe(self.door.stall)
        self.radio.there.is_dark = self.radio.back.is_dark = True
        self.call.near.effect = self.call.far.effect = silent

    def cut(self, name: str) -> None:
        """Cut one of the four for good."""
        if name == RELAY:
            self.kill_relay()
        elif name == DRIVE:
            shutil.rmtree(self._root / "drive-alfa")
        else:
            self._loop.call_soon_threadsafe(self._cuts[name].set)

    def kill_relay(self) -> None:
        """Kill the relay's process."""
        relay, self._relay = self._relay, None
        if relay is not None:
            relay.kill()
            relay.wait()

    def tape(self, since: int) -> float:
        """Keep what Alfa said since a moment as a WAV file; return its seconds."""
        sound = bytes(self.call.near.spoken[since:])
        write_wav(self.wav, sound)
        return len(sound) / 16_000

    def play(self) -> None:
        """Play that file to Bravo, who hears nothing else; Alfa hears Bravo."""
        self.call.far.effect = clean
        play_wav(self.wav, self.call.far)
