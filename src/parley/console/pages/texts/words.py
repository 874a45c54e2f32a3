# SPDX-License-Identifier: Apache-2.0
"""Grades and findings in the language of the screen.

Nothing here ever says that a translation is right.
"""

from __future__ import annotations

from parley.console.words import _
from parley.station.texts.views import DifferenceView, TranslationView


def label_words(label: str) -> str:
    """Return a grade as it stands over a translation."""
    return {
        "MACHINE TRANSLATION - NOT CERTIFIED": _("MACHINE TRANSLATION - NOT CERTIFIED"),
        "SIGHT TRANSLATION - NOT CERTIFIED": _("SIGHT TRANSLATION - NOT CERTIFIED"),
        "ROUGH TRANSLATION - NOT CERTIFIED": _("ROUGH TRANSLATION - NOT CERTIFIED"),
        "CERTIFIED TRANSLATION": _("CERTIFIED TRANSLATION"),
        "DISPUTED TRANSLATION - DO NOT RELY ON IT": _(
            "DISPUTED TRANSLATION - DO NOT RELY ON IT"
        ),
        "CERTIFICATE BAD - NOT CERTIFIED": _("CERTIFICATE BAD - NOT CERTIFIED"),
    }.get(label, label)


def _kind_words(kind: str) -> str:
    return {
        "number": _("number"),
        "time": _("time"),
        "date": _("date"),
        "place": _("place"),
        "direction": _("direction"),
        "term": _("term"),
    }.get(kind, kind)


def difference_words(found: DifferenceView) -> str:
    """Return what is to be looked at, in one sentence."""
    what = " ".join(part for part in (_kind_words(found.kind), found.detail) if part)
    said = {
        "EMPTY": _("There is no translation."),
        "UNCHANGED": _("The original stands there unchanged."),
        "MISSING": _("Only in the original: {found}"),
        "ADDED": _("Only in the translation: {found}"),
        "NAME": _("Name not found in the translation: {found}"),
        "DENIALS": _("Words that deny, in the original and the translation: {found}"),
        "LENGTH": _("Length: {found} times that of the original"),
        "REPEATED": _("Repeated in the translation: {found}"),
        "CHARACTERS": _("Characters to look at: {found}"),
        "AGREED": _("Agreed term not found as agreed: {found}"),
    }.get(found.sort, found.sort)
    return said.format(found=what)


def nothing_words(one: TranslationView) -> tuple[str, ...]:
    """Return what may be said without a finding, and what was not looked at."""
    said = []
    if not one.differences:
        said.append(
            _(
                "No difference found in numbers, times, names. Whether the meaning is"
                " right, only a linguist says."
            )
        )
    if not one.words:
        said.append(_("Number words and denials of these languages were not compared."))
    return tuple(said)
