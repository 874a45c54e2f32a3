# SPDX-License-Identifier: Apache-2.0
"""Frames as QR codes on paper or a screen, read again from photographs."""

from parley.bearers.qr.bearer import QrBearer
from parley.bearers.qr.config import QrSettings

__all__ = ["QrBearer", "QrSettings"]
