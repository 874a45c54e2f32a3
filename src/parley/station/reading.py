# SPDX-License-Identifier: Apache-2.0
"""Makes the view of one message from its row, the ladder and the rosters.

Rows never change, so what was read from one is kept; the ladder's facts are asked for
each time.  A fact is shown only if it names the message's own leaf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from parley.core.authority.persons import officer_name
from parley.core.entries import read_row
from parley.core.ladder import climb
from parley.core.records import EntryHead, LadderFact, Rung
from parley.core.shelves import decode_fact, decode_head, ladder_key, place_key
from parley.core.texts.translations import SHELF as TRANSLATIONS
from parley.core.texts.translations import decode_translation, translation_key
from parley.core.watch.escalating import steps
from parley.core.watch.following import SHELF as FOLLOW
from parley.core.watch.following import follower_of
from parley.crypto.digest import tagged
from parley.crypto.officer import verify_release
from parley.errors import LocalFault
from parley.errors.fault import Fault
from parley.fixed import Fixed, replace
from parley.formats.values import Parties
from parley.model.delivery import Delivery
from parley.model.entry import Entry, Receipt
from parley.model.identity import Officer, Roster
from parley.model.message import Content, Message, Setting, Text
from parley.model.record import Direction, EntryFlag, EntryKey, EntryRow, FiledRow
from parley.ports.store import Store
from parley.station.config import Settings
from parley.station.deadlines import DeadlineView, Timed, deadlines
from parley.station.facts import Facts, LinkKnowledge
from parley.station.groups import group_of
from parley.station.kept import Found, Kept, Place
from parley.station.library.files import load_library
from parley.station.library.speech import CodedView, Speech
from parley.station.limits import LIST_MAX
from parley.station.names import ref_of
from parley.station.person_words import key_words, position_of, positions_of
from parley.station.time_words import date_words
from parley.station.views import EscalationView, MessageView, ReleaseView, StageView
from parley.texts.exercises import first_line
from parley.wire.manifest import manifest

DESTROYED = "(destroyed)"
RELEASE_LABEL = "parley/1 release"
SUBJECT_CHARACTERS_MAX = 80


class Told(Fixed):
    """A message of the record, read: head and entry beside their row."""

    filed: int
    key: EntryKey
    leaf: bytes
    bad: bool
    open: bool
    head: EntryHead
    entry: Entry
    message: Message

    @property
    def destroyed_ms(self) -> int | None:
        """When its text was destroyed under retention."""
        return self.head.forgotten_ms


def subject_of(speech: Speech, content: Content) -> str:
    """Return the first line of the first text, cut to what a list shows."""
    text = content.texts[0].text if content.texts else ""
    if content.coded is not None:
        text = speech.subject(content.coded)
    return first_line(text)[:SUBJECT_CHARACTERS_MAX]


def release_views(
    roster: Roster, setting: Setting, message: Message, *, judged: bool = False
) -> tuple[ReleaseView, ...]:
    """Verify each release of a message, unless it was just judged; say who gave it."""
    views = []
    previous: bytes | None = None
    for step, release in enumerate(message.releases, start=1):
        officer = roster.officer(release.officer)
        views.append(
            ReleaseView(
                officer=release.officer,
                name=officer_name(roster, release.officer),
                position=position_of(roster, officer),
                key=key_words(release.scheme),
                good=officer is not None
                and (judged or _fits(officer, setting, message, step, previous)),
            )
        )
        previous = hashlib.sha256(release.signature).digest()
    return tuple(views)


def _fits(
    officer: Officer,
    setting: Setting,
    message: Message,
    step: int,
    before: bytes | None,
) -> bool:
    content, override = message.content, message.override
    try:
        signed = manifest(setting, content, step, before, override)
        digest = tagged(RELEASE_LABEL, signed)
        verify_release(officer, digest, message.releases[step - 1])
    except Fault:
        return False
    return True


def forgotten_message(row: EntryRow) -> tuple[EntryHead, Entry]:
    """Return what is left of an entry whose body was destroyed under retention.

    A message becomes one whose only text says what became of it, in no language.
    """
    head = decode_head(row.head)
    if head.precedence is None:
        return head, Entry(head.logged_ms, 0, Receipt(0, b"", good=True))
    day = date_words(head.forgotten_ms or 0)
    content = Content(
        number=head.number or 0,
        precedence=head.precedence,
        created_ms=head.logged_ms,
        not_after_ms=None,
        drafted_by=0,
        to=(),
        relation=None,
        texts=(Text("zxx", f"Text destroyed under retention on {day}."),),
        attachments=(),
    )
    return head, Entry(head.logged_ms, 0, Message(content, ()))


class _Standing(Fixed):
    """What changes of a message after it was filed."""

    ladder: tuple[LadderFact, ...]
    follower: tuple[str, str] | None  # how the newest that follows stands to it


def _read(found: FiledRow) -> Told | None:
    """Read a row as a message, or None if it is another kind of entry."""
    row = found.row
    forgotten = EntryFlag.FORGOTTEN in row.flags
    head, entry = forgotten_message(row) if forgotten else read_row(row)
    if not isinstance(entry.payload, Message):
        return None
    is_bad, is_open = EntryFlag.BAD in row.flags, EntryFlag.OPEN in row.flags
    return Told(
        found.filed, row.key, row.leaf, is_bad, is_open, head, entry, entry.payload
    )


class Reading:
    """Reads messages of the record; what was read stays at hand, up to a limit."""

    def __init__(
        self, store: Store, settings: Settings, retold: Callable[[], int] | None = None
    ) -> None:
        """Read from a store; `retold` grows whenever what is filed shows another thing.

        Without it everything is read each time it is asked for.
        """
        self._retold = retold
        self._told = Kept[int, Told | None]()
        self._standings = Kept[int, _Standing]()
        self._waiting = Kept[EntryKey, Told | None]()
        self._groups = Kept[int, str]()
        self._crossings = Kept[int, int | None]()
        self._store = store
        self._mode = settings.mode
        self._party = settings.station.party
        self.speech = Speech(load_library())

    def told(self, found: FiledRow) -> Told | None:
        """Return a row as a message, or None if it is another kind of entry."""
        forgotten = EntryFlag.FORGOTTEN in found.row.flags
        kept = self._told.of(found.filed, lambda: _read(found), age=forgotten)
        is_open = EntryFlag.OPEN in found.row.flags
        if kept is None or kept.open == is_open:
            return kept
        return replace(kept, open=is_open)

    def message(self, key: EntryKey) -> Told:
        """Return one message.

        Raises:
            LocalFault: PLY-CFG-015 there is none in that place.

        """
        found = self._store.entry(key)
        told = self.told(found) if found is not None else None
        if told is None:
            raise LocalFault("PLY-CFG-015", ref=ref_of(key))
        return told

    def rung(self, told: Told, rung: Rung) -> LadderFact | None:
        """Return one fact of the ladder of a message, if it is about this message."""
        # A reply names a place and no leaf.
        leaf = b"" if rung is Rung.ANSWERED else told.leaf
        data = self._store.value("ladder", ladder_key(told.key, rung, leaf))
        if data is None:
            return None
        fact = decode_fact(data)
        return fact if fact.leaf == leaf else None

    def waiting(self, key: EntryKey) -> Told | None:
        """Return a message that waits for an officer, whose row never changes."""

        def read() -> Told | None:
            found = self._store.entry(key)
            return None if found is None else self.told(found)

        return self._while_told(self._waiting, key, read)

    def ladder(self, told: Told) -> tuple[LadderFact, ...]:
        """Return every fact of the ladder of a message, in the order of the rungs."""
        return self._standing(told).ladder

    def _standing(self, told: Told) -> _Standing:
        def read() -> _Standing:
            return _Standing(self._read_ladder(told), self._follower(told))

        return self._while_told(self._standings, told.filed, read)

    def _while_told(
        self, kept: Kept[Place, Found], place: Place, read: Callable[[], Found]
    ) -> Found:
        """Return what was read since the last change of what is filed, or read it."""
        if self._retold is None:
            return read()
        return kept.of(place, read, age=self._retold())

    def _read_ladder(self, told: Told) -> tuple[LadderFact, ...]:
        found = (self.rung(told, rung) for rung in Rung)
        return tuple(fact for fact in found if fact is not None)

    def view(self, told: Told, facts: Facts, *, whole: bool) -> MessageView:
        """Return what is shown of a message; `whole` with its texts and releases."""
        link = facts.links.get(told.key.link)
        if link is None:
            raise LocalFault("PLY-LNK-001", name=told.key.link)
        out = told.key.direction is Direction.OUT
        content = told.message.content
        sender, recipient = (
            (facts.roster, link.roster) if out else (link.roster, facts.roster)
        )
        setting = link.setting_out if out else link.setting_in
        standing = self._standing(told)
        ladder, follower = standing.ladder, standing.follower
        parties = self.parties(link, told.key.direction)
        texts = texts_of(self.speech, content, parties) if whole else ()
        return MessageView(
            ref=ref_of(told.key),
            filed=told.filed,
            link=told.key.link,
            party=link.facts.party,
            direction=told.key.direction.name.lower(),
            incarnation=told.key.incarnation,
            serial=told.key.serial,
            number=content.number,
            mode=self._mode.name,
            precedence=content.precedence.name,
            state=_state(told, ladder),
            refusal=told.head.refusal,
            created_ms=content.created_ms,
            logged_ms=told.entry.logged_ms,
            filed_ms=told.head.filed_ms,
            not_after_ms=content.not_after_ms,
            drafted_by=officer_name(sender, content.drafted_by)
            if told.destroyed_ms is None
            else DESTROYED,
            to=positions_of(recipient, content.to),
            language=language_of(content),
            subject=subject_of(self.speech, content),
            texts=texts,
            coded=self.coded(content) if whole else None,
            relation=_relation(told),
            releases=release_views(sender, setting, told.message) if whole else (),
            stages=_stages(ladder, recipient, content.to),
            destroyed_ms=told.destroyed_ms,
            override=told.message.override,
            critical=self.critical(content),
            stop=content.stop,
            crossed_ms=self._crossed(told) if whole else None,
            followed=None if follower is None else follower[0],
            followed_by=None if follower is None else follower[1],
            escalation=_escalation(told, ladder, link),
            date_time_group=self._group(told) if whole else "",
            deadlines=self._deadlines(told, ladder, link) if whole else (),
        )

    def _deadlines(
        self, told: Told, ladder: tuple[LadderFact, ...], link: LinkKnowledge
    ) -> tuple[DeadlineView, ...]:
        """Return the agreed times of a message that is good."""
        if link.agreement is None or told.bad:
            return ()
        receipt = next((each for each in ladder if each.rung is Rung.RECEIPT), None)
        out = told.key.direction is Direction.OUT
        arrived_ms: int | None = told.head.filed_ms
        if out:
            arrived_ms = None if receipt is None else receipt.attested_ms
        kept = self._store.value(TRANSLATIONS, translation_key(told.key, 1))
        timed = Timed(
            told.message.content.precedence,
            out,
            told.entry.logged_ms,
            arrived_ms,
            None if kept is None else decode_translation(kept).filed_ms,
        )
        return deadlines(link.agreement, timed, ladder)

    def _follower(self, told: Told) -> tuple[str, str] | None:
        """Return how the newest message that follows stands to it, and its name."""
        kept = self._store.value(FOLLOW, place_key(told.key))
        if kept is None:
            return None
        each = follower_of(kept)
        place = replace(told.key, incarnation=each.incarnation, serial=each.serial)
        return each.kind.name.lower(), ref_of(place)

    def _group(self, told: Told) -> str:
        """Return the date-time group; once known it is the same for ever."""
        known = self._groups.of(
            told.filed,
            lambda: group_of(self._store, told.key, told.entry.logged_ms),
        )
        if not known:
            self._groups.forget(told.filed)
        return known

    def _crossed(self, told: Told) -> int | None:
        """Return when the newest message the other way was logged, if it was unread.

        Counted is what was filed here before this one, among the last few hundred.
        """
        # What was filed before a message never changes, so it is looked for once.
        return self._crossings.of(told.filed, lambda: self._find_crossing(told))

    def _find_crossing(self, told: Told) -> int | None:
        way = Direction(1 - told.key.direction)
        found = self._store.recent(EntryFlag.MESSAGE, told.filed, LIST_MAX)
        for filed in found:
            key = filed.row.key
            if (key.link, key.direction) == (told.key.link, way):
                unread = key.serial > told.message.content.read_through
                return decode_head(filed.row.head).logged_ms if unread else None
        return None

    def parties(self, link: LinkKnowledge, direction: Direction) -> Parties:
        """Return sender and recipient of a log's messages by name."""
        names = (self._party, link.facts.party)
        return Parties(*(names if direction is Direction.OUT else names[::-1]))

    def critical(self, content: Content) -> tuple[str, ...]:
        """Return what the reader must read back; of a code, what its format says."""
        if content.coded is None:
            return content.critical
        view = self.speech.view(content.coded)
        return () if view is None else view.critical

    def coded(self, content: Content) -> CodedView | None:
        """Return a coded content taken apart, or None."""
        return None if content.coded is None else self.speech.view(content.coded)

    def known_link(self, facts: Facts, name: str) -> LinkKnowledge:
        """Return what is known of a counterpart.

        Raises:
            LocalFault: PLY-LNK-001 there is none of that name.

        """
        link = facts.links.get(name)
        if link is None:
            raise LocalFault("PLY-LNK-001", name=name)
        return link


def _escalation(
    told: Told, ladder: tuple[LadderFact, ...], link: LinkKnowledge
) -> tuple[EscalationView, ...]:
    """Return the agreed steps while nobody has it; both sides see the same times.

    They count from the filing at the receiver: its receipt says when that was.
    """
    proved = {fact.rung: fact for fact in ladder}
    if Rung.ACKNOWLEDGEMENT in proved or told.bad or link.agreement is None:
        return ()
    filed_ms = told.head.filed_ms
    if told.key.direction is Direction.OUT:
        receipt = proved.get(Rung.RECEIPT)
        if receipt is None:
            return ()
        filed_ms = receipt.attested_ms
    precedence = told.message.content.precedence
    return tuple(
        EscalationView(step.name, filed_ms + at_s * 1_000)
        for step, at_s in steps(link.agreement, precedence)
    )


def texts_of(
    speech: Speech, content: Content, parties: Parties
) -> tuple[tuple[str, str], ...]:
    """Return every authentic text with its language; a coded message as rendered."""
    if content.coded is not None:
        return speech.texts(content.coded, parties)
    return tuple((text.language, text.text) for text in content.texts)


def language_of(content: Content) -> str:
    """Return the language of the first text; English for a coded message's headline."""
    if content.coded is not None:
        return "en"
    return content.texts[0].language if content.texts else ""


def _state(told: Told, ladder: tuple[LadderFact, ...]) -> str:
    reached = climb(fact.rung for fact in ladder)
    if told.key.direction is Direction.OUT:
        return reached.name
    if told.bad:
        return "SIGNATURE BAD"
    return "RECEIVED" if reached < Delivery.ACKNOWLEDGED else reached.name


def _stages(
    ladder: tuple[LadderFact, ...], recipient: Roster, to: tuple[int, ...]
) -> tuple[StageView, ...]:
    stages = []
    for fact in ladder:
        by = None if fact.officer is None else officer_name(recipient, fact.officer)
        name = fact.rung.name.lower()
        stages.append(
            StageView(
                name,
                fact.attested_ms,
                fact.seen_ms,
                by,
                fact.serial,
                fact.until_ms,
                fact.times,
                fact.note,
                _stands_for(fact, recipient, to),
            )
        )
    return tuple(stages)


def _stands_for(
    fact: LadderFact, recipient: Roster, to: tuple[int, ...]
) -> tuple[str, ...]:
    """Return for whom an officer acted who stood in none of the addressed positions."""
    # SPEC 7.171: "Both sides MUST show for which positions he stood in."
    if fact.position is None or not to or fact.position in to:
        return ()
    return positions_of(recipient, to)


def _relation(told: Told) -> str | None:
    relation = told.message.content.relation
    if relation is None:
        return None
    ours = relation.ours == (told.key.direction is Direction.OUT)
    words = relation.kind.name.lower().replace("_", " ")
    # A serial alone is of the first log, which mostly is the only one.
    log = "" if relation.log == 1 else f" of log {relation.log}"
    return f"{words} {'our' if ours else 'their'} {relation.serial}{log}"
