# SPDX-License-Identifier: Apache-2.0
"""The kinds of entry that a log can hold, one dataclass each.

Every frame that carries an entry is an entry of its sender's log.  ``Message``,
``Act`` (of whatever kind), ``LinkTest``, ``KeyEvent``, ``Account``, ``Repeat`` and
``SignedHead`` are retried until the counterpart's ``Receipt`` (or ``TestAnswer``, or
``Cosignature``) comes back; these three are sent again whenever what they answer
arrives again, and need no receipt themselves.
"""

from __future__ import annotations

from enum import IntEnum

from parley.fixed import Fixed, FixedSecret
from parley.model.act import Act
from parley.model.message import Message


class EntryKind(IntEnum):
    """Numbers are on the wire and in the leaf; 20 and above are free."""

    MESSAGE = 1
    RECEIPT = 2
    ACKNOWLEDGEMENT = 3
    UNDERSTOOD = 4
    DELIVERED = 5
    STANDBY = 6
    DECLINE = 7
    SERVICE = 8
    LINK_TEST = 9
    TEST_ANSWER = 10
    KEY_EVENT = 11
    SUSPEND = 12
    RESUME = 13
    ACCOUNT = 14
    REPEAT = 15
    CHECKPOINT = 16
    COSIGNATURE = 17
    WATCH_ASKED = 20
    WATCH_ANSWERED = 21
    REPORTED = 22
    COUNTERSIGNED = 23
    MINIMIZE = 25
    MINIMIZE_ENDED = 26
    WATCH_CHANGED = 27
    EXERCISE = 28
    EXERCISE_STEP = 29
    READOUT_SHOWN = 36
    READOUT_ANSWERED = 37
    READOUT_PUBLISHED = 38
    CLARIFICATION_ASKED = 32
    CLARIFIED = 33
    TERM_PROPOSED = 34
    TERM_AGREED = 35


class KeyEventKind(IntEnum):
    """What a key event tells; the payload of each is given in the specification."""

    EPOCH_OPENED = 1  # payload: SHA-256 of the opening statement
    PREKEYS = 2  # payload: a prekeys statement
    ROSTER = 3  # payload: a roster statement
    AGREEMENT = 4  # payload: the sender's signature statement over the agreement
    RESTORED = 5  # payload: dcbor [old incarnation, old size, held of yours]
    PREKEYS_WANTED = 6  # payload: empty
    DELEGATION = 7  # payload: its number (8 bytes), SHA-256 of its payload
    REVOCATION = 10  # payload: a revocation statement
    PAGE_REFUSED = 11  # payload: the name of a page of yours that we lack, or empty


class Receipt(Fixed):
    """Our station has your entry ``serial`` on disk."""

    serial: int
    leaf: bytes  # its leaf hash, 32 bytes
    good: bool  # False: kept, but its releases did not verify


class LinkTest(Fixed):
    """Prove the circuit and the station."""

    number: int


class TestAnswer(Fixed):
    """Answer to the link test in your entry ``serial``."""

    __test__ = False  # not a test case, whatever pytest thinks of the name

    serial: int
    leaf: bytes
    received_ms: int


class KeyEvent(Fixed):
    """Something about keys that both records must show."""

    kind: KeyEventKind
    payload: bytes


class Account(Fixed):
    """After your RESTORED: what we hold of your old incarnation."""

    incarnation: int
    through: int  # every serial up to and including this one
    beyond: tuple[int, ...]  # and these


class Repeat(FixedSecret):
    """An earlier entry once more, sealed anew, for a station that lost it."""

    ours: bool  # True: from the sender's own log; False: from the recipient's, mirrored
    incarnation: int
    serial: int
    leaf_secret: bytes
    opened_ms: int  # the opening time of the epoch it first travelled in
    plaintext: bytes


class SignedHead(Fixed):
    """A checkpoint: the sender's signature over its log before this entry."""

    head: bytes  # the binary form of the log's side, light or full


class Cosignature(Fixed):
    """Everything under your checkpoint ``serial`` is on our disk, under this root."""

    serial: int
    leaf: bytes  # the checkpoint's leaf hash, 32 bytes
    head: bytes  # the binary form of the witness's side


Payload = (
    Message
    | Receipt
    | Act
    | LinkTest
    | TestAnswer
    | KeyEvent
    | Account
    | Repeat
    | SignedHead
    | Cosignature
)


class Entry(Fixed):
    """One log entry as its sender wrote it.

    ``logged_ms``: the sender's station time at append, never decreasing in one log.
    ``held``: "I hold all you sent through this serial" (0: nothing yet).
    """

    logged_ms: int
    held: int
    payload: Payload
