# SPDX-License-Identifier: Apache-2.0
"""The station itself: whether it is well, and how old its last copy is."""
