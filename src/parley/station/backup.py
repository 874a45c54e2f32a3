# SPDX-License-Identifier: Apache-2.0
"""A copy of a whole station, made while it runs, and a station made from a copy.

A copy holds the record, the sealed keys, the settings and a list with the SHA-256 of
each.  It is as secret as the station: sealed by the same passphrases, no more, no less.
A station made from one never goes on in the old numbers: it is marked restored, and
the core begins new incarnations with fresh keys.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from parley.errors import LocalFault
from parley.model.record import Direction
from parley.ports.store import Store
from parley.station.catalogue import open_store
from parley.station.config import load_settings
from parley.station.folder import make_folder
from parley.station.halves import half_of
from parley.station.marks import mark_restored
from parley.station.places import StationFolder, make_private_folder, write_file
from parley.station.secrets import load_secrets, station_keystore
from parley.station.views import BackupView

LIST: Final = "backup.json"
_TAR = ".tar"
_FORM = 1


def backup_store(folder: StationFolder, store: Store, target: Path) -> BackupView:
    """Copy a station to a new folder, or to a new file that ends in .tar.

    Raises:
        LocalFault: PLY-CFG-007 the target is there; PLY-CFG-008 it cannot be written;
            PLY-CFG-014 it is no absolute path; PLY-CFG-022 the copy is not sound.

    """
    if not target.is_absolute():
        allowed = "an absolute path"
        raise LocalFault("PLY-CFG-014", key="target", method="backup", allowed=allowed)
    started_s = time.monotonic()
    packed = target.suffix == _TAR
    if packed and (target.exists() or target.is_symlink()):
        raise LocalFault("PLY-CFG-007", folder=target)
    place = target.with_name(f".{target.name}.folder") if packed else target
    try:
        made = make_folder(place, lambda growing: _copy(folder, store, growing))
        verify(made.root)
        if packed:
            _pack(made.root, target)
    finally:
        if packed:
            shutil.rmtree(place, ignore_errors=True)
    size = sum(one.stat().st_size for one in _files(target))
    links = [key[:-1].decode() for key, _ in store.shelf("link")]
    entries = sum(
        store.count(link, direction) for link in links for direction in Direction
    )
    return BackupView(str(target), entries, size, time.monotonic() - started_s)


def verify(source: Path) -> dict[str, str]:
    """Check every file of an unpacked copy against its list; return the list.

    Raises:
        LocalFault: PLY-CFG-022 something is missing, added or altered.

    """
    try:
        listed = json.loads((source / LIST).read_bytes())
        files = listed["files"]
        form = listed["form"]
    except (OSError, ValueError, KeyError, TypeError) as bad:
        reason = f"its list {LIST} cannot be read"
        raise LocalFault("PLY-CFG-022", path=source, reason=reason) from bad
    if form != _FORM or not isinstance(files, dict):
        reason = f"its list {LIST} is of another version"
        raise LocalFault("PLY-CFG-022", path=source, reason=reason)
    there = {str(one.relative_to(source)) for one in _files(source)} - {LIST}
    if there != set(files):
        odd = ", ".join(sorted(there ^ set(files)))
        reason = f"these files are missing or do not belong to it: {odd}"
        raise LocalFault("PLY-CFG-022", path=source, reason=reason)
    for name, digest in files.items():
        if _sha256(source / name) != digest:
            reason = f"{name} is not as it was copied"
            raise LocalFault("PLY-CFG-022", path=source, reason=reason)
    return files


def restore(
    source: Path,
    folder: Path,
    passphrase: bytes,
) -> StationFolder:
    """Make a new station folder from a copy, marked as restored.

    Raises:
        LocalFault: PLY-CFG-007, -008 the folder cannot be made; PLY-CFG-011 the copy
            cannot be read; PLY-CFG-022 it is not sound; PLY-KEY the passphrase.

    """
    with _unpacked(source) as copy:
        files = verify(copy)
        return make_folder(
            folder, lambda growing: _fill(growing, copy, files, passphrase)
        )


def _fill(
    growing: StationFolder, copy: Path, files: dict[str, str], passphrase: bytes
) -> None:
    make_private_folder(growing.officers)
    for name in files:
        if name != growing.store.name:
            write_file(growing.root / name, (copy / name).read_bytes())
    _copy_file(copy / growing.store.name, growing.store)
    half = half_of(load_settings(growing.root))
    keystore = station_keystore(growing.keys, half)
    secrets = load_secrets(keystore, passphrase, growing.keys)
    with closing(open_store(growing, secrets)) as store:
        mark_restored(store)


def _copy(folder: StationFolder, store: Store, growing: StationFolder) -> None:
    store.copy_to(growing.store)
    for path in (folder.settings, folder.keys):
        write_file(growing.root / path.name, path.read_bytes())
    make_private_folder(growing.officers)
    kept = (*folder.officers.glob("[0-9]*.sealed"), *folder.officers.glob("*.key.json"))
    for path in sorted(kept):
        write_file(growing.officers / path.name, path.read_bytes())
    files = {
        str(one.relative_to(growing.root)): _sha256(one) for one in _files(growing.root)
    }
    listed = {"form": _FORM, "files": dict(sorted(files.items()))}
    write_file(growing.root / LIST, json.dumps(listed, indent=1).encode())


def _pack(folder: Path, target: Path) -> None:
    growing = target.with_name(f".{target.name}.growing")
    try:
        file = os.open(growing, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(file, "wb") as out:
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
                for one in _files(folder):
                    tar.add(one, str(one.relative_to(folder)))
            out.flush()
            os.fsync(out.fileno())
        growing.rename(target)
    except OSError as refused:
        reason = (refused.strerror or str(refused)).lower()
        raise LocalFault("PLY-CFG-008", path=target, reason=reason) from refused
    finally:
        growing.unlink(missing_ok=True)


@contextmanager
def _unpacked(source: Path) -> Iterator[Path]:
    """Give a copy as a folder; a .tar is unpacked without believing its names."""
    if source.is_dir():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="parley-restore-") as beside:
        try:
            with tarfile.open(source, "r:") as tar:
                tar.extractall(beside, filter="data")
        except (OSError, tarfile.TarError) as bad:
            reason = str(bad) or type(bad).__name__
            raise LocalFault("PLY-CFG-011", path=source, reason=reason) from bad
        yield Path(beside)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(one for one in path.rglob("*") if one.is_file())


def _copy_file(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
        target.chmod(0o600)
    except OSError as refused:
        reason = (refused.strerror or str(refused)).lower()
        raise LocalFault("PLY-CFG-008", path=target, reason=reason) from refused


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
