# SPDX-License-Identifier: Apache-2.0
"""What stands around every page: station, watch, clock, and the alarm's own facts."""

from __future__ import annotations

from starlette.requests import Request

from parley.console.drawing import Picture
from parley.console.house import house_of
from parley.console.shown import shown
from parley.console.station_words import reason_words, stop_words
from parley.console.times import clock, iso, zulu
from parley.console.words import _, ngettext
from parley.station.glance import READ_ONLY
from parley.station.svg import plain
from parley.station.views import (
    AlarmView,
    BoardView,
    CounterpartView,
    MessageView,
    StatusView,
)

BAD = "SIGNATURE BAD"
LOUD = frozenset({"FLASH", "IMMEDIATE"})
SILENCE_MS = 30_000
_SAME_MS = 1_000  # clocks that show the same second
RANKS = {"FLASH": 3, "IMMEDIATE": 2, "PRIORITY": 1, "ROUTINE": 0}


def in_order(messages: tuple[MessageView, ...]) -> list[MessageView]:
    """Return what waits: highest precedence first, then oldest first.

    The station already sends them so; the order decides what a watch sees first, and
    is therefore made sure of here once more.
    """
    return sorted(messages, key=lambda m: (-RANKS.get(m.precedence, 3), m.filed))


def is_loud(alarm: AlarmView) -> bool:
    """Say whether a standing condition chimes: alarms do, unless one is shelved."""
    return alarm.severity.upper() == "ALARM" and alarm.shelved_by is None


def number(message: MessageView) -> str:
    """Return a message's number as it is read aloud, six digits."""
    return f"{message.number:06d}"


def waiting(message: MessageView, now_ms: int) -> Picture:
    """Return what the alarm needs of a message that waits."""
    return {
        "ref": message.ref,
        "url": f"/message/{message.ref}",
        "precedence": message.precedence,
        "party": message.party,
        "number": number(message),
        "time": zulu(message.filed_ms, now_ms),
    }


def silence_left_ms(board: BoardView, open_: list[MessageView]) -> int:
    """Return how long the sound stays off: 30 s, never over a newer loud message."""
    since_ms = board.silenced_ms
    newest_ms = max((m.filed_ms for m in open_ if m.precedence in LOUD), default=0)
    if since_ms is None or since_ms < newest_ms:
        return 0
    return max(0, since_ms + SILENCE_MS - board.status.now_ms)


def _their_clock(one: CounterpartView) -> Picture:
    """Return how their station's clock stands to ours, as last compared."""
    offset_ms = one.offset_ms
    if offset_ms is None:
        differs = _("not compared yet")
    elif abs(offset_ms) < _SAME_MS:
        differs = ""
    else:
        words = _("{n} s ahead") if offset_ms > 0 else _("{n} s behind")
        differs = words.format(n=round(abs(offset_ms) / 1000))
    return {
        "link": one.link,
        "words": _("Clock of {party}").format(party=plain(one.party)),
        "offset": "" if offset_ms is None else str(offset_ms),
        "differs": differs,
    }


def _stops(status: StatusView) -> list[Picture]:
    """Return what every page must say: nothing is written, or keys are not as ever."""
    full: list[Picture] = [
        {"link": "", "words": reason_words(reason), "state": "read-only"}
        for reason in status.reasons
        if reason.startswith(READ_ONLY)
    ]
    return full + [
        {"link": one.link, "words": words, "state": one.state}
        for one in status.counterparts
        if (words := stop_words(one.state, plain(one.party)))
    ]


def frame(request: Request, board: BoardView, here: str = "") -> Picture:
    """Return the frame of a page; `here` is the message the page itself shows."""
    house, status = house_of(request), board.status
    watch = house.signed_on.at(request)
    # A message whose signature is bad cannot be acknowledged, so its sound could never
    # end; the station's own alarm stands for it and chimes.
    open_ = [m for m in in_order(board.open) if m.state != BAD]
    first = open_[0] if open_ else None
    elsewhere = next((m for m in open_ if m.ref != here), None)
    return {
        "seq": board.seq,
        "now_ms": status.now_ms,
        "clock": clock(status.now_ms),
        "iso": iso(status.now_ms),
        "station": status.station,
        "party": shown(status.party),
        "party_name": status.party,
        "mode": status.mode,
        "watch": "" if watch is None else watch.name,
        "nobody": watch is None,
        "watch_position": "" if watch is None else watch.position,
        "bound": watch is not None and watch.hardware,
        "first": waiting(first, status.now_ms) if first else None,
        "elsewhere": waiting(elsewhere, status.now_ms) if elsewhere else None,
        "waiting": [[m.ref, m.precedence] for m in open_],
        "theirs": [_their_clock(one) for one in status.counterparts],
        "stops": _stops(status),
        "count": ngettext("{n} waits", "{n} wait", len(open_)).format(n=len(open_)),
        "standing": [
            f"{a.code} {a.link} {a.subject}" for a in status.alarms if is_loud(a)
        ],
        "silence_left_ms": silence_left_ms(board, open_),
        "armed": status.armed_consoles,
    }
