# SPDX-License-Identifier: Apache-2.0
"""The picture of the glossary, one counterpart after the other."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.shown import shown
from parley.console.signed_on import Watch
from parley.console.times import full
from parley.console.words import _
from parley.station.texts.clarification_views import TermView


def glossary_picture(
    found: list[tuple[str, tuple[TermView, ...]]], watch: Watch | None
) -> Picture:
    """Return each counterpart's terms: proposals first, then what both have signed."""
    linguist = watch is not None and "LINGUIST" in watch.classes
    return {
        "links": [_link(party, terms, linguist) for party, terms in found],
        "nobody": watch is None,
        "linguist": linguist,
    }


def _link(party: str, terms: tuple[TermView, ...], linguist: bool) -> Picture:
    return {
        "party": shown(party),
        "waiting": [_term(one, linguist) for one in terms if not one.agreed],
        "agreed": [_term(one, linguist) for one in terms if one.agreed],
    }


def _term(one: TermView, linguist: bool) -> Picture:
    theirs = one.direction == "in"
    by = (
        _("Proposed by their linguist {name}, {time}.")
        if theirs
        else _("Proposed by our linguist {name}, {time}.")
    )
    return {
        "ref": one.ref,
        "language": one.language,
        "term": shown(one.term),
        "into": one.into,
        "rendering": shown(one.rendering),
        "by": by.format(
            name=one.by, time=full(one.created_ms) if one.created_ms else ""
        ),
        "agreed_by": _("Agreed by {name}.").format(name=one.agreed_by)
        if one.agreed
        else "",
        "agree": theirs and linguist and not one.agreed,
    }
