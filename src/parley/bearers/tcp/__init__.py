# SPDX-License-Identifier: Apache-2.0
"""Frames over one TCP circuit under TLS 1.3, both certificates pinned."""

from parley.bearers.tcp.bearer import TcpBearer
from parley.bearers.tcp.config import Role, TcpSettings

__all__ = ["Role", "TcpBearer", "TcpSettings"]
