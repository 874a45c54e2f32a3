# SPDX-License-Identifier: Apache-2.0
"""What a face shows of questions about texts, their answers, and the glossary."""

from __future__ import annotations

from parley.fixed import Fixed


class AnswerView(Fixed):
    """Which reading was meant; `choice` counts from 1, None: none of them."""

    ref: str
    choice: int | None
    meant: str  # the reading that was chosen, or an empty text
    words: str
    by: str
    created_ms: int


class ClarificationView(Fixed):
    """A question about a phrase; `direction` is "out" if we ask, "in" if they do.

    Not `fits`: the phrase does not stand there in the message, as this station has it.
    """

    ref: str
    about: str
    link: str
    direction: str
    language: str
    phrase: str
    start: int
    readings: tuple[str, ...]
    by: str
    created_ms: int
    fits: bool
    answer: AnswerView | None


class TermView(Fixed):
    """A term of the glossary, `agreed` by both or proposed by one side."""

    ref: str
    link: str
    direction: str
    language: str
    term: str
    into: str
    rendering: str
    by: str
    created_ms: int
    agreed: bool
    agreed_by: str
