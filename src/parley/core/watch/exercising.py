# SPDX-License-Identifier: Apache-2.0
"""An exercise: announced, started with two keys, interrupted by what is real, ended.

It lives on a station of mode EXERCISE and on both sides of its link.  The officer who
announced it directs it; the watch consents with keys of its own, and more of them soon
after a handover.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parley.core.alarms import end_alarms, raise_alarm
from parley.core.authority.floor_rules import signatures_for_exercise
from parley.core.authority.persons import officer_name, same_person
from parley.core.effects import Answer
from parley.core.events import ActGiven
from parley.core.floor_events import ExerciseInterrupted
from parley.core.logging_out import Logged
from parley.core.releasing import find_officer
from parley.core.shelves import log_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Exercise, ExerciseState
from parley.core.watch import planning
from parley.core.watch.handing_over import handed_over_ms
from parley.core.watch.over import is_over, note_over
from parley.core.watch.procedure import Heard, Procedure, place_in_log
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.act import Act, ExerciseAnnounced, ExerciseMoved, ExerciseStep
from parley.model.identity import OfficerClass
from parley.model.precedence import Mode
from parley.model.record import Direction, EntryKey
from parley.wire.cbor import Value, dumps

SHELF = "exercise"
_ALARMS = ("EXERCISE-ANNOUNCED", "EXERCISE-RUNS", "EXERCISE-INTERRUPTED")


def _check_announce(step: Step, link: Link, event: ActGiven) -> None:
    said, now_ms = event.said, step.now.wall_ms
    assert isinstance(said, ExerciseAnnounced), "this procedure announces"
    # SPEC 8.80: "An exercise is announced on a station of mode EXERCISE and nowhere
    # else."
    mode = step.state.settings.mode
    if mode is not Mode.EXERCISE:
        raise LocalFault("PLY-WCH-063", mode=mode.name)
    if not now_ms < said.until_ms or not said.from_ms < said.until_ms:
        raise LocalFault("PLY-WCH-064", reason="its end is past, or before its begin")
    known = link.tended.exercises.get(Direction.OUT)
    if known is not None:
        reason = f"{known.name} is announced and has not ended"
        raise LocalFault("PLY-WCH-064", reason=reason)


def _announced(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    _begin(step, link, event.act, logged.key, logged.leaf)


def _heard_announce(step: Step, link: Link, heard: Heard) -> None:
    late = is_over(link, SHELF, heard.place)
    if step.state.settings.mode is Mode.EXERCISE and not late:
        _begin(step, link, heard.act, heard.key(link), heard.leaf)


def _begin(step: Step, link: Link, act: Act, place: EntryKey, leaf: bytes) -> None:
    """Take an announcement in; a later one of the same side takes its place."""
    said, side = act.said, place.direction
    assert isinstance(said, ExerciseAnnounced), "this procedure announces"
    known = link.tended.exercises.get(side)
    if known is not None and place_in_log(place) < place_in_log(known.entry):
        return
    if said.until_ms <= step.now.wall_ms:
        return
    due_mono_ms = step.now.mono_ms + said.until_ms - step.now.wall_ms
    fresh = Exercise(
        place,
        leaf,
        said.name,
        act.release.officer,
        said.from_ms,
        said.until_ms,
        due_mono_ms,
        since_ms=step.now.wall_ms,
    )
    _keep(step, link, fresh)
    if side is Direction.OUT:
        planning.announced(step, link.name, said.name)


def _check_step(step: Step, link: Link, event: ActGiven) -> None:
    said = event.said
    assert isinstance(said, ExerciseMoved), "this procedure moves"
    known = link.tended.exercises.get(Direction.OUT)
    if known is None or not _is_about(event.act, known):
        raise LocalFault("PLY-WCH-065", name=link.name)
    match said.step:
        case ExerciseStep.CONSENT:
            _check_consent(step, known, event.release.officer)
        case ExerciseStep.START:
            _check_start(step, known, event.release.officer)
        case ExerciseStep.INTERRUPT if known.state is not ExerciseState.RUNNING:
            reason = "it does not run"
            raise LocalFault("PLY-WCH-066", exercise=known.name, reason=reason)
        case _:
            pass


def _is_about(act: Act, known: Exercise) -> bool:
    return act.about is not None and act.about.leaf == known.leaf


def _check_consent(step: Step, known: Exercise, officer: int) -> None:
    roster, now_ms = step.state.roster, step.now.wall_ms
    watch = find_officer(roster, officer, OfficerClass.WATCH, now_ms)
    others = (known.director, *known.consents)
    if watch is None:
        reason = "only an officer of the watch consents"
    elif any(same_person(roster, officer, other) for other in others):
        reason = f"{watch.name} directs it, or has consented already"
    elif known.state is ExerciseState.RUNNING:
        reason = "it runs already"
    else:
        return
    raise LocalFault("PLY-WCH-066", exercise=known.name, reason=reason)


def _check_start(step: Step, known: Exercise, officer: int) -> None:
    now_ms = step.now.wall_ms
    # SPEC 8.81: "An exercise is started by the officer who announced it, with the
    # consent of an officer of the watch: two persons and two keys."
    needed = signatures_for_exercise(handed_over_ms(step.state), now_ms)
    reason = None
    if known.state is ExerciseState.RUNNING:
        reason = "it runs already"
    elif officer != known.director:
        name = officer_name(step.state.roster, known.director)
        reason = f"{name} announced it, and starts it"
    elif not known.from_ms <= now_ms < known.until_ms:
        reason = "it is not its time"
    elif len(known.consents) < needed:
        given = len(known.consents)
        reason = f"it takes the consent of {needed} of the watch, and has {given}"
        if needed > 1:
            reason += ", since the watch changed less than 15 minutes ago"
    if reason is not None:
        raise LocalFault("PLY-WCH-066", exercise=known.name, reason=reason)


def _moved(step: Step, link: Link, event: ActGiven, _logged: Logged) -> None:
    _move(step, link, event.act, Direction.OUT)


def _heard_step(step: Step, link: Link, heard: Heard) -> None:
    _move(step, link, heard.act, Direction.IN)


def _move(step: Step, link: Link, act: Act, side: Direction) -> None:
    known = link.tended.exercises.get(side)
    if known is None or not _is_about(act, known):
        return
    said = act.said
    assert isinstance(said, ExerciseMoved), "this procedure moves"
    match said.step:
        case ExerciseStep.CONSENT:
            officers = dict.fromkeys((*known.consents, act.release.officer))
            _keep(step, link, replace(known, consents=tuple(officers)))
        case ExerciseStep.START:
            # SPEC 8.82: "The other side takes a START without a consent for none."
            if known.consents:
                _set(step, link, known, ExerciseState.RUNNING)
        case ExerciseStep.INTERRUPT:
            by = "our officer" if side is Direction.OUT else "their officer"
            _set(step, link, known, ExerciseState.INTERRUPTED, by)
        case ExerciseStep.END:
            _end(step, link, side)


def _set(
    step: Step, link: Link, known: Exercise, state: ExerciseState, reason: str = ""
) -> None:
    moved = replace(
        known, state=state, consents=(), since_ms=step.now.wall_ms, reason=reason
    )
    _keep(step, link, moved)


def interrupt(step: Step, event: ExerciseInterrupted) -> None:
    """Something real needs the watch: every exercise here stands still."""
    assert event.reason, "somebody says why"
    running = interrupt_all(step, event.reason)
    if not running:
        raise LocalFault("PLY-WCH-067")
    step.outward.append(Answer(running))


def interrupt_all(step: Step, reason: str) -> int:
    """Interrupt what runs, of either side, on every link; return how many."""
    count = 0
    for link in step.state.links.values():
        for known in tuple(link.tended.exercises.values()):
            if known.state is ExerciseState.RUNNING:
                _set(step, link, known, ExerciseState.INTERRUPTED, reason)
                count += 1
    return count


def other_mode(step: Step, link: Link, mode: Mode) -> None:
    """A frame of another mode came: live traffic interrupts an exercise."""
    # SPEC 8.84: "A LIVE frame that reaches a station of mode EXERCISE interrupts every
    # exercise there, with the alarm by that name; it is refused unopened all the same."
    if step.state.settings.mode is Mode.EXERCISE and mode is Mode.LIVE:
        raise_alarm(step, "LIVE-TRAFFIC", link.name)
        interrupt_all(step, "live traffic reached the exercise station")


def check_interrupted(link: Link, number: int) -> None:
    """Refuse a release while an exercise on the link is interrupted.

    Raises:
        LocalFault: PLY-WCH-068.

    """
    # SPEC 8.85: "While an exercise is interrupted nothing is released on its link."
    for known in link.tended.exercises.values():
        if known.state is ExerciseState.INTERRUPTED:
            raise LocalFault("PLY-WCH-068", exercise=known.name, number=number)


def _end(step: Step, link: Link, side: Direction) -> None:
    known = link.tended.exercises.pop(side)
    if side is Direction.IN:
        note_over(step, link, SHELF, place_in_log(known.entry))
    step.drop(SHELF, log_key(link.name, side, 0))
    for code in _ALARMS:
        end_alarms(step, code, link.name)
    for other in link.tended.exercises.values():
        _alarm(step, link, other)
    if known.state is ExerciseState.INTERRUPTED:
        end_alarms(step, "LIVE-TRAFFIC", link.name)
    step.look("links")


def expire(step: Step, link: Link) -> None:
    """End what has reached its time."""
    for side, known in tuple(link.tended.exercises.items()):
        if known.due_mono_ms <= step.now.mono_ms:
            _end(step, link, side)


def _keep(step: Step, link: Link, known: Exercise) -> None:
    side = known.entry.direction
    link.tended.exercises[side] = known
    step.put(SHELF, log_key(link.name, side, 0), dumps(_values(known)))
    for code in _ALARMS:
        end_alarms(step, code, link.name)
    for each in link.tended.exercises.values():
        _alarm(step, link, each)
    step.look("links")


def _alarm(step: Step, link: Link, known: Exercise) -> None:
    match known.state:
        case ExerciseState.ANNOUNCED:
            raise_alarm(step, "EXERCISE-ANNOUNCED", link.name, known.name)
        case ExerciseState.RUNNING:
            raise_alarm(step, "EXERCISE-RUNS", link.name, known.name)
        case ExerciseState.INTERRUPTED:
            subject = f"{known.name}: {known.reason}"
            raise_alarm(step, "EXERCISE-INTERRUPTED", link.name, subject)


def _values(known: Exercise) -> list[Value]:
    return [
        known.entry.incarnation,
        known.entry.serial,
        known.leaf,
        known.name,
        known.director,
        known.from_ms,
        known.until_ms,
        known.state,
        list(known.consents),
        known.since_ms,
        known.reason,
    ]


def recover(link: Link, step: Step, side: Direction, kept: Sequence[Any]) -> None:
    """Take an exercise from the shelf; its time goes on by the wall clock."""
    incarnation, serial, leaf, name, director, from_ms, until_ms, *rest = kept
    state, consents, since_ms, reason = rest
    due_mono_ms = step.now.mono_ms + max(0, until_ms - step.now.wall_ms)
    link.tended.exercises[side] = Exercise(
        EntryKey(link.name, side, incarnation, serial),
        leaf,
        name,
        director,
        from_ms,
        until_ms,
        due_mono_ms,
        ExerciseState(state),
        tuple(consents),
        since_ms,
        reason,
    )


ANNOUNCE = Procedure(_check_announce, _announced, _heard_announce)
STEP = Procedure(_check_step, _moved, _heard_step)
