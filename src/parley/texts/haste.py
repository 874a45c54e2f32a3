# SPDX-License-Identifier: Apache-2.0
"""How long a text is for whoever must read and translate it in haste."""

from __future__ import annotations

import re

WORDS_LONG = 200
HASTY = frozenset({"FLASH", "IMMEDIATE"})
_IDEOGRAPH = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def words(text: str) -> int:
    """Count words; two ideographs count as one word."""
    ideographs = len(_IDEOGRAPH.findall(text))
    return len(_IDEOGRAPH.sub(" ", text).split()) + (ideographs + 1) // 2


def long_in_haste(count: int, precedence: str) -> bool:
    """Say whether so many words cost the other watch minutes that it may not have."""
    return precedence in HASTY and count > WORDS_LONG
