# SPDX-License-Identifier: Apache-2.0
"""Their station has it on disk: the first rung of the ladder."""

from __future__ import annotations

from parley.core.alarms import raise_alarm
from parley.core.outgoing import settle
from parley.core.records import LadderFact, Rung
from parley.core.shelves import encode_fact, ladder_key
from parley.core.state import Circuit, Link
from parley.core.step import Step
from parley.model.entry import EntryKind, Receipt
from parley.model.record import Direction, EntryKey


def hear_receipt(
    step: Step,
    link: Link,
    circuit: Circuit,
    receipt: Receipt,
    serial: int,
    logged_ms: int,
) -> None:
    """Take the entry it names off the queue, if the leaf is the one we logged."""
    pending = link.pending.get(receipt.serial)
    # SPEC 4.25: "A receipt counts only if the leaf hash it names is that of the entry
    # it answers."
    if pending is not None and pending.leaf != receipt.leaf:
        # After a restoration, receipts for the old incarnation may still be about.
        if link.out.previous is None:
            raise_alarm(step, "RECEIPT-DIFFERS", link.name, str(receipt.serial))
        return
    settled = settle(step, link, receipt.serial, circuit)
    if settled is None:
        return
    if settled.kind == EntryKind.MESSAGE:
        key = EntryKey(link.name, Direction.OUT, link.out.incarnation, receipt.serial)
        fact = LadderFact(
            rung=Rung.RECEIPT,
            serial=serial,
            leaf=receipt.leaf,
            attested_ms=logged_ms,
            seen_ms=step.now.wall_ms,
            good=receipt.good,
        )
        step.put("ladder", ladder_key(key, Rung.RECEIPT), encode_fact(fact))
        step.look("messages")
