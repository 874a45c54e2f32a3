# SPDX-License-Identifier: Apache-2.0
"""Parley: the emergency line between two parties that do not trust each other."""

__version__ = "0.1.0"
