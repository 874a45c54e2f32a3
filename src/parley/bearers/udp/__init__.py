# SPDX-License-Identifier: Apache-2.0
"""Frames in datagrams: the bearer for lines that lose much."""

from parley.bearers.udp.bearer import UdpBearer
from parley.bearers.udp.config import UdpSettings

__all__ = ["UdpBearer", "UdpSettings"]
