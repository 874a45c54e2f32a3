# SPDX-License-Identifier: Apache-2.0
"""How far a ceremony has come: one file a ceremony, written anew at each step.

It stands beside the station folder, since some ceremonies begin before there is one and
others because it is gone: `station.ceremonies/NAME.json`.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from parley.errors import LocalFault
from parley.fixed import Fixed, as_plain, replace
from parley.station.ceremonies.script import Ceremony, Step

BYTES_MAX: Final = 262_144
NOTE_CHARACTERS_MAX: Final = 500


class Done(Fixed):
    """One step that was done, or left out for a `reason`."""

    step: int  # from 1
    by: tuple[str, ...]
    at_ms: int
    note: str = ""
    reason: str = ""  # why it was left out
    checked: bool = False  # the station showed it
    audited: bool = False  # it stands in the audit log


class Progress(Fixed):
    """A ceremony that was begun."""

    ceremony: str
    edition: str
    began_ms: int
    done: tuple[Done, ...] = ()
    ended_ms: int | None = None
    abandoned: str = ""

    @property
    def next_step(self) -> int:
        """The number of the step that is next."""
        return len(self.done) + 1


def place_of(station: Path, name: str) -> Path:
    """Return where the progress of a ceremony stands."""
    whole = station.absolute()
    return whole.with_name(f"{whole.name}.ceremonies") / f"{name}.json"


def load(path: Path) -> Progress | None:
    """Return the progress at `path`, or None if the ceremony was not begun.

    Raises:
        LocalFault: PLY-CER-002 the file cannot be read or is not one.

    """
    try:
        data = path.read_bytes()[:BYTES_MAX]
    except FileNotFoundError:
        return None
    except OSError as refused:
        raise _unreadable(path, refused.strerror or type(refused).__name__) from None
    try:
        table = json.loads(data)
        done = tuple(Done(**{**one, "by": tuple(one["by"])}) for one in table["done"])
        return Progress(**{**table, "done": done})
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _unreadable(path, "it is damaged") from None


def save(path: Path, progress: Progress) -> None:
    """Write the progress; the file is whole or unchanged.

    Raises:
        LocalFault: PLY-CFG-008 it cannot be written.

    """
    data = json.dumps(as_plain(progress), ensure_ascii=False, indent=1)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as refused:
        reason = refused.strerror or type(refused).__name__
        raise LocalFault("PLY-CFG-008", path=path, reason=reason.lower()) from refused


def current(ceremony: Ceremony, progress: Progress | None) -> tuple[Progress, Step]:
    """Return a ceremony that is under way and its next step.

    Raises:
        LocalFault: PLY-CER-003 it was not begun, or is over; PLY-CER-004 it was begun
            with another edition of its sheet.

    """
    if progress is None or progress.ended_ms is not None:
        raise LocalFault("PLY-CER-003", name=ceremony.name)
    if progress.edition != ceremony.edition:
        raise LocalFault("PLY-CER-004", name=ceremony.name)
    return progress, ceremony.steps[progress.next_step - 1]


def stepped(ceremony: Ceremony, progress: Progress, done: Done) -> Progress:
    """Return the progress with one step more; the last one ends the ceremony.

    Raises:
        LocalFault: PLY-CER-005 too few persons.

    """
    present = {" ".join(name.split()).casefold() for name in done.by} - {""}
    if len(present) < ceremony.persons:
        raise LocalFault("PLY-CER-005", needed=ceremony.persons, given=len(present))
    last = done.step == len(ceremony.steps)
    return replace(
        progress,
        done=(*progress.done, done),
        ended_ms=done.at_ms if last else None,
    )


def undone(progress: Progress) -> Progress:
    """Return the progress with the last step open again; the audit log keeps both."""
    return replace(progress, done=progress.done[:-1], ended_ms=None)


def audit_lines(ceremony: Ceremony, progress: Progress) -> Sequence[str]:
    """Return what the audit log has not yet of a ceremony, a line a step."""
    count = len(ceremony.steps)
    lines = []
    for one in progress.done:
        if not one.audited:
            title = ceremony.steps[one.step - 1].title
            left_out = f", left out: {one.reason}" if one.reason else ""
            by = " and ".join(one.by)
            lines.append(
                f"{ceremony.name} {one.step}/{count}: {title}, by {by}{left_out}"
            )
    return lines


def audited(progress: Progress) -> Progress:
    """Return the progress as the audit log has it whole."""
    done = tuple(replace(one, audited=True) for one in progress.done)
    return replace(progress, done=done)


def _unreadable(path: Path, reason: str) -> LocalFault:
    return LocalFault("PLY-CER-002", path=path, reason=reason.lower())
