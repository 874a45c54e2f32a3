# SPDX-License-Identifier: Apache-2.0
"""Destroys old texts under the station's retention, and leaves the commitments.

A text goes with its leaf secret.  Its leaf hash still stands in the tree, and the salts
of kind, precedence, time and reference stay, so these can be shown as before; of text
and releases nothing can be shown or guessed.  What still has to travel, and what no
officer has acknowledged, stays however old it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.core.entries import KEPT, disclose_row, setting_of
from parley.core.records import EntryHead
from parley.core.shelves import decode_head, decode_out, encode_head, link_key
from parley.core.texts.translations import SHELF, translation_key
from parley.fixed import Fixed, replace
from parley.model.entry import EntryKind
from parley.model.precedence import Mode
from parley.model.record import Direction, Drop, EntryFlag, EntryRow, Forget
from parley.ports.store import Store
from parley.station.parties import Log
from parley.station.record.rows import logs_of
from parley.station.record.views import RetentionView

DAY_MS = 86_400_000
_PAGE = 500
_NO_SECRET = bytes(32)
_NO_TAG = b""
_WITH_TEXT = frozenset(
    {
        EntryKind.MESSAGE,
        EntryKind.REPEAT,
        EntryKind.CLARIFICATION_ASKED,  # it quotes one
        EntryKind.CLARIFIED,
    }
)
_WAITING = EntryFlag.PENDING | EntryFlag.OPEN


class Retention(Fixed):
    """The rule of one station: nothing with a text is kept longer than so many days."""

    station: str
    mode: Mode
    text_days: int

    def forget(self, row: EntryRow, now_ms: int) -> Forget:
        """Return what destroys a text and leaves what proofs of its place need."""
        key = row.key
        setting = setting_of(self.station, self.mode, key.link, key.direction)
        head = replace(
            decode_head(row.head),
            epoch_tag=_NO_TAG,
            leaf_secret=_NO_SECRET,
            forgotten_ms=now_ms,
            kept=disclose_row(row, setting, KEPT),
        )
        return Forget(key, encode_head(head))


def retain(
    store: Store, links: list[str], now_ms: int, rule: Retention, *, dry_run: bool
) -> RetentionView:
    """Destroy every text that is older than the rule allows; `dry_run` only counts."""
    before_ms = now_ms - rule.text_days * DAY_MS
    found = destroyed = waiting = 0
    for link in links:
        for log in logs_of(store, link):
            for page in _old(store, log, before_ms):
                free = [row for row in page if _is_free(store, row)]
                found += len(page)
                waiting += len(page) - len(free)
                if dry_run or not free:
                    continue
                forgotten = [rule.forget(row, now_ms) for row in free]
                attached = [drop for row in free for drop in _translations(store, row)]
                store.commit([*forgotten, *attached])
                destroyed += len(free)
    return RetentionView(rule.text_days, before_ms, found, destroyed, waiting, dry_run)


def _translations(store: Store, row: EntryRow) -> Iterator[Drop]:
    """Yield what destroys the translations of a text with it."""
    version = 1
    while store.value(SHELF, key := translation_key(row.key, version)) is not None:
        yield Drop(SHELF, key)
        version += 1


def _old(store: Store, log: Log, before_ms: int) -> Iterator[list[EntryRow]]:
    """Yield pages of what holds a text and is old enough to lose it."""
    serial = 1
    while page := store.entries(*log, serial, _PAGE):
        heads = [(filed.row, decode_head(filed.row.head)) for filed in page]
        old = [row for row, head in heads if _is_old(row, head, before_ms)]
        if old:
            yield old
        serial = page[-1].row.key.serial + 1


def _is_old(row: EntryRow, head: EntryHead, before_ms: int) -> bool:
    return (
        head.kind in _WITH_TEXT
        and head.filed_ms < before_ms
        and EntryFlag.FORGOTTEN not in row.flags
    )


def _is_free(store: Store, row: EntryRow) -> bool:
    """Tell whether nothing waits for this entry any more."""
    if row.flags & _WAITING:
        return False
    key = row.key
    if key.direction is Direction.IN:
        return True
    data = store.value("out", link_key(key.link))
    ours = None if data is None else decode_out(data)
    if ours is None or ours.incarnation != key.incarnation:
        return True
    return key.serial <= ours.their_held
