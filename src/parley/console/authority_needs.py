# SPDX-License-Identifier: Apache-2.0
"""What pages ask of agreements, rosters and keys."""

from __future__ import annotations

from typing import Protocol

from parley.station.authority.keys_views import KeysView
from parley.station.authority.views import AgreementView, NewsView, RosterView
from parley.station.views import EpochView


class AuthorityQuestions(Protocol):
    """Part of what the console needs of a station."""

    async def agreement(self, link: str | None = None) -> AgreementView:
        """Return the link agreement in plain words."""
        ...

    async def authority_news(
        self, link: str | None = None, limit: int = 50
    ) -> tuple[NewsView, ...]:
        """Return what changed in rosters and agreements, newest first."""
        ...

    async def rosters(self) -> tuple[RosterView, ...]:
        """Return our own roster, then that of every counterpart."""
        ...

    async def key_state(self) -> KeysView:
        """Return under which keys both sides speak, and how fresh they are."""
        ...

    async def roll_epoch(self, link: str | None, officer: int | None) -> EpochView:
        """Open a fresh epoch of our direction now, as a custodian wants it."""
        ...
