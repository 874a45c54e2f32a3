# SPDX-License-Identifier: Apache-2.0
"""What they tell about keys, rosters and the agreement.

Each is on their log already; here it takes effect, if its statement is good.
"""

from __future__ import annotations

from contextlib import suppress
from typing import assert_never

from parley.core.authority.amendments import hear_agreement
from parley.core.authority.delegating import hear_delegation
from parley.core.authority.revoking import hear_revocation
from parley.core.authority.rosters import hear_roster
from parley.core.epochs import prekeys_given, prekeys_missing, take_prekeys
from parley.core.limits import PREKEY_STOCK, PREKEYS_GIVEN_MAX
from parley.core.page_use import can_open
from parley.core.pages.refusing import go_on_refused, hear_refused
from parley.core.receipts import Proof
from parley.core.restoring import (
    begin_return,
    hear_restored,
    is_mute,
    offer_prekeys,
    say_restored,
)
from parley.core.state import Link
from parley.core.statements import check_statement
from parley.core.step import Step
from parley.errors import CounterpartFault, LocalFault
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.identity import Prekey
from parley.wire.prekeys import decode_prekeys
from parley.wire.statement import StatementKind

_SIGNED = frozenset({KeyEventKind.PREKEYS, KeyEventKind.ROSTER, KeyEventKind.AGREEMENT})


def hear_key_event(  # noqa: C901, PLR0912 - a table
    step: Step, link: Link, event: KeyEvent, serial: int, logged_ms: int
) -> None:
    """Let a key event take effect.

    Raises:
        CounterpartFault: its statement is malformed, badly signed or not for us.

    """
    # SPEC 7.117: "While a line goes by pages because the keys of a station are stopped,
    # a statement of these keys MUST be refused."
    if link.stopped and event.kind in _SIGNED:
        raise CounterpartFault("PLY-KEY-139")
    match event.kind:
        case KeyEventKind.EPOCH_OPENED:
            _replenish(step, link)
        case KeyEventKind.PREKEYS:
            _prekeys(step, link, event.payload)
        case KeyEventKind.ROSTER:
            hear_roster(step, link, event.payload, serial)
        case KeyEventKind.AGREEMENT:
            hear_agreement(step, link, event.payload, serial)
        case KeyEventKind.RESTORED:
            hear_restored(
                step, link, event.payload, Proof(serial, logged_ms, good=True)
            )
        case KeyEventKind.PREKEYS_WANTED:
            _grant(step, link)
        case KeyEventKind.DELEGATION:
            hear_delegation(step, link, event.payload, serial)
        case KeyEventKind.REVOCATION:
            hear_revocation(step, link, event.payload)
        case KeyEventKind.PAGE_REFUSED:
            hear_refused(step, link, event.payload)
        case _:
            assert_never(event.kind)


def _replenish(step: Step, link: Link) -> None:
    """An epoch used up a prekey of ours: bring their stock up again."""
    missing = prekeys_missing(step, link)
    if missing:
        # Where there is no epoch or no room, the next opening brings us here again.
        with suppress(LocalFault):
            offer_prekeys(step, link, missing)


def _grant(step: Step, link: Link) -> None:
    """They say they have none, whatever we believe: give them some, within a bound."""
    if prekeys_given(step, link) <= PREKEYS_GIVEN_MAX - PREKEY_STOCK:
        with suppress(LocalFault):
            offer_prekeys(step, link, PREKEY_STOCK)


def _prekeys(step: Step, link: Link, payload: bytes) -> None:
    take_prekeys(step, link, prekeys_in(link, payload))
    if can_open(link) and is_mute(link):
        say_restored(step, link)
    else:
        go_on_refused(step, link)
    begin_return(step, link)


def prekeys_in(link: Link, payload: bytes) -> tuple[Prekey, ...]:
    """Return the prekeys that the counterpart has signed for us.

    Raises:
        CounterpartFault: the statement is malformed, badly signed or not for us.

    """
    keys = link.counterpart.card.keys
    body = check_statement(payload, StatementKind.PREKEYS, keys)
    station, prekeys = decode_prekeys(body)
    if station != link.name:
        raise CounterpartFault("PLY-LNK-016")
    return prekeys
