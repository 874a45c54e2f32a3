# SPDX-License-Identifier: Apache-2.0
"""What the console needs of the station: the part of its face that pages use.

`parley.station.api.StationApi` and `parley.station.desk.DeskKeys` fit these shapes;
so does the small station by hand that the browser tests drive.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from parley.console.authority_needs import AuthorityQuestions
from parley.model.message import Relation
from parley.station.authority.hardware import HardwareKeys
from parley.station.book.codes import CodePreview
from parley.station.observed.looking_back import LinkFiguresView
from parley.station.readouts.views import ReadoutView
from parley.station.record.views import ContactsView
from parley.station.texts.clarification_views import ClarificationView, TermView
from parley.station.texts.foreign import TakenView
from parley.station.texts.machine.views import BackView, ModelView
from parley.station.texts.views import CertificateRequest, TranslationView
from parley.station.upkeep.upkeep import UpkeepView
from parley.station.views import (
    ActView,
    AlarmView,
    BoardView,
    DraftView,
    MessageView,
    PreparedView,
    SigningView,
    TestView,
)
from parley.station.watch.calls import CallView
from parley.station.watch.clocks import ClocksView
from parley.station.watch.exercises import ExercisesView, PlanView
from parley.station.watch.floor import MinimizeView, WireLineView
from parley.station.watch.handover import SheetView, WatchView
from parley.station.watch.inside import CopyView, NoticeView, OnwardView
from parley.station.writing.views import DraftLookView, UnfinishedView


class Station(AuthorityQuestions, Protocol):
    """The questions and acts of the pages."""

    @property
    def hardware(self) -> HardwareKeys:
        """The officers' hardware keys."""
        ...

    async def draft(self, number: int, override: str | None = None) -> DraftView:
        """Return one draft and what its next releaser signs, or who overrides."""
        ...

    async def release(
        self,
        number: int,
        officer: int,
        scheme: str,
        signature: bytes,
        detail: bytes,
        override: str | None = None,
    ) -> DraftView:
        """File one officer's release; with a reason, that of him alone."""
        ...

    async def board(self) -> BoardView:
        """Return everything the board shows, in its order."""
        ...

    async def message(self, ref: str) -> MessageView:
        """Return one message with its texts; PLY-REL-008 or the like if none."""
        ...

    async def note(self, deed: str, subject: str, officer: int | None = None) -> None:
        """Note in the party's audit log what somebody did at a screen."""
        ...

    async def glossary(self, link: str | None = None) -> tuple[TermView, ...]:
        """Return the terms of a link: agreed by both, or proposed by one side."""
        ...

    async def back_translation(
        self, number: int, into: str, language: str | None = None
    ) -> BackView:
        """Translate a draft there and back; keep nothing."""
        ...

    async def read_foreign(self, data: bytes) -> TakenView:
        """Return what a file of another system comes to as a draft; keep nothing."""
        ...

    async def translations(self, ref: str) -> tuple[TranslationView, ...]:
        """Return every translation of a message, oldest first, each with its grade."""
        ...

    async def clarifications(self, ref: str) -> tuple[ClarificationView, ...]:
        """Return every question what a message means, oldest first."""
        ...

    async def models(self) -> tuple[ModelView, ...]:
        """Return every model for machine translation."""
        ...

    async def machine_translation(
        self, ref: str, into: str, language: str | None = None
    ) -> TranslationView:
        """Translate a message by machine and attach it under its grade."""
        ...

    async def add_translation(
        self,
        ref: str,
        grade: str,
        into: str,
        text: str,
        officer: int | None = None,
        engine: str | None = None,
        language: str | None = None,
    ) -> TranslationView:
        """Attach what an officer wrote."""
        ...

    async def certificate_request(
        self, ref: str, version: int, grade: str, officer: int, reason: str = ""
    ) -> CertificateRequest:
        """Return what a linguist signs to certify or dispute a version."""
        ...

    async def grade_translation(
        self,
        ref: str,
        version: int,
        grade: str,
        officer: int,
        created_ms: int,
        scheme: str,
        signature: bytes,
        detail: bytes = b"",
        reason: str = "",
    ) -> TranslationView:
        """File a linguist's signed grade."""
        ...

    async def positions(self) -> tuple[str, ...]:
        """Return the positions of our own roster, in their order."""
        ...

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
        """File a draft for release."""
        ...

    async def look_at_draft(
        self,
        link: str | None,
        precedence: str,
        to: Sequence[str],
        texts: Sequence[tuple[str, str]],
        read_through: int | None = None,
        stop: bool = False,
    ) -> DraftLookView:
        """Return what would become of a text."""
        ...

    async def unfinished(self, officer: int) -> tuple[UnfinishedView, ...]:
        """Return an officer's unfinished texts."""
        ...

    async def keep_unfinished(
        self, officer: int, slot: int | None, version: int, fields: dict[str, str]
    ) -> UnfinishedView:
        """Keep an unfinished text."""
        ...

    async def drop_unfinished(self, officer: int, slot: int) -> None:
        """Forget an unfinished text."""
        ...

    async def prepared(self, ref: str) -> PreparedView:
        """Return what is ready to correct or cancel a message of ours."""
        ...

    async def correct(
        self,
        ref: str,
        kind: str,
        drafted_by: int,
        texts: Sequence[tuple[str, str]] = (),
        read_through: int | None = None,
    ) -> DraftView:
        """File a draft that corrects, cancels or supersedes a message of ours."""
        ...

    async def reread(self, number: int, read_through: int) -> DraftView:
        """Note that a draft's writers have read theirs; its releases begin anew."""
        ...

    async def review(self, number: int, officer: int) -> DraftView:
        """Note that an officer found that a draft must go although MINIMIZE holds."""
        ...

    async def latest_lines(self) -> tuple[WireLineView, ...]:
        """Return the newest line of every link's order wire, of the last day."""
        ...

    async def link_figures(
        self, link: str | None = None, hours: int = 24
    ) -> LinkFiguresView:
        """Return what the last hours were like on a link."""
        ...

    async def test_link(
        self, link: str | None = None, timeout_s: float | None = None
    ) -> TestView:
        """Test a link and wait for the answer."""
        ...

    async def order_wire(
        self, link: str | None = None, from_ms: int | None = None, limit: int = 50
    ) -> tuple[WireLineView, ...]:
        """Return the newest lines of the order wire, the newest last."""
        ...

    async def minimize(self, link: str | None = None) -> tuple[MinimizeView, ...]:
        """Return what MINIMIZE is in force on a link."""
        ...

    async def upkeep(self) -> UpkeepView:
        """Return how the station itself is."""
        ...

    async def act_request(
        self,
        kind: str,
        ref: str,
        officer: int,
        fields: dict[str, object] | None = None,
    ) -> SigningView:
        """Return what the officer must sign."""
        ...

    async def act(
        self,
        kind: str,
        ref: str,
        officer: int,
        created_ms: int,
        scheme: str,
        signature: bytes,
        detail: bytes = b"",
        fields: dict[str, object] | None = None,
    ) -> ActView:
        """File the officer's act and tell the counterpart."""
        ...

    async def readouts(self, link: str | None = None) -> tuple[ReadoutView, ...]:
        """Return our drafts of readouts, and what either side has shown."""
        ...

    async def readout(self, name: str) -> ReadoutView:
        """Return one readout, by the number of a draft or the name of its entry."""
        ...

    async def withhold_readout(self, name: str, officer: int) -> ReadoutView:
        """Decide to neither confirm nor deny."""
        ...

    async def contacts(
        self, link: str | None, from_ms: int | None, to_ms: int | None
    ) -> ContactsView:
        """Return the contacts of a period, counted from the log alone."""
        ...

    async def code_preview(
        self, name: str, values: dict[str, str], link: str | None
    ) -> CodePreview:
        """Return what a code would say, before anybody signs it."""
        ...

    async def write_code(
        self, name: str, values: dict[str, str], drafted_by: int, link: str | None
    ) -> DraftView:
        """File a coded message for release."""
        ...

    async def watch(self) -> WatchView:
        """Return who has the watch, and the handover under way."""
        ...

    async def handovers(self, limit: int) -> tuple[SheetView, ...]:
        """Return the sheets that both officers signed, newest first."""
        ...

    async def handover_begin(self, outgoing: int, incoming: int) -> SheetView:
        """Write the sheet of everything that is open."""
        ...

    async def handover_answer(self, line: int, officer: int, note: str) -> SheetView:
        """Answer a line of the sheet."""
        ...

    async def handover_sound(self, officer: int, heard: bool, reason: str) -> SheetView:
        """Say whether an officer heard the alarm."""
        ...

    async def handover_request(self, side: str) -> SigningView:
        """Return what an officer signs of the sheet."""
        ...

    async def handover_sign(
        self, side: str, officer: int, scheme: str, signature: bytes, detail: bytes
    ) -> SheetView:
        """File one officer's signature."""
        ...

    async def handover_drop(self) -> SheetView:
        """Let the handover under way not take place."""
        ...

    async def notices(self) -> tuple[NoticeView, ...]:
        """Return the messages that wait for the time of their event."""
        ...

    async def keep_notice(
        self, ref: str, officer: int, event_ms: int | None
    ) -> tuple[NoticeView, ...]:
        """Let a message come up at a time; None takes that back."""
        ...

    async def shelve_alarm(
        self,
        code: str,
        link: str,
        subject: str,
        officer: int,
        until_ms: int | None,
        reason: str = "",
    ) -> AlarmView:
        """Let an officer answer for a standing alarm until a time; None ends that."""
        ...

    async def clocks(self) -> ClocksView:
        """Return the clocks on the wall: Zulu, ours, theirs."""
        ...

    async def onward(self, ref: str) -> OnwardView:
        """Return who inside must have a message of theirs, and who has it."""
        ...

    async def onward_copy(self, ref: str, addressee: str) -> CopyView:
        """Return the copy of an inner addressee, with the code that he reads back."""
        ...

    async def onward_missing(self) -> tuple[OnwardView, ...]:
        """Return the messages that somebody inside has not got."""
        ...

    async def onward_got(
        self, ref: str, addressee: str, name: str, code: str, officer: int
    ) -> OnwardView:
        """Note that a person has the copy of an inner addressee."""
        ...

    async def calls(self) -> tuple[CallView, ...]:
        """Return whose phones are being called."""
        ...

    async def reached(self, code: str, officer: int | None) -> CallView:
        """Take the code of a call: a person has been reached."""
        ...

    async def exercises(self) -> ExercisesView:
        """Return what is planned here and announced by either side."""
        ...

    async def plan_exercise(
        self,
        name: str,
        officer: int,
        from_ms: int,
        until_ms: int,
        link: str | None,
        notes: str,
    ) -> PlanView:
        """Plan an exercise."""
        ...

    async def drop_exercise_plan(self, number: int) -> PlanView:
        """Give a plan up."""
        ...

    async def interrupt_exercises(self, officer: int, reason: str) -> int:
        """Let every exercise here stand still."""
        ...

    async def withdraw(self, number: int) -> None:
        """Take back a draft that has not gone."""
        ...

    async def silence(self) -> None:
        """Note that a person turned the sound off; this acknowledges nothing."""
        ...

    def watch_changes(self) -> AsyncIterator[int]:
        """Yield a growing number at once and whenever a screen should look again."""
        ...

    def armed_console(self) -> AbstractContextManager[None]:
        """Count a screen as armed, open and with sound, while entered."""
        ...


class Desk(Protocol):
    """Who is signed on at the desks: with software keys, or by hardware keys."""

    async def unlock(self, officer: int, passphrase: str) -> str:
        """Open an officer's key and return a token for it."""
        ...

    def admit(self, officer: int, public_key: bytes, screen_key: bytes) -> str:
        """Return a token for an officer whose hardware key signed him on."""
        ...

    def is_here(self, token: str) -> None:
        """Note that the officer moved a finger."""
        ...

    def prove(
        self, token: str, path: str, body: bytes, nonce: bytes, signature: bytes
    ) -> None:
        """Accept an act as coming from the token's own screen, or PLY-AUT-064."""
        ...

    def lock(self, token: str) -> None:
        """Forget the key behind a token; an unknown token is fine."""
        ...

    def officer(self, token: str) -> int | None:
        """Return whose key a token signs with, or None if it is locked."""
        ...

    def sign(self, token: str, digest: bytes) -> bytes:
        """Sign a 32-byte digest with the key behind a token."""
        ...


class ConsoleSettings(Protocol):
    """The `[console]` table of station.toml."""

    @property
    def listen(self) -> str:
        """HOST:PORT the console answers on."""
        ...


class Settings(Protocol):
    """The part of the station's settings that the console reads."""

    @property
    def console(self) -> ConsoleSettings:
        """The console's own table."""
        ...

    @property
    def origin(self) -> str:
        """The console's origin, as a browser sends it."""
        ...
