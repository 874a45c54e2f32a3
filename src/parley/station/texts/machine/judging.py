# SPDX-License-Identifier: Apache-2.0
"""Whether what an engine wrote can be shown as a translation at all.

This finds what is no translation: nothing, the original again, a flood, characters that
no text of ours may hold.  Whether it is right, only a person says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from parley.station.texts.machine.child import OUTPUT_TIMES_MAX
from parley.texts.characters import refused
from parley.wire.text import problems

_ROOM_CHARACTERS = 64  # a short sentence may well grow fourfold
_WORDS_MIN = 3  # "NATO, 14:30" is the same in every language; a sentence is not


def join(originals: Sequence[str], made: Sequence[str]) -> str:
    """Return the text of all sentences, with the white space of the original.

    A line feed inside a sentence would tear the pairs apart; it becomes a space.
    """
    whole = "".join(
        " ".join(text.split()) + one[len(one.rstrip()) :]
        for one, text in zip(originals, made, strict=True)
    )
    return unicodedata.normalize("NFC", whole)


def problem_of(originals: Sequence[str], made: Sequence[str]) -> str | None:
    """Return why this is no translation, or None."""
    pairs = zip(originals, made, strict=True)
    for number, (one, text) in enumerate(pairs, start=1):
        problem = _problem(one, text)
        if problem is not None:
            return f"sentence {number} {problem}"
    return None


def _problem(one: str, text: str) -> str | None:
    if not text.strip():
        return "came back empty" if one.strip() else None
    if len(text) > OUTPUT_TIMES_MAX * len(one) + _ROOM_CHARACTERS:
        return "came back many times as long"
    if one.split() == text.split() and _is_speech(one):
        return "came back unchanged"
    odd = problems(text)
    if odd is not None:
        return f"came back damaged: {odd}"
    found = refused(unicodedata.normalize("NFC", text))
    if found:
        return f"came back with {found[0].code_points} {found[0].trait.value}"
    return None


def _is_speech(text: str) -> bool:
    return sum(word.isalpha() for word in text.split()) >= _WORDS_MIN
