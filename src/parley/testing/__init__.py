# SPDX-License-Identifier: Apache-2.0
"""Kits that show whether a new bearer, store or keystore keeps its promises."""
