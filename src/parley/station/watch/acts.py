# SPDX-License-Identifier: Apache-2.0
"""What an officer signs for an act, and the event it becomes once he has."""

from __future__ import annotations

from parley.core.acts import act_digest
from parley.core.events import ActGiven, DraftWritten
from parley.core.records import Asked
from parley.core.shelves import place_key
from parley.core.watch.following import (
    FOLLOWING,
    PREPARED,
    cancellation,
    prepared_of,
)
from parley.core.watch.readouts import WITHHELD
from parley.crypto.fingerprint import release_code
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.act import (
    Clarified,
    Countersigned,
    Reference,
    Said,
    TermAgreed,
    TermProposed,
    WatchAnswered,
)
from parley.model.message import Content, Relation, RelationKind, Release, Text
from parley.model.readout import ReadoutAnswered, ReadoutPublished
from parley.model.record import Direction, EntryKey
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.names import parse_ref, ref_of
from parley.station.person_words import positions_of
from parley.station.queries import Queries
from parley.station.reading import Told
from parley.station.views import PreparedView, SigningView
from parley.wire.act import FORMS, Refers, act_manifest, kind_said

_ABOUT_ACTS = (
    WatchAnswered,
    Countersigned,
    Clarified,
    TermProposed,
    TermAgreed,
    ReadoutAnswered,
)
"""What is said about an act of theirs, not about a message."""


class About(Fixed):
    """A link and, where the kind refers to one, an entry of the record."""

    link: str
    key: EntryKey | None = None
    reference: Reference | None = None
    told: Told | None = None


class Acts:
    """Questions and events of acts; changes nothing by itself."""

    def __init__(self, queries: Queries, store: Store, clock: Clock) -> None:
        self._queries = queries
        self._store = store
        self._clock = clock

    def about(self, said: Said, ref: str) -> About:
        """Return what `ref` names: an entry, or a link for kinds that refer to none.

        Raises:
            LocalFault: PLY-CFG-015 or PLY-REL-008 no such entry; PLY-LNK-001 no such
                link.

        """
        refers = FORMS[kind_said(said)].refers
        if refers is Refers.NOTHING:
            return About(self._queries.link_named(ref or None))
        key = parse_ref(ref)
        link = self._queries.link_named(key.link)
        if isinstance(said, _ABOUT_ACTS):
            return self._entry(link, key, Direction.IN)
        if refers is Refers.THEIRS:
            told = self._queries.received(key)
            reference = Reference(key.incarnation, key.serial, told.leaf)
            return About(link, key, reference, None if told.bad else told)
        return self._entry(link, key, Direction.OUT)

    def _entry(self, link: str, key: EntryKey, way: Direction) -> About:
        filed = self._store.entry(key)
        if filed is None or key.direction is not way:
            raise LocalFault("PLY-CFG-015", ref=ref_of(key))
        reference = Reference(key.incarnation, key.serial, filed.row.leaf)
        return About(link, key, reference)

    def _refuse_withheld(self, about: About) -> None:
        assert about.key is not None, "these kinds refer to an entry"
        if self._store.value(WITHHELD, place_key(about.key)) is not None:
            raise LocalFault("PLY-RDO-009", ref=ref_of(about.key))

    def request(self, said: Said, ref: str, officer: int) -> SigningView:
        """Return what `officer` must sign."""
        about = self.about(said, ref)
        self._queries.officer_view(officer)
        created_ms = self._clock.now().wall_ms
        setting = self._queries.link_knowledge(about.link).setting_out
        digest = act_digest(setting, said, about.reference, created_ms)
        return SigningView(
            ref=about.link if about.key is None else ref_of(about.key),
            officer=officer,
            created_ms=created_ms,
            manifest=act_manifest(setting, said, about.reference, created_ms).hex(),
            digest=digest.hex(),
            release_code=release_code(digest),
            kind=kind_said(said).name,
        )

    def prepared(self, key: EntryKey) -> PreparedView:
        """Return what is ready to put a message of ours right."""
        told = self._queries.sent(key)
        content = told.message.content
        link = self._queries.link_knowledge(key.link)
        return PreparedView(
            ref=ref_of(key),
            link=key.link,
            precedence=content.precedence.name,
            to=positions_of(link.roster, content.to),
            cancellation=_pairs(self._cancellation(key, content)),
            correction=_pairs(content.texts),
        )

    def _cancellation(self, key: EntryKey, content: Content) -> tuple[Text, ...]:
        """Return what was prepared when the message went, or what would be now."""
        kept = self._store.value(PREPARED, place_key(key))
        return cancellation(content) if kept is None else prepared_of(kept)

    def correction(
        self,
        key: EntryKey,
        kind: RelationKind,
        drafted_by: int,
        texts: tuple[Text, ...],
        read_through: int | None,
    ) -> DraftWritten:
        """Return the draft that follows a message of ours, bound to it.

        Raises:
            LocalFault: PLY-WCH-013 it says what it corrects once more.

        """
        content = self._queries.sent(key).message.content
        if kind is RelationKind.CANCELS and not texts:
            texts = self._cancellation(key, content)
        if kind not in FOLLOWING or texts in {(), content.texts}:
            raise LocalFault("PLY-WCH-013", ref=ref_of(key))
        positions = self._queries.link_knowledge(key.link).roster.positions
        return DraftWritten(
            link=key.link,
            drafted_by=drafted_by,
            precedence=content.precedence,
            to=tuple(positions[at] for at in content.to if at < len(positions)),
            texts=texts,
            relation=Relation(kind, ours=True, serial=key.serial),
            relation_log=key.incarnation,
            read_through=read_through,
            stop=content.stop,
        )

    def event(
        self, said: Said, ref: str, created_ms: int, release: Release
    ) -> ActGiven:
        """Return the act as the core takes it, with the facts of the store."""
        about = self.about(said, ref)
        if isinstance(said, ReadoutAnswered | ReadoutPublished):
            self._refuse_withheld(about)
        asked = None
        if about.told is not None:
            content, is_open = about.told.message.content, about.told.open
            asked = Asked(content, is_open, self._queries.reached(about.told))
        return ActGiven(about.link, said, about.reference, created_ms, release, asked)


def _pairs(texts: tuple[Text, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((each.language, each.text) for each in texts)
