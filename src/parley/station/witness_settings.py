# SPDX-License-Identifier: Apache-2.0
"""The settings that name third witnesses."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from parley.errors import CounterpartFault
from parley.ports.kind import Table
from parley.tlog.note_key import NoteKey, NoteScheme, parse_vkey


def _checked_key(value: str) -> str:
    try:
        key = parse_vkey(value)
    except CounterpartFault as bad:
        raise ValueError("NAME+ID+KEY as `parley witness init` prints it") from bad
    if key.scheme is NoteScheme.ED25519_LOG:
        raise ValueError("a witness's key, not that of a log")
    return value


class WitnessTable(Table):
    """A third witness that is asked to cosign our logs."""

    url: str = Field(
        pattern=r"^https?://[!-~]{1,200}$",
        description="Where it is asked; `/add-checkpoint` is put behind it.",
    )
    keys: tuple[Annotated[str, AfterValidator(_checked_key)], ...] = Field(
        strict=False,
        min_length=1,
        max_length=2,
        description="Its keys, NAME+ID+KEY, as published; all must have signed.",
    )

    @property
    def note_keys(self) -> tuple[NoteKey, ...]:
        """Its keys as notes name them."""
        return tuple(parse_vkey(each) for each in self.keys)


class WitnessingTable(Table):
    """How many third witnesses are wanted, and how long they may be silent."""

    quorum: int = Field(
        default=1,
        ge=1,
        le=16,
        description="So many of the witnesses must have signed for a proof to say so.",
    )
    patience_s: int = Field(
        default=3_600,
        ge=1,
        le=604_800,
        description="After so many seconds without them there is an alarm.",
    )
