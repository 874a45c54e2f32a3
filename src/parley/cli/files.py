# SPDX-License-Identifier: Apache-2.0
"""Small files that a command reads or writes, with faults in words."""

from __future__ import annotations

from pathlib import Path

from parley.errors import LocalFault

_SMALL_BYTES_MAX = 1_048_576


def read_small(path: Path, bytes_max: int = _SMALL_BYTES_MAX) -> bytes:
    """Return the bytes of a file that is small by its nature; the rest is cut off.

    A file that is too large is refused by whoever reads its format.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(bytes_max)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LocalFault("PLY-CLI-002", file=path, reason=reason) from error


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet."""
    try:
        with path.open("xb") as stream:
            stream.write(data)
    except FileExistsError as error:
        raise LocalFault("PLY-CLI-012", file=path) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LocalFault("PLY-CLI-015", file=path, reason=reason) from error


def as_bytes(answer: object) -> bytes:
    """Return bytes that a station answered; they travel as hex."""
    if not isinstance(answer, str):
        raise TypeError(type(answer).__name__)
    return bytes.fromhex(answer)


def read_text(path: Path) -> str:
    """Return a small text file."""
    try:
        return read_small(path).decode("utf-8")
    except UnicodeDecodeError as error:
        reason = "it is not UTF-8"
        raise LocalFault("PLY-CLI-002", file=path, reason=reason) from error
