# SPDX-License-Identifier: Apache-2.0
"""Going on by pages alone: where a key may be in other hands, or its kind is broken.

A custodian says so on each side.  From then on epochs are opened with a page and no
public key; what was opened before is shut, and what nobody has answered is said again.
"""

from __future__ import annotations

from contextlib import suppress

from parley.core.alarms import end_alarm, end_alarms, raise_alarm
from parley.core.authority.delegating import own_delegation_said
from parley.core.effects import Answer
from parley.core.epochs import forget_prekeys, shut_epochs
from parley.core.key_acts import (
    PagesAlone,
)
from parley.core.outgoing import ask
from parley.core.page_use import can_open, keep_standing
from parley.core.restoring import begin_incarnation
from parley.core.rolling import current_epoch
from parley.core.state import Link, OutEpoch
from parley.core.step import Step
from parley.errors import LocalFault
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.precedence import Precedence
from parley.wire.page_set import is_page_opening


def change(step: Step, event: PagesAlone) -> None:
    """Begin or end it; answered with the link.

    Raises:
        LocalFault: PLY-KEY-130 there is no page; -138 it is so already, or the keys of
            one side are stopped.

    """
    link = step.link(event.link)
    if event.alone == link.pages.alone:
        state = "goes" if event.alone else "does not go"
        reason = f"the line {state} by pages alone already"
        raise LocalFault("PLY-KEY-138", name=link.name, reason=reason)
    if event.alone:
        _begin(step, link)
    else:
        _end(step, link)
    step.look("links")
    step.outward.append(Answer(link.name))


def _begin(step: Step, link: Link) -> None:
    if not link.pages.ours:
        raise LocalFault("PLY-KEY-130", name=link.name)
    # SPEC 7.115: "A line goes by pages alone from the act of a custodian on each side,
    # and each side begins a higher incarnation with it."
    link.pages.alone, link.pages.refused = True, False
    link.pages.clean = link.stopped or step.state.own_stopped
    link.pages.either = False
    keep_standing(step, link)
    if link.pages.clean:
        shut_epochs(step, link)
    if link.stopped:
        forget_prekeys(step, link)
    raise_alarm(step, "PAGES-ALONE", link.name)
    end_alarm(step, "GOES-ALONE", link.name)
    end_alarms(step, "OPENING-REFUSED", link.name)
    begin_incarnation(step, link)


def _end(step: Step, link: Link) -> None:
    if link.stopped or step.state.own_stopped:
        reason = "the keys of one side are revoked; new ones come first"
        raise LocalFault("PLY-KEY-138", name=link.name, reason=reason)
    leave_alone(step, link)
    if any(_unread(epoch) for epoch in link.out_epochs):
        # They may never have gone by pages, or have ended it: nobody would read these.
        begin_incarnation(step, link)
    elif can_open(link):
        current_epoch(step, link)


def _unread(epoch: OutEpoch) -> bool:
    """Tell whether an epoch under a page alone was never answered."""
    return is_page_opening(epoch.opening) and not epoch.confirmed


def leave_alone(step: Step, link: Link) -> None:
    """From here on epochs are opened with prekeys again."""
    link.pages.alone = False
    keep_standing(step, link)
    end_alarm(step, "PAGES-ALONE", link.name)
    link.roll_wanted = link.epoch is not None


def hear_signed(step: Step, link: Link, previous_last: int) -> None:
    """They opened an epoch with keys after one side had new ones: both know them."""
    pages = link.pages
    if not pages.either:
        return
    if pages.alone and not step.state.own_stopped:
        leave_alone(step, link)
        with suppress(LocalFault):
            # What was signed meanwhile was not believed there.
            roster = KeyEvent(KeyEventKind.ROSTER, step.state.roster_statement)
            ask(step, link, roster, int(Precedence.PRIORITY))
            said = own_delegation_said(step.state)
            if said is not None:
                delegation = KeyEvent(KeyEventKind.DELEGATION, said)
                ask(step, link, delegation, int(Precedence.PRIORITY))
    if link.mirror.held >= previous_last:
        pages.either = False
        keep_standing(step, link)
