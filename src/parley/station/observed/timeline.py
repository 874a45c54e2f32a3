# SPDX-License-Identifier: Apache-2.0
"""From notes to spans: in what state each circuit was, and when nobody looked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parley.fixed import Fixed
from parley.station.observed.rows import CIRCUIT, OFF, Seen

UNKNOWN = "not known"
STOPPED = "station off"


class SpanView(Fixed):
    """A time in which a circuit was in one state."""

    state: str
    from_ms: int
    to_ms: int


class CircuitLineView(Fixed):
    """One circuit over a period; ``up_ms`` of the ``known_ms`` it was up or slow."""

    circuit: str
    spans: tuple[SpanView, ...]
    up_ms: int
    known_ms: int


def lines(
    notes: Sequence[Seen], circuits: Iterable[tuple[str, str]], start: int, end: int
) -> tuple[CircuitLineView, ...]:
    """Return every circuit's spans in a period; `circuits` are link and name."""
    return tuple(
        _line(name, _spans(notes, link, name, start, end)) for link, name in circuits
    )


def _spans(
    notes: Sequence[Seen], link: str, name: str, start: int, end: int
) -> list[SpanView]:
    """Walk over the notes of one circuit; what comes before the first is not known."""
    spans: list[SpanView] = []
    state, since = UNKNOWN, 0
    for note in notes:
        if note.at_ms >= end:
            break
        if note.what == OFF:
            _add(spans, state, since, min(note.since_ms, note.at_ms), (start, end))
            _add(spans, STOPPED, note.since_ms, note.at_ms, (start, end))
            state, since = UNKNOWN, note.at_ms
        elif note.what == CIRCUIT and (note.link, note.name) == (link, name):
            _add(spans, state, since, note.at_ms, (start, end))
            state, since = note.word, note.at_ms
    _add(spans, state, since, end, (start, end))
    return spans


def _add(
    spans: list[SpanView], state: str, since: int, until: int, period: tuple[int, int]
) -> None:
    """Add what of a span lies in the period; two of one state become one."""
    # A clock that was set back must not draw one hour twice.
    drawn = spans[-1].to_ms if spans else period[0]
    begin, end = max(since, drawn), min(until, period[1])
    if begin >= end:
        return
    if spans and spans[-1].state == state and spans[-1].to_ms == begin:
        begin = spans.pop().from_ms
    spans.append(SpanView(state, begin, end))


def _line(name: str, spans: list[SpanView]) -> CircuitLineView:
    known = [each for each in spans if each.state not in {UNKNOWN, STOPPED}]
    up = [each for each in known if each.state in {"up", "slow", "by hand"}]
    return CircuitLineView(name, tuple(spans), _total(up), _total(known))


def _total(spans: Iterable[SpanView]) -> int:
    return sum(each.to_ms - each.from_ms for each in spans)
