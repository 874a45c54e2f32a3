# SPDX-License-Identifier: Apache-2.0
"""Frozen values: the words of the vocabulary as types, without behaviour or I/O."""
