# SPDX-License-Identifier: Apache-2.0
"""What tests of restored stations share: time to heal, a courier, whole records."""

from __future__ import annotations

from parley.core.entries import read_row
from parley.core.events import (
    CardPresented,
    CardRequested,
)
from parley.model.message import Message
from parley.testing.looks import (
    alarms,
    rows,
)


def settle(pair, seconds=40):
    """Let everything be said that has to be said."""
    for _ in range(seconds // 8):
        pair.carry()
        pair.pass_time(8)
    pair.carry()


def courier(pair):
    """Carry a fresh card to whoever opened an epoch that could not be read."""
    for desk in (pair.alfa, pair.bravo):
        if "OPENING-REFUSED" in [code for code, _ in alarms(desk)]:
            pair.pass_time(1)
            card = desk.tell(CardRequested())
            pair.other(desk).tell(CardPresented(card))
    settle(pair, 80)


def whole(desk, direction):
    """Return leaf by (incarnation, serial) of one direction."""
    return {
        (row.key.incarnation, row.key.serial): row.leaf for row in rows(desk, direction)
    }


def texts(desk, direction):
    """Return every message text of one direction."""
    return sorted(
        read_row(row)[1].payload.content.texts[0].text
        for row in rows(desk, direction)
        if isinstance(read_row(row)[1].payload, Message)
    )
