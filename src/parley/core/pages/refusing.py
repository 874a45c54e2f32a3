# SPDX-License-Identifier: Apache-2.0
"""An opening whose page is not held on the other side: told, and gone on without it.

What it carries nobody can read, so it is said again in a log of its own.
"""

from __future__ import annotations

from contextlib import suppress

from parley.core.alarms import raise_alarm
from parley.core.epochs import prekeys_given
from parley.core.limits import (
    PREKEY_STOCK,
    PREKEYS_GIVEN_MAX,
    REFUSALS_TOLD_MAX,
)
from parley.core.outgoing import ask
from parley.core.page_use import (
    can_open,
    forget_pages,
    keep_standing,
    say_short,
    watch_stock,
)
from parley.core.restoring import begin_incarnation, offer_prekeys
from parley.core.state import Link
from parley.core.statements import opening_payload
from parley.core.step import Step
from parley.errors import LocalFault
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.pages import set_of
from parley.model.precedence import Precedence
from parley.wire.opening import decode_opening_payload


def tell_refused(step: Step, link: Link, name: bytes | None, digest: bytes) -> None:
    """Tell the sender, once, that we cannot read what it opened."""
    # SPEC 7.113: "A station that lacks the page of an opening whose signatures are
    # good, or gets none where every epoch takes one, MUST say so: key event 11 with
    # the name of the page, empty where there was none."
    told = link.pages.told
    if digest in told:
        return
    told[digest] = None
    while len(told) > REFUSALS_TOLD_MAX:
        del told[next(iter(told))]
    event = KeyEvent(KeyEventKind.PAGE_REFUSED, name or b"")
    with suppress(LocalFault):  # the opening comes again, and so do we
        ask(step, link, event, int(Precedence.FLASH))
        if prekeys_given(step, link) <= PREKEYS_GIVEN_MAX - PREKEY_STOCK:
            # Perhaps it had no other than the one that it has spent for nothing.
            offer_prekeys(step, link, PREKEY_STOCK)


def hear_refused(step: Step, link: Link, name: bytes) -> None:
    """They cannot read what we opened last: go on as the agreement has it."""
    epoch = link.out_epochs[-1] if link.out_epochs else None
    if epoch is None or epoch.confirmed:
        return
    page = decode_opening_payload(opening_payload(epoch.opening)).page
    if page != (name or None):
        return
    if name:
        # SPEC 7.114: "Whoever hears it destroys its pages of that set and says what
        # was unread once more in a higher incarnation: without a page, or with one of
        # another set."
        forget_pages(step, link, set_of(name))
        watch_stock(step, link)
        raise_alarm(step, "PAGE-REFUSED", link.name, set_of(name).hex())
    if can_open(link) and (name or link.pages.ours):
        begin_incarnation(step, link)
        return
    link.pages.refused = True
    keep_standing(step, link)
    say_short(step, link)


def go_on_refused(step: Step, link: Link) -> None:
    """Say once more what could not be read there, as soon as that is possible."""
    helps = link.pages.ours or not link.agreement.terms.pages
    if link.pages.refused and helps and can_open(link):
        begin_incarnation(step, link)
