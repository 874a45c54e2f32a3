# SPDX-License-Identifier: Apache-2.0
"""Drills: failures of the past, played against two whole stations on one machine."""
