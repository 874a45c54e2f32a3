# SPDX-License-Identifier: Apache-2.0
"""Our own roster: who may do what here, as every counterpart is told."""

from __future__ import annotations

from typing import assert_never

from parley.core.alarms import end_alarms, raise_alarm
from parley.core.authority.news import keep_news, roster_changes
from parley.core.effects import Answer
from parley.core.events import (
    KeyRegistered,
    OfficerAdded,
    OfficerChanged,
    PositionAdded,
)
from parley.core.keeping import keep_roster
from parley.core.outgoing import ask, check_ask
from parley.core.state import Link
from parley.core.statements import check_statement, make_statement
from parley.core.step import Step
from parley.crypto.hardware_key import key_half
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import replace
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.identity import (
    Addressed,
    Credential,
    FormOfAddress,
    Officer,
    OfficerClass,
    Roster,
)
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.wire.limits import NAME_BYTES_MAX, OFFICERS_MAX
from parley.wire.roster import decode_roster, encode_roster
from parley.wire.statement import StatementKind

_NO_CLASS = "at least one class is needed, of those there are"


def handle(
    step: Step, event: OfficerAdded | OfficerChanged | PositionAdded | KeyRegistered
) -> None:
    """Hand an event to its rule."""
    match event:
        case OfficerAdded():
            add_officer(step, event)
        case OfficerChanged():
            change_officer(step, event)
        case PositionAdded():
            add_position(step, event)
        case KeyRegistered():
            register_key(step, event)
        case _:
            assert_never(event)


def add_officer(step: Step, event: OfficerAdded) -> None:
    """Put a person on the roster and tell every counterpart."""
    state = step.state
    roster = state.roster
    position = _position(roster, event.position)
    reason = _problem(step, event)
    if reason is not None:
        raise LocalFault("PLY-LNK-020", reason=reason)
    index = 1 + max((officer.index for officer in roster.officers), default=0)
    officer = Officer(
        index=index,
        name=event.name,
        position=position,
        classes=frozenset(OfficerClass(each) for each in event.classes),
        credentials=event.credentials,
        # A roster takes effect by its version; a clock set back must not lock the
        # watch out, so validity begins with the roster itself.
        valid_from_ms=0,
        valid_to_ms=event.valid_to_ms,
    )
    forms = with_forms(roster.forms, Addressed.OFFICER, index, event.forms)
    officers = (*roster.officers, officer)
    publish_roster(step, replace(roster, officers=officers, forms=forms))
    step.outward.append(Answer(officer))


def add_position(step: Step, event: PositionAdded) -> None:
    """Add a position, the last one: what addresses the others holds for ever."""
    roster = step.state.roster
    at = len(roster.positions)
    forms = with_forms(roster.forms, Addressed.POSITION, at, event.forms)
    positions = (*roster.positions, event.name)
    publish_roster(step, replace(roster, positions=positions, forms=forms))
    step.outward.append(Answer(at))


def change_officer(step: Step, event: OfficerChanged) -> None:
    """Change what the roster says of a person, or retire him."""
    roster, now_ms = step.state.roster, step.now.wall_ms
    officer = roster.officer(event.officer)
    if officer is None:
        raise LocalFault("PLY-LNK-020", reason=f"there is no officer {event.officer}")
    changed = replace(
        _moved(roster, officer, event),
        valid_to_ms=_validity(officer, event, now_ms),
        credentials=_ended(officer, event.ended, now_ms - 1),
    )
    forms = roster.forms
    if event.forms is not None:
        forms = with_forms(forms, Addressed.OFFICER, officer.index, event.forms)
    officers = tuple(
        changed if each.index == officer.index else each for each in roster.officers
    )
    fresh = replace(roster, officers=officers, forms=forms)
    if fresh == roster:
        raise LocalFault("PLY-LNK-020", reason="that is what it says already")
    publish_roster(step, fresh)
    step.outward.append(Answer(changed))


def _position(roster: Roster, name: str) -> int:
    if name not in roster.positions:
        allowed = ", ".join(roster.positions)
        raise LocalFault("PLY-LNK-019", position=name, allowed=allowed)
    return roster.positions.index(name)


def _moved(roster: Roster, officer: Officer, event: OfficerChanged) -> Officer:
    if event.position is not None:
        officer = replace(officer, position=_position(roster, event.position))
    if event.classes is None:
        return officer
    if not event.classes or not set(event.classes) <= set(OfficerClass):
        raise LocalFault("PLY-LNK-020", reason=_NO_CLASS)
    return replace(
        officer, classes=frozenset(OfficerClass(each) for each in event.classes)
    )


def _validity(officer: Officer, event: OfficerChanged, now_ms: int) -> int:
    """Return how long he is valid; whoever is retired was valid until just now."""
    if event.retired:
        return min(officer.valid_to_ms, now_ms - 1)
    if event.valid_to_ms is None:
        return officer.valid_to_ms
    if event.valid_to_ms <= now_ms:
        raise LocalFault("PLY-LNK-020", reason="the end of validity has passed")
    return event.valid_to_ms


def _ended(
    officer: Officer, public: tuple[bytes, ...], at_ms: int
) -> tuple[Credential, ...]:
    known = {key.public_key for key in officer.credentials if key.valid_to_ms is None}
    if not set(public) <= known:
        raise LocalFault("PLY-LNK-020", reason="he has no such key that is still valid")
    return tuple(
        replace(key, valid_to_ms=at_ms) if key.public_key in public else key
        for key in officer.credentials
    )


def with_forms(
    forms: tuple[FormOfAddress, ...],
    of: Addressed,
    index: int,
    given: tuple[tuple[str, str], ...],
) -> tuple[FormOfAddress, ...]:
    """Return forms of address with those of one position or officer replaced."""
    kept = [each for each in forms if (each.of, each.index) != (of, index)]
    fresh = [FormOfAddress(of, index, language, text) for language, text in given]
    return tuple(
        sorted((*kept, *fresh), key=lambda each: (each.of, each.index, each.language))
    )


def register_key(step: Step, event: KeyRegistered) -> None:
    """Add a key to those of an officer who is on the roster.

    Raises:
        LocalFault: PLY-LNK-020 he is not, the key is somebody's, or it does not fit.

    """
    roster = step.state.roster
    officer = roster.officer(event.officer)
    if officer is None or officer.valid_to_ms <= step.now.wall_ms:
        reason = f"officer {event.officer} is not on it, or no longer valid"
        raise LocalFault("PLY-LNK-020", reason=reason)
    # SPEC 7.65: "Two places of a roster with one public half are one key, whatever is
    # packed beside it."
    known = {key_half(key) for each in roster.officers for key in each.credentials}
    if key_half(event.credential) in known:
        reason = "this key already belongs to somebody on it"
        raise LocalFault("PLY-LNK-020", reason=reason)
    changed = replace(officer, credentials=(*officer.credentials, event.credential))
    officers = tuple(
        changed if each.index == officer.index else each for each in roster.officers
    )
    publish_roster(step, replace(roster, officers=officers))
    step.outward.append(Answer(changed))


def publish_roster(step: Step, changed: Roster) -> None:
    """Sign our roster as the next version and tell every counterpart of it.

    Raises:
        LocalFault: PLY-LNK-020 nobody could read it, or there is no room to tell.

    """
    state = step.state
    fresh = replace(changed, version=state.roster.version + 1)
    try:
        decode_roster(encode_roster(fresh))
    except CounterpartFault as fault:
        raise LocalFault("PLY-LNK-020", reason=fault.what.rstrip(".")) from None
    statement = make_statement(StatementKind.ROSTER, encode_roster(fresh), state.keys)
    news = KeyEvent(KeyEventKind.ROSTER, statement)
    for link in state.links.values():
        check_ask(link, news)
    lines = roster_changes(state.roster, fresh)
    title = f"our roster, version {fresh.version}"
    for link in state.links.values():
        logged = ask(step, link, news, int(Precedence.PRIORITY))
        keep_news(step, link, Direction.OUT, logged.serial, title, lines)
    state.roster, state.roster_statement = fresh, statement
    step.put("station", b"roster", statement)
    step.look("links")


def hear_roster(step: Step, link: Link, payload: bytes, serial: int) -> None:
    """Take in their next roster.

    Raises:
        CounterpartFault: malformed, badly signed, of another station; PLY-AUT-004
            rolled back.

    """
    keys = link.counterpart.card.keys
    roster = decode_roster(check_statement(payload, StatementKind.ROSTER, keys))
    known = link.counterpart.roster
    # SPEC 4.14: "A roster takes effect only if it names the station that signed it and
    # its version is higher than that of the roster in force."
    if roster.station != link.name:
        raise CounterpartFault("PLY-LNK-016")
    if roster == known:
        return
    # SPEC 7.12: "A roster of no higher version that differs from the one in force MUST
    # be refused and reported to the watch."
    if roster.version <= known.version:
        raise_alarm(step, "ROSTER-OLD", link.name, str(roster.version))
        raise CounterpartFault("PLY-AUT-004", version=roster.version)
    lines = roster_changes(known, roster)
    title = f"their roster, version {roster.version}"
    keep_news(step, link, Direction.IN, serial, title, lines)
    take_roster(step, link, roster, payload)
    raise_alarm(step, "ROSTER-CHANGED", link.name, str(roster.version))


def take_roster(step: Step, link: Link, roster: Roster, statement: bytes) -> None:
    """Put a roster of theirs in force, as they signed it."""
    link.counterpart = replace(link.counterpart, roster=roster)
    link.roster_statement = statement
    keep_roster(step, link)
    end_alarms(step, "ROSTER-OLD", link.name)
    step.look("links")


def _problem(  # noqa: PLR0911 - one line a reason
    step: Step, event: OfficerAdded
) -> str | None:
    officers = step.state.roster.officers
    if not event.name.strip() or not event.name.isprintable():
        return "the name is empty or has characters that do not print"
    if len(event.name.encode()) > NAME_BYTES_MAX:
        return f"the name is longer than {NAME_BYTES_MAX} bytes"
    if any(officer.name == event.name for officer in officers):
        return f"{event.name} is on it already"
    known = {key.public_key for officer in officers for key in officer.credentials}
    if any(key.public_key in known for key in event.credentials):
        return "this key already belongs to somebody on it"
    if not event.classes or not set(event.classes) <= set(OfficerClass):
        return _NO_CLASS
    if event.valid_to_ms <= step.now.wall_ms:
        return "the end of validity has passed"
    if len(officers) >= OFFICERS_MAX:
        return f"it holds {OFFICERS_MAX} persons already"
    return None
