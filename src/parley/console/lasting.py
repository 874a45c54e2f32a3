# SPDX-License-Identifier: Apache-2.0
"""How long something takes, in words that are translated whole."""

from __future__ import annotations

from parley.console.words import _

_MINUTE_S = 60
_HOUR_S = 3_600
_DAYS_FROM_S = 48 * _HOUR_S


def lasting(seconds: float) -> str:
    """Return how long something takes, as `2 min 12 s`."""
    whole = round(seconds)
    if whole < 1:
        return _("under 1 s")
    if whole < _MINUTE_S:
        return _("{n} s").format(n=whole)
    if whole < _HOUR_S:
        return _("{n} min {s} s").format(n=whole // 60, s=whole % 60)
    if whole < _DAYS_FROM_S:
        return _("{h} h {n} min").format(h=whole // 3600, n=whole % 3600 // 60)
    return _("{n} d").format(n=whole // 86_400)
