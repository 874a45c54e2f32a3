# SPDX-License-Identifier: Apache-2.0
"""For which position an officer acts: his own, or one that he stands in for.

The desk asks before an act leaves, the other station after it came; both know the
roster, to whom the message went, and who has said on the line that he has the watch.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from parley.core.acts import ACTS
from parley.core.limits import STOOD_MAX
from parley.core.releasing import is_valid
from parley.core.shelves import link_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Addressees
from parley.errors import CounterpartFault
from parley.model.act import Act, Said
from parley.model.identity import OfficerClass, Roster
from parley.model.record import Direction, EntryKey
from parley.wire.act import kind_said
from parley.wire.cbor import dumps

SHELF = "stood"


def proves(said: Said) -> bool:
    """Tell whether an act proves something of a message, and so needs its position."""
    return ACTS[kind_said(said)].rung is not None


def stands(
    roster: Roster,
    index: int,
    asked: Addressees | None,
    stood: Container[int],
    at_ms: int,
) -> bool:
    """Tell whether an officer may act on a message that went to `asked`.

    `roster` is that of his side, `stood` who of it has said that he took the watch.
    """
    # SPEC 7.170: "An act that proves something of a message counts only if its officer
    # stood, when the act was logged, in a position to which the message is addressed,
    # or stands in for one."
    officer = roster.officer(index)
    if officer is None:
        return False
    if asked is not None and (not asked.to or officer.position in asked.to):
        return True
    # SPEC 7.171: "Only an officer of class watch stands in: for a STOP, or if he has
    # said on the line that he took the watch, or where nobody of class watch is in an
    # addressed position."
    if OfficerClass.WATCH not in officer.classes:
        return False
    if asked is None or asked.stop or index in stood:
        return True
    return not any(
        each.position in asked.to
        and OfficerClass.WATCH in each.classes
        and is_valid(roster, each, at_ms)
        for each in roster.officers
    )


def check_standing(link: Link, act: Act, logged_ms: int, *, again: bool) -> None:
    """Refuse an act of theirs by somebody to whose position nothing was addressed.

    Raises:
        CounterpartFault: PLY-AUT-032.

    """
    about = act.about
    if about is None or not proves(act.said):
        return
    place = EntryKey(link.name, Direction.OUT, about.incarnation, about.serial)
    asked = link.tended.addressees.get(place)
    # SPEC 7.173: "What is returned to a restored station before the message it is about
    # counts as it did."
    if again and asked is None:
        return
    roster, index = link.counterpart.roster, act.release.officer
    stood = link.tended.stood.get(Direction.IN, ())
    if not stands(roster, index, asked, stood, logged_ms):
        officer = roster.officer(index)
        position = "-" if officer is None else roster.positions[officer.position]
        name = "-" if officer is None else officer.name
        raise CounterpartFault("PLY-AUT-032", officer=name, position=position)


def note_stood(step: Step, link: Link, side: Direction, officer: int) -> None:
    """Keep that an officer of one side has said that he took the watch; he is last."""
    before = link.tended.stood.get(side, ())
    officers = (*(each for each in before if each != officer), officer)[-STOOD_MAX:]
    link.tended.stood[side] = officers
    step.put(SHELF, link_key(link.name, bytes([side])), dumps(list(officers)))


def has_watch(link: Link) -> tuple[int, ...]:
    """Return who of ours said last on a line that he took the watch, if anybody."""
    # SPEC 7.172: "At his own desk he stands in only while nobody has taken the watch
    # after him."
    return link.tended.stood.get(Direction.OUT, ())[-1:]


def recover(link: Link, side: Direction, kept: list[Any]) -> None:
    """Take who said that he took the watch from the shelf."""
    link.tended.stood[side] = tuple(kept)
