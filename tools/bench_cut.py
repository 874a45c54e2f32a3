# SPDX-License-Identifier: Apache-2.0
"""Everything that needs the Internet is cut; and one circuit dies without a word.

Whole stations in one process, over real bearers: TCP through a forwarder that can fall
silent, a drive, and a telephone call that runs a few times faster than the clock.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from bench_figures import MET, MISSED, Figure, at_most, whole

from parley.testing.exchange import Exchange
from parley.testing.relay import TcpRelay
from parley.testing.stations import ALFA, BRAVO, Up, free_port, pair_stations, running

MESSAGES = 50
CUT_AFTER = 25
HURRY = 6.0
FLASH = "FLASH after everything was cut"
LIMIT_S = 400.0
DEAD_S_MAX = 15.0
FLASH_S_MAX = 2.0
TURNS = 3


def add_circuit(folder: Path, name: str, counterpart: str, *lines: str) -> None:
    """Add a circuit to a station's settings."""
    head = ("[[circuit]]", f'name = "{name}"', f'counterpart = "{counterpart}"')
    with (folder / "station.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n" + "\n".join([*head, *lines]) + "\n")


def through(root: Path, cable: TcpRelay) -> int:
    """Let BRAVO call ALFA through a forwarder; return ALFA's own port."""
    path = root / "bravo" / "station.toml"
    text = path.read_text("utf-8")
    found = re.search(r'dial = "127\.0\.0\.1:(\d+)"', text)
    assert found is not None, "BRAVO dials"
    line = f'dial = "127.0.0.1:{cable.port}"'
    path.write_text(text.replace(found[0], line), "utf-8")
    return int(found[1])


@asynccontextmanager
async def cabled(root: Path, more: Callable[[], None]) -> AsyncIterator[TcpRelay]:
    """Pair two stations and put a forwarder between them; `more` adds circuits."""
    await asyncio.to_thread(pair_stations, root)
    port = 0
    cable = TcpRelay(lambda: ("127.0.0.1", port))
    async with cable.open():
        port = through(root, cable)
        more()
        yield cable


async def until(what: Callable[[], Awaitable[bool]], up: Up) -> None:
    """Wait for something, looking again at every change of a station."""
    async with asyncio.timeout(LIMIT_S):
        while True:
            seen = up.parts.changes.count
            if await what():
                return
            await up.parts.changes.after(seen)


async def state_of(up: Up, circuit: str) -> str:
    """Return the word for a circuit."""
    (counterpart,) = (await up.parts.api.status()).counterparts
    return next(one.state for one in counterpart.circuits if one.circuit == circuit)


async def is_up(up: Up, *circuits: str) -> bool:
    """Say whether the agreement is in force and circuits are up."""
    (counterpart,) = (await up.parts.api.status()).counterparts
    states = {one.circuit: one.state for one in counterpart.circuits}
    return counterpart.state == "in force" and all(
        states[name] in {"up", "by hand"} for name in circuits
    )


async def received(up: Up) -> list[str]:
    """Return the first lines of what a station has received, the oldest first."""
    found = await up.parts.api.messages("all", limit=500)
    return [one.subject for one in reversed(found) if one.direction == "in"]


# -- all IP cut in the middle of 50 messages ---------------------------------------


async def _cut(root: Path) -> tuple[list[str], list[str], float, float]:
    """Return texts sent, texts shown in order, seconds to the FLASH and to all."""
    with Exchange(root / "call", times=HURRY) as call:
        drive = [root / "drive" / side for side in ("one", "other")]
        for side in drive:
            side.mkdir(parents=True)

        def more() -> None:
            ends = (
                ("alfa", BRAVO, call.near, drive),
                ("bravo", ALFA, call.far, drive[::-1]),
            )
            for short, other, end, (out, into) in ends:
                add_circuit(
                    root / short,
                    "call",
                    other,
                    'bearer = "voice"',
                    f"hear = {json.dumps(end.hear)}",
                    f"speak = {json.dumps(end.speak)}",
                )
                lines = f'outgoing = "{out}"', f'incoming = "{into}"', "again_s = 20"
                add_circuit(root / short, "drive", other, 'bearer = "file"', *lines)

        async with (
            cabled(root, more) as cable,
            running(root / "alfa") as alfa,
            running(root / "bravo") as bravo,
        ):
            for up in (alfa, bravo):
                await until(partial(is_up, up, "line-1", "call", "drive"), up)
            return await _send_and_cut(alfa, bravo, cable)


async def _send_and_cut(
    alfa: Up, bravo: Up, cable: TcpRelay
) -> tuple[list[str], list[str], float, float]:
    texts = [f"Report {number}: nothing to report." for number in range(MESSAGES - 1)]
    loop = asyncio.get_running_loop()
    for number, text in enumerate(texts):
        if number == CUT_AFTER:
            cable.stall()
        await alfa.send(text, "ROUTINE")
    for up in (alfa, bravo):
        await up.parts.api.use_circuit("drive", wanted=True)
    began_s = loop.time()
    await alfa.send(FLASH, "FLASH")

    async def flash_is_there() -> bool:
        return FLASH in await received(bravo)

    async def all_there() -> bool:
        return len(await received(bravo)) >= MESSAGES

    await until(flash_is_there, bravo)
    flash_s = loop.time() - began_s
    await until(all_there, bravo)
    return [*texts, FLASH], await received(bravo), flash_s, loop.time() - began_s


def cut_figure(
    sent: list[str], shown: list[str], flash_s: float, all_s: float
) -> Figure:
    """Judge what was shown, and what before the FLASH."""
    lost, repeated = len(set(sent) - set(shown)), len(shown) - len(set(shown))
    passed = shown[CUT_AFTER : shown.index(FLASH)]
    return Figure(
        f"all IP cut within {MESSAGES} messages, a call and a drive left",
        "0 lost, 0 repeated, FLASH first",
        f"{lost} lost, {repeated} repeated, FLASH "
        f"{'first' if not passed else f'behind {len(passed)}'}",
        whole(lost, repeated, MISSED if passed else MET),
        {
            "FLASH there after seconds": round(flash_s, 1),
            "all there after seconds": round(all_s, 1),
            "the call runs times the clock": HURRY,
        },
    )


# -- one circuit dies without a word ------------------------------------------------


async def _dies(root: Path) -> tuple[float, float, float]:
    """Return seconds to the FLASH's receipt, to the circuit's fall, to the alarm."""
    port = free_port()

    def more() -> None:
        for short, other, way in (("alfa", BRAVO, "listen"), ("bravo", ALFA, "dial")):
            path = root / short / "station.toml"
            text = path.read_text("utf-8")
            text = text.replace(
                'name = "line-1"', 'name = "line-1"\nfailure_domain = ["cable"]'
            )
            path.write_text(text, "utf-8")
            lines = f'{way} = "127.0.0.1:{port}"', 'failure_domain = ["radio"]'
            add_circuit(root / short, "radio", other, 'bearer = "udp"', *lines)

    async with (
        cabled(root, more) as cable,
        running(root / "alfa") as alfa,
        running(root / "bravo") as bravo,
    ):
        for up in (alfa, bravo):
            await until(partial(is_up, up, "line-1", "radio"), up)
        await alfa.send("Before.", "FLASH")
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        cable.stall()
        gone = await alfa.send("Now.", "FLASH")

        async def receipted() -> bool:
            assert gone.ref is not None
            return (await alfa.parts.api.message(gone.ref)).state == "RECEIPTED"

        async def fallen() -> bool:
            return await state_of(alfa, "line-1") == "down"

        async def alarmed() -> bool:
            status = await alfa.parts.api.status()
            return any(one.code == "ONE-PATH" for one in status.alarms)

        took = []
        for what in (receipted, fallen, alarmed):
            await until(what, alfa)
            took.append(loop.time() - began_s)
        return took[0], took[1], took[2]


def dead_figures(turns: list[tuple[float, float, float]]) -> list[Figure]:
    """Judge how soon a dead circuit is known, and what it cost a FLASH."""
    flash_s, known_s, alarm_s = (max(each) for each in zip(*turns, strict=True))
    return [
        Figure(
            "FLASH while its TCP circuit has just died, receipt over another",
            f"{FLASH_S_MAX:.0f} s",
            f"{flash_s:.2f} s",
            at_most(flash_s, FLASH_S_MAX),
            {"worst of": len(turns)},
        ),
        Figure(
            "TCP circuit dies without a word: alarm",
            f"{DEAD_S_MAX:.0f} s",
            f"{alarm_s:.1f} s",
            at_most(alarm_s, DEAD_S_MAX),
            {"shown as down after": f"{known_s:.1f} s", "worst of": len(turns)},
        ),
    ]


def measure(root: Path) -> list[Figure]:
    """Measure both."""
    cut = cut_figure(*asyncio.run(_cut(root / "cut")))
    turns = [asyncio.run(_dies(root / f"dies-{turn}")) for turn in range(TURNS)]
    return [cut, *dead_figures(turns)]
