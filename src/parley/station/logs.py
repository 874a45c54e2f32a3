# SPDX-License-Identifier: Apache-2.0
"""What the station tells its operator on standard output.

One line an event, JSON unless a person looks on.  The names of events and of facts are
fixed lists; a fact that is on neither list is not written, because it could hold what
officers wrote.  The record tells what was said; the log must not.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from types import ModuleType
from typing import Any, Final, Protocol, TextIO

EVENTS: Final = frozenset(
    {
        "alarm.sounded",
        "audit.refused",
        "bearer.failed",
        "bearer.refused",
        "bearer.stopped",
        "circuit.down",
        "circuit.up",
        "control.failed",
        "core.mistake",
        "desk.locked",
        "desk.refused",
        "desk.signed_on",
        "desk.unlocked",
        "event.refused",
        "frame.refused",
        "listener.failed",
        "observed.refused",
        "officer.code_made",
        "officer.code_refused",
        "officer.key_registered",
        "record.read-only",
        "record.unreadable",
        "record.writable",
        "station.ready",
        "station.starting",
        "station.stopped",
        "station.stopping",
        "watch.paged",
        "witness.failed",
        "witness.unread",
    }
)
FACTS: Final = frozenset(
    {
        "address",
        "bearer",
        "circuit",
        "code",
        "console",
        "event",
        "health",
        "kind",
        "late_s",
        "level",
        "link",
        "method",
        "mode",
        "officer",
        "pid",
        "place",
        "reason",
        "serial",
        "signal",
        "station",
        "step",
        "time",
        "took_ms",
        "version",
        "wait_s",
    }
)
WITHHELD: Final = "(not logged)"


class Log(Protocol):
    """The part of a structlog logger that is used; facts by name, never text."""

    def debug(self, event: str, **facts: object) -> object: ...  # noqa: D102

    def info(self, event: str, **facts: object) -> object: ...  # noqa: D102

    def warning(self, event: str, **facts: object) -> object: ...  # noqa: D102

    def error(self, event: str, **facts: object) -> object: ...  # noqa: D102


class Quiet:
    """A log that says nothing: for acts on a station that does not run."""

    def debug(self, event: str, **facts: object) -> None:
        """Say nothing."""

    info = warning = error = debug


def only_known_facts(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Withhold every fact whose name is not on the list, and every unlisted event."""
    if event.get("event") not in EVENTS:
        event["event"] = WITHHELD
    for name, value in event.items():
        if name not in FACTS or not isinstance(value, str | int | float | None):
            event[name] = WITHHELD
    return event


def make_log(level: str, out: TextIO | None = None, **facts: object) -> Log:
    """Return a log that writes to `out` (standard output); `facts` go on every line."""
    target = sys.stdout if out is None else out
    seen = target.isatty()
    structlog = _structlog(seen=seen)
    renderer: Any = (
        # Quoted, so that a name does not speak to the terminal.
        structlog.dev.ConsoleRenderer(colors=True, repr_native_str=True)
        if seen
        else structlog.processors.JSONRenderer()
    )
    made: Log = structlog.wrap_logger(
        structlog.WriteLogger(target),
        processors=[
            structlog.processors.add_log_level,
            only_known_facts,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
    ).bind(**facts)
    return made


def _structlog(*, seen: bool) -> ModuleType:
    """Load structlog, which commands do without.

    It loads rich, and with it two hundred modules, wherever rich is installed; only a
    person who looks on has something of that.
    """
    hidden = not seen and "rich" not in sys.modules
    if hidden:
        sys.modules["rich"] = None  # type: ignore[assignment] # what is so is not found
    try:
        import structlog  # noqa: PLC0415 - see above
    finally:
        if hidden:
            del sys.modules["rich"]
    return structlog
