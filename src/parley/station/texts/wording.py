# SPDX-License-Identifier: Apache-2.0
"""From a comparison to plain words, and from a grade to its label.

Nothing here ever says that a translation is right.
"""

from __future__ import annotations

from itertools import zip_longest

from parley.model.translation import Grade
from parley.station.texts.views import DifferenceView, SentencePair
from parley.texts.comparing import Comparison, Difference, Sort
from parley.texts.denials import denials
from parley.texts.sentences import sentences

NOTHING_FOUND = "no difference found in numbers, times, names"
DIGITS_ONLY = "number words and denials of these languages were not compared"

_LABELS = {
    Grade.MACHINE: "MACHINE TRANSLATION - NOT CERTIFIED",
    Grade.SIGHT: "SIGHT TRANSLATION - NOT CERTIFIED",
    Grade.ROUGH: "ROUGH TRANSLATION - NOT CERTIFIED",
    Grade.CERTIFIED: "CERTIFIED TRANSLATION",
    Grade.DISPUTED: "DISPUTED TRANSLATION - DO NOT RELY ON IT",
}
_BAD = "CERTIFICATE BAD - NOT CERTIFIED"


def label(grade: Grade, *, good: bool) -> str:
    """Return a grade in words; a signature that does not fit certifies nothing."""
    return _LABELS[grade] if good else _BAD


def findings(compared: Comparison) -> tuple[str, ...]:
    """Return what was found, a line each, and what was not looked at."""
    found = [_line(each) for each in compared.differences] or [NOTHING_FOUND]
    return tuple(found if compared.words else [*found, DIGITS_ONLY])


def differences(compared: Comparison) -> tuple[DifferenceView, ...]:
    """Return what was found, for a face that has words of its own."""
    return tuple(
        DifferenceView(
            each.sort.name, "" if each.kind is None else each.kind.value, each.detail
        )
        for each in compared.differences
    )


def _line(each: Difference) -> str:
    kind = "" if each.kind is None else f"{each.kind.value} "
    return _FOUND[each.sort].format(found=kind + each.detail)


_FOUND = {
    Sort.EMPTY: "there is no translation",
    Sort.UNCHANGED: "the original stands there unchanged",
    Sort.MISSING: "only in the original: {found}",
    Sort.ADDED: "only in the translation: {found}",
    Sort.NAME: "name not found in the translation: {found}",
    Sort.DENIALS: "denials in original and translation: {found}",
    Sort.LENGTH: "length: {found} times that of the original",
    Sort.REPEATED: "repeated in the translation: {found}",
    Sort.AGREED: "agreed term not found as agreed: {found}",
    Sort.CHARACTERS: "characters to look at: {found}",
}


def pairs(
    original: str, language: str, text: str, into: str
) -> tuple[SentencePair, ...]:
    """Return both texts sentence by sentence, in their order."""
    return tuple(
        SentencePair(one, other, _denying(one, language), _denying(other, into))
        for one, other in zip_longest(
            sentences(original), sentences(text), fillvalue=""
        )
    )


def _denying(sentence: str, language: str) -> tuple[str, ...]:
    return tuple(sentence[start:end] for start, end in denials(sentence, language))
