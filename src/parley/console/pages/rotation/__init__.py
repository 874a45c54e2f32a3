# SPDX-License-Identifier: Apache-2.0
"""Who may act, with what keys and until when; on both sides."""
