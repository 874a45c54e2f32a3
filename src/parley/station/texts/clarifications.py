# SPDX-License-Identifier: Apache-2.0
"""Questions about texts and the glossary, read from the record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parley.core.authority.persons import officer_name
from parley.core.entries import read_row
from parley.core.shelves import decode_head, key_of_place, link_key
from parley.core.tended import Question, Term
from parley.core.watch.clarifying import SHELF as QUESTIONS
from parley.core.watch.clarifying import decode_question
from parley.core.watch.glossary import SHELF as TERMS
from parley.core.watch.glossary import decode_term
from parley.errors import LocalFault
from parley.model.act import Act, ClarificationAsked, Clarified
from parley.model.record import Direction, EntryKey
from parley.ports.store import Store
from parley.station.names import ref_of
from parley.station.queries import Queries
from parley.station.reading import DESTROYED
from parley.station.texts.clarification_views import (
    AnswerView,
    ClarificationView,
    TermView,
)
from parley.texts.agreed import AgreedTerm
from parley.wire.cbor import loads


class Clarifications:
    """Questions only; nothing here changes anything."""

    def __init__(self, queries: Queries, store: Store) -> None:
        self._queries = queries
        self._store = store

    def about(self, key: EntryKey) -> tuple[ClarificationView, ...]:
        """Return every question about a message with its answer, oldest first."""
        told = self._queries.told(key)
        return tuple(
            self._view(place, question)
            for place, question in self._questions(key.link)
            if question.about == key and question.about_leaf == told.leaf
        )

    def open(self, link: str) -> tuple[ClarificationView, ...]:
        """Return every question of a link that nobody has answered, oldest first."""
        return tuple(
            self._view(place, question)
            for place, question in self._questions(link)
            if question.answer is None
        )

    def glossary(self, link: str) -> tuple[TermView, ...]:
        """Return every term of a link, in the order in which it was proposed."""
        return tuple(self._term(place, term) for place, term in self._terms(link))

    def agreed(self, link: str) -> tuple[AgreedTerm, ...]:
        """Return the terms that both have signed; of one term the latest rendering."""
        latest: dict[tuple[str, str, str], tuple[int, AgreedTerm]] = {}
        for _, term in self._terms(link):
            if term.agreed is None:
                continue
            found = self._store.entry(term.agreed)
            at_ms = 0 if found is None else decode_head(found.row.head).filed_ms
            one = AgreedTerm(term.language, term.term, term.into, term.rendering)
            name = (term.language, term.term.casefold(), term.into)
            if name not in latest or latest[name][0] <= at_ms:
                latest[name] = (at_ms, one)
        return tuple(one for _, one in latest.values())

    def _questions(self, link: str) -> Iterator[tuple[EntryKey, Question]]:
        for place, kept in self._shelf(QUESTIONS, link):
            yield place, decode_question(place, kept)

    def _terms(self, link: str) -> Iterator[tuple[EntryKey, Term]]:
        for place, kept in self._shelf(TERMS, link):
            yield place, decode_term(place, kept)

    def _shelf(self, shelf: str, link: str) -> Iterator[tuple[EntryKey, list[Any]]]:
        for key, value in self._store.shelf(shelf):
            if key.startswith(link_key(link)):
                kept: Any = loads(value)
                yield key_of_place(key), kept

    def _act(self, place: EntryKey) -> Act | None:
        """Return an act of the record; None where retention has destroyed it."""
        found = self._store.entry(place)
        if found is None:
            raise LocalFault("PLY-CFG-015", ref=ref_of(place))
        if decode_head(found.row.head).forgotten_ms is not None:
            return None
        payload = read_row(found.row)[1].payload
        assert isinstance(payload, Act), "its kind says so"
        return payload

    def _by(self, place: EntryKey, act: Act | None) -> str:
        if act is None:
            return DESTROYED
        ours = place.direction is Direction.OUT
        known = self._queries.link_knowledge(place.link)
        roster = self._queries.facts.roster if ours else known.roster
        return officer_name(roster, act.release.officer)

    def _view(self, place: EntryKey, question: Question) -> ClarificationView:
        act = self._act(place)
        said = ClarificationAsked("zxx", DESTROYED, 0, ())
        if act is not None and isinstance(act.said, ClarificationAsked):
            said = act.said
        return ClarificationView(
            ref=ref_of(place),
            about=ref_of(question.about),
            link=place.link,
            direction=place.direction.name.lower(),
            language=said.language,
            phrase=said.phrase,
            start=said.start,
            readings=said.readings,
            by=self._by(place, act),
            created_ms=0 if act is None else act.created_ms,
            fits=self._fits(question, said),
            answer=self._answer(question, said.readings),
        )

    def _fits(self, question: Question, said: ClarificationAsked) -> bool:
        found = self._store.entry(question.about)
        if found is None or found.row.leaf != question.about_leaf:
            return False
        texts = self._queries.told(question.about).message.content.texts
        end = said.start + len(said.phrase)
        return any(
            text.language == said.language
            and text.text[said.start : end] == said.phrase
            for text in texts
        )

    def _answer(
        self, question: Question, readings: tuple[str, ...]
    ) -> AnswerView | None:
        if question.answer is None:
            return None
        place, _ = question.answer
        act = self._act(place)
        said = Clarified(None, DESTROYED)
        if act is not None and isinstance(act.said, Clarified):
            said = act.said
        within = said.choice is not None and said.choice <= len(readings)
        return AnswerView(
            ref=ref_of(place),
            choice=said.choice,
            meant=readings[said.choice - 1] if said.choice and within else "",
            words=said.words or "",
            by=self._by(place, act),
            created_ms=0 if act is None else act.created_ms,
        )

    def _term(self, place: EntryKey, term: Term) -> TermView:
        act = self._act(place)
        agreed = None if term.agreed is None else self._act(term.agreed)
        return TermView(
            ref=ref_of(place),
            link=place.link,
            direction=place.direction.name.lower(),
            language=term.language,
            term=term.term,
            into=term.into,
            rendering=term.rendering,
            by=self._by(place, act),
            created_ms=0 if act is None else act.created_ms,
            agreed=term.agreed is not None,
            agreed_by="" if term.agreed is None else self._by(term.agreed, agreed),
        )
