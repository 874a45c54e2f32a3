# SPDX-License-Identifier: Apache-2.0
"""Using a page: once, for one opening, destroyed in the same commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.limits import PAGES_LOW, PAGES_USED_MAX
from parley.core.shelves import link_key
from parley.core.state import Link, StationState
from parley.core.step import Step
from parley.errors import CounterpartFault, LocalFault
from parley.model.pages import set_of
from parley.model.record import Direction
from parley.wire.cbor import dumps, loads

PAGE, USED, SETS, STANDING = "page", "page_used", "page_set", "pages"


def needs_page(link: Link) -> bool:
    """Tell whether no epoch is opened without a page."""
    # SPEC 7.110: "Where the agreement in force says so, every epoch MUST take a page;
    # elsewhere one is mixed in where the sender holds one."
    return link.pages.alone or agreed_pages(link)


def agreed_pages(link: Link) -> bool:
    """Tell whether the agreement in force wants a page for every epoch."""
    return link.in_force and link.agreement.terms.pages


def can_open(link: Link) -> bool:
    """Tell whether a fresh epoch of ours could be opened now."""
    if needs_page(link) and not link.pages.ours:
        return False
    return link.pages.alone or bool(link.their_prekeys)


def no_way(link: Link) -> LocalFault:
    """Return the fault that says why no epoch can be opened."""
    missing = needs_page(link) and not link.pages.ours
    return LocalFault("PLY-KEY-130" if missing else "PLY-LNK-007", name=link.name)


def say_short(step: Step, link: Link) -> None:
    """Say that the next epoch cannot be opened while this one is still in use."""
    if needs_page(link) and not link.pages.ours:
        raise_alarm(step, "PAGES-SHORT", link.name)
    else:
        raise_alarm(step, "PREKEYS-SHORT", link.name)


def use_ours(step: Step, link: Link) -> tuple[bytes, bytes] | None:
    """Return name and secret of our next page, which is thereby destroyed here."""
    name = next(iter(link.pages.ours), None)
    if name is None:
        return None
    # SPEC 7.109: "A page MUST be used for one opening only; each side destroys its copy
    # in the commit that makes or accepts the opening."
    secret = link.pages.ours.pop(name)
    step.drop(PAGE, _page_key(link, Direction.OUT, name))
    watch_stock(step, link)
    return name, secret


def find_theirs(link: Link, name: bytes) -> bytes:
    """Return the secret of a page of theirs that is unused.

    Raises:
        CounterpartFault: PLY-KEY-133 it was used before; -131 we do not have it.

    """
    secret = link.pages.theirs.get(name)
    if secret is not None:
        return secret
    code = "PLY-KEY-133" if name in link.pages.used else "PLY-KEY-131"
    raise CounterpartFault(code, name=link.name, set=set_of(name).hex())


def use_theirs(step: Step, link: Link, name: bytes) -> None:
    """Destroy a page of theirs whose opening is accepted; its name is remembered."""
    pages = link.pages
    del pages.theirs[name]
    step.drop(PAGE, _page_key(link, Direction.IN, name))
    pages.used[name] = None
    step.put(USED, link_key(link.name, name), b"")
    while len(pages.used) > PAGES_USED_MAX:
        oldest = next(iter(pages.used))
        del pages.used[oldest]
        step.drop(USED, link_key(link.name, oldest))
    watch_stock(step, link)


def watch_stock(step: Step, link: Link) -> None:
    """Alarm while few pages are left of a line that ever had some."""
    pages = link.pages
    few = min(len(pages.ours), len(pages.theirs)) < PAGES_LOW
    if pages.sets and few:
        raise_alarm(step, "PAGES-SHORT", link.name)
    else:
        end_alarm(step, "PAGES-SHORT", link.name)


def put_page(
    step: Step, link: Link, direction: Direction, name: bytes, secret: bytes
) -> None:
    """Keep a page that was taken in."""
    held = link.pages.ours if direction is Direction.OUT else link.pages.theirs
    held[name] = secret
    value = dumps([max(0, step.now.wall_ms), secret])
    step.put(PAGE, _page_key(link, direction, name), value)


def forget_pages(step: Step, link: Link, only: bytes | None = None) -> int:
    """Destroy unused pages, of one set or all, both ways; return how many."""
    gone = 0
    for direction, held in (
        (Direction.OUT, link.pages.ours),
        (Direction.IN, link.pages.theirs),
    ):
        for name in [each for each in held if only in {None, set_of(each)}]:
            del held[name]
            step.drop(PAGE, _page_key(link, direction, name))
            gone += 1
    return gone


def keep_standing(step: Step, link: Link) -> None:
    """Keep what a line's pages are used for."""
    pages = link.pages
    standing = dumps([pages.alone, pages.refused, pages.clean, pages.either])
    step.put(STANDING, link_key(link.name), standing)


def _page_key(link: Link, direction: Direction, name: bytes) -> bytes:
    return link_key(link.name, bytes([direction]) + name)


class Shelves(Protocol):
    """The part of a store that is read here."""

    def shelf(self, name: str) -> Iterator[tuple[bytes, bytes]]:
        """Yield a shelf's values in key order."""
        ...


def recover_pages(state: StationState, records: Shelves) -> None:
    """Take back what was held, in the order in which it was taken."""
    found: list[tuple[int, Link, int, bytes, bytes]] = []
    for key, value in records.shelf(PAGE):
        link, tail = _place(state, key)
        fields: Any = loads(value)
        found.append((fields[0], link, tail[0], tail[1:], fields[1]))
    for _, link, direction, name, secret in sorted(
        found, key=lambda each: (each[0], each[3])
    ):
        held = link.pages.theirs if direction else link.pages.ours
        held[name] = secret
    for key, _ in records.shelf(USED):
        link, name = _place(state, key)
        link.pages.used[name] = None
    for key, _ in records.shelf(SETS):
        link, number = _place(state, key)
        link.pages.sets.add(number)
    for key, value in records.shelf(STANDING):
        link, _ = _place(state, key)
        standing: Any = loads(value)
        pages = link.pages
        pages.alone, pages.refused, pages.clean, pages.either = standing


def _place(state: StationState, key: bytes) -> tuple[Link, bytes]:
    name, _, tail = key.partition(b"\x00")
    return state.links[name.decode()], tail
