# SPDX-License-Identifier: Apache-2.0
"""What an operator brings as a model: a folder or a zip, read within limits.

Only files that make a model are taken, each under its kept name, so no path of a
package ever becomes a path of ours.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from parley.engines.layouts import Layout, layout_of
from parley.errors import LocalFault
from parley.fixed import Fixed

MODEL_BYTES_MAX: Final = 1_000_000_000  # of all files; a large one of today is 300 MB
FILES_MAX: Final = 256
_TELLING_BYTES_MAX: Final = 65_536  # of a manifest

Read = Callable[[str, int], bytes]


class Package(Fixed):
    """A model's files by kept name, and what its own manifest says, in plain words."""

    engine: str
    files: Mapping[str, bytes]
    told: Mapping[str, str]


def read_package(path: Path) -> Package:
    """Return the model in a folder, a `.zip` or an `.argosmodel`.

    Raises:
        LocalFault: PLY-TXT-012 there is none, or it is not as its manifest says.

    """
    with _opened(path) as (names, read):
        layout = layout_of(names)
        if layout is None:
            raise _no_model(path, "no files that make a model are in it")
        files = _files(path, layout, read)
        manifest = _telling(path, names, read)
    _compare(path, manifest, layout, files)
    return Package(layout.engine, files, _told(manifest))


def _no_model(path: Path, reason: str) -> LocalFault:
    return LocalFault("PLY-TXT-012", file=path.name, reason=reason)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[tuple[str, ...], Read]]:
    try:
        if path.is_dir():
            yield _names_in(path), lambda name, most: _capped(path / name, most)
            return
        with zipfile.ZipFile(path) as packed:
            names = tuple(one.filename for one in packed.infolist() if not one.is_dir())
            yield _few(names), lambda name, most: _unpacked(packed, name, most)
    except (OSError, ValueError, zipfile.BadZipFile, RuntimeError) as bad:
        reason = bad.strerror if isinstance(bad, OSError) else None
        raise _no_model(path, (reason or "it is no folder and no zip").lower()) from bad


def _few(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) > FILES_MAX:
        raise OSError(0, f"it holds more than {FILES_MAX} files")
    return names


def _names_in(folder: Path) -> tuple[str, ...]:
    names = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            names.append(path.relative_to(folder).as_posix())
            _few(tuple(names))
    return tuple(sorted(names))


def _capped(path: Path, most: int) -> bytes:
    with path.open("rb") as stream:
        return stream.read(most + 1)


def _unpacked(packed: zipfile.ZipFile, name: str, most: int) -> bytes:
    # Its own word for the size is not believed.
    with packed.open(name) as stream:
        return stream.read(most + 1)


def _files(path: Path, layout: Layout, read: Read) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = MODEL_BYTES_MAX
    for kept, name in layout.files.items():
        files[kept] = read(name, left)
        left -= len(files[kept])
        if left < 0:
            raise _no_model(path, f"it is larger than {MODEL_BYTES_MAX} bytes")
    return files


def _telling(path: Path, names: tuple[str, ...], read: Read) -> Mapping[str, object]:
    """Return its manifest, or what an `.argosmodel` says of itself."""
    for wanted in ("manifest.json", "metadata.json"):
        for name in names:
            if PurePosixPath(name).name != wanted:
                continue
            data = read(name, _TELLING_BYTES_MAX)
            try:
                value = json.loads(data) if len(data) <= _TELLING_BYTES_MAX else None
            except (ValueError, RecursionError):
                value = None
            if not isinstance(value, dict):
                raise _no_model(path, f"its {wanted} cannot be read")
            return value
    return {}


def _compare(
    path: Path,
    manifest: Mapping[str, object],
    layout: Layout,
    files: Mapping[str, bytes],
) -> None:
    """Hold the files to the digests of its own manifest, where it has them."""
    digests = manifest.get("files")
    if not isinstance(digests, dict):
        return
    for kept, name in layout.files.items():
        if digests.get(name) != hashlib.sha256(files[kept]).hexdigest():
            raise _no_model(path, f"{name} is not the file that its manifest names")


_TOLD: Final = {
    "id": "name",
    "src": "source",
    "from_code": "source",
    "tgt": "target",
    "to_code": "target",
    "licence": "licence",
    "license": "licence",
    "origin": "origin",
    "use": "use",
}


def _told(manifest: Mapping[str, object]) -> dict[str, str]:
    return {
        ours: value
        for theirs, ours in _TOLD.items()
        if isinstance(value := manifest.get(theirs), str) and value
    }
