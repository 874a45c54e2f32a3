# SPDX-License-Identifier: Apache-2.0
"""Pages of pre-shared key between two desks, as a courier would bring them."""

from __future__ import annotations

from parley.core.key_acts import (
    PagesTaken,
    PagesWanted,
)
from parley.crypto.page import set_digits
from parley.fixed import replace
from parley.testing.desks import Desk, Pair
from parley.testing.looks import only_link


def make_pages(desk: Desk, count: int = 8) -> bytes:
    """Return a set that a desk made for its one counterpart."""
    made = desk.tell(PagesWanted(only_link(desk).name, count))
    assert isinstance(made, bytes)
    return made


def take_pages(desk: Desk, data: bytes) -> object:
    """Let a desk take a set in, its digits read aloud rightly."""
    return desk.tell(PagesTaken(data, set_digits(data)))


def hand_out(pair: Pair, count: int = 8) -> bytes:
    """Make a set and take it in on both sides; return it."""
    data = make_pages(pair.alfa, count)
    for desk in (pair.alfa, pair.bravo):
        take_pages(desk, data)
    return data


def always(pair: Pair) -> None:
    """Let the agreement say that every epoch takes a page, as if so signed."""
    for desk in (pair.alfa, pair.bravo):
        link = only_link(desk)
        terms = replace(link.agreement.terms, pages=True)
        link.agreement = replace(link.agreement, terms=terms)
