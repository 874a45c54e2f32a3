# SPDX-License-Identifier: Apache-2.0
"""Slips in and out: the numbering of one run, and what the numbers of others tell."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from parley.crypto.carrier import CarrierKeys
from parley.errors import CounterpartFault
from parley.wire.slip import RUN_BYTES, Slip, decode_slip, encode_slip

RUNS_MAX: Final = 8
"""Runs of the counterpart's bearer remembered; an older one begins anew."""

SPAN: Final = 4_096
"""Numbers below the highest of a run of which each is known; lower ones are old."""


class SlipMaker:
    """Puts frames of one run of a bearer into slips."""

    def __init__(self, keys: CarrierKeys, run: bytes) -> None:
        """Take the keys of our direction and 8 random bytes."""
        assert len(run) == RUN_BYTES, "a run is 8 bytes"
        self._keys = keys
        self._run = run
        self._number = 0

    def put(self, frame: bytes) -> bytes:
        """Return `frame` as the next slip."""
        self._number += 1
        data = encode_slip(Slip(self._run, self._number, frame))
        return data + self._keys.tag(data)


class _Run:
    """The numbers of one run: the highest, and which of the last span have come."""

    __slots__ = ("came", "first", "highest")

    def __init__(self, number: int) -> None:
        self.first = number
        self.highest = number - 1
        self.came: set[int] = set()

    def take(self, number: int) -> bool:
        """Note a number; return whether it is new."""
        if number in self.came or number <= self.highest - SPAN:
            return False
        self.came.add(number)
        self.first = min(self.first, number)
        if number > self.highest:
            lowest = number - SPAN
            if number - self.highest > SPAN:
                self.came = {each for each in self.came if each > lowest}
            else:
                self.came.difference_update(range(self.highest - SPAN, lowest + 1))
            self.highest = number
        return True

    @property
    def missing(self) -> int:
        """How many of the last span have not come."""
        lowest = max(self.first - 1, self.highest - SPAN)
        return self.highest - lowest - sum(1 for each in self.came if each > lowest)


class SlipReader:
    """Judges slips of the counterpart's direction; bounded whatever comes."""

    def __init__(self, keys: CarrierKeys) -> None:
        """Begin knowing no run."""
        self._keys = keys
        self._runs: OrderedDict[bytes, _Run] = OrderedDict()
        self.strange = 0  # without a good tag
        self.repeated = 0

    def take(self, data: bytes) -> bytes | None:
        """Return the frame of a slip that is the counterpart's and new."""
        # SPEC 10.62: "A receiver MUST judge the tag before anything else of a slip is
        # used, and drops a slip whose run and number it has seen."
        try:
            slip, covered, tag = decode_slip(data)
        except CounterpartFault:
            self.strange += 1
            return None
        if not self._keys.is_tag(covered, tag):
            self.strange += 1
            return None
        run = self._runs.get(slip.run)
        if run is None:
            run = self._runs[slip.run] = _Run(slip.number)
            if len(self._runs) > RUNS_MAX:
                self._runs.popitem(last=False)
        if not run.take(slip.number):
            self.repeated += 1
            return None
        return slip.frame

    @property
    def missing(self) -> int:
        """How many slips were numbered and have not come, of the runs remembered."""
        return sum(run.missing for run in self._runs.values())

    def words(self) -> str:
        """Say what the numbers tell, for the board; empty while all is well."""
        told = (
            (self.missing, f"{self.missing} missing"),
            (self.repeated, f"{self.repeated} repeated"),
            (self.strange, f"{self.strange} from strangers"),
        )
        return "; ".join(words for count, words in told if count)
