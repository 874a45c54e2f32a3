# SPDX-License-Identifier: Apache-2.0
"""The order wire: operators to operators, on the record, never a statement."""
