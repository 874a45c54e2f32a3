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
    "qr": carriers.by_qr,
    "relay": carriers.by_relay,
    "mail": carriers.by_mail,
    "nats": carriers.by_nats,
    # The real TNC where it is installed; the air of tests where not.
    "kiss": carriers.by_radio if no_tnc() else carriers.by_sound,
    "tor": carriers.by_tor,
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_message_each_way_is_receipted_and_acknowledged(folders, kind):
    """Whatever is left when everything else is gone must do the whole job alone."""
    if kind == "mail" and no_mail() is not None:
        pytest.skip(str(no_mail()))

    async def story() -> None:
        async with (
            asyncio.timeout(STORY_S_MAX),
            KINDS[kind](folders) as walk,
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

    asyncio.run(story())
