# SPDX-License-Identifier: Apache-2.0
"""What the settings of a QR circuit are, and how one is made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from parley.bearers.qr.bearer import QrBearer
from parley.bearers.qr.config import QrSettings
from parley.carriage.ends import carrier_keys, no_address
from parley.ports.kind import BearerKind, CircuitTable, Ends


class QrTable(CircuitTable):
    """QR codes on paper or a screen, carried by a person, a post or a camera."""

    bearer: Literal["qr"] = Field(description="Kind of carrier.")
    code_bytes: int = Field(
        default=680,
        ge=104,
        le=1_400,
        description="Bytes in one code. 680 are read off paper by any telephone; give "
        "300 for a fax or a bad printer.",
    )
    repair_percent: int = Field(
        default=50,
        ge=0,
        le=400,
        description="Repair codes for a hundred codes. 50 bear the loss of a third.",
    )
    again_s: float = Field(
        default=3_600.0,
        ge=1.0,
        le=31 * 86_400.0,
        description="The same frame is not put onto another sheet for so many seconds.",
    )


def settings_of(table: QrTable, folder: Path) -> QrSettings:
    """Return what the bearer needs; `folder` is the circuit's own."""
    return QrSettings(
        folder / "out",
        folder / "in",
        table.code_bytes,
        table.repair_percent,
        table.again_s,
    )


def make(table: QrTable, ends: Ends) -> QrBearer:
    """Make the bearer of one circuit; it opens nothing yet.

    Raises:
        LocalFault: PLY-CFG-025 the counterpart's card has no certificate.

    """
    settings = settings_of(table, ends.folder)
    return QrBearer(settings, *carrier_keys(table, ends, "qr"))


QR: Final = BearerKind("qr", QrTable, make, no_address)
