# SPDX-License-Identifier: Apache-2.0
"""Asks the station for what stands beside a message."""

from __future__ import annotations

from starlette.requests import Request

from parley.console.drawing import Picture
from parley.console.house import house_of
from parley.console.pages.texts.picture import Beside, beside_picture
from parley.station.views import MessageView


async def beside(request: Request, message: MessageView) -> Picture:
    """Return the picture of what stands beside a message."""
    house = house_of(request)
    found = Beside(
        await house.station.translations(message.ref),
        await house.station.clarifications(message.ref),
        await house.station.models(),
    )
    return beside_picture(message, found, house.signed_on.at(request))
