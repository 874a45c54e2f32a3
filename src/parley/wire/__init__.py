# SPDX-License-Identifier: Apache-2.0
"""Bytes to values and back, strictly; no keys, no signatures checked, no I/O."""
