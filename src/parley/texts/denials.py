# SPDX-License-Identifier: Apache-2.0
"""The words that deny: found, counted and set off for the eye; never judged.

Two languages do not deny in the same places ("unless", "не менее"), so equal counts
prove nothing and unequal ones often mean nothing.  A linguist looks at each.
"""

from __future__ import annotations

from parley.texts.languages import BOUNDS, known, tables


def denials(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Return where the denying words of `text` stand, as (start, end).

    A "not" inside "not later than" and its kin denies nothing and is left out.
    """
    if not known(language):
        return ()
    speech = tables(language)
    covered = [
        hit.span()
        for hit in speech.terms.pattern.finditer(text)
        if speech.terms.key(hit) in BOUNDS
    ]
    return tuple(
        hit.span()
        for hit in speech.denials.finditer(text)
        if not any(first <= hit.start() < end for first, end in covered)
    )
