# SPDX-License-Identifier: Apache-2.0
"""What silence means: a fault, nobody there, a declaration, or not known.

Each answer comes with its evidence, since three of the four call for different acts.
A link nobody proves grows stale, louder every day, until a named officer owns it.
"""

from __future__ import annotations

from enum import Enum

from parley.core.alarms import end_alarms, raise_alarm, subjects
from parley.core.effects import Answer
from parley.core.events import StalenessOwned
from parley.core.limits import STALE_S
from parley.core.releasing import find_officer
from parley.core.shelves import link_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Owner
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.identity import OfficerClass
from parley.model.record import Direction
from parley.wire.cbor import dumps

SHELF = "stale"
_DAY_MS = 86_400_000

NO_PATH = "no circuit to it is up"
UNTRIED = "nothing was asked and answered yet"
TESTS_MISSED = "link tests of theirs that did not come: {n}"
UNRECEIPTED = "entries of ours without a receipt in time: {n}"
UNACKNOWLEDGED = "our message {n} is not acknowledged"
UNCHECKED = "our watch check {n} is not answered"
OWNED_MS_MAX = 7 * _DAY_MS


class Silence(Enum):
    """Why nothing comes, if nothing comes."""

    NONE = "none"
    PATH = "fault: path"
    STATION = "fault: station"
    UNMANNED = "unmanned"
    SUSPENDED = "suspended by declaration"
    UNKNOWN = "unknown"


class Diagnosis(Fixed):
    """Why the other side is silent, and what shows it."""

    silence: Silence
    evidence: tuple[str, ...]


def diagnose(link: Link, *, path_up: bool) -> Diagnosis:
    """Return what can be known of a link's silence now.

    A declaration is known whatever the wire does; without a path nothing is known of
    the station, and without a station nothing of the watch.
    """
    declared = link.tended.suspensions.get(Direction.IN)
    if declared is not None:
        return Diagnosis(Silence.SUSPENDED, (declared.words(),))
    if not path_up:
        return Diagnosis(Silence.PATH, (NO_PATH,))
    machine = _machine(link)
    if machine:
        return Diagnosis(Silence.STATION, machine)
    people = _people(link)
    if people:
        return Diagnosis(Silence.UNMANNED, people)
    if link.facts.tested_wall_ms is None or link.facts.watch_wall_ms is None:
        return Diagnosis(Silence.UNKNOWN, (UNTRIED,))
    return Diagnosis(Silence.NONE, ())


def _machine(link: Link) -> tuple[str, ...]:
    """Return what shows that their station does not answer, over a path that is up."""
    late = [each for each in link.pending.values() if each.late]
    found = []
    if link.tests.missed:
        found.append(TESTS_MISSED.format(n=link.tests.missed))
    if late:
        found.append(UNRECEIPTED.format(n=len(late)))
    return tuple(found)


def _people(link: Link) -> tuple[str, ...]:
    """Return what shows that their station answers and their watch does not."""
    overdue = [place for place, each in link.awaited.items() if each.late]
    found = [UNACKNOWLEDGED.format(n=serial) for _, serial in overdue[:3]]
    check = link.tended.check
    if check is not None and check.late:
        found.append(UNCHECKED.format(n=check.serial))
    return tuple(found)


def _proved_ms(link: Link) -> int:
    """Return when the link was last proved, or when it was confirmed."""
    facts = (link.facts.tested_wall_ms, link.facts.watch_wall_ms)
    known = [each for each in facts if each is not None]
    return max(known, default=link.counterpart.confirmed_wall_ms)


def grow_stale(step: Step, link: Link) -> None:
    """Alarm about a link that nobody has proved for a day, louder with every day."""
    age_ms = step.now.wall_ms - _proved_ms(link)
    days = age_ms // round(STALE_S * 1_000)
    link.tended.stale_mono_ms = step.now.mono_ms + _DAY_MS
    owner = link.tended.owner
    if days < 1 or (owner is not None and owner.until_ms > step.now.wall_ms):
        end_alarms(step, "LINK-STALE", link.name)
        if days < 1:
            wait_ms = round(STALE_S * 1_000) - age_ms
            link.tended.stale_mono_ms = step.now.mono_ms + max(1_000, wait_ms)
        return
    subject = str(days)
    if subjects(step, "LINK-STALE", link.name) != [subject]:
        end_alarms(step, "LINK-STALE", link.name)
        raise_alarm(step, "LINK-STALE", link.name, subject)


def own(step: Step, event: StalenessOwned) -> None:
    """Let a named officer own a stale link, for a week at most."""
    link = step.link(event.link)
    roster, now_ms = step.state.roster, step.now.wall_ms
    officer = find_officer(roster, event.officer, OfficerClass.WATCH, now_ms)
    if officer is None:
        raise LocalFault("PLY-CFG-020", officer=event.officer)
    if not now_ms < event.until_ms <= now_ms + OWNED_MS_MAX:
        raise LocalFault("PLY-WCH-019")
    link.tended.owner = Owner(event.officer, event.until_ms)
    value = dumps([event.officer, event.until_ms])
    step.put(SHELF, link_key(link.name), value)
    grow_stale(step, link)
    step.look("links")
    step.outward.append(Answer(officer))
