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
from parley.core.records import Rung
from parley.core.standing import (
    check_standing,
    has_watch,
    proves,
    stands,
)
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Addressees
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
from parley.core.watch.procedure import Heard, Procedure, note_rung
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
from parley.model.identity import Credential
from parley.model.precedence import Precedence
from parley.model.readout import ReadoutAnswered, ReadoutPublished, ReadoutShown
from parley.model.record import Direction
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
    _check_standing(step, link, event)
    key = _judge_ours(step, link, event)
    check_ask(link, event.act)
    count_own(step, key, event.release)
    precedence = Precedence.IMMEDIATE
    if event.asked is not None:
        precedence = event.asked.content.precedence
    logged = ask(step, link, event.act, int(precedence))
    procedure.given(step, link, event, logged)
    step.outward.append(Answer(logged.serial))


def _check_standing(step: Step, link: Link, event: ActGiven) -> None:
    """Refuse an officer who would act for a position that is another's."""
    roster, index = step.state.roster, event.release.officer
    officer = roster.officer(index)
    if event.asked is None or officer is None or not proves(event.said):
        return
    content = event.asked.content
    asked = Addressees(content.to, content.stop)
    if not stands(roster, index, asked, has_watch(link), _logged_ms(step, link)):
        known = roster.positions
        to = ", ".join(known[each] for each in content.to if each < len(known))
        facts = {"position": known[officer.position], "to": to}
        raise LocalFault("PLY-AUT-031", officer=officer.name, **facts)


def _logged_ms(step: Step, link: Link) -> int:
    """Return when an act of now is logged: a clock once ahead holds it in the future.

    They judge by that time.
    """
    return max(step.now.wall_ms, link.out.last_logged_ms)


def _judge_ours(step: Step, link: Link, event: ActGiven) -> Credential:
    roster = step.state.roster
    at_ms = _logged_ms(step, link)
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


def judge_heard(
    step: Step, link: Link, act: Act, logged_ms: int, *, again: bool = False
) -> None:
    """Accept an act of theirs, or say why it does not count; `again`: it was returned.

    Raises:
        CounterpartFault: as `judge_act`; PLY-AUT-032 for another's position; -056 its
            key counted backwards; PLY-KEY-124 its officer's keys were stopped.

    """
    setting = step.state.setting_in(link.name)
    keys = (judge_act(setting, link.counterpart.roster, act, logged_ms),)
    check_standing(link, act, logged_ms, again=again)
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


def note_refused(
    step: Step, link: Link, act: Act, serial: int, fault: CounterpartFault
) -> None:
    """Show an act of another position at its message; it proves nothing of it."""
    if fault.code == "PLY-AUT-032":
        note = kind_said(act.said).name.lower()
        rung, way = Rung.OUT_OF_PLACE, Direction.OUT
        note_rung(step, link, act, serial, way, rung=rung, good=False, note=note)
