# SPDX-License-Identifier: Apache-2.0
"""How loud a piece of sound is."""

from __future__ import annotations

from array import array
from typing import Final

_STILL: Final = 16
_LIMIT: Final = 32_600
_SHARE: Final = 0.02


def is_at_its_limit(sound: bytes) -> bool:
    """Say whether so much of it stands at the highest values that it is cut off."""
    samples = array("h", sound)
    cut_off = sum(1 for each in samples if not -_LIMIT < each < _LIMIT)
    return cut_off > _SHARE * len(samples)


def is_still(sound: bytes) -> bool:
    """Say whether there is nothing in it at all, as on a digital line nobody uses."""
    samples = array("h", sound)
    return max(samples) - min(samples) <= _STILL
