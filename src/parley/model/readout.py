# SPDX-License-Identifier: Apache-2.0
"""A readout: what a party means to say in public about contacts, shown first."""

from __future__ import annotations

from enum import IntEnum

from parley.fixed import Fixed


class Contact(Fixed):
    """An entry that a readout is about; `ours`: of the log of who shows it."""

    ours: bool
    incarnation: int
    serial: int
    leaf: bytes  # its leaf hash, 32 bytes


class ReadoutShown(Fixed):
    """This is what we mean to publish, not before a time unless you answer sooner.

    ``texts``: (language, text), at least one; ``proof``: we would let a proof of these
    contacts be published beside it.
    """

    texts: tuple[tuple[str, str], ...]
    contacts: tuple[Contact, ...]
    not_before_ms: int
    proof: bool


class Answer(IntEnum):
    """What the other side says to a readout; numbers are signed."""

    AGREED = 1
    WITH_DIFFERENCES = 2
    NOT_AGREED = 3


class Difference(Fixed):
    """One sentence of a text, counted from 0, as the other side would have it."""

    language: str
    sentence: int
    words: str


class ReadoutAnswered(Fixed):
    """What we say to your readout; `digest` is that of the texts that we saw."""

    answer: Answer
    digest: bytes  # 32 bytes
    differences: tuple[Difference, ...]
    proof: bool


class ReadoutPublished(Fixed):
    """It is public now, in the words that were shown; the reference is our showing."""

    digest: bytes  # 32 bytes
    proof: bool
