# SPDX-License-Identifier: Apache-2.0
"""Speed of service and the three worlds that never mix."""

from enum import IntEnum


class Precedence(IntEnum):
    """Speed of service, not importance; a higher number is served first."""

    ROUTINE = 0
    PRIORITY = 1
    IMMEDIATE = 2
    FLASH = 3


class Mode(IntEnum):
    """A station lives in exactly one mode; the number is on the wire."""

    LIVE = 1
    EXERCISE = 2
    TEST = 3
