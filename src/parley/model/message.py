# SPDX-License-Identifier: Apache-2.0
"""What is said, and the signed decision that it goes."""

from __future__ import annotations

from enum import IntEnum

from parley.fixed import Fixed
from parley.model.identity import KeyScheme
from parley.model.precedence import Mode, Precedence


class Text(Fixed):
    """An authentic text: exactly these Unicode characters, in one language."""

    language: str  # BCP 47, "en"
    text: str


class Coded(Fixed):
    """What is said by numbers of the code book; `body` is all of it, as signed."""

    edition: int
    format: int
    body: bytes


class RelationKind(IntEnum):
    """How a message stands to an earlier one."""

    IN_REPLY_TO = 1
    SUPERSEDES = 2
    CANCELS = 3
    CORRECTS = 4


class Relation(Fixed):
    """What a writer points at; ``ours`` says it is in the writer's own log."""

    kind: RelationKind
    ours: bool
    serial: int


class Pointer(Fixed):
    """A relation as it is signed: ``log`` is the incarnation in which the serial is."""

    kind: RelationKind
    ours: bool
    serial: int
    log: int


class Content(Fixed):
    """Everything an officer releases, apart from who released it.

    ``number`` is the sender's own draft number: never reused, gaps allowed.
    ``to`` are indices into the recipient roster's positions.
    ``drafted_by`` is an index into the sender's roster.
    Times are milliseconds since 1970 UTC; ``created`` is the officers', not the log's.
    ``read_through`` is the last serial of the recipient's log that the writers have
    read; ``critical`` are parts of the texts that the reader must read back; ``stop``:
    something must stop now, and every officer on watch is alarmed.
    A content has texts or is coded, never both.
    """

    number: int
    precedence: Precedence
    created_ms: int
    not_after_ms: int | None
    drafted_by: int
    to: tuple[int, ...]
    relation: Pointer | None
    texts: tuple[Text, ...]
    attachments: tuple[bytes, ...]  # SHA-256 each
    read_through: int = 0
    critical: tuple[str, ...] = ()
    stop: bool = False
    coded: Coded | None = None


class Setting(Fixed):
    """Where a content is valid; known from the epoch, signed, not on the wire.

    ``books`` are the editions of the code book that this station holds, each with its
    SHA-256: releases of coded messages are bound to them.
    """

    sender: str
    recipient: str
    mode: Mode
    books: tuple[tuple[int, bytes], ...] = ()


class Release(Fixed):
    """One officer's signature over one step of a manifest.

    ``detail`` is what the scheme needs beside the signature (empty for software keys;
    flags, counter and client-data tail for hardware keys).
    """

    officer: int
    scheme: KeyScheme
    signature: bytes
    detail: bytes = b""


class Message(Fixed):
    """A content with its releases, in step order.

    ``override`` is the written reason of the one officer who released in an emergency
    what the agreement gives to two.
    """

    content: Content
    releases: tuple[Release, ...]
    override: str | None = None
