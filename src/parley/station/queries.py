# SPDX-License-Identifier: Apache-2.0
"""Everything a screen asks for, made from the store and the facts of the last commit.

Each answer is bounded, so that no question holds up the loop for long.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from parley.core.authority.agreement_words import tables_words, terms_words
from parley.core.authority.persons import officer_name
from parley.core.authority.rules import UNRULED, case_of, needs
from parley.core.records import DraftRecord, Rung
from parley.core.watch.minimizing import held_below
from parley.crypto.digest import tagged
from parley.crypto.fingerprint import release_code
from parley.errors import LocalFault
from parley.model.message import Message, Text
from parley.model.record import Direction, EntryFlag, EntryKey, FiledRow
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.changes import Changes
from parley.station.config import Settings, bearer_of
from parley.station.facts import Facts, LinkKnowledge
from parley.station.glance import READ_ONLY, alarm_view, counterpart_view
from parley.station.judging import Judging
from parley.station.library.speech import Speech
from parley.station.limits import BOARD_OPEN_MAX, BOARD_RECENT_MAX, LIST_MAX
from parley.station.names import grouped, ref_of
from parley.station.parties import parties_of
from parley.station.person_words import keys_words, position_of, positions_of
from parley.station.reading import RELEASE_LABEL, Reading, Told, release_views, texts_of
from parley.station.runner import Runner
from parley.station.views import (
    BoardView,
    DraftView,
    MessageView,
    OfficerView,
    PairingView,
    StatusView,
    TestView,
)
from parley.tlog.policy import Signer
from parley.wire.manifest import manifest
from parley.wire.text import language_problem, problems

_FLAGS = {
    "all": EntryFlag.MESSAGE,
    "open": EntryFlag.OPEN,
    "bad": EntryFlag.BAD,
}


class Queries:
    """Questions only; nothing here changes anything."""

    def __init__(
        self,
        runner: Runner,
        store: Store,
        clock: Clock,
        changes: Changes,
        settings: Settings,
    ) -> None:
        self._runner = runner
        self._store = store
        self._clock = clock
        self._changes = changes
        self._settings = settings
        self._bearers = {each.name: bearer_of(each) for each in settings.circuit}
        self._reading = Reading(store, settings, lambda: changes.retold)
        self.more_reasons: Callable[[], tuple[str, ...]] = tuple

    @property
    def facts(self) -> Facts:
        """What the core knew at the last commit; immutable, so a thread may read it."""
        return self._runner.facts

    @property
    def own_party(self) -> str:
        """Our party, as people say it."""
        return self._settings.station.party

    @property
    def _facts(self) -> Facts:
        return self._runner.facts

    # The station.

    def status(self) -> StatusView:
        """Return the station at a glance."""
        now_ms = self._clock.now().wall_ms
        facts = self._facts
        station = self._settings.station
        reasons = self.reasons()
        return StatusView(
            station=station.name,
            party=station.party,
            mode=station.mode,
            now_ms=now_ms,
            ready=not reasons,
            counterparts=tuple(
                counterpart_view(
                    link, facts.circuits, now_ms, facts.roster, self._bearers
                )
                for link in facts.links.values()
            ),
            alarms=tuple(alarm_view(each, facts.roster) for each in facts.alarms),
            drafts=sum(draft.serial is None for draft in facts.drafts),
            unacknowledged=len(self._runner.waiting),
            reasons=reasons,
            armed_consoles=self._changes.armed_consoles,
        )

    def reasons(self) -> tuple[str, ...]:
        """Return why the station is not ready, in words."""
        read_only = self._runner.read_only
        first = () if read_only is None else (READ_ONLY + read_only,)
        return (*first, *self.more_reasons())

    def board(self) -> BoardView:
        """Return everything the board shows, in its order."""
        seq = self._changes.count
        waiting = map(self._reading.waiting, self._runner.waiting.first(BOARD_OPEN_MAX))
        recent = self._store.recent(EntryFlag.MESSAGE, None, BOARD_RECENT_MAX)
        return BoardView(
            seq=seq,
            status=self.status(),
            open=self._views([told for told in waiting if told is not None]),
            recent=self._views(self._told(recent)),
            drafts=self.drafts(),
            officers=self.officers(),
            silenced_ms=self._changes.silenced_ms,
        )

    def silence(self) -> None:
        """Note that a person turned the sound off."""
        self._changes.silenced_ms = self._clock.now().wall_ms
        self._changes.look_again()

    def look_again(self) -> None:
        """Tell every screen that there is something new to ask for."""
        self._changes.look_again()

    # Messages.

    def messages(
        self, only: str, before: int | None, limit: int
    ) -> tuple[MessageView, ...]:
        """Return messages, newest first."""
        flag = _FLAGS.get(only)
        if flag is None:
            allowed = "one of " + ", ".join(_FLAGS)
            raise LocalFault(
                "PLY-CFG-014", key="only", method="messages", allowed=allowed
            )
        found = self._store.recent(flag, before, max(1, min(limit, LIST_MAX)))
        return self._views(self._told(found))

    def message(self, key: EntryKey) -> MessageView:
        """Return one message, whole."""
        told = self._reading.message(key)
        return self._reading.view(told, self._facts, whole=True)

    def open_counts(self) -> dict[str, int]:
        """Return how many received messages wait for an officer, by precedence."""
        return self._runner.waiting.counts()

    def told(self, key: EntryKey) -> Told:
        """Return one message of either direction, as it stands in the record."""
        return self._reading.message(key)

    @property
    def speech(self) -> Speech:
        """What renders coded messages here."""
        return self._reading.speech

    def _told(self, found: Iterable[FiledRow]) -> list[Told]:
        every = (self._reading.told(row) for row in found)
        return [told for told in every if told is not None]

    def _views(self, every: list[Told]) -> tuple[MessageView, ...]:
        facts = self._facts
        return tuple(
            self._reading.view(told, facts, whole=False)
            for told in every
            if told.key.link in facts.links
        )

    def received(self, key: EntryKey) -> Told:
        """Return one message of theirs."""
        told = self._reading.message(key)
        if key.direction is not Direction.IN:
            raise LocalFault("PLY-REL-008", serial=key.serial)
        return told

    def sent(self, key: EntryKey) -> Told:
        """Return one message of ours.

        Raises:
            LocalFault: PLY-CFG-015 there is none in that place.

        """
        if key.direction is not Direction.OUT:
            raise LocalFault("PLY-CFG-015", ref=ref_of(key))
        return self._reading.message(key)

    def reached(self, told: Told) -> frozenset[Rung]:
        """Return the rungs of a message that are proved."""
        return frozenset(fact.rung for fact in self._reading.ladder(told))

    # Drafts.

    def drafts(self) -> tuple[DraftView, ...]:
        """Return the drafts that have not gone, oldest first."""
        return tuple(
            self.draft_view(draft)
            for draft in self._facts.drafts
            if draft.serial is None
        )

    def draft(self, number: int, override: str | None = None) -> DraftView:
        """Return one draft, and what is signed to release it."""
        for draft in self._facts.drafts:
            if draft.content.number == number:
                return self.draft_view(draft, override)
        return self.draft_view(self._gone(number))

    def _gone(self, number: int) -> DraftRecord:
        """Return a draft that has gone lately, from the record."""
        found = self._store.recent(EntryFlag.MESSAGE, None, LIST_MAX)
        for told in self._told(found):
            if told.key.direction is Direction.OUT and told.head.number == number:
                return DraftRecord(
                    told.key.link,
                    told.message.content,
                    told.message.releases,
                    len(told.message.releases),
                    told.key.incarnation,
                    told.key.serial,
                    told.message.override,
                )
        raise LocalFault("PLY-REL-001", number=number)

    def draft_view(
        self, draft: DraftRecord, override: str | None = None, *, judged: bool = False
    ) -> DraftView:
        """Return a draft and what its next releaser signs.

        With an `override`, its reason, the next releaser signs as the only one.
        Where the core has just ``judged`` it, its releases are not verified again.
        """
        facts = self._facts
        link = self._reading.known_link(facts, draft.link)
        content = draft.content
        gone = draft.serial is not None
        given = () if override is not None else draft.releases
        step, signed, digest = 0, b"", b""
        if not gone:
            step = len(given) + 1
            previous = hashlib.sha256(given[-1].signature).digest() if given else None
            signed = manifest(link.setting_out, content, step, previous, override)
            digest = tagged(RELEASE_LABEL, signed)
        case, agreed = case_of(content, link.roster.positions), link.agreement
        wanted = UNRULED if agreed is None else needs(agreed, case)
        place = EntryKey(
            draft.link, Direction.OUT, draft.incarnation or 0, draft.serial or 0
        )
        return DraftView(
            number=content.number,
            link=draft.link,
            precedence=content.precedence.name,
            drafted_by=officer_name(facts.roster, content.drafted_by),
            to=positions_of(link.roster, content.to),
            texts=texts_of(
                self._reading.speech,
                content,
                self._reading.parties(link, Direction.OUT),
            ),
            coded=self._reading.coded(content),
            releases=release_views(
                facts.roster,
                link.setting_out,
                Message(content, draft.releases, draft.override),
                judged=judged,
            ),
            needed=draft.needed if gone else wanted.releases,
            by=tuple(each.name.lower() for each in sorted(wanted.by)),
            may_override=wanted.override and not gone,
            override=draft.override if gone else override,
            step=step,
            manifest=signed.hex(),
            digest=digest.hex(),
            release_code="" if gone else release_code(digest),
            ref=ref_of(place) if gone else None,
            read_through=content.read_through,
            newest=link.facts.newest,
            critical=content.critical,
            stop=content.stop,
            minimize=None if gone else self._held(link, draft),
        )

    def _held(self, link: LinkKnowledge, draft: DraftRecord) -> str | None:
        spares = held_below(
            link.minimize,
            draft.content.precedence,
            draft.reviewed_ms,
            self._clock.now().wall_ms,
        )
        return None if spares is None else spares.name

    # People and counterparts.

    def officers(self) -> tuple[OfficerView, ...]:
        """Return the people on our own roster."""
        return tuple(
            self.officer_view(one.index) for one in self._facts.roster.officers
        )

    def officer_view(self, index: int) -> OfficerView:
        """Return one person on our own roster."""
        roster = self._facts.roster
        officer = roster.officer(index)
        if officer is None:
            raise LocalFault("PLY-CFG-020", officer=index)
        return OfficerView(
            index=officer.index,
            name=officer.name,
            position=position_of(roster, officer),
            classes=tuple(one.name for one in sorted(officer.classes)),
            key=keys_words(officer),
            valid_to_ms=officer.valid_to_ms,
        )

    def link_named(self, name: str | None) -> str:
        """Return a counterpart's station name; None means the only one.

        Raises:
            LocalFault: PLY-LNK-001 none of that name; PLY-CFG-021 more than one.

        """
        links = self._facts.links
        if name is not None:
            return self._reading.known_link(self._facts, name).facts.link
        if not links:
            raise LocalFault("PLY-LNK-001", name="(none is paired yet)")
        if len(links) > 1:
            raise LocalFault("PLY-CFG-021", allowed=", ".join(links))
        return next(iter(links))

    def pairing(self, name: str) -> PairingView:
        """Return how far a counterpart is paired."""
        known = self._reading.known_link(self._facts, name)
        link, mode = known.facts, self._settings.mode
        digits = "".join(link.fingerprint.split())
        return PairingView(
            link=link.link,
            party=link.party,
            mode=self._settings.station.mode,
            fingerprint=grouped(digits),
            state=link.state,
            terms=()
            if known.terms is None
            else (*terms_words(known.terms, mode), *tables_words(*known.tables)),
        )

    def link_knowledge(self, name: str | None) -> LinkKnowledge:
        """Return what is known of a counterpart; None means the only one."""
        return self._reading.known_link(self._facts, self.link_named(name))

    def test_view(self, name: str, serial: int) -> TestView | None:
        """Return the outcome of a link test once its answer is on the disk."""
        incarnation, _ = self._facts.links[name].incarnations
        key = EntryKey(name, Direction.OUT, incarnation, serial)
        found = self._store.entry(key)
        if found is None or EntryFlag.PENDING in found.row.flags:
            return None
        facts = self._reading.known_link(self._facts, name).facts
        return TestView(name, serial, answered=True, round_trip_ms=facts.round_trip_ms)

    def judging(self, own: Signer) -> Judging:
        """Return what the record is judged by; `own` is our share in the logs."""
        facts = self._facts
        return Judging(
            station=self._settings.station.name,
            mode=self._settings.mode,
            roster=facts.roster,
            rosters={name: link.roster for name, link in facts.links.items()},
            parties={
                name: parties_of(own, self._settings.mode, link)
                for name, link in facts.links.items()
                if link.card is not None
            },
        )

    def refuse_bad_text(self, texts: tuple[Text, ...]) -> None:
        """Check texts before they become a draft.

        Raises:
            LocalFault: PLY-REL-007 with the reason.

        """
        if not texts:
            raise LocalFault("PLY-REL-007", reason="there is no text")
        for text in texts:
            reason = language_problem(text.language) or problems(text.text)
            if reason is not None:
                raise LocalFault("PLY-REL-007", reason=reason)
