# SPDX-License-Identifier: Apache-2.0
"""Frames over radio: AX.25 by way of a TNC that speaks KISS."""

from parley.bearers.kiss.bearer import KissBearer
from parley.bearers.kiss.config import KissSettings

__all__ = ["KissBearer", "KissSettings"]
