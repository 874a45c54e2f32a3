# SPDX-License-Identifier: Apache-2.0
"""Places to keep the record: one folder a store, none knows another."""
