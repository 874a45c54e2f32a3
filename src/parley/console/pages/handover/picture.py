# SPDX-License-Identifier: Apache-2.0
"""The picture of a handover: who has the watch, and the sheet line by line."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.shown import shown
from parley.console.signed_on import Watch
from parley.console.station_words import is_left_out, text_words
from parley.console.times import apart, full, iso
from parley.console.words import _, ngettext
from parley.station.svg import plain
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


def _line(line: LineView, begun_ms: int, *, mine: bool) -> Picture:
    left_out = is_left_out(line.subject)
    subject = "…" if left_out else line.subject
    said = matters()[line.matter].format(subject=subject, link=line.link)
    answered = line.note is not None
    note = text_words(line.note or "") or (_("I have it") if answered else "")
    opens = line.matter in _OF_MESSAGES and not left_out
    return {
        # Of one matter even when the sheet is made anew, so that a note begun stays.
        "key": f"{line.matter} {line.link} {line.line if left_out else subject}",
        "id": f"line-{line.line}",
        "line": str(line.line),
        "begun": str(begun_ms),
        "ask": _("What is to be said of line {n}").format(n=line.line + 1),
        "have": _("I have it: line {n}").format(n=line.line + 1),
        "matter": line.matter,
        "said": shown(said),
        "url": f"/message/{subject}" if opens else "",
        "time": "" if line.at_ms is None else full(line.at_ms),
        "time_iso": iso(line.at_ms),
        "answered": answered,
        "is_answered": "yes" if answered else "no",
        "open": not answered,
        "note": shown(note),
        "mine": mine,
    }


def _side_words() -> dict[str, tuple[str, str]]:
    return {
        "OUTGOING": (_("Hands over"), _("Sign: I hand the watch over")),
        "INCOMING": (_("Takes over"), _("Sign: I take the watch")),
    }


def _sides(sheet: SheetView, me: int | None, digests: dict[str, str]) -> list[Picture]:
    """Return both sides; whoever is signed on gets a button once all is ready."""
    officers = {
        "OUTGOING": (sheet.outgoing, sheet.outgoing_name),
        "INCOMING": (sheet.incoming, sheet.incoming_name),
    }
    ready = not sheet.unanswered and sheet.sound_heard is not None
    found: list[Picture] = []
    for number, (side, (word, button)) in enumerate(_side_words().items(), 1):
        officer, name = officers[side]
        has_signed, mine = side in sheet.signed, me == officer
        may = mine and ready and not has_signed
        state = _("signs on here and signs")
        if mine:
            state = _("can sign once every line is answered and the sound was tested")
        if has_signed:
            state = _("has signed")
        found.append(
            {
                "side": side,
                "number": str(number),
                "word": word,
                "name": name,
                "button": button,
                "shown": digests.get(side, ""),
                "may": may,
                "state": "" if may else state,
            }
        )
    return found


def _sound(sheet: SheetView) -> str:
    if sheet.sound_heard is None:
        return _(
            "Nobody has listened yet. A screen cannot know whether its loudspeaker is"
            " on."
        )
    words = _("{name} did not hear the alarm:")
    if sheet.sound_heard:
        words = _("{name} heard the alarm.")
    return words.format(name=sheet.sound_by)


def _sheet(sheet: SheetView, watch: Watch | None, digests: dict[str, str]) -> Picture:
    me = None if watch is None else watch.officer
    mine = me == sheet.incoming
    left = ngettext("{n} line to answer", "{n} lines to answer", sheet.unanswered)
    place = _("Signed in place of {name}, who had the watch.")
    return {
        "key": "sheet",
        "made": _("Sheet made {time}").format(time=apart(full(sheet.begun_ms))),
        "begun_ms": str(sheet.begun_ms),
        "outgoing": str(sheet.outgoing),
        "incoming": str(sheet.incoming),
        "in_place_of": place.format(name=sheet.in_place_of)
        if sheet.in_place_of
        else "",
        "lines": [_line(each, sheet.begun_ms, mine=mine) for each in sheet.lines],
        "empty": not sheet.lines,
        "left": left.format(n=sheet.unanswered) if sheet.unanswered else "",
        "sound": _sound(sheet),
        "sound_reason": shown(sheet.sound_reason),
        "listens": me in {sheet.outgoing, sheet.incoming},
        "sides": _sides(sheet, me, digests),
    }


def _before(sheet: SheetView) -> Picture:
    return {
        "begun_ms": str(sheet.begun_ms),
        "done": "" if sheet.done_ms is None else full(sheet.done_ms),
        "between": _("{outgoing} handed over to {incoming}").format(
            outgoing=sheet.outgoing_name, incoming=sheet.incoming_name
        ),
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
    under_way = found.under_way
    since = _("since {time}")
    return {
        "holder": "" if found.name is None else found.name,
        "nobody": found.name is None,
        "since": ""
        if found.since_ms is None
        else since.format(time=apart(full(found.since_ms))),
        "officers": officers,
        "has": "" if found.officer is None else str(found.officer),
        "me": "" if watch is None else str(watch.officer),
        "sheet": None if under_way is None else _sheet(under_way, watch, shown_digests),
        "nobody_begins": under_way is None,
        "before": [_before(each) for each in before],
        "tells": [
            {
                "link": one.link,
                "button": _("Sign: tell {party}").format(party=plain(one.party)),
            }
            for one in board.status.counterparts
            if took and one.state == "in force"
        ],
    }
