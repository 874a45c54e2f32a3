# SPDX-License-Identifier: Apache-2.0
"""Messages on their way into files of others, and readers of such files for fuzzing."""

from __future__ import annotations

from parley.exchange.kinds import read_file
from parley.exchange.mail import read_mail
from parley.exchange.stix import read_stix
from parley.exchange.values import Coded, Outgoing, Taken
from parley.formats.coding import decode
from parley.formats.render import render, tags_of
from parley.formats.values import Parties
from parley.model.precedence import Mode, Precedence
from parley.station.library.files import load_library

_CREATED_MS = 1_805_000_000_000
PARTIES = Parties("ALFA", "BRAVO")


def coded_message(body: bytes, mode: Mode = Mode.LIVE) -> Outgoing:
    """Return a coded body as the message that carries it."""
    book = load_library().newest
    assert book is not None, "an edition ships"
    message = decode(book, body)
    form = book.formats[message.format]
    tags = [t for t in tags_of(book, form.number) if not book.languages[t].draft]
    return Outgoing(
        ref="bravo/out/1/12",
        sender=PARTIES.sender,
        recipient=PARTIES.recipient,
        mode=mode,
        precedence=Precedence(form.precedence),
        created_ms=_CREATED_MS,
        subject=form.name,
        texts=tuple((tag, render(book, message, tag, PARTIES)) for tag in tags),
        coded=Coded(book, message, body),
    )


def text_message(*texts: tuple[str, str]) -> Outgoing:
    """Return a free text as the message that carries it."""
    return Outgoing(
        ref="bravo/out/1/13",
        sender=PARTIES.sender,
        recipient=PARTIES.recipient,
        mode=Mode.TEST,
        precedence=Precedence.FLASH,
        created_ms=_CREATED_MS,
        subject=texts[0][1].partition("\n")[0],
        texts=texts,
        coded=None,
    )


def read_any(data: bytes) -> Taken:
    """Read a file of any kind; a target for fuzzing."""
    return read_file(data, load_library())


def read_json(data: bytes) -> object:
    """Read a STIX bundle; a target for fuzzing."""
    return read_stix(data, load_library())


def read_mail_file(data: bytes) -> object:
    """Read a mail; a target for fuzzing."""
    return read_mail(data, load_library())
