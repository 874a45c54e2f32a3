# SPDX-License-Identifier: Apache-2.0
"""Bytes of everything the core keeps: keys and values of the shelves, heads of entries.

These bytes never leave the station and are sealed by the store, so they are read back
without suspicion: what does not fit is a fault of ours or of the disk.

| shelf | key | value |
|---|---|---|
| station | name | roster statement, counters, "restored" mark |
| prekey | number | our unused prekey: link it was given to, seed |
| alleged | link | a card file not yet confirmed |
| terms | link | what will be signed with an alleged party |
| link | link | counterpart, agreement, both signatures, proposals |
| roster | link | their roster statement |
| delegation | station, number | what its root delegated, ours included |
| news | link, direction, incarnation, serial | what an entry changed, in lines |
| out, in | link | our log's and our mirror's working state |
| epoch_out, epoch_in | link, tag | an epoch's root and bounds |
| epoch_past | link, tag | an epoch of theirs without its root |
| their_prekey | link, number | an unused prekey of theirs |
| page | link, direction, name | an unused page: when it was taken, its secret |
| page_used | link, name | a page of theirs that was used |
| page_set | link, set | a set of pages that was ever taken in |
| pages | link | whether the line goes by pages alone, or waits for some |
| new_keys | link | a card with new keys whose digits nobody has compared |
| returning | link | what a restored counterpart is still owed |
| mirror_past | link, incarnation | how much we held of an earlier log of theirs |
| returned | link, direction, incarnation | serials of an old log given back to us |
| head | link, refused, incarnation, size | a head of theirs, with its root |
| note | link, direction, incarnation | the newest note with all four signatures |
| notes | link, direction, incarnation, size | every cosigned note |
| evidence | link, incarnation, size | two heads of one size, as a file for anyone |
| draft | number | a text on its way to release |
| handed | link, direction, incarnation, serial | our message, circuit by circuit |
| ladder | entry, rung | who attests what of a message, and when |
| awaited | link, incarnation, serial | our message whose acknowledgement is timed |
| ringing | entry | a message of theirs nobody has acknowledged, and its clock |
| check | link, side | an open question whether a watch is there |
| suspension | link, side | who closed the line, until when and why |
| stale | link | who owns a stale link |
| follow | entry | the newest message that corrects or cancels it |
| promise | entry | a message to which an answer is promised by a time |
| unread | entry | a message of ours whose critical fields wait to be read back |
| addressees | entry | to whom a message of ours went, and whether it is a STOP |
| stood | link, side | officers who said that they took the watch |
| minimize | link, direction | MINIMIZE of one side, in force |
| over | link, shelf | their last order of a kind that has ended |
| notice | entry | a message that comes up at the time of its event |
| prepared | entry | what cancels a message of ours |
| onward | entry, addressee | who inside the party has a message |
| call | link, incarnation, serial | phones that are called, and their code |
| exercise | link, side | an exercise that one side announced |
| plan | number | an exercise that is planned and not announced |
| handover | "open", or when it was signed | a sheet of handover, with its signatures |
| readout | entry | a readout that was shown, and how far it is |
| readout_draft | number | a readout on its way to being shown |
| readout_withheld | number or entry | one to neither confirm nor deny |
| clarify | entry | which reading of a message is meant, and the entry that answers |
| term | entry | a term of the glossary, and the entry that agrees to it |
| alarm | code, link, subject | a condition that needs a person |
| audit | index | a line of the party's own audit log |
| translation | entry, version | a translation attached to a message |
| model | name | a model for machine translation, and who approved it |
| audit_head | "head" | its frontier, last time and signed head |
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.core.numbers import NumberSet
from parley.core.records import (
    AlarmRecord,
    DraftRecord,
    EntryHead,
    LadderFact,
    Rung,
    Shelved,
)
from parley.core.state import (
    Facts,
    InEpoch,
    InLog,
    OutEpoch,
    OutLog,
    PastEpoch,
    Returning,
    Span,
)
from parley.crypto.epoch import EpochKeys
from parley.model.identity import KeyScheme
from parley.model.message import Content, Pointer, RelationKind, Release, Text
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryKey
from parley.tlog.leaf import disclosure_from_value, disclosure_to_value
from parley.tlog.merkle import Frontier
from parley.wire.cbor import Value, dumps, loads
from parley.wire.coded import decode_coded

_HEAD_FIELDS_WHOLE = 7  # after kind and precedence, while the body is there


def number_key(number: int) -> bytes:
    """Return a key that sorts as the number does."""
    return number.to_bytes(8, "big")


def link_key(link: str, tail: bytes = b"") -> bytes:
    """Return a key that sorts by link first."""
    return link.encode() + b"\x00" + tail


def alarm_key(code: str, link: str, subject: str) -> bytes:
    """Return the key of one alarm."""
    return b"\x00".join(part.encode() for part in (link, code, subject))


def ladder_key(key: EntryKey, rung: Rung, leaf: bytes) -> bytes:
    """Return the key of one rung of one entry, as attested for one leaf.

    What is attested for another leaf stands elsewhere and can take nothing back.
    """
    place = (
        bytes([key.direction]) + number_key(key.incarnation) + number_key(key.serial)
    )
    return link_key(key.link, place + bytes([rung]) + leaf[:8])


def place_key(key: EntryKey) -> bytes:
    """Return the key of something about one entry."""
    place = number_key(key.incarnation) + number_key(key.serial)
    return link_key(key.link, bytes([key.direction]) + place)


def key_of_place(place: bytes) -> EntryKey:
    """Return the entry that a key of `place_key` names."""
    link, direction, numbers = place[:-18], place[-17], place[-16:]
    incarnation, serial = numbers[:8], numbers[8:]
    return EntryKey(
        link.decode(),
        Direction(direction),
        int.from_bytes(incarnation, "big"),
        int.from_bytes(serial, "big"),
    )


def log_key(
    link: str, direction: Direction, incarnation: int, tail: bytes = b""
) -> bytes:
    """Return a key that sorts by link, direction, incarnation, in this order."""
    return link_key(link, bytes([direction]) + number_key(incarnation) + tail)


def head_key(link: str, place: tuple[int, int], *, refused: bool) -> bytes:
    """Return the key of a head that a counterpart signed."""
    incarnation, size = place
    tail = bytes([refused]) + number_key(incarnation) + number_key(size)
    return link_key(link, tail)


def place_of_head(key: bytes) -> tuple[tuple[int, int], bool]:
    """Return incarnation and size, and whether the head was refused."""
    refused, incarnation, size = key[-17], key[-16:-8], key[-8:]
    place = (int.from_bytes(incarnation, "big"), int.from_bytes(size, "big"))
    return place, bool(refused)


def _list(data: bytes) -> list[Any]:
    value = loads(data)
    assert isinstance(value, list)
    return value


def encode_head(head: EntryHead) -> bytes:
    """Return the bytes of a head."""
    # Nearly every head ends here; the last places are there only when needed.
    forgotten: list[Value] = []
    if head.forgotten_ms is not None:
        kept = None if head.kept is None else disclosure_to_value(head.kept)
        forgotten = [head.forgotten_ms, kept]
    return dumps(
        [
            head.kind,
            None if head.precedence is None else int(head.precedence),
            head.logged_ms,
            head.filed_ms,
            head.epoch_tag,
            head.opened_ms,
            head.leaf_secret,
            head.number,
            head.refusal,
            *forgotten,
        ]
    )


def decode_head(data: bytes) -> EntryHead:
    """Return the head in `data`."""
    kind, precedence, *rest = _list(data)
    level = None if precedence is None else Precedence(precedence)
    if len(rest) > _HEAD_FIELDS_WHOLE and rest[-1] is not None:
        rest[-1] = disclosure_from_value(rest[-1])
    return EntryHead(kind, level, *rest)


def encode_fact(fact: LadderFact) -> bytes:
    """Return the bytes of one rung."""
    return dumps(
        [
            int(fact.rung),
            fact.serial,
            fact.leaf,
            fact.attested_ms,
            fact.seen_ms,
            fact.officer,
            fact.good,
            fact.until_ms,
            fact.times,
            fact.note,
            fact.position,
        ]
    )


def decode_fact(data: bytes) -> LadderFact:
    """Return the rung in `data`."""
    rung, *rest = _list(data)
    return LadderFact(Rung(rung), *rest)


def encode_hand_offs(handed: Mapping[str, int]) -> bytes:
    """Return the bytes of when a message went to each circuit, in that order."""
    return dumps([part for pair in handed.items() for part in pair])


def decode_hand_offs(data: bytes) -> dict[str, int]:
    """Return when a message went to each circuit, in that order."""
    flat = _list(data)
    return dict(zip(flat[::2], flat[1::2], strict=True))


def encode_alarm(alarm: AlarmRecord) -> bytes:
    """Return the bytes of an alarm."""
    head: list[Value] = [alarm.link, alarm.code, alarm.subject, alarm.since_wall_ms]
    known = alarm.shelved
    if known is not None:
        head.append([known.officer, known.until_wall_ms, known.reason])
    return dumps(head)


def decode_alarm(data: bytes) -> AlarmRecord:
    """Return the alarm in `data`."""
    link, code, subject, since_ms, *shelved = _list(data)
    known = Shelved(*shelved[0]) if shelved else None
    return AlarmRecord(link, code, subject, since_ms, known)


def _release_value(release: Release) -> Value:
    return [release.officer, int(release.scheme), release.signature, release.detail]


def _release(value: Any) -> Release:  # noqa: ANN401 - our own bytes
    officer, scheme, signature, detail = value
    return Release(officer, KeyScheme(scheme), signature, detail)


def _content_value(content: Content) -> Value:
    relation = content.relation
    return [
        content.number,
        int(content.precedence),
        content.created_ms,
        content.not_after_ms,
        content.drafted_by,
        list(content.to),
        None
        if relation is None
        else [int(relation.kind), relation.ours, relation.serial, relation.log],
        [[text.language, text.text] for text in content.texts],
        list(content.attachments),
        content.read_through,
        list(content.critical),
        content.stop,
        None if content.coded is None else content.coded.body,
    ]


def _content(value: Any) -> Content:  # noqa: ANN401 - our own bytes
    number, precedence, created, not_after, by, to, relation, texts, *rest = value
    attached, read_through, critical, stop, body = rest
    return Content(
        number=number,
        precedence=Precedence(precedence),
        created_ms=created,
        not_after_ms=not_after,
        drafted_by=by,
        to=tuple(to),
        relation=relation and Pointer(RelationKind(relation[0]), *relation[1:]),
        texts=tuple(Text(language, text) for language, text in texts),
        attachments=tuple(attached),
        read_through=read_through,
        critical=tuple(critical),
        stop=stop,
        coded=None if body is None else decode_coded(body),
    )


def encode_draft(draft: DraftRecord) -> bytes:
    """Return the bytes of a draft that has not gone."""
    releases = [_release_value(release) for release in draft.releases]
    content = _content_value(draft.content)
    return dumps([draft.link, content, releases, draft.needed, draft.reviewed_ms])


def decode_draft(data: bytes) -> DraftRecord:
    """Return the draft in `data`."""
    link, content, releases, needed, reviewed_ms = _list(data)
    return DraftRecord(
        link,
        _content(content),
        tuple(_release(value) for value in releases),
        needed,
        reviewed_ms=reviewed_ms,
    )


def encode_out(log: OutLog) -> bytes:
    """Return the working state of our log."""
    return dumps(
        [
            log.incarnation,
            log.next_serial,
            log.last_logged_ms,
            log.their_held,
            log.frontier.encode(),
            None if log.previous is None else list(log.previous),
            log.listen_from,
            list(log.past),
            log.prekey_used,
            log.said,
            log.covered,
            log.covered_full,
            log.full_wall_ms,
            None if log.open_head is None else list(log.open_head),
        ]
    )


def decode_out(data: bytes) -> OutLog:
    """Return our log's working state."""
    incarnation, next_serial, logged, held, frontier, *rest = _list(data)
    previous, listen, past, used, said, covered, covered_full, full_ms, head = rest
    return OutLog(
        incarnation,
        next_serial,
        logged,
        held,
        Frontier.decode(frontier),
        previous and (previous[0], previous[1]),
        tuple(past),
        used,
        listen,
        said,
        covered,
        covered_full,
        full_ms,
        head and (head[0], head[1]),
    )


def encode_in(log: InLog, facts: Facts) -> bytes:
    """Return the working state of our mirror; what is beyond a gap is in the record."""
    return dumps(
        [
            log.incarnation,
            log.held,
            log.last_logged_ms,
            log.frontier.encode(),
            [number for span in log.numbers.spans() for number in span],
            log.restored,
            [
                facts.station_wall_ms,
                facts.watch_wall_ms,
                facts.tested_wall_ms,
                facts.round_trip_ms,
                facts.offset_ms,
                facts.principal_wall_ms,
                facts.checked_wall_ms,
            ],
            [log.covered, log.covered_full, log.full_wall_ms, log.head_time_s],
            [log.newest, log.read_through, log.delegation, log.turned],
        ]
    )


def decode_in(data: bytes) -> tuple[InLog, Facts]:
    """Return our mirror's working state, without what is beyond a gap."""
    incarnation, held, logged, frontier, flat, restored, facts, seen, read = _list(data)
    covered, covered_full, full_wall_ms, head_time_s = seen
    spans = tuple(zip(flat[::2], flat[1::2], strict=True))
    log = InLog(
        incarnation,
        held,
        logged,
        Frontier.decode(frontier),
        numbers=NumberSet.of(spans),
        restored=restored,
        covered=covered,
        covered_full=covered_full,
        full_wall_ms=full_wall_ms,
        head_time_s=head_time_s,
        newest=read[0],
        read_through=read[1],
        delegation=read[2],
        turned=read[3],
    )
    return log, Facts(*facts)


def encode_out_epoch(epoch: OutEpoch) -> bytes:
    """Return an epoch of ours, its root included."""
    return dumps(
        [
            epoch.keys.root,
            epoch.incarnation,
            epoch.first_serial,
            epoch.opened_ms,
            epoch.opening,
            epoch.last_serial,
            epoch.confirmed,
        ]
    )


def decode_out_epoch(data: bytes) -> OutEpoch:
    """Return an epoch of ours."""
    root, *rest = _list(data)
    return OutEpoch(EpochKeys(root), *rest)


def encode_in_epoch(epoch: InEpoch) -> bytes:
    """Return an epoch of theirs, its root included."""
    return dumps(
        [
            epoch.keys.root,
            epoch.incarnation,
            epoch.first_serial,
            epoch.opened_ms,
            epoch.opening_digest,
            epoch.last_serial,
        ]
    )


def decode_in_epoch(data: bytes) -> InEpoch:
    """Return an epoch of theirs."""
    root, *rest = _list(data)
    return InEpoch(EpochKeys(root), *rest)


def encode_past(past: PastEpoch) -> bytes:
    """Return what is left of an epoch of theirs."""
    return dumps([past.incarnation, past.first_serial, past.opening_digest])


def decode_past(data: bytes) -> PastEpoch:
    """Return what is left of an epoch of theirs."""
    return PastEpoch(*_list(data))


def encode_returning(returning: Returning) -> bytes:
    """Return what we owe a restored counterpart."""
    spans: list[Value] = [
        [int(span.direction), span.incarnation, span.first, span.last]
        for span in returning.spans
    ]
    return dumps([returning.newest, spans, returning.begun])


def decode_returning(data: bytes) -> Returning:
    """Return what we owe a restored counterpart."""
    newest, spans, begun = _list(data)
    owed = [Span(Direction(direction), *rest) for direction, *rest in spans]
    return Returning(newest, owed, begun)
