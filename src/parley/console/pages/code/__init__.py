# SPDX-License-Identifier: Apache-2.0
"""Codes of the book: a button for each code, a form for each format."""
