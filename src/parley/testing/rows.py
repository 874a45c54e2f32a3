# SPDX-License-Identifier: Apache-2.0
"""Rows of a record, each read once: whoever checks a world asks for them ever again."""

from __future__ import annotations

from functools import lru_cache

from parley.core.entries import read_row

_KEPT_MAX = 4_096

read_once = lru_cache(_KEPT_MAX)(read_row)
"""As `read_row`, of which it keeps the last answers: a row never changes."""
