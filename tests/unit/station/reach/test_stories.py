# SPDX-License-Identifier: Apache-2.0
"""The main job over every kind of carrier: two whole stations, one message each way."""

from __future__ import annotations

import asyncio

import pytest

from parley.testing import carriers
from parley.testing.direwolf import why_not as no_tnc
from parley.testing.mail_hosts import why_not as no_mail
from parley.testing.stations import running
from parley.testing.two_stories import one_message

STORY_S_MAX = 90.0
KINDS = {
    "udp": carriers.by_udp,
    "pipe": carriers.by_pipe,
    "file": carriers.by_file,
    "relay": carriers.by_relay,
    "nats": carriers.by_nats,
    "kiss": carriers.by_radio,
    "tor": carriers.by_tor,
}
# Real mail hosts, real TNCs with sound between them in real time, and sheets of codes
# that are drawn and read: alone, not beside other tests on two cores (`make soak`).
ALONE = {"qr": carriers.by_qr, "mail": carriers.by_mail, "kiss": carriers.by_sound}


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_message_each_way_is_receipted_and_acknowledged(folders, kind):
    """Whatever is left when everything else is gone must do the whole job alone."""
    asyncio.run(story_over(kind, KINDS[kind], folders))


@pytest.mark.soak
@pytest.mark.timeout(200)
@pytest.mark.parametrize("kind", list(ALONE))
def test_a_message_goes_by_what_needs_the_machine_alone(folders, kind):
    """What stands in for a post office or a radio may be kinder than they are."""
    missing = {"mail": no_mail, "kiss": no_tnc}.get(kind, lambda: None)()
    if missing:
        pytest.skip(str(missing))
    asyncio.run(story_over(kind, ALONE[kind], folders))


async def story_over(kind, carrier, folders):
    """Send a message each way over one kind of carrier alone."""
    async with (
        asyncio.timeout(STORY_S_MAX),
        carrier(folders) as walk,
        running(folders / "alfa") as alfa,
        running(folders / "bravo") as bravo,
    ):
        await one_message(alfa, bravo, "Hold your fire.", walk)
        await one_message(bravo, alfa, "We hold it.", walk)
        for station in (alfa, bravo):
            (circuit,) = await station.parts.api.circuits()
            assert circuit.bearer == kind
            assert circuit.handed_ms is not None
            assert circuit.last_heard_ms is not None
