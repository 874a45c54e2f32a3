# SPDX-License-Identifier: Apache-2.0
"""Phones are called until a person presses a key.

A carrier that took a call has reached nobody.  So each list that is called gets a code
of its own, and the call is repeated until somebody enters it at the station, until an
officer acknowledges the message, or until it is of no more use.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Any

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.effects import Answer, EscalationStep, Page
from parley.core.floor_events import CodeEntered, PhonesTold
from parley.core.limits import CALL_AGAIN_S, CALLS_MAX
from parley.core.shelves import link_key, number_key
from parley.core.state import StationState
from parley.core.step import Step
from parley.core.tended import Call
from parley.errors import LocalFault
from parley.model.record import Direction, EntryKey
from parley.wire.cbor import dumps

SHELF = "call"
PHONES = frozenset({EscalationStep.DUTY_PHONES, EscalationStep.NEXT_LIST})
STATION = ("", 0, 0)
_AGAIN_MS = round(CALL_AGAIN_S * 1_000)
_CODES = 10**6

Place = tuple[str, int, int]


def page(
    step: Step,
    place: Place,
    precedence: int,
    taken: EscalationStep,
    late_s: int,
    not_after_ms: int | None = None,
) -> None:
    """Take one step of an escalation: where it calls phones, with a code of its own."""
    code = ""
    calls = step.state.calls
    if taken in PHONES and (place in calls or len(calls) < CALLS_MAX):
        code = _code(step)
        call = Call(precedence, taken, code, step.now.wall_ms, not_after_ms)
        call.due_mono_ms = step.now.mono_ms + _AGAIN_MS
        calls[place] = call
        _keep(step, place, call)
    step.outward.append(Page(*place, precedence, taken, late_s, code))


def _code(step: Step) -> str:
    """Draw six digits that no other call has."""
    taken = {each.code for each in step.state.calls.values()}
    while True:
        code = f"{int.from_bytes(step.draw(), 'big') % _CODES:06d}"
        if code not in taken:
            return code


def repeat(step: Step) -> None:
    """Call again whoever has not been reached, after looking whether he must be."""
    for place, call in tuple(step.state.calls.items()):
        due_ms = call.due_mono_ms
        if due_ms is None or due_ms > step.now.mono_ms:
            continue
        if not _is_of_use(step, place, call):
            forget(step, place)
            continue
        call.times += 1
        call.due_mono_ms = step.now.mono_ms + _AGAIN_MS
        _keep(step, place, call)
        taken = EscalationStep(call.step)
        late_s = max(0, step.now.wall_ms - call.since_ms) // 1_000
        step.outward.append(
            Page(*place, call.precedence, taken, late_s, call.code, call.times)
        )


def _is_of_use(step: Step, place: Place, call: Call) -> bool:
    # SPEC 8.56: "nobody is called for what is acknowledged, or is of no more use"
    name, incarnation, serial = place
    if place == STATION:
        return step.state.unheard_since_mono_ms is not None
    link = step.state.links.get(name)
    key = EntryKey(name, Direction.IN, incarnation, serial)
    if link is None or key not in link.tended.ringing:
        return False
    return call.not_after_ms is None or call.not_after_ms >= step.now.wall_ms


def forget(step: Step, place: Place) -> None:
    """Call nobody any more: an officer has it, or it is over."""
    if step.state.calls.pop(place, None) is not None:
        step.drop(SHELF, _key(place))
        step.look("alarms")


def reached(step: Step, event: CodeEntered) -> None:
    """A person pressed a key; the escalation goes on until an officer has it.

    Raises:
        LocalFault: PLY-WCH-071 no call has that code.

    """
    for place, call in step.state.calls.items():
        if hmac.compare_digest(call.code.encode(), event.code.encode()):
            call.due_mono_ms = None
            if call.reached_ms is None:
                call.reached_ms = step.now.wall_ms
            _keep(step, place, call)
            step.look("alarms")
            step.outward.append(Answer(place))
            return
    raise LocalFault("PLY-WCH-071")


def told(step: Step, event: PhonesTold) -> None:
    """A list of phones that cannot be called is an alarm by its own."""
    if event.reason:
        raise_alarm(step, "PHONES-FAIL", "", event.phones)
    else:
        end_alarm(step, "PHONES-FAIL", "", event.phones)


def due_ms(state: StationState) -> int | None:
    """Return when somebody must be called again, on the monotonic clock."""
    if not state.calls:
        return None  # as nearly always, and this is asked after every event
    times = (each.due_mono_ms for each in state.calls.values())
    return min((each for each in times if each is not None), default=None)


def _key(place: Place) -> bytes:
    name, incarnation, serial = place
    return link_key(name, number_key(incarnation) + number_key(serial))


def _keep(step: Step, place: Place, call: Call) -> None:
    value = dumps(
        [
            call.precedence,
            call.step,
            call.code,
            call.since_ms,
            call.not_after_ms,
            call.times,
            call.reached_ms,
        ]
    )
    step.put(SHELF, _key(place), value)


def recover(step: Step, key: bytes, kept: Sequence[Any]) -> None:
    """Take a call from the shelf: it is looked at again before anybody is called."""
    name, numbers = key[:-17].decode(), key[-16:]
    incarnation = int.from_bytes(numbers[:8], "big")
    serial = int.from_bytes(numbers[8:], "big")
    call = Call(*kept)
    if call.reached_ms is None:
        call.due_mono_ms = step.now.mono_ms + _AGAIN_MS
    step.state.calls[name, incarnation, serial] = call
