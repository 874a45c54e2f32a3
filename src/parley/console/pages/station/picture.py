# SPDX-License-Identifier: Apache-2.0
"""The picture of the station page: what a custodian looks at once a watch."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.lasting import lasting
from parley.console.shown import shown
from parley.console.station_words import reason_words
from parley.console.times import age, full
from parley.console.words import _, ngettext
from parley.station.svg import plain
from parley.station.upkeep.upkeep import UpkeepView
from parley.station.views import BoardView, CounterpartView

DAY_MS = 86_400_000
BACKUP_MS_MAX = 26 * 3_600_000  # once a day, and some hours of patience
CHECK_MS_MAX = 8 * DAY_MS
DISK_SHARE_MIN = 0.1
OFFSET_MS_MAX = 1_000
_UNITS = ("B", "kB", "MB", "GB", "TB")


def size_words(size: int | None) -> str:
    """Return a size as `1.2 GB`."""
    if size is None:
        return _("not known")
    value, unit = float(size), 0
    while value >= 1000 and unit < len(_UNITS) - 1:  # noqa: PLR2004 - kilo
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_UNITS[unit]}" if unit else f"{size} B"


def _fact(name: str, words: str, more: str = "", warning: str = "") -> Picture:
    return {"name": name, "words": words, "more": more, "warning": warning}


def _backup(found: UpkeepView) -> Picture:
    if found.backup_ms is None:
        return _fact(_("Last copy"), _("never made"), "", _("make one today"))
    old = found.now_ms - found.backup_ms > BACKUP_MS_MAX
    entries = ngettext("{n} entry", "{n} entries", found.backup_entries)
    return _fact(
        _("Last copy"),
        full(found.backup_ms),
        f"{age(found.backup_ms, found.now_ms)} · "
        + entries.format(n=f"{found.backup_entries:,}"),
        _("older than a day") if old else "",
    )


def _check(found: UpkeepView) -> Picture:
    if found.check_ms is None:
        return _fact(_("Record verified"), _("never"), "", _("verify it this week"))
    problems = ngettext("{n} problem", "{n} problems", found.check_problems)
    old = found.now_ms - found.check_ms > CHECK_MS_MAX
    warning = _("older than a week") if old else ""
    if found.check_problems:
        warning = problems.format(n=found.check_problems)
    return _fact(
        _("Record verified"),
        full(found.check_ms),
        age(found.check_ms, found.now_ms),
        warning,
    )


def _disk(found: UpkeepView) -> Picture:
    free, size = found.disk_free, found.disk_size
    if free is None or not size:
        return _fact(_("Disk"), _("not known"))
    return _fact(
        _("Disk"),
        _("{free} free of {size}").format(free=size_words(free), size=size_words(size)),
        _("the record takes {size}").format(size=size_words(found.record_size)),
        _("less than a tenth is free") if free / size < DISK_SHARE_MIN else "",
    )


def _clock(one: CounterpartView) -> Picture:
    name = _("Clock of {party}").format(party=plain(one.party))
    if one.offset_ms is None:
        return _fact(name, _("not compared yet"))
    words = _("{s} s from ours, by the last link test").format(
        s=f"{one.offset_ms / 1000:+.2f}"
    )
    far = abs(one.offset_ms) > OFFSET_MS_MAX
    return _fact(name, words, "", _("more than a second apart") if far else "")


def station_picture(board: BoardView, found: UpkeepView) -> Picture:
    """Return the page."""
    status = board.status
    now_ms = found.now_ms
    up = _fact(
        _("Running since"),
        full(found.started_ms),
        lasting((now_ms - found.started_ms) / 1_000),
    )
    consoles = _fact(
        _("Consoles that would sound"),
        str(status.armed_consoles),
        "",
        "" if status.armed_consoles else _("nobody would hear an alarm"),
    )
    writes = _fact(
        _("Writes to the disk"),
        f"{found.commits:,}",
        _("{ms} ms each on average").format(ms=f"{found.commit_ms:.1f}"),
        _("{n} refused").format(n=found.commits_failed) if found.commits_failed else "",
    )
    odd = (
        (_("Frames refused"), found.frames_refused),
        (_("Bearers started again"), found.bearer_failures),
        (_("Mistakes of the program, survived"), found.mistakes),
    )
    return {
        "ready": not found.reasons,
        "reasons": [shown(reason_words(each)) for each in found.reasons],
        "facts": [
            up,
            consoles,
            _backup(found),
            _check(found),
            _disk(found),
            writes,
            *(_clock(one) for one in status.counterparts),
            *(_fact(name, str(count)) for name, count in odd),
        ],
        "versions": [{"name": name, "words": words} for name, words in found.versions],
    }
