# SPDX-License-Identifier: Apache-2.0
"""A watch is handed over: the sheet of what is open, and who signed it."""

from __future__ import annotations

from enum import IntEnum

from parley.fixed import Fixed
from parley.model.message import Release


class Matter(IntEnum):
    """What a line of the sheet is about; numbers are signed."""

    UNACKNOWLEDGED = 1  # a message of theirs that no officer has
    ANSWER_OWED = 2  # we promised an answer
    ANSWER_PROMISED = 3  # they promised one
    TRANSLATION = 4  # no certified translation
    TEST_MISSED = 5  # a link test of theirs did not come
    KEY_EXPIRES = 6  # a person or a roster soon signs nothing more
    PATH = 7  # a circuit that is not what it should be
    SHELVED = 8  # an alarm that somebody owns for a time
    ALARM = 9  # any other alarm that stands
    DRAFT = 10  # a text on its way to release
    NOTICE = 11  # an event that was announced comes up
    ONWARD = 12  # an inner addressee has not got a message yet
    MORE = 13  # so many lines did not fit


class Item(Fixed):
    """One line of the sheet.

    ``subject`` names what it is about: a message, a circuit, a person.  ``at_ms`` is
    the time that belongs to it, if one does.  ``note`` is what the incoming officer
    says of it: None is nothing yet, an empty text that he has it.
    """

    matter: Matter
    link: str
    subject: str
    at_ms: int | None = None
    note: str | None = None

    @property
    def name(self) -> tuple[Matter, str, str]:
        """What makes it this line, on whatever sheet."""
        return self.matter, self.link, self.subject


class SoundTest(Fixed):
    """An officer listened at the desk: he heard the alarm, or why he did not."""

    officer: int
    heard: bool
    reason: str = ""


class Side(IntEnum):
    """Which of the two officers signs; numbers are signed."""

    OUTGOING = 1
    INCOMING = 2


class Sheet(Fixed):
    """One handover; officers are indices on our own roster.

    ``had`` is who had the watch when the sheet was made, None if nobody had: another
    may sign in his place, and that stays to be seen.
    """

    begun_ms: int
    outgoing: int
    incoming: int
    had: int | None
    items: tuple[Item, ...]
    sound: SoundTest | None = None
    given: Release | None = None  # by the outgoing officer
    taken: Release | None = None  # by the incoming one
    done_ms: int | None = None

    def officer(self, side: Side) -> int:
        """Return who signs on a side."""
        return self.outgoing if side is Side.OUTGOING else self.incoming
