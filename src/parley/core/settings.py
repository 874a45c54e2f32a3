# SPDX-License-Identifier: Apache-2.0
"""What the core must be told about its own station."""

from __future__ import annotations

from parley.fixed import Fixed
from parley.formats.book import Library
from parley.model.agreement import Terms
from parley.model.identity import BearerAddress
from parley.model.precedence import Mode
from parley.texts.assigned import OWN

NO_BOOKS = Library()


class CoreSettings(Fixed):
    """From the station's settings and its bearers; no secret in it."""

    station: str
    party: str
    mode: Mode
    positions: tuple[str, ...]
    delegation: bytes  # by which our root lets us speak, as it signed it
    addresses: tuple[BearerAddress, ...] = ()
    terms: Terms | None = None  # None: the standard terms of the mode
    books: Library = NO_BOOKS
    tables: int = OWN  # of Unicode, by which this machine judges
