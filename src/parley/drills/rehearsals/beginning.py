# SPDX-License-Identifier: Apache-2.0
"""The first station of a party, from nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

from parley.drills.rehearsal import rehearsal
from parley.drills.stage import Ground, Stage, let_root_sign, must, refused
from parley.model.precedence import Mode
from parley.station.delegation.asking import ask_root, take_delegation
from parley.station.delegation.root import make_root
from parley.station.folder import init_station
from parley.testing.stations import ALFA, PASSPHRASE, enlist


def _root_of(stage: Stage) -> Path:
    return stage.folder / "root"


async def _make_root(stage: Stage) -> str:
    made = await asyncio.to_thread(
        make_root, _root_of(stage), PASSPHRASE, frighteningly_weak=True
    )
    must(made.sealed.exists(), "it is not sealed")
    return "two keys, sealed, in a folder that no station has seen"


async def _make_station(stage: Stage) -> str:
    def make() -> None:
        init_station(
            stage.folder / "alfa",
            name=ALFA,
            party="Alfa",
            mode=Mode.TEST,
            positions=["Duty officer", "Minister"],
            passphrase=PASSPHRASE,
            frighteningly_weak_keystore=True,
        )

    await asyncio.to_thread(make)
    start = stage.start("alfa")
    return "without its root it does not start: " + await refused(start, "PLY-KEY-165")


async def _sign(stage: Stage) -> str:
    def sign() -> int:
        wish = ask_root(stage.folder / "alfa", PASSPHRASE)
        answer = let_root_sign(_root_of(stage), wish, stage.now_ms())
        return take_delegation(stage.folder / "alfa", PASSPHRASE, answer).number

    return f"delegation {await asyncio.to_thread(sign)} names the keys it runs with"


async def _start(stage: Stage) -> str:
    await asyncio.to_thread(enlist, stage.folder / "alfa")
    await stage.start("alfa")
    return "it runs, and its root is not on the machine"


async def _codes(stage: Stage) -> str:
    codes = await stage.alfa.parts.api.revocation_codes()
    must(len(codes) == len(set(codes)), "two codes are the same")
    return f"{len(codes)} codes, one for the station and one for each officer"


async def _backup(stage: Stage) -> str:
    made = await stage.alfa.parts.api.backup(str(stage.folder / "copy"))
    return f"a copy of {made.size} bytes, verified"


FIRST_STATION = rehearsal(
    "first-station",
    {2: _make_root, 3: _make_station, 4: _sign, 6: _start, 8: _codes, 9: _backup},
    Ground.BARE,
)
