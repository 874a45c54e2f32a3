# SPDX-License-Identifier: Apache-2.0
"""What may deceive an eye in a text, in the words of the screen."""

from __future__ import annotations

from parley.console.words import _


def trait_words(trait: str) -> str:
    """Return what is remarkable about a place of a text; `trait` is its name."""
    return {
        "BIDI": _("turns the direction of reading"),
        "INVISIBLE": _("cannot be seen"),
        "PRIVATE": _("means something else on every machine"),
        "UNASSIGNED": _("is not assigned in the pinned tables"),
        "NOT_NFC": _("is not in normal form C"),
        "MIXED_SCRIPT": _("mixes scripts in one word"),
        "LOOK_ALIKE": _("looks like a word of another script"),
        "ODD_DIGIT": _("is a digit of another script"),
        "STYLED": _("is a styled form of an ordinary letter"),
    }.get(trait, trait)
