# SPDX-License-Identifier: Apache-2.0
"""The times that both sides attest of one message, side by side, weighed.

A time by their clock stands for a span of ours: an answered link test bounds how far
their clock was off, since it was read there after we asked and before we heard.  Two
times disagree only if no moment within both spans keeps their order.  Pure functions;
`record/stamps.py` reads what they are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parley.fixed import Fixed
from parley.station.record.views import TimeView
from parley.station.time_words import lasted, moment

NOT_RECORDED = "not recorded"
_DRIFT_PER_MS = 1e-4  # a plain crystal, generously
_SECOND_MS = 1_000


class ClockCheck(Fixed):
    """What a link test told: their clock less ours lay between the two bounds."""

    at_ms: int  # by our clock
    low_ms: int
    high_ms: int


class Stamp(Fixed):
    """One attested time; `after` names the steps that cannot have come later."""

    step: str
    at_ms: int | None
    source: str
    theirs: bool
    after: tuple[str, ...] = ()


class _Span(Fixed):
    low_ms: int
    high_ms: int


def weigh(stamps: Sequence[Stamp], check: ClockCheck | None) -> tuple[TimeView, ...]:
    """Return the times with their spans, clocks and disagreements."""
    spans = {
        stamp.step: _span(stamp, check) for stamp in stamps if stamp.at_ms is not None
    }
    return tuple(_view(stamp, spans, check) for stamp in stamps)


def nearest(checks: Iterable[ClockCheck], at_ms: int) -> ClockCheck | None:
    """Return the clock check made nearest to a moment."""
    return min(checks, key=lambda check: abs(check.at_ms - at_ms), default=None)


def clock_words(check: ClockCheck | None, at_ms: int) -> str:
    """Say how good their clock was at a moment."""
    if check is None:
        return "their clock, never compared with ours"
    middle_s = (check.low_ms + check.high_ms) / 2 / _SECOND_MS
    half_s = (check.high_ms - check.low_ms) / 2 / _SECOND_MS
    way = "ahead of" if middle_s >= 0 else "behind"
    when = "after" if check.at_ms >= at_ms else "before"
    apart = lasted(abs(check.at_ms - at_ms))
    return (
        f"their clock, {abs(middle_s):.1f} s {way} ours, give or take {half_s:.1f} s"
        f" (link test {apart} {when})"
    )


def _span(stamp: Stamp, check: ClockCheck | None) -> _Span:
    at_ms = stamp.at_ms or 0
    if not stamp.theirs or check is None:
        return _Span(at_ms, at_ms)
    drift_ms = round(abs(check.at_ms - at_ms) * _DRIFT_PER_MS)
    return _Span(at_ms - check.high_ms - drift_ms, at_ms - check.low_ms + drift_ms)


def _view(stamp: Stamp, spans: dict[str, _Span], check: ClockCheck | None) -> TimeView:
    span = spans.get(stamp.step)
    if stamp.at_ms is None or span is None:
        return TimeView(stamp.step, None, stamp.source, NOT_RECORDED, None, None, None)
    clock = clock_words(check, stamp.at_ms) if stamp.theirs else "our clock"
    known = not stamp.theirs or check is not None
    return TimeView(
        step=stamp.step,
        at_ms=stamp.at_ms,
        source=stamp.source,
        clock=clock,
        from_ms=span.low_ms if known else None,
        to_ms=span.high_ms if known else None,
        disagrees=_disagreement(stamp, span, spans),
    )


def _disagreement(stamp: Stamp, span: _Span, spans: dict[str, _Span]) -> str | None:
    """Say which earlier step cannot have come before this one, if any."""
    for step in stamp.after:
        earlier = spans.get(step)
        if earlier is not None and earlier.low_ms > span.high_ms:
            by_s = (earlier.low_ms - span.high_ms) / _SECOND_MS
            return (
                f"at least {by_s:.1f} s before '{step}' of {moment(earlier.low_ms)},"
                " which must come first"
            )
    return None
