# SPDX-License-Identifier: Apache-2.0
"""QR codes found in pictures; whatever is not a chunk is counted and dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import zxingcpp
from PIL import Image, UnidentifiedImageError

from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed
from parley.wire.chunk import decode_chunk

PIXELS_MAX: Final = 100_000_000
PICTURE_BYTES_MAX: Final = 64 * 1024 * 1024
_FORMATS: Final = ("PNG", "JPEG")
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


class Seen(Fixed):
    """What a picture holds: chunks, and how many codes of something else."""

    chunks: tuple[bytes, ...]
    others: int


def read_picture(path: Path) -> Seen:
    """Return the chunks in a picture, in PNG or JPEG; their tags are not judged here.

    Raises:
        LocalFault: PLY-BRR-063 it cannot be read, or is too large.

    """
    try:
        if path.stat().st_size > PICTURE_BYTES_MAX:
            raise LocalFault("PLY-BRR-063", path=path, reason="it is too long")
        with Image.open(path, formats=_FORMATS) as picture:
            # Judged by what its head says, before a pixel is unpacked.
            if picture.width * picture.height > PIXELS_MAX:
                raise LocalFault("PLY-BRR-063", path=path, reason="it is too large")
            grey = picture.convert("L")
    except UnidentifiedImageError:
        reason = "it is neither PNG nor JPEG"
        raise LocalFault("PLY-BRR-063", path=path, reason=reason) from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as bad:
        words = getattr(bad, "strerror", None) or "it is damaged"
        raise LocalFault("PLY-BRR-063", path=path, reason=words.lower()) from bad
    return _chunks(grey)


def _chunks(grey: Image.Image) -> Seen:
    chunks: list[bytes] = []
    others = 0
    for code in zxingcpp.read_barcodes(grey, formats=_QR):
        data = bytes(code.bytes)
        try:
            decode_chunk(data)
        except CounterpartFault:
            others += 1
            continue
        if data not in chunks:
            chunks.append(data)
    return Seen(tuple(chunks), others)
