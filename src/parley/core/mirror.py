# SPDX-License-Identifier: Apache-2.0
"""Filing their entries in our mirror of their log, and acting on what they say.

Whatever is filed here has passed the epoch's seal, so it comes from their station.
Whether it has the authority it claims is judged here, kind by kind.
"""

from __future__ import annotations

from typing import assert_never

from parley.core import witnessing
from parley.core.alarms import end_alarm, raise_alarm
from parley.core.authority.amendments import judged_by
from parley.core.authority.counters import check_counters, note_counters
from parley.core.authority.overrides import alarm_override
from parley.core.authority.revoking import check_revoked
from parley.core.book.coded import judge_coded
from parley.core.cosignatures import hear_claim, hear_cosignature
from parley.core.effects import Sound
from parley.core.entries import kind_of, leaf_of, precedence_of
from parley.core.key_events import hear_key_event
from parley.core.link_tests import hear_answer, hear_test
from parley.core.numbers import NumberSet
from parley.core.outgoing import answer, send_unheld, they_hold
from parley.core.receipts import hear_receipt
from parley.core.records import EntryHead
from parley.core.releasing import Bench, judge_message
from parley.core.restoring import hear_account, hear_own, note_returned
from parley.core.shelves import encode_head
from parley.core.state import Circuit, Link
from parley.core.step import Step
from parley.core.watch import acting, noticing
from parley.core.watch.escalating import ring
from parley.core.watch.following import check_followed
from parley.core.watch.pointing import pointed
from parley.core.watch.understanding import ask_to_read_back
from parley.core.witnessing import hear_head
from parley.errors import CounterpartFault
from parley.fixed import FixedSecret
from parley.model.act import Act, Declined, ExerciseMoved, Standby
from parley.model.entry import (
    Account,
    Cosignature,
    Entry,
    KeyEvent,
    KeyEventKind,
    LinkTest,
    Receipt,
    Repeat,
    SignedHead,
    TestAnswer,
)
from parley.model.identity import Credential
from parley.model.message import Message
from parley.model.record import Append, Direction, EntryFlag, EntryKey, EntryRow
from parley.wire.entry import decode_entry_padded
from parley.wire.text import problems

REPEATED = "PLY-SIG-006"


class SetAside(CounterpartFault):
    """An entry that cannot be judged yet: not filed, and so sent again."""


class Arrival(FixedSecret):
    """One entry of theirs with everything needed to file it."""

    incarnation: int
    serial: int
    entry: Entry
    padded: bytes
    leaf: bytes
    leaf_secret: bytes
    opened_ms: int
    tag: bytes

    @property
    def again(self) -> bool:
        """It was returned to us, sealed in another entry: no epoch of its own."""
        return not self.tag


def file_entry(step: Step, link: Link, circuit: Circuit, arrival: Arrival) -> None:
    """File one entry of theirs, act on it and answer it."""
    refusal = _act(step, link, circuit, arrival)
    # What an entry in an epoch from before our restoration says of our log is about
    # another incarnation of it.
    if arrival.serial >= link.out.listen_from:
        they_hold(step, link, arrival.entry.held)
        send_unheld(step, link, arrival.entry.held)
    _file(step, link, arrival, refusal)
    if arrival.serial >= link.out.listen_from:
        hear_claim(link, arrival.serial, arrival.entry.held)
    _answer(step, link, circuit, arrival, refusal)


def _act(step: Step, link: Link, circuit: Circuit, arrival: Arrival) -> str | None:
    """Do what an entry asks for; return a fault's code if it has no authority."""
    try:
        return _hear(step, link, circuit, arrival)
    except SetAside:
        raise
    except CounterpartFault as fault:
        # Sealed by their station and yet not what it must be: it stays on the record
        # as it came and has no effect.
        step.refuse(circuit.name, fault.code)
        return fault.code


def _hear(  # noqa: C901, PLR0912 - a table
    step: Step, link: Link, circuit: Circuit, arrival: Arrival
) -> str | None:
    payload, serial = arrival.entry.payload, arrival.serial
    logged_ms = arrival.entry.logged_ms
    match payload:
        case Message():
            return _judge(step, link, arrival, payload)
        case Receipt():
            hear_receipt(step, link, circuit, payload, serial, logged_ms)
        case Act():
            # SPEC 8.15: "A standby or a decline is set aside unfiled while an entry
            # before it is missing: in another order they would be another promise."
            # SPEC 8.83: "A step is set aside unfiled while an entry before it is
            # missing."
            if isinstance(payload.said, Standby | Declined | ExerciseMoved):
                _set_aside(link, arrival)
            try:
                acting.judge_heard(step, link, payload, logged_ms, again=arrival.again)
            except CounterpartFault as fault:
                _set_aside(link, arrival)
                acting.note_refused(step, link, payload, serial, fault)
                # SPEC 8.6: "An act that does not count is kept, receipted as not good,
                # and reported to the watch."
                raise_alarm(step, "SIGNATURE-BAD", link.name, str(serial))
                raise
            acting.hear(step, link, payload, arrival.incarnation, serial, arrival.leaf)
        case LinkTest():
            hear_test(step, link)
        case TestAnswer():
            hear_answer(step, link, circuit, payload)
        case KeyEvent():
            _check_announcement(link, arrival, payload)
            # SPEC 7.13: "A roster or an agreement is set aside unfiled while an entry
            # before it is missing: what stands before it was said under another."
            if payload.kind in {KeyEventKind.ROSTER, KeyEventKind.AGREEMENT}:
                _set_aside(link, arrival)
            if not arrival.again or _still_counts(link, arrival, payload):
                hear_key_event(step, link, payload, serial, logged_ms)
        case Account():
            hear_account(step, link, payload, serial)
        case Repeat():
            # What a returned repeat had returned is returned by itself as well.
            if not arrival.again:
                return _hear_repeat(step, link, circuit, payload)
        case SignedHead():
            if arrival.incarnation == link.mirror.incarnation:
                # SPEC 4.74: "A checkpoint MUST be set aside unfiled while an entry
                # before it is missing."
                _set_aside(link, arrival)
                return hear_head(step, link, payload)
        case Cosignature():
            return hear_cosignature(step, link, circuit, payload)
        case _:
            assert_never(payload)
    return None


def _check_announcement(link: Link, arrival: Arrival, event: KeyEvent) -> None:
    """The first entry of an epoch must name the opening we accepted."""
    epoch = link.in_epochs.get(arrival.tag)
    announces = event.kind is KeyEventKind.EPOCH_OPENED and epoch is not None
    if announces and epoch is not None and event.payload != epoch.opening_digest:
        raise CounterpartFault("PLY-LNK-016")


def _still_counts(link: Link, arrival: Arrival, event: KeyEvent) -> bool:
    """Tell whether a key event that was returned to us still says something new."""
    match event.kind:
        case KeyEventKind.ROSTER | KeyEventKind.AGREEMENT | KeyEventKind.REVOCATION:
            return True
        case KeyEventKind.RESTORED:
            return arrival.incarnation == link.mirror.incarnation
        case KeyEventKind.PREKEYS:
            # They may be used by now, but are better than none.
            return not link.their_prekeys
        case (
            KeyEventKind.EPOCH_OPENED
            | KeyEventKind.PREKEYS_WANTED
            | KeyEventKind.PAGE_REFUSED
            | KeyEventKind.DELEGATION
        ):
            return False
    assert_never(event.kind)


def _judge(step: Step, link: Link, arrival: Arrival, message: Message) -> str | None:
    number = message.content.number
    # SPEC 4.23: "A message whose number was filed before is a repeat of it: it is kept
    # on the record and shown nowhere."
    if number in link.mirror.numbers:
        return REPEATED
    try:
        check_followed(message.content.relation, (arrival.incarnation, arrival.serial))
        keys = _check_message(step, link, message, arrival)
        check_revoked(link, message.releases)
        check_counters(link, message.releases, keys, message.content.created_ms)
    except CounterpartFault as fault:
        _set_aside(link, arrival)
        raise_alarm(step, "SIGNATURE-BAD", link.name, str(arrival.serial))
        step.look("messages")
        return fault.code
    note_counters(step, link, message.releases, keys, arrival.entry.logged_ms)
    link.mirror.numbers.add(number)
    if arrival.incarnation == link.mirror.incarnation:
        link.mirror.newest = max(link.mirror.newest, arrival.serial)
    link.dirty_in = True
    link.facts.watch_wall_ms = step.now.wall_ms
    place = (link.name, arrival.incarnation, arrival.serial)
    content = message.content
    step.outward.append(Sound(*place, int(content.precedence), content.stop))
    key = EntryKey(link.name, Direction.IN, arrival.incarnation, arrival.serial)
    ring(step, link, content, key)
    noticing.take(step, link, content, key)
    if content.stop:
        # SPEC 8.40: "A message may say that something must stop: it alarms every
        # officer on watch, whatever position it is addressed to, until one of them has
        # read it back."
        raise_alarm(step, "STOP", link.name, str(arrival.serial))
    agreement = judged_by(link, arrival.serial)
    ask_to_read_back(step, link, agreement, content, arrival.serial)
    pointed(step, link, content, key)
    if message.override is not None:
        alarm_override(step, link, "their", arrival.serial)
    step.look("messages")
    return None


def _set_aside(link: Link, arrival: Arrival) -> None:
    """Do not condemn what may rest on an entry that has not come yet."""
    # SPEC 4.28: "A message or act that would be judged not good is set
    # aside unfiled while an entry before it is missing: what is missing may be the
    # roster or the agreement it rests on."
    newest = arrival.incarnation == link.mirror.incarnation
    if newest and arrival.serial != link.mirror.held + 1:
        raise SetAside("PLY-LNK-015")


def _check_message(
    step: Step, link: Link, message: Message, arrival: Arrival
) -> tuple[Credential, ...]:
    if not link.in_force:
        raise CounterpartFault("PLY-SIG-001", given=0, needed=1)
    if any(problems(each.text) is not None for each in message.content.texts):
        raise CounterpartFault("PLY-SIG-007")
    if message.content.coded is not None:
        judge_coded(step.state, link, message.content.coded)
    setting = step.state.setting_in(link.name)
    ours = step.state.roster.positions
    agreed = judged_by(link, arrival.serial)
    bench = Bench(setting, link.counterpart.roster, agreed, ours)
    # SPEC 4.53: "Officers are judged by the roster in force and by the time at which
    # the sender's station logged the entry."
    return judge_message(bench, message, arrival.entry.logged_ms)


def _file(step: Step, link: Link, arrival: Arrival, refusal: str | None) -> None:
    payload = arrival.entry.payload
    message = payload if isinstance(payload, Message) else None
    head = EntryHead(
        kind=int(kind_of(payload)),
        precedence=precedence_of(payload),
        logged_ms=arrival.entry.logged_ms,
        filed_ms=step.now.wall_ms,
        epoch_tag=arrival.tag,
        opened_ms=arrival.opened_ms,
        leaf_secret=arrival.leaf_secret,
        number=message.content.number if message else None,
        refusal=refusal,
    )
    key = EntryKey(link.name, Direction.IN, arrival.incarnation, arrival.serial)
    flags = _flags(message, refusal)
    row = EntryRow(key, flags, arrival.leaf, encode_head(head), arrival.padded)
    step.changes.append(Append(row))
    if arrival.incarnation == link.mirror.incarnation:
        _advance(step, link, arrival)
    else:
        known = link.returned_theirs.setdefault(arrival.incarnation, NumberSet())
        note_returned(step, key, known)


def _flags(message: Message | None, refusal: str | None) -> EntryFlag:
    if message is None or refusal == REPEATED:
        return EntryFlag(0)
    return EntryFlag.MESSAGE | (EntryFlag.BAD if refusal else EntryFlag.OPEN)


def _advance(step: Step, link: Link, arrival: Arrival) -> None:
    """Grow the mirror as far as it has no gap."""
    mirror = link.mirror
    mirror.beyond[arrival.serial] = (arrival.leaf, arrival.entry.logged_ms)
    while (place := mirror.beyond.pop(mirror.held + 1, None)) is not None:
        leaf, logged_ms = place
        mirror.held += 1
        mirror.frontier = mirror.frontier.append(leaf)
        # SPEC 4.24: "A time of logging earlier than that of the entry before MUST be
        # reported to the watch."
        if logged_ms < mirror.last_logged_ms:
            raise_alarm(step, "TIME-WENT-BACK", link.name, str(mirror.held))
        mirror.last_logged_ms = logged_ms
        end_alarm(step, "GAP", link.name, str(mirror.held))
    if not mirror.beyond:
        mirror.gap_since_mono_ms = None
    elif mirror.gap_since_mono_ms is None:
        mirror.gap_since_mono_ms = step.now.mono_ms
    link.dirty_in = True


def _answer(
    step: Step, link: Link, circuit: Circuit, arrival: Arrival, refusal: str | None
) -> None:
    """Answer an ask; what was filed badly is receipted too, and says so."""
    serial, leaf = arrival.serial, arrival.leaf
    match arrival.entry.payload:
        case Receipt() | TestAnswer() | Cosignature():
            return
        case LinkTest():
            heard_ms = step.now.wall_ms
            answer(step, link, TestAnswer(serial, leaf, heard_ms), circuit, serial)
        case SignedHead() as said if refusal is None:
            cosigned = witnessing.cosign(step, link, said, serial, leaf)
            answer(step, link, cosigned, circuit, serial)
        case _:
            good = refusal in {None, REPEATED}
            answer(step, link, Receipt(serial, leaf, good), circuit, serial)


def _hear_repeat(
    step: Step, link: Link, circuit: Circuit, repeat: Repeat
) -> str | None:
    """File what their log said before, for a station of ours that lost it.

    What is filed here gets no answer of its own: the receipt of the repeat covers it.
    """
    if not repeat.ours:
        hear_own(step, link, repeat)
        return None
    if repeat.incarnation > link.mirror.incarnation:
        raise CounterpartFault("PLY-LNK-016")
    if _is_filed(link, repeat):
        return None
    entry = decode_entry_padded(repeat.plaintext, repeat.opened_ms)
    setting = step.state.setting_in(link.name)
    leaf = leaf_of(entry, repeat.plaintext, setting, repeat.leaf_secret)
    said = Arrival(
        repeat.incarnation,
        repeat.serial,
        entry,
        repeat.plaintext,
        leaf,
        repeat.leaf_secret,
        repeat.opened_ms,
        b"",
    )
    refusal = _act(step, link, circuit, said)
    _file(step, link, said, refusal)
    return refusal


def _is_filed(link: Link, repeat: Repeat) -> bool:
    mirror = link.mirror
    if repeat.incarnation == mirror.incarnation:
        return repeat.serial <= mirror.held or repeat.serial in mirror.beyond
    through, beyond = link.past_mirrors.get(repeat.incarnation, (0, ()))
    known = link.returned_theirs.get(repeat.incarnation, NumberSet())
    return repeat.serial <= through or repeat.serial in beyond or repeat.serial in known
