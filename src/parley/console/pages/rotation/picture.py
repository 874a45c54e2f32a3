# SPDX-License-Identifier: Apache-2.0
"""The picture of keys that change: ours, theirs, and what the line is sealed with."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.pages.people.picture import validity
from parley.console.shown import shown
from parley.console.signed_on import Watch
from parley.console.station_words import state_words
from parley.console.times import age, apart, dtg
from parley.console.words import _, ngettext
from parley.station.authority.keys_views import DelegationView, KeysView, LinkKeysView

_PREKEYS_LOW = 2
_CUSTODIAN = "CUSTODIAN"


def _delegation(one: DelegationView, now_ms: int) -> Picture:
    until, warning = validity(one.valid_to_ms, now_ms)
    return {
        "number": str(one.number),
        "keys": one.keys,
        "from": dtg(one.valid_from_ms),
        "until": until,
        "warning": warning,
    }


def _link(one: LinkKeysView, now_ms: int, *, may: bool) -> Picture:
    opened = _("none is open")
    if one.epoch_ms is not None:
        opened = _("opened {time}, {age}").format(
            time=apart(dtg(one.epoch_ms)), age=apart(age(one.epoch_ms, now_ms))
        )
    prekeys = ngettext(
        "{n} more epoch can be opened", "{n} more epochs can be opened", one.prekeys
    )
    return {
        "id": f"keys-{one.link.replace('.', '-')}",
        "link": one.link,
        "party": shown(one.party),
        "state": state_words(one.state),
        "delegation": _delegation(one.delegation, now_ms),
        "earlier": [_delegation(each, now_ms) for each in one.earlier],
        "epoch": opened,
        "prekeys": prekeys.format(n=one.prekeys),
        "prekeys_warning": _("few are left: prove a wide circuit, or bring a card")
        if one.prekeys < _PREKEYS_LOW
        else "",
        "pages": _("{ours} of ours and {theirs} of theirs").format(
            ours=one.pages_ours, theirs=one.pages_theirs
        )
        if one.pages_ours or one.pages_theirs
        else _("none"),
        "may": may and one.state == "in force",
    }


def rotation_picture(
    found: KeysView, watch: Watch | None, now_ms: int, rolled: str
) -> Picture:
    """Return the page as whoever is signed on is shown it."""
    classes = frozenset() if watch is None else watch.classes
    may = _CUSTODIAN in classes and "AUDITOR" not in classes
    told = _("A fresh epoch to {link} is open; the old one is closed.")
    return {
        "told": told.format(link=rolled) if rolled else "",
        "ours": _delegation(found.ours, now_ms),
        "links": [_link(one, now_ms, may=may) for one in found.links],
        "may": may,
    }
