# SPDX-License-Identifier: Apache-2.0
"""Readouts of the record: drafted, seen with their differences, published as files."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from parley.core.authority.persons import officer_name
from parley.core.entries import read_row
from parley.core.records import Rung
from parley.core.shelves import decode_head, number_key, place_key
from parley.core.tended import Readout
from parley.core.watch.readouts import WITHHELD, digest_of, may_publish
from parley.errors import LocalFault
from parley.model.act import Act
from parley.model.message import Text
from parley.model.readout import ReadoutAnswered, ReadoutPublished, ReadoutShown
from parley.model.record import Direction, EntryKey, Put
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.authority.audit import AuditLog, Deed
from parley.station.facts import LinkKnowledge
from parley.station.names import parse_ref, ref_of
from parley.station.queries import Queries
from parley.station.reading import DESTROYED
from parley.station.readouts.views import (
    ReadoutSentence,
    ReadoutText,
    ReadoutView,
)
from parley.station.watch.forms import kind_named, said_of
from parley.texts.characters import refused
from parley.texts.sentences import sentences
from parley.wire.cbor import dumps, loads

DRAFTS = "readout_draft"
DRAFTS_MAX = 64
"""Readouts drafted and not shown; a desk with more has lost sight of them."""

_SHOWN = "readout_shown"


class Readouts:
    """Drafts and questions; what is signed goes through `Acts` as every act."""

    def __init__(
        self, queries: Queries, store: Store, clock: Clock, audit: AuditLog
    ) -> None:
        self._queries = queries
        self._store = store
        self._clock = clock
        self._audit = audit
        self._turn = asyncio.Lock()

    async def draft(
        self,
        link: str | None,
        texts: Sequence[tuple[str, str]],
        contacts: Sequence[str],
        not_before_ms: int,
        officer: int,
        *,
        proof: bool,
    ) -> ReadoutView:
        """File a readout that nobody outside has seen.

        Raises:
            LocalFault: PLY-RDO-006 it cannot be one; PLY-CFG-015 no such entry.

        """
        known = self._queries.link_knowledge(link)
        self._queries.officer_view(officer)
        self._check(texts)
        fields: dict[str, object] = {
            "texts": [list(each) for each in texts],
            "contacts": [self._contact(known, ref) for ref in contacts],
            "not_before_ms": not_before_ms,
            "proof": proof,
        }
        try:
            said_of(kind_named(_SHOWN), fields)
        except LocalFault as fault:
            raise LocalFault("PLY-RDO-006", reason=_reason(fault)) from None
        async with self._turn:
            numbers = [int.from_bytes(k, "big") for k, _ in self._store.shelf(DRAFTS)]
            if len(self._open_drafts()) >= DRAFTS_MAX:
                reason = f"{DRAFTS_MAX} readouts wait to be shown"
                raise LocalFault("PLY-RDO-006", reason=reason)
            number = max(numbers, default=0) + 1
            kept = dumps([known.facts.link, officer, _plain(fields)])
            put = Put(DRAFTS, number_key(number), kept)
            subject = f"readout {number} for {known.facts.link}"
            await self._audit.note(Deed.READOUT_DRAFTED, officer, subject, (put,))
        self._queries.look_again()
        return self.one(str(number))

    def _check(self, texts: Sequence[tuple[str, str]]) -> None:
        try:
            self._queries.refuse_bad_text(tuple(Text(*each) for each in texts))
        except LocalFault as fault:
            raise LocalFault("PLY-RDO-006", reason=_reason(fault)) from None
        for _, text in texts:
            if found := refused(text):
                reason = f"{found[0].code_points} {found[0].trait.value}"
                raise LocalFault("PLY-RDO-006", reason=reason)

    def _contact(self, known: LinkKnowledge, ref: str) -> dict[str, object]:
        key = parse_ref(ref)
        found = self._store.entry(key)
        if found is None or key.link != known.facts.link:
            raise LocalFault("PLY-CFG-015", ref=ref)
        return {
            "ours": key.direction is Direction.OUT,
            "incarnation": key.incarnation,
            "serial": key.serial,
            "leaf": found.row.leaf.hex(),
        }

    def listed(self, link: str | None = None) -> tuple[ReadoutView, ...]:
        """Return every readout of a link: drafts first, then the newest shown."""
        known = self._queries.link_knowledge(link)
        drafts = [
            self.one(str(number))
            for number, name in self._open_drafts()
            if name == known.facts.link
        ]
        shown = sorted(
            known.readouts,
            key=lambda each: (each[0].incarnation, each[0].serial),
            reverse=True,
        )
        return (*drafts, *(self._view(known, key, one) for key, one in shown))

    def one(self, name: str) -> ReadoutView:
        """Return a readout by the number of a draft or by the name of its entry.

        Raises:
            LocalFault: PLY-RDO-007.

        """
        if name.isascii() and name.isdigit():
            return self._drafted(name)
        key = parse_ref(name)
        known = self._queries.link_knowledge(key.link)
        for place, one in known.readouts:
            if place == key:
                return self._view(known, key, one)
        raise LocalFault("PLY-RDO-007", ref=name)

    def proof_goes_along(self, view: ReadoutView) -> bool:
        """Say whether a readout was published with the proof of its contacts."""
        if view.publication is None:
            return False
        said = self._act(parse_ref(view.publication))[0].said
        assert isinstance(said, ReadoutPublished), "its entry publishes it"
        return said.proof

    async def withhold(self, name: str, officer: int) -> ReadoutView:
        """Decide to neither confirm nor deny; only our own audit log knows."""
        view = self.one(name)
        self._queries.officer_view(officer)
        # SPEC 11.60: "That a party will neither confirm nor deny is noted in its own
        # audit log and nowhere else."
        put = Put(WITHHELD, _withheld_key(name), b"1")
        deed = Deed.NEITHER_CONFIRMED_NOR_DENIED
        subject = f"readout {view.ref or view.number}"
        await self._audit.note(deed, officer, subject, (put,))
        self._queries.look_again()
        return self.one(name)

    # Views.

    def _open_drafts(self) -> list[tuple[int, str]]:
        """Return number and link of the drafts whose words nobody was shown yet."""
        found = []
        for key, data in self._store.shelf(DRAFTS):
            link, _, fields = _draft(data)
            shown = {one.digest for _, one in self._readouts(link)}
            if digest_of(_texts(fields["texts"])) not in shown:
                found.append((int.from_bytes(key, "big"), link))
        return found

    def _readouts(self, link: str) -> Iterable[tuple[EntryKey, Readout]]:
        known = self._queries.link_knowledge(link)
        return [each for each in known.readouts if each[0].direction is Direction.OUT]

    def _drafted(self, name: str) -> ReadoutView:
        data = self._store.value(DRAFTS, number_key(int(name[:15])))
        if data is None:
            raise LocalFault("PLY-RDO-007", ref=name)
        link, officer, fields = _draft(data)
        known = self._queries.link_knowledge(link)
        said = said_of(kind_named(_SHOWN), fields)
        assert isinstance(said, ReadoutShown), "it was checked when it was filed"
        contacts = _keys(link, said, Direction.OUT)
        return ReadoutView(
            ref="",
            number=int(name),
            link=link,
            party=known.facts.party,
            direction="out",
            state="DRAFT",
            texts=_sentences(said, None),
            contacts=tuple(ref_of(each) for each in contacts),
            not_before_ms=said.not_before_ms,
            digest=digest_of(said.texts).hex(),
            by=self._queries.officer_view(officer).name,
            proof=said.proof,
            may_publish=False,
            answer=None,
            answered_by=None,
            answered_ms=None,
            published_ms=None,
            overtakes=self._overtakes(contacts),
            withheld=self._withheld(name),
            publication=None,
            answer_ref=None,
            fields=fields,
        )

    def _view(self, known: LinkKnowledge, key: EntryKey, one: Readout) -> ReadoutView:
        act, _ = self._act(key)
        said = act.said
        assert isinstance(said, ReadoutShown), "its entry shows it"
        other = Direction.IN if key.direction is Direction.OUT else Direction.OUT
        answer_key = _place(key.link, other, one.answer)
        public_key = _place(key.link, key.direction, one.publication)
        answer = None if answer_key is None else self._act(answer_key)
        public = None if public_key is None else self._act(public_key)
        answered = None if answer is None else answer[0].said
        assert answered is None or isinstance(answered, ReadoutAnswered), "as kept"
        contacts = _keys(key.link, said, key.direction)
        ours = key.direction is Direction.OUT
        state = "SHOWN" if answer is None else "ANSWERED"
        return ReadoutView(
            ref=ref_of(key),
            number=0,
            link=key.link,
            party=known.facts.party,
            direction=key.direction.name.lower(),
            state=state if public is None else "PUBLISHED",
            texts=_sentences(said, answered),
            contacts=tuple(ref_of(each) for each in contacts),
            not_before_ms=said.not_before_ms,
            digest=one.digest.hex(),
            by=self._by(known, key.direction, act),
            proof=one.proof,
            may_publish=ours
            and public is None
            and may_publish(one, self._clock.now().wall_ms),
            answer=None if answered is None else answered.answer.name,
            answered_by=None if answer is None else self._by(known, other, answer[0]),
            answered_ms=None if answer is None else answer[1],
            published_ms=None if public is None else public[1],
            overtakes=self._overtakes(contacts) if ours and public is None else (),
            withheld=self._withheld(ref_of(key)),
            publication=None if public_key is None else ref_of(public_key),
            answer_ref=None if answer_key is None else ref_of(answer_key),
        )

    def _act(self, key: EntryKey) -> tuple[Act, int]:
        found = self._store.entry(key)
        if found is None or decode_head(found.row.head).forgotten_ms is not None:
            raise LocalFault("PLY-RDO-007", ref=ref_of(key))
        payload = read_row(found.row)[1].payload
        assert isinstance(payload, Act), "readouts are acts"
        return payload, payload.created_ms

    def _by(self, known: LinkKnowledge, direction: Direction, act: Act) -> str:
        ours = direction is Direction.OUT
        roster = self._queries.facts.roster if ours else known.roster
        return officer_name(roster, act.release.officer) or DESTROYED

    def _overtakes(self, contacts: Sequence[EntryKey]) -> tuple[str, ...]:
        """Say which message of ours the public would read before its addressee."""
        found = []
        for key in contacts:
            if key.direction is not Direction.OUT:
                continue
            try:
                told = self._queries.sent(key)
            except LocalFault:
                continue  # an act or a test; nobody waits for its words
            reached = self._queries.reached(told)
            if Rung.RECEIPT not in reached:
                found.append(f"{ref_of(key)} has not arrived")
            elif Rung.ACKNOWLEDGEMENT not in reached:
                found.append(f"nobody there has acknowledged {ref_of(key)}")
        return tuple(found)

    def _withheld(self, name: str) -> bool:
        return self._store.value(WITHHELD, _withheld_key(name)) is not None


def _withheld_key(name: str) -> bytes:
    if name.isascii() and name.isdigit():
        return number_key(int(name))
    return place_key(parse_ref(name))


def _place(
    link: str, direction: Direction, place: tuple[int, int] | None
) -> EntryKey | None:
    return None if place is None else EntryKey(link, direction, *place)


def _keys(link: str, said: ReadoutShown, shown: Direction) -> tuple[EntryKey, ...]:
    other = Direction.IN if shown is Direction.OUT else Direction.OUT
    return tuple(
        EntryKey(link, shown if each.ours else other, each.incarnation, each.serial)
        for each in said.contacts
    )


def _sentences(
    said: ReadoutShown, answered: ReadoutAnswered | None
) -> tuple[ReadoutText, ...]:
    differs = {
        (each.language, each.sentence): each.words
        for each in (answered.differences if answered else ())
    }
    return tuple(
        ReadoutText(
            language,
            text,
            tuple(
                ReadoutSentence(one, differs.get((language, at)))
                for at, one in enumerate(sentences(text))
            ),
        )
        for language, text in said.texts
    )


def _texts(value: object) -> tuple[tuple[str, str], ...]:
    assert isinstance(value, list), "as it was kept"
    return tuple((str(language), str(text)) for language, text in value)


def _plain(fields: dict[str, object]) -> Any:  # noqa: ANN401 - values of CBOR
    return fields


def _draft(data: bytes) -> tuple[str, int, dict[str, object]]:
    value: Any = loads(data)
    link, officer, fields = value
    return str(link), int(officer), dict(fields)


def _reason(fault: LocalFault) -> str:
    """Return why, without what is said for every fault of that kind."""
    reason = fault.facts.get("reason", fault.what)
    return str(reason).rstrip(".")
