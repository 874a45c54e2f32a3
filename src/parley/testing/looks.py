# SPDX-License-Identifier: Apache-2.0
"""What stands on a desk's record, in the short forms that a test compares."""

from __future__ import annotations

from parley.core.effects import Refused, Sound
from parley.core.entries import read_row
from parley.core.records import LadderFact, Rung
from parley.core.shelves import decode_fact, ladder_key
from parley.core.state import Link
from parley.fixed import replace
from parley.model.agreement import LinkAgreement
from parley.model.entry import Payload
from parley.model.record import Direction, EntryFlag, EntryKey, EntryRow
from parley.testing.desks import Desk


def only_link(desk: Desk) -> Link:
    """Return the working state of a desk's one link."""
    (link,) = desk.core.state.links.values()
    return link


def rows(desk: Desk, direction: Direction) -> list[EntryRow]:
    """Return every row of one direction, every incarnation, in filing order."""
    found = desk.store.flagged(EntryFlag(0))
    return [each.row for each in found if each.row.key.direction is direction]


def said(desk: Desk, direction: Direction) -> list[Payload]:
    """Return what was said in one direction, in filing order."""
    return [read_row(row)[1].payload for row in rows(desk, direction)]


def alarms(desk: Desk) -> list[tuple[str, str]]:
    """Return code and subject of every standing alarm."""
    return sorted((each.code, each.subject) for each in desk.core.alarms())


def refusals(desk: Desk) -> list[str]:
    """Return the codes of what was refused from outside, in order."""
    return [each.code for each in desk.effects if isinstance(each, Refused)]


def sounds(desk: Desk) -> list[int]:
    """Return the serials that sounded, in order."""
    return [each.serial for each in desk.effects if isinstance(each, Sound)]


def rung(
    desk: Desk, rung_of: Rung, serial: int, direction: Direction = Direction.OUT
) -> LadderFact | None:
    """Return one rung of a message of the newest incarnation, if it is proved."""
    link = only_link(desk)
    log = link.out if direction is Direction.OUT else link.mirror
    key = EntryKey(link.name, direction, log.incarnation, serial)
    filed = desk.store.entry(key)
    if filed is None:
        return None
    kept = desk.store.value("ladder", ladder_key(key, rung_of, filed.row.leaf))
    return None if kept is None else decode_fact(kept)


def agree(alfa: Desk, bravo: Desk) -> bool:
    """Tell whether each mirror has the root of the log it mirrors."""
    ours, mirrored = alfa.core.roots(bravo.name)
    theirs, mirror = bravo.core.roots(alfa.name)
    return ours == mirror and theirs == mirrored


def at_rest(desk: Desk) -> bool:
    """Tell whether everything asked is answered and nothing is owed."""
    link = only_link(desk)
    owed = (link.pending, link.uncertain, link.mirror.beyond, link.returning)
    return not any(owed) and not desk.store.flagged(EntryFlag.PENDING)


def settle(agreement: LinkAgreement, **changes: object) -> LinkAgreement:
    """Return an agreement with some of its terms changed."""
    return replace(agreement, terms=replace(agreement.terms, **changes))  # type: ignore[arg-type]
