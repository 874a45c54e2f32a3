# SPDX-License-Identifier: Apache-2.0
"""The main job over every kind of carrier: two whole stations, one message each way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from parley.carriage.aside import aside
from parley.testing import carriers
from parley.testing.mail_hosts import why_not as no_mail
from parley.testing.stations import Up, running

STORY_S_MAX = 90.0
LOOK_S = 0.05
KINDS = {
    "udp": carriers.by_udp,
    "pipe": carriers.by_pipe,
    "file": carriers.by_file,
    "qr": carriers.by_qr,
    "relay": carriers.by_relay,
    "mail": carriers.by_mail,
    "nats": carriers.by_nats,
    "kiss": carriers.by_radio,
    "tor": carriers.by_tor,
}


async def until(
    walk: carriers.Walk, condition: Callable[[], Awaitable[object]]
) -> None:
    """Wait until something is true, and let a person walk meanwhile."""
    while not await condition():
        await aside(walk)
        await asyncio.sleep(LOOK_S)  # the way there


async def one_message(walk: carriers.Walk, sender: Up, reader: Up, text: str) -> None:
    """Release a FLASH, have it acknowledged, and wait until the sender knows."""
    sent = await sender.send(text)

    async def alarmed() -> bool:
        return len((await reader.parts.api.board()).open) == 1

    await until(walk, alarmed)
    (seen,) = (await reader.parts.api.board()).open
    assert (await reader.parts.api.message(seen.ref)).texts == (("en", text),)
    await reader.acknowledge(seen.ref)

    async def known() -> bool:
        told = await sender.parts.api.message(str(sent.ref))
        return told.state == "ACKNOWLEDGED"

    await until(walk, known)
    told = await sender.parts.api.message(str(sent.ref))
    assert [one.stage for one in told.stages] == ["receipt", "acknowledgement"]
    assert (await reader.parts.api.board()).open == ()


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
            await one_message(walk, alfa, bravo, "Hold your fire.")
            await one_message(walk, bravo, alfa, "We hold it.")
            for station in (alfa, bravo):
                (circuit,) = await station.parts.api.circuits()
                assert circuit.bearer == kind
                assert circuit.handed_ms is not None
                assert circuit.last_heard_ms is not None

    asyncio.run(story())
