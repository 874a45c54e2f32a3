# SPDX-License-Identifier: Apache-2.0
"""The claim "these are all entries that the log holds between two times".

It rests on three things: the entries follow each other without a gap, the log's times
never go back (the counterpart cosigns no log whose times do), and one entry beyond
each end shows where the period's entries begin and stop.
"""

from __future__ import annotations

from collections.abc import Sequence

from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.tlog.bundle import Period
from parley.tlog.contact import ShownEntry
from parley.tlog.leaf import Field
from parley.tlog.policy import SealedCheckpoint

_MS = 1_000


class Extent(Fixed):
    """Which of the shown entries lie inside, and what closes the period's ends."""

    first: int  # place in the list of shown entries
    end: int
    begins_log: bool  # no entry precedes the period: the log begins in it
    ends_log: bool  # no entry followed when the checkpoint was cosigned


def extent(
    period: Period, entries: Sequence[ShownEntry], sealed: SealedCheckpoint
) -> Extent:
    """Return which entries lie inside, once the claim of completeness is borne out.

    Raises:
        CounterpartFault: PLY-LOG-018, it is not.

    """
    times = [_logged_ms(entry) for entry in entries]
    _check_order(entries, times)
    # SPEC 6.31: "The entry before the period is shown with a time before the period,
    # unless the first entry of the log is itself within or after the period."
    before = times[0] is not None and times[0] < period.from_ms
    if not before and entries[0].index != 0:
        raise _refused("the entry before the period is not shown")
    # SPEC 6.32: "The entry after the period is shown with a time at or after its end,
    # unless the last entry of the checkpoint is shown and every witness signed the
    # checkpoint at or after the end."
    after = times[-1] is not None and times[-1] >= period.to_ms
    if not after and not _ends_log(period, entries, sealed):
        raise _refused("the entry after the period is not shown")
    first, end = int(before), len(entries) - int(after)
    # SPEC 6.33: "The first and the last entry of the period are shown with their
    # times, and these are within it."
    for time in (
        (times[first : first + 1] + times[end - 1 : end]) if first < end else ()
    ):
        if time is None or not period.from_ms <= time < period.to_ms:
            raise _refused("an end of the period is not shown with its time")
    return Extent(first, end, not before, not after)


def _check_order(entries: Sequence[ShownEntry], times: Sequence[int | None]) -> None:
    # SPEC 6.30: "The entries of a period follow each other without a gap, and no shown
    # time is before an earlier one."
    if entries[-1].index - entries[0].index != len(entries) - 1:
        raise _refused("there is a gap between the entries")
    shown = [time for time in times if time is not None]
    if shown != sorted(shown):
        raise _refused("the times of the log go back")


def _ends_log(
    period: Period, entries: Sequence[ShownEntry], sealed: SealedCheckpoint
) -> bool:
    if entries[-1].index != sealed.checkpoint.size - 1:
        return False
    signed_s = [seal.time_s for seal in sealed.witness_seals if seal.time_s is not None]
    return bool(signed_s) and min(signed_s) * _MS >= period.to_ms


def _logged_ms(entry: ShownEntry) -> int | None:
    if not entry.disclosure.shows(Field.LOGGED):
        return None
    value = entry.disclosure.value(Field.LOGGED)
    assert isinstance(value, int)
    return value


def _refused(reason: str) -> CounterpartFault:
    return CounterpartFault("PLY-LOG-018", reason=reason)
