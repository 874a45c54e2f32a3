# SPDX-License-Identifier: Apache-2.0
"""Cutting a text into sentences, so that two languages can stand side by side.

A cut at the wrong place costs a reader's eye a moment and nothing else: no meaning is
taken from it, and joined again the pieces are the text.
"""

from __future__ import annotations

import re

# An end mark, closing marks, then white space before something that begins a sentence.
_END = re.compile(r"(?:[.!?…]+[\"'»”’)\]]*(?=\s)|[。！？]+[」』）]*)\s*|\n+\s*")
# Words and single letters whose full stop ends no sentence.
_SHORT = re.compile(
    r"(?<!\w)(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Capt|St|No|Nos|Art|vs|approx|etc|e\.g|i\.e"
    r"|гг|тыс|млн|ст|им|ул|стр|см|др|пр|[A-ZА-яЁё])\.\s*$"
)


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of `text`, each with the white space that follows it."""
    pieces: list[str] = []
    begun = 0
    for end in _END.finditer(text):
        piece = text[begun : end.end()]
        if "\n" not in end.group() and _SHORT.search(piece.rstrip() + " "):
            continue
        pieces.append(piece)
        begun = end.end()
    if begun < len(text):
        pieces.append(text[begun:])
    return tuple(pieces)
