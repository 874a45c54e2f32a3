# SPDX-License-Identifier: Apache-2.0
"""The agreed times of a message: by when each rung is due, and when it was reached."""

from __future__ import annotations

from collections.abc import Iterator

from parley.core.records import LadderFact, Rung
from parley.core.targets import target
from parley.fixed import Fixed
from parley.model.agreement import LinkAgreement
from parley.model.precedence import Precedence


class DeadlineView(Fixed):
    """One agreed time: `what` is receipt, acknowledgement, translation or delivered.

    `done_ms` is None while it has not happened.
    """

    what: str
    due_ms: int
    done_ms: int | None


class Timed(Fixed):
    """What the times of one message are counted from.

    `begun_ms` is when it was logged, `arrived_ms` when the receiver filed it, None
    while that is not known here; `translated_ms` when a translation was attached.
    """

    precedence: Precedence
    ours: bool
    begun_ms: int
    arrived_ms: int | None
    translated_ms: int | None = None


def deadlines(
    agreement: LinkAgreement, timed: Timed, ladder: tuple[LadderFact, ...]
) -> tuple[DeadlineView, ...]:
    """Return every agreed time of a message, in the order in which they come."""
    return tuple(_every(agreement, timed, ladder))


def _every(
    agreement: LinkAgreement, timed: Timed, ladder: tuple[LadderFact, ...]
) -> Iterator[DeadlineView]:
    agreed = target(agreement, timed.precedence)
    done = {fact.rung: fact.attested_ms for fact in ladder}
    if timed.ours:
        due_ms = timed.begun_ms + agreed.receipt_s * 1_000
        yield DeadlineView("receipt", due_ms, done.get(Rung.RECEIPT))
    arrived_ms = timed.arrived_ms
    if arrived_ms is None:
        return
    due_ms = arrived_ms + agreed.acknowledge_s * 1_000
    yield DeadlineView("acknowledgement", due_ms, done.get(Rung.ACKNOWLEDGEMENT))
    # A translation stays with the receiver, so only he can see whether there is one.
    if agreed.translate_s is not None and not timed.ours:
        due_ms = arrived_ms + agreed.translate_s * 1_000
        yield DeadlineView("translation", due_ms, timed.translated_ms)
    if agreed.deliver_s is not None:
        due_ms = arrived_ms + agreed.deliver_s * 1_000
        yield DeadlineView("delivered", due_ms, done.get(Rung.DELIVERED))
