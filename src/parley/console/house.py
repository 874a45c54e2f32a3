# SPDX-License-Identifier: Apache-2.0
"""What every page shares: the station, the desk, who is signed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from inspect import isawaitable
from typing import Any, cast

from jinja2 import Environment
from starlette.requests import HTTPConnection

from parley.console.needs import Desk, Station
from parley.console.signed_on import SignedOn
from parley.model.identity import OfficerClass
from parley.station.sight import refuse_auditor, seen, sight_of
from parley.station.sights import Sight


@dataclass(slots=True)
class House:
    """The parts of one console; kept in `app.state.house`."""

    station: Station
    desk: Desk
    drawing: Environment
    signed_on: SignedOn


class SeenStation:
    """The station as the officer at one screen is shown it, and may act on it."""

    def __init__(
        self, station: Station, classes: frozenset[OfficerClass] | None
    ) -> None:
        self._station = station
        self._classes = classes
        self._sight = sight_of(classes)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the station has it
        """Return what the station has, its texts left out where they are not shown."""
        found = getattr(self._station, name)
        if name == "hardware" or not callable(found):
            return found
        refuse_auditor(self._classes or (), name)
        return found if self._sight is Sight.WHOLE else _seen(found, self._sight)


def _seen(ask: Callable[..., Any], sight: Sight) -> Callable[..., Any]:
    def asked(*given: object, **named: object) -> object:
        answer = ask(*given, **named)
        return _later(answer, sight) if isawaitable(answer) else answer

    return asked


async def _later(answer: Any, sight: Sight) -> object:  # noqa: ANN401 - any view
    return seen(await answer, sight)


def house_of(request: HTTPConnection) -> House:
    """Return the console's parts for a request, as its screen is shown them."""
    house = request.app.state.house
    if not isinstance(house, House):
        message = "the console was not made by create_console"
        raise TypeError(message)
    watch = house.signed_on.at(request)
    classes = None
    if watch is not None:
        classes = frozenset(OfficerClass[each] for each in watch.classes)
    station = SeenStation(house.station, classes)
    return replace(house, station=cast("Station", station))
