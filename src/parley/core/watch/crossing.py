# SPDX-License-Identifier: Apache-2.0
"""Messages that cross: nobody releases a text without having read theirs.

What its writers had read stands in every message and is signed with it; whoever
receives it sees whether it was written before his own newest was read.
"""

from __future__ import annotations

from parley.core.book.coded import UNHELD
from parley.core.events import DraftWritten
from parley.core.state import Link
from parley.errors import LocalFault
from parley.model.message import Content, RelationKind


def read_through(link: Link, event: DraftWritten) -> int:
    """Return what the writers of a new draft have read of their log.

    Raises:
        LocalFault: PLY-WCH-005 so much has not come.

    """
    if event.read_through is not None:
        check_held(link, event.read_through)
        return event.read_through
    relation = event.relation
    answered = 0
    # Whoever answers a message has read it.
    if (
        relation is not None
        and relation.kind is RelationKind.IN_REPLY_TO
        and not relation.ours
        # A FLASH may be here before an entry that was logged before it.
        and relation.serial <= max(link.mirror.held, link.mirror.newest)
    ):
        answered = relation.serial
    return max(answered, link.mirror.read_through)


def check_held(link: Link, serial: int) -> None:
    """Refuse to have read what is not here.

    Raises:
        LocalFault: PLY-WCH-005.

    """
    known = max(link.mirror.held, link.mirror.newest)
    if not 0 <= serial <= known:
        raise LocalFault("PLY-WCH-005", serial=serial, known=known)


def check_crossing(link: Link, content: Content) -> None:
    """Refuse a release while something newer of theirs is unread.

    Raises:
        LocalFault: PLY-WCH-006.

    """
    # SPEC 8.21: "A message MUST NOT be released while a newer message of the recipient
    # is held that its writers do not say they have read; a STOP and a coded UNPLANNED
    # or AMEND are not held up by it."
    coded = content.coded
    if content.stop or (coded is not None and coded.format in UNHELD):
        return
    if link.mirror.newest > content.read_through:
        raise LocalFault(
            "PLY-WCH-006",
            serial=link.mirror.newest,
            number=content.number,
            name=link.name,
        )


def note_read(link: Link, serial: int) -> None:
    """Remember what an officer of ours has signed to have read."""
    if serial > link.mirror.read_through:
        link.mirror.read_through = serial
        link.dirty_in = True
