# SPDX-License-Identifier: Apache-2.0
"""The next epoch is opened ahead of its time, while nobody else wants the air.

An opening is thousands of bytes and goes before everything else (4.40): over a voice
line that is minutes, in which a FLASH would wait.  So it is sent while the line is idle
and, where there is one, while a wide circuit is up; then only a line that was busy or
narrow for long has to open one in its hour of need.
"""

from __future__ import annotations

from parley.core.limits import (
    AHEAD_SHARE_NARROW,
    AHEAD_SHARE_WIDE,
    WIDE_FRAME_BYTES,
    WIDE_S,
)
from parley.core.reach.ways import open_ways
from parley.core.state import Circuit, Link, StationState
from parley.core.step import Step


def opens_ahead(step: Step, link: Link) -> bool:
    """Tell whether the current epoch should give way now, before it has to."""
    epoch = link.epoch
    # The last prekey is kept for an hour in which there must be a fresh epoch.
    if epoch is None or len(link.their_prekeys) <= 1:
        return False
    # Asked at every turn: most epochs are young, and that is seen without looking at
    # any circuit.
    age_ms = step.now.wall_ms - epoch.opened_ms
    most_ms = link.agreement.terms.epoch_age_s_max * 1_000
    if age_ms < AHEAD_SHARE_WIDE * most_ms or not _is_idle(step.state, link):
        return False
    ways = open_ways(step.state, link)
    share = AHEAD_SHARE_WIDE if any(map(_is_wide, ways)) else AHEAD_SHARE_NARROW
    return bool(ways) and age_ms >= share * most_ms


def _is_idle(state: StationState, link: Link) -> bool:
    ours = [each for each in state.circuits.values() if each.link == link.name]
    return not link.pending and not any(each.queue or each.bursts for each in ours)


def _is_wide(circuit: Circuit) -> bool:
    return circuit.traits.air_s(WIDE_FRAME_BYTES) <= WIDE_S
