# SPDX-License-Identifier: Apache-2.0
"""Which circuit carries what, when, in what size, and what is known of each."""
