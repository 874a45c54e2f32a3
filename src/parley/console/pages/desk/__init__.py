# SPDX-License-Identifier: Apache-2.0
"""Signing on and off at this screen, and the screen's own settings."""
