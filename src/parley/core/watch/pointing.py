# SPDX-License-Identifier: Apache-2.0
"""What a message says of another is noted there: it answers it, or it follows it."""

from __future__ import annotations

from parley.core.state import Link
from parley.core.step import Step
from parley.core.watch.answering import answered
from parley.core.watch.following import followed
from parley.model.message import Content
from parley.model.record import EntryKey


def pointed(step: Step, link: Link, content: Content, said: EntryKey) -> None:
    """Note at the message that a pointer names what stands in `said`, on either side.

    A message that comes, is released, is given back or is logged once more says it.
    """
    answered(step, link, content, said)
    followed(step, link, content, said)
