# SPDX-License-Identifier: Apache-2.0
"""What a station must show before a step counts as done.

A check asks the station and never the person: it returns why it does not hold, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

Ask = Callable[[str], Any]
"""Asks a running station one method without parameters."""

OFFICERS_MIN = 3  # one writes, two release


def runs(ask: Ask) -> str | None:
    """The station runs and is ready."""
    status = ask("status")
    return (
        None if status["ready"] else "; ".join(status["reasons"]) or "it is not ready"
    )


def officers(ask: Ask) -> str | None:
    """One can write and two others can release."""
    count = len(ask("officers"))
    if count >= OFFICERS_MIN:
        return None
    return f"{count} officers are on the roster, and it takes {OFFICERS_MIN}"


def paired(ask: Ask) -> str | None:
    """A card of theirs was taken in."""
    return None if ask("status")["counterparts"] else "no card was taken in"


def in_force(ask: Ask) -> str | None:
    """The digits were confirmed on both sides and both signed the agreement."""
    states = _states(ask)
    if "in force" in states.values():
        return None
    said = ", ".join(f"{link} is {state}" for link, state in states.items())
    return said or "no counterpart is known"


def proven(ask: Ask) -> str | None:
    """A round trip was proven."""
    for one in ask("status")["counterparts"]:
        for fact in one["facts"]:
            if fact["fact"] == "round trip" and fact["at_ms"] is not None:
                return None
    return "no round trip was ever proven; `parley test-link`"


def pages(ask: Ask) -> str | None:
    """Pages of pre-shared key are held."""
    held = [one for one in ask("pages") if one["ours"] and one["theirs"]]
    return None if held else "no page is held"


def _states(ask: Ask) -> Mapping[str, str]:
    found = ask("status")["counterparts"]
    return {one["link"]: one["state"] for one in found}


CHECKS: Final[Mapping[str, Callable[[Ask], str | None]]] = {
    "runs": runs,
    "officers": officers,
    "paired": paired,
    "in-force": in_force,
    "proven": proven,
    "pages": pages,
}
