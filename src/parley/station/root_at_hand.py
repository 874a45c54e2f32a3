# SPDX-License-Identifier: Apache-2.0
"""A root that is at hand while a station is made, and must be carried away after."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DELEGATED_DAYS = 400
"""A year, and time to think of the next."""


@dataclass(frozen=True, slots=True)
class Root:
    """The root that delegates a new station at once, made where there is none."""

    folder: Path
    passphrase: bytes
    days: int = DELEGATED_DAYS
    frighteningly_weak: bool = False
