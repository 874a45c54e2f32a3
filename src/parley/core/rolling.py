# SPDX-License-Identifier: Apache-2.0
"""One epoch gives way to the next: announced before anything is said in it.

Over a narrow circuit an opening takes minutes.  There it is made for serials to come
and goes while nobody else wants the air; what is said meanwhile has the serials that
are left to the present epoch, so a FLASH never waits for it.
"""

from __future__ import annotations

from parley.core.epochs import open_epoch, opening_digest, ready_epoch, wants_roll
from parley.core.limits import AHEAD_SERIALS, BACKGROUND_PRECEDENCE
from parley.core.logging_out import append
from parley.core.opening_frames import pending_opening
from parley.core.reach.ahead import only_narrow, opens_ahead
from parley.core.reach.choosing import offer
from parley.core.reach.queue import ASK
from parley.core.state import (
    OPENING_PRECEDENCE,
    Link,
    OutEpoch,
    StationState,
)
from parley.core.step import Step
from parley.core.waiting import wait, wait_for
from parley.model.entry import KeyEvent, KeyEventKind, LinkTest


def current_epoch(step: Step, link: Link) -> OutEpoch:
    """Return the epoch for the next entry; a fresh one is announced before anything.

    Raises:
        LocalFault: PLY-LNK-007 none is open and none can be opened.

    """
    ahead = link.ahead
    if ahead is not None:
        used_up = link.out.next_serial == ahead.first_serial
        if used_up or wants_roll(step, link):
            begin_ahead(step, link)
    before = link.epoch
    epoch = ready_epoch(step, link)
    if epoch is not before:
        _wait_opening(step, link, epoch, OPENING_PRECEDENCE)
        _announce(step, link, epoch)
    return epoch


def roll_ahead(step: Step, link: Link) -> None:
    """Open the next epoch before it is due, or begin the one that is open already."""
    if begins_ahead(step.state, link):
        begin_ahead(step, link)
    elif opens_ahead(step, link):
        if only_narrow(step, link):
            _open_ahead(step, link)
        else:
            link.roll_wanted = True


def _open_ahead(step: Step, link: Link) -> None:
    # SPEC 10.24: "An opening may go ahead: it names a first serial that is a few above
    # the next one, and until its epoch begins it waits behind everything else and goes
    # over one circuit at a time, whatever 4.40 and 10.20 say of openings."
    epoch = open_epoch(step, link, link.out.next_serial + AHEAD_SERIALS)
    _wait_opening(step, link, epoch, BACKGROUND_PRECEDENCE)


def begin_ahead(step: Step, link: Link) -> None:
    """Begin the epoch that is open for serials to come, if there is one."""
    ahead, present = link.ahead, link.epoch
    if ahead is None or present is None:
        return
    went = begins_ahead(step.state, link)
    # SPEC 10.25: "The epoch MUST begin when these are used up, and at once when the
    # epoch before is due to end; link tests use up what is left then."
    while link.out.next_serial < ahead.first_serial:
        test = LinkTest(link.out.next_serial)
        logged = append(step, link, present, test, asks=True)
        wait(step, link, logged, BACKGROUND_PRECEDENCE, test)
    opening = link.pending[-ahead.first_serial]
    opening.precedence = OPENING_PRECEDENCE
    if not went:
        opening.asked.clear()
    offer(step, link, opening)
    _announce(step, link, ahead)


def begins_ahead(state: StationState, link: Link) -> bool:
    """Tell whether an opening for serials to come went out whole, and so may begin."""
    if link.ahead is None:
        return False
    opening = link.pending[-link.ahead.first_serial]
    item = (ASK, opening.serial)
    waits = any(item in each.queued for each in state.circuits.values())
    return opening.gone_bytes >= len(opening.frame) and not waits


def _wait_opening(step: Step, link: Link, epoch: OutEpoch, precedence: int) -> None:
    wait_for(step, link, pending_opening(step.state, epoch, precedence, step.now))


def _announce(step: Step, link: Link, epoch: OutEpoch) -> None:
    # SPEC 4.36: "The first entry of an epoch MUST be the key event that names its
    # opening."
    event = KeyEvent(KeyEventKind.EPOCH_OPENED, opening_digest(epoch.opening))
    logged = append(step, link, epoch, event, asks=True)
    wait(step, link, logged, OPENING_PRECEDENCE, event)
