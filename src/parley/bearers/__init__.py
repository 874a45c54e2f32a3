# SPDX-License-Identifier: Apache-2.0
"""Kinds of carrier, one folder each; none knows another, all fit `ports/bearer.py`."""
