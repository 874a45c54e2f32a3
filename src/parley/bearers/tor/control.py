# SPDX-License-Identifier: Apache-2.0
"""What is asked of a running Tor, over its control port.

Every method blocks, and is called in a thread of its own; `close` may be called on any
thread and ends what another waits for.
"""

from __future__ import annotations

import re
import socket
from contextlib import suppress

import stem
import stem.connection
import stem.socket
from stem.control import Controller

from parley.bearers.tor.config import SERVICE_PORT
from parley.crypto.onion import OnionKeys
from parley.ports.address import split_address

_PROGRESS = re.compile(r"PROGRESS=(\d{1,3})\b")


class TorError(Exception):
    """Tor does not do it; `reason` is in words.  Never leaves this bearer."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


class _Line(stem.socket.ControlSocket):  # type: ignore[misc]  # stem has no types
    """A line to Tor's control port that leaves nothing open when there is none."""

    def __init__(self, place: str) -> None:
        """Connect.

        Raises:
            stem.SocketError: nobody is there.

        """
        super().__init__()
        self._place = place
        self.connect()

    def _make_socket(self) -> socket.socket:
        is_path = self._place.startswith("/")
        family = socket.AF_UNIX if is_path else socket.AF_INET
        goal = self._place if is_path else split_address(self._place)
        near = socket.socket(family, socket.SOCK_STREAM)
        try:
            near.connect(goal)
        except OSError as error:
            near.close()
            raise stem.SocketError(str(error)) from None
        return near


class TorControl:
    """One control session; the service that was asked for in it ends with it."""

    def __init__(self, place: str) -> None:
        """Open nothing yet; `place` is `HOST:PORT` or a path."""
        self._place = place
        self._line: _Line | None = None
        self._tor: Controller | None = None

    def open(self) -> None:
        """Reach Tor and prove that we may ask.

        Raises:
            TorError: it is not there, or does not believe us.

        """
        try:
            self._line = _Line(self._place)
            self._tor = Controller(self._line)
            self._tor.authenticate()
        except (stem.SocketError, OSError):
            self.close()
            raise TorError(f"Tor does not answer at {self._place}") from None
        except stem.connection.AuthenticationFailure:
            self.close()
            raise TorError(
                "Tor does not let this account in: its cookie cannot be read"
            ) from None

    def wait_for(self, keys: OnionKeys, port: int) -> None:
        """Let the counterpart, and nobody else, call us; `port` is ours on loopback.

        Raises:
            TorError: Tor refuses, or is gone.

        """
        # SPEC 10.152: "The service MUST admit only a caller who holds the X25519 key
        # whose private half is what the same secret gives for the purpose "onion
        # caller"."
        self._ask(
            f"ADD_ONION ED25519-V3:{keys.service_key()} Flags=DiscardPK,V3Auth "
            f"Port={SERVICE_PORT},127.0.0.1:{port} ClientAuthV3={keys.admitted()}"
        )

    def may_call(self, keys: OnionKeys) -> None:
        """Give Tor what the counterpart's service asks of a caller.

        Raises:
            TorError: Tor refuses, or is gone.

        """
        self._ask(f"ONION_CLIENT_AUTH_ADD {keys.address} x25519:{keys.caller_key()}")

    def progress(self) -> int:
        """Return how far Tor is with finding its network, in per cent.

        Raises:
            TorError: it is gone.

        """
        found = _PROGRESS.search(self._ask("GETINFO status/bootstrap-phase"))
        return int(found[1]) if found is not None else 0

    def close(self) -> None:
        """Let go; Tor takes back a service that was asked for here."""
        for held in (self._tor, self._line):
            if held is not None:
                with suppress(stem.SocketError, OSError):
                    held.close()

    def _ask(self, request: str) -> str:
        if self._tor is None:
            raise TorError("Tor is gone")
        try:
            answer = self._tor.msg(request)
        except (stem.ControllerError, OSError):
            raise TorError("Tor is gone") from None
        code, _, words = next(iter(answer.content()))
        # 251 and 252 say that Tor had the key already, or keeps it beside.
        if not str(code).startswith("25"):
            raise TorError(f"Tor refuses: {str(words).lower()}")
        return str(answer)
