# SPDX-License-Identifier: Apache-2.0
"""Corrections, cancellations, supersessions: bound to the message that they follow.

What to write is prepared the moment a message has gone, so that putting it right is
faster than the mistake was.  A draft made from it points at that message, and nothing
can turn it into something new.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from parley.core.events import DraftWritten
from parley.core.shelves import place_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.watch import noticing
from parley.errors import CounterpartFault, LocalFault
from parley.model.message import Content, Relation, RelationKind, Text
from parley.model.record import EntryKey
from parley.wire.cbor import dumps, loads

SHELF = "follow"
PREPARED = "prepared"
FOLLOWING = frozenset(
    {RelationKind.SUPERSEDES, RelationKind.CANCELS, RelationKind.CORRECTS}
)
_SECOND_MS = 1_000
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


def pointer_of(link: Link, event: DraftWritten) -> Relation | None:
    """Return what a draft points at; refuse what is not there, or in an ended log.

    Raises:
        LocalFault: PLY-WCH-011.

    """
    relation = event.relation
    if relation is None:
        return None
    # SPEC 8.33: "A pointer names a serial of the log in force, and MUST NOT be written
    # for an entry of a log before it."
    in_force = (link.out if relation.ours else link.mirror).incarnation
    ended = event.relation_log not in {None, in_force}
    if ended and event.coded is not None:
        return None  # its body names the message by number and check
    # SPEC 8.30: "A correction, a cancellation and a supersession MUST name an earlier
    # entry of the writer's own log."
    own = relation.kind in FOLLOWING
    known = max(link.mirror.held, link.mirror.newest)
    last = link.out.next_serial - 1 if relation.ours else known
    if ended or (own and not relation.ours) or not 1 <= relation.serial <= last:
        raise LocalFault("PLY-WCH-011", serial=relation.serial)
    return relation


def check_followed(link: Link, relation: Relation | None, serial: int) -> None:
    """Refuse a message of theirs that corrects what is not theirs, or not earlier.

    One that is logged once more in another log may point into the one before.

    Raises:
        CounterpartFault: PLY-WCH-012.

    """
    if relation is None or relation.kind not in FOLLOWING:
        return
    first_log = not link.past_mirrors
    if not relation.ours or (first_log and relation.serial >= serial):
        raise CounterpartFault("PLY-WCH-012")


def _is_of_before(content: Content, said: EntryKey) -> bool:
    """Tell whether a message was written before the log that it stands in began."""
    # SPEC 8.34: "What was written before its log began points into a log of before, and
    # is shown at no message of this one."
    # A log that does not begin the first bears the second of the clock at its begin
    # (4.60), and what was written is of the same clock.
    return content.created_ms // _SECOND_MS < said.incarnation


def followed(step: Step, link: Link, content: Content, said: EntryKey) -> None:
    """Note at the earlier message what follows it, in `said`; the newest counts."""
    relation = content.relation
    if relation is None or relation.kind not in FOLLOWING or not relation.ours:
        return
    if relation.serial >= said.serial or _is_of_before(content, said):
        return  # it points into a log of before, and is logged once more in this one
    key = replace(said, serial=relation.serial)
    value = dumps([int(relation.kind), said.incarnation, said.serial])
    step.put(SHELF, place_key(key), value)
    if relation.kind is not RelationKind.CORRECTS:
        # SPEC 8.91: "A cancellation or a supersession takes the notice away."
        noticing.forget(step, link, key)
    step.look("messages")
