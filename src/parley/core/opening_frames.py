# SPDX-License-Identifier: Apache-2.0
"""What an opening travels in: alone, or with the delegation it can be read by."""

from __future__ import annotations

from parley.core.state import OutEpoch, Pending, StationState
from parley.model.now import Now
from parley.wire.frame import encode_opening


def opening_frame(state: StationState, epoch: OutEpoch) -> bytes:
    """Return the frame of an opening of ours."""
    # SPEC 7.158: "The frame of the first opening of an incarnation after the first MUST
    # carry the delegation of its sender."
    first = epoch.first_serial == 1 and epoch.incarnation > 1
    delegated = state.card.delegated if first else None
    return encode_opening(state.settings.mode, epoch.opening, delegated)


def pending_opening(
    state: StationState, epoch: OutEpoch, precedence: int, now: Now
) -> Pending:
    """Return an opening of ours, to be asked for until its epoch is answered."""
    return Pending(
        serial=-epoch.first_serial,
        precedence=precedence,
        frame=opening_frame(state, epoch),
        leaf=b"",
        kind=0,
        born_mono_ms=now.mono_ms,
        born_wall_ms=now.wall_ms,
    )
