# SPDX-License-Identifier: Apache-2.0
"""From a card on a stick to a counterpart in whose name things can be believed.

card presented -> AllegedParty -> digits compared -> Counterpart -> both signatures
"""

from __future__ import annotations

import re

from parley.core.authority.agreements import (
    make_agreement,
    standard_terms,
    with_book,
    with_tables,
)
from parley.core.authority.delegating import (
    keep_delegations,
    refuse_untimely,
    take_addresses,
    take_delegation,
)
from parley.core.authority.rosters import take_roster
from parley.core.effects import Answer
from parley.core.epochs import batch_name, make_prekeys, take_prekeys
from parley.core.events import CardPresented, CardRequested, FingerprintConfirmed
from parley.core.identities import identity_bytes
from parley.core.keeping import keep_counters, keep_link, keep_roster
from parley.core.limits import PREKEY_STOCK
from parley.core.outgoing import ask
from parley.core.restoring import begin_incarnation, is_mute, say_restored
from parley.core.shelves import link_key
from parley.core.state import Link
from parley.core.statements import make_statement, open_cardfile
from parley.core.step import Step
from parley.crypto.fingerprint import fingerprint
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.identity import AllegedParty, Card, Counterpart, Roster
from parley.model.precedence import Precedence
from parley.wire.agreement import encode_agreement
from parley.wire.card import encode_card
from parley.wire.cardfile import decode_cardfile, encode_cardfile
from parley.wire.cbor import dumps
from parley.wire.statement import StatementKind
from parley.wire.terms import terms_fields


def show_card(step: Step, _event: CardRequested) -> None:
    """Make a card file with fresh prekeys: each is given away only once."""
    state = step.state
    prekeys = make_prekeys(step, batch_name(step.state.next_prekey), PREKEY_STOCK)
    keep_counters(step)
    card = replace(state.card, prekeys=prekeys)
    statement = make_statement(StatementKind.CARD, encode_card(card), state.keys)
    step.outward.append(Answer(encode_cardfile(statement, state.roster_statement)))


def present_card(step: Step, event: CardPresented) -> None:
    """Take a counterpart's card file; it stays alleged until digits are compared.

    A fresh card of a known counterpart brings its prekeys, a newer delegation, and
    where it is found.
    """
    card, roster = open_cardfile(event.data)
    name = card.station
    settings = step.state.settings
    if name == settings.station:
        raise LocalFault("PLY-LNK-006")
    if card.mode is not settings.mode:
        theirs, ours = card.mode.name, settings.mode.name
        raise LocalFault("PLY-LNK-009", name=name, theirs=theirs, ours=ours)
    known = step.state.links.get(name)
    if known is not None:
        _refresh(step, known, card, roster, decode_cardfile(event.data)[1])
        return
    refuse_untimely(card.delegation, step.now)
    digits = fingerprint(identity_bytes(step.state.card), identity_bytes(card))
    alleged = AllegedParty(card, roster, digits, decode_cardfile(event.data)[1])
    step.state.alleged[name] = alleged
    step.put("alleged", link_key(name), event.data)
    # Both parties read the terms before they compare digits; they are signed after.
    standard = with_book(
        standard_terms(settings.mode, settings.tables),
        settings.mode,
        settings.books.newest,
    )
    given = event.terms or settings.terms or standard
    terms = with_tables(given, step.state.card, card)
    step.state.terms[name] = terms
    step.put("terms", link_key(name), dumps(terms_fields(terms)))
    step.look("links")
    step.outward.append(Answer(alleged))


def _refresh(
    step: Step, link: Link, card: Card, roster: Roster, statement: bytes
) -> None:
    known = link.counterpart.card
    # SPEC 4.4: "A card of a confirmed counterpart with another identity MUST be
    # refused; with the same identity it brings fresh prekeys, and says where the
    # station is found now."
    if identity_bytes(known) != identity_bytes(card):
        raise LocalFault("PLY-LNK-005", name=link.name)
    # SPEC 7.122: "While the keys of a station are stopped, a card of it MUST be refused
    # other than by 7.120."
    if link.stopped:
        raise LocalFault("PLY-KEY-140", name=link.name)
    take_delegation(step, link, card.delegated)
    take_addresses(step, link, card)
    fresh = take_prekeys(step, link, card.prekeys)
    if roster.version > link.counterpart.roster.version:
        take_roster(step, link, roster, statement)
    newest = link.out_epochs[-1] if link.out_epochs else None
    if fresh and is_mute(link):
        say_restored(step, link)
    elif fresh and newest is not None and not newest.confirmed:
        # The opening was made to a prekey they no longer have: nobody can read this
        # epoch, so what it carries is said again in a log of its own.
        begin_incarnation(step, link)
    step.outward.append(Answer(link.counterpart))


def confirm(step: Step, event: FingerprintConfirmed) -> None:
    """Believe a counterpart, sign the agreement with it and tell it so."""
    state = step.state
    alleged = state.alleged.get(event.link)
    if alleged is None:
        link = step.link(event.link)
        raise LocalFault("PLY-LNK-018", name=link.name)
    if re.sub(r"\D", "", event.fingerprint) != re.sub(r"\D", "", alleged.fingerprint):
        raise LocalFault("PLY-LNK-004", name=event.link)
    if not alleged.card.prekeys:
        raise LocalFault("PLY-LNK-007", name=event.link)
    agreement = make_agreement(state.card, alleged.card, state.terms.pop(event.link))
    signed = make_statement(
        StatementKind.AGREEMENT, encode_agreement(agreement), state.keys
    )
    counterpart = Counterpart(
        alleged.card,
        alleged.roster,
        alleged.fingerprint,
        event.officer_name,
        step.now.wall_ms,
    )
    link = Link(event.link, counterpart, agreement, signed)
    link.proposals = (signed,)
    link.roster_statement = alleged.roster_statement
    link.delegations = {counterpart.card.delegation.number: counterpart.card.delegation}
    keep_delegations(step, link)
    link.dirty_out = link.dirty_in = True
    state.links[link.name] = link
    del state.alleged[link.name]
    step.drop("alleged", link_key(link.name))
    step.drop("terms", link_key(link.name))
    keep_link(step, link)
    keep_roster(step, link)
    take_prekeys(step, link, alleged.card.prekeys)
    if state.rebuilt:
        # Whatever we said to it before is lost here, not there: RESTORED asks for it.
        begin_incarnation(step, link)
    else:
        news = KeyEvent(KeyEventKind.AGREEMENT, signed)
        ask(step, link, news, int(Precedence.IMMEDIATE))
    step.look("links")
    step.outward.append(Answer(counterpart))
