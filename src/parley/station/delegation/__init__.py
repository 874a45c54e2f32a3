# SPDX-License-Identifier: Apache-2.0
"""The root on its machine apart, and the station that asks it for a delegation."""
