# SPDX-License-Identifier: Apache-2.0
"""What is exchanged: a message as it leaves, and what a file of others came to."""

from __future__ import annotations

from collections.abc import Mapping

from parley.crypto.digest import sha256
from parley.fixed import Fixed
from parley.formats.schema import Book
from parley.formats.values import CodedMessage
from parley.model.precedence import Mode, Precedence

SHOWN_CHARACTERS_MAX = 200
"""Of a value in a list for a person; the file itself has it whole."""


class Coded(Fixed):
    """A coded message with the edition that it is written in."""

    book: Book
    message: CodedMessage
    body: bytes


class Outgoing(Fixed):
    """A message on its way into another format; `texts` are (language, text)."""

    ref: str
    sender: str  # names of the parties
    recipient: str
    mode: Mode
    precedence: Precedence
    created_ms: int
    subject: str
    texts: tuple[tuple[str, str], ...]
    coded: Coded | None

    @property
    def identity(self) -> bytes:
        """32 bytes that are the same for the same message whoever exports it when."""
        body = b"" if self.coded is None else self.coded.body
        facts = [self.sender, self.recipient, str(self.created_ms), body.hex()]
        return sha256("\0".join([*facts, *(t for _, t in self.texts)]).encode())


class Written(Fixed):
    """A file, and what of the message it does not hold."""

    data: bytes
    left: tuple[str, ...]


class Line(Fixed):
    """One value of a file: where it stands there, and where it went, if anywhere."""

    place: str
    value: str
    into: str = ""


class CodedFilling(Fixed):
    """A draft of the code book: a format and its fields as a person writes them."""

    format: str
    fields: Mapping[str, str]
    body: bytes | None  # of our own exports: the body as it was sent


class TextFilling(Fixed):
    """A draft in free text, (language, text) each."""

    texts: tuple[tuple[str, str], ...]
    precedence: Precedence | None = None


Filling = CodedFilling | TextFilling


class Taken(Fixed):
    """A file read: what a draft would hold, and every value that it would not."""

    kind: str
    digest: bytes  # SHA-256 of the file
    filling: Filling
    carried: tuple[Line, ...]
    left: tuple[Line, ...]
    notes: tuple[str, ...]


def shown(value: str) -> str:
    """Return a value for a list: on one line and not without end."""
    line = " ".join(value.split())
    if len(line) <= SHOWN_CHARACTERS_MAX:
        return line
    return line[: SHOWN_CHARACTERS_MAX - 3] + "..."
