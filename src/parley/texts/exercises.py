# SPDX-License-Identifier: Apache-2.0
"""What a text of an exercise must say, and what it must never say.

An alarm of 2018 was believed because its script said that it was not a drill.  So the
first and the last word of every text in an exercise is EXERCISE, in every language, and
words that deny the exercise are refused.  The list is of the obvious forms; it is a net
under the writers and no judge of what they mean.
"""

from __future__ import annotations

import re
import unicodedata

MARK = "EXERCISE"

_DENIALS = (
    # English
    r"not (?:a|an|any|the|just a|merely a|only a) (?:drill|exercise|test)s?",
    r"(?:no|not|isnt|aint) (?:a |an |any )?drill",
    r"(?:no|isnt an?|aint an?|isnt just an?) (?:exercise|test)",
    r"real world",
    r"(?:this is|is|for) real",
    r"real (?:event|attack|emergency|alert)",
    # Russian and Ukrainian, as they are without breves and dots
    r"не (?:учени[ея]|учениях|учебн(?:ыи|ая|ое|ые|ои|ого|ую|ых|о))",
    r"не (?:тренировк\w*|тренировочн\w*)",
    r"(?:реальн\w*|боев\w*) (?:обстановк\w*|мир\w*|тревог\w*|событи\w*)",
    r"не (?:навчанн\w*|навчальн\w*|тренуванн\w*)",
    r"(?:реальн\w*|боиов\w*) (?:обстановк\w*|світ\w*|тривог\w*|поді\w*)",
    # French
    r"pas (?:un|d|dun|une|de|l) ?(?:exercice|simulation|simulacre|essai)s?",
    r"pas (?:un|d|dun|de|l) ?entrainements?",
    r"(?:situation|monde|alerte|attaque) reel(?:le)?",
    # Arabic, without vowel marks
    r"(?:ليس|ليست|لا|غير) (?:هذا |هذه )?(?:تدريب\w*|تمرين\w*|مناوره|تجربه|اختبار\w*)",
    r"(?:العالم|عالم|وضع|الوضع|حدث) (?:ال)?حقيقي\w*",
)
# Chinese writes no spaces, so nothing stands around its words.
_WITHOUT_SPACES = (
    r"(?:不是|并非|並非|绝非|絕非|非)(?:一次|一场|一場)?"
    r"(?:演习|演習|演练|演練|训练|訓練|测试|測試)"
    r"|(?:真实|真實|现实|現實)(?:世界|情况|情況|事件)"
)
_FOUND = re.compile(r"(?<!\w)(?:" + "|".join(_DENIALS) + r")(?!\w)|" + _WITHOUT_SPACES)
_APART = re.compile(r"[\W_]+")
_JOINED = re.compile("['\u2019\u02bc\u0640]")
_ARABIC = str.maketrans({"ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي"})


def denied(text: str) -> str | None:
    """Return the words of `text` that deny an exercise, as they were compared, or None.

    Case, accents, vowel marks, punctuation and line breaks make no difference.
    """
    found = _FOUND.search(_plain(text))
    return None if found is None else found.group().strip()


def _plain(text: str) -> str:
    open_ = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(one for one in open_ if not unicodedata.combining(one))
    joined = _JOINED.sub("", unicodedata.normalize("NFKC", bare)).translate(_ARABIC)
    return _APART.sub(" ", joined)


def marked(text: str) -> str:
    """Return `text` with EXERCISE as its first and its last word."""
    if is_marked(text):
        return text
    return f"{MARK}\n{text}\n{MARK}"


def first_line(text: str) -> str:
    """Return the first line, or what follows the mark of an exercise, behind it."""
    first, _, rest = text.lstrip().partition("\n")
    if first.strip() != MARK:
        return first
    return f"{MARK} {rest.lstrip().partition(chr(10))[0]}".rstrip()


def is_marked(text: str) -> bool:
    """Tell whether EXERCISE is the first and the last word of a text, on its own."""
    words = text.split()
    return len(words) > 1 and words[0] == words[-1] == MARK
