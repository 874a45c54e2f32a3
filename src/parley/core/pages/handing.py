# SPDX-License-Identifier: Apache-2.0
"""Pages are made, taken in from a medium, destroyed; nothing of them is ever sent."""

from __future__ import annotations

import re

from parley.core.alarms import end_alarms
from parley.core.effects import Answer
from parley.core.key_acts import (
    PagesDestroyed,
    PagesTaken,
    PagesWanted,
)
from parley.core.limits import PAGES_HELD_MAX
from parley.core.page_use import (
    SETS,
    can_open,
    forget_pages,
    put_page,
    watch_stock,
)
from parley.core.pages.refusing import go_on_refused
from parley.core.restoring import (
    begin_return,
    is_mute,
    say_restored,
)
from parley.core.shelves import link_key
from parley.core.state import Link
from parley.core.step import Step
from parley.crypto.page import set_digits
from parley.errors import LocalFault
from parley.model.pages import SET_BYTES, PageSet
from parley.model.record import Direction
from parley.wire.page_set import decode_page_set, encode_page_set


def make_set(step: Step, event: PagesWanted) -> None:
    """Make as many pages for each side; answered with their bytes, kept nowhere."""
    link = step.link(event.link)
    own = step.state.settings.station
    first, second = sorted((own, link.name))
    halves = [tuple(step.draw() for _ in range(event.count)) for _ in range(2)]
    made = PageSet(
        step.state.settings.mode,
        (first, second),
        step.draw()[:SET_BYTES],
        (halves[0], halves[1]),
    )
    step.outward.append(Answer(encode_page_set(made)))


def take_set(step: Step, event: PagesTaken) -> None:
    """Take in a set that came on a medium; answered with link, set and count.

    Raises:
        LocalFault: PLY-KEY-134 the digits read aloud are others; -132 the set is not
            one of this line, or was taken before.
        CounterpartFault: malformed.

    """
    made = decode_page_set(event.data)
    link = _link_of(step, made)
    if _plain(event.digits) != _plain(set_digits(event.data)):
        raise LocalFault("PLY-KEY-134")
    pages, count = link.pages, len(made.pages[0])
    if made.number in pages.sets:
        raise LocalFault("PLY-KEY-132", reason="it was taken before")
    if max(len(pages.ours), len(pages.theirs)) + count > PAGES_HELD_MAX:
        reason = f"{PAGES_HELD_MAX} pages are the most that one line holds"
        raise LocalFault("PLY-KEY-132", reason=reason)
    own_side = made.stations.index(step.state.settings.station)
    for side in range(2):
        direction = Direction.OUT if side == own_side else Direction.IN
        for name, secret in made.named(side).items():
            put_page(step, link, direction, name, secret)
    pages.sets.add(made.number)
    step.put(SETS, link_key(link.name, made.number), b"")
    watch_stock(step, link)
    end_alarms(step, "PAGE-MISSING", link.name)
    _go_on(step, link)
    step.look("links")
    step.outward.append(Answer((link.name, made.number, count)))


def _link_of(step: Step, made: PageSet) -> Link:
    settings = step.state.settings
    if settings.station not in made.stations:
        raise LocalFault("PLY-KEY-132", reason="it is for two other stations")
    if made.mode is not settings.mode:
        reason = f"it is for {made.mode.name} and this station is in another mode"
        raise LocalFault("PLY-KEY-132", reason=reason)
    (other,) = set(made.stations) - {settings.station}
    return step.link(other)


def _go_on(step: Step, link: Link) -> None:
    """Say what had to wait for a page."""
    if not can_open(link):
        return
    if is_mute(link):
        say_restored(step, link)
    else:
        go_on_refused(step, link)
    begin_return(step, link)


def destroy(step: Step, event: PagesDestroyed) -> None:
    """Destroy unused pages; answered with how many."""
    link = step.link(event.link)
    gone = forget_pages(step, link, event.set)
    watch_stock(step, link)
    step.look("links")
    step.outward.append(Answer(gone))


def _plain(digits: str) -> str:
    return re.sub(r"\D", "", digits)
