# SPDX-License-Identifier: Apache-2.0
"""What is still open about single messages of a link.  Values only; rules in `watch`.

Each stands on a shelf of its own, under direction, incarnation and serial.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from parley.model.record import EntryKey


@dataclass(slots=True)
class Promise:
    """An answer promised by a time; `until_ms` by the clock of who promised.

    `times` is how often it was promised, `late` that the time has passed.
    """

    until_ms: int
    leaf: bytes
    times: int
    due_mono_ms: int
    late: bool = False


@dataclass(slots=True)
class Unread:
    """A message of ours whose critical fields nobody has read back yet.

    A STOP is timed: `due_mono_ms` is when it should have been, `late` that it was not.
    """

    leaf: bytes
    critical: tuple[str, ...]
    due_mono_ms: int | None
    late: bool = False


@dataclass(slots=True)
class Tended:
    """Everything of one link, by the place of its message."""

    promises: dict[EntryKey, Promise] = field(default_factory=dict)
    unread: dict[EntryKey, Unread] = field(default_factory=dict)
