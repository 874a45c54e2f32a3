# SPDX-License-Identifier: Apache-2.0
"""MINIMIZE: little is said for a time, so that what matters is not held up.

Either side orders it, with a reason; it holds for both.  What it does not spare waits
as a draft, and goes after somebody looked once more whether it must.
"""

from __future__ import annotations

from collections.abc import Iterable

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.authority.floor_rules import review_due
from parley.core.events import ActGiven
from parley.core.logging_out import Logged
from parley.core.records import DraftRecord
from parley.core.shelves import link_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Minimize
from parley.core.watch.over import ended_by, is_over, note_over
from parley.core.watch.procedure import Heard, Procedure, place_in_log, place_of
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.act import Act, Minimized
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryKey
from parley.wire.cbor import dumps

SHELF = "minimize"
_SAYS = {Direction.OUT: "MINIMIZE-OURS", Direction.IN: "MINIMIZE-THEIRS"}


def _check(step: Step, _link: Link, event: ActGiven) -> None:
    said = event.said
    assert isinstance(said, Minimized), "this procedure is of MINIMIZE"
    if said.until_ms is not None and said.until_ms <= step.now.wall_ms:
        raise LocalFault("PLY-WCH-051")


def _given(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    _begin(step, link, event.act, logged.key)


def _heard(step: Step, link: Link, heard: Heard) -> None:
    if not is_over(link, SHELF, heard.place):
        _begin(step, link, heard.act, heard.key(link))


def _begin(step: Step, link: Link, act: Act, place: EntryKey) -> None:
    """Put it in force in place of one that its side ordered before, never after."""
    said, side = act.said, place.direction
    assert isinstance(said, Minimized), "this procedure is of MINIMIZE"
    known = link.tended.minimize.get(side)
    if known is not None and place_in_log(place) < place_in_log(known.entry):
        return
    if said.until_ms is not None and said.until_ms <= step.now.wall_ms:
        return
    since_ms, until_ms = step.now.wall_ms, said.until_ms
    due_mono_ms = _due_mono_ms(step, until_ms)
    fresh = Minimize(place, said.spares, since_ms, until_ms, due_mono_ms)
    link.tended.minimize[side] = fresh
    step.put(SHELF, _key(link, side), _encode(fresh))
    if known is not None:
        end_alarm(step, _SAYS[side], link.name, known.spares.name)
    if side is Direction.OUT:
        raise_alarm(step, "MINIMIZE-OURS", link.name, said.spares.name)
    else:
        raise_alarm(step, "MINIMIZE-THEIRS", link.name, said.spares.name)
    step.look("links")


def move(step: Step, link: Link, logged: Logged) -> None:
    """Let our order stand under the entry that says it once more."""
    order = link.tended.minimize[Direction.OUT]
    fresh = replace(order, entry=logged.key)
    link.tended.minimize[Direction.OUT] = fresh
    step.put(SHELF, _key(link, Direction.OUT), _encode(fresh))


def _due_mono_ms(step: Step, until_ms: int | None) -> int | None:
    if until_ms is None:
        return None
    return step.now.mono_ms + max(0, until_ms - step.now.wall_ms)


def _check_end(_step: Step, link: Link, event: ActGiven) -> None:
    known = link.tended.minimize.get(Direction.OUT)
    if known is None or known.entry != place_of(link, event.act, Direction.OUT):
        raise LocalFault("PLY-WCH-052", name=link.name)


def _ended(step: Step, link: Link, _event: ActGiven, _logged: Logged) -> None:
    _end(step, link, Direction.OUT)


def _heard_end(step: Step, link: Link, heard: Heard) -> None:
    # SPEC 8.63: "MINIMIZE ends at its time or when the side that ordered it says so;
    # an end that names another order changes nothing."
    # One before the other is over as well, though the other has not come yet.
    known = link.tended.minimize.get(Direction.IN)
    ended = ended_by(heard)
    if known is not None and place_in_log(known.entry) <= ended:
        _end(step, link, Direction.IN)
    note_over(step, link, SHELF, ended)


def _end(step: Step, link: Link, side: Direction) -> None:
    known = link.tended.minimize.pop(side)
    step.drop(SHELF, _key(link, side))
    if side is Direction.IN:
        note_over(step, link, SHELF, place_in_log(known.entry))
    end_alarm(step, _SAYS[side], link.name, known.spares.name)
    step.look("links")


def expire(step: Step, link: Link) -> None:
    """End what has reached its time."""
    for side, known in tuple(link.tended.minimize.items()):
        if known.due_mono_ms is not None and known.due_mono_ms <= step.now.mono_ms:
            _end(step, link, side)


def check_review(step: Step, link: Link, draft: DraftRecord) -> None:
    """Refuse to release what MINIMIZE holds and nobody has looked at since.

    Raises:
        LocalFault: PLY-WCH-050.

    """
    orders, precedence = link.tended.minimize.values(), draft.content.precedence
    spares = held_below(orders, precedence, draft.reviewed_ms, step.now.wall_ms)
    if spares is not None:
        number = draft.content.number
        raise LocalFault("PLY-WCH-050", number=number, spares=spares.name)


def held_below(
    orders: Iterable[Minimize],
    precedence: Precedence,
    reviewed_ms: int | None,
    at_ms: int,
) -> Precedence | None:
    """Return what the orders spare that hold a draft back; None where none does."""
    # SPEC 8.62: "While MINIMIZE of either side is in force, it holds for drafts of both
    # (7.41)."
    return max(
        (
            each.spares
            for each in orders
            if (each.until_ms is None or each.until_ms > at_ms)
            and review_due(precedence, each.spares, each.since_ms, reviewed_ms)
        ),
        default=None,
    )


def recover(link: Link, step: Step, side: Direction, kept: list[int | None]) -> None:
    """Take an order from the shelf."""
    spares, since_ms, until_ms, incarnation, serial = kept
    assert spares is not None, "an order spares something"
    assert since_ms is not None, "an order was filed"
    assert incarnation is not None, "an order stands in a log"
    assert serial is not None, "an order stands in a log"
    place = EntryKey(link.name, side, incarnation, serial)
    due_mono_ms = _due_mono_ms(step, until_ms)
    link.tended.minimize[side] = Minimize(
        place, Precedence(spares), since_ms, until_ms, due_mono_ms
    )


def _key(link: Link, side: Direction) -> bytes:
    return link_key(link.name, bytes([side]))


def _encode(known: Minimize) -> bytes:
    place = known.entry
    return dumps(
        [
            known.spares,
            known.since_ms,
            known.until_ms,
            place.incarnation,
            place.serial,
        ]
    )


PROCEDURE = Procedure(_check, _given, _heard)
END = Procedure(_check_end, _ended, _heard_end)
