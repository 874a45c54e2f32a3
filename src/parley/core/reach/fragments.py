# SPDX-License-Identifier: Apache-2.0
"""A frame longer than its circuit takes, cut into marked fragments.

Each burst has symbols that were not sent before, so none of them is in vain; how many
more than needed follows from what the circuit loses.
"""

from __future__ import annotations

import math

from parley.core.identities import identity_bytes
from parley.core.limits import LOSS_FIRST, LOSS_MAX
from parley.core.reach.ways import carries
from parley.core.state import Answered, Burst, Circuit, Link, Pending
from parley.core.step import Step
from parley.crypto.fragment import (
    epoch_fragment_key,
    fragment_mark,
    opening_fragment_key,
    opening_number,
)
from parley.model.identity import Card
from parley.model.precedence import Mode
from parley.wire.fountain import symbols_of
from parley.wire.fragment import (
    NO_EPOCH,
    WholeId,
    encode_fragment,
    head_of,
    symbol_bytes,
    symbols_needed,
)
from parley.wire.frame import FrameKind, peek, split_frame, split_opening
from parley.wire.limits import FRAGMENT_SYMBOLS_MAX

_SPARE = 1  # RaptorQ wants a symbol more than the bare number once in a hundred times


def burst_of(
    step: Step, link: Link, circuit: Circuit, waiting: Pending | Answered
) -> Burst | None:
    """Return the next fragments of a frame; None where this circuit cannot carry it."""
    frame = waiting.frame
    if not carries(circuit, frame):
        return None
    size = symbol_bytes(circuit.traits.frame_bytes_max)
    key = _key_out(step, link, frame)
    if key is None:
        return None
    needed = symbols_needed(len(frame), size)
    first = waiting.symbols.get(circuit.name, 0)
    count = _count(circuit, needed, again=first > 0)
    if first + count >= FRAGMENT_SYMBOLS_MAX:
        first = 0
    waiting.symbols[circuit.name] = first + count
    mode, tag, serial = _place_of(frame)
    whole = WholeId(tag, serial, len(frame), size)
    return Burst(
        tuple(
            _fragment(mode, whole, first + offset, symbol, key)
            for offset, symbol in enumerate(symbols_of(frame, size, first, count))
        )
    )


def opening_key(sender: Card, recipient: Card) -> bytes:
    """Return the key of the fragments of openings from one station to another."""
    return opening_fragment_key(identity_bytes(sender), identity_bytes(recipient))


def _place_of(frame: bytes) -> tuple[Mode, bytes, int]:
    mode, kind = peek(frame)
    if kind is FrameKind.OPENING:
        return mode, NO_EPOCH, opening_number(split_opening(frame)[1])
    header, _ = split_frame(frame)
    return mode, header.tag, header.serial


def _key_out(step: Step, link: Link, frame: bytes) -> bytes | None:
    _, tag, _ = _place_of(frame)
    if tag == NO_EPOCH:
        return opening_key(step.state.card, link.counterpart.card)
    for epoch in link.out_epochs:
        if epoch.keys.tag == tag:
            return epoch_fragment_key(epoch.keys.root)
    return None  # closed, and so held by the counterpart


def _count(circuit: Circuit, needed: int, *, again: bool) -> int:
    """Return how many symbols to send now."""
    delivered = circuit.measured.delivered
    loss = LOSS_FIRST if delivered is None else min(1 - delivered, LOSS_MAX)
    wanted = math.ceil(needed / 2) if again else needed
    return math.ceil(wanted / (1 - loss)) + _SPARE


def _fragment(
    mode: Mode, whole: WholeId, number: int, symbol: bytes, key: bytes
) -> bytes:
    head = head_of(mode, whole, number)
    return encode_fragment(head, fragment_mark(key, head + symbol), symbol)
