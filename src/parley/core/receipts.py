# SPDX-License-Identifier: Apache-2.0
"""Their station has it on disk: the first rung of the ladder."""

from __future__ import annotations

from parley.core.alarms import raise_alarm
from parley.core.authority.amendments import hear_accepted
from parley.core.cosignatures import miss
from parley.core.outgoing import drop_pending, settle
from parley.core.records import LadderFact, Rung
from parley.core.shelves import encode_fact, ladder_key
from parley.core.state import Circuit, Link, Pending
from parley.core.step import Step
from parley.fixed import Fixed
from parley.model.entry import EntryKind, KeyEvent, Receipt, Repeat
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
        if serial >= link.out.listen_from:
            raise_alarm(step, "RECEIPT-DIFFERS", link.name, str(receipt.serial))
        return
    settled = settle(step, link, receipt.serial, circuit)
    if settled is None:
        return
    _listen(link, serial)
    # SPEC 4.79: "A receipt for a checkpoint says that no cosignature will come."
    if settled.kind == EntryKind.CHECKPOINT:
        miss(step, link)
    if isinstance(settled.payload, KeyEvent) and receipt.good:
        hear_accepted(step, link, settled.payload, serial)
    proof = Proof(serial, logged_ms, receipt.good)
    _climb(step, link, settled, proof)
    repeat = settled.payload
    # SPEC 4.64: "The receipt of a REPEAT is the receipt of the entry it returned."
    if (
        isinstance(repeat, Repeat)
        and repeat.ours
        # Of an older log of ours nothing is pending; this one has its own serials.
        and repeat.incarnation == link.out.incarnation
    ):
        returned = settle(step, link, repeat.serial, circuit)
        if returned is not None:
            _climb(step, link, returned, proof)


def _listen(link: Link, serial: int) -> None:
    """Believe what they say they hold of this log of ours, from `serial` on.

    Only who has this log before him can name a leaf of it.  Until then his `held` may
    be about one from before a restoration.
    """
    if serial < link.out.listen_from:
        link.out.listen_from = serial
        link.dirty_out = True


def hear_held(step: Step, link: Link, held: int, proof: Proof) -> None:
    """Take off the queue everything a restored counterpart says it holds."""
    for serial in [each for each in link.pending if 0 < each <= held]:
        settled = drop_pending(step, link, serial)
        _climb(step, link, settled, proof)


class Proof(Fixed):
    """The entry of theirs that proves a receipt, and what it says."""

    serial: int
    logged_ms: int
    good: bool


def _climb(step: Step, link: Link, settled: Pending, proof: Proof) -> None:
    if settled.kind != EntryKind.MESSAGE:
        return
    key = EntryKey(link.name, Direction.OUT, link.out.incarnation, settled.serial)
    fact = LadderFact(
        rung=Rung.RECEIPT,
        serial=proof.serial,
        leaf=settled.leaf,
        attested_ms=proof.logged_ms,
        seen_ms=step.now.wall_ms,
        good=proof.good,
    )
    step.put("ladder", ladder_key(key, Rung.RECEIPT, fact.leaf), encode_fact(fact))
    step.look("messages")
