# SPDX-License-Identifier: Apache-2.0
"""The pictures of what happens inside: what comes up, and who has a message."""

from __future__ import annotations

from urllib.parse import quote

from parley.console.drawing import Picture
from parley.console.shown import shown
from parley.console.station_words import text_words
from parley.console.times import apart, full, iso
from parley.console.words import _
from parley.station.views import MessageView
from parley.station.watch.inside import CopyView, InnerView, NoticeView, OnwardView

OF_ONE = "one"


def notice_picture(notice: NoticeView) -> Picture:
    """Return a message that waits for the time of its event."""
    return {
        "ref": notice.ref,
        "url": f"/message/{notice.ref}",
        "inside": f"/inside/one/{notice.ref}",
        "subject": shown(text_words(notice.subject)),
        "time": full(notice.event_ms),
        "time_iso": iso(notice.event_ms),
        "up": notice.up,
    }


def _inner(ref: str, inner: InnerView, origin: str) -> Picture:
    return {
        "ref": ref,
        "from": origin,
        "addressee": inner.addressee,
        "copy": f"/inside/copy/{ref}?to={quote(inner.addressee)}",
        "by": shown(inner.by or ""),
        "noted_by": shown(inner.noted_by or ""),
        "time": "" if inner.at_ms is None else full(inner.at_ms),
        "has": inner.by is not None,
        "misses": inner.by is None,
    }


def onward_picture(one: OnwardView, origin: str = "") -> Picture:
    """Return a message and everybody inside who must have it."""
    return {
        "ref": one.ref,
        "url": f"/message/{one.ref}",
        "subject": shown(text_words(one.subject)),
        "time": full(one.filed_ms),
        "inner": [_inner(one.ref, each, origin) for each in one.addressees],
    }


def one_picture(
    message: MessageView, onward: OnwardView | None, notices: tuple[NoticeView, ...]
) -> Picture:
    """Return all that is kept of one message inside; `onward` None: it is ours."""
    kept = next((each for each in notices if each.ref == message.ref), None)
    when = _("It waits for no time.")
    if kept is not None:
        words = _("It comes up for the time {time}.")
        if kept.up:
            words = _("It is up NOW, for the time {time}.")
        when = words.format(time=apart(full(kept.event_ms)))
    inner = [] if onward is None else onward_picture(onward, OF_ONE)["inner"]
    return {
        "ref": message.ref,
        "url": f"/message/{message.ref}",
        "subject": shown(text_words(message.subject)),
        "when": when,
        "kept": kept is not None,
        "theirs": onward is not None,
        "inner": inner,
        "inner_none": not inner,
    }


def copy_picture(copy: CopyView) -> Picture:
    """Return the copy of one addressee, with the code that he reads back."""
    return {
        "ref": copy.ref,
        "back": f"/inside/one/{copy.ref}",
        "addressee": shown(copy.addressee),
        "code": copy.code,
        "texts": [
            {"language": language, "shown": shown(text_words(text))}
            for language, text in copy.texts
        ],
    }
