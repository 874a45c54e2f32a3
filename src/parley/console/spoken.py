# SPDX-License-Identifier: Apache-2.0
"""Which faults a person meets at a screen: these are said in the screen's language.

The others are met at a command, at a start or in a log, and stay English there.
`tests/console/test_spoken.py` holds this list against the code that answers pages.
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import astuple

from parley.errors import CATALOGUE

SPOKEN: Final = (
    *("PLY-AUT-001", "PLY-AUT-002", "PLY-AUT-003", "PLY-AUT-015"),
    *("PLY-AUT-03", "PLY-AUT-05", "PLY-AUT-06"),
    "PLY-BOK-",
    *("PLY-CFG-008", "PLY-CFG-013", "PLY-CFG-014", "PLY-CFG-015", "PLY-CFG-016"),
    *("PLY-CFG-017", "PLY-CFG-018", "PLY-CFG-019", "PLY-CFG-020", "PLY-CFG-021"),
    "PLY-CLI-030",
    *("PLY-KEY-00", "PLY-KEY-010", "PLY-KEY-011", "PLY-KEY-101"),
    *("PLY-KEY-120", "PLY-KEY-124", "PLY-KEY-130"),
    *("PLY-LNK-001", "PLY-LNK-002", "PLY-LNK-003", "PLY-LNK-007", "PLY-LNK-008"),
    *("PLY-LNK-016", "PLY-LNK-019", "PLY-LNK-020"),
    "PLY-RDO-",
    "PLY-REC-001",
    "PLY-REL-",
    "PLY-SIG-",
    "PLY-STO-",
    "PLY-TXT-",
    "PLY-UI-",
    "PLY-WCH-",
    *("PLY-WIR-001", "PLY-WIR-101"),
    "PLY-XCH-",
)
"""Codes, or how the codes of an area begin."""


def spoken_sentences() -> frozenset[str]:
    """Return every sentence of those faults."""
    return frozenset(
        sentence
        for code, text in CATALOGUE.items()
        if code.startswith(SPOKEN)
        for sentence in astuple(text)
    )
