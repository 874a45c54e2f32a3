# SPDX-License-Identifier: Apache-2.0
"""What the demonstration prints: one verified step a line, with its time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

POLL_S = 0.01


class StepFailedError(Exception):
    """A step of the demonstration did not come out as it must."""


class Story:
    """Prints chapters and steps; a step stands there only once it was verified."""

    def __init__(self) -> None:
        """Start the clock that the steps are timed by."""
        self._start = time.monotonic()
        self.verified = 0

    def chapter(self, title: str) -> None:
        """Begin a part."""
        print(f"\n{title}", flush=True)

    def step(self, what: str) -> None:
        """Print a step that was just verified."""
        self.verified += 1
        print(f"  {self.elapsed_s:7.3f} s  {what}", flush=True)

    def more(self, *lines: str) -> None:
        """Print lines that belong to the step above."""
        for line in lines:
            print(f"             {line}", flush=True)

    @property
    def elapsed_s(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._start


class Aside(Story):
    """What happens behind the scene: verified as everything is, and not told."""

    def chapter(self, title: str) -> None:
        """Begin a part."""

    def step(self, what: str) -> None:  # noqa: ARG002 - told to nobody
        """Count a step."""
        self.verified += 1

    def more(self, *lines: str) -> None:
        """Say nothing more."""


def verify(fact: bool, what: str) -> None:
    """Fail the demonstration unless `fact` holds."""
    if not fact:
        raise StepFailedError(what)


def wait_for(what: str, ask: Callable[[], T | None], limit_s: float = 15.0) -> T:
    """Ask until there is an answer; after the limit fail, saying what was awaited."""
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        found = ask()
        if found is not None:
            return found
        time.sleep(POLL_S)
    raise StepFailedError(f"waited {limit_s:g} s in vain: {what}")
