# SPDX-License-Identifier: Apache-2.0
"""Corrections, cancellations, supersessions: bound to the message that they follow.

What to write is prepared the moment a message has gone, so that putting it right is
faster than the mistake was.  A draft made from it points at that message, and nothing
can turn it into something new.
"""

from __future__ import annotations

from typing import Any, cast

from parley.core.events import DraftWritten
from parley.core.limits import FOLLOWED_MAX
from parley.core.shelves import place_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Follower
from parley.core.watch import noticing
from parley.core.watch.procedure import Place
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import replace
from parley.model.message import Content, Pointer, RelationKind, Text
from parley.model.record import EntryKey
from parley.wire.cbor import dumps, loads

SHELF = "follow"
PREPARED = "prepared"
FOLLOWING = frozenset(
    {RelationKind.SUPERSEDES, RelationKind.CANCELS, RelationKind.CORRECTS}
)
_CANCELLED = {
    "en": "CANCELLED: our message {number}. Do not act on it.",
    "ru": "ОТМЕНЕНО: наше сообщение {number}. Не действуйте по нему.",  # noqa: RUF001
}


def cancellation(content: Content) -> tuple[Text, ...]:
    """Return the prepared texts that cancel a message, in its languages if we can."""
    languages = [each.language.partition("-")[0] for each in content.texts]
    known = [language for language in languages if language in _CANCELLED] or ["en"]
    return tuple(
        Text(language, _CANCELLED[language].format(number=content.number))
        for language in dict.fromkeys(known)
    )


def prepare(step: Step, content: Content, key: EntryKey) -> None:
    """Keep, in the commit that sends a message, the texts that cancel it.

    A correction begins as the message is, and that is on the record.
    """
    # SPEC 8.32: "What cancels a message is prepared in the commit that sends it."
    texts = [[each.language, each.text] for each in cancellation(content)]
    step.put(PREPARED, place_key(key), dumps(texts))


def prepared_of(data: bytes) -> tuple[Text, ...]:
    """Return the cancellation that is kept."""
    kept: Any = loads(data)
    return tuple(Text(language, text) for language, text in kept)


def pointer_of(link: Link, event: DraftWritten) -> Pointer | None:
    """Return what a draft points at; refuse what is not there, or in an ended log.

    Raises:
        LocalFault: PLY-WCH-011.

    """
    relation = event.relation
    if relation is None:
        return None
    # SPEC 8.33: "A pointer names the log of its entry, and MUST NOT be written for an
    # entry of a log before the one in force."
    log = (link.out if relation.ours else link.mirror).incarnation
    ended = event.relation_log not in {None, log}
    if ended and event.coded is not None:
        return None  # its body names the message by number and check
    # SPEC 8.30: "A correction, a cancellation and a supersession MUST name an earlier
    # entry of the writer's own log."
    own = relation.kind in FOLLOWING
    known = max(link.mirror.held, link.mirror.newest)
    last = link.out.next_serial - 1 if relation.ours else known
    if ended or (own and not relation.ours) or not 1 <= relation.serial <= last:
        raise LocalFault("PLY-WCH-011", serial=relation.serial)
    return Pointer(relation.kind, relation.ours, relation.serial, log)


def check_followed(pointer: Pointer | None, place: Place) -> None:
    """Refuse a message of theirs that corrects what is not theirs, or not earlier.

    Raises:
        CounterpartFault: PLY-WCH-012.

    """
    if pointer is None or pointer.kind not in FOLLOWING:
        return
    if not pointer.ours or (pointer.log, pointer.serial) >= place:
        raise CounterpartFault("PLY-WCH-012")


def followed(step: Step, link: Link, content: Content, said: EntryKey) -> None:
    """Note at the earlier message what follows it, in `said`."""
    pointer = content.relation
    if pointer is None or pointer.kind not in FOLLOWING or not pointer.ours:
        return
    key = replace(said, incarnation=pointer.log, serial=pointer.serial)
    # SPEC 8.34: "Of several messages that follow one, the last in its writer's logs is
    # shown at it, in whatever order they come."
    follower = Follower(said.incarnation, said.serial, pointer.kind)
    if link.tended.followed.get(key, follower) > follower:
        return
    _remember(link, key, follower)
    value = dumps([int(pointer.kind), said.incarnation, said.serial])
    step.put(SHELF, place_key(key), value)
    if pointer.kind is not RelationKind.CORRECTS:
        # SPEC 8.91: "A cancellation or a supersession takes the notice away."
        noticing.forget(step, link, key)
    step.look("messages")


def _remember(link: Link, key: EntryKey, follower: Follower) -> None:
    """Keep what is shown at the messages that were followed last."""
    kept = link.tended.followed
    kept.pop(key, None)
    while len(kept) >= FOLLOWED_MAX:
        del kept[next(iter(kept))]
    kept[key] = follower


def follower_of(data: bytes) -> Follower:
    """Return what the shelf keeps of what follows a message."""
    kind, incarnation, serial = cast("list[int]", loads(data))
    return Follower(incarnation, serial, RelationKind(kind))


def recover(link: Link, key: EntryKey, data: bytes) -> None:
    """Take what follows a message from the shelf."""
    _remember(link, key, follower_of(data))
