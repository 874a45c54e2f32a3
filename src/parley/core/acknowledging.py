# SPDX-License-Identifier: Apache-2.0
"""A named officer has it: said by ours, heard from theirs.

An acknowledgement is itself an ask: queued, retried, logged, receipted.
"""

from __future__ import annotations

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.drafting import awaited_key, officer_name
from parley.core.effects import Answer
from parley.core.events import AcknowledgementGiven
from parley.core.outgoing import ask
from parley.core.records import LadderFact, Rung
from parley.core.releasing import judge_acknowledgement
from parley.core.shelves import encode_fact, ladder_key
from parley.core.state import Link
from parley.core.step import Step
from parley.errors import CounterpartFault, LocalFault
from parley.model.entry import Acknowledgement
from parley.model.record import Clear, Direction, EntryFlag, EntryKey

_REMEMBERED = 4_096


def acknowledge(step: Step, event: AcknowledgementGiven) -> None:
    """Say in an officer's name that he has their message."""
    link = step.link(event.link)
    state = step.state
    place = (event.link, event.incarnation, event.serial)
    if not event.open or place in state.acknowledged:
        raise LocalFault("PLY-REL-008", serial=event.serial)
    said = Acknowledgement(
        event.incarnation,
        event.serial,
        event.leaf,
        event.created_ms,
        (event.release,),
    )
    name = officer_name(state.roster, event.release.officer)
    setting = state.setting_out(link.name)
    try:
        judge_acknowledgement(setting, state.roster, said, step.now.wall_ms)
    except CounterpartFault as fault:
        code = "PLY-REL-011" if fault.code == "PLY-SIG-003" else "PLY-REL-012"
        raise LocalFault(code, officer=name) from None
    logged = ask(step, link, said, int(event.precedence))
    # The flag on the disk is cleared by this commit; until then a second officer's
    # act in the same batch still reads it, so it is remembered here.
    state.acknowledged[place] = None
    while len(state.acknowledged) > _REMEMBERED:
        state.acknowledged.popitem(last=False)
    key = EntryKey(link.name, Direction.IN, event.incarnation, event.serial)
    step.changes.append(Clear(key, EntryFlag.OPEN))
    fact = LadderFact(
        rung=Rung.ACKNOWLEDGEMENT,
        serial=logged.serial,
        leaf=event.leaf,
        attested_ms=event.created_ms,
        seen_ms=step.now.wall_ms,
        officer=event.release.officer,
    )
    step.put(
        "ladder", ladder_key(key, Rung.ACKNOWLEDGEMENT, fact.leaf), encode_fact(fact)
    )
    step.look("messages")
    step.outward.append(Answer(fact))


def judge_heard(
    step: Step, link: Link, said: Acknowledgement, logged_ms: int
) -> str | None:
    """Return the code of the fault if an acknowledgement of theirs does not count."""
    setting = step.state.setting_in(link.name)
    roster = link.counterpart.roster
    try:
        judge_acknowledgement(setting, roster, said, logged_ms)
    except CounterpartFault as fault:
        return fault.code
    return None


def hear_acknowledgement(
    step: Step, link: Link, said: Acknowledgement, serial: int, refusal: str | None
) -> None:
    """Move our message up, or alarm the watch if the acknowledgement is not good."""
    if refusal is not None:
        raise_alarm(step, "SIGNATURE-BAD", link.name, str(serial))
        return
    key = EntryKey(link.name, Direction.OUT, said.incarnation, said.serial)
    fact = LadderFact(
        rung=Rung.ACKNOWLEDGEMENT,
        serial=serial,
        leaf=said.leaf,
        attested_ms=said.created_ms,
        seen_ms=step.now.wall_ms,
        officer=said.releases[0].officer,
    )
    step.put(
        "ladder", ladder_key(key, Rung.ACKNOWLEDGEMENT, fact.leaf), encode_fact(fact)
    )
    link.facts.watch_wall_ms = step.now.wall_ms
    link.dirty_in = True
    place = (said.incarnation, said.serial)
    awaited = link.awaited.get(place)
    if awaited is not None and awaited.leaf == said.leaf:
        del link.awaited[place]
        step.drop("awaited", awaited_key(link.name, *place))
        end_alarm(step, "UNACKNOWLEDGED", link.name, str(said.serial))
    step.look("messages")
