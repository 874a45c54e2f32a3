# SPDX-License-Identifier: Apache-2.0
"""Adapters that call people who are not at a console."""
