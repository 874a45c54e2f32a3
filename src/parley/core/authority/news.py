# SPDX-License-Identifier: Apache-2.0
"""What changed in a roster or an agreement, in lines that a person reads."""

from __future__ import annotations

from collections.abc import Iterator

from parley.core.shelves import log_key, number_key
from parley.core.state import Link
from parley.core.step import Step
from parley.model.identity import Credential, Officer, Roster
from parley.model.record import Direction
from parley.wire.cbor import dumps

LINES_MAX = 64


def roster_changes(before: Roster, after: Roster) -> tuple[str, ...]:
    """Return how `after` differs from `before`, one line a fact, the most at most."""
    lines = list(_roster_changes(before, after))
    if len(lines) > LINES_MAX:
        more = len(lines) - LINES_MAX + 1
        lines[LINES_MAX - 1 :] = [f"and {more} more changes"]
    return tuple(lines)


def _roster_changes(before: Roster, after: Roster) -> Iterator[str]:
    old, new = set(before.positions), set(after.positions)
    yield from (
        f"position added: {name}" for name in after.positions if name not in old
    )
    yield from (
        f"position gone: {name}" for name in before.positions if name not in new
    )
    yield from _people(before, after)
    if before.forms != after.forms:
        yield "forms of address changed"
    if before.valid_to_ms != after.valid_to_ms:
        yield "the validity of the roster changed"


def _people(before: Roster, after: Roster) -> Iterator[str]:
    known = {each.index: each for each in before.officers}
    for officer in after.officers:
        old = known.pop(officer.index, None)
        if old is None:
            yield f"officer {officer.index} added: {_about(after, officer)}"
        elif old != officer:
            yield from _officer_changes(before, after, old, officer)
    for officer in known.values():
        yield f"officer {officer.index} gone: {officer.name}"


def _about(roster: Roster, officer: Officer) -> str:
    return f"{officer.name}, {roster.positions[officer.position]}, {_classes(officer)}"


def _classes(officer: Officer) -> str:
    return ", ".join(each.name.lower() for each in sorted(officer.classes)) or "none"


def _officer_changes(
    before: Roster, after: Roster, old: Officer, new: Officer
) -> Iterator[str]:
    who = f"officer {new.index} ({new.name})"
    if old.name != new.name:
        yield f"officer {new.index} was {old.name} and is now {new.name}"
    place = before.positions[old.position], after.positions[new.position]
    if place[0] != place[1]:
        yield f"{who} moved from {place[0]} to {place[1]}"
    if old.classes != new.classes:
        yield f"{who} was {_classes(old)} and is now {_classes(new)}"
    if new.valid_to_ms < old.valid_to_ms:
        yield f"{who} retired, or is valid for a shorter time"
    elif new.valid_to_ms > old.valid_to_ms:
        yield f"{who} is valid for a longer time"
    yield from _key_changes(who, old.credentials, new.credentials)


def _key_changes(
    who: str, old: tuple[Credential, ...], new: tuple[Credential, ...]
) -> Iterator[str]:
    ended = {key.public_key: key.valid_to_ms for key in old}
    for key in new:
        if key.public_key not in ended:
            yield f"{who} has a new key"
        elif ended[key.public_key] != key.valid_to_ms:
            yield f"a key of {who} has ended"
    for gone in set(ended) - {key.public_key for key in new}:
        yield f"a key of {who} is gone: {gone[:4].hex()}"


def keep_news(
    step: Step,
    link: Link,
    direction: Direction,
    serial: int,
    what: str,
    lines: tuple[str, ...],
) -> None:
    """Keep what an entry changed beside the record, to be shown with it."""
    out = direction is Direction.OUT
    incarnation = link.out.incarnation if out else link.mirror.incarnation
    key = log_key(link.name, direction, incarnation, number_key(serial))
    step.put("news", key, dumps([what, step.now.wall_ms, list(lines)]))
    step.look("links")
