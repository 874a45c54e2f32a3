# SPDX-License-Identifier: Apache-2.0
"""The settings of a site: its limits, its clocks, and who inside must get what."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

from parley.ports.kind import StationName, Table
from parley.station.limits import DESK_IDLE_S, TEST_ANSWER_S


def _checked_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("a time zone such as Europe/Moscow or UTC") from None
    return name


Zone = Annotated[str, Field(max_length=64), AfterValidator(_checked_zone)]


class ClocksTable(Table):
    """The clocks on the wall: ours and theirs, beside Zulu."""

    ours: Zone = Field(
        default="UTC", description="Time zone of this watch, as `Europe/Moscow`."
    )
    theirs: dict[StationName, Zone] = Field(
        default={},
        description="Time zone of each counterpart's watch: "
        '`theirs = { "nrrc.bravo.example" = "Asia/Karachi" }`.',
    )


class OnwardTable(Table):
    """Who inside the party must get what comes to a position."""

    position: str = Field(
        min_length=1, max_length=64, description="The position addressed."
    )
    to: tuple[Annotated[str, Field(min_length=1, max_length=64)], ...] = Field(
        strict=False,
        min_length=1,
        max_length=32,
        description='Its inner addressees: `["Radar crews", "Foreign ministry"]`.',
    )


class LimitsTable(Table):
    """Limits that a site may set."""

    desk_idle_s: int = Field(
        default=DESK_IDLE_S,
        ge=30,
        le=43_200,
        description="An unlocked officer's key is locked after so many seconds "
        "without use.",
    )
    test_answer_s: float = Field(
        default=TEST_ANSWER_S,
        gt=0,
        le=600,
        description="How long an asked link test waits for its answer.",
    )


class RetentionTable(Table):
    """How long texts are kept; `parley record retain` destroys what is older."""

    text_days: Annotated[int, Field(ge=1, le=36_500)] | None = Field(
        default=None,
        description="Texts filed longer ago than so many days may be destroyed. "
        "Without it they are kept for ever.",
    )


class TranslationTable(Table):
    """How machine translation runs, where models are installed."""

    apart_only: bool = Field(
        default=True,
        description="Translate only where the kernel keeps the engine from every "
        "network and from this folder. False: translate all the same, and say so.",
    )
    deadline_s: float = Field(
        default=20.0,
        gt=0,
        le=300,
        description="How long an engine may take for one text.",
    )


class AgreementTable(Table):
    """What this station proposes for the link agreement; both must be set alike.

    It counts when a counterpart is confirmed; later only an amendment changes it.
    """

    evidence: Literal["provable", "joint", "deniable"] = Field(
        default="provable",
        description="Who may show the record to others: either party alone "
        "(`provable`), only with the other's consent (`joint`), nobody (`deniable`).",
    )
