# SPDX-License-Identifier: Apache-2.0
"""What the core knew at the last commit: the only memory of it a screen may read.

The core runs ahead of the disk while a commit is under way.  A screen reads this copy
instead, so that it never shows what a crash could still take back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from parley.core.effects import Effect
from parley.core.events import Event
from parley.core.records import AlarmRecord, CircuitFacts, DraftRecord, LinkFacts
from parley.model.agreement import LinkAgreement
from parley.model.identity import Roster
from parley.model.message import Setting
from parley.model.now import Now


class Core(Protocol):
    """The face of `parley.core.station.Station` that the shell uses."""

    def handle(self, event: Event, now: Now) -> tuple[Effect, ...]:
        """Return the effects of an event, or raise a fault and change nothing."""
        ...

    def next_wakeup(self) -> int | None:
        """Return when it wants a `TimerFired`, in milliseconds of `Now.mono_ms`."""
        ...

    def links(self) -> tuple[LinkFacts, ...]:
        """Return what is known of each counterpart."""
        ...

    def circuits(self) -> tuple[CircuitFacts, ...]:
        """Return what is known of each circuit."""
        ...

    def alarms(self) -> tuple[AlarmRecord, ...]:
        """Return the alarms that stand."""
        ...

    def drafts(self) -> tuple[DraftRecord, ...]:
        """Return the drafts that have not gone."""
        ...

    def roster(self) -> Roster:
        """Return our own roster."""
        ...

    def counterpart_roster(self, link: str) -> Roster:
        """Return the roster of a counterpart, confirmed or alleged."""
        ...

    def agreement(self, link: str) -> LinkAgreement | None:
        """Return the link agreement, once there is one."""
        ...

    def setting_out(self, link: str) -> Setting:
        """Return where what we send is valid."""
        ...

    def setting_in(self, link: str) -> Setting:
        """Return where what they send is valid."""
        ...


@dataclass(frozen=True, slots=True)
class LinkKnowledge:
    """One counterpart: its facts and what its messages are read with."""

    facts: LinkFacts
    roster: Roster
    setting_out: Setting
    setting_in: Setting
    agreement: LinkAgreement | None


@dataclass(frozen=True, slots=True)
class Facts:
    """One moment of the core, immutable."""

    roster: Roster
    links: Mapping[str, LinkKnowledge] = field(default_factory=dict)
    circuits: tuple[CircuitFacts, ...] = ()
    alarms: tuple[AlarmRecord, ...] = ()
    drafts: tuple[DraftRecord, ...] = ()

    @classmethod
    def of(cls, core: Core) -> Facts:
        """Copy what the core knows now; cheap, since all of it is immutable."""
        return cls(
            roster=core.roster(),
            links={
                link.link: LinkKnowledge(
                    link,
                    core.counterpart_roster(link.link),
                    core.setting_out(link.link),
                    core.setting_in(link.link),
                    core.agreement(link.link),
                )
                for link in core.links()
            },
            circuits=core.circuits(),
            alarms=core.alarms(),
            drafts=core.drafts(),
        )
