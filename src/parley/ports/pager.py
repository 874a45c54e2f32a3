# SPDX-License-Identifier: Apache-2.0
"""What the station asks of whoever calls people that are not at a console."""

from __future__ import annotations

from typing import Protocol

from parley.core.effects import Page


class Pager(Protocol):
    """Calls people; says nothing of what a message is about."""

    def page(self, page: Page) -> None:
        """Begin a call; returns at once and never raises."""
        ...
