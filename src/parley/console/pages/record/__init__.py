# SPDX-License-Identifier: Apache-2.0
"""The record: who reached whom, as a calendar and as a table."""
