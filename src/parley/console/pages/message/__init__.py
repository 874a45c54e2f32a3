# SPDX-License-Identifier: Apache-2.0
"""One message in full, and the act of acknowledging it."""
