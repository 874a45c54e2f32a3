# SPDX-License-Identifier: Apache-2.0
"""Frames as chunk files in folders: sticks, data diodes, shared drives."""

from parley.bearers.file.bearer import FileBearer
from parley.bearers.file.config import FileSettings

__all__ = ["FileBearer", "FileSettings"]
