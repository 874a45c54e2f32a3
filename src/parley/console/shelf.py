# SPDX-License-Identifier: Apache-2.0
"""A shelved alarm in words, and the address of the page at which it is shelved."""

from __future__ import annotations

from urllib.parse import urlencode

from parley.console.times import apart, zulu
from parley.console.words import _
from parley.station.svg import plain
from parley.station.views import AlarmView


def shelved_words(alarm: AlarmView, now_ms: int) -> str:
    """Return until when and by whom it is shelved; empty if it is not."""
    if alarm.shelved_by is None:
        return ""
    return _("SHELVED until {time} by {name}:").format(
        time=apart(zulu(alarm.shelved_until_ms, now_ms)), name=plain(alarm.shelved_by)
    )


def shelf_address(alarm: AlarmView) -> str:
    """Return the page of one alarm's shelf."""
    named = {"code": alarm.code, "link": alarm.link, "subject": alarm.subject}
    return f"/shelve?{urlencode(named)}"
