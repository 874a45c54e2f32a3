# SPDX-License-Identifier: Apache-2.0
"""The next epoch is opened ahead of its time, while nobody else wants the air.

An opening is thousands of bytes, and what is said in its epoch waits for it: over a
voice line for minutes.  So it is sent while the line is idle; then only a line that was
busy, or without any circuit, for long has to open one in its hour of need.
"""

from __future__ import annotations

from parley.core.limits import (
    AHEAD_SHARE,
    EPOCH_SERIALS_ROLL,
    WIDE_FRAME_BYTES,
    WIDE_S,
)
from parley.core.reach.ways import is_open, open_ways
from parley.core.state import Circuit, Link, StationState
from parley.core.step import Step
from parley.model.entry import EntryKind


def opens_ahead(step: Step, link: Link) -> bool:
    """Tell whether the next epoch should be opened now, before it has to be."""
    epoch = link.epoch
    # The last prekey is kept for an hour in which there must be a fresh epoch.
    if epoch is None or len(link.their_prekeys) <= 1:
        return False
    # Asked at every turn: most epochs are young, and that is seen without looking at
    # any circuit.
    age_ms = step.now.wall_ms - epoch.opened_ms
    most_ms = link.agreement.terms.epoch_age_s_max * 1_000
    used = link.out.next_serial - epoch.first_serial
    spent = max(age_ms / most_ms, used / EPOCH_SERIALS_ROLL)
    if spent < AHEAD_SHARE or link.ahead is not None:
        return False
    return is_open(step.state, link) and _is_idle(step.state, link)


def only_narrow(step: Step, link: Link) -> bool:
    """Tell whether an opening goes ahead over narrow circuits, for serials to come.

    Not where pages are held: what the other side says of a page that it lacks is about
    the epoch in use.
    """
    pages = link.pages
    if pages.sets or pages.alone or pages.either or step.state.own_stopped:
        return False
    return not any(map(_is_wide, open_ways(step.state, link)))


def _is_idle(state: StationState, link: Link) -> bool:
    ours = [each for each in state.circuits.values() if each.link == link.name]
    # A signed head gives way to everything, and its answer takes minutes where an
    # opening does.
    asks = any(each.kind != EntryKind.CHECKPOINT for each in link.pending.values())
    return not asks and not any(each.queue or each.bursts for each in ours)


def _is_wide(circuit: Circuit) -> bool:
    return circuit.traits.air_s(WIDE_FRAME_BYTES) <= WIDE_S
