# SPDX-License-Identifier: Apache-2.0
"""An officer acts: ours is judged, logged and sent; theirs is judged and counts or not.

An act is itself an ask: queued, retried, logged, receipted.
"""

from __future__ import annotations

from collections.abc import Mapping

from parley.core.acts import ACTS, judge_act
from parley.core.authority.counters import check_counters, count_own, note_counters
from parley.core.authority.persons import officer_name
from parley.core.authority.revoking import check_revoked
from parley.core.effects import Answer
from parley.core.events import ActGiven
from parley.core.outgoing import ask, check_ask
from parley.core.state import Link
from parley.core.step import Step
from parley.core.watch import (
    acknowledging,
    answering,
    checking,
    clarifying,
    delivering,
    exercising,
    glossary,
    handing_over,
    minimizing,
    readouts,
    reporting,
    standing_by,
    suspending,
    understanding,
)
from parley.core.watch.announcing import ANNOUNCEMENT
from parley.core.watch.procedure import Heard, Procedure
from parley.errors import CounterpartFault, LocalFault
from parley.model.act import (
    Acknowledged,
    Act,
    ClarificationAsked,
    Clarified,
    Countersigned,
    Declined,
    Delivered,
    ExerciseAnnounced,
    ExerciseMoved,
    Minimized,
    MinimizeEnded,
    Reported,
    Resumed,
    Said,
    Service,
    Standby,
    Suspended,
    TermAgreed,
    TermProposed,
    Understood,
    WatchAnswered,
    WatchAsked,
    WatchChanged,
)
from parley.model.identity import Credential, OfficerClass
from parley.model.precedence import Precedence
from parley.model.readout import ReadoutAnswered, ReadoutPublished, ReadoutShown
from parley.wire.act import kind_said

PROCEDURES: Mapping[type[Said], Procedure] = {
    Acknowledged: acknowledging.PROCEDURE,
    Understood: understanding.PROCEDURE,
    Delivered: delivering.PROCEDURE,
    Standby: standing_by.PROCEDURE,
    Declined: answering.DECLINE,
    Suspended: suspending.SUSPEND,
    Resumed: suspending.RESUME,
    WatchAsked: checking.CHECK,
    WatchAnswered: checking.ANSWER,
    Reported: reporting.REPORT,
    Countersigned: reporting.COUNTERSIGN,
    Service: ANNOUNCEMENT,
    Minimized: minimizing.PROCEDURE,
    MinimizeEnded: minimizing.END,
    WatchChanged: handing_over.CHANGED,
    ExerciseAnnounced: exercising.ANNOUNCE,
    ExerciseMoved: exercising.STEP,
    ReadoutShown: readouts.SHOW,
    ReadoutAnswered: readouts.ANSWER,
    ReadoutPublished: readouts.PUBLISH,
    ClarificationAsked: clarifying.ASK,
    Clarified: clarifying.ANSWER,
    TermProposed: glossary.PROPOSE,
    TermAgreed: glossary.AGREE,
}


def give(step: Step, event: ActGiven) -> None:
    """Say something in an officer's name; answered with the serial of its entry.

    Raises:
        LocalFault: PLY-WCH-001 he may not, -002 his signature does not fit; what the
            kind's own procedure refuses; as `ask`.

    """
    link = step.link_in_force(event.link)
    procedure = PROCEDURES[type(event.said)]
    procedure.check(step, link, event)
    _check_position(step, event)
    key = _judge_ours(step, link, event)
    check_ask(link, event.act)
    count_own(step, key, event.release)
    precedence = Precedence.IMMEDIATE
    if event.asked is not None:
        precedence = event.asked.content.precedence
    logged = ask(step, link, event.act, int(precedence))
    procedure.given(step, link, event, logged)
    step.outward.append(Answer(logged.serial))


def _check_position(step: Step, event: ActGiven) -> None:
    """Refuse a principal who would answer for another's position."""
    # SPEC 7.171: "An officer who is not of class watch MUST NOT act on a message that
    # was addressed to other positions than his."
    officer = step.state.roster.officer(event.release.officer)
    if event.asked is None or officer is None:
        return
    to = event.asked.content.to
    if to and OfficerClass.WATCH not in officer.classes and officer.position not in to:
        position = step.state.roster.positions[officer.position]
        raise LocalFault("PLY-AUT-031", officer=officer.name, position=position)


def _judge_ours(step: Step, link: Link, event: ActGiven) -> Credential:
    roster = step.state.roster
    # They judge by the time of logging, which a clock once ahead holds in the future.
    at_ms = max(step.now.wall_ms, link.out.last_logged_ms)
    try:
        return judge_act(step.state.setting_out(link.name), roster, event.act, at_ms)
    except CounterpartFault as fault:
        name = officer_name(roster, event.release.officer)
        kind = kind_said(event.said)
        act = kind.name.lower()
        if fault.code == "PLY-SIG-003":
            needed = ACTS[kind].needed
            raise LocalFault(
                "PLY-WCH-001", officer=name, act=act, needed=needed
            ) from None
        raise LocalFault("PLY-WCH-002", officer=name, act=act) from None


def judge_heard(step: Step, link: Link, act: Act, logged_ms: int) -> None:
    """Accept an act of theirs, or say why it does not count.

    Raises:
        CounterpartFault: as `judge_act`; PLY-AUT-056 its key counted backwards;
            PLY-KEY-124 its officer's keys were stopped.

    """
    setting = step.state.setting_in(link.name)
    keys = (judge_act(setting, link.counterpart.roster, act, logged_ms),)
    check_revoked(link, (act.release,))
    check_counters(link, (act.release,), keys, act.created_ms)
    note_counters(step, link, (act.release,), keys, logged_ms)


def hear(
    step: Step, link: Link, act: Act, incarnation: int, serial: int, leaf: bytes
) -> None:
    """Let a good act of theirs take effect; whoever acts is there."""
    link.facts.watch_wall_ms = step.now.wall_ms
    link.dirty_in = True
    PROCEDURES[type(act.said)].heard(step, link, Heard(act, incarnation, serial, leaf))
