# SPDX-License-Identifier: Apache-2.0
"""By which keys a station speaks for its root: ours at the start, theirs as they come.

A root is compared once, by people.  From then on whatever it delegates counts, the
newest before all others, and nobody has to compare anything again.  Other keys begin
another log, so that every signature of one log is by the keys of one delegation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Protocol

from parley.core.alarms import end_alarms, raise_alarm
from parley.core.authority.news import keep_news
from parley.core.identities import identity_of, keys_name
from parley.core.keeping import keep_link
from parley.core.limits import DELEGATION_WARNING_S
from parley.core.settings import CoreSettings
from parley.core.shelves import link_key, number_key
from parley.core.state import Link, StationState
from parley.core.statements import check_delegation, make_statement
from parley.core.step import Step
from parley.crypto.digest import sha256
from parley.crypto.keys import StationKeys
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import replace
from parley.model.identity import Card, Delegation
from parley.model.now import Now
from parley.model.record import Direction
from parley.wire.agreement import encode_agreement
from parley.wire.delegation import decode_delegation, encode_delegation
from parley.wire.roster import encode_roster
from parley.wire.statement import StatementKind, decode_statement

SHELF = "delegation"


class Shelves(Protocol):
    """The part of a store that is read here."""

    def shelf(self, name: str) -> Iterator[tuple[bytes, bytes]]:
        """Yield a shelf's values in key order."""
        ...


def own_delegation(settings: CoreSettings, keys: StationKeys) -> Delegation:
    """Return what our own root has delegated to the keys we hold.

    Raises:
        LocalFault: PLY-KEY-165 it is missing, or for another station or other keys.

    """
    if not settings.delegation:
        raise LocalFault("PLY-KEY-165", reason="the root has not signed one yet")
    try:
        said = check_delegation(settings.delegation)
    except CounterpartFault as fault:
        raise LocalFault("PLY-KEY-165", reason=fault.what.rstrip(".")) from None
    named = (said.party, said.station, said.mode)
    if named != (settings.party, settings.station, settings.mode):
        reason = "it names another party, station or mode than the settings"
        raise LocalFault("PLY-KEY-165", reason=reason)
    # SPEC 7.151: "A station MUST NOT start with keys that its delegation does not
    # name."
    if (said.keys, said.witness) != (keys.public, keys.witness.public):
        raise LocalFault("PLY-KEY-165", reason="it is for other keys than these")
    return said


def own_delegations(card: Card, records: Shelves) -> dict[int, Delegation]:
    """Return every delegation of ours by number, the present one included.

    Raises:
        LocalFault: PLY-KEY-165 the record knows a newer one, or one of another root.

    """
    known = their_delegations(card.station, card, records)
    newest = max(known)
    if newest > card.delegation.number:
        reason = f"the record of this station was kept under number {newest}"
        raise LocalFault("PLY-KEY-165", reason=reason)
    if any(each.root != card.delegation.root for each in known.values()):
        raise LocalFault("PLY-KEY-165", reason="another root signed the one before")
    return known


def their_delegations(name: str, card: Card, records: Shelves) -> dict[int, Delegation]:
    """Return what a station's root delegated so far, by number."""
    kept = delegations_kept(name, records)
    return {each.number: each for each in (*kept, card.delegation)}


def delegations_kept(name: str, records: Shelves) -> tuple[Delegation, ...]:
    """Return the delegations of a station, ours or theirs, that are on record."""
    prefix = link_key(name)
    return tuple(
        _decoded(statement)
        for key, statement in records.shelf(SHELF)
        if key.startswith(prefix)
    )


def _decoded(statement: bytes) -> Delegation:
    payload = decode_statement(statement, StatementKind.DELEGATION).payload
    return decode_delegation(payload)


def note_own(step: Step, records: Shelves) -> bool:
    """Keep our delegation; tell whether it turned the keys since the last start.

    What we have in force is signed anew: whoever takes a card of ours has only the
    keys that the card names.
    """
    state = step.state
    own = state.card.delegation
    place = link_key(own.station, number_key(own.number))
    if any(key == place for key, _ in records.shelf(SHELF)):
        return False
    step.put(SHELF, place, state.card.delegated)
    if len(state.delegations) == 1:
        return False
    payload = encode_roster(state.roster)
    state.roster_statement = make_statement(StatementKind.ROSTER, payload, state.keys)
    step.put("station", b"roster", state.roster_statement)
    for link in state.links.values():
        link.ours_signed = make_statement(
            StatementKind.AGREEMENT, encode_agreement(link.agreement), state.keys
        )
        keep_link(step, link)
    return True


def delegation_name(said: Delegation) -> bytes:
    """Return what names a delegation in a log: its number and its digest."""
    # SPEC 7.159: "It carries the number in 8 bytes, big-endian, and the SHA-256 of the
    # delegation's payload."
    return number_key(said.number) + sha256(encode_delegation(said))


def take_delegation(step: Step, link: Link, data: bytes) -> bool:
    """Take what a counterpart's root delegated; tell whether it is news.

    Raises:
        CounterpartFault: PLY-KEY-161 forged; -162 not valid now; -163 rolled back;
            -164 two of one number; PLY-LNK-005 of another root or station.

    """
    card = link.counterpart.card
    if data == card.delegated:
        return False
    said, known = check_delegation(data), card.delegation
    if identity_of(said) != identity_of(known):
        raise CounterpartFault("PLY-LNK-005", name=link.name)
    # SPEC 7.157: "Of delegations of one root the highest number counts: a lower one
    # MUST be refused, and of two that differ under one number the first stays."
    if said.number < known.number:
        facts = {"number": said.number, "known": known.number}
        raise CounterpartFault("PLY-KEY-163", name=link.name, **facts)
    if said.number == known.number:
        if said == known:
            return False
        raise CounterpartFault("PLY-KEY-164", name=link.name, number=said.number)
    refuse_untimely(said, step.now)
    fresh = replace(card, delegation=said, delegated=data)
    link.counterpart = replace(link.counterpart, card=fresh)
    link.delegations[said.number] = said
    keep_delegations(step, link)
    keep_link(step, link)
    raise_alarm(step, "COUNTERPART-KEYS-CHANGED", link.name, str(said.number))
    end_alarms(step, "DELEGATION-ENDS", link.name)
    step.look("links")
    return True


def take_addresses(step: Step, link: Link, card: Card) -> None:
    """Take from a card of the delegation in force where the station is found now.

    A station that was made anew has another certificate; without this it could not
    even be called.
    """
    known = link.counterpart.card
    if card.addresses != known.addresses:
        fresh = replace(known, addresses=card.addresses)
        link.counterpart = replace(link.counterpart, card=fresh)
        keep_link(step, link)
        step.look("links")


def keep_delegations(step: Step, link: Link) -> None:
    """Keep what the counterpart's root signed last, beside what it signed before."""
    card = link.counterpart.card
    place = link_key(link.name, number_key(card.delegation.number))
    step.put(SHELF, place, card.delegated)


def refuse_untimely(said: Delegation, now: Now) -> None:
    """Refuse to take a delegation before or after its time.

    Raises:
        CounterpartFault: PLY-KEY-162.

    """
    # SPEC 7.161: "A delegation MUST NOT be taken before it is valid or after."
    if said.valid_from_ms <= now.wall_ms <= said.valid_to_ms:
        return
    span = f"from {_day(said.valid_from_ms)} to {_day(said.valid_to_ms)}"
    facts = {"number": said.number, "name": said.station, "span": span}
    raise CounterpartFault("PLY-KEY-162", **facts)


def _day(time_ms: int) -> str:
    return f"{datetime.fromtimestamp(min(time_ms, _LAST_MS) // 1000, UTC):%Y-%m-%d}"


_LAST_MS = 253_402_300_799_000  # the end of the year 9999


def hear_delegation(step: Step, link: Link, payload: bytes, serial: int) -> None:
    """Note in the record by which keys their log goes on.

    Raises:
        CounterpartFault: PLY-LNK-016 it names none that we have taken.

    """
    number = int.from_bytes(payload[:8], "big")
    said = link.delegations.get(number)
    if said is None or delegation_name(said) != payload:
        raise CounterpartFault("PLY-LNK-016")
    title = f"their delegation {number}, signed by their root"
    keep_news(step, link, Direction.IN, serial, title, delegation_lines(said))


def delegation_lines(said: Delegation) -> tuple[str, ...]:
    """Return what a delegation says, in lines that a person reads."""
    span = f"valid from {_day(said.valid_from_ms)} to {_day(said.valid_to_ms)}"
    return (span, f"keys {keys_name(said.keys, said.witness)}")


def watch_ends(step: Step) -> None:
    """Warn before a delegation ends, ours or theirs; nothing stops when it does."""
    state = step.state
    _watch_end(step, "", state.card.delegation)
    for link in state.links.values():
        _watch_end(step, link.name, link.counterpart.card.delegation)


def _watch_end(step: Step, link: str, said: Delegation) -> None:
    # SPEC 7.162: "When the delegation in force ends, the watch MUST be alarmed and
    # everything goes on."
    if said.valid_to_ms - step.now.wall_ms < DELEGATION_WARNING_S * 1_000:
        raise_alarm(step, "DELEGATION-ENDS", link, _day(said.valid_to_ms))
    else:
        end_alarms(step, "DELEGATION-ENDS", link)


def own_delegation_said(state: StationState) -> bytes | None:
    """Return what our log says of our delegation; None: the card has said it all."""
    own = state.card.delegation
    return delegation_name(own) if own.number > 1 else None
