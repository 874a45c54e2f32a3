# SPDX-License-Identifier: Apache-2.0
"""An address that could not be reached, and how addresses are written."""

from __future__ import annotations


class UnreachedError(Exception):
    """There is no connection; `reason` is in words.  Never leaves this bearer."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def address_text(host: str, port: int) -> str:
    """Write host and port; an IPv6 address gets its brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
