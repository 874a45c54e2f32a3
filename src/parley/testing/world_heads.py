# SPDX-License-Identifier: Apache-2.0
"""A counterpart that lies about its log: heads nobody should cosign, and cosignatures.

Every signature is good; only what is signed is not true.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from parley.core import witnessing
from parley.core.cosignatures import COSIGNED_AS
from parley.core.covering import log_time_s, origin_out
from parley.core.rolling import current_epoch
from parley.core.state import Link
from parley.core.step import Step
from parley.model.entry import Cosignature, LinkTest, Payload, Receipt, SignedHead
from parley.model.record import Direction
from parley.testing.desks import Desk
from parley.testing.rows import read_once
from parley.tlog.air import AirForm, decode_air_head, sign_air_head
from parley.tlog.checkpoint import Checkpoint
from parley.tlog.merkle import HASH_BYTES, Frontier
from parley.tlog.note_key import KeyPair

HEADS = (
    "another root",
    "a second root",
    "smaller than before",
    "earlier than before",
    "sent once more",
    "larger than the log",
)
ANSWERS = ("true", "a receipt", "another root", "another size", "something else")

_DAY_S = 86_400


def false_head(desk: Desk, step: Step, link: Link, lie: str, stream: Random) -> Payload:
    """Return a head with good signatures that the other side must not cosign.

    A fresh epoch is opened first if one is due, so that the size fits the entry.
    """
    current_epoch(step, link)
    out = link.out
    size, root = out.frontier.size, out.frontier.root()
    time_s = log_time_s(step, link)
    match lie:
        case "another root":
            root = stream.randbytes(HASH_BYTES)
        case "a second root":
            size, root = out.covered or size, stream.randbytes(HASH_BYTES)
        case "smaller than before":
            size = max(1, out.covered - 1)
            root = root_at(desk, link, size)
        case "earlier than before":
            time_s -= 30 * _DAY_S
        case "sent once more":
            known = _heads_said(desk, link)
            if known:
                return stream.choice(known)
        case _:
            size, root = size + 1_000, stream.randbytes(HASH_BYTES)
    return signed_head(step, link, size, root, time_s)


def signed_head(
    step: Step, link: Link, size: int, root: bytes, time_s: int
) -> SignedHead:
    """Sign any full head of our log, true or not."""
    origin = origin_out(step.state, link)
    keys = step.state.keys
    pair = KeyPair.of_log(origin, keys.public)
    checkpoint = Checkpoint(origin, size, root)
    head = sign_air_head(AirForm.FULL_HEAD, checkpoint, time_s, pair, keys)
    return SignedHead(head.encode())


def root_at(desk: Desk, link: Link, size: int) -> bytes:
    """Return the true root of a desk's own log at a size."""
    rows = desk.store.entries(
        link.name, Direction.OUT, link.out.incarnation, 1, max(size, 1)
    )
    return Frontier().extend(each.row.leaf for each in rows[:size]).root()


def _heads_said(desk: Desk, link: Link) -> list[SignedHead]:
    rows = desk.store.entries(
        link.name, Direction.OUT, link.out.incarnation, 1, link.out.next_serial
    )
    payloads = [read_once(each.row)[1].payload for each in rows]
    return [each for each in payloads if isinstance(each, SignedHead)]


@contextmanager
def answering(lies: tuple[str, ...], stream: Random) -> Iterator[None]:
    """Let the core that runs inside answer checkpoints with one of `lies`."""
    true = witnessing.cosign

    def cosign(
        step: Step, link: Link, said: SignedHead, serial: int, leaf: bytes
    ) -> Payload:
        lie = stream.choice(lies)
        given = true(step, link, said, serial, leaf)
        return given if lie == "true" else _false_answer(step, link, said, given, lie)

    witnessing.cosign = cosign  # type: ignore[assignment]
    try:
        yield
    finally:
        witnessing.cosign = true


def _false_answer(
    step: Step, link: Link, said: SignedHead, given: Cosignature, lie: str
) -> Payload:
    head = decode_air_head(said.head)
    origin, size = witnessing.origin_in(step, link), head.size
    root = link.witnessing.heads[link.mirror.incarnation, size].root
    if lie == "a receipt":
        return Receipt(given.serial, given.leaf, good=True)
    if lie == "something else":
        return LinkTest(given.serial)
    if lie == "another root":
        root = root[::-1]
    else:
        size += 1
    keys = step.state.keys.witness
    pair = KeyPair.of_witness(step.state.settings.station, keys.public)
    checkpoint = Checkpoint(origin, size, root)
    time_s = log_time_s(step, link)
    false = sign_air_head(COSIGNED_AS[head.form], checkpoint, time_s, pair, keys)
    return Cosignature(given.serial, given.leaf, false.encode())
