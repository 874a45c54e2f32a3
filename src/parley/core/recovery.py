# SPDX-License-Identifier: Apache-2.0
"""A station from what it kept: at first start, after a crash, after a restored backup.

Only working state is read, never the whole record, so a long record does not make a
slow start.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from parley.core.authority.counters import COUNTERS, recover_counters
from parley.core.authority.delegating import (
    note_own,
    own_delegation,
    own_delegations,
)
from parley.core.authority.recovering import recover_link, recover_roster
from parley.core.authority.revoking import recover_revocations
from parley.core.entries import ANSWERS, Place, read_row
from parley.core.hand_offs import SHELF, hand_off_key
from parley.core.identities import identity_bytes
from parley.core.keeping import keep_counters
from parley.core.known_heads import KnownHead
from parley.core.limits import BACKGROUND_PRECEDENCE, RETURNED_MAX
from parley.core.numbers import NumberSet
from parley.core.opening_frames import pending_opening
from parley.core.outgoing import answer_precedence, remember_answer
from parley.core.page_use import forget_pages, recover_pages
from parley.core.reach import ageing
from parley.core.rekeying.going_over import go_over
from parley.core.rekeying.new_keys import NEW_KEYS
from parley.core.restoring import begin_incarnation
from parley.core.settings import CoreSettings
from parley.core.shelves import (
    alarm_key,
    decode_alarm,
    decode_draft,
    decode_hand_offs,
    decode_head,
    decode_in,
    decode_in_epoch,
    decode_out,
    decode_out_epoch,
    decode_past,
    decode_returning,
    encode_draft,
    number_key,
    place_of_head,
)
from parley.core.state import (
    OPENING_PRECEDENCE,
    Answered,
    Awaited,
    Link,
    Pending,
    StationState,
    Uncertain,
)
from parley.core.statements import make_statement, open_cardfile
from parley.core.step import Step
from parley.core.watch.awaiting import awaited_key
from parley.core.watch.recovering import recover_floor, recover_watch
from parley.crypto.fingerprint import fingerprint
from parley.crypto.keys import StationKeys
from parley.fixed import replace
from parley.model.entry import (
    Cosignature,
    EntryKind,
    KeyEvent,
    KeyEventKind,
    Receipt,
    TestAnswer,
)
from parley.model.identity import AllegedParty, Card, Delegation, Prekey, Roster
from parley.model.now import Now
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag, EntryKey, FiledRow
from parley.wire.cardfile import decode_cardfile
from parley.wire.cbor import loads
from parley.wire.roster import encode_roster
from parley.wire.statement import StatementKind
from parley.wire.terms import read_terms

_ROSTER_YEARS_MS = 2 * 366 * 86_400_000
_NUMBERS_PER_INCARNATION = 2**20


class Records(Protocol):
    """The part of a store that recovery reads; every store has it."""

    def shelf(self, name: str) -> Iterator[tuple[bytes, bytes]]:
        """Yield a shelf's values in key order."""
        ...

    def value(self, shelf: str, key: bytes) -> bytes | None:
        """Return one value, or None."""
        ...

    def flagged(self, flag: EntryFlag) -> list[FiledRow]:
        """Return every entry with a flag, in filing order."""
        ...

    def entries(
        self, link: str, direction: Direction, incarnation: int, first: int, limit: int
    ) -> list[FiledRow]:
        """Return entries of one log from a serial on."""
        ...


def recover(
    settings: CoreSettings, keys: StationKeys, records: Records, now: Now
) -> tuple[StationState, Step]:
    """Return the state that `records` describe and the step that set it right."""
    card = Card(
        version=1,
        delegation=own_delegation(settings, keys),
        delegated=settings.delegation,
        prekeys=(),
        addresses=settings.addresses,
        tables=settings.tables,
    )
    own = own_delegations(card, records)
    roster, statement, fresh = _own_roster(settings, keys, own, records, now)
    state = StationState(settings, keys, card, roster, statement)
    state.delegations = own
    state.rebuilt = _is_rebuilt(records)
    step = Step(state, now)
    if fresh:
        step.put("station", b"roster", statement)
    _counters(state, records)
    _alleged_parties(state, records)
    for name, value in records.shelf("link"):
        signed = records.value("roster", name)
        link = recover_link(state, name[:-1].decode(), value, signed, records)
        link.new_keys = records.value(NEW_KEYS, name)
        state.links[link.name] = link
    for link in state.links.values():
        _logs(link, records)
        if link.mirror.beyond:
            link.mirror.gap_since_mono_ms = now.mono_ms
    _shelves(state, records, now)
    recover_revocations(state, records)
    recover_pages(state, records)
    _pending(state, records, now)
    recover_watch(step, records)
    recover_floor(step, records)
    _begin_anew(step, records)
    return state, step


def _begin_anew(step: Step, records: Records) -> None:
    """Begin other logs where the old ones cannot be gone on with."""
    restored = records.value("station", b"restored") is not None
    if note_own(step, records):
        go_over(step, restored=restored)
    if restored:
        _restored(step)


def _own_roster(
    settings: CoreSettings,
    keys: StationKeys,
    own: dict[int, Delegation],
    records: Records,
    now: Now,
) -> tuple[Roster, bytes, bool]:
    kept = records.value("station", b"roster")
    if kept is not None:
        return recover_roster(kept, own), kept, False
    valid_to_ms = max(0, now.wall_ms) + _ROSTER_YEARS_MS
    # Counterparts know a roster of ours from before and take only a higher version.
    version = max(1, now.wall_ms // 1_000) if _is_rebuilt(records) else 1
    roster = Roster(version, settings.station, settings.positions, (), valid_to_ms)
    statement = make_statement(StatementKind.ROSTER, encode_roster(roster), keys)
    return roster, statement, True


def _is_rebuilt(records: Records) -> bool:
    return records.value("station", b"rebuilt") is not None


def _counters(state: StationState, records: Records) -> None:
    kept = records.value("station", b"counters")
    if kept is not None:
        state.next_prekey, state.next_number = _list(kept)
    for key, value in records.shelf("prekey"):
        given, _, seed = value.partition(b"\x00")
        state.prekeys[int.from_bytes(key, "big")] = (given.decode(), seed)


def _alleged_parties(state: StationState, records: Records) -> None:
    for name, data in records.shelf("alleged"):
        _alleged(state, name[:-1].decode(), data)
    for name, value in records.shelf("terms"):
        state.terms[name[:-1].decode()] = read_terms(loads(value))


def _alleged(state: StationState, name: str, data: bytes) -> None:
    card, roster = open_cardfile(data)
    digits = fingerprint(identity_bytes(state.card), identity_bytes(card))
    statement = decode_cardfile(data)[1]
    state.alleged[name] = AllegedParty(card, roster, digits, statement)


def _logs(link: Link, records: Records) -> None:
    key = link.name.encode() + b"\x00"
    out, mirrored = records.value("out", key), records.value("in", key)
    if out is not None:
        link.out = decode_out(out)
    if mirrored is not None:
        link.mirror, link.facts = decode_in(mirrored)
    returning = records.value("returning", key)
    if returning is not None:
        link.returning = decode_returning(returning)
    mirror = link.mirror
    for filed in records.entries(
        link.name, Direction.IN, mirror.incarnation, mirror.held + 1, RETURNED_MAX
    ):
        logged_ms = decode_head(filed.row.head).logged_ms
        mirror.beyond[filed.row.key.serial] = (filed.row.leaf, logged_ms)


def _shelves(state: StationState, records: Records, now: Now) -> None:
    _epochs(state, records)
    for key, value in records.shelf("their_prekey"):
        number = int.from_bytes(key[-8:], "big")
        _of(state, key).their_prekeys[number] = Prekey(number, value)
    for key, value in records.shelf("mirror_past"):
        through, beyond = _list(value)
        incarnation = int.from_bytes(key[-8:], "big")
        _of(state, key).past_mirrors[incarnation] = (through, tuple(beyond))
    for key, value in records.shelf("returned"):
        flat = _list(value)
        spans = tuple(zip(flat[::2], flat[1::2], strict=True))
        incarnation = int.from_bytes(key[-8:], "big")
        link = _of(state, key)
        known = link.returned if key[-9] == Direction.OUT else link.returned_theirs
        known[incarnation] = NumberSet.of(spans)
    _heads(state, records)
    recover_counters(state, records.shelf(COUNTERS))
    for _, value in records.shelf("draft"):
        draft = decode_draft(value)
        state.drafts[draft.content.number] = draft
    for _, value in records.shelf("alarm"):
        alarm = decode_alarm(value)
        state.alarms[alarm_key(alarm.code, alarm.link, alarm.subject)] = alarm
    for key, value in records.shelf("awaited"):
        incarnation = int.from_bytes(key[-16:-8], "big")
        serial = int.from_bytes(key[-8:], "big")
        due_wall_ms, leaf = _list(value)
        wait_ms = max(0, due_wall_ms - now.wall_ms)
        awaited = Awaited(now.mono_ms + wait_ms, leaf)
        _of(state, key).awaited[incarnation, serial] = awaited


def _heads(state: StationState, records: Records) -> None:
    for key, value in records.shelf("head"):
        place, refused = place_of_head(key)
        known = _of(state, key).witnessing
        root, head = _list(value)
        (known.refused if refused else known.heads)[place] = KnownHead(root, head)


def _epochs(state: StationState, records: Records) -> None:
    for key, value in records.shelf("epoch_out"):
        _of(state, key).out_epochs.append(decode_out_epoch(value))
    for link in state.links.values():
        link.out_epochs.sort(key=lambda epoch: epoch.first_serial)
    for key, value in records.shelf("epoch_in"):
        incoming = decode_in_epoch(value)
        _of(state, key).in_epochs[incoming.keys.tag] = incoming
    for key, value in records.shelf("epoch_past"):
        _of(state, key).past_epochs[key.partition(b"\x00")[2]] = decode_past(value)


def _pending(state: StationState, records: Records, now: Now) -> None:
    """Rebuild what must be asked again, and the answers they may still ask for."""
    for filed in records.flagged(EntryFlag.PENDING):
        row = filed.row
        link = state.links[row.key.link]
        head, entry = read_row(row)
        if row.key.incarnation != link.out.incarnation:
            place = (row.key.incarnation, row.key.serial)
            link.uncertain[place] = Uncertain(row.leaf, entry.payload)
            continue
        precedence = (
            Precedence.IMMEDIATE if head.precedence is None else head.precedence
        )
        announces = entry.payload
        first = isinstance(announces, KeyEvent) and (
            announces.kind is KeyEventKind.EPOCH_OPENED
        )
        link.pending[row.key.serial] = Pending(
            serial=row.key.serial,
            precedence=OPENING_PRECEDENCE if first else int(precedence),
            frame=_frame(state, link, row.key.serial, row.body),
            leaf=row.leaf,
            kind=head.kind,
            born_mono_ms=now.mono_ms,
            born_wall_ms=head.filed_ms,
            payload=entry.payload,
            handed=_handed(records, row.key),
            **ageing.times_of(entry.payload, now),
        )
        decision = records.value(ageing.SHELF, ageing.waiting_key(row.key))
        if decision is not None:
            ageing.apply(link.pending[row.key.serial], decision)
    for link in state.links.values():
        _openings(state, link, now)
        _answers(state, link, records)


def _handed(records: Records, key: EntryKey) -> dict[str, int]:
    """Return where a message went before; only the first time on a circuit counts."""
    kept = records.value(SHELF, hand_off_key(key))
    return {} if kept is None else decode_hand_offs(kept)


def _openings(state: StationState, link: Link, now: Now) -> None:
    for epoch in link.out_epochs:
        if not epoch.confirmed:
            is_ahead = epoch is link.ahead
            precedence = BACKGROUND_PRECEDENCE if is_ahead else OPENING_PRECEDENCE
            opening = pending_opening(state, epoch, precedence, now)
            link.pending[opening.serial] = opening


def _answers(state: StationState, link: Link, records: Records) -> None:
    first = link.out.their_held + 1
    while first < link.out.next_serial:
        rows = records.entries(
            link.name, Direction.OUT, link.out.incarnation, first, 1_024
        )
        for filed in rows:
            row = filed.row
            if EntryKind(decode_head(row.head).kind) in ANSWERS:
                said = read_row(row)[1].payload
                assert isinstance(said, Receipt | TestAnswer | Cosignature)
                answered = Answered(
                    row.key.serial,
                    _frame(state, link, row.key.serial, row.body),
                    sent_mono_ms=0,  # long ago, for all we know
                    precedence=answer_precedence(said),
                )
                remember_answer(link, said.serial, answered)
        if not rows:
            break
        first = rows[-1].row.key.serial + 1


def _frame(state: StationState, link: Link, serial: int, padded: bytes) -> bytes:
    """Seal an entry again: the same bytes as the first time."""
    for epoch in link.out_epochs:
        last = epoch.last_serial
        if serial >= epoch.first_serial and (last is None or serial <= last):
            place = Place(epoch.keys, state.settings.mode, serial - epoch.first_serial)
            return place.seal(padded)
    message = f"no epoch for pending entry {serial}"
    raise AssertionError(message)


def _restored(step: Step) -> None:
    """Never continue what a backup was in the middle of."""
    state = step.state
    for number in state.prekeys:
        step.drop("prekey", number_key(number))
    state.prekeys.clear()
    base = max(1, step.now.wall_ms // 1_000) * _NUMBERS_PER_INCARNATION
    state.next_prekey = max(state.next_prekey + _NUMBERS_PER_INCARNATION, base)
    state.next_number = max(state.next_number + _NUMBERS_PER_INCARNATION, base)
    _renumber_drafts(step)
    keep_counters(step)
    for link in state.links.values():
        # SPEC 7.116: "A restored station MUST destroy every page of its backup: it
        # cannot know which were used since."
        forget_pages(step, link)
        begin_incarnation(step, link)
    for link in state.links.values():
        for place in link.awaited:
            step.drop("awaited", awaited_key(link.name, *place))
        link.awaited.clear()
    step.drop("station", b"restored")


def _renumber_drafts(step: Step) -> None:
    """A draft of the backup may have gone since: its number and releases are void."""
    state = step.state
    drafts = list(state.drafts.items())
    state.drafts.clear()
    for number, draft in drafts:
        step.drop("draft", number_key(number))
        content = replace(draft.content, number=state.next_number)
        fresh = replace(draft, content=content, releases=())
        state.drafts[content.number] = fresh
        step.put("draft", number_key(content.number), encode_draft(fresh))
        state.next_number += 1


def _of(state: StationState, key: bytes) -> Link:
    name, _, _ = key.partition(b"\x00")
    return state.links[name.decode()]


def _list(data: bytes) -> list[Any]:
    value = loads(data)
    assert isinstance(value, list)
    return value
