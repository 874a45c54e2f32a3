# SPDX-License-Identifier: Apache-2.0
"""What we asked and what became of it: pending entries and answers.

An ask is retried until its answer comes; nothing is given up.
"""

from __future__ import annotations

from itertools import islice

from parley.core.addressees import note_addressees
from parley.core.alarms import end_alarm, raise_alarm
from parley.core.epochs import (
    confirm_epochs,
    destroy_done,
    exhausted,
)
from parley.core.limits import (
    BACKGROUND_PRECEDENCE,
    HEDGE_S,
    PENDING_MAX,
    PENDING_RESERVED,
    UNHELD_MAX,
    UNHELD_S,
)
from parley.core.logging_out import Logged, append
from parley.core.page_use import can_open, no_way
from parley.core.reach.ageing import settled, watch_end
from parley.core.reach.choosing import offer, timed_out
from parley.core.reach.queue import ANSWER, enqueue
from parley.core.reach.timing import heard
from parley.core.reach.ways import expected_s, is_narrow, usable
from parley.core.rolling import current_epoch
from parley.core.state import (
    Answered,
    Circuit,
    Link,
    Pending,
)
from parley.core.step import Step
from parley.core.targets import target
from parley.core.waiting import wait
from parley.errors import LocalFault
from parley.model.entry import (
    Cosignature,
    Payload,
)
from parley.model.message import Message
from parley.model.precedence import Precedence
from parley.model.record import Clear, Direction, EntryFlag, EntryKey

_SLOW_BACK = 10.0  # a circuit so many times slower than the best is called slow
_ANSWER_PACE = 0.5  # of the pace at which the counterpart may ask again
_UNASKED_PACE = 8.0  # the same for what the counterpart does not miss for itself


def ask(
    step: Step,
    link: Link,
    payload: Payload,
    precedence: int,
    only: str | None = None,
) -> Logged:
    """Append an entry that must be answered, and send it on its way.

    A test is pinned to the circuit `only`.

    Raises:
        LocalFault: PLY-LNK-008 the queue is full; PLY-LNK-007 no epoch can be opened;
            PLY-WIR-101 too long.  Nothing was said then.

    """
    check_ask(link, payload)
    epoch = current_epoch(step, link)
    logged = append(step, link, epoch, payload, asks=True)
    if isinstance(payload, Message):
        note_addressees(step, link, payload.content, logged.key)
    wait(step, link, logged, precedence, payload, only)
    return logged


def answer(step: Step, link: Link, payload: Payload, circuit: Circuit, to: int) -> None:
    """Append an answer to their entry `to` and send it back where the ask came from."""
    epoch = current_epoch(step, link)
    logged = append(step, link, epoch, payload, asks=False)
    precedence = answer_precedence(payload)
    answered = Answered(logged.serial, logged.frame, precedence=precedence)
    remember_answer(link, to, answered)
    for back in _ways_back(usable(step, link), circuit):
        in_parts = len(answered.frame) > back.traits.frame_bytes_max
        behind = in_parts and precedence < Precedence.FLASH
        turn = BACKGROUND_PRECEDENCE if behind else precedence
        enqueue(step, back, turn, (ANSWER, to))


def _ways_back(ways: list[Circuit], circuit: Circuit) -> list[Circuit]:
    """Return where an answer goes: back, and the quick way where back is slow.

    The circuit that just worked towards us is the likeliest to work back; but what a
    courier brought is not to wait for him.
    """
    if circuit not in ways:
        return ways[:1]
    quick = ways[0]
    slow = expected_s(circuit) > max(HEDGE_S, _SLOW_BACK * expected_s(quick))
    return [circuit, quick] if slow else [circuit]


def remember_answer(link: Link, to: int, answered: Answered) -> None:
    """Keep an answer until they hold it; answers stand in the order of our serials.

    After their restoration the numbers of their asks begin again.  The answer to an ask
    of the old log is asked for by nobody, but our log has it and they must hold it.
    """
    if to in link.answers:
        link.answers = {
            -each.serial if known == to else known: each
            for known, each in link.answers.items()
        }
    link.answers[to] = answered


def answer_precedence(payload: Payload) -> int:
    """Return how soon an answer goes; a cosignature is long and not urgent."""
    hurried = not isinstance(payload, Cosignature)
    return int(Precedence.FLASH if hurried else Precedence.ROUTINE)


def answer_again(step: Step, link: Link, to: int, *, asked: bool = True) -> None:
    """Send an answer once more, over every circuit: the first one was not enough.

    Not over one on which it may still be on its way: a repeat on a narrow circuit
    would only hold up what comes after it.  One that was not ``asked`` for again
    gives way there to everything else.
    """
    answered = link.answers.get(to)
    if answered is None:
        return
    for circuit in usable(step, link):
        precedence = answered.precedence
        pace_ms = 0.0
        if is_narrow(circuit):
            pace = _ANSWER_PACE if asked else _UNASKED_PACE
            pace_ms = circuit.traits.retry_s_min * 1_000 * pace
            precedence = precedence if asked else BACKGROUND_PRECEDENCE
        sent_ms = answered.sent.get(circuit.name)
        if sent_ms is None or step.now.mono_ms - sent_ms >= pace_ms:
            enqueue(step, circuit, precedence, (ANSWER, to))


def check_ask(link: Link, payload: Payload) -> None:
    """Refuse an ask before anything is changed.

    Raises:
        LocalFault: PLY-LNK-008 the queue is full; PLY-LNK-007 no epoch can be opened.

    """
    room = PENDING_MAX - (PENDING_RESERVED if isinstance(payload, Message) else 0)
    if len(link.pending) >= room:
        raise LocalFault("PLY-LNK-008", name=link.name, count=len(link.pending))
    check_speech(link)


def check_speech(link: Link) -> None:
    """Refuse to speak where no epoch is open and none can be opened.

    Raises:
        LocalFault: PLY-LNK-007, PLY-KEY-130.

    """
    if not can_open(link) and (link.epoch is None or exhausted(link, link.epoch)):
        raise no_way(link)


def settle(step: Step, link: Link, serial: int, circuit: Circuit) -> Pending | None:
    """Take an ask off the queue because its answer came; None when it was off already.

    The caller has compared the leaf that the answer names.
    """
    pending = link.pending.pop(serial, None)
    heard(step, circuit, pending)
    if pending is None:
        return None
    _settled(step, link, pending)
    return pending


def drop_pending(step: Step, link: Link, serial: int) -> Pending:
    """As `settle`, for a pending ask that no circuit's frame answered."""
    pending = link.pending.pop(serial)
    _settled(step, link, pending)
    return pending


def _settled(step: Step, link: Link, pending: Pending) -> None:
    serial = pending.serial
    key = EntryKey(link.name, Direction.OUT, link.out.incarnation, serial)
    step.changes.append(Clear(key, EntryFlag.PENDING))
    settled(step, key, pending)
    end_alarm(step, "UNRECEIPTED", link.name, str(serial))
    _confirm(step, link, serial)


def _confirm(step: Step, link: Link, serial: int) -> None:
    for epoch in confirm_epochs(step, link, serial):
        link.pending.pop(-epoch.first_serial, None)


def they_hold(step: Step, link: Link, held: int) -> None:
    """Learn how much of our log they hold; answers they hold need no memory."""
    out = link.out
    if not out.their_held < held < out.next_serial:
        return
    out.their_held = held
    link.dirty_out = True
    # Answers stand in the order of their serials, so only the front is looked at.
    while link.answers:
        to, first = next(iter(link.answers.items()))
        if first.serial > held:
            break
        del link.answers[to]
    destroy_done(step, link)


def send_unheld(step: Step, link: Link, held: int) -> None:
    """Send answers again that they should hold by now and say they do not."""
    before_ms = step.now.mono_ms - round(UNHELD_S * 1_000)
    for to, each in islice(link.answers.items(), UNHELD_MAX):
        # One that met no open circuit was never sent at all.
        late = each.sent_mono_ms is None or each.sent_mono_ms <= before_ms
        if each.serial > held and late:
            answer_again(step, link, to, asked=False)


def retry_due(step: Step, link: Link) -> None:
    """Ask again whatever has waited long enough, and say what waits too long."""
    now_ms = step.now.mono_ms
    for pending in list(link.pending.values()):
        due = pending.due_mono_ms
        if due is not None and due <= now_ms:
            pending.due_mono_ms = None
            timed_out(step, pending)
            offer(step, link, pending)
        watch_end(step, link, pending)
        if pending.let_go:
            continue
        if pending.serial > 0 and receipt_due_ms(link, pending) <= now_ms:
            pending.late = True
            raise_alarm(step, "UNRECEIPTED", link.name, str(pending.serial))


def receipt_due_ms(link: Link, pending: Pending) -> int:
    """Return when, on the monotonic clock, a receipt should be here."""
    return pending.born_mono_ms + receipt_wait_ms(link, pending.precedence)


def receipt_wait_ms(link: Link, precedence: int) -> int:
    """Return how long after it was said a receipt should be here."""
    lowest, highest = Precedence.ROUTINE, Precedence.FLASH
    level = max(lowest, min(precedence, highest))
    return target(link.agreement, level).receipt_s * 1_000
