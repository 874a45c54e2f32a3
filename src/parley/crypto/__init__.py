# SPDX-License-Identifier: Apache-2.0
"""Seal, open, sign, verify, with one library; no formats, no randomness, no I/O."""
