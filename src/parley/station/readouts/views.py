# SPDX-License-Identifier: Apache-2.0
"""What a face shows of readouts."""

from __future__ import annotations

from collections.abc import Mapping

from parley.fixed import Fixed


class ReadoutSentence(Fixed):
    """One sentence as shown, and the other side's words for it where they differ."""

    shown: str
    differs: str | None


class ReadoutText(Fixed):
    """One text of a readout, sentence by sentence."""

    language: str
    text: str
    sentences: tuple[ReadoutSentence, ...]


class ReadoutView(Fixed):
    """A readout: a draft of ours, or one that either side has shown.

    `ref` is empty while it is a draft, which has a `number`; `state` is DRAFT, SHOWN,
    ANSWERED or PUBLISHED; `answer` is a word of `Answer`.  `overtakes` says what it
    would reach the public before; `withheld`: it was decided to neither confirm nor
    deny it.  `fields` are those of the act that would show it.
    """

    ref: str
    number: int
    link: str
    party: str  # the other side's
    direction: str  # "out": ours, "in": theirs
    state: str
    texts: tuple[ReadoutText, ...]
    contacts: tuple[str, ...]
    not_before_ms: int
    digest: str  # hex
    by: str
    proof: bool  # as far as both have spoken
    may_publish: bool
    answer: str | None
    answered_by: str | None
    answered_ms: int | None
    published_ms: int | None
    overtakes: tuple[str, ...]
    withheld: bool
    publication: str | None  # the name of the entry that says that it is public
    answer_ref: str | None
    fields: Mapping[str, object] = {}


class SiteFile(Fixed):
    """One file of what is published."""

    name: str
    data: bytes


class SiteView(Fixed):
    """Every file that is published, and what could not go with it."""

    files: tuple[SiteFile, ...]
    notes: tuple[str, ...]
