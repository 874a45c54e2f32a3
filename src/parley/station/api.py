# SPDX-License-Identifier: Apache-2.0
"""Everything a face may ask of a station: the one door for pages and commands.

Acts go through the runner and return when they are on disk; questions are queries of
the store and of the facts that were true at the last commit.  Views are plain values.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager

from parley.core.events import (
    CardPresented,
    CardRequested,
    DraftReread,
    DraftWithdrawn,
    DraftWritten,
    FingerprintConfirmed,
    LinkTestRequested,
    OfficerAdded,
    ReleaseGiven,
)
from parley.core.records import DraftRecord
from parley.model.identity import (
    AllegedParty,
    Counterpart,
    Credential,
    KeyScheme,
    Officer,
    OfficerClass,
)
from parley.model.message import Relation, Release, Text
from parley.model.precedence import Precedence
from parley.station.authority.acts_api import AuthorityActs
from parley.station.authority.api import HardwareKeyActs
from parley.station.authority.audit import AuditLog, Deed
from parley.station.authority.authority import Authority
from parley.station.authority.hardware import HardwareKeys
from parley.station.authority.keys_api import KeyActs
from parley.station.authority.pages_api import PageActs
from parley.station.authority.rekey_api import RekeyActs
from parley.station.authority.revoking_api import RevocationActs
from parley.station.authority.terms_file import parse_terms
from parley.station.beside import Beside
from parley.station.book.api import BookActs
from parley.station.book.codes import Codes
from parley.station.changes import Changes
from parley.station.config import Settings
from parley.station.custody import Custody
from parley.station.judging import Progress
from parley.station.limits import LIST_MAX
from parley.station.names import enum_named, parse_ref
from parley.station.observed.api import LookingBackQuestions
from parley.station.queries import Queries
from parley.station.reach.api import ReachActs
from parley.station.readouts.api import ReadoutActs
from parley.station.readouts.readouts import Readouts
from parley.station.record.api import RecordQuestions
from parley.station.record.archives import Archives
from parley.station.record.care import Care
from parley.station.record.care_api import RecordCare
from parley.station.record.history import History
from parley.station.record.proofs import Proofs
from parley.station.record.proofs_api import RecordProofs
from parley.station.runner import Runner
from parley.station.texts.api import TextActs
from parley.station.texts.clarifications import Clarifications
from parley.station.texts.machine.api import MachineActs
from parley.station.texts.machine.machine import Machine
from parley.station.texts.machine.models import Models
from parley.station.texts.translations import Translations
from parley.station.upkeep.api import UpkeepQuestions
from parley.station.views import (
    BackupView,
    BoardView,
    CheckView,
    DraftView,
    MessageView,
    OfficerView,
    PairingView,
    StatusView,
    TestView,
)
from parley.station.watch.acts import Acts
from parley.station.watch.api import WatchActs
from parley.station.watch.availability import Availability
from parley.station.watch.calls import CallActs
from parley.station.watch.exercise_api import ExerciseActs
from parley.station.watch.floor_api import FloorActs
from parley.station.watch.handover_api import HandoverActs
from parley.station.watch.inside_api import InsideActs
from parley.station.watch.parts import FloorParts
from parley.station.writing.api import WritingActs


class StationApi(
    AuthorityActs,
    RevocationActs,
    PageActs,
    RekeyActs,
    WatchActs,
    ReachActs,
    FloorActs,
    HandoverActs,
    ExerciseActs,
    CallActs,
    InsideActs,
    RecordQuestions,
    RecordProofs,
    RecordCare,
    HardwareKeyActs,
    KeyActs,
    BookActs,
    TextActs,
    MachineActs,
    WritingActs,
    LookingBackQuestions,
    UpkeepQuestions,
    ReadoutActs,
):
    """Questions and acts.  Every method raises `LocalFault` and nothing else."""

    def __init__(
        self,
        runner: Runner,
        queries: Queries,
        changes: Changes,
        custody: Custody,
        settings: Settings,
        history: History,
        care: Care,
        archives: Archives,
        proofs: Proofs,
        acts: Acts,
        availability: Availability,
        floor: FloorParts,
        hardware: HardwareKeys,
        codes: Codes,
        authority: Authority,
        audit: AuditLog,
        translations: Translations,
        clarifications: Clarifications,
        models: Models,
        machine: Machine,
        readouts: Readouts,
        beside: Beside,
    ) -> None:
        """Join the parts; `assembly.assemble` does this."""
        self._history = history
        self._care = care
        self._archives = archives
        self._proofs = proofs
        self._acts = acts
        self._availability = availability
        self._floor = floor.floor
        self._handovers = floor.handovers
        self._sheets = floor.sheets
        self._exercises = floor.exercises
        self._inside = floor.inside
        self._clocks = floor.clocks
        self._hardware = hardware
        self._codes = codes
        self._authority = authority
        self._audit = audit
        self._translations = translations
        self._clarifications = clarifications
        self._models = models
        self._machine = machine
        self._looks = beside.looks
        self._unfinished = beside.unfinished
        self._latest = beside.latest
        self._looking_back = beside.looking_back
        self._upkeep = beside.upkeep
        self._foreign = beside.foreign
        self._clock = beside.clock
        self._readouts = readouts
        self._custody = custody
        self._runner = runner
        self._queries = queries
        self._changes = changes
        self._settings = settings

    # Questions.

    async def status(self) -> StatusView:
        """Return the station at a glance."""
        return self._queries.status()

    async def board(self) -> BoardView:
        """Return everything the board shows, in its order."""
        return self._queries.board()

    async def messages(
        self, only: str = "all", before: int | None = None, limit: int = 50
    ) -> tuple[MessageView, ...]:
        """Return messages, newest first; `only` is all, open or bad.

        `before` is the `filed` of the last one seen, for the next page.
        """
        return self._queries.messages(only, before, min(limit, LIST_MAX))

    async def message(self, ref: str) -> MessageView:
        """Return one message with its texts, releases and stages."""
        return self._queries.message(parse_ref(ref))

    async def drafts(self) -> tuple[DraftView, ...]:
        """Return the drafts that have not gone, oldest first."""
        return self._queries.drafts()

    async def draft(self, number: int, override: str | None = None) -> DraftView:
        """Return one draft and what its next releaser signs.

        With `override`, a written reason, what he signs to release it alone.
        """
        return self._queries.draft(number, override)

    async def officers(self) -> tuple[OfficerView, ...]:
        """Return the people on our own roster."""
        return self._queries.officers()

    async def positions(self) -> tuple[str, ...]:
        """Return the positions of our own roster, in their order."""
        return self._queries.facts.roster.positions

    # Acts at a desk.

    async def write_draft(
        self,
        link: str | None,
        drafted_by: int,
        precedence: str,
        to: Sequence[str],
        texts: Sequence[tuple[str, str]],
        relation: Relation | None = None,
        not_after_ms: int | None = None,
        read_through: int | None = None,
        critical: Sequence[str] = (),
        stop: bool = False,
        relation_log: int | None = None,
    ) -> DraftView:
        """File a draft for release; `link` None means the only counterpart.

        `read_through` is the last serial of theirs that its writers have read,
        `critical` what must be read back; `stop` alarms every officer on watch;
        `relation_log` is the incarnation of the log that `relation` points into.
        """
        event = DraftWritten(
            link=self._queries.link_named(link),
            drafted_by=drafted_by,
            precedence=enum_named(Precedence, precedence, "precedence"),
            to=tuple(to),
            # One spelling of one text: what looks the same is signed the same.
            texts=tuple(
                Text(language, unicodedata.normalize("NFC", text))
                for language, text in texts
            ),
            relation=relation,
            not_after_ms=not_after_ms,
            read_through=read_through,
            critical=tuple(critical),
            stop=stop,
            relation_log=relation_log,
        )
        self._queries.refuse_bad_text(event.texts)
        return self._queries.draft_view(await self._runner.act(event, DraftRecord))

    async def reread(self, number: int, read_through: int) -> DraftView:
        """Note that a draft's writers have read theirs; its releases begin anew."""
        event = DraftReread(number, read_through)
        return self._queries.draft_view(await self._runner.act(event, DraftRecord))

    async def withdraw(self, number: int) -> None:
        """Take back a draft that has not gone."""
        await self._runner.act(DraftWithdrawn(number), object)

    async def release(
        self,
        number: int,
        officer: int,
        scheme: str,
        signature: bytes,
        detail: bytes = b"",
        override: str | None = None,
    ) -> DraftView:
        """File one officer's release; with the last one the message goes."""
        given = Release(
            officer, enum_named(KeyScheme, scheme, "scheme"), signature, detail
        )
        event = ReleaseGiven(number, given, override)
        draft = await self._runner.act(event, DraftRecord)
        if override is not None:
            place = f"draft {number} to {draft.link}: {override}"
            await self._audit.note(Deed.OVERRIDE, officer, place)
        return self._queries.draft_view(draft, judged=True)

    async def silence(self) -> None:
        """Turn the sound off at every console; this acknowledges nothing.

        The next message sounds again.
        """
        self._queries.silence()

    # Acts of operators and custodians.

    async def test_link(
        self, link: str | None = None, timeout_s: float | None = None
    ) -> TestView:
        """Test a link and wait for the answer; no answer in time is an answer too."""
        name = self._queries.link_named(link)
        seen = self._changes.count
        serial = await self._runner.act(LinkTestRequested(name), int)
        limit_s = timeout_s or self._settings.limits.test_answer_s
        try:
            async with asyncio.timeout(limit_s):
                while (found := self._queries.test_view(name, serial)) is None:
                    seen = await self._changes.after(seen)
        except TimeoutError:
            return TestView(name, serial, answered=False, round_trip_ms=None)
        return found

    async def card(self) -> bytes:
        """Return our own card file, to be carried to a counterpart."""
        return await self._runner.act(CardRequested(), bytes)

    async def pair(self, card: bytes, terms: str | None = None) -> PairingView:
        """Take in a counterpart's card file; it stays alleged until confirmed.

        `terms` is the text of a terms file; without it the standard terms are signed.
        """
        settled = None if terms is None else parse_terms(terms)
        party = await self._runner.act(CardPresented(card, settled), object)
        assert isinstance(party, AllegedParty | Counterpart), "no party is in the card"
        return self._queries.pairing(party.card.station)

    async def confirm(self, link: str | None, digits: str, name: str) -> PairingView:
        """Confirm that the 60 digits were read aloud and compared by `name`."""
        named = self._queries.link_named(link)
        plain = "".join(one for one in digits if not one.isspace())
        await self._runner.act(FingerprintConfirmed(named, plain, name), object)
        about = f"{named} confirmed by {name}"
        await self._audit.note(Deed.AGREEMENT_CHANGED, None, about)
        return self._queries.pairing(named)

    async def add_officer(
        self,
        name: str,
        position: str,
        classes: Sequence[str],
        scheme: str | None,
        public_key: bytes | None,
        valid_to_ms: int,
    ) -> OfficerView:
        """Put a person on our roster and tell confirmed counterparts.

        Without a key he signs nothing until he has registered one.
        """
        keys: tuple[Credential, ...] = ()
        if scheme is not None and public_key is not None:
            keys = (Credential(enum_named(KeyScheme, scheme, "scheme"), public_key),)
        event = OfficerAdded(
            name=name,
            position=position,
            classes=tuple(
                sorted(enum_named(OfficerClass, one, "classes") for one in classes)
            ),
            credentials=keys,
            valid_to_ms=valid_to_ms,
        )
        officer = await self._runner.act(event, Officer)
        about = f"officer {officer.index} added: {name}, {position}"
        await self._audit.note(Deed.ROSTER_CHANGED, None, about)
        return self._queries.officer_view(officer.index)

    # Keeping the record safe.

    async def backup(self, target: str) -> BackupView:
        """Copy the whole station to a new folder or .tar file, and verify the copy."""
        return await self._custody.backup(target)

    async def fsck(self) -> CheckView:
        """Verify the whole record: structure, leaves, serials, releases, tree."""
        return await self._custody.fsck()

    async def fsck_telling(self, progress: Callable[[Progress], None]) -> CheckView:
        """Verify the whole record and tell how far it is, from a thread."""
        return await self._custody.fsck(progress)

    # Watching.

    async def watch_changes(self) -> AsyncIterator[int]:
        """Yield a growing number at once and whenever something shown has changed.

        A slow reader misses numbers and nothing else: each one only says "look
        again".  The iteration ends when the station stops.
        """
        seen = self._changes.count
        yield seen
        while not self._changes.closed:
            seen = await self._changes.after(seen)
            yield seen

    async def changed_after(self, seen: int, wait_s: float) -> int | None:
        """Return the number once it differs from `seen`; None: not in that time.

        Once the station stops the answer is at once and -1.
        """
        try:
            async with asyncio.timeout(wait_s):
                count = await self._changes.after(seen)
        except TimeoutError:
            return None
        return -1 if self._changes.closed else count

    @contextmanager
    def armed_console(self) -> Iterator[None]:
        """Count a console as armed: open, with sound allowed, at a desk."""
        self._arm(1)
        try:
            yield
        finally:
            self._arm(-1)

    def _arm(self, more: int) -> None:
        self._changes.armed_consoles += more
        self._runner.armed(self._changes.armed_consoles)
        self._changes.look_again()

    @property
    def settings(self) -> Settings:
        """The settings this station runs with."""
        return self._settings
