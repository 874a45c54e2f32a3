# SPDX-License-Identifier: Apache-2.0
"""What two whole stations do for each other, told once for every carrier."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from parley.carriage.aside import aside
from parley.testing.stations import Up

Walk = Callable[[], None]
"""What a person does between the two sides meanwhile; it may block."""

_LOOK_S = 0.05


def nobody_walks() -> None:
    """Stand for a carrier that needs nobody."""


async def until(walk: Walk, condition: Callable[[], Awaitable[object]]) -> None:
    """Wait until something is true, and let a person walk meanwhile."""
    while not await condition():
        await aside(walk)
        await asyncio.sleep(_LOOK_S)  # the way there


async def one_message(
    sender: Up, reader: Up, text: str, walk: Walk = nobody_walks
) -> None:
    """Release a FLASH, have it acknowledged, and wait until the sender knows.

    Raises:
        AssertionError: a text, a stage or a board is not what it has to be.

    """
    sent = await sender.send(text)

    async def alarmed() -> bool:
        return len((await reader.parts.api.board()).open) == 1

    await until(walk, alarmed)
    (seen,) = (await reader.parts.api.board()).open
    if (await reader.parts.api.message(seen.ref)).texts != (("en", text),):
        raise AssertionError("another text was read than was released")
    await reader.acknowledge(seen.ref)

    async def known() -> bool:
        told = await sender.parts.api.message(str(sent.ref))
        return told.state == "ACKNOWLEDGED"

    await until(walk, known)
    told = await sender.parts.api.message(str(sent.ref))
    stages = [one.stage for one in told.stages]
    if stages != ["receipt", "acknowledgement"]:
        raise AssertionError(f"the sender knows of {stages}")
    if (await reader.parts.api.board()).open:
        raise AssertionError("what was acknowledged still waits")
