# SPDX-License-Identifier: Apache-2.0
"""Reads from the record which times are attested of one message, and by whom."""

from __future__ import annotations

from parley.core.authority.persons import officer_name
from parley.core.entries import read_row
from parley.core.hand_offs import SHELF, hand_off_key
from parley.core.records import LadderFact, Rung
from parley.core.shelves import decode_hand_offs, decode_head
from parley.fixed import Fixed
from parley.model.act import Act, Delivered
from parley.model.entry import EntryKind, TestAnswer
from parley.model.identity import Roster
from parley.model.message import Pointer, RelationKind
from parley.model.record import Direction, EntryFlag, EntryKey
from parley.ports.store import Store
from parley.station.facts import Facts
from parley.station.names import ref_of
from parley.station.reading import DESTROYED, Reading, Told
from parley.station.record.chronology import ClockCheck, Stamp, nearest, weigh
from parley.station.record.rows import logs_of, rows_of
from parley.station.record.views import ChronologyView

_CHECK_MS = 36 * 3_600_000
"""How far from a message a link test may lie to say something of its clock."""

_WINDOW = 500

_OURS, _THEIRS = "our station", "their station"
_THEIRS_ALONE = "their station, for itself"
"""A hand-off is a note of the sender's own and travels nowhere."""


class Stamps(Fixed):
    """Reads the times of messages from a store."""

    store: Store
    reading: Reading

    def chronology(self, told: Told, facts: Facts) -> ChronologyView:
        """Return every time of one message, weighed."""
        view = self.reading.view(told, facts, whole=False)
        link = self.reading.known_link(facts, told.key.link)
        out = told.key.direction is Direction.OUT
        if out:
            stamps = self._ours(told, facts.roster, link.roster)
        else:
            stamps = self._theirs(told, link.roster, facts.roster)
        check = nearest(
            self._checks(told.key.link, told.head.filed_ms), told.head.filed_ms
        )
        return ChronologyView(
            ref=view.ref,
            number=view.number,
            precedence=view.precedence,
            link=view.link,
            party=view.party,
            direction=view.direction,
            subject=view.subject,
            times=weigh([*stamps, *self._answered(told)], check),
        )

    def _ours(self, told: Told, own: Roster, other: Roster) -> list[Stamp]:
        """Return the times of a message of ours; our own clock is not weighed."""
        receipt = self.reading.rung(told, Rung.RECEIPT)
        acknowledged = self.reading.rung(told, Rung.ACKNOWLEDGEMENT)
        return [
            *_written(told, own, "our", theirs=False),
            *self._handed(told),
            _rung("received", receipt, _THEIRS, ("logged",)),
            _heard("receipt heard", receipt, ("logged", "received")),
            _rung(
                "acknowledged",
                acknowledged,
                f"their officer {_by(acknowledged, other)}",
                ("logged", "received"),
            ),
            _heard("acknowledgement heard", acknowledged, ("acknowledged",)),
            self._delivered(told, other, theirs=True),
        ]

    def _theirs(self, told: Told, other: Roster, own: Roster) -> list[Stamp]:
        """Return the times of a message of theirs."""
        acknowledged = self.reading.rung(told, Rung.ACKNOWLEDGEMENT)
        filed_ms = told.head.filed_ms
        by = f"our officer {_by(acknowledged, own)}"
        at_ms = None if acknowledged is None else acknowledged.attested_ms
        return [
            *_written(told, other, "their", theirs=True),
            Stamp("handed over", None, _THEIRS_ALONE, theirs=True),
            Stamp("received", filed_ms, _OURS, theirs=False, after=("logged",)),
            Stamp("acknowledged", at_ms, by, theirs=False, after=("received",)),
            self._delivered(told, own, theirs=False),
        ]

    def _delivered(self, told: Told, roster: Roster, *, theirs: bool) -> Stamp:
        """Return when an officer says that who decides has it, and who that is."""
        step = "delivered to principal"
        fact = self.reading.rung(told, Rung.DELIVERED)
        if fact is None:
            return Stamp(step, None, _THEIRS if theirs else _OURS, theirs=theirs)
        by = f"{'their' if theirs else 'our'} officer {_by(fact, roster)}"
        source = by if fact.note is None else f"{by}, to {fact.note}"
        said = self._delivery(told, fact.serial)
        at_ms = fact.attested_ms if said is None else said.at_ms
        return Stamp(step, at_ms, source, theirs, ("received",))

    def _delivery(self, told: Told, serial: int) -> Delivered | None:
        """Return what was said of a delivery: the officer knows when, the act not."""
        for _, direction, incarnation in logs_of(self.store, told.key.link):
            if direction is told.key.direction:
                continue
            key = EntryKey(told.key.link, direction, incarnation, serial)
            found = self.store.entry(key)
            if found is None or decode_head(found.row.head).kind != EntryKind.DELIVERED:
                continue
            act = read_row(found.row)[1].payload
            if isinstance(act, Act) and act.about is not None:
                of_it = act.about.leaf == told.leaf
                if of_it and isinstance(act.said, Delivered):
                    return act.said
        return None

    def _handed(self, told: Told) -> list[Stamp]:
        """Return when each circuit was first given a message of ours."""
        kept = self.store.value(SHELF, hand_off_key(told.key))
        if kept is None:
            return [Stamp("handed over", None, _OURS, theirs=False)]
        return [
            Stamp(f"handed to {circuit}", at_ms, _OURS, theirs=False, after=("logged",))
            for circuit, at_ms in decode_hand_offs(kept).items()
        ]

    def _checks(self, link: str, at_ms: int) -> list[ClockCheck]:
        """Return what answered link tests near a moment told of their clock."""
        checks = []
        for log in logs_of(self.store, link):
            if log[1] is not Direction.IN:
                continue
            for row in rows_of(self.store, log, at_ms - _CHECK_MS, at_ms + _CHECK_MS):
                head = decode_head(row.head)
                if head.kind != EntryKind.TEST_ANSWER:
                    continue
                payload = read_row(row)[1].payload
                assert isinstance(payload, TestAnswer)
                asked_ms = self._asked(link, payload)
                if asked_ms is not None and head.filed_ms >= asked_ms:
                    low, high = (
                        payload.received_ms - head.filed_ms,
                        (payload.received_ms - asked_ms),
                    )
                    checks.append(ClockCheck(head.filed_ms, low, high))
        return checks

    def _asked(self, link: str, answer: TestAnswer) -> int | None:
        """Return when we logged the test that is answered."""
        for _, direction, incarnation in logs_of(self.store, link):
            if direction is Direction.OUT:
                key = EntryKey(link, direction, incarnation, answer.serial)
                found = self.store.entry(key)
                if found is not None and found.row.leaf == answer.leaf:
                    return decode_head(found.row.head).logged_ms
        return None

    def _answered(self, told: Told) -> list[Stamp]:
        """Return the first message that says it replies to this one."""
        theirs = told.key.direction is Direction.OUT
        whose = _THEIRS if theirs else _OURS
        fact = self.reading.rung(told, Rung.ANSWERED)
        if fact is None:
            return [Stamp("answered", None, whose, theirs=theirs)]
        after = ("logged", "received") if theirs else ("logged",)
        reply = self._first_reply(told)
        if reply is None:
            # The reply's text is destroyed, and with it what it says it replies to.
            return [Stamp("answered", fact.attested_ms, whose, theirs, after)]
        source = f"{whose}, {ref_of(reply.key)}"
        return [Stamp("answered", reply.entry.logged_ms, source, theirs, after)]

    def _first_reply(self, told: Told) -> Told | None:
        """Look through the messages filed after this one; the ladder says there is one.

        Filing numbers have no gap, so a window of them holds no more than it is wide.
        """
        newest = self.store.recent(EntryFlag.MESSAGE, None, 1)
        last = newest[0].filed if newest else 0
        for end in range(told.filed + 1 + _WINDOW, last + 1 + _WINDOW, _WINDOW):
            window = self.store.recent(EntryFlag.MESSAGE, end, _WINDOW)
            for filed in reversed(window):
                if filed.filed <= told.filed or filed.row.key.link != told.key.link:
                    continue
                reply = self.reading.told(filed)
                if reply is not None and _replies(reply, told):
                    return reply
        return None


def _replies(reply: Told, told: Told) -> bool:
    # SPEC 8.16: "A message in reply to an entry of the other log is the answer to it."
    relation: Pointer | None = reply.message.content.relation
    if relation is None or relation.kind is not RelationKind.IN_REPLY_TO:
        return False
    other = reply.key.direction is not told.key.direction
    place = (relation.log, relation.serial)
    pointed = place == (told.key.incarnation, told.key.serial)
    return other and not relation.ours and pointed


def _written(told: Told, roster: Roster, whose: str, *, theirs: bool) -> list[Stamp]:
    """Return the times before a message left its station."""
    content = told.message.content
    if told.destroyed_ms is not None:
        drafted = Stamp("drafted", None, f"{whose} officer {DESTROYED}", theirs)
        return [
            drafted,
            Stamp("logged", told.entry.logged_ms, f"{whose} station", theirs),
        ]
    drafter = officer_name(roster, content.drafted_by)
    logged_ms = told.entry.logged_ms
    stamps = [
        Stamp("drafted", content.created_ms, f"{whose} officer {drafter}", theirs)
    ]
    for step, release in enumerate(told.message.releases, start=1):
        # A release states no time of its own: it was there when the entry was logged.
        name = officer_name(roster, release.officer)
        source = f"{whose} officer {name}, logged by {whose} station"
        stamps.append(
            Stamp(f"released, step {step}", logged_ms, source, theirs, ("drafted",))
        )
    return [
        *stamps,
        Stamp("logged", logged_ms, f"{whose} station", theirs, ("drafted",)),
    ]


def _rung(
    step: str, fact: LadderFact | None, source: str, after: tuple[str, ...]
) -> Stamp:
    at_ms = None if fact is None else fact.attested_ms
    return Stamp(step, at_ms, source, theirs=True, after=after)


def _heard(step: str, fact: LadderFact | None, after: tuple[str, ...]) -> Stamp:
    at_ms = None if fact is None else fact.seen_ms
    return Stamp(step, at_ms, _OURS, theirs=False, after=after)


def _by(fact: LadderFact | None, roster: Roster) -> str:
    if fact is None or fact.officer is None:
        return "(nobody yet)"
    return officer_name(roster, fact.officer)
