# SPDX-License-Identifier: Apache-2.0
"""An ask begins to wait for its answer."""

from __future__ import annotations

from parley.core.entries import kind_of
from parley.core.logging_out import Logged
from parley.core.reach.ageing import times_of
from parley.core.reach.choosing import offer
from parley.core.state import Link, Pending
from parley.core.step import Step
from parley.model.entry import Payload


def wait(
    step: Step,
    link: Link,
    logged: Logged,
    precedence: int,
    payload: Payload,
    only: str | None = None,
) -> None:
    """Keep asking for an entry that was just logged."""
    pending = Pending(
        serial=logged.serial,
        precedence=precedence,
        frame=logged.frame,
        leaf=logged.leaf,
        kind=int(kind_of(payload)),
        born_mono_ms=step.now.mono_ms,
        born_wall_ms=step.now.wall_ms,
        payload=payload,
        **times_of(payload, step.now),
        only=only,
    )
    wait_for(step, link, pending)


def wait_for(step: Step, link: Link, pending: Pending) -> None:
    """Keep asking for `pending` from now on."""
    link.pending[pending.serial] = pending
    offer(step, link, pending)
