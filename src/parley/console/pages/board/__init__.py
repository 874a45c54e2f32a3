# SPDX-License-Identifier: Apache-2.0
"""The board: what waits, first things first."""
