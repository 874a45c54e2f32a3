# SPDX-License-Identifier: Apache-2.0
"""The kinds of pieces that the process beside the station says, by their first byte."""

from __future__ import annotations

from typing import Final

FRAME: Final = b"F"
"""And a frame that was heard."""

LEFT: Final = b"L"
"""A frame of ours has been spoken."""

NOTE: Final = b"N"
"""And words for the board, UTF-8."""
