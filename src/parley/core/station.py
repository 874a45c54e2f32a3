# SPDX-License-Identifier: Apache-2.0
"""The core's whole public face: event and `now` in, effects out.

This file only hands each event to the file that has its rule.
"""

from __future__ import annotations

from typing import assert_never

from parley.core import (
    cosignatures,
    drafting,
    incoming,
    link_tests,
    pairing,
    restoring,
    timers,
)
from parley.core.authority import amendments, counters, revoking, rosters
from parley.core.effects import Answer, Effect
from parley.core.events import (
    AmendmentAccepted,
    AmendmentProposed,
    CardPresented,
    CardRequested,
    CircuitDeclared,
    CircuitDown,
    CircuitNoted,
    CircuitReady,
    CircuitUp,
    CircuitWanted,
    CodeRead,
    CodesWanted,
    DraftReread,
    DraftReviewed,
    DraftWithdrawn,
    DraftWritten,
    EpochRollRequested,
    Event,
    FingerprintConfirmed,
    FrameArrived,
    KeyRegistered,
    KeyUsed,
    LineEvent,
    LinkTestRequested,
    OfficerAdded,
    OfficerChanged,
    PositionAdded,
    Recalled,
    ReleaseGiven,
    RevocationPresented,
    StationRevoked,
    ThirdsCounted,
    TimerFired,
    WaitingDecided,
    WatchEvent,
)
from parley.core.hand_offs import keep_hand_offs
from parley.core.keeping import keep_logs
from parley.core.key_acts import (
    KeysShown,
    NewKeysConfirmed,
    NewKeysPresented,
    PagesAlone,
    PagesDestroyed,
    PagesTaken,
    PagesWanted,
)
from parley.core.page_use import can_open, no_way
from parley.core.pages import handling as page_handling
from parley.core.queries import Queries
from parley.core.reach import ageing, circuits
from parley.core.recovery import Records, recover
from parley.core.rekeying import new_keys
from parley.core.rolling import current_epoch
from parley.core.settings import CoreSettings
from parley.core.step import Step
from parley.core.watch import handling
from parley.crypto.keys import StationKeys
from parley.errors import Fault
from parley.model.now import Now

_ALL_DAY = (FrameArrived, CircuitReady, TimerFired)


class Station(Queries):
    """One station in one mode, with all its links."""

    @classmethod
    def recover(
        cls, settings: CoreSettings, keys: StationKeys, records: Records, now: Now
    ) -> tuple[Station, tuple[Effect, ...]]:
        """Rebuild a station from what is kept; the effects must be carried out first.

        A new folder, a restart and a restored backup all begin here.
        """
        state, step = recover(settings, keys, records, now)
        keep_logs(step)
        return cls(state), step.effects()

    def handle(self, event: Event, now: Now) -> tuple[Effect, ...]:
        """Take one event and return what must be done, durable changes first.

        Raises:
            LocalFault: an act of ours is refused; nothing was changed.
            CounterpartFault: a card handed in is not good; nothing was changed.

        """
        step = Step(self.state, now)
        try:
            # What comes all day is not held against the long list of the watch first.
            if isinstance(event, _ALL_DAY) or not isinstance(event, WatchEvent):
                self._hand_over(event, step)
            else:
                handling.handle(step, event)
        except Fault:
            # A refused act leaves no trace; a half-done one is a mistake of ours.
            assert not step.changes, event
            raise
        timers.watch_clock(step)
        keep_logs(step)
        keep_hand_offs(step)
        return step.effects()

    def next_wakeup(self) -> int | None:
        """Return when to send `TimerFired`, in monotonic milliseconds; None: never."""
        return timers.next_wakeup(self.state)

    def _hand_over(self, event: LineEvent, step: Step) -> None:  # noqa: C901, PLR0912, PLR0915 - a table
        match event:
            case FrameArrived():
                incoming.arrive(step, event)
            case CircuitReady():
                circuits.became_ready(step, event)
            case TimerFired():
                timers.fire(step)
            case ReleaseGiven():
                drafting.give_release(step, event)
            case DraftWritten():
                drafting.write(step, event)
            case DraftReread():
                drafting.reread(step, event)
            case DraftReviewed():
                drafting.review(step, event)
            case DraftWithdrawn():
                drafting.withdraw(step, event)
            case CircuitUp():
                circuits.went_up(step, event)
            case CircuitDown():
                circuits.went_down(step, event)
            case CircuitNoted():
                circuits.noted(step, event)
            case CircuitWanted():
                circuits.want(step, event)
            case WaitingDecided():
                ageing.decide(step, event)
            case CircuitDeclared():
                circuits.declare(step, event)
            case LinkTestRequested():
                link_tests.request(step, event)
            case ThirdsCounted():
                cosignatures.hear_thirds(step, event)
            case EpochRollRequested():
                self._roll(step, event)
            case Recalled():
                restoring.recalled(step, event)
            case CardRequested():
                pairing.show_card(step, event)
            case CardPresented():
                pairing.present_card(step, event)
            case FingerprintConfirmed():
                pairing.confirm(step, event)
            case AmendmentProposed() | AmendmentAccepted():
                amendments.handle(step, event)
            case OfficerAdded() | OfficerChanged() | PositionAdded() | KeyRegistered():
                rosters.handle(step, event)
            case KeyUsed():
                counters.note_used(step, event)
            case CodesWanted() | StationRevoked() | RevocationPresented() | CodeRead():
                revoking.handle(step, event)
            case KeysShown() | NewKeysPresented() | NewKeysConfirmed():
                new_keys.handle(step, event)
            case PagesWanted() | PagesTaken() | PagesDestroyed() | PagesAlone():
                page_handling.handle(step, event)
            case _:
                assert_never(event)

    @staticmethod
    def _roll(step: Step, event: EpochRollRequested) -> None:
        link = step.link(event.link)
        if not can_open(link):
            raise no_way(link)
        link.roll_wanted = True
        epoch = current_epoch(step, link)
        step.look("links")
        step.outward.append(Answer(epoch.keys.tag))
