# SPDX-License-Identifier: Apache-2.0
"""A counterpart's root has delegated new keys after a stop: carried, heard, believed.

The name, the record, the agreement and every right stay.  That the root signed them is
not enough here: whoever had the station may have had the root, so people compare.
"""

from __future__ import annotations

import re
from typing import assert_never

from parley.core.alarms import end_alarm, end_alarms, raise_alarm
from parley.core.authority.delegating import (
    refuse_untimely,
    take_addresses,
    take_delegation,
)
from parley.core.authority.rosters import take_roster
from parley.core.effects import Answer
from parley.core.epochs import forget_prekeys, shut_epochs, take_prekeys
from parley.core.identities import identity_bytes
from parley.core.key_acts import KeysShown, NewKeysConfirmed, NewKeysPresented
from parley.core.page_use import can_open, keep_standing
from parley.core.pages.alone import leave_alone
from parley.core.restoring import begin_incarnation
from parley.core.rolling import current_epoch
from parley.core.shelves import link_key, number_key
from parley.core.state import Link
from parley.core.statements import open_cardfile
from parley.core.step import Step
from parley.crypto.fingerprint import fingerprint
from parley.errors import LocalFault
from parley.model.identity import Card, Roster
from parley.model.revocation import STATION
from parley.wire.cardfile import decode_cardfile
from parley.wire.delegation import encode_delegation

NEW_KEYS = "new_keys"


def handle(step: Step, event: KeysShown | NewKeysPresented | NewKeysConfirmed) -> None:
    """Hand an event to its rule."""
    match event:
        case KeysShown():
            theirs = step.link(event.link).counterpart.card
            step.outward.append(Answer(keys_digits(step.state.card, theirs)))
        case NewKeysPresented():
            present(step, event)
        case NewKeysConfirmed():
            confirm(step, event)
        case _:
            assert_never(event)


def keys_digits(speaks: Card, hears: Card) -> str:
    """Return the 60 digits over the keys of one station and who the other is."""
    # SPEC 7.124: "The digits of new keys are those of 1.30, over the payload of their
    # delegation and the identity of the counterpart."
    return fingerprint(encode_delegation(speaks.delegation), identity_bytes(hears))


def present(step: Step, event: NewKeysPresented) -> None:
    """Take a card in; nothing of it is believed before its digits are compared.

    Raises:
        LocalFault: PLY-LNK-001 of nobody we know; -005 of another root; PLY-KEY-141
            these keys are not new.
        CounterpartFault: malformed, badly signed; PLY-KEY-162 not valid now.

    """
    card, _ = open_cardfile(event.data)
    link = step.link(card.station)
    _check(step, link, card)
    link.new_keys = event.data
    step.put(NEW_KEYS, link_key(link.name), event.data)
    raise_alarm(step, "NEW-KEYS", link.name)
    step.look("links")
    digits = keys_digits(card, step.state.card)
    step.outward.append(Answer((link.name, digits)))


def _check(step: Step, link: Link, card: Card) -> None:
    known = link.counterpart.card
    if identity_bytes(known) != identity_bytes(card):
        raise LocalFault("PLY-LNK-005", name=link.name)
    if card.delegation.number <= known.delegation.number:
        raise LocalFault("PLY-KEY-141", name=link.name)
    refuse_untimely(card.delegation, step.now)


def confirm(step: Step, event: NewKeysConfirmed) -> None:
    """Believe the new keys, end the stop of the old ones, and go on.

    Raises:
        LocalFault: PLY-KEY-142 no card was taken in; PLY-LNK-004 other digits.

    """
    link = step.link(event.link)
    if link.new_keys is None:
        raise LocalFault("PLY-KEY-142", name=link.name)
    card, roster = open_cardfile(link.new_keys)
    _check(step, link, card)
    digits = keys_digits(card, step.state.card)
    if _plain(event.digits) != _plain(digits):
        raise LocalFault("PLY-LNK-004", name=link.name)
    # SPEC 7.120: "New keys after a stop are believed when a courier has brought a card
    # with a newer delegation, and its digits were read aloud and compared."
    _believe(step, link, card, roster, decode_cardfile(link.new_keys)[1])
    _forget_stop(step, link)
    link.new_keys = None
    step.drop(NEW_KEYS, link_key(link.name))
    _speak(step, link)
    step.look("links")
    step.outward.append(Answer(link.counterpart))


def _believe(
    step: Step, link: Link, card: Card, roster: Roster, statement: bytes
) -> None:
    take_delegation(step, link, card.delegated)
    take_addresses(step, link, card)
    if roster.version > link.counterpart.roster.version:
        take_roster(step, link, roster, statement)
    forget_prekeys(step, link)
    take_prekeys(step, link, card.prekeys)


def _forget_stop(step: Step, link: Link) -> None:
    """The stopped keys are past: no newer delegation will ever name them again."""
    link.revoked = link.revoked - {STATION}
    step.drop("revoked", link_key(link.name, number_key(STATION)))
    link.revocation = None
    step.drop("revocation", link_key(link.name))
    end_alarm(step, "REVOKED", link.name)
    end_alarm(step, "NEW-KEYS", link.name)
    end_alarms(step, "OPENING-REFUSED", link.name)


def _speak(step: Step, link: Link) -> None:
    goes_on = link.pages.goes_on
    if not link.pages.alone:
        shut_epochs(step, link)
    elif not step.state.own_stopped:  # our own keys are to sign nothing, still
        leave_alone(step, link)
    link.pages.either = True
    keep_standing(step, link)
    if not goes_on:
        begin_incarnation(step, link)
        return
    # SPEC 7.125: "An incarnation that went by pages alone since the stop is under the
    # new delegation as a whole: none of the old keys signed a head of it."
    link.mirror.delegation = link.counterpart.card.delegation.number
    link.dirty_in = True
    if can_open(link):
        current_epoch(step, link)


def _plain(digits: str) -> str:
    return re.sub(r"\D", "", digits)
