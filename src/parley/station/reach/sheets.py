# SPDX-License-Identifier: Apache-2.0
"""Between a QR circuit's folders and its sheets and photographs.

Works beside a running station and without its keys: nothing is opened.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from parley.bearers.qr.kind import QrTable, settings_of
from parley.carriage.ends import needed
from parley.carriage.folder import (
    chunks_in,
    list_files,
    opened,
    read_file,
    remove_file,
    write_file,
)
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.station.config import load_settings
from parley.station.places import StationFolder
from parley.station.places import write_file as write_new_file

CODES_MAX: Final = 240
"""Forty pages; what is more waits for the next sheet."""


class SheetView(Fixed):
    """What was drawn; ``left`` is how many codes wait for another sheet."""

    circuit: str
    counterpart: str
    path: str
    codes: int
    left: int


class PhotoView(Fixed):
    """What was seen; ``others`` are codes of something else."""

    circuit: str
    counterpart: str
    pictures: int
    codes: int
    others: int


def write_sheet(folder: Path, circuit: str | None, path: Path) -> SheetView:
    """Draw what waits onto a new file, PDF or SVG by its name, and take it off.

    Raises:
        LocalFault: PLY-BRR-047 no such circuit; PLY-BRR-060 packages missing;
            PLY-BRR-064 nothing waits, or the name; PLY-CFG-008 the file.

    """
    table = _circuit(folder, circuit)
    needed(table, "media", "fpdf", "segno")
    drawing = importlib.import_module("parley.bearers.qr.sheet")
    draw = {".pdf": drawing.pdf_sheet, ".svg": drawing.svg_sheet}.get(path.suffix)
    if draw is None:
        raise LocalFault("PLY-BRR-064", reason="the name must end in .pdf or .svg")
    outgoing = settings_of(table, StationFolder(folder).circuits / table.name).outgoing
    names, chunks, left = _waiting(outgoing)
    if not chunks:
        raise LocalFault("PLY-BRR-064", reason=f"nothing waits for {table.counterpart}")
    write_new_file(path, draw(chunks))
    # Only now: what was never drawn must not be lost.
    for name in names:
        remove_file(outgoing, name)
    return SheetView(table.name, table.counterpart, str(path), len(chunks), left)


def read_photos(
    folder: Path, circuit: str | None, pictures: Sequence[Path]
) -> PhotoView:
    """Put what is seen in pictures where the station reads it.

    Raises:
        LocalFault: PLY-BRR-047, PLY-BRR-060 as above; PLY-BRR-063 a picture;
            PLY-BRR-048 the folder.

    """
    table = _circuit(folder, circuit)
    needed(table, "media", "zxingcpp", "PIL")
    read_picture = importlib.import_module("parley.bearers.qr.photo").read_picture
    incoming = settings_of(table, StationFolder(folder).circuits / table.name).incoming
    codes = others = 0
    for picture in pictures:
        seen = read_picture(picture)
        others += seen.others
        codes += len(seen.chunks)
        if seen.chunks:
            try:
                incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_file(incoming, b"".join(seen.chunks))
            except OSError as refused:
                reason = (refused.strerror or str(refused)).lower()
                raise LocalFault(
                    "PLY-BRR-048", folder=incoming, reason=reason
                ) from refused
    return PhotoView(table.name, table.counterpart, len(pictures), codes, others)


def _waiting(outgoing: Path) -> tuple[list[str], list[bytes], int]:
    """Return the files to draw, their chunks, and how many chunks are left over."""
    names: list[str] = []
    chunks: list[bytes] = []
    left = 0
    if not outgoing.is_dir():
        return names, chunks, left
    listed = sorted(list_files(outgoing), key=lambda each: each.changed_ns)
    with opened(outgoing) as place:
        for one in listed:
            found = list(chunks_in(read_file(place, one.name) or b""))
            # A parcel stays together: half of it on a sheet is of no use.
            if chunks and len(chunks) + len(found) > CODES_MAX:
                left += len(found)
                continue
            names.append(one.name)
            chunks += found
    return names, chunks, left


def _circuit(folder: Path, name: str | None) -> QrTable:
    found = [
        one
        for one in load_settings(folder).circuit
        if isinstance(one, QrTable) and name in (None, one.name)
    ]
    if len(found) != 1:
        names = ", ".join(one.name for one in found) or "none"
        raise LocalFault("PLY-BRR-047", names=names)
    return found[0]
