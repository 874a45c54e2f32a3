# SPDX-License-Identifier: Apache-2.0
"""What a party says of its own keys that must not be believed any more."""

from __future__ import annotations

from parley.fixed import Fixed

STATION = 0
"""The target that is the station itself; every other is an officer's index."""


class Stop(Fixed):
    """Whoever reads a code with this digest aloud stops the keys of one target."""

    target: int
    digest: bytes  # 32 bytes


class Revocation(Fixed):
    """A whole account of a party's stops; the highest number counts."""

    station: str
    number: int
    stops: tuple[Stop, ...]  # in ascending order of their targets
    stopped: bool  # nothing signed by this station's keys counts from now on
