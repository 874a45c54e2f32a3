# SPDX-License-Identifier: Apache-2.0
"""The availability of a link in one month, counted from the record alone.

Both stations count for themselves; the report of one side and the countersignature of
the other each carry their own figures, so that a difference stands under both names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from statistics import median

from parley.core.authority.persons import officer_name
from parley.core.entries import read_row
from parley.core.records import Rung
from parley.core.shelves import decode_fact, decode_head, ladder_key
from parley.core.watch.reporting import month_ends_ms
from parley.errors import LocalFault
from parley.model.act import Act, Countersigned, Reported
from parley.model.entry import EntryKind
from parley.model.record import Direction, EntryFlag, EntryKey, EntryRow
from parley.ports.store import Store
from parley.station.names import ref_of
from parley.station.queries import Queries
from parley.station.record.contacts import ContactRecord
from parley.station.record.history import History
from parley.station.record.rows import rows_between
from parley.station.views import AvailabilityView, SignatureView
from parley.wire.act import FORMS
from parley.wire.text import month_problem

_LATE_MS_MAX = 40 * 86_400_000


class Availability:
    """Answers about availability; changes nothing."""

    def __init__(self, store: Store, queries: Queries, history: History) -> None:
        self._store = store
        self._queries = queries
        self._history = history

    async def of_month(self, link: str | None, month: str) -> AvailabilityView:
        """Return our figures of a month, and the report if one was signed.

        Raises:
            LocalFault: PLY-WCH-021 it is no month.

        """
        if month_problem(month) is not None:
            raise LocalFault("PLY-WCH-021", month=month)
        name = self._queries.link_named(link)
        to_ms = month_ends_ms(month)
        from_ms = month_ends_ms(_before(month))
        found = await self._history.contacts(name, from_ms, to_ms)
        rows = list(rows_between(self._store, name, from_ms, to_ms))
        figures = _figures(found.record, self._waits_ms(rows), _human(rows))
        signed = list(rows_between(self._store, name, to_ms, to_ms + _LATE_MS_MAX))
        reports = tuple(self._signatures(name, signed, month))
        return AvailabilityView(name, month, figures, reports)

    def _waits_ms(self, rows: Iterable[EntryRow]) -> dict[str, list[int]]:
        """Return how long each of our messages waited for an officer, by precedence."""
        waits: dict[str, list[int]] = {}
        for row in rows:
            head = decode_head(row.head)
            if row.key.direction is not Direction.OUT or head.precedence is None:
                continue
            place = ladder_key(row.key, Rung.ACKNOWLEDGEMENT, row.leaf)
            data = self._store.value("ladder", place)
            if data is not None:
                waited_ms = decode_fact(data).attested_ms - head.logged_ms
                waits.setdefault(head.precedence.name, []).append(waited_ms)
        return waits

    def _signatures(
        self, link: str, rows: Sequence[EntryRow], month: str
    ) -> Iterable[SignatureView]:
        """Yield every report of a month and who countersigned it."""
        acts = [(row, act) for row in rows if (act := _act(row)) is not None]
        reports: dict[bytes, EntryRow] = {}
        for row, act in acts:
            said = act.said
            if isinstance(said, Reported) and said.month == month:
                reports[row.leaf] = row
                yield self._signature(link, row.key, act, said.figures, None)
        for row, act in acts:
            said = act.said
            if isinstance(said, Countersigned) and act.about is not None:
                report = reports.get(act.about.leaf)
                if report is not None:
                    about = ref_of(report.key)
                    yield self._signature(link, row.key, act, said.figures, about)

    def _signature(
        self, link: str, key: EntryKey, act: Act, figures: str, about: str | None
    ) -> SignatureView:
        facts = self._queries.facts
        ours = key.direction is Direction.OUT
        roster = facts.roster if ours else facts.links[link].roster
        return SignatureView(
            ref=ref_of(key),
            ours=ours,
            by=officer_name(roster, act.release.officer),
            at_ms=act.created_ms,
            figures=figures,
            about=about,
        )


def _act(row: EntryRow) -> Act | None:
    if row.flags & (EntryFlag.BAD | EntryFlag.FORGOTTEN):
        return None
    head = decode_head(row.head)
    if head.refusal is not None or EntryKind(head.kind) not in FORMS:
        return None
    payload = read_row(row)[1].payload
    return payload if isinstance(payload, Act) else None


def _human(rows: Iterable[EntryRow]) -> int:
    """Return how many acts of their officers are on the record."""
    return sum(
        row.key.direction is Direction.IN and _act(row) is not None for row in rows
    )


def _before(month: str) -> str:
    year, _, number = month.partition("-")
    months = int(year) * 12 + int(number) - 2
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _figures(record: ContactRecord, waits: dict[str, list[int]], human: int) -> str:
    """Return the figures as one JSON object, its keys in order."""
    total, silence = record.total, record.longest_silence
    found = {
        "from_ms": record.from_ms,
        "to_ms": record.to_ms,
        "messages_in": total.contacts_in,
        "messages_out": total.contacts_out,
        "our_tests_answered": total.tests_passed,
        "our_tests_unanswered": total.tests_unanswered,
        "their_tests_heard": total.tests_heard,
        "their_tests_missed": total.tests_missed,
        "human_answers_heard": human,
        "longest_silence_ms": None if silence is None else silence.lasted_ms,
        "acknowledged_after_ms": {
            precedence: {
                "count": len(each),
                "median": round(median(each)),
                "longest": max(each),
            }
            for precedence, each in sorted(waits.items())
        },
    }
    return json.dumps(found, sort_keys=True, separators=(",", ":"))
