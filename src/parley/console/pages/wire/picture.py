# SPDX-License-Identifier: Apache-2.0
"""The picture of the order wire: lines of the last day, and MINIMIZE in force."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.shown import shown
from parley.console.station_words import text_words
from parley.console.times import apart, iso, zulu
from parley.console.words import _
from parley.station.svg import plain
from parley.station.views import BoardView, CounterpartView
from parley.station.watch.floor import MinimizeView, WireLineView
from parley.wire.limits import SERVICE_BYTES_MAX

PRECEDENCES = ("FLASH", "IMMEDIATE", "PRIORITY")


def _line(line: WireLineView, party: str, now_ms: int) -> Picture:
    return {
        "ref": line.ref,
        "out": line.direction == "out",
        "side": "out" if line.direction == "out" else "in",
        "who": _("we") if line.direction == "out" else plain(party),
        "by": plain(line.by),
        "time": zulu(line.logged_ms, now_ms),
        "time_iso": iso(line.logged_ms),
        "text": shown(text_words(line.text)),
        "bad": "" if line.good else _("SIGNATURE BAD"),
    }


def _order(order: MinimizeView, party: str, now_ms: int) -> Picture:
    ours = order.direction == "out"
    return {
        "ref": order.ref,
        "ours": ours,
        "words": _(
            "MINIMIZE, ordered by {who} {time}: what is below {spares} waits."
        ).format(
            who=_("us") if ours else plain(party),
            time=apart(zulu(order.since_ms, now_ms)),
            spares=order.spares,
        ),
        "until": _("until {time}").format(time=apart(zulu(order.until_ms, now_ms)))
        if order.until_ms
        else _("until it is ended"),
        "by": plain(order.by),
        "reason": shown(order.reason),
    }


def wire_picture(
    board: BoardView,
    one: CounterpartView,
    lines: tuple[WireLineView, ...],
    orders: tuple[MinimizeView, ...],
    *,
    may: bool,
) -> Picture:
    """Return the page of one counterpart's order wire."""
    now_ms = board.status.now_ms
    return {
        "none": False,
        "source": f"/wire.json?link={one.link}",
        "links": [
            {"link": each.link, "party": each.party}
            for each in board.status.counterparts
        ],
        "link": one.link,
        "party": shown(one.party),
        "lines": [_line(each, one.party, now_ms) for each in lines],
        "lines_none": not lines,
        "orders": [_order(each, one.party, now_ms) for each in orders],
        "ordered": any(each.direction == "out" for each in orders),
        "precedences": PRECEDENCES,
        "characters_max": SERVICE_BYTES_MAX,
        "may": may,
    }
