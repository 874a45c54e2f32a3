# SPDX-License-Identifier: Apache-2.0
"""The rules: event and `now` in, effects out.  No I/O, no clock, no randomness."""
