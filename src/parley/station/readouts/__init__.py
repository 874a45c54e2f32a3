# SPDX-License-Identifier: Apache-2.0
"""Readouts: drafted, seen with their differences, published as files."""
