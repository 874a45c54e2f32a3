# SPDX-License-Identifier: Apache-2.0
"""Tells systemd how the station is: sd_notify, without its library."""

from __future__ import annotations

import os
import socket


class Notify:
    """Sends states to the socket systemd names; does nothing where there is none."""

    def __init__(self) -> None:
        self._address = os.environ.get("NOTIFY_SOCKET", "")
        given = os.environ.get("WATCHDOG_USEC", "")
        mine = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.watchdog_s = int(given) / 2_000_000 if given.isdigit() and mine else None

    def send(self, *states: str) -> None:
        """Send states such as READY=1; an absent listener is no fault of ours."""
        if not self._address:
            return
        address = self._address
        if address.startswith("@"):
            address = "\0" + address[1:]
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            try:
                out.setblocking(False)
                out.sendto("\n".join(states).encode(), address)
            except OSError:
                return
