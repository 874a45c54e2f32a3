# SPDX-License-Identifier: Apache-2.0
"""Readouts: both sides' words, differences marked, answered and published."""
