# SPDX-License-Identifier: Apache-2.0
"""Keeps what was read of the last places, up to a limit."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from parley.station.limits import VIEWS_KEPT_MAX

Place = TypeVar("Place", bound=Hashable)
Found = TypeVar("Found")


class Kept(Generic[Place, Found]):
    """Read once a place, and again when its age is another."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._found: OrderedDict[Place, tuple[object, Found]] = OrderedDict()

    def of(self, place: Place, read: Callable[[], Found], age: object = 0) -> Found:
        """Return what was read of a place at this age, or read it now."""
        found = self._found.get(place)
        if found is None or found[0] != age:
            found = self._found[place] = age, read()
            if len(self._found) > VIEWS_KEPT_MAX:
                self._found.popitem(last=False)
        return found[1]

    def forget(self, place: Place) -> None:
        """Read this place again next time."""
        self._found.pop(place, None)
