# SPDX-License-Identifier: Apache-2.0
"""Rules for moments at which a watch is easily mistaken: handover and MINIMIZE."""

from __future__ import annotations

from parley.model.precedence import Precedence

HANDOVER_QUIET_MS = 15 * 60_000
"""So long after a handover the incoming watch does not yet know what is going on."""


def signatures_for_exercise(handover_ms: int | None, now_ms: int) -> int:
    """Return how many officers must sign that an exercise begins now.

    `handover_ms` is when the watch last changed, None if it never did.  A handover that
    lies in the future by this clock counts as one that was just now.
    """
    # SPEC 7.40: "An exercise that begins less than 15 minutes after a handover takes
    # the signatures of two officers."
    if handover_ms is None or now_ms - handover_ms >= HANDOVER_QUIET_MS:
        return 1
    return 2


def review_due(
    precedence: Precedence,
    below: Precedence | None,
    since_ms: int,
    reviewed_ms: int | None,
) -> bool:
    """Tell whether a draft must be reviewed once more before it is released.

    `below` is the precedence that MINIMIZE spares, None where it is not in force;
    `since_ms` is when it began.
    """
    # SPEC 7.41: "While MINIMIZE is in force, a draft below the precedence it names is
    # released only with a review that was given after it began."
    if below is None or precedence >= below:
        return False
    return reviewed_ms is None or reviewed_ms < since_ms
