# SPDX-License-Identifier: Apache-2.0
"""Reads a text to be sent: strictly UTF-8, nothing guessed, nothing lost."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from parley.cli import visible
from parley.errors import LocalFault
from parley.texts.haste import WORDS_LONG, long_in_haste, words

TEXT_BYTES_MAX = 1_000_000
_LINE_ENDS = ("\r\n", "\r")
# Format characters are allowed (Persian and emoji need some); the releaser sees them.
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def read_text(name: str) -> tuple[str, list[str]]:
    """Return the text of a file (`-` is stdin), with notes on what was adjusted."""
    label = "The text on standard input" if name == "-" else name
    data = _read(name, label)
    if len(data) > TEXT_BYTES_MAX:
        raise LocalFault("PLY-CLI-006", file=label, limit=TEXT_BYTES_MAX)
    text = _decoded(data, label)
    notes = []
    if text.startswith("\ufeff"):
        text = text[1:]
        notes.append("The byte order mark at the start of the file was left out.")
    if "\r" in text:
        for end in _LINE_ENDS:
            text = text.replace(end, "\n")
        notes.append("The line ends were made line feeds.")
    text = text.rstrip("\n")
    if not text.strip():
        raise LocalFault("PLY-CLI-005", file=label)
    _check(text, label)
    return text, notes


def _read(name: str, label: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(TEXT_BYTES_MAX + 1)
        with Path(name).open("rb") as stream:
            return stream.read(TEXT_BYTES_MAX + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LocalFault("PLY-CLI-002", file=label, reason=reason) from error


def _decoded(data: bytes, label: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LocalFault(
            "PLY-CLI-003",
            file=label,
            offset=error.start,
            line=data.count(b"\n", 0, error.start) + 1,
            found=_found(data, error.start),
        ) from error


def _found(data: bytes, at: int) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "the mark of a UTF-16 file"
    if data[at] == 0xED and at + 1 < len(data) and data[at + 1] >= 0xA0:  # noqa: PLR2004
        return "a lone surrogate, one half of a character"
    return f"0x{data[at]:02X}, which begins no character there"


def _check(text: str, label: str) -> None:
    bad = _REFUSED.search(text)
    if bad is None:
        return
    before = text[: bad.start()]
    raise LocalFault(
        "PLY-CLI-004",
        file=label,
        found=f"{visible.mark(bad[0])} {visible.name_of(bad[0])}",
        offset=len(before.encode()),
        line=before.count("\n") + 1,
    )


def haste_warning(text: str, precedence: str) -> str | None:
    """Return a warning if an urgent text is long; it stops nothing."""
    count = words(text)
    if not long_in_haste(count, precedence):
        return None
    return (
        f"This {precedence} text has {count} words; more than {WORDS_LONG} cost the"
        " other watch minutes.  Consider a short text first, the rest at ROUTINE."
    )
