# SPDX-License-Identifier: Apache-2.0
"""What the people of a world answer, correct and cancel, and where that must stand.

A writer means the message that he read.  Whatever became of the logs since, both sides
show what he wrote at that message, and at no other.
"""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import NamedTuple, Protocol

from parley.core.events import DraftWritten
from parley.core.records import Rung
from parley.core.shelves import decode_fact, key_of_place
from parley.core.state import Link
from parley.core.watch.following import FOLLOWING, SHELF, follower_of
from parley.fixed import Fixed
from parley.model.message import Content, Message, Relation, RelationKind, Text
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag, EntryKey
from parley.testing.rows import read_once
from parley.testing.world_desk import WorldDesk

_SHARE = 0.6
_SHARE_ENDED = 0.1
_SHARE_FIRST = 0.5
_SHARE_LIES = 0.5
_SECOND_MS = 1_000
_OWN = tuple(sorted(FOLLOWING))

Place = tuple[int, int]  # incarnation and serial
Facts = tuple[object, ...]  # what a broken promise is told with


class Meant(Fixed):
    """What a writer had before him when he wrote: which message, and its text."""

    kind: RelationKind
    ours: bool
    place: Place
    text: str


class Chosen(NamedTuple):
    """A pointer as a draft is given it, and the log that it points into."""

    relation: Relation | None
    log: int | None


class Writers(Protocol):
    """The part of a world that is used here."""

    seed: int
    pointers: Pointers
    desks: dict[str, WorldDesk]
    restored: set[str]

    def other(self, name: str) -> WorldDesk:
        """Return the station on the other side."""
        ...


class Pointers:
    """What people pointed at, by their station, their text and when they wrote it."""

    def __init__(self, stream: Random) -> None:
        """Begin with nothing written; `stream` is this subsystem's own."""
        self.stream = stream
        self.meant: dict[tuple[str, str, int], Meant] = {}
        self.began: dict[str, dict[int, int]] = {}

    def note_log(self, desk: WorldDesk, link: Link) -> None:
        """Note after how many rows of its record a desk knew of each log of theirs.

        It knows by the opening, before any entry of that log is filed.
        """
        began = self.began.setdefault(desk.name, {})
        if link.mirror.incarnation not in began:
            rows = desk.store.flagged(EntryFlag(0))
            began[link.mirror.incarnation] = rows[-1].filed if rows else 0

    def draft(
        self,
        desk: WorldDesk,
        link: str,
        text: str,
        precedence: Precedence,
        to: tuple[str, ...],
    ) -> object:
        """Let a drafter write a text; return the draft, or nothing yet.

        Every other draft lies on the desk for a while, whatever happens meanwhile.
        """
        pointed = self._choose(desk, link, text)
        by, texts = desk.officers["drafter"][0], (Text("en", text),)
        relation, log = pointed
        event = DraftWritten(
            link, by, precedence, to, texts, relation, relation_log=log
        )
        draft = desk.tell(event)
        return None if self.stream.random() < _SHARE_LIES else draft

    def _choose(self, desk: WorldDesk, link: str, text: str) -> Chosen:
        """Let a writer answer, correct, cancel or supersede a message he has read.

        Now and then it is one of a log that has ended, which the station refuses.
        """
        nothing = Chosen(None, None)
        known = desk.core.state.links.get(link)
        if known is None or self.stream.random() >= _SHARE:
            return nothing
        logs = {
            Direction.OUT: known.out.incarnation,
            Direction.IN: known.mirror.incarnation,
        }
        ended = self.stream.random() < _SHARE_ENDED
        read = [
            (said, row.key)
            for said, row in desk.messages()
            if not row.flags & EntryFlag.BAD
            and (ended or row.key.incarnation == logs[row.key.direction])
        ]
        if not read:
            return nothing
        # Half of them choose the first, so that several follow one, or answer it.
        one = self.stream.random() < _SHARE_FIRST
        said, key = read[0] if one else self.stream.choice(read)
        ours = key.direction is Direction.OUT
        kind = self.stream.choice(_OWN) if ours else RelationKind.IN_REPLY_TO
        written_ms = desk.wall_ms // _SECOND_MS * _SECOND_MS
        place = (key.incarnation, key.serial)
        self.meant[desk.name, text, written_ms] = Meant(kind, ours, place, said)
        return Chosen(Relation(kind, ours, key.serial), key.incarnation)


class _Said(Fixed):
    """A message that counts, where it stands, and what its writer meant."""

    key: EntryKey
    content: Content
    meant: Meant | None

    @property
    def at(self) -> Place:
        """Where in its writer's logs it stands."""
        return self.key.incarnation, self.key.serial

    @property
    def text(self) -> str:
        """What it says."""
        return self.content.texts[0].text


def check_pointers(world: Writers) -> None:
    """What was written at a message stands at that message, on both sides."""
    for writer in world.desks.values():
        reader = world.other(writer.name)
        told, times = [], Counter[str]()
        for desk, way in ((writer, Direction.OUT), (reader, Direction.IN)):
            said = _messages(world, writer.name, desk, way)
            place = (world.seed, desk.name, f"of {writer.name}")
            _check_meant(place, said)
            told.append(_check_followed(place, desk, way, said))
            times = times or Counter(each.text for each in said)
            _check_answered(place, desk, way, said)
        if writer.name not in world.restored:
            began = world.pointers.began.get(writer.name, {})
            _check_read((world.seed, writer.name), writer, began)
        ours, theirs = told
        # What is logged once more is last at its writer, and stays at a reader who
        # has it already where it was.
        once = {
            at: (followed, theirs.get(at))
            for at, followed in ours.items()
            if times[followed[1]] == 1
        }
        different = {at: both for at, both in once.items() if both[0] != both[1]}
        assert not different, (world.seed, writer.name, "two stories", different)


def _messages(
    world: Writers, writer: str, desk: WorldDesk, way: Direction
) -> list[_Said]:
    """Return the messages of one writer as one desk has them, in filing order."""
    found = []
    for text, row in desk.messages():
        if row.key.direction is not way or row.flags & EntryFlag.BAD:
            continue
        payload = read_once(row)[1].payload
        assert isinstance(payload, Message), "only messages are looked at"
        content = payload.content
        meant = world.pointers.meant.get((writer, text, content.created_ms))
        pointed = content.relation is not None
        found.append(_Said(row.key, content, meant if pointed else None))
        assert pointed or meant is None, (world.seed, desk.name, "no pointer", meant)
    return found


def _check_meant(place: Facts, said: list[_Said]) -> None:
    """Each message points where its writer did, and what he read stands there."""
    texts = {each.at: each.text for each in said}
    for each in said:
        pointer, meant = each.content.relation, each.meant
        if pointer is None:
            continue
        assert meant is not None, (*place, "nobody wrote this pointer", each)
        pointed = (pointer.kind, pointer.ours, (pointer.log, pointer.serial))
        wrote = (meant.kind, meant.ours, meant.place)
        assert pointed == wrote, (*place, "points elsewhere", each)
        if meant.ours:
            there = texts.get(meant.place, meant.text)
            assert there == meant.text, (*place, "another message there", each)


def _check_followed(
    place: Facts, desk: WorldDesk, way: Direction, said: list[_Said]
) -> dict[Place, tuple[RelationKind, str]]:
    """Return how and by what text each message is followed; nothing else is shown."""
    wanted: dict[Place, tuple[RelationKind, str]] = {}
    for each in sorted(said, key=lambda said: said.at):
        if each.meant is not None and each.meant.kind in FOLLOWING:
            wanted[each.meant.place] = (each.meant.kind, each.text)
    texts = {each.at: each.text for each in said}
    shown: dict[Place, tuple[RelationKind, str | None]] = {}
    for name, value in desk.store.shelf(SHELF):
        key = key_of_place(name)
        if key.direction is way:
            by = follower_of(value)
            text = texts.get((by.incarnation, by.serial))
            shown[key.incarnation, key.serial] = (by.kind, text)
    assert shown == wanted, (*place, "not what follows", shown, wanted)
    return wanted


def _check_answered(
    place: Facts, desk: WorldDesk, way: Direction, said: list[_Said]
) -> None:
    """A message is answered by who answered it, and everybody who did is shown."""
    answers: dict[Place, set[int]] = {}
    for each in said:
        if each.meant is not None and each.meant.kind is RelationKind.IN_REPLY_TO:
            answers.setdefault(each.meant.place, set()).add(each.key.serial)
    for name, value in desk.store.shelf("ladder"):
        fact = decode_fact(value)
        if fact.rung is not Rung.ANSWERED:
            continue
        key = key_of_place(name[:-1])  # behind the place stands a rung and no leaf
        if key.direction is way:
            continue
        by = answers.pop((key.incarnation, key.serial), set())
        assert fact.serial in by, (*place, "answered by what is no answer", key, fact)
    assert not answers, (*place, "an answer is not shown", answers)


def _check_read(place: Facts, desk: WorldDesk, began: dict[int, int]) -> None:
    """Nobody wrote without having read what was here of the log then in force."""
    log = newest = 0
    gone: set[int] = set()
    for filed in desk.store.flagged(EntryFlag(0)):
        row, key = filed.row, filed.row.key
        is_message = EntryFlag.MESSAGE in row.flags
        begun = [number for number, after in began.items() if after < filed.filed]
        if max(begun, default=0) > log:
            log, newest = max(begun), 0
        if key.direction is Direction.IN:
            if is_message and key.incarnation == log and EntryFlag.BAD not in row.flags:
                newest = max(newest, key.serial)
        elif is_message:
            payload = read_once(row)[1].payload
            assert isinstance(payload, Message), "it is flagged as one"
            content = payload.content
            if content.number in gone:
                continue  # logged once more
            gone.add(content.number)
            read = content.read_through
            assert read >= newest, (*place, "newer was unread", key, read, newest)
            theirs = EntryKey(key.link, Direction.IN, log, read)
            known = not read or desk.store.entry(theirs) is not None
            assert known, (*place, "has read what never came", key, theirs)
