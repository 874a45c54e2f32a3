# SPDX-License-Identifier: Apache-2.0
"""Looks at a text as the station would take it; changes nothing.

The rules are those of the core: what is refused here is refused there, and what the
core would hold up is named before anybody signs.
"""

from __future__ import annotations

from collections.abc import Sequence

from parley.core.authority.rules import UNRULED, Needs, case_of, needs
from parley.core.drafting import as_sent, texts_reason
from parley.core.reach.ways import send_s
from parley.core.records import CircuitFacts
from parley.core.watch.minimizing import held_below
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.entry import Entry
from parley.model.identity import KeyScheme, OfficerClass, Roster
from parley.model.message import Content, Message, Release, Text
from parley.model.precedence import Mode, Precedence
from parley.station.circuit_words import reason, state_word
from parley.station.config import Settings, bearer_of
from parley.station.facts import LinkKnowledge
from parley.station.queries import Queries
from parley.station.views import MessageView
from parley.station.writing.views import DraftLookView, FindingView, SendTimeView
from parley.texts.characters import REFUSED, findings
from parley.texts.haste import long_in_haste, words
from parley.wire.entry import encode_entry
from parley.wire.limits import HEADER_BYTES, SEAL_BYTES
from parley.wire.padding import padded_bytes
from parley.wire.text import language_problem

UNREAD_MAX = 20
LOOKED_THROUGH_MAX = 200
_SOFTWARE_BYTES, _HARDWARE_BYTES, _DETAIL_BYTES = 64, 72, 171


class Writing(Fixed):
    """A text as a face has it."""

    precedence: Precedence
    to: tuple[str, ...]
    texts: tuple[Text, ...]
    read_through: int | None
    stop: bool


class DraftLooks:
    """Answers what would become of a text."""

    def __init__(self, queries: Queries, settings: Settings) -> None:
        self._queries = queries
        self._mode = settings.mode
        self._bearers = {each.name: bearer_of(each) for each in settings.circuit}

    def look(self, link: str | None, writing: Writing, now_ms: int) -> DraftLookView:
        """Return what the station makes of a text.

        Raises:
            LocalFault: PLY-LNK-001, -021 no such link.

        """
        known = self._queries.link_knowledge(link)
        ours = self._queries.facts.roster
        texts = as_sent(self._mode, writing.texts)
        content = _content(known, writing, texts, now_ms)
        wanted = _needs(known, content)
        tables = _tables(known)
        refused = _refused(writing.texts, self._mode, tables)
        count = max((words(each.text) for each in writing.texts), default=0)
        size = 0
        if refused is None:
            try:
                size = frame_bytes(content, wanted.releases, ours, known.facts.held)
            except LocalFault as fault:
                refused = fault.what.rstrip(".")
        return DraftLookView(
            link=known.facts.link,
            party=known.facts.party,
            refused=refused,
            characters=sum(len(each.text) for each in writing.texts),
            words=count,
            hasty=long_in_haste(count, writing.precedence.name),
            size=size,
            findings=tuple(_findings(writing.texts, tables)),
            circuits=self._times(known.facts.link, size, now_ms),
            needed=wanted.releases,
            by=tuple(each.name.lower() for each in sorted(wanted.by)),
            read_through=content.read_through,
            newest=known.facts.newest,
            unread=self._unread(known, content.read_through),
            texts=tuple((each.language, each.text) for each in texts),
            suspended=bool(known.facts.suspensions),
            minimize=_minimize(known, writing.precedence, now_ms),
        )

    def _times(self, link: str, size: int, now_ms: int) -> tuple[SendTimeView, ...]:
        return tuple(
            _time(one, self._bearers.get(one.circuit, ""), size, now_ms)
            for one in self._queries.facts.circuits
            if one.link == link and one.traits.can_send
        )

    def _unread(self, known: LinkKnowledge, through: int) -> tuple[MessageView, ...]:
        if known.facts.newest <= through:
            return ()
        found = self._queries.messages("all", None, LOOKED_THROUGH_MAX)
        return tuple(
            each
            for each in found
            if each.link == known.facts.link
            and each.direction == "in"
            and each.serial > through
        )[:UNREAD_MAX]


def _content(
    known: LinkKnowledge, writing: Writing, texts: tuple[Text, ...], now_ms: int
) -> Content:
    positions = known.roster.positions
    wanted = writing.to or positions
    through = writing.read_through
    return Content(
        number=1,
        precedence=writing.precedence,
        created_ms=now_ms // 1_000 * 1_000,  # as the wire has it
        not_after_ms=None,
        drafted_by=1,
        to=tuple(at for at, name in enumerate(positions) if name in wanted),
        relation=None,
        texts=texts,
        attachments=(),
        read_through=known.facts.read_through if through is None else through,
        stop=writing.stop,
    )


def _needs(known: LinkKnowledge, content: Content) -> Needs:
    if known.agreement is None:
        return UNRULED
    return needs(known.agreement, case_of(content, known.roster.positions))


def _tables(known: LinkKnowledge) -> int:
    """Return the number of the tables of Unicode that the core will judge by."""
    agreed = known.agreement
    ours, _ = known.tables
    return ours if agreed is None else min(ours, agreed.terms.tables)


def _refused(texts: Sequence[Text], mode: Mode, tables: int) -> str | None:
    for text in texts:
        reason = language_problem(text.language)
        if reason is not None:
            return reason
    return texts_reason(tuple(texts), mode, tables)


def frame_bytes(content: Content, releases: int, ours: Roster, held: int) -> int:
    """Return the size of the frame that will carry a content, sealed.

    Raises:
        LocalFault: PLY-WIR-101 it would be too long.

    """
    given = tuple(_release(ours) for _ in range(releases))
    now_ms = content.created_ms
    entry = Entry(now_ms, held, Message(content, given))
    return HEADER_BYTES + padded_bytes(len(encode_entry(entry, now_ms))) + SEAL_BYTES


def _release(ours: Roster) -> Release:
    """Return a release of the usual size: a hardware key's if a releaser has one."""
    hardware = any(
        key.scheme is not KeyScheme.SOFTWARE_ED25519
        for officer in ours.officers
        if OfficerClass.RELEASER in officer.classes
        for key in officer.credentials
    )
    if hardware:
        made = bytes(_HARDWARE_BYTES), bytes(_DETAIL_BYTES)
        return Release(1, KeyScheme.WEBAUTHN_ES256, *made)
    return Release(1, KeyScheme.SOFTWARE_ED25519, bytes(_SOFTWARE_BYTES))


def _findings(texts: Sequence[Text], tables: int) -> list[FindingView]:
    return [
        FindingView(
            text.language,
            one.start,
            one.text,
            one.code_points,
            one.trait.name,
            one.trait in REFUSED,
        )
        for text in texts
        for one in findings(text.text, tables)
    ]


def _time(one: CircuitFacts, bearer: str, size: int, now_ms: int) -> SendTimeView:
    took_s = send_s(one.traits, size)
    if one.half_ms is not None and took_s is not None:
        # What was measured counts more than what the settings say.
        took_s += one.half_ms / 2_000 - one.traits.latency_s
    known = one.state == "up" and not one.traits.is_manual
    return SendTimeView(
        circuit=one.circuit,
        state=state_word(one),
        reason=reason(one, bearer, now_ms),
        seconds=max(0.0, took_s) if known and took_s is not None else None,
        carries=took_s is not None,
    )


def _minimize(known: LinkKnowledge, precedence: Precedence, now_ms: int) -> str | None:
    spares = held_below(known.minimize, precedence, None, now_ms)
    return None if spares is None else spares.name
