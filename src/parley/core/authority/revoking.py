# SPDX-License-Identifier: Apache-2.0
"""Keys that are not believed any more: by a statement, or by a code read aloud.

A stop takes effect in the commit in which it is heard and is never taken back.  The
record of a stopped counterpart stays readable; nothing more is taken from it or sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, assert_never

from parley.core.alarms import raise_alarm
from parley.core.effects import Answer
from parley.core.events import (
    CodeRead,
    CodesWanted,
    RevocationPresented,
    StationRevoked,
)
from parley.core.outgoing import ask, check_ask
from parley.core.shelves import link_key, number_key
from parley.core.state import Link, StationState
from parley.core.statements import check_statement, make_statement
from parley.core.step import Step
from parley.crypto.digest import tagged
from parley.errors import CounterpartFault, LocalFault
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.message import Release
from parley.model.precedence import Precedence
from parley.model.revocation import STATION, Revocation, Stop
from parley.wire.cbor import dumps
from parley.wire.revocation import decode_revocation, encode_revocation
from parley.wire.statement import StatementKind, decode_statement

CODE_BYTES = 16
REVOCATION, REVOKED = "revocation", "revoked"
_OWN = b"revocation"


def handle(
    step: Step, event: CodesWanted | StationRevoked | RevocationPresented | CodeRead
) -> None:
    """Hand an event to its rule."""
    match event:
        case CodesWanted():
            make_codes(step)
        case StationRevoked():
            revoke_station(step)
        case RevocationPresented():
            present(step, event)
        case CodeRead():
            read_code(step, event)
        case _:
            assert_never(event)


def code_digest(code: bytes) -> bytes:
    """Return what is published of a code: nobody can go back from it."""
    # SPEC 7.102: "A stop's digest is the labelled digest "parley/1 revocation code" of
    # the 16 bytes of its code."
    return tagged("parley/1 revocation code", code)


def make_codes(step: Step) -> None:
    """Make a code for the station and each officer; those from before are void.

    Answered with target and code of each; nothing of a code is kept.
    """
    state, now_ms = step.state, step.now.wall_ms
    valid = [each for each in state.roster.officers if each.valid_to_ms > now_ms]
    targets = (STATION, *(each.index for each in valid))
    codes = tuple((target, step.draw()[:CODE_BYTES]) for target in targets)
    stops = tuple(Stop(target, code_digest(code)) for target, code in codes)
    _publish(step, stops, stopped=state.own_stopped)
    step.outward.append(Answer(codes))


def revoke_station(step: Step) -> None:
    """Say that this station's keys count no more; answered with the statement."""
    known = step.state.revocation
    statement = _publish(step, () if known is None else known.stops, stopped=True)
    step.outward.append(Answer(statement))


def _publish(step: Step, stops: tuple[Stop, ...], *, stopped: bool) -> bytes:
    state = step.state
    number = 1 if state.revocation is None else state.revocation.number + 1
    said = Revocation(state.settings.station, number, stops, stopped)
    body = encode_revocation(said)
    statement = make_statement(StatementKind.REVOCATION, body, state.keys)
    news = KeyEvent(KeyEventKind.REVOCATION, statement)
    told = [link for link in state.links.values() if not link.stopped]
    for link in told:
        check_ask(link, news)
    for link in told:
        ask(step, link, news, int(Precedence.FLASH))
    state.revocation = said
    step.put("station", _OWN, body)
    step.look("links")
    return statement


def present(step: Step, event: RevocationPresented) -> None:
    """Take a revocation that came by hand; answered with the link.

    Raises:
        LocalFault: PLY-LNK-001 it is of nobody we know.
        CounterpartFault: malformed or badly signed; as `hear_revocation`.

    """
    statement = decode_statement(event.statement, StatementKind.REVOCATION)
    link = step.link(decode_revocation(statement.payload).station)
    hear_revocation(step, link, event.statement)
    step.outward.append(Answer(link.name))


def hear_revocation(step: Step, link: Link, statement: bytes) -> None:
    """Let a revocation of theirs take effect at once, whatever is missing before it.

    Raises:
        CounterpartFault: malformed, badly signed, of another station; PLY-KEY-123 two
            of one number.

    """
    keys = link.counterpart.card.keys
    body = check_statement(statement, StatementKind.REVOCATION, keys)
    said = decode_revocation(body)
    if said.station != link.name:
        raise CounterpartFault("PLY-LNK-016")
    known = link.revocation
    # SPEC 7.103: "A revocation of a lower number than the one known changes nothing,
    # and of two that differ under one number the first stays."
    if known is not None and said.number <= known.number:
        if said.number == known.number and said != known:
            raise CounterpartFault("PLY-KEY-123", number=said.number)
        return
    link.revocation = said
    step.put(REVOCATION, link_key(link.name), body)
    step.look("links")
    if said.stopped:
        _stop(step, link, STATION)


def read_code(step: Step, event: CodeRead) -> None:
    """Stop the keys that a code was made for; answered with link and target.

    Raises:
        LocalFault: PLY-KEY-121 no counterpart published it; -125 it is one of ours.

    """
    digest = code_digest(event.code)
    for link in step.state.links.values():
        target = _target(link.revocation, digest)
        if target is not None:
            _stop(step, link, target)
            step.outward.append(Answer((link.name, target)))
            return
    if _target(step.state.revocation, digest) is not None:
        raise LocalFault("PLY-KEY-125")
    raise LocalFault("PLY-KEY-121")


def _target(revocation: Revocation | None, digest: bytes) -> int | None:
    # Digests are public; nothing is learned from how long comparing them takes.
    stops = () if revocation is None else revocation.stops
    return next((each.target for each in stops if each.digest == digest), None)


def _stop(step: Step, link: Link, target: int) -> None:
    if target in link.revoked:
        return
    link.revoked = link.revoked | {target}
    key = link_key(link.name, number_key(target))
    step.put(REVOKED, key, dumps(step.now.wall_ms))
    if target == STATION:
        raise_alarm(step, "REVOKED", link.name)
    else:
        raise_alarm(step, "OFFICER-REVOKED", link.name, _named(link, target))
    step.look("links")
    step.look("messages")


def _named(link: Link, target: int) -> str:
    officer = link.counterpart.roster.officer(target)
    return f"officer {target}" if officer is None else officer.name


def check_revoked(link: Link, releases: Iterable[Release]) -> None:
    """Refuse what an officer signed whose keys were stopped.

    Raises:
        CounterpartFault: PLY-KEY-124.

    """
    # SPEC 7.104: "What comes after the stop and is signed by a stopped officer MUST be
    # judged as not good, whenever it was logged."
    for each in releases:
        if each.officer in link.revoked:
            raise CounterpartFault("PLY-KEY-124", officer=_named(link, each.officer))


class Shelves(Protocol):
    """The part of a store that is read here."""

    def shelf(self, name: str) -> Iterator[tuple[bytes, bytes]]:
        """Yield a shelf's values in key order."""
        ...

    def value(self, shelf: str, key: bytes) -> bytes | None:
        """Return one value, or None."""
        ...


def recover_revocations(state: StationState, records: Shelves) -> None:
    """Take back what was stopped, here and there."""
    own = records.value("station", _OWN)
    state.revocation = None if own is None else decode_revocation(own)
    for key, value in records.shelf(REVOCATION):
        state.links[key[:-1].decode()].revocation = decode_revocation(value)
    for key, _ in records.shelf(REVOKED):
        name, _, number = key.partition(b"\x00")
        link = state.links[name.decode()]
        link.revoked = link.revoked | {int.from_bytes(number, "big")}
