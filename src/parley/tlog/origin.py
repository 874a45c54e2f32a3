# SPDX-License-Identifier: Apache-2.0
"""The name of a log: who writes it, to whom, in which mode, which incarnation."""

from __future__ import annotations

import re

from parley.fixed import Fixed
from parley.model.precedence import Mode
from parley.tlog.note import NAME_BYTES_MAX
from parley.tlog.strict import decimal_number, refusing

_malformed = refusing("PLY-LOG-020")

_STATION = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?", re.ASCII)
_MODES = {mode.name.lower(): mode for mode in Mode}
_PARTS = 4


class Origin(Fixed):
    """One direction of one link; every incarnation of it is a log of its own."""

    sender: str
    recipient: str
    mode: Mode
    incarnation: int

    def text(self) -> str:
        """Return the origin line of the log's checkpoints."""
        mode = self.mode.name.lower()
        return f"{self.sender}/{self.recipient}/{mode}/{self.incarnation}"


def parse_origin(text: str) -> Origin:
    """Read an origin line.

    Raises:
        CounterpartFault: PLY-LOG-020, it does not name a log of a link.

    """
    parts = text.split("/")
    if len(parts) != _PARTS or len(text.encode()) > NAME_BYTES_MAX:
        raise _malformed("it has not four parts")
    sender, recipient, mode, number = parts
    if not _STATION.fullmatch(sender) or not _STATION.fullmatch(recipient):
        raise _malformed("a station's name is not proper")
    incarnation = decimal_number(number)
    if mode not in _MODES or incarnation is None:
        raise _malformed("its mode or incarnation is not known")
    return Origin(sender, recipient, _MODES[mode], incarnation)
