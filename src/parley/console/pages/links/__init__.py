# SPDX-License-Identifier: Apache-2.0
"""How each line has been: circuits, round trips, waits for an officer, alarms."""
