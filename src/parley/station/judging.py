# SPDX-License-Identifier: Apache-2.0
"""What a check of the record is given, and what it says on its way.

Known to whoever may ask for a check; the check itself is loaded when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping

from parley.core.entries import setting_of
from parley.fixed import Fixed
from parley.model.identity import Roster
from parley.model.message import Setting
from parley.model.precedence import Mode
from parley.model.record import Direction
from parley.station.library.files import load_library
from parley.station.parties import Parties


class Progress(Fixed):
    """How far a check has come."""

    done: int
    total: int
    rate_per_s: float
    left_s: float


class Judging(Fixed):
    """What the record is judged by."""

    station: str
    mode: Mode
    roster: Roster
    rosters: dict[str, Roster]
    parties: Mapping[str, Parties] = {}

    def setting(self, link: str, direction: Direction) -> Setting:
        """Return where an entry of a log is valid."""
        books = load_library().digests
        return setting_of(self.station, self.mode, link, direction, books)

    def sender(self, link: str, direction: Direction) -> Roster | None:
        """Return the roster of whoever wrote a log."""
        return self.roster if direction is Direction.OUT else self.rosters.get(link)
