# SPDX-License-Identifier: Apache-2.0
"""What waits for each circuit, and what is handed over next.

The core holds the queue.  A bearer has a window of a few frames; whenever a place in it
is free the waiting item of the highest precedence is handed over, so a FLASH passes
everything that waits at the next frame boundary - and what is longer than a frame of
the circuit goes in fragments, so that boundary is never far.
"""

from __future__ import annotations

import heapq

from parley.core.effects import Transmit
from parley.core.hand_offs import note_hand_off
from parley.core.limits import BACKGROUND_PRECEDENCE
from parley.core.reach.fragments import burst_of
from parley.core.reach.timing import retry_ms
from parley.core.state import Answered, Burst, Circuit, Link, Pending
from parley.core.step import Step
from parley.model.entry import EntryKind
from parley.wire.limits import FRAGMENT_HEAD_BYTES

ASK, ANSWER = "ask", "answer"

Item = tuple[str, int]


def enqueue(step: Step, circuit: Circuit, precedence: int, item: Item) -> None:
    """Let an item wait for its circuit, once, and hand over what there is room for."""
    is_behind = precedence <= BACKGROUND_PRECEDENCE
    if item in circuit.behind and not is_behind:
        # It waited behind everything, and is wanted now.
        circuit.queue = [each for each in circuit.queue if each[2] != item]
        heapq.heapify(circuit.queue)
        _forget(circuit, item)
    if item not in circuit.queued:
        step.state.order += 1
        heapq.heappush(circuit.queue, (-precedence, step.state.order, item))
        circuit.queued.add(item)
        if is_behind:
            circuit.behind.add(item)
    drain(step, circuit)


def _forget(circuit: Circuit, item: Item) -> None:
    circuit.queued.discard(item)
    circuit.behind.discard(item)


def drain(step: Step, circuit: Circuit) -> None:
    """Hand over the next items while the window has room."""
    link = step.state.links.get(circuit.link)
    if link is None or (link.stopped and not link.pages.alone):
        return
    while circuit.window > 0 and circuit.queue:
        item = circuit.queue[0][2]
        frame = _next_of(step, link, circuit, item)
        # Fragments that are left stand where the item stood, unless something higher
        # came.
        if item not in circuit.bursts:
            heapq.heappop(circuit.queue)
            _forget(circuit, item)
        if frame is not None:
            circuit.window -= 1
            circuit.handed_wall_ms = step.now.wall_ms
            step.outward.append(Transmit(circuit.name, frame))


def empty(circuit: Circuit) -> None:
    """Forget what waits; it is offered again where that is due."""
    circuit.queue.clear()
    circuit.queued.clear()
    circuit.behind.clear()
    circuit.bursts.clear()


def _next_of(step: Step, link: Link, circuit: Circuit, item: Item) -> bytes | None:
    """Return the next frame of an item; None if it is no longer wanted."""
    kind, serial = item
    waiting: Pending | Answered | None = (
        link.answers.get(serial) if kind == ANSWER else link.pending.get(serial)
    )
    burst = circuit.bursts.get(item)
    if waiting is None:
        circuit.bursts.pop(item, None)
        return None
    if burst is None and len(waiting.frame) > circuit.traits.frame_bytes_max:
        burst = burst_of(step, link, circuit, waiting)
        if burst is None:
            return None
        circuit.bursts[item] = burst
    first = burst is None or burst.at == 0
    if isinstance(waiting, Answered):
        waiting.sent_mono_ms = waiting.sent[circuit.name] = step.now.mono_ms
    else:
        _asked(step, link, circuit, waiting, first=first)
    frame = waiting.frame if burst is None else _fragment(circuit, item, burst)
    if isinstance(waiting, Pending):
        head_bytes = 0 if burst is None else FRAGMENT_HEAD_BYTES
        waiting.gone_bytes += len(frame) - head_bytes
    return frame


def _fragment(circuit: Circuit, item: Item, burst: Burst) -> bytes:
    fragment = burst.fragments[burst.at]
    burst.at += 1
    if burst.at == len(burst.fragments):
        del circuit.bursts[item]
    return fragment


def _asked(
    step: Step, link: Link, circuit: Circuit, pending: Pending, *, first: bool
) -> None:
    """Note that an ask, or a fragment of it, goes out now."""
    if first:
        pending.tries += 1
        circuit.measured.asked += 1
    pending.sent_mono_ms = pending.asked[circuit.name] = step.now.mono_ms
    pending.sent_on = circuit.name
    # What waited for its turn is given the time that it would have had at once.
    wait_ms = min(retry_ms(circuit, pending), pending.pace_ms)
    pending.due_mono_ms = max(pending.due_mono_ms or 0, step.now.mono_ms + wait_ms)
    if pending.kind == EntryKind.MESSAGE and circuit.name not in pending.handed:
        note_hand_off(step, link, circuit, pending)
