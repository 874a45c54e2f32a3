# SPDX-License-Identifier: Apache-2.0
"""What one round trip costs bare: TLS 1.3 on loopback, between two processes.

The same settings of TLS as a circuit has, and nothing else: no frames, no seals, no
loop.  As a program of its own it is the other side.
"""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from parley.bearers.tcp.config import Role, TcpSettings
from parley.bearers.tcp.tls import make_context
from parley.crypto.certificate import make_certificate

_HOST = "127.0.0.1"
_ANSWER_S_MAX = 10.0
_DAY_S = 86_400


@contextmanager
def bare_echo(size: int) -> Iterator[Callable[[], None]]:
    """Give what sends `size` bytes to another process and waits for them to return."""
    now_s = int(time.clock_gettime(time.CLOCK_REALTIME))
    ours, theirs = (
        make_certificate(name, now_s - _DAY_S, now_s + _DAY_S)
        for name in ("here", "there")
    )
    told = {
        "size": size,
        "certificate": theirs[0].hex(),
        "key": theirs[1].hex(),
        "pin": ours[0].hex(),
    }
    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(told).encode() + b"\n")
        process.stdin.flush()
        port = int(process.stdout.readline())
        context = make_context(TcpSettings(Role.DIAL, _HOST, port, *ours, theirs[0]))
        try:
            with socket.create_connection((_HOST, port), _ANSWER_S_MAX) as line:
                _hurry(line)
                with context.wrap_socket(line) as sealed:
                    yield _asker(sealed, size)
        finally:
            process.terminate()


def _asker(line: ssl.SSLSocket, size: int) -> Callable[[], None]:
    data = bytes(size)

    def ask() -> None:
        line.sendall(data)
        _read(line, size)

    return ask


def _read(line: ssl.SSLSocket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        more = line.recv(size - len(got))
        if not more:
            raise ConnectionResetError
        got += more
    return got


def _hurry(line: socket.socket) -> None:
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def main() -> None:
    """Be the other side: read the settings, tell the port, return every byte."""
    told = json.loads(sys.stdin.readline())
    size = int(told["size"])
    certificate, key, pin = (
        bytes.fromhex(told[name]) for name in ("certificate", "key", "pin")
    )
    context = make_context(TcpSettings(Role.LISTEN, _HOST, 0, certificate, key, pin))
    with socket.create_server((_HOST, 0)) as door:
        sys.stdout.write(f"{door.getsockname()[1]}\n")
        sys.stdout.flush()
        line, _ = door.accept()
        _hurry(line)
        with suppress(OSError), context.wrap_socket(line, server_side=True) as sealed:
            while True:
                sealed.sendall(_read(sealed, size))


if __name__ == "__main__":
    main()
