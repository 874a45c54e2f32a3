# SPDX-License-Identifier: Apache-2.0
"""What the world tells the core at each step: two clocks and fresh randomness."""

from __future__ import annotations

from parley.fixed import Fixed


class Now(Fixed):
    """One reading of the outside.

    ``mono_ms`` never goes back while the station runs: timers use it.
    ``wall_ms`` is milliseconds since 1970 UTC and may jump: records quote it,
    nothing is ordered or timed by it.  ``entropy`` is 32 fresh random bytes.
    """

    mono_ms: int
    wall_ms: int
    entropy: bytes
