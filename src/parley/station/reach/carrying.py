# SPDX-License-Identifier: Apache-2.0
"""Copies chunk files between a circuit's folders and a medium that a person carries.

Works beside a running station, since every file is put in place whole; and without the
station's keys, since nothing is opened.  Broken off, it is taken up where it stood.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from parley.bearers.file.kind import FileTable, settings_of
from parley.carriage.folder import (
    Listed,
    chunks_in,
    list_files,
    opened,
    read_file,
    remove_left_overs,
    write_file,
)
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.station.config import load_settings

MEDIUM_FOLDER: Final = "PARLEY"
"""Where the files lie on a medium; a name that every file system takes."""

CARRY_FILES_MAX: Final = 100_000
TELL_S: Final = 1.0


class CarryProgress(Fixed):
    """How far a copy is; ``total_bytes`` was counted before it began."""

    files: int
    done_bytes: int
    total_bytes: int
    elapsed_s: float

    @property
    def bytes_per_s(self) -> float:
        """The rate so far."""
        return self.done_bytes / self.elapsed_s if self.elapsed_s > 0 else 0.0

    @property
    def left_s(self) -> float | None:
        """How long it will take yet, at this rate."""
        rate = self.bytes_per_s
        return (self.total_bytes - self.done_bytes) / rate if rate else None


class CarryView(Fixed):
    """What a copy has done.

    ``there`` is how many files lay there already, ``others`` how many were named like
    ours and held no chunk, or could not be read.
    """

    circuit: str
    counterpart: str
    source: str
    target: str
    files: int
    size: int
    there: int
    others: int
    took_s: float


Tell = Callable[[CarryProgress], None]


def carry_out(folder: Path, circuit: str | None, medium: Path, tell: Tell) -> CarryView:
    """Copy what waits for a counterpart onto a medium.

    Raises:
        LocalFault: PLY-BRR-047 no such circuit; PLY-BRR-048 a folder cannot be used;
            PLY-BRR-049 the medium is full.

    """
    table = _circuit(folder, circuit, lambda one: one.outgoing is not None)
    source = settings_of(table, folder).outgoing
    assert source is not None, "chosen by it"
    target = medium / MEDIUM_FOLDER
    if not medium.is_dir():
        raise _unusable(medium, FileNotFoundError())
    return _copy(table, source, target, tell)


def carry_in(folder: Path, circuit: str | None, medium: Path, tell: Tell) -> CarryView:
    """Copy what a medium holds into a circuit's incoming folder.

    Raises:
        LocalFault: as `carry_out`.

    """
    table = _circuit(folder, circuit, lambda one: one.incoming is not None)
    target = settings_of(table, folder).incoming
    assert target is not None, "chosen by it"
    inner = medium / MEDIUM_FOLDER
    return _copy(table, inner if inner.is_dir() else medium, target, tell)


def _circuit(
    folder: Path, name: str | None, fits: Callable[[FileTable], bool]
) -> FileTable:
    found = [
        one
        for one in load_settings(folder).circuit
        if isinstance(one, FileTable) and fits(one) and name in (None, one.name)
    ]
    if len(found) != 1:
        names = ", ".join(one.name for one in found) or "none"
        raise LocalFault("PLY-BRR-047", names=names)
    return found[0]


def _copy(table: FileTable, source: Path, target: Path, tell: Tell) -> CarryView:
    began_s = told_s = time.monotonic()
    files = size = there = others = done = 0
    try:
        target.mkdir(mode=0o700, exist_ok=True)
        remove_left_overs(target)
        listed = _listed(source)
        total = sum(one.size for one in listed)
        with opened(source) as place:
            for one in listed:
                data = read_file(place, one.name)
                done += one.size
                if data is None or next(chunks_in(data), None) is None:
                    others += 1
                elif write_file(target, data) is None:
                    there += 1
                else:
                    files += 1
                    size += len(data)
                now_s = time.monotonic()
                if now_s - told_s >= TELL_S:
                    told_s = now_s
                    tell(CarryProgress(files + there, done, total, now_s - began_s))
    except OSError as refused:
        raise _refused(source, target, refused, files) from refused
    return CarryView(
        circuit=table.name,
        counterpart=table.counterpart,
        source=str(source),
        target=str(target),
        files=files,
        size=size,
        there=there,
        others=others,
        took_s=time.monotonic() - began_s,
    )


def _listed(source: Path) -> list[Listed]:
    """Return the files of a folder, a bounded number of them."""
    listed: list[Listed] = []
    for one in list_files(source):
        listed.append(one)
        if len(listed) == CARRY_FILES_MAX:
            break
    return listed


def _refused(source: Path, target: Path, refused: OSError, files: int) -> LocalFault:
    if refused.errno in (errno.ENOSPC, errno.EDQUOT):
        return LocalFault("PLY-BRR-049", folder=target, files=files)
    missing = source
    with suppress(OSError):
        missing = target if source.is_dir() else source
    return _unusable(missing, refused)


def _unusable(folder: Path, refused: OSError) -> LocalFault:
    reason = (refused.strerror or "it is not there").lower()
    return LocalFault("PLY-BRR-048", folder=folder, reason=reason)
