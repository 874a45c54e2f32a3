# SPDX-License-Identifier: Apache-2.0
"""Pictures of a link's last day and month; each has a table with the same numbers."""
