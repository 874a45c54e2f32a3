# SPDX-License-Identifier: Apache-2.0
"""Puts this process into a room without network, files to write, or the station's keys.

Everything here is asked of the kernel before a byte of a model is looked at: whoever
made the model may have made it to take this process over.
"""

from __future__ import annotations

import ctypes
import os
import resource
import socket
from contextlib import suppress
from pathlib import Path

MEMORY_BYTES_MAX = 3_000_000_000
CPU_S_MAX = 120
FILES_MAX = 64

_NEW_NETWORK, _NEW_USER, _NEW_MOUNTS = 0x40000000, 0x10000000, 0x00020000
_PRIVATE, _RECURSIVE = 1 << 18, 1 << 14
_READ_ONLY, _NO_SUID, _NO_DEVICES, _NO_PROGRAMS = 1, 2, 4, 8
_NO_NEW_PRIVILEGES, _DUMPABLE = 38, 4
_NOWHERE = ("192.0.2.1", 9)  # an address for documentation; a datagram is never sent


def limit() -> None:
    """Bound memory, time and files for good; nothing can be written to a disk."""
    for which, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES_MAX),
        (resource.RLIMIT_CPU, CPU_S_MAX),
        (resource.RLIMIT_NOFILE, FILES_MAX),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(which)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (least, least))


def confine(hidden: Path) -> bool:
    """Leave every network, and cover `hidden` with an empty folder.

    Returns whether the kernel agreed and no network is left.
    """
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    kernel.prctl(_DUMPABLE, 0, 0, 0, 0)
    user, group = os.getuid(), os.getgid()
    rooms = _NEW_USER | _NEW_MOUNTS | _NEW_NETWORK
    if kernel.unshare(rooms) == 0:
        kernel.prctl(_DUMPABLE, 1, 0, 0, 0)  # else its own maps cannot be written
        _map_ids(user, group)
        kernel.prctl(_DUMPABLE, 0, 0, 0, 0)
    elif kernel.unshare(_NEW_MOUNTS | _NEW_NETWORK) != 0:
        return False
    return _cover(kernel, hidden) and not has_network()


def _map_ids(user: int, group: int) -> None:
    """Be nobody else in the new room: the kernel wants to be told before a mount."""
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny", "ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", "ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", "ascii")


def _cover(kernel: ctypes.CDLL, hidden: Path) -> bool:
    flags = _READ_ONLY | _NO_SUID | _NO_DEVICES | _NO_PROGRAMS
    kernel.mount(None, b"/", None, _PRIVATE | _RECURSIVE, None)
    covered = kernel.mount(b"none", os.fsencode(hidden), b"tmpfs", flags, None)
    return bool(covered == 0)


def has_network() -> bool:
    """Tell whether the kernel knows a way to anywhere."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOWHERE)
        except OSError:
            return False
    return True
