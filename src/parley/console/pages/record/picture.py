# SPDX-License-Identifier: Apache-2.0
"""The picture of the record page: the calendar, its table, and what was asked for."""

from __future__ import annotations

from markupsafe import Markup

from parley.console.drawing import Picture
from parley.console.shown import shown
from parley.console.times import apart, dtg
from parley.console.words import _
from parley.station.record.calendar import calendar_svg
from parley.station.record.contacts import HumanAnswer, Silence, day_of
from parley.station.record.table import rows
from parley.station.record.views import ContactsView
from parley.station.time_words import lasted
from parley.station.views import BoardView


def _human(found: HumanAnswer | None) -> str:
    if found is None:
        return _("none in this period")
    words = {
        "acknowledgement": _("an acknowledgement"),
        "message": _("a released message"),
    }
    return f"{apart(dtg(found.at_ms))}, {words.get(found.what, found.what)}"


def _silence(found: Silence | None) -> str:
    if found is None:
        return _("not known")
    return _("{lasted}, from {start} to {end}").format(
        lasted=lasted(found.lasted_ms),
        start=apart(dtg(found.from_ms)),
        end=apart(dtg(found.to_ms)),
    )


def record_picture(board: BoardView, found: ContactsView | None) -> Picture:
    """Return the page; `found` is None while no counterpart is paired."""
    links = [
        {"link": one.link, "party": one.party} for one in board.status.counterparts
    ]
    if found is None:
        return {"none": True, "links": links}
    record = found.record
    *days, total = rows(found)
    return {
        "none": False,
        "links": links,
        "link": found.link,
        "own": shown(found.own),
        "party": shown(found.party),
        "from": day_of(record.from_ms),
        "to": day_of(record.to_ms - 1),
        # Drawn here from numbers, names escaped; it holds no script and no reference.
        "svg": Markup(calendar_svg(found, table=False)),  # noqa: S704
        "human": _human(record.last_human),
        "silence": _silence(record.longest_silence),
        "without": _silence(record.longest_without_human),
        "days": days,
        "total": total,
    }
