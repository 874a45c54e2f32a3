# SPDX-License-Identifier: Apache-2.0
"""The picture of a file that was read: what a draft holds of it, and what not."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.shown import shown
from parley.console.words import ngettext
from parley.station.texts.foreign import TakenLine, TakenView

_LINES_SHOWN = 500
"""Of each list; the counts are those of all."""


def taken_picture(taken: TakenView) -> Picture:
    """Return the lists, whose every value came from outside."""
    return {
        "kind": shown(taken.kind),
        "sha256": taken.sha256,
        "carried": [_line(one) for one in taken.carried[:_LINES_SHOWN]],
        "carried_count": _values(len(taken.carried)),
        "left": [_line(one) for one in taken.left[:_LINES_SHOWN]],
        "left_count": _values(len(taken.left)),
        "notes": [shown(one) for one in taken.notes],
        "more": len(taken.texts) > 2,  # noqa: PLR2004 - the page has two
        "format": taken.format or "",
        "fields": [
            {"name": name, "value": value, "shown": shown(value)}
            for name, value in taken.fields.items()
        ],
    }


def _values(count: int) -> str:
    return ngettext("{n} value", "{n} values", count).format(n=count)


def _line(one: TakenLine) -> Picture:
    return {
        "place": shown(one.place),
        "value": shown(one.value),
        "into": shown(one.into),
    }
