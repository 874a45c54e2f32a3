# SPDX-License-Identifier: Apache-2.0
"""What several bearers share: places, parcels, slips, folders, sealed credentials."""
