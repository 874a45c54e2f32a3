# SPDX-License-Identifier: Apache-2.0
"""A program for the pipe bearer: frames over a Unix socket, to show how one is written.

    python -m parley.testing.pipe_program near|far SOCKET

It uses nothing of Parley.  A real one would have a radio in place of the socket.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

LENGTH = struct.Struct(">I")
WORDS = 0x8000_0000
ALIVE_S = 2.0


def say(out: BinaryIO, lock: threading.Lock, mark: int, data: bytes = b"") -> None:
    """Write one piece to the station; several threads do."""
    with lock:
        out.write(LENGTH.pack(mark) + data)
        out.flush()


def exactly(source: BinaryIO, count: int) -> bytes:
    """Read `count` bytes, or end the thread when there are no more."""
    data = source.read(count)
    if len(data) < count:
        raise EOFError
    return data


def from_station(line: BinaryIO) -> None:
    """Pass frames of the station on; end when the station closes its side."""
    with suppress(EOFError, OSError):
        while True:
            (length,) = LENGTH.unpack(exactly(sys.stdin.buffer, LENGTH.size))
            line.write(LENGTH.pack(length) + exactly(sys.stdin.buffer, length))
            line.flush()


def to_station(line: BinaryIO, out: BinaryIO, lock: threading.Lock) -> None:
    """Pass frames from the line to the station."""
    with suppress(EOFError, OSError):
        while True:
            (length,) = LENGTH.unpack(exactly(line, LENGTH.size))
            say(out, lock, length, exactly(line, length))


def connected(way: str, path: str) -> socket.socket:
    """Return the line to the other end; the far one waits, the near one calls."""
    if way == "far":
        Path(path).unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(path)
            door.listen(1)
            return door.accept()[0]
    while True:
        line = socket.socket(socket.AF_UNIX)
        try:
            line.connect(path)
        except OSError:
            line.close()
            time.sleep(0.01)
        else:
            return line


def main() -> None:
    """Carry frames until either side closes."""
    way, path = sys.argv[1:]
    out, lock = sys.stdout.buffer, threading.Lock()
    reason = b"looking for the other end"
    say(out, lock, WORDS | len(reason), reason)
    line = connected(way, path).makefile("rwb")
    say(out, lock, 0)
    threads = [
        threading.Thread(target=from_station, args=(line,), daemon=True),
        threading.Thread(target=to_station, args=(line, out, lock), daemon=True),
    ]
    for thread in threads:
        thread.start()
    while all(thread.is_alive() for thread in threads):
        threads[0].join(ALIVE_S)
        say(out, lock, 0)
    os._exit(0)  # a thread may still stand in a read, and nothing is owed


if __name__ == "__main__":
    main()
