# SPDX-License-Identifier: Apache-2.0
"""A frame came: from unbelieved bytes to a filed entry, cheapest checks first.

mode, known epoch, already filed, room, seal, shape - and only then what it says.
"""

from __future__ import annotations

from parley.core.alarms import end_alarms, raise_alarm
from parley.core.authority.delegating import take_delegation
from parley.core.entries import ANSWERS, Place, kind_of, leaf_of
from parley.core.epochs import (
    PageRefused,
    accept_opening,
    destroy_done,
    opening_digest,
)
from parley.core.events import FrameArrived
from parley.core.key_events import prekeys_in
from parley.core.limits import (
    ANSWERS_MAX,
    BEYOND_MAX,
    PENDING_MAX,
    QUARANTINE_BYTES_MAX,
    QUARANTINE_FRAMES_MAX,
    RETURNED_MAX,
)
from parley.core.mirror import Arrival, file_entry
from parley.core.outgoing import answer_again, check_speech
from parley.core.page_use import needs_page
from parley.core.pages.alone import hear_signed
from parley.core.pages.refusing import tell_refused
from parley.core.reach.choosing import offer_all
from parley.core.reach.joining import forget, join_entry, join_opening
from parley.core.state import Circuit, InEpoch, Link
from parley.core.statements import opening_payload
from parley.core.step import Step
from parley.core.watch import exercising
from parley.errors import CounterpartFault, LocalFault
from parley.model.entry import Account, KeyEvent, KeyEventKind, Payload
from parley.model.pages import set_of
from parley.wire.entry import decode_entry_padded
from parley.wire.fragment import split_fragment
from parley.wire.frame import (
    FrameHeader,
    FrameKind,
    peek,
    split_frame,
    split_opening,
)
from parley.wire.opening import decode_opening_payload
from parley.wire.page_set import is_page_opening

_WAKE_MS = 2_000
_ROOM = 16


def arrive(step: Step, event: FrameArrived) -> None:
    """Handle one frame; whatever is wrong with it is counted and nothing else."""
    circuit = step.state.circuits[event.circuit]
    circuit.arrived_mono_ms = step.now.mono_ms
    link = step.state.links.get(circuit.link)
    # SPEC 4.3: "Until the fingerprint of a card was compared by people on both sides,
    # the counterpart is alleged: its frames MUST NOT be opened and nothing can be
    # released to it."
    if link is None:
        known = circuit.link in step.state.alleged
        step.refuse(circuit.name, "PLY-LNK-002" if known else "PLY-LNK-017")
        return
    # SPEC 7.105: "A frame of a stopped station MUST be refused unopened, and nothing
    # MUST be sent to it."
    if link.stopped and not link.pages.alone:
        step.refuse(circuit.name, "PLY-KEY-122")
        return
    try:
        _take(step, link, circuit, event.frame)
    except CounterpartFault as fault:
        step.refuse(circuit.name, fault.code)


def _take(step: Step, link: Link, circuit: Circuit, frame: bytes) -> None:
    mode, kind = peek(frame)
    # SPEC 4.10: "A frame of another mode MUST be refused before anything of it is
    # opened."
    if mode is not step.state.settings.mode:
        raise_alarm(step, "OTHER-MODE", link.name, mode.name)
        exercising.other_mode(step, link, mode)
        raise CounterpartFault("PLY-LNK-010", theirs=mode.name)
    if kind is FrameKind.OPENING:
        _take_opening(step, link, frame)
        return
    if kind is FrameKind.FRAGMENT:
        _take_fragment(step, link, circuit, frame)
        return
    if kind is not FrameKind.ENTRY:
        raise CounterpartFault("PLY-WIR-005", reason="no such frame is in use")
    header, sealed = split_frame(frame)
    epoch = link.in_epochs.get(header.tag)
    if epoch is None:
        past = link.past_epochs.get(header.tag)
        if past is not None and past.incarnation == link.mirror.incarnation:
            answer_again(step, link, past.first_serial + header.serial)
            return
        _quarantine(link, circuit, frame)
        raise CounterpartFault("PLY-LNK-014")
    _take_entry(step, link, circuit, epoch, header, sealed)


def _take_fragment(step: Step, link: Link, circuit: Circuit, frame: bytes) -> None:
    """Take a part of a frame; whole, it is taken as if it had come in one."""
    fragment = split_fragment(frame)
    if fragment.is_of_opening:
        opening = join_opening(step, link, fragment)
        if opening is not None:
            _take_opening(step, link, opening)
        return
    tag = fragment.whole.tag
    epoch = link.in_epochs.get(tag)
    if epoch is None:
        past = link.past_epochs.get(tag)
        if past is not None and past.incarnation == link.mirror.incarnation:
            answer_again(step, link, past.first_serial + fragment.whole.serial)
            return
        _quarantine(link, circuit, frame)
        raise CounterpartFault("PLY-LNK-014")
    whole = join_entry(link, epoch, fragment)
    circuit.heard_wall_ms = step.now.wall_ms
    serial = epoch.first_serial + fragment.whole.serial
    if serial <= link.mirror.held or serial in link.mirror.beyond:
        forget(link, tag, fragment.whole.serial)
        answer_again(step, link, serial)
    elif whole is not None:
        _take(step, link, circuit, whole)


def _take_opening(step: Step, link: Link, frame: bytes) -> None:
    _, statement, delegated = split_opening(frame)
    before = link.mirror
    # SPEC 7.121: "While the keys of a station are stopped, a delegation that comes with
    # an opening MUST NOT be taken."
    if delegated is not None and not link.stopped:
        _take_delegation(step, link, delegated)
    if not _accepted(step, link, statement):
        return
    if link.mirror is not before or not before.delegation:
        _begin_log(link, before.delegation)
    if not is_page_opening(statement):
        opening = decode_opening_payload(opening_payload(statement))
        hear_signed(step, link, opening.previous_last_serial)
    end_alarms(step, "OPENING-REFUSED", link.name)
    _heard(step, link)
    waiting, link.quarantine = link.quarantine, []
    for circuit_name, held_back in waiting:
        circuit = step.state.circuits.get(circuit_name)
        if circuit is not None:
            arrive(step, FrameArrived(circuit_name, held_back))


def _accepted(step: Step, link: Link, body: bytes) -> bool:
    """Accept an opening; False when it is a repeat."""
    try:
        return accept_opening(step, link, body)
    except PageRefused as fault:
        _refuse_page(step, link, body, fault)
        raise
    except CounterpartFault as fault:
        if fault.code == "PLY-LNK-013":
            number = str(fault.facts["number"])
            raise_alarm(step, "OPENING-REFUSED", link.name, number)
        raise


def _refuse_page(step: Step, link: Link, body: bytes, fault: PageRefused) -> None:
    """Tell both watches of an opening whose page is not here, or was used before."""
    if fault.code == "PLY-KEY-133":
        # Whoever opens two epochs with one page is a copy of their station, or has one.
        assert fault.page is not None
        raise_alarm(step, "PAGE-REUSED", link.name, set_of(fault.page).hex())
        return
    raise_alarm(step, "PAGE-MISSING", link.name, set_of(fault.page or b"").hex())
    tell_refused(step, link, fault.page, opening_digest(body))


def _take_delegation(step: Step, link: Link, delegated: bytes) -> None:
    try:
        take_delegation(step, link, delegated)
    except CounterpartFault as fault:
        # SPEC 7.163: "Two delegations of one number that differ MUST alarm the watch."
        if fault.code == "PLY-KEY-164":
            number = str(fault.facts["number"])
            raise_alarm(step, "ROOT-CONTRADICTS", link.name, number)
        raise


def _begin_log(link: Link, delegation_before: int) -> None:
    # SPEC 7.160: "A log is under the delegation under which its first opening was
    # accepted: its heads and cosignatures MUST be judged by those keys."
    number = link.counterpart.card.delegation.number
    link.mirror.delegation = number
    link.mirror.turned = delegation_before not in {0, number}
    link.dirty_in = True


def _quarantine(link: Link, circuit: Circuit, frame: bytes) -> None:
    """Hold a frame back that may have overtaken the opening of its epoch."""
    link.quarantine.append((circuit.name, frame))
    while (
        len(link.quarantine) > QUARANTINE_FRAMES_MAX
        or sum(len(held) for _, held in link.quarantine) > QUARANTINE_BYTES_MAX
    ):
        del link.quarantine[0]


def _take_entry(
    step: Step,
    link: Link,
    circuit: Circuit,
    epoch: InEpoch,
    header: FrameHeader,
    sealed: bytes,
) -> None:
    serial = epoch.first_serial + header.serial
    if epoch.last_serial is not None and serial > epoch.last_serial:
        raise CounterpartFault("PLY-LNK-014")
    mirror = link.mirror
    # SPEC 4.22: "Each serial of an incarnation MUST be filed once; a repeat is answered
    # again and changes nothing."
    if serial <= mirror.held or serial in mirror.beyond:
        answer_again(step, link, serial)
        return
    lost = mirror.held + 1 < link.out.listen_from  # before our restoration
    room = RETURNED_MAX if lost else BEYOND_MAX
    if len(mirror.beyond) >= room and serial != mirror.held + 1:
        raise CounterpartFault("PLY-LNK-015")
    place = Place(epoch.keys, step.state.settings.mode, header.serial)
    padded = epoch.keys.open(place.header, header.serial, sealed)
    entry = decode_entry_padded(padded, epoch.opened_ms)
    if kind_of(entry.payload) not in ANSWERS:
        _check_answerable(link, entry.payload)
    if isinstance(entry.payload, Account | KeyEvent):
        _check_room(link)
    leaf_secret = epoch.keys.leaf_secret(header.serial)
    leaf = leaf_of(entry, padded, step.state.setting_in(link.name), leaf_secret)
    _heard(step, link)
    circuit.heard_wall_ms = step.now.wall_ms
    arrival = Arrival(
        mirror.incarnation,
        serial,
        entry,
        padded,
        leaf,
        leaf_secret,
        epoch.opened_ms,
        epoch.keys.tag,
    )
    file_entry(step, link, circuit, arrival)
    destroy_done(step, link)


def _check_answerable(link: Link, asked: Payload) -> None:
    """Take in only what we can answer: a receipt is owed for every ask filed."""
    if len(link.answers) >= ANSWERS_MAX:
        raise CounterpartFault("PLY-LNK-011", count=len(link.answers))
    try:
        check_speech(link)
    except LocalFault:
        if not _lets_us_speak(link, asked):
            raise CounterpartFault("PLY-LNK-007", name=link.name) from None


def _lets_us_speak(link: Link, asked: Payload) -> bool:
    """Tell whether an entry brings the prekeys that its own receipt needs.

    A station that was put back to a day without prekeys would else refuse them too.
    """
    if not isinstance(asked, KeyEvent) or asked.kind is not KeyEventKind.PREKEYS:
        return False
    if needs_page(link) and not link.pages.ours:
        return False
    brought = prekeys_in(link, asked.payload)
    return any(prekey.number > link.out.prekey_used for prekey in brought)


def _check_room(link: Link) -> None:
    """Take in what makes us ask only while there is room to ask."""
    if len(link.pending) + len(link.uncertain) > PENDING_MAX - _ROOM:
        raise CounterpartFault("PLY-LNK-008", name=link.name, count=len(link.pending))


def _heard(step: Step, link: Link) -> None:
    """Note that their station lives; after a silence, everything is tried at once."""
    last = link.last_heard_mono_ms
    link.last_heard_mono_ms = step.now.mono_ms
    link.facts.station_wall_ms = step.now.wall_ms
    link.dirty_in = True
    if last is None or step.now.mono_ms - last > _WAKE_MS:
        overdue = [p for p in link.pending.values() if p.tries > 1]
        if overdue:
            offer_all(step, link)
