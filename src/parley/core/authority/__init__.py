# SPDX-License-Identifier: Apache-2.0
"""Who may do what on the line, by the agreement both parties signed."""
