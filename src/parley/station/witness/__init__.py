# SPDX-License-Identifier: Apache-2.0
"""A third witness: run by anybody whom both parties believe to watch."""
