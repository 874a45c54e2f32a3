# SPDX-License-Identifier: Apache-2.0
"""The party's own audit log: nothing is left out, and nothing is changed unseen."""

from __future__ import annotations

import asyncio
import json

import pytest

from parley.core.shelves import number_key
from parley.crypto.keys import StationKeys
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.now import Now
from parley.model.precedence import Mode
from parley.model.record import Drop, Put
from parley.station.authority.audit import (
    AGAIN_S,
    AuditLog,
    Deed,
    decode_audit,
    line_problem,
)
from parley.station.offline import offline
from parley.store.memory.store import MemoryStore
from parley.testing.stations import PASSPHRASE, enlist, make_station
from parley.tlog.merkle import Frontier, leaf_hash
from parley.tlog.policy import Signer
from parley.wire.cbor import dumps, loads

KEYS = StationKeys.from_seeds(b"a" * 32, b"b" * 32)
OTHERS = StationKeys.from_seeds(b"c" * 32, b"d" * 32)


class HandClock:
    """A clock that a test moves."""

    wall_ms = 1_800_000_000_000

    def now(self) -> Now:
        """Read it."""
        return Now(0, self.wall_ms, bytes(32))


@pytest.fixture
def clock():
    """Return a clock that stands still."""
    return HandClock()


@pytest.fixture
def store():
    """Return an empty disk."""
    return MemoryStore()


def opened(store, clock, keys=KEYS):
    """Open the audit log of a disk."""
    return AuditLog(
        store, clock, keys, Signer("alfa.example", keys.public, keys.public), Mode.LIVE
    )


def note(audit, *deeds):
    """Note some deeds in turn."""

    async def all_of_them():
        for deed, officer, subject in deeds:
            await audit.note(deed, officer, subject)

    asyncio.run(all_of_them())


FEW = (
    (Deed.STARTED, None, "station"),
    (Deed.READ, 3, "bravo.example/in/1/7"),
    (Deed.SIGN_ON_FAILED, None, "at a console"),
    (Deed.OVERRIDE, 4, "draft 9: nobody else is here"),
)


def filled(store, clock):
    """Return an audit log of four lines."""
    audit = opened(store, clock)
    note(audit, *FEW)
    return audit


def test_what_was_noted_is_listed_newest_first(store, clock):
    """With who and about what, and never a text."""
    audit = filled(store, clock)
    found = audit.entries(None, 50)
    assert [(each.deed, each.officer, each.subject) for each in found] == [
        (deed.name, officer, subject) for deed, officer, subject in FEW[::-1]
    ]
    assert [each.index for each in audit.entries(3, 2)] == [2, 1]
    assert audit.entries(0, 2) == ()
    assert audit.verify().good


def test_it_goes_on_after_a_restart(store, clock):
    """It is on the disk before anything is shown."""
    filled(store, clock)
    again = opened(store, clock)
    note(again, (Deed.SIGNED_ON, 5, "at a console"))
    assert again.verify().size == 5
    assert again.verify().good


def test_a_screen_that_asks_again_is_noted_once(store, clock):
    """A page that refreshes itself must not bury what a person did."""
    audit = opened(store, clock)
    look = (Deed.READ, 3, "x")
    note(audit, look, look, (Deed.READ, 4, "x"), (Deed.READ, 3, "y"))
    assert audit.verify().size == 3
    clock.wall_ms += AGAIN_S * 1_000
    note(audit, look)
    assert audit.verify().size == 4
    failed = (Deed.SIGN_ON_FAILED, None, "x")
    note(audit, failed, failed)
    assert audit.verify().size == 6


def test_times_do_not_go_back(store, clock):
    """A clock set back must not put a deed before another."""
    audit = filled(store, clock)
    clock.wall_ms -= 60_000
    note(audit, (Deed.SIGNED_ON, 5, "at a console"))
    times = [each.time_ms for each in audit.entries(None, 9)]
    assert times == sorted(times, reverse=True)


def test_a_long_subject_is_cut(store, clock):
    """What is noted is bounded, whoever names it."""
    audit = opened(store, clock)
    note(audit, (Deed.READ, 1, "é" * 10_000))
    assert len(audit.entries(None, 1)[0].subject.encode()) == 300


def edit(store, index, **changed):
    """Change one line on the disk."""
    entry = replace(decode_audit(store.value("audit", number_key(index))), **changed)
    store.commit([Put("audit", number_key(index), entry.encode())])


@pytest.mark.parametrize(
    "tamper",
    [
        lambda store: edit(store, 3, officer=9),
        lambda store: edit(store, 1, subject="something else"),
        lambda store: edit(store, 2, time_ms=5),
        lambda store: store.commit([Drop("audit", number_key(3), secret=False)]),
        lambda store: store.commit([Drop("audit", number_key(0), secret=False)]),
        lambda store: store.commit([Drop("audit_head", b"head", secret=False)]),
    ],
    ids=["officer", "subject", "time", "last", "first", "head"],
)
def test_what_was_changed_on_the_disk_is_found(store, clock, tamper):
    """Whoever may write the disk may not thereby write history."""
    audit = filled(store, clock)
    tamper(store)
    found = audit.verify()
    assert not found.good
    assert found.problem


def test_a_log_made_anew_by_others_keys_is_found(store, clock):
    """The head is signed by the station, with both keys."""
    audit = filled(store, clock)
    forged = MemoryStore()
    note(opened(forged, clock, OTHERS), *FEW)
    head = forged.value("audit_head", b"head")
    store.commit([Put("audit_head", b"head", head)])
    assert audit.verify().problem == "the signatures of the head are not ours"


def test_an_old_head_under_a_longer_log_is_found(store, clock):
    """Frontier and signature are of one state, or of none."""
    audit = filled(store, clock)
    frontier, last, _ = loads(store.value("audit_head", b"head"))
    note(audit, (Deed.READ, 1, "z"))
    _, _, newer = loads(store.value("audit_head", b"head"))
    store.commit(
        [
            Put("audit_head", b"head", dumps([frontier, last, newer])),
            Drop("audit", number_key(4), secret=False),
        ]
    )
    assert audit.verify().problem == "the signed head is of another state"


def test_an_export_can_be_computed_again(store, clock):
    """Lines, head and keys: whoever holds the file needs nothing else."""
    audit = filled(store, clock)
    written: list[str] = []
    assert audit.export(written.append).good
    lines = [json.loads(each) for each in written[: len(FEW)]]
    frontier = Frontier()
    for each in lines:
        deed = Deed[each["deed"]]
        fields = [
            each["index"],
            each["time_ms"],
            deed,
            each["officer"],
            each["subject"],
        ]
        frontier = frontier.append(leaf_hash(dumps(fields)))
    assert frontier.root().hex() == audit.verify().root
    assert [each[:4] for each in written[len(FEW) : -1]] == ["key ", "key "]
    assert "alfa.example/audit/live\n4\n" in written[-1]


def test_the_station_notes_what_is_done_through_its_door(tmp_path):
    """People, terms and exports; and whoever lists it changes nothing of it."""
    make_station(tmp_path / "alfa", "alfa")
    enlist(tmp_path / "alfa")
    with offline(tmp_path / "alfa", PASSPHRASE) as rest:
        rest.ask("note", {"deed": "READ", "subject": "x", "officer": 1})
        rest.ask("add_position", {"name": "Night desk"})
        deeds = [each["deed"] for each in rest.ask("audit")]
        assert deeds[:2] == ["ROSTER_CHANGED", "READ"]
        assert rest.ask("audit_verify")["good"]
        out = tmp_path / "audit.txt"
        assert rest.ask("audit_export", {"out": str(out)})["good"]
        assert out.read_text("utf-8").count("ROSTER_CHANGED") == len(deeds) - 1
        with pytest.raises(LocalFault, match="PLY-AUT-015"):
            rest.ask("audit_export", {"out": str(out)})
        with pytest.raises(LocalFault):
            rest.ask("note", {"deed": "FORGIVEN", "subject": "x"})


def test_watch_log_is_read_apart_from_what_was_done(store, clock):
    """A relief who reads what happened must not dig it out of every look at a page."""
    audit = opened(store, clock)
    note(audit, (Deed.READ, 3, "x"), (Deed.LOGGED, 4, "One."), (Deed.READ, 4, "y"))
    note(audit, (Deed.LOGGED, 4, "Two."))
    found = audit.entries(None, 50, Deed.LOGGED)
    assert [each.subject for each in found] == ["Two.", "One."]
    assert [each.subject for each in audit.entries(3, 50, Deed.LOGGED)] == ["One."]
    assert audit.verify().good


@pytest.mark.parametrize("text", ["x" * 301, "я" * 151, "two\nlines", " ", "a\x00b"])
def test_line_that_would_be_cut_or_forged_is_refused(text):
    """Half a sentence says something else; a second line looks like another entry."""
    assert line_problem(text) is not None
