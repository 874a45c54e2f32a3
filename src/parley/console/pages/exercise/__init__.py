# SPDX-License-Identifier: Apache-2.0
"""Exercises: planned, announced, started with two keys, interrupted, ended."""
