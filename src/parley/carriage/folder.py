# SPDX-License-Identifier: Apache-2.0
"""Chunk files in a folder that anything may happen to.

Names fit the narrowest file system (8 and 3 characters, one case), nothing relies on
locks or times, and a file that was cut anywhere only lacks chunks.  All of it blocks:
bearers call it in a thread.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from parley.fixed import Fixed
from parley.wire.chunk import (
    CHUNK_HEADER_BYTES,
    CHUNK_MARK,
    SYMBOL_BYTES_MAX,
    chunk_length,
)

FILE_BYTES_MAX: Final = 2 * 1024 * 1024
"""What a chunk file may hold; a longer one is none of ours."""

FILE_BYTES_WISHED: Final = 1024 * 1024
"""A parcel is spread over files of about this length, so that one lost is not all."""

NAME: Final = re.compile(r"[A-Z2-7]{8}\.PLY", re.IGNORECASE | re.ASCII)
_LEFT_OVER = re.compile(r"[A-Z2-7]{8}\.TMP", re.IGNORECASE | re.ASCII)
BAD_MARKS_MAX: Final = 64
"""Marks in a file that begin no chunk, before the rest of it is left unread."""

_NAME_BYTES = 5
_MODE = 0o640
# What file systems say that cannot rename, or not over what is there.
_NO_RENAME = {
    errno.EPERM,
    errno.ENOSYS,
    errno.EOPNOTSUPP,
    errno.EXDEV,
    errno.EINVAL,
    errno.EIO,
    errno.EACCES,
}


class Listed(Fixed):
    """A file that may be one of ours."""

    name: str
    size: int
    changed_ns: int


def file_name(data: bytes) -> str:
    """Return the name of a chunk file, made of its contents."""
    digest = hashlib.sha256(data).digest()[:_NAME_BYTES]
    return base64.b32encode(digest).decode() + ".PLY"


def spread(chunks: list[bytes]) -> list[bytes]:
    """Return the contents of the files that chunks are put into."""
    each = max(1, FILE_BYTES_WISHED // max(map(len, chunks)))
    return [b"".join(chunks[at : at + each]) for at in range(0, len(chunks), each)]


@contextmanager
def opened(folder: Path) -> Iterator[int]:
    """Hold a folder open, so that nothing under its path can be exchanged."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


def list_files(folder: Path) -> Iterator[Listed]:
    """Yield plain files that are named like ours; a million others cost no memory.

    Raises:
        OSError: the folder cannot be read.

    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if NAME.fullmatch(entry.name) is None:
                continue
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError:  # gone in between
                continue
            if stat.S_ISREG(found.st_mode) and 0 < found.st_size <= FILE_BYTES_MAX:
                yield Listed(entry.name, found.st_size, found.st_mtime_ns)


def read_file(folder: int, name: str) -> bytes | None:
    """Return a file's bytes; None if it is gone, no plain file, or too long."""
    # Without O_NONBLOCK the opening of a pipe would wait for its writer.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        handle = os.open(name, flags, dir_fd=folder)
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(FILE_BYTES_MAX + 1)
    except OSError:  # a sector that cannot be read, a stick pulled out
        return None
    finally:
        os.close(handle)
    return data if len(data) <= FILE_BYTES_MAX else None


def chunks_in(data: bytes) -> Iterator[bytes]:
    """Yield what may be chunks, wherever they begin.

    A cut, shifted or overwritten file gives up the chunks that are whole.
    """
    at = bad = 0
    while bad <= BAD_MARKS_MAX and (at := data.find(CHUNK_MARK, at)) >= 0:
        length = chunk_length(data[at : at + CHUNK_HEADER_BYTES])
        if length is None or at + length > len(data):
            bad += 1
            at += 1
            continue
        yield data[at : at + length]
        # If this one was damaged the next still begins behind it, unless its length
        # was: then the search finds the one after.
        follows = data[at + length : at + length + len(CHUNK_MARK)]
        if follows in (CHUNK_MARK, b""):
            at += length
        else:
            bad += 1
            at += 1


def write_file(folder: Path, data: bytes) -> str | None:
    """Put a file into the folder, whole or not at all; return its name.

    None means that it is there already.

    Raises:
        OSError: disk full, folder gone, read-only.

    """
    name = file_name(data)
    with opened(folder) as place:
        there = read_file(place, name)
        if there == data:
            return None
        fresh = f"{name[:8]}.TMP"
        with suppress(FileNotFoundError):
            os.unlink(fresh, dir_fd=place)
        try:
            _write(place, fresh, data)
            _rename(place, fresh, name, data)
        except OSError:
            with suppress(OSError):
                os.unlink(fresh, dir_fd=place)
            raise
        # Some file systems refuse to flush a folder; they keep no better promise.
        with suppress(OSError):
            os.fsync(place)
    return name


def _rename(place: int, fresh: str, name: str, data: bytes) -> None:
    try:
        os.replace(fresh, name, src_dir_fd=place, dst_dir_fd=place)
    except OSError as refused:
        if refused.errno not in _NO_RENAME:
            raise
        # Readers bear with a half-written file: only whole chunks count.
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=place)
        _write(place, name, data)
        os.unlink(fresh, dir_fd=place)


def _write(place: int, name: str, data: bytes) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(name, flags, _MODE, dir_fd=place), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def remove_file(folder: Path, name: str) -> bool:
    """Remove a file; return whether it is gone."""
    try:
        (folder / name).unlink(missing_ok=True)
    except OSError:
        return False
    return True


def remove_left_overs(folder: Path) -> None:
    """Remove what a crash left half-written."""
    with os.scandir(folder) as entries:
        found = [one.name for one in entries if _LEFT_OVER.fullmatch(one.name)]
    for name in found:
        remove_file(folder, name)


assert FILE_BYTES_MAX >= FILE_BYTES_WISHED + SYMBOL_BYTES_MAX, "a file holds a chunk"
