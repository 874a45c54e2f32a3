# SPDX-License-Identifier: Apache-2.0
"""The glossary: how both sides read a term, grown from answers and signed by both."""

from __future__ import annotations

from typing import Any

from parley.core.alarms import raise_alarm
from parley.core.events import ActGiven
from parley.core.limits import TERMS_MAX
from parley.core.logging_out import Logged
from parley.core.shelves import place_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Term
from parley.core.watch.procedure import Heard, Procedure, place_of
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.act import Act, TermProposed
from parley.model.record import Direction, EntryKey
from parley.wire.cbor import Value, dumps

SHELF = "term"


def _is_answer(link: Link, act: Act, way: Direction) -> bool:
    """Tell whether an act is about an entry that answered a question."""
    # SPEC 11.34: "A term is proposed with reference to an answer of the other side to a
    # question of one's own."
    assert act.about is not None, "a term comes from an answer"
    wanted = (place_of(link, act, way), act.about.leaf)
    return any(each.answer == wanted for each in link.tended.questions.values())


def _check_propose(_step: Step, link: Link, event: ActGiven) -> None:
    assert event.about is not None, "a term comes from an answer"
    serial = event.about.serial
    if not _is_answer(link, event.act, Direction.IN):
        reason = "it is no answer of theirs to a question of ours"
        raise LocalFault("PLY-TXT-022", serial=serial, reason=reason)
    if len(link.tended.terms) >= TERMS_MAX:
        reason = f"the glossary has {TERMS_MAX} terms"
        raise LocalFault("PLY-TXT-022", serial=serial, reason=reason)


def _proposed(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    _keep(step, link, event.act, logged.key, logged.leaf)


def _heard(step: Step, link: Link, heard: Heard) -> None:
    full = len(link.tended.terms) >= TERMS_MAX
    if full or not _is_answer(link, heard.act, Direction.OUT):
        return
    _keep(step, link, heard.act, heard.key(link), heard.leaf)
    raise_alarm(step, "TERM-PROPOSED", link.name, str(heard.serial))


def _keep(step: Step, link: Link, act: Act, place: EntryKey, leaf: bytes) -> None:
    said = act.said
    assert isinstance(said, TermProposed), "this procedure is of a proposal"
    term = Term(leaf, said.language, said.term, said.into, said.rendering)
    _put(step, link, place, term)


def _put(step: Step, link: Link, place: EntryKey, term: Term) -> None:
    link.tended.terms[place] = term
    step.put(SHELF, place_key(place), _encode(term))
    step.look("messages")


def _is_open(link: Link, act: Act, place: EntryKey) -> bool:
    assert act.about is not None, "an agreement is to a proposal"
    term = link.tended.terms.get(place)
    return term is not None and term.leaf == act.about.leaf and term.agreed is None


def _check_agree(_step: Step, link: Link, event: ActGiven) -> None:
    assert event.about is not None, "an agreement is to a proposal"
    if not _is_open(link, event.act, place_of(link, event.act, Direction.IN)):
        reason = "it is no proposal of theirs that is open"
        raise LocalFault("PLY-TXT-022", serial=event.about.serial, reason=reason)


def _agreed(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    _agree(step, link, place_of(link, event.act, Direction.IN), logged.key)


def _heard_agreed(step: Step, link: Link, heard: Heard) -> None:
    place = place_of(link, heard.act, Direction.OUT)
    if _is_open(link, heard.act, place):
        _agree(step, link, place, heard.key(link))


def _agree(step: Step, link: Link, place: EntryKey, by: EntryKey) -> None:
    _put(step, link, place, replace(link.tended.terms[place], agreed=by))


def recover(link: Link, place: EntryKey, kept: list[Any]) -> None:
    """Take a term from the shelf."""
    link.tended.terms[place] = decode_term(place, kept)


def decode_term(place: EntryKey, kept: list[Any]) -> Term:
    """Return the term that was proposed in a place."""
    leaf, language, term, into, rendering, agreed = kept
    by = None
    if agreed is not None:
        by = EntryKey(place.link, Direction(1 - place.direction), *agreed)
    return Term(leaf, language, term, into, rendering, by)


def _encode(term: Term) -> bytes:
    by = term.agreed
    agreed: Value = None if by is None else [by.incarnation, by.serial]
    return dumps(
        [term.leaf, term.language, term.term, term.into, term.rendering, agreed]
    )


PROPOSE = Procedure(_check_propose, _proposed, _heard)
AGREE = Procedure(_check_agree, _agreed, _heard_agreed)
