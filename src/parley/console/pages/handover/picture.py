# SPDX-License-Identifier: Apache-2.0
"""The picture of a handover: who has the watch, and the sheet line by line."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.shown import shown
from parley.console.signed_on import Watch
from parley.console.times import full, iso
from parley.console.words import _, ngettext
from parley.station.views import BoardView
from parley.station.watch.handover import LineView, SheetView, WatchView

_OF_MESSAGES = frozenset(
    {"UNACKNOWLEDGED", "ANSWER_OWED", "ANSWER_PROMISED", "TRANSLATION", "NOTICE"}
)


def matters() -> dict[str, str]:
    """Return what each kind of line says."""
    return {
        "UNACKNOWLEDGED": _("No officer has acknowledged message {subject}"),
        "ANSWER_OWED": _("We promised {link} an answer to {subject}"),
        "ANSWER_PROMISED": _("{link} promised an answer to our {subject}"),
        "TRANSLATION": _("The translation of {subject} is not certified"),
        "TEST_MISSED": _("Link tests of {link} that did not come in a row: {subject}"),
        "KEY_EXPIRES": _("Soon signs nothing more: {subject}"),
        "PATH": _("Circuit {subject} to {link} is not as it should be"),
        "SHELVED": _("The alarm {subject} about {link} is owned by name for a time"),
        "ALARM": _("The alarm {subject} stands"),
        "DRAFT": _("Draft {subject} to {link} waits for its release"),
        "NOTICE": _("An announced event comes up: {subject}"),
        "ONWARD": _("Not everybody inside has {subject}"),
        "MORE": _("Lines that did not fit, look at the board: {subject}"),
    }


def _line(line: LineView, *, mine: bool) -> Picture:
    said = matters()[line.matter].format(subject=line.subject, link=line.link)
    return {
        "line": str(line.line),
        "number": str(line.line + 1),
        "matter": line.matter,
        "said": shown(said),
        "url": f"/message/{line.subject}" if line.matter in _OF_MESSAGES else "",
        "time": "" if line.at_ms is None else full(line.at_ms),
        "time_iso": iso(line.at_ms),
        "answered": line.note is not None,
        "note": shown(line.note or _("I have it")),
        "mine": mine,
    }


def _sheet(sheet: SheetView, watch: Watch | None) -> Picture:
    me = None if watch is None else watch.officer
    lines = [_line(each, mine=me == sheet.incoming) for each in sheet.lines]
    signed = frozenset(sheet.signed)
    sides = [
        {
            "side": side,
            "number": str(number),
            "word": word,
            "name": name,
            "signed": side in signed,
            "mine": me == officer,
        }
        for number, side, word, officer, name in (
            (1, "OUTGOING", _("Hands over"), sheet.outgoing, sheet.outgoing_name),
            (2, "INCOMING", _("Takes over"), sheet.incoming, sheet.incoming_name),
        )
    ]
    left = ngettext("{n} line to answer", "{n} lines to answer", sheet.unanswered)
    return {
        "begun": full(sheet.begun_ms),
        "begun_ms": str(sheet.begun_ms),
        "outgoing": str(sheet.outgoing),
        "incoming": str(sheet.incoming),
        "in_place_of": sheet.in_place_of or "",
        "lines": lines,
        "left": left.format(n=sheet.unanswered) if sheet.unanswered else "",
        "tested": sheet.sound_heard is not None,
        "heard": sheet.sound_heard,
        "sound_by": sheet.sound_by or "",
        "sound_reason": shown(sheet.sound_reason),
        "listens": me in {sheet.outgoing, sheet.incoming},
        "ready": not sheet.unanswered and sheet.sound_heard is not None,
        "sides": sides,
        "done": "" if sheet.done_ms is None else full(sheet.done_ms),
    }


def handover_picture(
    board: BoardView,
    found: WatchView,
    before: tuple[SheetView, ...],
    watch: Watch | None,
    shown_digests: dict[str, str],
) -> Picture:
    """Return the page; `shown_digests` is what each side would sign of it."""
    officers = [
        {"index": str(one.index), "name": one.name, "position": one.position}
        for one in board.officers
        if any(each.upper() == "WATCH" for each in one.classes)
    ]
    took = watch is not None and watch.officer == found.officer
    return {
        "holder": "" if found.name is None else found.name,
        "since": "" if found.since_ms is None else full(found.since_ms),
        "officers": officers,
        "has": "" if found.officer is None else str(found.officer),
        "me": "" if watch is None else str(watch.officer),
        "sheet": None if found.under_way is None else _sheet(found.under_way, watch),
        "digests": shown_digests,
        "before": [_sheet(each, None) for each in before],
        "tells": [
            {"link": one.link, "party": one.party}
            for one in board.status.counterparts
            if took and one.state == "in force"
        ],
    }
