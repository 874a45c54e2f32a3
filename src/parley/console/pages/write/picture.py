# SPDX-License-Identifier: Apache-2.0
"""The picture of the writing page: the form, and what the station makes of its text."""

from __future__ import annotations

from collections.abc import Mapping

from parley.console.circuit_words import circuit_words
from parley.console.drawing import Picture
from parley.console.lasting import lasting
from parley.console.pages.write.form import PRECEDENCES, Written
from parley.console.rows import row
from parley.console.shown import shown
from parley.console.station_words import state_words
from parley.console.times import zulu
from parley.console.traits import trait_words
from parley.console.words import _, ngettext
from parley.station.authority.views import RosterView
from parley.station.views import BoardView
from parley.station.writing.views import (
    DraftLookView,
    FindingView,
    SendTimeView,
    UnfinishedView,
)

_POSITIONS_SHOWN = 32
SUBJECT_CHARACTERS = 60


def _time(one: SendTimeView) -> Picture:
    if not one.carries:
        words = _("too long for this circuit")
    elif one.seconds is None:
        words = _("not by itself now")
    else:
        words = lasting(one.seconds)
    return {
        "name": one.circuit,
        "state": state_words(one.state).upper(),
        "words": words,
        "reason": shown(circuit_words(one.reason)),
    }


def _finding(found: FindingView) -> Picture:
    return {
        "id": f"{found.language} {found.start} {found.trait}",
        "word": shown(found.text),
        "points": found.code_points,
        "words": trait_words(found.trait),
        "refused": _("must be taken out") if found.refused else "",
    }


def _counts(look: DraftLookView) -> str:
    said = (
        ngettext("{n} character", "{n} characters", look.characters),
        ngettext("{n} word", "{n} words", look.words),
        ngettext("{n} byte as sent", "{n} bytes as sent", look.size),
    )
    counts = (look.characters, look.words, look.size)
    return " · ".join(
        words.format(n=f"{count:,}")
        for words, count in zip(said, counts, strict=True)
        if count
    )


def look_picture(look: DraftLookView | None, form: Written, now_ms: int) -> Picture:
    """Return what the station makes of the text; nothing is filed by it."""
    if look is None:
        return {"any": False, "read": "", "read_on": False}
    answered = _serial(form.ref) if form.kind == "IN_REPLY_TO" else 0
    unread = [one for one in look.unread if one.serial > answered]
    return {
        "any": True,
        "refused": shown(look.refused or "") if form.said else [],
        "counts": _counts(look),
        "needs": ngettext(
            "needs {n} release", "needs {n} releases", look.needed
        ).format(n=look.needed),
        "circuits": [_time(one) for one in look.circuits],
        "findings": [_finding(one) for one in look.findings],
        "hasty": look.hasty,
        "suspended": look.suspended and form.precedence != "FLASH",
        "minimize": ""
        if look.minimize is None
        else _("MINIMIZE holds: it waits until a releaser has reviewed it once more."),
        "unread": [row(one, now_ms) for one in unread],
        "unread_any": bool(unread) and not form.stop,
        # A mark that was set for less than there is now does not stand for all of it.
        "read": str(look.newest if unread or form.read is None else form.read),
        "read_on": form.read is not None and not unread,
        "texts": [
            {"key": str(at), "language": language, "shown": shown(text)}
            for at, (language, text) in enumerate(look.texts)
        ],
    }


def _serial(ref: str) -> int:
    tail = ref.rpartition("/")[2]
    return int(tail) if tail.isascii() and tail.isdigit() and len(tail) < 18 else 0  # noqa: PLR2004


def form_picture(
    form: Written,
    board: BoardView,
    rosters: Mapping[str, RosterView],
    kept: UnfinishedView | None,
) -> Picture:
    """Return the form as it stands."""
    links = links_in_force(board, form.link)
    link = form.link or (str(links[0]["link"]) if links else "")
    theirs = rosters.get(link)
    positions = () if theirs is None else theirs.positions[:_POSITIONS_SHOWN]
    texts = [*form.texts, ("", ""), ("", "")][:2]
    return {
        "kind": form.kind,
        "kind_words": relation_words(form.kind),
        "ref": form.ref,
        "ref_url": f"/message/{form.ref}" if form.ref else "",
        "follows": form.follows,
        "links": links,
        "link": link,
        "precedences": [
            {"name": name, "on": name == form.precedence} for name in PRECEDENCES
        ],
        "precedence": form.precedence,
        "positions": [{"name": name, "on": name in form.to} for name in positions],
        "texts": [
            {"at": at, "language": language, "text": text}
            for at, (language, text) in enumerate(texts, start=1)
        ],
        "not_after": form.not_after,
        "critical": "\n".join(form.critical),
        "stop": form.stop,
        "read": "" if form.read is None else str(form.read),
        "slot": "" if kept is None else str(kept.slot),
        "version": "0" if kept is None else str(kept.version),
        "saved": "" if kept is None else saved_words(kept, board.status.now_ms),
    }


def links_in_force(board: BoardView, chosen: str = "") -> list[Picture]:
    """Return the counterparts that can be written to."""
    return [
        {"link": one.link, "party": one.party, "on": one.link == chosen}
        for one in board.status.counterparts
        if one.state == "in force"
    ]


def saved_words(kept: UnfinishedView, now_ms: int) -> str:
    """Return when the station kept the text."""
    return _("Kept at this station {time}").format(time=zulu(kept.saved_ms, now_ms))


def relation_words(kind: str) -> str:
    """Return how a text stands to the message that it names."""
    return {
        "": "",
        "IN_REPLY_TO": _("Answer to"),
        "CORRECTS": _("Correction of"),
        "CANCELS": _("Cancellation of"),
        "SUPERSEDES": _("In the place of"),
    }[kind]


def unfinished_row(kept: UnfinishedView, now_ms: int) -> Picture:
    """Return one unfinished text as a line."""
    fields = dict(kept.fields)
    first = fields.get("text.1", "").lstrip().partition("\n")[0]
    return {
        "slot": str(kept.slot),
        "version": str(kept.version),
        "url": f"/write?slot={kept.slot}",
        "precedence": fields.get("precedence", "ROUTINE"),
        "subject": shown(first[:SUBJECT_CHARACTERS] or _("(no text yet)")),
        "saved": zulu(kept.saved_ms, now_ms),
        "language": fields.get("language.1", ""),
    }
