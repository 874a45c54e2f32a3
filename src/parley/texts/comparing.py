# SPDX-License-Identifier: Apache-2.0
"""A text beside its translation: what one has and the other lacks.

This is a filter for damage, not for meaning.  Without a finding the screen may say "no
difference found in numbers, times, names", and never that the translation is right.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum

from parley.fixed import Fixed
from parley.texts.agreed import AgreedTerm, missing_terms
from parley.texts.characters import Trait, findings
from parley.texts.denials import denials
from parley.texts.languages import known
from parley.texts.names import missing_names
from parley.texts.quantities import Kind, facts
from parley.texts.scripts import Script, scripts_of

_SHORT, _LONG = 0.4, 2.8  # of the source's length; forms of one text stay well inside
_REPEATED = re.compile(r"(?<!\w)(\w+(?:\W+\w+){0,2}?)(?:\W+\1){2}(?!\w)", re.IGNORECASE)
_LENGTH_FROM = 40  # characters; below, a ratio says nothing


class Sort(Enum):
    """What differs, or is wrong with the translation as a whole."""

    EMPTY = "empty"
    UNCHANGED = "unchanged"
    MISSING = "missing"
    ADDED = "added"
    NAME = "name missing"
    DENIALS = "denials"
    LENGTH = "length"
    REPEATED = "repeated"
    CHARACTERS = "characters"
    AGREED = "agreed term missing"


class Difference(Fixed):
    """One thing to look at; `kind` is set for facts, `detail` is what was found."""

    sort: Sort
    detail: str
    kind: Kind | None = None


class Comparison(Fixed):
    """What was looked at and what was found.

    `words` says whether number words, terms and denials of both languages were looked
    at too, or digits and names only.  The counts of denials are shown, not judged.
    """

    differences: tuple[Difference, ...]
    words: bool
    denials_source: int
    denials_target: int

    @property
    def damaged(self) -> bool:
        """The translation is no translation: nothing of it may be shown as one."""
        return any(one.sort in {Sort.EMPTY, Sort.UNCHANGED} for one in self.differences)


def compare(
    source: str,
    language: str,
    target: str,
    into: str,
    terms: tuple[AgreedTerm, ...] = (),
) -> Comparison:
    """Compare `target` (in language `into`) with the `source` that it translates.

    `terms` are those on which both parties have agreed.
    """
    words = known(language) and known(into)
    counts = len(denials(source, language)), len(denials(target, into))
    whole = _as_a_whole(source, target)
    if any(one.sort is Sort.EMPTY for one in whole):
        return Comparison(whole, words, *counts)
    found = [*whole, *_facts(source, language, target, into, words=words)]
    found += [Difference(Sort.NAME, name) for name in _names(source, target)]
    # SPEC 11.40: "An agreed term that stands in the original and whose rendering does
    # not stand in the translation is a finding."
    found += [
        Difference(Sort.AGREED, f"{one.term} = {one.rendering}")
        for one in missing_terms(source, language, target, into, terms)
    ]
    if words and (counts[0] == 0) != (counts[1] == 0):
        found.append(Difference(Sort.DENIALS, f"{counts[0]} / {counts[1]}"))
    found += [
        Difference(Sort.CHARACTERS, f"{one.text} ({one.code_points})")
        for one in findings(target)
        if one.trait is not Trait.ODD_DIGIT
    ]
    return Comparison(tuple(found), words, *counts)


def _as_a_whole(source: str, target: str) -> tuple[Difference, ...]:
    if not target.strip():
        return (Difference(Sort.EMPTY, ""),)
    found = []
    if source.split() == target.split() and any(map(str.isalpha, source)):
        found.append(Difference(Sort.UNCHANGED, ""))
    ratio = len(target) / max(1, len(source))
    if len(source) >= _LENGTH_FROM and not _SHORT <= ratio <= _LONG:
        found.append(Difference(Sort.LENGTH, f"{ratio:.1f}"))
    run = _repeated(target)
    if run and not _repeated(source):
        found.append(Difference(Sort.REPEATED, run))
    return tuple(found)


def _repeated(text: str) -> str:
    """Return what stands three times in a row, up to three words."""
    hit = _REPEATED.search(text)
    return hit.group(1) if hit else ""


def _facts(
    source: str, language: str, target: str, into: str, *, words: bool
) -> list[Difference]:
    theirs = _counted(source, language, words=words)
    ours = _counted(target, into, words=words)
    _forgive_years(theirs, ours)
    missing, added = theirs - ours, ours - theirs
    # A term said twice is still said; a number said twice may be another number.
    return [
        Difference(sort, value, kind)
        for sort, found, other in (
            (Sort.MISSING, missing, ours),
            (Sort.ADDED, added, theirs),
        )
        for kind, value in found
        if kind not in {Kind.TERM, Kind.DIRECTION} or not other[kind, value]
    ]


def _counted(text: str, language: str, *, words: bool) -> Counter[tuple[Kind, str]]:
    spoken = {Kind.TERM, Kind.DIRECTION}
    return Counter(
        (one.kind, one.value)
        for one in facts(text, language)
        if words or one.kind not in spoken
    )


def _forgive_years(a: Counter[tuple[Kind, str]], b: Counter[tuple[Kind, str]]) -> None:
    """A date without its year is the date, if the other side has just one like it."""
    for one, other in ((a, b), (b, a)):
        for kind, value in list(one):
            if kind is not Kind.DATE or not value.startswith("----"):
                continue
            like = [
                key for key in other if key[0] is Kind.DATE and key[1][4:] == value[4:]
            ]
            if len(like) == 1 and like[0] not in one:
                one[like[0]] += one.pop((kind, value))


def _names(source: str, target: str) -> tuple[str, ...]:
    """Names are compared where both texts are in alphabets whose sounds are known."""
    spoken = {Script.LATIN, Script.CYRILLIC}
    written = scripts_of(source) | scripts_of(target)
    return missing_names(source, target) if written <= spoken else ()
