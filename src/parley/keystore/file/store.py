# SPDX-License-Identifier: Apache-2.0
"""A keystore in one file: read whole, replaced whole, never edited.

Theory of operation: a new box is written beside the old one, flushed, given the old
one's name, and the folder is flushed.  Whatever stops in between leaves either the old
box or the new one, and never a name without a box.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from parley.errors import LocalFault
from parley.keystore.file import box

# Hundreds of keys fit; a file that is larger was not written by us.
BOX_BYTES_MAX = 1024 * 1024
_SECRETS_BYTES_MAX = 1_000_000
_SECRETS_MAX = 1000
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class FileKeystore:
    """Secrets in the file at `path`; implements `parley.ports.keystore.Keystore`.

    The three numbers are the cost of one guess for boxes that are saved.  A box that is
    loaded says its own cost, within the bounds of `parley.keystore.file.box`.
    """

    def __init__(
        self,
        path: Path,
        memory_kib: int = 262_144,
        iterations: int = 3,
        lanes: int = 4,
    ) -> None:
        self._path = path
        self._cost = box.Cost(memory_kib, iterations, lanes)
        assert self._cost.is_bearable(), "no station could open what this would save"

    def load(self, passphrase: bytes) -> dict[str, bytes]:
        """Open the box and return its secrets by name.

        Raises:
            LocalFault: PLY-KEY-001 wrong passphrase; PLY-KEY-002 damaged; PLY-KEY-003
                missing; PLY-KEY-004 unreadable; PLY-KEY-005 open to others; PLY-KEY-006
                too little memory; PLY-KEY-008 asks too much; PLY-KEY-009 newer.

        """
        return box.open_box(passphrase, self._read(), str(self._path))

    def save(self, passphrase: bytes, secrets: dict[str, bytes]) -> None:
        """Seal `secrets` under `passphrase`, replacing the box atomically.

        Raises:
            LocalFault: PLY-KEY-006 too little memory; PLY-KEY-007 not writable;
                PLY-KEY-010 more than a box may hold; PLY-KEY-011 empty passphrase.

        """
        if not passphrase:
            raise LocalFault("PLY-KEY-011", path=str(self._path))
        _refuse_too_much(secrets)
        entropy = os.urandom(box.SALT_BYTES + box.NONCE_BYTES)
        self._replace(box.seal(passphrase, secrets, self._cost, entropy))

    def _read(self) -> bytes:
        """Read the box through one descriptor, so that what is checked is read."""
        name = str(self._path)
        try:
            with self._path.open("rb") as file:
                found = os.fstat(file.fileno())
                if not stat.S_ISREG(found.st_mode):
                    raise LocalFault("PLY-KEY-004", path=name, reason="it is no file")
                if found.st_mode & _OTHERS:
                    raise LocalFault("PLY-KEY-005", path=name)
                data = file.read(BOX_BYTES_MAX + 1)
        except FileNotFoundError as error:
            raise LocalFault("PLY-KEY-003", path=name) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise LocalFault("PLY-KEY-004", path=name, reason=reason) from error
        if len(data) > BOX_BYTES_MAX:
            reason = f"it is larger than {BOX_BYTES_MAX} bytes"
            raise LocalFault("PLY-KEY-002", path=name, reason=reason)
        return data

    def _replace(self, data: bytes) -> None:
        new = self._path.with_name(self._path.name + ".new")
        with self._written_plainly():
            new.unlink(missing_ok=True)  # left by a station that stopped
            try:
                _write_flushed(new, data)
                new.replace(self._path)
            except BaseException:
                with suppress(OSError):
                    new.unlink()
                raise
            _flush_folder(self._path.absolute().parent)

    @contextmanager
    def _written_plainly(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            raise LocalFault(
                "PLY-KEY-007", path=str(self._path), reason=reason
            ) from error


def _refuse_too_much(secrets: Mapping[str, bytes]) -> None:
    size = sum(len(name.encode()) + len(secret) for name, secret in secrets.items())
    if size > _SECRETS_BYTES_MAX or len(secrets) > _SECRETS_MAX:
        raise LocalFault("PLY-KEY-010", count=len(secrets), size=size)


def _write_flushed(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read, down to the disk."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
