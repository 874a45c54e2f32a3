# SPDX-License-Identifier: Apache-2.0
"""What this machine does bare, and what the station's own parts make of it."""
