# SPDX-License-Identifier: Apache-2.0
"""The contact record: who reached whom, when and how, without a word of any text.

A pure function over facts of entries.  Times are those at which each sender's station
logged its entry; they are in the leaves, so both sides count the same.  A contact is a
message that was judged good and filed for the first time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from parley.fixed import Fixed
from parley.model.entry import EntryKind
from parley.model.precedence import Precedence
from parley.wire.act import FORMS

DAY_MS = 86_400_000
_MISSED_MAX = 100_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ContactFact(Fixed):
    """What the contact record needs of one entry; no text is among it."""

    out: bool  # of our log
    ref: str
    kind: EntryKind
    precedence: Precedence | None
    logged_ms: int
    leaf: bytes
    good: bool = True  # False: its releases are not good, or it repeats another
    acknowledged: bool = False
    about: bytes | None = None  # the leaf a test answer names


class Expected(Fixed):
    """The period asked for, what is known of time, and the agreed link tests."""

    from_ms: int
    to_ms: int
    now_ms: int
    interval_ms: int
    tolerance_ms: int


class ContactCount(Fixed):
    """How many entries of one sort; `acknowledged` is said of messages only."""

    direction: str  # "out": by us; "in": by them
    kind: str
    precedence: str | None
    count: int
    acknowledged: int


class ContactDay(Fixed):
    """One day, by Zulu time."""

    day: str  # 2026-11-23
    counts: tuple[ContactCount, ...]
    contacts_out: int
    contacts_in: int
    tests_passed: int  # ours, answered
    tests_unanswered: int  # ours, no answer on record
    tests_heard: int  # theirs
    tests_missed: int  # theirs, due and not on record


class Silence(Fixed):
    """A time without a single entry of theirs."""

    from_ms: int
    to_ms: int
    lasted_ms: int


class HumanAnswer(Fixed):
    """The last thing that only a person of theirs can have done."""

    what: str  # "acknowledgement", "message"
    at_ms: int  # by their station
    ref: str


class ContactRecord(Fixed):
    """The contacts of one link in one period."""

    from_ms: int
    to_ms: int
    days: tuple[ContactDay, ...]
    total: ContactDay
    last_human: HumanAnswer | None
    longest_silence: Silence | None
    longest_without_human: Silence | None


def contact_record(facts: Iterable[ContactFact], expected: Expected) -> ContactRecord:
    """Count the contacts of a period; facts from before it only say what was due."""
    every = sorted(facts, key=lambda fact: fact.logged_ms)
    start, end = expected.from_ms, expected.to_ms
    within = [fact for fact in every if start <= fact.logged_ms < end]
    answered = {fact.about for fact in every if not fact.out and fact.about}
    missed = Counter(day_of(at_ms) for at_ms in _tests_missed(every, expected))
    by_day: dict[str, list[ContactFact]] = {day: [] for day in missed}
    for fact in within:
        by_day.setdefault(day_of(fact.logged_ms), []).append(fact)
    days = tuple(
        _day(day, by_day[day], answered, missed[day]) for day in sorted(by_day)
    )
    human = [fact for fact in within if _is_human(fact)]
    theirs = [fact.logged_ms for fact in within if not fact.out]
    known_ms = every[0].logged_ms if every else None
    return ContactRecord(
        from_ms=start,
        to_ms=end,
        days=days,
        total=_day("", within, answered, missed.total()),
        last_human=_human_answer(human[-1]) if human else None,
        longest_silence=_silence(theirs, known_ms, expected),
        longest_without_human=_silence(
            [fact.logged_ms for fact in human], known_ms, expected
        ),
    )


def is_contact(fact: ContactFact) -> bool:
    """Tell whether an entry is a contact: a good message, told for the first time."""
    return fact.kind is EntryKind.MESSAGE and fact.good


def day_of(ms: int) -> str:
    """Return the Zulu day of a moment; what is no date has a day of its own."""
    try:
        return (_EPOCH + timedelta(milliseconds=ms)).date().isoformat()
    except OverflowError:
        return "no date"


def _is_human(fact: ContactFact) -> bool:
    if fact.out or not fact.good:
        return False
    return fact.kind is EntryKind.MESSAGE or fact.kind in FORMS


def _human_answer(fact: ContactFact) -> HumanAnswer:
    return HumanAnswer(fact.kind.name.lower(), fact.logged_ms, fact.ref)


def _day(
    day: str, facts: Sequence[ContactFact], answered: set[bytes], missed: int
) -> ContactDay:
    contacts = [fact for fact in facts if is_contact(fact)]
    tests = [fact for fact in facts if fact.kind is EntryKind.LINK_TEST]
    ours = [fact for fact in tests if fact.out]
    passed = sum(fact.leaf in answered for fact in ours)
    return ContactDay(
        day=day,
        counts=_counts(facts),
        contacts_out=sum(fact.out for fact in contacts),
        contacts_in=sum(not fact.out for fact in contacts),
        tests_passed=passed,
        tests_unanswered=len(ours) - passed,
        tests_heard=len(tests) - len(ours),
        tests_missed=missed,
    )


def _counts(facts: Iterable[ContactFact]) -> tuple[ContactCount, ...]:
    counted: Counter[tuple[bool, EntryKind, int]] = Counter()
    acknowledged: Counter[tuple[bool, EntryKind, int]] = Counter()
    for fact in facts:
        if fact.kind is EntryKind.MESSAGE and not fact.good:
            continue
        # Sorted highest precedence first; what has none comes last.
        level = -1 if fact.precedence is None else int(fact.precedence)
        sort = (fact.out, fact.kind, -level)
        counted[sort] += 1
        acknowledged[sort] += fact.acknowledged
    return tuple(
        ContactCount(
            direction="out" if out else "in",
            kind=kind.name,
            precedence=Precedence(-level).name if level <= 0 else None,
            count=count,
            acknowledged=acknowledged[out, kind, level],
        )
        for (out, kind, level), count in sorted(counted.items())
    )


def _tests_missed(every: Sequence[ContactFact], expected: Expected) -> list[int]:
    """Return when tests of theirs were due that are not on record."""
    heard = [
        fact.logged_ms
        for fact in every
        if not fact.out and fact.kind is EntryKind.LINK_TEST
    ]
    if not heard or expected.interval_ms <= 0:
        return []
    start_ms, end_ms = expected.from_ms, min(expected.to_ms, expected.now_ms)
    due: list[int] = []
    # A time of theirs may be any number: only what lies in the period is walked over.
    for before, after in pairwise([*heard, max(end_ms, heard[-1])]):
        skipped = max(0, (start_ms - before) // expected.interval_ms - 1)
        at_ms = before + (skipped + 1) * expected.interval_ms
        until_ms = min(after, end_ms) - expected.tolerance_ms
        while at_ms < until_ms and len(due) < _MISSED_MAX:
            due.append(at_ms)
            at_ms += expected.interval_ms
    return [at_ms for at_ms in due if start_ms <= at_ms < expected.to_ms]


def _silence(
    times: Sequence[int], known_ms: int | None, expected: Expected
) -> Silence | None:
    """Return the longest gap; the period's ends are ends of gaps too."""
    if known_ms is None:
        return None
    start = max(expected.from_ms, known_ms)
    end = min(expected.to_ms, expected.now_ms)
    if end <= start:
        return None
    inside = [time for time in times if start <= time <= end]
    gaps = pairwise([start, *inside, end])
    lasted, since = max((after - before, -before) for before, after in gaps)
    return Silence(-since, lasted - since, lasted)
