# SPDX-License-Identifier: Apache-2.0
"""What the settings of a pipe circuit are, and how one is made of them."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from parley.bearers.pipe.bearer import PipeBearer
from parley.bearers.pipe.config import PipeSettings
from parley.carriage.ends import no_address
from parley.ports.kind import BearerKind, CircuitTable, Ends

Word = Annotated[str, Field(min_length=1, max_length=4_096)]


class PipeTable(CircuitTable):
    """A program of yours that reads and writes frames on its standard streams."""

    bearer: Literal["pipe"] = Field(description="Kind of carrier.")
    command: tuple[Word, ...] = Field(
        strict=False,
        min_length=1,
        max_length=64,
        description="The program and its arguments; no shell is in between. It is "
        "given no secret, and nothing here may be one.",
    )
    direction: Literal["both", "send", "receive"] = Field(
        default="both", description="Which way the program carries frames."
    )
    frame_bytes_max: int = Field(
        default=65_536,
        ge=16,
        le=1_114_112,
        description="The longest frame that the program takes.",
    )
    rate_bps: Annotated[float, Field(gt=0, le=1e12)] | None = Field(
        default=None, description="Bits a second of its carrier, if that is the limit."
    )
    again_s: float = Field(
        default=5.0,
        ge=0.1,
        le=86_400.0,
        description="The same frame is not asked of it again sooner.",
    )
    memory_mib_max: int = Field(
        default=512, ge=16, le=65_536, description="Mebibytes of memory it may take."
    )
    silence_s_max: float = Field(
        default=30.0,
        ge=1.0,
        le=3_600.0,
        description="A program that says nothing for so long is started again.",
    )


def make(table: PipeTable, ends: Ends) -> PipeBearer:
    """Make the bearer of one circuit; it starts nothing yet."""
    return PipeBearer(
        PipeSettings(
            command=table.command,
            folder=ends.folder,
            frame_bytes_max=table.frame_bytes_max,
            again_s=table.again_s,
            rate_bps=table.rate_bps,
            can_send=table.direction != "receive",
            can_receive=table.direction != "send",
            memory_bytes_max=table.memory_mib_max * 1024 * 1024,
            silence_s_max=table.silence_s_max,
        )
    )


PIPE: Final = BearerKind("pipe", PipeTable, make, no_address)
