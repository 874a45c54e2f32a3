# SPDX-License-Identifier: Apache-2.0
"""A root that is at hand while a station is made, and must be carried away after."""

from __future__ import annotations

from pathlib import Path

from parley.fixed import FixedSecret

DELEGATED_DAYS = 400
"""A year, and time to think of the next."""


class Root(FixedSecret):
    """The root that delegates a new station at once, made where there is none."""

    folder: Path
    passphrase: bytes
    days: int = DELEGATED_DAYS
    frighteningly_weak: bool = False
