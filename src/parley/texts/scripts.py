# SPDX-License-Identifier: Apache-2.0
"""Which script a character belongs to, by a table of our own.

The table is pinned: two stations with different Unicode tables would judge one text
differently.  It knows the scripts that diplomatic languages are written in; a letter of
any other script is `OTHER`, and what all scripts share is `COMMON`.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from enum import Enum
from functools import lru_cache


class Script(Enum):
    """The scripts that the rules tell apart."""

    COMMON = "common"
    LATIN = "Latin"
    GREEK = "Greek"
    CYRILLIC = "Cyrillic"
    ARMENIAN = "Armenian"
    HEBREW = "Hebrew"
    ARABIC = "Arabic"
    DEVANAGARI = "Devanagari"
    BENGALI = "Bengali"
    THAI = "Thai"
    GEORGIAN = "Georgian"
    HANGUL = "Hangul"
    KANA = "kana"
    HAN = "Han"
    OTHER = "another script"


_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x0041, 0x005A, Script.LATIN),
    (0x0061, 0x007A, Script.LATIN),
    (0x00AA, 0x00AA, Script.LATIN),
    (0x00BA, 0x00BA, Script.LATIN),
    (0x00C0, 0x02AF, Script.LATIN),
    (0x0370, 0x03FF, Script.GREEK),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0531, 0x058F, Script.ARMENIAN),
    (0x0591, 0x05F4, Script.HEBREW),
    (0x0600, 0x06FF, Script.ARABIC),
    (0x0750, 0x077F, Script.ARABIC),
    (0x08A0, 0x08FF, Script.ARABIC),
    (0x0900, 0x097F, Script.DEVANAGARI),
    (0x0980, 0x09FF, Script.BENGALI),
    (0x0E01, 0x0E5B, Script.THAI),
    (0x10A0, 0x10FF, Script.GEORGIAN),
    (0x1100, 0x11FF, Script.HANGUL),
    (0x1C80, 0x1C8F, Script.CYRILLIC),
    (0x1C90, 0x1CBF, Script.GEORGIAN),
    (0x1D00, 0x1D25, Script.LATIN),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x1F00, 0x1FFF, Script.GREEK),
    (0x2C60, 0x2C7F, Script.LATIN),
    (0x2DE0, 0x2DFF, Script.CYRILLIC),
    (0x3041, 0x30FF, Script.KANA),
    (0x3130, 0x318F, Script.HANGUL),
    (0x31F0, 0x31FF, Script.KANA),
    (0x3400, 0x4DBF, Script.HAN),
    (0x4E00, 0x9FFF, Script.HAN),
    (0xA640, 0xA69F, Script.CYRILLIC),
    (0xA720, 0xA7FF, Script.LATIN),
    (0xAC00, 0xD7FF, Script.HANGUL),
    (0xF900, 0xFAFF, Script.HAN),
    (0xFB00, 0xFB06, Script.LATIN),
    (0xFB1D, 0xFB4F, Script.HEBREW),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFC, Script.ARABIC),
    (0xFF21, 0xFF3A, Script.LATIN),
    (0xFF41, 0xFF5A, Script.LATIN),
    (0xFF66, 0xFF9D, Script.KANA),
    (0x20000, 0x3FFFD, Script.HAN),
)
_STARTS = tuple(first for first, _, _ in _RANGES)

# Scripts that one word or sentence is ordinarily written in together.
_TOGETHER = frozenset({Script.HAN, Script.KANA, Script.HANGUL})


@lru_cache(maxsize=4_096)
def script_of(char: str) -> Script:
    """Return the script of one letter; `COMMON` for what is no letter."""
    if not unicodedata.category(char).startswith("L"):
        return Script.COMMON
    at = bisect_right(_STARTS, ord(char)) - 1
    if at >= 0 and ord(char) <= _RANGES[at][1]:
        return _RANGES[at][2]
    return Script.OTHER


@lru_cache(maxsize=4_096)
def scripts_of(word: str) -> frozenset[Script]:
    """Return the scripts of a word's letters; those written together count as one."""
    found = frozenset(map(script_of, set(word))) - {Script.COMMON}
    return frozenset({Script.HAN}) if found and found <= _TOGETHER else found
