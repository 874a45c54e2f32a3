# SPDX-License-Identifier: Apache-2.0
"""The watch is handed over: a sheet, answered line by line, signed by both officers.

The station writes the sheet from the record.  The incoming officer answers every line,
a person listens to the alarm, and both sign the same bytes.  The other side is told
only that the watch changed, by an act of its own.
"""

from __future__ import annotations

from typing import assert_never

from parley.core.alarms import end_alarms, raise_alarm
from parley.core.authority.counters import count_own
from parley.core.authority.persons import officer_name, same_person
from parley.core.effects import Answer
from parley.core.events import ActGiven
from parley.core.floor_events import (
    HandoverAnswered,
    HandoverBegun,
    HandoverDropped,
    HandoverEvent,
    HandoverHeard,
    HandoverSigned,
)
from parley.core.limits import SHEET_S_MAX
from parley.core.logging_out import Logged
from parley.core.releasing import RELEASE_LABEL, find_officer
from parley.core.shelves import number_key
from parley.core.standing import note_stood
from parley.core.state import Link, StationState
from parley.core.step import Step
from parley.core.watch.procedure import Heard, Procedure
from parley.crypto.digest import tagged
from parley.crypto.officer import verify_release
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import replace
from parley.model.handover import Item, Sheet, Side
from parley.model.identity import Credential, Officer, OfficerClass
from parley.model.message import Release
from parley.model.record import Direction
from parley.wire.handover import decode_sheet, encode_sheet, handover_manifest
from parley.wire.limits import NOTE_BYTES_MAX, REASON_BYTES_MAX, SHEET_ITEMS_MAX
from parley.wire.text import problems

SHELF = "handover"
OPEN = b"open"


def handle(step: Step, event: HandoverEvent) -> None:
    """Take one step of a handover; answered with its sheet."""
    match event:
        case HandoverBegun():
            sheet = _begin(step, event)
        case HandoverAnswered():
            sheet = _answer(step, _open(step), event)
        case HandoverHeard():
            sheet = _listen(step, _open(step), event)
        case HandoverSigned():
            sheet = _sign(step, _open(step), event)
        case HandoverDropped():
            _drop(step, _open(step))
            return
        case _:
            assert_never(event)
    _keep(step, sheet)


def sheet_digest(state: StationState, sheet: Sheet, side: Side) -> bytes:
    """Return the 32 bytes that the officer of a side signs."""
    settings = state.settings
    return digest_of(handover_manifest(settings.station, settings.mode, sheet, side))


def digest_of(manifest: bytes) -> bytes:
    """Return the digest of a sheet's manifest."""
    return tagged(RELEASE_LABEL, manifest)


def _open(step: Step) -> Sheet:
    sheet = step.state.handover
    if sheet is None:
        raise LocalFault("PLY-WCH-055")
    return sheet


def _begin(step: Step, event: HandoverBegun) -> Sheet:
    """Write a sheet; it takes the place of one that was not finished.

    What the same two officers had answered of the same lines stays answered.
    """
    state = step.state
    for index in (event.outgoing, event.incoming):
        _officer(step, index)
    # SPEC 8.70: "A watch is handed over by two persons, both of class watch."
    if same_person(state.roster, event.outgoing, event.incoming):
        name = officer_name(state.roster, event.incoming)
        raise LocalFault("PLY-WCH-056", officer=name, reason="both are one person")
    assert len(event.items) <= SHEET_ITEMS_MAX, "the station bounds its sheets"
    known: dict[tuple[object, ...], str | None] = {}
    before = state.handover
    pair = (event.outgoing, event.incoming)
    if before is not None and (before.outgoing, before.incoming) == pair:
        known = {(*each.name, each.at_ms): each.note for each in before.items}
    items = tuple(
        replace(each, note=known.get((*each.name, each.at_ms))) for each in event.items
    )
    had = None if state.watch is None else state.watch.incoming
    return Sheet(step.now.wall_ms, *pair, had, items)


def _officer(step: Step, index: int) -> Officer:
    roster = step.state.roster
    officer = find_officer(roster, index, OfficerClass.WATCH, step.now.wall_ms)
    if officer is None:
        name = officer_name(roster, index)
        reason = "he is not of the class watch, valid now"
        raise LocalFault("PLY-WCH-056", officer=name, reason=reason)
    return officer


def _answer(step: Step, sheet: Sheet, event: HandoverAnswered) -> Sheet:
    _check_reader(step, event.officer, {sheet.incoming})
    if not 0 <= event.line < len(sheet.items):
        reason = f"the sheet has no line {event.line + 1}"
        raise LocalFault("PLY-WCH-060", reason=reason)
    _check_words(event.note, NOTE_BYTES_MAX)
    items = list(sheet.items)
    items[event.line] = replace(items[event.line], note=event.note)
    return _unsigned(replace(sheet, items=tuple(items)))


def _listen(step: Step, sheet: Sheet, event: HandoverHeard) -> Sheet:
    sound = event.sound
    _check_reader(step, sound.officer, {sheet.outgoing, sheet.incoming})
    if sound.heard == bool(sound.reason):
        reason = "a reason is given where the sound was not heard, and only there"
        raise LocalFault("PLY-WCH-060", reason=reason)
    _check_words(sound.reason, REASON_BYTES_MAX)
    return _unsigned(replace(sheet, sound=sound))


def _check_reader(step: Step, officer: int, may: set[int]) -> None:
    if officer not in may:
        name = officer_name(step.state.roster, officer)
        reason = f"{name} is not the officer who answers for it"
        raise LocalFault("PLY-WCH-060", reason=reason)


def _check_words(words: str, bytes_max: int) -> None:
    problem = problems(words) if words else None
    if problem is None and ("\n" in words or len(words.encode()) > bytes_max):
        problem = f"it is not one line of at most {bytes_max} bytes"
    if problem is not None:
        raise LocalFault("PLY-WCH-060", reason=problem)


def _unsigned(sheet: Sheet) -> Sheet:
    """What was signed before the sheet changed was another sheet."""
    return replace(sheet, given=None, taken=None)


def _sign(step: Step, sheet: Sheet, event: HandoverSigned) -> Sheet:
    _check_whole(step, sheet, event.stands)
    key = _judge(step, sheet, event.side, event.release)
    count_own(step, key, event.release)
    if event.side is Side.OUTGOING:
        signed = replace(sheet, given=event.release)
    else:
        signed = replace(sheet, taken=event.release)
    if signed.given is None or signed.taken is None:
        return signed
    return replace(signed, done_ms=step.now.wall_ms)


def _check_whole(step: Step, sheet: Sheet, stands: tuple[Item, ...]) -> None:
    """Refuse to sign what is not answered, not heard, too old, or not all there is."""
    # SPEC 8.71: "It MUST NOT be signed before every line is answered and a person has
    # said whether he heard the alarm, nor an hour after it was made, nor while
    # something is open that is not on it."
    if abs(step.now.wall_ms - sheet.begun_ms) > SHEET_S_MAX * 1_000:
        raise LocalFault("PLY-WCH-057", reason="the sheet is more than an hour old")
    silent = sum(each.note is None for each in sheet.items)
    if silent:
        raise LocalFault("PLY-WCH-057", reason=f"{silent} lines are not answered")
    if sheet.sound is None:
        raise LocalFault("PLY-WCH-057", reason="nobody has tested the sound")
    missing = {each.name for each in stands} - {each.name for each in sheet.items}
    if missing:
        raise LocalFault("PLY-WCH-058", count=len(missing))


def _judge(step: Step, sheet: Sheet, side: Side, release: Release) -> Credential:
    officer = _officer(step, sheet.officer(side))
    try:
        return verify_release(officer, sheet_digest(step.state, sheet, side), release)
    except CounterpartFault as fault:
        if fault.code.startswith("PLY-AUT-05"):
            raise LocalFault(fault.code, **fault.facts) from None
        raise LocalFault("PLY-WCH-059", officer=officer.name) from None


def _keep(step: Step, sheet: Sheet) -> None:
    data = encode_sheet(sheet)
    if sheet.done_ms is None:
        step.state.handover = sheet
        step.put(SHELF, OPEN, data)
    else:
        step.state.handover, step.state.watch = None, sheet
        step.drop(SHELF, OPEN)
        step.put(SHELF, number_key(sheet.done_ms), data)
    step.look("watch")
    step.outward.append(Answer(sheet))


def _drop(step: Step, sheet: Sheet) -> None:
    step.state.handover = None
    step.drop(SHELF, OPEN)
    step.look("watch")
    step.outward.append(Answer(sheet))


def handed_over_ms(state: StationState) -> int | None:
    """Return when the watch last changed; None if it never did."""
    return None if state.watch is None else state.watch.done_ms


def recover(state: StationState, place: bytes, value: bytes) -> None:
    """Take a sheet from the shelf; the last one that was signed has the watch."""
    sheet = decode_sheet(value)
    if place == OPEN:
        state.handover = sheet
    elif state.watch is None or (sheet.done_ms or 0) > (state.watch.done_ms or 0):
        state.watch = sheet


# What the other side is told.


def _check_change(step: Step, link: Link, event: ActGiven) -> None:
    # SPEC 8.73: "That the watch changed is said by the officer who took it, once he
    # has"
    watch = step.state.watch
    if watch is None or watch.incoming != event.release.officer:
        raise LocalFault("PLY-WCH-061", name=link.name)


def _told(step: Step, link: Link, event: ActGiven, _logged: Logged) -> None:
    note_stood(step, link, Direction.OUT, event.release.officer)
    step.look("links")


def _heard_change(step: Step, link: Link, heard: Heard) -> None:
    roster = link.counterpart.roster
    name = officer_name(roster, heard.act.release.officer)
    note_stood(step, link, Direction.IN, heard.act.release.officer)
    end_alarms(step, "WATCH-CHANGED", link.name)
    raise_alarm(step, "WATCH-CHANGED", link.name, name)
    step.look("links")


CHANGED = Procedure(_check_change, _told, _heard_change)
