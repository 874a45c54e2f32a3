# SPDX-License-Identifier: Apache-2.0
"""What in a text an eye may be deceived by: named, with its code points.

`problems` of `parley.wire.text` says what may not travel at all.  Here a drafter and a
linguist are told what would look like something it is not; ICU's checker is made for
identifiers and finds half of this while doubting every ordinary line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum

from parley.fixed import Fixed
from parley.texts.assigned import OWN, is_assigned
from parley.texts.scripts import Script, script_of, scripts_of

FINDINGS_MAX = 200
"""More than these say nothing new; a text of one finding a letter is not a text."""

_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
# Format characters that draw something, and joiners whose place decides.
_DRAWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2\U000110bd")
_JOINERS = frozenset("\u200c\u200d")
_BIDI = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_BLANK = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Cyrillic and Greek letters that a Latin one looks like, and which.
_LIKE_LATIN = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕІЈЅԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEKMHOPCTYXaeopcyxijsIJSdqwhABEZHIKMNOPTYXo",
)


class Trait(Enum):
    """What is remarkable about a place of a text."""

    BIDI = "turns the direction of reading"
    INVISIBLE = "cannot be seen"
    PRIVATE = "means something else on every machine"
    UNASSIGNED = "is not assigned in the pinned tables"
    NOT_NFC = "is not in normal form C"
    MIXED_SCRIPT = "mixes scripts in one word"
    LOOK_ALIKE = "looks like a word of another script"
    ODD_DIGIT = "is a digit of another script"
    STYLED = "is a styled form of an ordinary letter"


REFUSED = frozenset(
    {Trait.BIDI, Trait.INVISIBLE, Trait.PRIVATE, Trait.UNASSIGNED, Trait.NOT_NFC}
)
"""What a drafter must take out; the others he is shown and may mean."""


class Finding(Fixed):
    """`text` stands at character `start` (from 0) and has a remarkable `trait`."""

    trait: Trait
    start: int
    text: str

    @property
    def code_points(self) -> str:
        """The first eight code points, as U+0421 U+041E."""
        points = " ".join(f"U+{ord(char):04X}" for char in self.text[:8])
        return points if len(self.text) <= 8 else points + " ..."  # noqa: PLR2004


def findings(text: str, tables: int = OWN) -> tuple[Finding, ...]:
    """Return what is remarkable in `text`, in its order, `FINDINGS_MAX` at most.

    `tables` is the number of those by which a character is assigned.
    """
    found: list[Finding] = []
    for each in _all(text, tables):
        found.append(each)
        if len(found) == FINDINGS_MAX:
            break
    return tuple(sorted(found, key=lambda one: one.start))


def refused(text: str, tables: int = OWN) -> tuple[Finding, ...]:
    """Return the findings that keep `text` from being drafted."""
    return tuple(one for one in findings(text, tables) if one.trait in REFUSED)


def _all(text: str, tables: int) -> Iterator[Finding]:
    if text.isascii():
        return
    if not unicodedata.is_normalized("NFC", text):
        at = _first_not_normal(text)
        yield Finding(Trait.NOT_NFC, at, text[at : at + 2])
    yield from _characters(text, tables)
    yield from _words(text)


def _first_not_normal(text: str) -> int:
    normal = unicodedata.normalize("NFC", text)
    pairs = zip(text, normal, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), len(normal) - 1)


def _characters(text: str, tables: int) -> Iterator[Finding]:
    beyond = {char for char in set(text) if not char.isascii()}
    usual = _usual_digits(beyond)
    odd = {char for char in beyond if char.isdecimal()} - usual
    doubted = odd | {char for char in beyond - usual if _is_doubted(char, tables)}
    if not doubted:
        return
    for at, char in enumerate(text):
        if char not in doubted:
            continue
        trait = _trait(text, at, char, tables)
        if trait is not None:
            yield Finding(trait, at, char)
        elif char in odd:
            yield Finding(Trait.ODD_DIGIT, at, char)


def _is_doubted(char: str, tables: int) -> bool:
    """Say whether `_trait` could find anything in this character, wherever it is."""
    odd = unicodedata.category(char)[0] == "C" or char in _BLANK
    return odd or not is_assigned(char, tables) or _is_styled(char)


def _trait(text: str, at: int, char: str, tables: int) -> Trait | None:
    if not is_assigned(char, tables):
        return Trait.UNASSIGNED
    if char in _BIDI:
        return Trait.BIDI
    category = unicodedata.category(char)
    if char in _JOINERS:
        return None if _joins(text, at) else Trait.INVISIBLE
    if char in _BLANK or (category == "Cf" and char not in _DRAWN):
        return Trait.INVISIBLE
    if category == "Co":
        return Trait.PRIVATE
    return Trait.STYLED if _is_styled(char) else None


def _is_styled(char: str) -> bool:
    """A letter or digit that Unicode derives from an ordinary Latin one."""
    styled = unicodedata.decomposition(char)[:1] == "<"
    letter = unicodedata.category(char)[0] in "LN"
    return styled and letter and script_of(char) in _STYLED_FROM


_STYLED_FROM = frozenset({Script.LATIN, Script.OTHER, Script.COMMON})


def _joins(text: str, at: int) -> bool:
    """Persian and emoji need joiners between letters; anywhere else they hide."""
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return len(around) == 2 and all(  # noqa: PLR2004 - one on either side
        ord(char) > 0x02FF and unicodedata.category(char)[0] in "LMS"  # noqa: PLR2004
        for char in around
    )


def _usual_digits(characters: set[str]) -> frozenset[str]:
    """Digits of the script that a text is written in are usual, as ASCII's are."""
    usual: set[str] = set()
    letters = {script_of(char) for char in characters}
    if Script.ARABIC in letters:
        usual |= set("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")
    if letters & {Script.HAN, Script.KANA}:
        usual |= set("０１２３４５６７８９")
    if Script.DEVANAGARI in letters:
        usual |= set("०१२३४५६७८९")
    if Script.BENGALI in letters:
        usual |= set("০১২৩৪৫৬৭৮৯")
    return frozenset(usual)


def _words(text: str) -> Iterator[Finding]:
    words = list(_WORD.finditer(text))
    scripts = [scripts_of(word.group()) for word in words]
    plain = frozenset({Script.LATIN})
    main_is_latin = scripts.count(plain) * 2 > len(scripts)
    for word, of in zip(words, scripts, strict=True):
        if len(of) > 1:
            yield Finding(Trait.MIXED_SCRIPT, word.start(), word.group())
        elif of and of <= _LIKE and main_is_latin and _is_like(word.group()):
            yield Finding(Trait.LOOK_ALIKE, word.start(), word.group())


_LIKE = frozenset({Script.CYRILLIC, Script.GREEK})


def _is_like(word: str) -> bool:
    """Every letter of the word could be read as a Latin one, and it has several."""
    return len(word) > 1 and word.translate(_LIKE_LATIN).isascii()
