# SPDX-License-Identifier: Apache-2.0
"""Phones that are called, and the code that says that somebody was reached."""
