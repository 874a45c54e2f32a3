# SPDX-License-Identifier: Apache-2.0
"""Each act of a custodian about pages, handed to the file that has its rule."""

from __future__ import annotations

from typing import assert_never

from parley.core.key_acts import (
    PagesAlone,
    PagesDestroyed,
    PagesTaken,
    PagesWanted,
)
from parley.core.pages import alone, handing
from parley.core.step import Step


def handle(
    step: Step, event: PagesWanted | PagesTaken | PagesDestroyed | PagesAlone
) -> None:
    """Hand an event to its rule."""
    match event:
        case PagesWanted():
            handing.make_set(step, event)
        case PagesTaken():
            handing.take_set(step, event)
        case PagesDestroyed():
            handing.destroy(step, event)
        case PagesAlone():
            alone.change(step, event)
        case _:
            assert_never(event)
