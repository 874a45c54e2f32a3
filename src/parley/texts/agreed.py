# SPDX-License-Identifier: Apache-2.0
"""Terms that both parties agreed on: a translation without the rendering is told.

Words bend in most languages, so a word is found by its beginning and any short ending.
This is a filter: it finds that a rendering is not there, never that it is in the right
place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from parley.fixed import Fixed

_LONG, _END = 5, 2  # letters of a long word, and how many of them an ending takes
_ENDINGS = r"\w{0,4}(?!\w)"  # what may stand instead
_SHORT_ENDINGS = r"\w{0,2}(?!\w)"


class AgreedTerm(Fixed):
    """`term` of one language is read as `rendering` of another."""

    language: str
    term: str
    into: str
    rendering: str


def missing_terms(
    source: str, language: str, target: str, into: str, terms: Iterable[AgreedTerm]
) -> Iterator[AgreedTerm]:
    """Yield the terms of `source` whose rendering is not in `target`.

    A term counts in both directions: who reads a text back meets the same words.
    """
    source, target = source.casefold(), target.casefold()
    for one in terms:
        here, there = one.term, one.rendering
        if (_main(one.language), _main(one.into)) == (_main(into), _main(language)):
            here, there = there, here
        elif (_main(one.language), _main(one.into)) != (_main(language), _main(into)):
            continue
        if _has(source, here) and not _has(target, there):
            yield AgreedTerm(language, here, into, there)


def _main(language: str) -> str:
    return language.partition("-")[0]


def _has(text: str, phrase: str) -> bool:
    words = phrase.split()
    # Most terms are in no text at hand, and a plain search is quick.
    if not all(_stem(word).casefold() in text for word in words):
        return False
    pattern = r"(?<!\w)" + r"\s+".join(_word(word.casefold()) for word in words)
    return re.search(pattern, text) is not None


def _stem(word: str) -> str:
    return word if len(word) < _LONG else word[:-_END]


def _word(word: str) -> str:
    return re.escape(_stem(word)) + (_SHORT_ENDINGS if len(word) < _LONG else _ENDINGS)
