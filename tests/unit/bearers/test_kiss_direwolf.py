# SPDX-License-Identifier: Apache-2.0
"""Two ends of a radio circuit, each with a real TNC, and sound between them."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from parley.bearers.kiss import KissBearer, KissSettings
from parley.bearers.kiss.ax25 import Callsign
from parley.bearers.kiss.config import Host
from parley.testing.check_bearer import pour, running
from parley.testing.direwolf import RATE_BPS, Tnc, tnc_pair, why_not

ALFA, BRAVO = Callsign("OE1XYZ", 7), Callsign("LZ2ABC")
EVERY_BYTE = bytes(range(256))


def bearer(tnc: Tnc, ours: Callsign, theirs: Callsign) -> KissBearer:
    return KissBearer(
        KissSettings(
            Host(tnc.address), ours, theirs, rate_bps=RATE_BPS, tx_delay_s=0.05
        )
    )


@pytest.mark.soak
@pytest.mark.skipif(why_not() != "", reason=why_not())
def test_frames_go_by_sound_both_ways_and_spoilt_ones_are_not_heard(tmp_path):
    """What a TNC does to a frame, only a TNC shows: escapes, check sums, timing."""

    async def run():
        async with tnc_pair(tmp_path) as (near_tnc, far_tnc):
            near_end = bearer(near_tnc, ALFA, BRAVO)
            far_end = bearer(far_tnc, BRAVO, ALFA)
            async with running(far_end) as far, running(near_end) as near:
                await near.until_up()
                await far.until_up()
                frames = [b"one", EVERY_BYTE, b"\xc0\xdb\xdc\xdd" * 20, bytes(200)]
                back = [b"receipt", EVERY_BYTE[::-1]]
                async with asyncio.TaskGroup() as group:
                    group.create_task(pour(near_end, near, frames))
                    group.create_task(pour(far_end, far, back))
                await far.until_frames(len(frames))
                await near.until_frames(len(back))
                assert Counter(far.frames) == Counter(frames)
                assert Counter(near.frames) == Counter(back)

                # Noise: the TNC's check sum fails and nothing is handed up.
                near_tnc.spoils, before = True, near_tnc.heard_bytes
                near_end.send(EVERY_BYTE)
                await near.until_places(len(frames) + 1)
                assert near_tnc.heard_bytes > before
                near_tnc.spoils = False
                near_end.send(b"after the noise")
                await far.until_frames(len(frames) + 1)
                assert far.frames[-1] == b"after the noise"

    asyncio.run(run())
