# SPDX-License-Identifier: Apache-2.0
"""A bearer between two stations, as the core sees it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class CircuitState(Enum):
    """What is known of a circuit; DOWN always carries its reason in words."""

    UNTRIED = "untried"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Traits:
    """What the core must know of a bearer to use it well."""

    frame_bytes_max: int
    window_frames: int  # frames handed over before `ready` is heard again
    retry_s_min: float  # never ask again sooner than this
    can_send: bool = True
    can_receive: bool = True
