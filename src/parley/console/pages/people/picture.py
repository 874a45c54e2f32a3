# SPDX-License-Identifier: Apache-2.0
"""The picture of people and keys: rosters, validity, agreement, and what changed."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.shown import shown
from parley.console.station_words import class_words, key_words, state_words
from parley.console.times import apart, dtg, full
from parley.console.words import _, ngettext
from parley.station.authority.views import (
    AgreementView,
    NewsView,
    PersonView,
    RosterView,
)

DAY_MS = 86_400_000
SOON_MS = 30 * DAY_MS
_FOR_EVER_MS = 3_000_000_000_000  # later than any roster of today means


def validity(to_ms: int | None, now_ms: int) -> tuple[str, str]:
    """Return until when something is valid, and a warning if that is near or past."""
    if to_ms is None or to_ms > _FOR_EVER_MS:
        return _("no end named"), ""
    if to_ms <= now_ms:
        return dtg(to_ms), _("ended")
    if to_ms - now_ms > SOON_MS:
        return dtg(to_ms), ""
    days = (to_ms - now_ms) // DAY_MS
    return dtg(to_ms), ngettext("{n} day left", "{n} days left", days).format(n=days)


def _person(one: PersonView, now_ms: int) -> Picture:
    until, warning = validity(one.valid_to_ms, now_ms)
    if one.valid_from_ms > now_ms:
        warning = _("not yet, from {time}").format(time=apart(dtg(one.valid_from_ms)))
    return {
        "index": str(one.index),
        "name": shown(one.name),
        "position": shown(one.position),
        "classes": ", ".join(class_words(each) for each in one.classes),
        "keys": [_key(kind, to_ms, now_ms) for kind, to_ms in one.keys],
        "until": until,
        "warning": warning,
        "ended": one.valid_to_ms <= now_ms,
    }


def _key(kind: str, to_ms: int | None, now_ms: int) -> Picture:
    ended = to_ms is not None and to_ms <= now_ms
    words = key_words(kind)
    if to_ms is not None:
        words = _("{key}, ended {time}").format(key=words, time=apart(dtg(to_ms)))
    return {"words": words, "ended": ended}


def _roster(one: RosterView, now_ms: int) -> Picture:
    until, warning = validity(one.valid_to_ms, now_ms)
    people = [_person(each, now_ms) for each in one.people]
    return {
        "id": "ours" if one.ours else f"theirs-{one.station.replace('.', '-')}",
        "ours": one.ours,
        "party": shown(one.party),
        "station": one.station,
        "version": str(one.version),
        "until": until,
        "warning": warning,
        "positions": [shown(name) for name in one.positions],
        "people": people,
        "keyless": sum(not each.keys for each in one.people),
    }


def _agreement(one: AgreementView) -> Picture:
    proposed = one.proposed
    return {
        "link": one.link,
        "state": state_words(one.state),
        "version": str(one.version),
        "digest": one.digest,
        "words": one.words,
        "proposed": [] if proposed is None else proposed.changes,
        "open": ngettext(
            "{n} proposal of ours waits for their signature",
            "{n} proposals of ours wait for their signature",
            one.open_proposals,
        ).format(n=one.open_proposals)
        if one.open_proposals
        else "",
    }


def _news(one: NewsView) -> Picture:
    return {
        "time": full(one.seen_ms),
        "who": _("we") if one.direction == "out" else one.link,
        "what": one.what,
        "lines": [shown(line) for line in one.lines],
    }


def people_picture(
    rosters: tuple[RosterView, ...],
    agreements: list[AgreementView],
    news: list[NewsView],
    now_ms: int,
) -> Picture:
    """Return the page."""
    return {
        "rosters": [_roster(one, now_ms) for one in rosters],
        "agreements": [_agreement(one) for one in agreements],
        "news": [_news(one) for one in news],
    }
