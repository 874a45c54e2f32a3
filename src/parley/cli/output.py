# SPDX-License-Identifier: Apache-2.0
"""What the command line prints, and how.

Rules of this face:

1. Results go to stdout; progress, warnings, prompts and faults go to stderr.
2. With ``--json`` stdout holds exactly one JSON document in ASCII, and a fault is one
   JSON document on stderr, alone there.  Times are milliseconds since 1970 UTC.
3. A text of an officer, ours or theirs, stands behind a bar, ``│``, so that no text can
   pass for a word of Parley; every hidden character in it is a mark.
4. Zulu time first and in full; an age stands only beside it.
5. A state is one word of the ladder.  "Sent" is never said: an attempt proves nothing.
6. Colour only repeats what a word says already; there is no green: normal is plain.
   Colours need a terminal, and `NO_COLOR` or ``TERM=dumb`` turns them off.
7. Nothing asks yes or no.  What cannot be undone is confirmed by another kind of act.
8. A fault says what happened, what is kept, what happens next and what to do; its code
   comes last.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import IO

from parley.cli import visible

_COLOURS = {
    "FLASH": "\x1b[1;31m",
    "IMMEDIATE": "\x1b[1;33m",
    "PRIORITY": "\x1b[36m",
    "warning": "\x1b[33m",
    "bold": "\x1b[1m",
    "mark": "\x1b[7m",
}
_END = "\x1b[0m"
_COLUMNS_MAX = 100


def prepare_streams() -> None:
    """Let what the terminal's encoding lacks be escaped, never raise, either way."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def coloured(stream: IO[str]) -> bool:
    """Tell whether `stream` is a terminal whose reader did not refuse colour."""
    refused = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not refused


def paint(text: str, colour: str) -> str:
    """Return `text` in a colour of this face, where stdout may have one."""
    code = _COLOURS.get(colour)
    if code is None or not coloured(sys.stdout):
        return text
    return f"{code}{text}{_END}"


def columns() -> int:
    """Return how wide a text may be here."""
    return min(shutil.get_terminal_size((80, 24)).columns, _COLUMNS_MAX)


def say(*texts: str) -> None:
    """Print lines of the result."""
    for text in texts:
        sys.stdout.write(text + "\n")


def tell(*texts: str) -> None:
    """Print lines that are not the result: progress, warnings, what to do next."""
    sys.stdout.flush()
    for text in texts:
        sys.stderr.write(text + "\n")
    sys.stderr.flush()


def warn(text: str) -> None:
    """Print a warning; it stops nothing."""
    if coloured(sys.stderr):
        text = f"{_COLOURS['warning']}{text}{_END}"
    tell(text)


def document(value: object, stream: IO[str] | None = None) -> None:
    """Print one JSON document; ASCII, so that no character in it reaches a terminal."""
    json.dump(value, stream or sys.stdout, ensure_ascii=True, indent=2)
    (stream or sys.stdout).write("\n")


def quoted(text: str) -> list[str]:
    """Return an officer's text behind a bar, its hidden characters named below."""
    room = columns() - 4
    shown = [
        f"  │ {piece}"
        for line in visible.lines(text)
        for piece in visible.wrapped(line, room)
    ]
    names = visible.legend(text)
    if names:
        shown += ["  Hidden characters in this text:", *(f"    {n}" for n in names)]
    return shown


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return an aligned table; a terminal cuts its last column, nothing else does."""
    cells = [[visible.one_line(cell) for cell in row] for row in rows]
    widths = [
        max([visible.width(title), *(visible.width(row[at]) for row in cells)])
        for at, title in enumerate(head)
    ]
    last = max(12, columns() - sum(widths[:-1]) - 2 * (len(head) - 1))
    if not sys.stdout.isatty():
        last = sys.maxsize  # what a program reads is never cut
    drawn = [paint(_row(head, widths, last), "bold")]
    return drawn + [_row(row, widths, last) for row in cells]


def _row(cells: Sequence[str], widths: Sequence[int], last: int) -> str:
    *front, end = cells
    padded = [
        cell + " " * (room - visible.width(cell))
        for cell, room in zip(front, widths, strict=False)
    ]
    padded = [
        part.replace(cell, paint(cell, cell), 1)
        for part, cell in zip(padded, front, strict=True)
    ]
    return "  ".join([*padded, visible.clipped(end, last)]).rstrip()


def facts(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return "name  value" lines, aligned."""
    rows = [(name, visible.one_line(value)) for name, value in pairs]
    room = max((visible.width(name) for name, _ in rows), default=0)
    return [f"{name:<{room}}  {value}".rstrip() for name, value in rows]
