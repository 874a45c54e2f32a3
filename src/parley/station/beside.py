# SPDX-License-Identifier: Apache-2.0
"""What stands beside the record and its acts: looks, notes, texts not yet drafts."""

from __future__ import annotations

from parley.fixed import Fixed
from parley.ports.clock import Clock
from parley.station.observed.looking_back import LookingBack
from parley.station.texts.foreign import ForeignFiles
from parley.station.upkeep.upkeep import Upkeep
from parley.station.watch.latest_line import LatestLine
from parley.station.writing.looking import DraftLooks
from parley.station.writing.unfinished import Unfinished


class Beside(Fixed):
    """Parts of the station's door that decide nothing."""

    looks: DraftLooks
    unfinished: Unfinished
    latest: LatestLine
    looking_back: LookingBack
    upkeep: Upkeep
    foreign: ForeignFiles
    clock: Clock
