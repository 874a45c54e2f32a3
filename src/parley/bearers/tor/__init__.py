# SPDX-License-Identifier: Apache-2.0
"""A TCP circuit by way of an onion service that only two stations know."""
