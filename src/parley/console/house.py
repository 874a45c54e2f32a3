# SPDX-License-Identifier: Apache-2.0
"""What every page shares: the station, the desk, who is signed on."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment
from starlette.requests import HTTPConnection

from parley.console.needs import Desk, Station
from parley.console.signed_on import SignedOn


@dataclass(slots=True)
class House:
    """The parts of one console; kept in `app.state.house`."""

    station: Station
    desk: Desk
    drawing: Environment
    signed_on: SignedOn


def house_of(request: HTTPConnection) -> House:
    """Return the console's parts for a request."""
    house = request.app.state.house
    if not isinstance(house, House):
        message = "the console was not made by create_console"
        raise TypeError(message)
    return house
