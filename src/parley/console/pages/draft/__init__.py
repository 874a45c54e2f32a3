# SPDX-License-Identifier: Apache-2.0
"""A draft exactly as it will go, and the act of releasing it."""
