# SPDX-License-Identifier: Apache-2.0
"""What makes a coded message good, on the sender's desk and on the receiver's.

The edition that counts is the one whose SHA-256 stands in the link agreement; earlier
ones stay readable, since the record was written in them.
"""

from __future__ import annotations

from parley.core.state import Link, StationState
from parley.errors import CounterpartFault, LocalFault
from parley.formats.book import Library
from parley.formats.coding import decode
from parley.formats.critical import critical_parts
from parley.formats.notation import ms_of
from parley.formats.schema import Book
from parley.formats.values import CodedMessage, Time
from parley.model.agreement import LinkAgreement
from parley.model.message import Coded, Content
from parley.model.precedence import Mode
from parley.wire.coded import decode_coded

_REAL, _EXERCISE, _TEST = 1, 2, 3
_LINK_TEST = 1  # the format TEST
UNHELD = frozenset({4, 8})
"""AMEND and UNPLANNED: what came in meanwhile may not hold up taking back or owning."""
_CONTEXTS = {Mode.LIVE: _REAL, Mode.EXERCISE: _EXERCISE, Mode.TEST: _TEST}


def agreed_book(state: StationState, link: Link) -> Book:
    """Return the edition to write in.

    Raises:
        LocalFault: PLY-BOK-009 both sides signed none that is held here.

    """
    # SPEC 9.5: "Where the agreement names no edition, or one that a station does not
    # hold, that station MUST NOT send a coded message; texts go on."
    book = state.settings.books.signed(link.agreement.terms.code_book)
    if book is None:
        raise LocalFault("PLY-BOK-009", name=link.name)
    return book


def context_of(mode: Mode, number: int) -> int:
    """Return the context of a message of a format written in a mode."""
    if mode is Mode.LIVE and number == _LINK_TEST:
        return _TEST
    return _CONTEXTS[mode]


def written(state: StationState, link: Link, body: bytes) -> Coded:
    """Take a body from our own desk.

    Raises:
        LocalFault: PLY-BOK-008 with the reason; PLY-BOK-009.

    """
    book = agreed_book(state, link)
    try:
        coded = decode_coded(body)
        message = decode(book, body)
        _check_context(message, state.settings.mode)
    except CounterpartFault as fault:
        reason = fault.what.rstrip(".")
        raise LocalFault("PLY-BOK-008", reason=reason) from None
    return coded


def judge_coded(state: StationState, link: Link, coded: Coded) -> None:
    """Accept the body of a coded message of theirs, or say why not.

    Raises:
        CounterpartFault: PLY-BOK-003 an edition not agreed, -004 or -005 a body that
            its edition does not allow.

    """
    library: Library = state.settings.books
    agreed = library.signed(link.agreement.terms.code_book)
    # SPEC 9.6: "A coded message in an edition that is not held, or later than the
    # agreed one, is not good."
    if agreed is None or coded.edition > agreed.edition:
        raise CounterpartFault("PLY-BOK-003", edition=coded.edition)
    message = decode(library.edition(coded.edition), coded.body)
    _check_context(message, state.settings.mode)


def critical_of(state: StationState, content: Content) -> tuple[str, ...]:
    """Return what a reader reads back: marked by hand, or by a code's format."""
    coded = content.coded
    if coded is None:
        return content.critical
    # SPEC 9.40: "Of a coded message the times, places and numbers that its format marks
    # are read back, as they stand in the English text."
    try:
        book = state.settings.books.edition(coded.edition)
        return critical_parts(book, decode(book, coded.body))
    except CounterpartFault:
        return ()


def is_to_be_read_back(agreement: LinkAgreement, content: Content) -> bool:
    """Tell whether the agreement asks for the read-back of a message's format."""
    coded = content.coded
    return coded is not None and coded.format in agreement.terms.read_back


def event_of(state: StationState, content: Content) -> int | None:
    """Return when the event of a coded message is, None where it states none."""
    coded = content.coded
    if coded is None:
        return None
    try:
        book = state.settings.books.edition(coded.edition)
        message = decode(book, coded.body)
    except CounterpartFault:
        return None
    form = book.formats[message.format]
    event = message.fields.get(form.event_time)
    return ms_of(event) if isinstance(event, Time) else None


def _check_context(message: CodedMessage, mode: Mode) -> None:
    # SPEC 9.7: "The context MUST be the one of the mode: real event in LIVE, exercise
    # only in EXERCISE, link test only in TEST; in LIVE the format TEST is a link test."
    if message.context != context_of(mode, message.format):
        reason = f"its context {message.context} is not that of mode {mode.name}"
        raise CounterpartFault("PLY-BOK-005", format=message.format, reason=reason)
