# SPDX-License-Identifier: Apache-2.0
"""Inside the party: who got it, by name and code; clocks, groups and agreed times."""

from __future__ import annotations

import pytest

from parley.core.records import EntryHead
from parley.core.shelves import encode_head
from parley.errors import LocalFault
from parley.model.entry import EntryKind
from parley.model.record import Append, Direction, EntryFlag, EntryKey, EntryRow
from parley.station.groups import group_of
from parley.store.memory.store import MemoryStore
from parley.testing.stations import ANN, both

DAY_MS = 1_795_392_000_000  # 23 NOV 2026 00:00Z
LINK = "nrrc.alfa.example"


def logged(*entries, skip=()):
    """Return a store with entries of one log: (milliseconds of the day, kind)."""
    store = MemoryStore()
    changes = []
    for serial, (at_ms, kind) in enumerate(entries, 1):
        if serial in skip:
            continue
        logged_ms = DAY_MS + at_ms
        head = EntryHead(kind, None, logged_ms, logged_ms, b"tag", 0, b"secret")
        key = EntryKey(LINK, Direction.IN, 1, serial)
        row = EntryRow(key, EntryFlag(0), b"l" * 32, encode_head(head), b"")
        changes.append(Append(row))
    store.commit(changes)
    return store


def group(store, serial, at_ms):
    """Return the group of one entry."""
    key = EntryKey(LINK, Direction.IN, 1, serial)
    return group_of(store, key, DAY_MS + at_ms)


def test_two_messages_of_a_minute_have_two_groups():
    """A group that names two messages answers neither of them."""
    message, other = EntryKind.MESSAGE, EntryKind.RECEIPT
    noon = 12 * 3_600_000
    store = logged(
        (noon, message), (noon + 1, other), (noon + 2, message), (noon + 3, message)
    )
    assert [group(store, at, noon) for at in (1, 3, 4)] == [
        "231200Z NOV 26",
        "231201Z NOV 26",
        "231202Z NOV 26",
    ]


def test_midnight_is_not_used_and_a_full_day_has_no_group_left():
    """0000Z of which day has cost an hour before."""
    message = EntryKind.MESSAGE
    last = 86_400_000 - 1
    store = logged((0, message), (last, message), (last, message))
    assert group(store, 1, 0) == "230001Z NOV 26"
    assert group(store, 2, last) == "232359Z NOV 26"
    assert group(store, 3, last) == ""


def test_group_waits_for_what_is_missing_before_it():
    """Both sides must give one message one name."""
    message = EntryKind.MESSAGE
    whole = logged(*[(0, message)] * 3)
    gap = logged(*[(0, message)] * 3, skip={2})
    assert group(whole, 3, 0) == "230003Z NOV 26"
    assert group(gap, 3, 0) == ""


def settings(folders):
    """Give BRAVO lists of inner addressees and clocks."""
    with (folders / "bravo" / "station.toml").open("a") as file:
        file.write(
            '\n[[onward]]\nposition = "Duty officer"\n'
            'to = ["Radar crews", "Foreign ministry"]\n'
            '\n[clocks]\nours = "Asia/Karachi"\n'
            'theirs = { "nrrc.alfa.example" = "Europe/Moscow" }\n'
        )


def test_each_inner_addressee_is_proved_by_name_and_code(run, folders):
    """That a copy was sent down the corridor is not that it was read."""
    settings(folders)

    async def story():
        async with both(folders) as (alfa, bravo):
            sent = await alfa.send("Launch tomorrow.")
            api = bravo.parts.api

            async def arrived():
                return bool(await api.onward_missing())

            await bravo.until(arrived)
            (one,) = await api.onward_missing()
            assert [each.addressee for each in one.addressees] == [
                "Radar crews",
                "Foreign ministry",
            ]
            copy = await api.onward_copy(one.ref, "Radar crews")
            other = await api.onward_copy(one.ref, "Foreign ministry")
            assert copy.texts == (("en", "Launch tomorrow."),)
            assert copy.code != other.code
            wrong = ("Radar crews", "Capt. Weiss", other.code, ANN)
            with pytest.raises(LocalFault) as refused:
                await api.onward_got(one.ref, *wrong)
            assert refused.value.code == "PLY-WCH-076"
            with pytest.raises(LocalFault) as refused:
                await api.onward_copy(one.ref, "The press")
            assert refused.value.code == "PLY-WCH-075"
            right = ("Radar crews", "Capt. Weiss", copy.code, ANN)
            after = await api.onward_got(one.ref, *right)
            assert (after.missing, after.addressees[0].by) == (1, "Capt. Weiss")
            assert "Capt. Weiss" in (await api.audit())[0].subject
            sheet = await api.handover_begin(ANN, await second(bravo))
            assert "ONWARD" in {each.matter for each in sheet.lines}

            async def whole():
                # A FLASH may pass the receipts that were logged before it.
                return (await api.message(one.ref)).date_time_group

            await bravo.until(whole)
            message = await api.message(one.ref)
            ours = await alfa.parts.api.message(sent.ref)
            assert message.date_time_group == ours.date_time_group != ""
            due = {each.what: each for each in message.deadlines}
            assert set(due) == {"acknowledgement", "translation", "delivered"}
            assert due["delivered"].due_ms - message.filed_ms == 900_000
            assert due["delivered"].done_ms is None
            clocks = await api.clocks()
            assert (clocks.ours.offset_min, clocks.zulu.offset_min) == (300, 0)
            assert [each.offset_min for each in clocks.theirs] == [180]

    run(story())


async def second(station):
    """Put a second officer of the watch on a roster; return his number."""
    added = await station.parts.api.add_officer(
        "Nils", "Duty officer", ["WATCH"], None, None, 4_000_000_000_000
    )
    return added.index
