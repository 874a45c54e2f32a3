# SPDX-License-Identifier: Apache-2.0
"""Texts of the PLY-STORE area."""

from parley.errors.fault import Explanation

TEXTS: dict[str, Explanation] = {}
