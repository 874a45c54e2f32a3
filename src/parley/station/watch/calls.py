# SPDX-License-Identifier: Apache-2.0
"""Who is being called, and the key that a person pressed who was reached."""

from __future__ import annotations

from parley.core.effects import EscalationStep, Page
from parley.core.floor_events import CodeEntered
from parley.fixed import Fixed
from parley.model.record import Direction, EntryKey
from parley.station.authority.audit import AuditLog, Deed
from parley.station.facts import Facts
from parley.station.names import ref_of
from parley.station.queries import Queries
from parley.station.runner import Runner


class CallView(Fixed):
    """One call; `ref` names its message, empty: nobody can hear an alarm here.

    Its code is not shown: only who was called knows it.
    """

    ref: str
    phones: str  # "DUTY_PHONES" or "NEXT_LIST"
    since_ms: int
    times: int
    reached_ms: int | None


def call_views(facts: Facts) -> tuple[CallView, ...]:
    """Return every call, oldest first."""
    return tuple(
        CallView(
            ref=_ref(place),
            phones=EscalationStep(each.step).name,
            since_ms=each.since_ms,
            times=each.times,
            reached_ms=each.reached_ms,
        )
        for place, each in sorted(
            facts.calls.items(), key=lambda pair: pair[1].since_ms
        )
    )


def _ref(place: tuple[str, int, int]) -> str:
    link, incarnation, serial = place
    if not serial:
        return ""
    return ref_of(EntryKey(link, Direction.IN, incarnation, serial))


def is_wanted(facts: Facts, page: Page) -> bool:
    """Tell whether a call is still to be made: nobody reached, nobody has it."""
    call = facts.calls.get((page.link, page.incarnation, page.serial))
    return call is not None and call.code == page.code and call.reached_ms is None


class CallActs:
    """Mixed into `StationApi`, which sets what is named here."""

    _audit: AuditLog
    _queries: Queries
    _runner: Runner

    async def calls(self) -> tuple[CallView, ...]:
        """Return whose phones are being called, and whether somebody was reached."""
        return call_views(self._queries.facts)

    async def reached(self, code: str, officer: int | None = None) -> CallView:
        """Take the code of a call: a person has been reached, nobody is called again.

        The message goes on alarming until an officer acknowledges it.
        """
        digits = "".join(one for one in code if not one.isspace())[:16]
        place = await self._runner.act(CodeEntered(digits), tuple)
        about = _ref(place) or "the station, which nobody can hear"
        await self._audit.note(Deed.REACHED, officer, f"call for {about}")
        found = [each for each in await self.calls() if each.ref == _ref(place)]
        return found[0]
