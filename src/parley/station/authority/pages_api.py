# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that holds pages of pre-shared key."""

from __future__ import annotations

from parley.core.key_acts import (
    PagesAlone,
    PagesDestroyed,
    PagesTaken,
    PagesWanted,
)
from parley.crypto.page import set_digits
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.station.authority.audit import AuditLog, Deed
from parley.station.queries import Queries
from parley.station.runner import Runner
from parley.wire.limits import PAGES_MAX


class PagesMadeView(Fixed):
    """A fresh set, secret and kept nowhere, with the digits to read aloud."""

    link: str
    data: bytes
    digits: str  # 6 groups of 5


class PageSetView(Fixed):
    """The unused pages of one set."""

    set: str
    ours: int
    theirs: int


class PagesView(Fixed):
    """The pages shared with one counterpart."""

    link: str
    ours: int  # with which we open epochs
    theirs: int
    alone: bool  # the line goes by pages alone
    always: bool  # the agreement wants a page for every epoch
    sets: tuple[PageSetView, ...]


class PageActs:
    """Mixed into `StationApi`, which sets `_runner`, `_queries` and `_audit`."""

    _runner: Runner
    _queries: Queries
    _audit: AuditLog

    async def pages(self) -> tuple[PagesView, ...]:
        """Return the pages of every line."""
        return tuple(
            _view(self._queries, each.facts.link)
            for each in self._queries.facts.links.values()
            if each.card is not None
        )

    async def make_pages(self, link: str | None, count: int) -> PagesMadeView:
        """Make `count` pages for each side of a line; nothing of them is kept."""
        name = self._queries.link_named(link)
        if not 1 <= count <= PAGES_MAX:
            allowed = f"1 to {PAGES_MAX}"
            raise LocalFault(
                "PLY-CFG-014", key="count", method="make_pages", allowed=allowed
            )
        data = await self._runner.act(PagesWanted(name, count), bytes)
        await self._note(f"{count} pages a side made for {name}")
        return PagesMadeView(name, data, set_digits(data))

    async def take_pages(self, data: bytes, digits: str) -> PagesView:
        """Take in a set whose digits were read aloud."""
        taken = await self._runner.act(PagesTaken(data, digits), tuple)
        link, number, count = taken
        await self._note(f"{count} pages a side of set {number.hex()} taken for {link}")
        return _view(self._queries, link)

    async def destroy_pages(self, link: str | None, page_set: str | None) -> int:
        """Destroy the unused pages of a line, of one set or all; return how many."""
        name = self._queries.link_named(link)
        try:
            number = None if page_set is None else bytes.fromhex(page_set)
        except ValueError:
            reason = "a set is named by the digits that `parley pages list` shows"
            raise LocalFault("PLY-KEY-132", reason=reason) from None
        gone = await self._runner.act(PagesDestroyed(name, number), int)
        await self._note(f"{gone} pages of {name} destroyed unused")
        return gone

    async def pages_alone(self, link: str | None, alone: bool) -> PagesView:
        """Let a line go by pages alone, or end that."""
        name = self._queries.link_named(link)
        await self._runner.act(PagesAlone(name, alone), str)
        begun = "begun" if alone else "ended"
        await self._note(f"by pages alone {begun} with {name}")
        return _view(self._queries, name)

    async def _note(self, about: str) -> None:
        await self._audit.note(Deed.PAGES, None, about)


def _view(queries: Queries, name: str) -> PagesView:
    known = queries.link_knowledge(name)
    facts = known.facts
    return PagesView(
        link=name,
        ours=sum(ours for _, ours, _ in facts.page_sets),
        theirs=sum(theirs for _, _, theirs in facts.page_sets),
        alone=facts.pages_alone,
        always=known.agreement is not None and known.agreement.terms.pages,
        sets=tuple(PageSetView(*each) for each in facts.page_sets),
    )
