# SPDX-License-Identifier: Apache-2.0
"""A consistent copy of a store that is in use, verified before it bears its name."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from parley.errors import LocalFault
from parley.store.sqlite import opening
from parley.store.sqlite.faults import told_plainly
from parley.store.sqlite.sealing import Sealing


def copy_file(source: Path, target: Path, sealing: Sealing) -> None:
    """Copy the store at `source` to a new file at `target`.

    The name is taken first, so nothing is ever overwritten; the copy grows under
    another name beside it and replaces the empty file only when it is sound and on
    the disk.  Works where hard links do not, such as on a FAT stick.

    Raises:
        LocalFault: PLY-STO-001, -002, -003, -009, -011.

    """
    part = target.with_name(target.name + "-part")
    with told_plainly(str(target)):
        opening.create_file(target)
        try:
            part.unlink(missing_ok=True)
            opening.create_file(part)
            with closing(opening.connect(source)) as reader:
                reader.execute("VACUUM INTO ?", (str(part.absolute()),))
            _verify(part, sealing)
            opening.sync_file(part)
            part.replace(target)
            opening.sync_folder(target)
        except BaseException:
            for left in (part, target):
                with suppress(OSError):
                    left.unlink()
            raise


def _verify(path: Path, sealing: Sealing) -> None:
    """Refuse a copy whose pages or archive key are not sound."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as copy:
        sealing.check_probe(opening.probe(copy))
        verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise LocalFault("PLY-STO-003", path=str(path), reason=verdict)
