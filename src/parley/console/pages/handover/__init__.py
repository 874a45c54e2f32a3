# SPDX-License-Identifier: Apache-2.0
"""The watch is handed over: the sheet, its answers, the sound, both signatures."""
