# SPDX-License-Identifier: Apache-2.0
"""Names across two alphabets: compared by the consonants that survive both spellings.

`Haddad` and «Хаддад» leave the same skeleton, `Smith` and «Кузнецов» do not.  It is a
filter: a name it misses is not thereby wrong.
"""

from __future__ import annotations

import re
from functools import lru_cache

_NAME = re.compile(r"(?<![\w'’])[A-ZА-ЯЁ][\w'’-]+")
_BEGINS = re.compile(r"(?:^|[.!?:…\n«\"“(]\s*)$")
_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e",
        "ж": "z", "з": "z", "и": "i", "й": "i", "к": "k", "л": "l", "м": "m",
        "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
        "ф": "f", "х": "h", "ц": "ts", "ч": "c", "ш": "s", "щ": "s", "ъ": "",
        "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a",
    }
)  # fmt: skip
_LATIN = (
    ("shch", "s"), ("sch", "s"), ("kh", "h"), ("zh", "z"), ("ch", "c"), ("sh", "s"),
    ("ph", "f"), ("th", "t"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("w", "v"),
    ("j", "z"), ("y", "i"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiou'’-]+")
_TWICE = re.compile(r"(.)\1+")
_ENDINGS = re.compile(r"(?:ом|ым|ой|ий|ая|ами|ах|ам|ов|ев|а|у|е|ы|и|ю|я)$")


def names(text: str) -> tuple[str, ...]:
    """Return the capitalised words of `text` that do not begin a sentence."""
    return tuple(
        hit.group()
        for hit in _NAME.finditer(text)
        if not _BEGINS.search(text[max(0, hit.start() - 3) : hit.start()])
        and not (hit.group().isupper() and len(hit.group()) > 1)
    )


@lru_cache(maxsize=4_096)
def skeleton(name: str) -> str:
    """Return what two spellings of one name have in common."""
    bare = name.lower().translate(_CYRILLIC)
    for written, sound in _LATIN:
        bare = bare.replace(written, sound)
    return _TWICE.sub(r"\1", _VOWELS.sub("", bare)).replace("c", "k")


def missing_names(source: str, target: str) -> tuple[str, ...]:
    """Return the names of `source` that no word of `target` could be."""
    words = set(re.findall(r"[^\W\d_][\w'’-]+", target))
    there = {skeleton(word) for word in words}
    there |= {skeleton(_ENDINGS.sub("", word.lower())) for word in words}
    return tuple(
        dict.fromkeys(
            name
            for name in names(source)
            if (bones := skeleton(name)) and not _is_among(bones, there)
        )
    )


def _is_among(bones: str, there: set[str]) -> bool:
    if bones in there:
        return True
    if len(bones) < 3:  # noqa: PLR2004 - two consonants fit anything
        return any(one.startswith(bones) for one in there)
    return any(_near(bones, one) for one in there)


def _near(a: str, b: str) -> bool:
    """One letter more, less or other."""
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    return a[at:] == b[at + 1 :] or a[at + 1 :] == b[at + 1 :]
