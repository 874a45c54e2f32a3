# SPDX-License-Identifier: Apache-2.0
"""Where a text is written, looked at as it will go, and filed as a draft."""
