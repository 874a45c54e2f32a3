# SPDX-License-Identifier: Apache-2.0
"""What is longer than its circuit goes in marked fragments, and only whole counts."""

from __future__ import annotations

import random

import pytest

from parley.core.events import (
    CircuitReady,
    EpochRollRequested,
    FrameArrived,
    TimerFired,
)
from parley.core.limits import JOINS_MAX, OPENING_JOINS_MAX
from parley.crypto.fragment import fragment_mark
from parley.model.circuit import Traits
from parley.model.precedence import Precedence
from parley.testing.looks import agree, at_rest, only_link, refusals
from parley.wire.fragment import split_fragment
from parley.wire.frame import FrameKind
from parley.wire.limits import FRAGMENT_HEAD_BYTES
from tests.unit.core.exchanged import exchange

ALFA, BRAVO = "alfa.example", "bravo.example"
VOICE = Traits(124, 1, 4.0, rate_bps=279, latency_s=1.0)
DATAGRAM = Traits(1_160, 16, 0.2)


def over(pair, traits) -> None:
    """Exchange the only circuit of both for one of these traits."""
    exchange(pair, traits)
    for desk in (pair.alfa, pair.bravo):
        desk.sent.clear()
        desk.tell(CircuitReady("one", traits.window_frames))


def drained(desk) -> list[bytes]:
    """Let a circuit take all that waits, and return it."""
    frames = []
    while desk.sent:
        circuit, frame = desk.sent.pop(0)
        frames.append(frame)
        desk.tell(CircuitReady(circuit, 1))
    return frames


def fragments(frames):
    return [each for each in frames if each[0] & 15 == FrameKind.FRAGMENT]


def bring(desk, frames) -> None:
    for frame in frames:
        desk.tell(FrameArrived("one", frame))


@pytest.mark.parametrize("traits", [VOICE, DATAGRAM])
def test_long_text_arrives_over_a_short_circuit(pair, traits):
    """The bytes of a circuit must not decide what can be said on it."""
    over(pair, traits)
    text = "".join(random.Random(1).choices("abcdefghij ", k=5_000))
    pair.alfa.say(BRAVO, text)
    frames = drained(pair.alfa)
    assert max(map(len, frames)) <= traits.frame_bytes_max
    assert fragments(frames)
    bring(pair.bravo, frames)
    pair.carry(rounds=500)
    assert pair.bravo.inbox() == [text]
    assert agree(pair.alfa, pair.bravo)


def test_text_longer_than_a_wide_circuit_does_not_end_the_station(pair):
    """A symbol's length has 16 bits; a wider circuit must not make a longer one."""
    over(pair, Traits(70_000, 8, 0.2))
    text = "".join(random.Random(1).choices("abcdefghij ", k=300_000))
    pair.alfa.say(BRAVO, text)
    pair.carry(rounds=100)
    assert pair.bravo.inbox() == [text]


def test_epoch_opens_over_a_voice_line(pair):
    """Post-quantum secrets are thousands of bytes; a line of 124 must carry one."""
    over(pair, VOICE)
    pair.alfa.tell(EpochRollRequested(BRAVO))
    pair.alfa.say(BRAVO, "In the new epoch.", Precedence.FLASH)
    pair.carry(rounds=500)
    assert pair.bravo.inbox() == ["In the new epoch."]
    assert at_rest(pair.alfa)


def test_a_third_of_the_fragments_may_be_lost(pair):
    """Lost symbols are made good by others, whichever they are."""
    over(pair, VOICE)
    draw = random.Random(7)
    pair.alfa.say(BRAVO, "x" * 3_000)
    for _ in range(60):
        bring(pair.bravo, [f for f in drained(pair.alfa) if draw.random() > 0.33])
        bring(pair.alfa, [f for f in drained(pair.bravo) if draw.random() > 0.33])
        pair.alfa.pass_time(10)
        pair.alfa.tell(TimerFired())
    assert pair.bravo.inbox() == ["x" * 3_000]


def test_no_symbol_is_sent_twice(pair):
    """A repeat that was held already is air time thrown away."""
    over(pair, VOICE)
    pair.alfa.say(BRAVO, "x" * 2_000)
    numbers = []
    for _ in range(4):
        sent = [split_fragment(each) for each in fragments(drained(pair.alfa))]
        numbers += [each.number for each in sent if each.whole.length > 2_000]
        pair.alfa.pass_time(60)
        pair.alfa.tell(TimerFired())
    assert len(numbers) == len(set(numbers)) > 40


def test_flash_passes_between_two_fragments(pair):
    """An hour of report must not stand before the one message that matters."""
    over(pair, VOICE)
    alfa = pair.alfa
    alfa.say(BRAVO, "report " * 2_000)
    first = [alfa.sent.pop(0)[1]]
    alfa.say(BRAVO, "Not an attack.", Precedence.FLASH)
    alfa.tell(CircuitReady("one", 1))
    frames = first
    for _ in range(6):
        circuit, frame = alfa.sent.pop(0)
        frames.append(frame)
        alfa.tell(CircuitReady(circuit, 1))
    bring(pair.bravo, frames)
    assert pair.bravo.inbox() == ["Not an attack."]


def test_fragment_without_its_mark_is_dropped_before_anything_is_kept(pair):
    """SPEC 10.11: noise and strangers cost one hash and no memory."""
    over(pair, VOICE)
    pair.alfa.say(BRAVO, "x" * 2_000)
    good = fragments(drained(pair.alfa))
    bent = [each[:-1] + bytes([each[-1] ^ 1]) for each in good]
    bring(pair.bravo, bent)
    assert refusals(pair.bravo)[-len(bent) :] == ["PLY-BRR-022"] * len(bent)
    assert not only_link(pair.bravo).joining.entries
    bring(pair.bravo, good)
    assert pair.bravo.inbox() == ["x" * 2_000]


def test_forged_symbol_does_not_spoil_a_frame(pair):
    """One wrong symbol in the decoder would cost every good one."""
    over(pair, VOICE)
    pair.alfa.say(BRAVO, "x" * 2_000)
    good = fragments(drained(pair.alfa))
    forged = []
    for each in good:
        head, symbol = each[: FRAGMENT_HEAD_BYTES - 8], bytes(96)
        forged.append(head + fragment_mark(bytes(32), head + symbol) + symbol)
    for wrong, right in zip(forged, good, strict=True):
        bring(pair.bravo, [wrong, right])
    assert pair.bravo.inbox() == ["x" * 2_000]


def test_fragments_of_a_filed_entry_are_answered_and_not_kept(pair):
    """SPEC 10.15: what is whole already needs no more fragments."""
    over(pair, VOICE)
    pair.alfa.say(BRAVO, "x" * 1_000)
    good = fragments(drained(pair.alfa))
    bring(pair.bravo, good)
    drained(pair.bravo)
    pair.bravo.pass_time(60)
    bring(pair.bravo, good)
    assert not only_link(pair.bravo).joining.entries
    assert len(drained(pair.bravo)) <= 4


def test_unfinished_frames_are_bounded(pair):
    """A counterpart out of order must not fill our memory."""
    over(pair, VOICE)
    for number in range(3 * JOINS_MAX):
        pair.alfa.say(BRAVO, f"{number} " * 300)
    frames = fragments(drained(pair.alfa))
    begun = {split_fragment(each).whole: each for each in frames}
    bring(pair.bravo, begun.values())
    assert len(only_link(pair.bravo).joining.entries) == JOINS_MAX
    bring(pair.bravo, frames)
    assert "0 " * 300 in pair.bravo.inbox()


def test_openings_have_their_own_bound(pair):
    """Whoever holds both cards can mark them; he must not push entries out."""
    over(pair, VOICE)
    for _ in range(OPENING_JOINS_MAX + 3):
        pair.alfa.tell(EpochRollRequested(BRAVO))
        pair.bravo.sent.clear()
        bring(pair.bravo, fragments(drained(pair.alfa))[:1])
        only_link(pair.alfa).their_prekeys or pair.alfa.sent.clear()
        if not only_link(pair.alfa).their_prekeys:
            break
    assert len(only_link(pair.bravo).joining.openings) <= OPENING_JOINS_MAX
    assert not only_link(pair.bravo).joining.entries


def test_frame_too_long_for_a_circuit_waits_for_another(pair):
    """A megabyte over a voice line would hold it for half a day."""
    over(pair, VOICE)
    letters = [chr(number) for number in range(0x410, 0x450)]
    pair.alfa.say(BRAVO, "".join(random.Random(1).choices(letters, k=450_000)))
    lengths = [
        split_fragment(each).whole.length for each in fragments(drained(pair.alfa))
    ]
    assert max(lengths, default=0) < 10_000
    pair.alfa.circuit("wide", BRAVO)
    assert max(len(frame) for _, frame in pair.alfa.sent) > 200_000
