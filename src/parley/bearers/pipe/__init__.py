# SPDX-License-Identifier: Apache-2.0
"""Frames to and from a program of somebody else's, over its standard streams."""

from parley.bearers.pipe.bearer import PipeBearer
from parley.bearers.pipe.config import PipeSettings

__all__ = ["PipeBearer", "PipeSettings"]
