# SPDX-License-Identifier: Apache-2.0
"""Our messages whose acknowledgement is timed."""

from __future__ import annotations

from parley.core.limits import AWAITED_MAX
from parley.core.logging_out import Logged
from parley.core.shelves import link_key, number_key
from parley.core.state import Awaited, Link
from parley.core.step import Step
from parley.core.targets import target
from parley.model.precedence import Precedence
from parley.wire.cbor import dumps


def await_acknowledgement(
    step: Step, link: Link, logged: Logged, precedence: Precedence
) -> None:
    """Time the acknowledgement of whatever is above ROUTINE."""
    if precedence is Precedence.ROUTINE or len(link.awaited) >= AWAITED_MAX:
        return
    wait_ms = target(link.agreement, precedence).acknowledge_s * 1_000
    due_wall_ms = step.now.wall_ms + wait_ms
    place = logged.place
    link.awaited[place] = Awaited(step.now.mono_ms + wait_ms, logged.leaf)
    step.put(
        "awaited", awaited_key(link.name, *place), dumps([due_wall_ms, logged.leaf])
    )


def awaited_key(link: str, incarnation: int, serial: int) -> bytes:
    """Return the key of a timed acknowledgement."""
    return link_key(link, number_key(incarnation) + number_key(serial))
