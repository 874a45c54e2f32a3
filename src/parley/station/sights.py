# SPDX-License-Identifier: Apache-2.0
"""How much of what officers wrote somebody is shown."""

from __future__ import annotations

from enum import Enum


class Sight(Enum):
    """From every text to none; who has which, says `sight`."""

    WHOLE = "every text"
    WAITING = "what waits for the watch"
    NONE = "no text"
