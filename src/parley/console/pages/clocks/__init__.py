# SPDX-License-Identifier: Apache-2.0
"""The clocks on the wall of a watch: Zulu, ours, theirs."""
