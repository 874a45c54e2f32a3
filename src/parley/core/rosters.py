# SPDX-License-Identifier: Apache-2.0
"""Our own roster: who may do what here, as every counterpart is told."""

from __future__ import annotations

from dataclasses import replace

from parley.core.effects import Answer
from parley.core.events import KeyRegistered, OfficerAdded
from parley.core.outgoing import ask, check_ask
from parley.core.statements import make_statement
from parley.core.step import Step
from parley.crypto.hardware_key import key_half
from parley.errors import CounterpartFault, LocalFault
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.identity import Officer, OfficerClass, Roster
from parley.model.precedence import Precedence
from parley.wire.limits import NAME_BYTES_MAX, OFFICERS_MAX
from parley.wire.roster import decode_roster, encode_roster
from parley.wire.statement import StatementKind


def add_officer(step: Step, event: OfficerAdded) -> None:
    """Put a person on the roster and tell every counterpart."""
    state = step.state
    roster = state.roster
    if event.position not in roster.positions:
        allowed = ", ".join(roster.positions)
        raise LocalFault("PLY-LNK-019", position=event.position, allowed=allowed)
    reason = _problem(step, event)
    if reason is not None:
        raise LocalFault("PLY-LNK-020", reason=reason)
    index = 1 + max((officer.index for officer in roster.officers), default=0)
    officer = Officer(
        index=index,
        name=event.name,
        position=roster.positions.index(event.position),
        classes=frozenset(OfficerClass(each) for each in event.classes),
        credentials=event.credentials,
        # A roster takes effect by its version; a clock set back must not lock the
        # watch out, so validity begins with the roster itself.
        valid_from_ms=0,
        valid_to_ms=event.valid_to_ms,
    )
    publish_roster(step, replace(roster, officers=(*roster.officers, officer)))
    step.outward.append(Answer(officer))


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
    for link in state.links.values():
        ask(step, link, news, int(Precedence.PRIORITY))
    state.roster, state.roster_statement = fresh, statement
    step.put("station", b"roster", statement)
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
        return "at least one class is needed, of those there are"
    if event.valid_to_ms <= step.now.wall_ms:
        return "the end of validity has passed"
    if len(officers) >= OFFICERS_MAX:
        return f"it holds {OFFICERS_MAX} persons already"
    return None
