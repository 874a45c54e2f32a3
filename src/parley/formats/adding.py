# SPDX-License-Identifier: Apache-2.0
"""Editions only add: what a later one takes away from an earlier one, or changes in it.

A message means what its edition says for ever; people who learned one edition must be
able to read the next without learning that a number now says something else.
"""

from __future__ import annotations

from parley.formats.compare import Difference, differences
from parley.formats.schema import Book

_COUNTS = ("choice ", "profile")
_VECTOR = "vector "  # an edition's vectors name the edition itself


def taken_away(old: Book, new: Book) -> list[Difference]:
    """Return every fact of `old` that does not stand in `new` as it stood."""
    drafts = tuple(f"{one.tag} " for one in old.languages.values() if one.draft)
    return [
        each
        for each in differences(old, new)
        if each.old is not None and not _may_change(each, drafts)
    ]


def _may_change(each: Difference, drafts: tuple[str, ...]) -> bool:
    # SPEC 9.41: "An edition adds to the one before: formats, fields, choices and
    # languages; what that one says stands in it unchanged, but for the words of a
    # language that was a draft."
    if each.place.startswith(_VECTOR) or f"{each.place} ".startswith(drafts):
        return True
    if each.new is None or not each.place.startswith(_COUNTS):
        return False
    return int(each.new) >= int(each.old or 0)
