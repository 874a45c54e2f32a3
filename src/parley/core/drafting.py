# SPDX-License-Identifier: Apache-2.0
"""From a text to a released message, on the sender's desk."""

from __future__ import annotations

from parley.core.authority.agreements import tables_in_force
from parley.core.authority.counters import count_own
from parley.core.authority.overrides import alarm_override
from parley.core.authority.persons import officer_name, same_person
from parley.core.authority.rules import Needs
from parley.core.book.coded import written
from parley.core.effects import Answer
from parley.core.events import (
    DraftReread,
    DraftReviewed,
    DraftWithdrawn,
    DraftWritten,
    ReleaseGiven,
)
from parley.core.keeping import keep_counters
from parley.core.outgoing import ask
from parley.core.records import DraftRecord
from parley.core.releasing import Bench, find_officer, judge_message, judge_step
from parley.core.shelves import encode_draft, number_key
from parley.core.state import Link, StationState
from parley.core.step import Step
from parley.core.watch import noticing
from parley.core.watch.awaiting import await_acknowledgement
from parley.core.watch.crossing import (
    check_crossing,
    check_held,
    note_read,
    read_through,
)
from parley.core.watch.exercising import check_interrupted
from parley.core.watch.following import pointer_of, prepare
from parley.core.watch.minimizing import check_review
from parley.core.watch.pointing import pointed
from parley.core.watch.suspending import check_suspended
from parley.core.watch.understanding import await_read_back
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import replace
from parley.model.entry import Entry
from parley.model.identity import Credential, OfficerClass
from parley.model.message import Content, Message, Text
from parley.model.precedence import Mode
from parley.texts.assigned import OWN
from parley.texts.characters import refused
from parley.texts.exercises import denied, marked
from parley.wire.entry import decode_entry, encode_entry
from parley.wire.limits import REASON_BYTES_MAX, TEXT_BYTES_MAX
from parley.wire.text import problems

_SECOND_MS = 1_000
_OF_KEYS = "PLY-AUT-05"  # what a hardware key said wrong, exactly


def write(step: Step, event: DraftWritten) -> None:
    """Take a text in as a draft with a number of its own."""
    link = step.link_in_force(event.link)
    state = step.state
    coded = None
    if event.coded is None:
        _check_texts(event, state.settings.mode, tables_in_force(state, link.agreement))
    else:
        coded = written(state, link, event.coded)
    content = Content(
        number=state.next_number,
        precedence=event.precedence,
        created_ms=step.now.wall_ms // _SECOND_MS * _SECOND_MS,
        not_after_ms=_whole_seconds(event.not_after_ms),
        drafted_by=event.drafted_by,
        to=_positions(link, event.to),
        relation=pointer_of(link, event),
        texts=as_sent(state.settings.mode, event.texts),
        attachments=(),
        read_through=read_through(link, event),
        critical=event.critical,
        stop=event.stop,
        coded=coded,
    )
    _check_readable(step, content)
    needed = bench_out(state, link).needs(content)
    _check_drafter(step, event.drafted_by, alone=needed.alone)
    draft = DraftRecord(link.name, content, (), needed.releases)
    state.next_number += 1
    keep_counters(step)
    _keep(step, draft)
    step.outward.append(Answer(draft))


def _check_drafter(step: Step, index: int, *, alone: bool) -> None:
    """Who may release alone what he wrote may write it."""
    roster, at_ms = step.state.roster, step.now.wall_ms
    classes = [OfficerClass.DRAFTER, *([OfficerClass.WATCH] if alone else [])]
    if all(find_officer(roster, index, each, at_ms) is None for each in classes):
        name = officer_name(roster, index)
        raise LocalFault("PLY-REL-004", officer=name, needed="drafter")


def _whole_seconds(time_ms: int | None) -> int | None:
    return None if time_ms is None else time_ms // _SECOND_MS * _SECOND_MS


def as_sent(mode: Mode, texts: tuple[Text, ...]) -> tuple[Text, ...]:
    """Return texts with what the station itself says in them."""
    # SPEC 8.86: "In mode EXERCISE the first and the last word of every text MUST be
    # EXERCISE; the station of the writer sees to that."
    if mode is not Mode.EXERCISE:
        return texts
    return tuple(replace(each, text=marked(each.text)) for each in texts)


def _check_texts(event: DraftWritten, mode: Mode, tables: int) -> None:
    reason = texts_reason(event.texts, mode, tables)
    if reason is not None:
        raise LocalFault("PLY-REL-007", reason=reason)


def texts_reason(texts: tuple[Text, ...], mode: Mode, tables: int = OWN) -> str | None:
    """Return why texts of ours cannot be drafted, in words, or None.

    `tables` is the number of those by which a character is assigned.
    """
    if not texts or not all(each.text for each in texts):
        return "it is empty"
    for each in texts:
        reason = problems(each.text) or _deceiving(each.text, tables)
        if reason is None and mode is Mode.EXERCISE:
            reason = _denying(each.text)
        if reason is not None:
            return reason
    size = sum(len(each.text.encode()) for each in texts)
    if size > TEXT_BYTES_MAX:
        return f"it is {size} bytes of UTF-8 where {TEXT_BYTES_MAX} are allowed"
    return None


def _denying(text: str) -> str | None:
    # SPEC 8.87: "A station of mode EXERCISE MUST NOT draft a text that says that it is
    # no exercise."
    words = denied(text)
    return None if words is None else f"it denies that this is an exercise ({words})"


def _deceiving(text: str, tables: int) -> str | None:
    """Return what in a text of ours an eye could not see, in words, or None."""
    # SPEC 11.1: "A station MUST NOT draft a text that is not in normalization form C,
    # or that holds a bidirectional control, an invisible, a private or an unassigned
    # character."
    found = refused(text, tables)
    if not found:
        return None
    first = found[0]
    return f"{first.code_points} at character {first.start + 1} {first.trait.value}"


def _check_readable(step: Step, content: Content) -> None:
    """Refuse now what the counterpart's station could not read later."""
    expires_ms = content.not_after_ms
    if expires_ms is not None and expires_ms <= max(
        content.created_ms, step.now.wall_ms
    ):
        reason = "the time after which it is of no use has passed"
        raise LocalFault("PLY-REL-007", reason=reason)
    entry = Entry(content.created_ms, 0, Message(content, ()))
    try:
        decode_entry(encode_entry(entry, content.created_ms), content.created_ms)
    except CounterpartFault as fault:
        raise LocalFault("PLY-REL-007", reason=fault.what.rstrip(".")) from None


def _positions(link: Link, names: tuple[str, ...]) -> tuple[int, ...]:
    known = link.counterpart.roster.positions
    if not names:
        return tuple(range(len(known)))
    for name in names:
        if name not in known:
            allowed = ", ".join(known)
            raise LocalFault(
                "PLY-REL-009", position=name, name=link.name, allowed=allowed
            )
    return tuple(sorted({known.index(name) for name in names}))


def withdraw(step: Step, event: DraftWithdrawn) -> None:
    """Take a draft back that has not gone."""
    draft = _find(step, event.number)
    del step.state.drafts[event.number]
    step.drop("draft", number_key(event.number))
    step.look("drafts")
    step.outward.append(Answer(draft))


def give_release(step: Step, event: ReleaseGiven) -> None:
    """Take the next releaser's signature; the last one sends the message."""
    draft = _find(step, event.number)
    link = step.link_in_force(draft.link)
    bench = bench_out(step.state, link)
    needed = bench.needs(draft.content)
    override = event.override
    if override is not None:
        _check_override(needed, override)
    given = () if override is not None else draft.releases
    check_crossing(link, draft.content)
    check_suspended(link, draft.content)
    check_review(step, link, draft)
    check_interrupted(link, event.number)
    signed = replace(draft, releases=(*given, event.release), needed=needed.releases)
    message = Message(signed.content, signed.releases, override)
    complete = override is not None or len(signed.releases) >= needed.releases
    key = _judge(step, bench, message, complete=complete)
    count_own(step, key, event.release)
    if not complete:
        _keep(step, signed)
        step.outward.append(Answer(signed))
        return
    logged = ask(step, link, message, int(message.content.precedence))
    await_acknowledgement(step, link, logged, message.content.precedence)
    if override is not None:
        alarm_override(step, link, "our", logged.serial)
    note_read(link, message.content.read_through)
    place = logged.key
    pointed(step, link, message.content, place)
    await_read_back(step, link, message.content, place)
    noticing.take(step, link, message.content, place)
    prepare(step, message.content, place)
    del step.state.drafts[event.number]
    step.drop("draft", number_key(event.number))
    step.look("drafts")
    step.look("messages")
    gone = replace(
        signed,
        incarnation=link.out.incarnation,
        serial=logged.serial,
        override=override,
    )
    step.outward.append(Answer(gone))


def reread(step: Step, event: DraftReread) -> None:
    """Note in a draft what its writers have read since; releases begin anew."""
    draft = _find(step, event.number)
    link = step.link_in_force(draft.link)
    check_held(link, event.read_through)
    content = replace(draft.content, read_through=event.read_through)
    fresh = replace(draft, content=content, releases=())
    _keep(step, fresh)
    step.outward.append(Answer(fresh))


def review(step: Step, event: DraftReviewed) -> None:
    """Note that an officer found that a draft must go, MINIMIZE or not."""
    draft = _find(step, event.number)
    link = step.link_in_force(draft.link)
    may = bench_out(step.state, link).needs(draft.content).by
    roster, at_ms = step.state.roster, step.now.wall_ms
    if any(find_officer(roster, event.officer, each, at_ms) is None for each in may):
        needed = " and ".join(each.name.lower() for each in sorted(may))
        name = officer_name(roster, event.officer)
        raise LocalFault("PLY-REL-004", officer=name, needed=needed)
    fresh = replace(draft, reviewed_ms=step.now.wall_ms)
    _keep(step, fresh)
    step.outward.append(Answer(fresh))


def bench_out(state: StationState, link: Link) -> Bench:
    """Return what our own releases to a counterpart are judged by."""
    setting = state.setting_out(link.name)
    positions = link.counterpart.roster.positions
    return Bench(setting, state.roster, link.agreement, positions)


def _check_override(needed: Needs, reason: str) -> None:
    if not needed.override:
        raise LocalFault("PLY-AUT-001")
    problem = problems(reason)
    if problem is None and len(reason.encode()) > REASON_BYTES_MAX:
        problem = f"it is longer than {REASON_BYTES_MAX} bytes"
    if problem is not None:
        raise LocalFault("PLY-AUT-002", reason=problem)


def _judge(step: Step, bench: Bench, message: Message, *, complete: bool) -> Credential:
    """Judge the new step, the last with the whole message as they will; its key."""
    content, (*given, release) = message.content, message.releases
    name = officer_name(step.state.roster, release.officer)
    # They judge by the time of logging, which a clock once ahead holds in the future.
    out = step.state.links[bench.setting.recipient].out
    at_ms = max(step.now.wall_ms, out.last_logged_ms)
    try:
        if complete:
            return judge_message(bench, message, at_ms)[-1]
        return judge_step(bench, content, tuple(given), release, at_ms)
    except CounterpartFault as fault:
        by = bench.needs(content).by
        own = same_person(bench.roster, release.officer, content.drafted_by)
        raise _ours(fault, name, by, own=own) from None


def _ours(
    fault: CounterpartFault, name: str, by: frozenset[OfficerClass], *, own: bool
) -> LocalFault:
    match fault.code:
        case "PLY-SIG-001":
            return LocalFault("PLY-REL-010", reason=fault.what)
        case "PLY-SIG-003":
            needed = " and ".join(each.name.lower() for each in sorted(by))
            return LocalFault("PLY-REL-004", officer=name, needed=needed)
        case "PLY-SIG-004":
            return LocalFault("PLY-REL-002" if own else "PLY-REL-003", officer=name)
        case code if code.startswith(_OF_KEYS):
            return LocalFault(code, **fault.facts)
        case _:
            return LocalFault("PLY-REL-005", officer=name)


def _find(step: Step, number: int) -> DraftRecord:
    draft = step.state.drafts.get(number)
    if draft is None:
        raise LocalFault("PLY-REL-001", number=number)
    return draft


def _keep(step: Step, draft: DraftRecord) -> None:
    step.state.drafts[draft.content.number] = draft
    step.put("draft", number_key(draft.content.number), encode_draft(draft))
    step.look("drafts")
