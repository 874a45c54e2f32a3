# SPDX-License-Identifier: Apache-2.0
"""A coded FLASH over nothing but a call, at the pace of the clock.

Two whole stations, the processes of their sound and a telephone exchange; the call is
up and quiet when an officer releases.
"""

from __future__ import annotations

import asyncio
import json
import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench_cut import add_circuit, is_up, until
from bench_figures import SHOWN, Figure, at_most

from parley.bearers.voice.modem import MODES, Modem, NoModemError
from parley.testing import sound
from parley.testing.exchange import End, Exchange
from parley.testing.stations import ALFA, ANN, BRAVO, Up, pair_stations, running

BAR_S = 12.0
TURNS = 5
QUIET_S = 4.0
LINES: dict[str, Callable[[], sound.Effect]] = {
    "a clear line": lambda: sound.clean,
    "hiss as loud as the modem": lambda: sound.hiss(3_650),
    "a mobile at 4.75 kbit/s": sound.amr_4_75,
}


class Took(NamedTuple):
    """One FLASH: seconds of the clock until its receipt, and bursts of either end."""

    seconds: float
    bursts: int


async def _play(root: Path, line: Callable[[], sound.Effect]) -> list[Took]:
    with Exchange(root / "call") as call:
        for short, other, end in (
            ("alfa", BRAVO, call.near),
            ("bravo", ALFA, call.far),
        ):
            _only_a_call(root / short, other, end)
        async with running(root / "alfa") as alfa, running(root / "bravo") as bravo:
            for up in (alfa, bravo):
                await until(partial(is_up, up, "call"), up)
            took = []
            for _ in range(TURNS):
                call.mend()
                call.keep_pace(None)
                await _quiet(alfa, bravo, call)
                call.near.effect, call.far.effect = line(), line()
                call.keep_pace(1.0)
                before = call.near.bursts + call.far.bursts
                seconds = await _flash(alfa)
                bursts = call.near.bursts + call.far.bursts - before
                took.append(Took(seconds, bursts))
            return took


def _only_a_call(folder: Path, other: str, end: End) -> None:
    """Take the TCP circuit out of a station's settings and put a call in."""
    path = folder / "station.toml"
    path.write_text(path.read_text("utf-8").partition("[[circuit]]")[0], "utf-8")
    words = f"hear = {json.dumps(end.hear)}", f"speak = {json.dumps(end.speak)}"
    add_circuit(folder, "call", other, 'bearer = "voice"', *words)


async def _quiet(alfa: Up, bravo: Up, call: Exchange) -> None:
    """Wait until nobody has anything to say any more."""
    said, since_s = -1, call.seconds
    while True:
        now_s = call.seconds
        now_said = len(call.near.spoken) + len(call.far.spoken)
        waits = [(await up.parts.api.circuits())[0].waiting > 0 for up in (alfa, bravo)]
        # In a hurry more than this passes between two looks: what counts is that
        # nothing was said in it.
        if now_said != said or any(waits):
            said, since_s = now_said, call.seconds
        elif now_s - since_s >= QUIET_S:
            return
        await asyncio.sleep(0.02)


async def _flash(alfa: Up) -> float:
    """Release one coded FLASH in Ann's name; return the seconds to its receipt."""
    api = alfa.parts.api
    draft = await api.write_code("OURS-ACCIDENTAL", {}, ANN)
    signature = alfa.sign(ANN, draft.digest)
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    gone = await api.release(draft.number, ANN, "SOFTWARE_ED25519", signature)

    async def receipted() -> bool:
        assert gone.ref is not None
        return (await api.message(gone.ref)).state == "RECEIPTED"

    await until(receipted, alfa)
    return loop.time() - began_s


def figure(name: str, took: list[Took]) -> Figure:
    """Judge the median: what a line swallows is said again, and is told beside."""
    half_s = statistics.median(each.seconds for each in took)
    worst_s = max(each.seconds for each in took)
    return Figure(
        f"voice, 279 bit/s: coded FLASH, one release, receipt, {name}",
        f"{BAR_S:.0f} s",
        f"median {half_s:.2f} s, worst {worst_s:.2f} s of {len(took)}",
        at_most(half_s, BAR_S),
        {
            "each": ", ".join(f"{each.seconds:.2f} s" for each in took),
            "bursts": ", ".join(str(each.bursts) for each in took),
        },
    )


def measure(root: Path) -> list[Figure]:
    """Measure each kind of line, where what it needs is installed."""
    name = "voice, 279 bit/s: coded FLASH, one release, receipt"
    try:
        Modem(MODES["datac3"]).close()
    except NoModemError as missing:
        return [Figure(name, f"{BAR_S:.0f} s", f"not measured: {missing}", SHOWN)]
    figures = []
    for number, (line, make) in enumerate(LINES.items()):
        if make is sound.amr_4_75 and not sound.has_amr():
            why = "not measured: libopencore-amrnb is not installed"
            figures.append(Figure(f"{name}, {line}", "", why, SHOWN))
            continue
        place = root / str(number)
        pair_stations(place)
        figures.append(figure(line, asyncio.run(_play(place, make))))
    return figures
