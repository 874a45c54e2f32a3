# SPDX-License-Identifier: Apache-2.0
"""The picture of the board: every word and time on it, in its order."""

from __future__ import annotations

from parley.console.circuit_words import circuit_words
from parley.console.drawing import Picture
from parley.console.evidence_words import evidence_words
from parley.console.frame import in_order
from parley.console.rows import row
from parley.console.shelf import shelf_address, shelved_words
from parley.console.shown import shown
from parley.console.station_words import (
    alarm_words,
    fact_words,
    reason_words,
    severity_words,
    silence_words,
    state_words,
    text_words,
)
from parley.console.times import age, apart, zulu
from parley.console.words import _, ngettext
from parley.station.svg import plain
from parley.station.views import (
    AlarmView,
    BoardView,
    CircuitView,
    CounterpartView,
    DraftView,
    FactView,
    MessageView,
)
from parley.station.watch.floor import WireLineView

TOP_CHARACTERS_MAX = 600
RECENT_MAX = 15


def top(message: MessageView, now_ms: int) -> Picture:
    """Return the pinned alarm, with as much text as can be read at a glance."""
    language, text = message.texts[0] if message.texts else ("", message.subject)
    good = sum(release.good for release in message.releases)
    given = len(message.releases)
    return {
        **row(message, now_ms),
        "text": shown(text[:TOP_CHARACTERS_MAX]),
        "language": language,
        "more": ngettext(
            "{n} more character: open the message",
            "{n} more characters: open the message",
            max(0, len(text) - TOP_CHARACTERS_MAX),
        ).format(n=f"{len(text) - TOP_CHARACTERS_MAX:,}")
        if len(text) > TOP_CHARACTERS_MAX
        else "",
        "texts": ngettext("{n} text", "{n} texts", len(message.texts)).format(
            n=len(message.texts)
        ),
        "signatures": _("signatures good, {good} of {given}").format(
            good=good, given=given
        ),
        "created": zulu(message.created_ms, now_ms),
    }


def _fact(fact: FactView, now_ms: int) -> Picture:
    return {
        "key": fact.fact,
        "name": fact_words(fact.fact),
        "word": state_words(fact.word),
        "time": zulu(fact.at_ms, now_ms) if fact.at_ms is not None else "",
        "at_ms": fact.at_ms or 0,
        "age": age(fact.at_ms, now_ms) or _("never"),
    }


def _circuit(circuit: CircuitView, now_ms: int) -> Picture:
    return {
        "name": circuit.circuit,
        "bearer": circuit.bearer,
        "state": circuit.state.upper(),
        "state_words": state_words(circuit.state).upper(),
        "down": circuit.state.lower() == "down",
        "reason": shown(circuit_words(circuit.reason)),
        "since": zulu(circuit.since_ms, now_ms),
        "trip": ""
        if circuit.round_trip_ms is None
        else _("{n} ms").format(n=circuit.round_trip_ms),
        "known": " · ".join(_known(circuit, now_ms)),
    }


def _owner(view: CounterpartView, now_ms: int) -> str:
    if view.stale_owner is None:
        return ""
    return _("{name} is having it mended, until {time}.").format(
        name=plain(view.stale_owner),
        time=apart(zulu(view.stale_owned_until_ms, now_ms)),
    )


def _wire(line: WireLineView, now_ms: int) -> Picture:
    return {
        "ref": line.ref,
        "by": plain(line.by),
        "time": zulu(line.logged_ms, now_ms),
        "text": shown(text_words(line.text)),
    }


def _known(circuit: CircuitView, now_ms: int) -> list[str]:
    """Return what was measured over a circuit itself; nothing where nothing was."""
    known = []
    if circuit.tested_ms is not None:
        known.append(
            _("proved {time}").format(time=apart(zulu(circuit.tested_ms, now_ms)))
        )
    if circuit.half_ms is not None:
        known.append(
            _("half in {n} ms, 95 of 100 in {m} ms").format(
                n=circuit.half_ms, m=circuit.most_ms
            )
        )
    if circuit.delivered is not None:
        share = round(circuit.delivered * 100)
        known.append(_("{n} % answered in time").format(n=share))
    if circuit.waiting:
        known.append(_("{n} waiting").format(n=circuit.waiting))
    return known


def _counterpart(view: CounterpartView, now_ms: int) -> Picture:
    missed = ngettext("{n} test missed", "{n} tests missed", view.tests_missed)
    queued = ngettext("{n} without receipt", "{n} without receipt", view.unreceipted)
    evidence = evidence_words(view.silence_evidence)
    return {
        "link": view.link,
        "party": shown(view.party),
        "state": "" if view.state == "in force" else state_words(view.state),
        "missed": missed.format(n=view.tests_missed) if view.tests_missed else "",
        "queued": queued.format(n=view.unreceipted) if view.unreceipted else "",
        "silence": silence_words(view.silence),
        "evidence": shown(evidence) if view.silence else [],
        "owner": _owner(view, now_ms),
        "facts": [_fact(fact, now_ms) for fact in view.facts],
        "circuits": [_circuit(circuit, now_ms) for circuit in view.circuits],
        "no_circuit": not view.circuits,
    }


def _alarm(alarm: AlarmView, now_ms: int) -> Picture:
    title, text = alarm_words(alarm)
    return {
        "id": f"{alarm.code} {alarm.link} {alarm.subject}",
        "code": alarm.code,
        "link": alarm.link,
        "severity": alarm.severity.upper(),
        "severity_words": severity_words(alarm.severity.upper()),
        "title": shown(title),
        "text": shown(text),
        "since": zulu(alarm.since_ms, now_ms),
        "since_ms": alarm.since_ms,
        "age": age(alarm.since_ms, now_ms),
        "is_shelved": "no" if alarm.shelved_by is None else "yes",
        "shelved": shelved_words(alarm, now_ms),
        "reason": shown(alarm.shelved_reason),
        "shelve": shelf_address(alarm) if alarm.shelvable else "",
    }


def _in_reach(alarms: tuple[AlarmView, ...]) -> list[AlarmView]:
    """Return what chimes first; what is shelved stands below it, and never vanishes."""
    return sorted(alarms, key=lambda each: each.shelved_by is not None)


def _draft(draft: DraftView) -> Picture:
    first = draft.texts[0][1] if draft.texts else ""
    return {
        "number": f"{draft.number:06d}",
        "url": f"/draft/{draft.number}",
        "precedence": draft.precedence,
        "to": draft.link,
        "subject": shown(first.split("\n", 1)[0][:80]),
        "by": draft.drafted_by,
        "progress": _("release {given} of {needed} given").format(
            given=len(draft.releases), needed=draft.needed
        ),
        "release_code": draft.release_code,
    }


def _unreceipted(recent: list[MessageView]) -> str:
    """Return how many of ours no station has receipted, of those on the board."""
    count = sum(m.direction == "out" and m.state == "QUEUED" for m in recent)
    words = ngettext("{n} without receipt", "{n} without receipt", count)
    return words.format(n=count) if count else ""


def _calm(board: BoardView) -> str:
    """Return what the board says when nothing waits: facts, no reassurance."""
    now_ms = board.status.now_ms
    last = next((m for m in board.recent if m.direction == "in"), None)
    if last is None:
        return _("No message has been received yet.")
    return _("The last message came {time} from {party}.").format(
        time=apart(zulu(last.filed_ms, now_ms)), party=last.party
    )


def board_picture(
    board: BoardView,
    first: MessageView | None,
    told: str,
    wire: tuple[WireLineView, ...] = (),
    unfinished: int = 0,
) -> Picture:
    """Return the board; `first` is the top message with its text."""
    now_ms = board.status.now_ms
    rows = [row(message, now_ms) for message in in_order(board.open)]
    waiting_refs = {message.ref for message in board.open}
    recent = [m for m in board.recent if m.ref not in waiting_refs]
    ours = [row(m, now_ms) for m in recent if m.direction == "out"][:RECENT_MAX]
    theirs = [row(m, now_ms) for m in recent if m.direction == "in"][:RECENT_MAX]
    counterparts = [_counterpart(c, now_ms) for c in board.status.counterparts]
    return {
        "top": top(first, now_ms) if first else None,
        "calm": first is None,
        "calm_words": shown(_calm(board)),
        "told": shown(told),
        "open": rows,
        "open_any": bool(rows),
        "outgoing": ours,
        "outgoing_none": not ours,
        "unreceipted": _unreceipted(recent),
        "incoming": theirs,
        "incoming_none": not theirs,
        "wire": [_wire(line, now_ms) for line in wire],
        "wire_none": not wire,
        "unfinished": ngettext(
            "{n} unfinished text of yours", "{n} unfinished texts of yours", unfinished
        ).format(n=unfinished)
        if unfinished
        else "",
        "counterparts": counterparts,
        "counterparts_none": not counterparts,
        "alarms": [_alarm(each, now_ms) for each in _in_reach(board.status.alarms)],
        "alarms_none": not board.status.alarms,
        "drafts": [_draft(draft) for draft in board.drafts],
        "drafts_none": not board.drafts,
        "ready": board.status.ready,
        "reasons": [{"text": reason_words(each)} for each in board.status.reasons],
    }
