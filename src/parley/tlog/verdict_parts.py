# SPDX-License-Identifier: Apache-2.0
"""The pieces of a verdict: signatures, shown entries, counts, answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypedDict

from parley.crypto.digest import sha256
from parley.model.entry import EntryKind
from parley.tlog.contact import ShownEntry
from parley.tlog.cosignature import Seal
from parley.tlog.leaf import Field, FieldValue, ReferenceItem
from parley.tlog.merkle import HASH_BYTES

_RECEIPTS = (EntryKind.RECEIPT, EntryKind.TEST_ANSWER)

Plain = int | str | bool | None
Shown = Plain | list[Plain]


class SealVerdict(TypedDict):
    """One good signature; `key` is the SHA-256 of the public key."""

    name: str
    scheme: int
    time_s: int | None
    key: str


class AnswerVerdict(TypedDict):
    """An entry, of another part, that this entry quotes by its leaf hash."""

    part: int
    index: int


class EntryVerdict(TypedDict):
    """One entry that is in the log, with its open fields by name; bytes in hex."""

    index: int
    inside: bool
    leaf: str
    shown: dict[str, Shown]
    answers: list[AnswerVerdict]


class CountRow(TypedDict):
    """How many entries of one sort; None: that field is not shown; -1: there is none.

    `receipted` and `acknowledged` count those that a receipt or an officer's
    acknowledgement in another part of the same file quotes.
    """

    kind: int | None
    precedence: int | None
    count: int
    receipted: int
    acknowledged: int


class _Sort(NamedTuple):
    kind: int | None
    precedence: int | None


def seal_verdicts(seals: Sequence[Seal]) -> list[SealVerdict]:
    """Describe the good signatures, in their order in the note."""
    return [
        SealVerdict(
            name=seal.key.name,
            scheme=int(seal.key.scheme),
            time_s=seal.time_s,
            key=sha256(seal.key.public).hex(),
        )
        for seal in seals
    ]


def entry_verdicts(
    entries: Sequence[ShownEntry], first: int, end: int
) -> list[EntryVerdict]:
    """Describe the entries; those from `first` to before `end` lie inside."""
    return [
        EntryVerdict(
            index=entry.index,
            inside=first <= at < end,
            leaf=entry.disclosure.leaf().hex(),
            shown={
                field.name.lower(): _plain(entry.disclosure.value(field))
                for field in Field
                if entry.disclosure.shows(field)
            },
            answers=[],
        )
        for at, entry in enumerate(entries)
    ]


def link_answers(parts: Sequence[list[EntryVerdict]]) -> None:
    """Note which entries quote the leaf hash of an entry of another part."""
    places = {
        entry["leaf"]: (number, entry["index"])
        for number, entries in enumerate(parts)
        for entry in entries
    }
    for number, entries in enumerate(parts):
        for entry in entries:
            for leaf in _quoted(entry):
                part, index = places.get(leaf, (number, 0))
                if part != number:
                    entry["answers"].append(AnswerVerdict(part=part, index=index))


def count_rows(part: int, parts: Sequence[list[EntryVerdict]]) -> list[CountRow]:
    """Count the inside entries of one part by kind and precedence."""
    receipted = _answered(part, parts, _RECEIPTS)
    acknowledged = _answered(part, parts, (EntryKind.ACKNOWLEDGEMENT,))
    rows: dict[_Sort, CountRow] = {}
    for entry in parts[part]:
        if not entry["inside"]:
            continue
        sort = _sort(entry)
        row = rows.setdefault(
            sort,
            CountRow(
                kind=sort.kind,
                precedence=sort.precedence,
                count=0,
                receipted=0,
                acknowledged=0,
            ),
        )
        row["count"] += 1
        row["receipted"] += entry["index"] in receipted
        row["acknowledged"] += entry["index"] in acknowledged
    return [rows[sort] for sort in sorted(rows, key=_order)]


def _answered(
    part: int, parts: Sequence[list[EntryVerdict]], kinds: tuple[EntryKind, ...]
) -> set[int]:
    return {
        answer["index"]
        for entries in parts
        for entry in entries
        if entry["shown"].get("kind") in kinds
        for answer in entry["answers"]
        if answer["part"] == part
    }


def _sort(entry: EntryVerdict) -> _Sort:
    shown = entry["shown"]
    kind, precedence = shown.get("kind"), shown.get("precedence")
    if "precedence" in shown and precedence is None:
        precedence = -1
    assert isinstance(kind, int | None)
    assert isinstance(precedence, int | None)
    return _Sort(kind, precedence)


def _order(sort: _Sort) -> tuple[int, int]:
    closed = 2**53
    kind, precedence = sort
    return (
        closed if kind is None else kind,
        closed if precedence is None else precedence,
    )


def _quoted(entry: EntryVerdict) -> list[str]:
    reference = entry["shown"].get("reference")
    if not isinstance(reference, list):
        return []
    return [
        item
        for item in reference
        if isinstance(item, str) and len(item) == 2 * HASH_BYTES
    ]


def _plain(value: FieldValue) -> Shown:
    if isinstance(value, tuple):
        return [_plain_item(item) for item in value]
    return value.hex() if isinstance(value, bytes) else value


def _plain_item(item: ReferenceItem) -> Plain:
    return item.hex() if isinstance(item, bytes) else item
