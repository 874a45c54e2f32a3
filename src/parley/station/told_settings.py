# SPDX-License-Identifier: Apache-2.0
"""The tables of station.toml about what is told: on standard output, to commands."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from parley.ports.kind import Table
from parley.station.sights import Sight


class ShellTable(Table):
    """What commands at the station's shell are shown; they have no officer's name."""

    texts: Literal["shown", "withheld"] = Field(
        default="shown",
        description="Whether commands show what officers wrote. When withheld, texts "
        "are read, written and released at the console, each by an officer's name.",
    )

    @property
    def sight(self) -> Sight:
        """How much of what officers wrote commands are shown."""
        return Sight.WHOLE if self.texts == "shown" else Sight.NONE


class LogTable(Table):
    """What is told on standard output; message text never is."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least level that is written."
    )
