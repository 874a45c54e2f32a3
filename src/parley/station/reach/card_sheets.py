# SPDX-License-Identifier: Apache-2.0
"""A card on paper: QR codes that a camera reads, two thirds of which are enough.

Nothing in a card is secret, so its pieces are tagged under a key that everybody knows:
the tags find damage, and only the digits that people compare prove whose card it is.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from parley.carriage.parcels import Assembler, cut
from parley.crypto.carrier import CarrierKeys
from parley.errors import LocalFault
from parley.station.places import write_file
from parley.wire.chunk import CHUNK_OVERHEAD_BYTES

_CODE_BYTES: Final = 680
_REPAIR: Final = 0.5
_KNOWN_TO_ALL: Final = bytes(32)


def draw_card(card: bytes, path: Path) -> int:
    """Draw a card onto a new file, PDF or SVG by its name; return how many codes.

    Raises:
        LocalFault: PLY-BRR-064 the name; PLY-BRR-066 packages; PLY-CFG-008 the file.

    """
    _need("fpdf", "segno")
    drawing = importlib.import_module("parley.bearers.qr.sheet")
    draw = {".pdf": drawing.pdf_sheet, ".svg": drawing.svg_sheet}.get(path.suffix)
    if draw is None:
        raise LocalFault("PLY-BRR-064", reason="the name must end in .pdf or .svg")
    chunks = cut([card], _keys(), _CODE_BYTES - CHUNK_OVERHEAD_BYTES, _REPAIR)
    write_file(path, draw(chunks))
    return len(chunks)


def read_card(pictures: Sequence[Path]) -> bytes:
    """Return the card whose codes are in the pictures, in any order.

    Raises:
        LocalFault: PLY-BRR-063 a picture; PLY-BRR-065 too few of its codes are there;
            PLY-BRR-066 packages.

    """
    _need("zxingcpp", "PIL")
    read_picture = importlib.import_module("parley.bearers.qr.photo").read_picture
    joined = Assembler(_keys())
    for picture in pictures:
        for chunk in read_picture(picture).chunks:
            _, found = joined.take(chunk)
            if found:
                return found[0]
    held, needed = max(joined.progress, default=(0, 1))
    raise LocalFault("PLY-BRR-065", held=held, needed=needed)


def _keys() -> CarrierKeys:
    return CarrierKeys(_KNOWN_TO_ALL, "card", "", "")


def _need(*modules: str) -> None:
    for module in modules:
        if importlib.util.find_spec(module) is None:
            raise LocalFault("PLY-BRR-066", module=module)
