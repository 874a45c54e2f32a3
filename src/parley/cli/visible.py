# SPDX-License-Identifier: Apache-2.0
"""Makes text safe and honest on a terminal.

Words of the counterpart, and of our own officers, are data: a control character could
move the cursor, rename the window or hide a sentence, and a bidirectional control could
show "do not attack" where "attack not do" was written.  Every character that a reader
would not see as itself is shown as a mark, ``⟨U+202E⟩``, and named below the text.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

# Seen as nothing, or as a space, though their category says letter, mark or symbol.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_OWN_NAMES = {
    "\x00": "NULL",
    "\t": "TABULATION",
    "\n": "LINE FEED",
    "\r": "CARRIAGE RETURN",
    "\x07": "BELL",
    "\x1b": "ESCAPE",
    "\x9b": "CONTROL SEQUENCE INTRODUCER",
}


def hidden(char: str) -> bool:
    """Tell whether a reader would not see `char` as itself."""
    if char == " " or " " < char <= "~":
        return False
    category = unicodedata.category(char)
    if category in _HIDDEN_CATEGORIES or category == "Zs":
        return True
    return char in _BLANK or _is_variation_selector(char)


def _is_variation_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def mark(char: str) -> str:
    """Return the mark that stands for a hidden character."""
    return f"⟨U+{ord(char):04X}⟩"


def one_line(text: str) -> str:
    """Return `text` safe for one cell of a table: line ends are marks too."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(mark(char) if hidden(char) else char for char in text)


def lines(text: str) -> list[str]:
    """Return the lines of `text`, safe to print; only line feeds end a line."""
    return [one_line(line) for line in text.split("\n")]


def legend(text: str) -> list[str]:
    """Name every hidden character of `text` with how often it is there."""
    found = Counter(char for char in text if char != "\n" and hidden(char))
    return [
        f"{mark(char)} {name_of(char)}, {count} {'time' if count == 1 else 'times'}"
        for char, count in sorted(found.items())
    ]


def name_of(char: str) -> str:
    """Return the Unicode name of `char`, or what is known of it."""
    known = _OWN_NAMES.get(char)
    if known is not None:
        return known
    return unicodedata.name(char, "a character without a name")


def width(text: str) -> int:
    """Return how many columns a terminal gives `text` (which must be safe already)."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clipped(text: str, columns: int) -> str:
    """Return `text` shortened to `columns`, with an ellipsis if anything was cut."""
    if width(text) <= columns:
        return text
    used, kept = 0, []
    for char in text:
        used += _columns(char)
        if used > columns - 1:
            break
        kept.append(char)
    return "".join(kept) + "…"


def wrapped(line: str, columns: int) -> list[str]:
    """Break a safe line into pieces of at most `columns`, at spaces where possible."""
    pieces = []
    while width(line) > columns:
        cut = _cut(line, columns)
        pieces.append(line[:cut])
        line = line[cut:]
    return [*pieces, line]


def _cut(line: str, columns: int) -> int:
    used = 0
    for place, char in enumerate(line):
        used += _columns(char)
        if used > columns:
            space = line.rfind(" ", 0, place)
            return space + 1 if space > 0 else max(place, 1)
    return len(line)
