# SPDX-License-Identifier: Apache-2.0
"""A Tor network of this machine alone: one authority, four relays, two stations' Tors.

The programs are Debian's; nothing of it leaves loopback.  It takes some twenty seconds
until the relays know one another, so a test makes it once.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from parley.fixed import Fixed
from parley.testing.stations import free_port

PROGRAMS: Final = ("tor", "tor-gencert")
READY_S_MAX: Final = 100.0
_RELAYS: Final = 4
_PATH: Final = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
_EVERY: Final = """\
TestingTorNetwork 1
DataDirectory {folder}
RunAsDaemon 0
AssumeReachable 1
AvoidDiskWrites 1
ShutdownWaitLength 0
Log notice file {folder}/log
{authority}
"""
_RELAY: Final = """\
Nickname {name}
Address 127.0.0.1
ORPort 127.0.0.1:{port}
ExitRelay 0
SocksPort 0
"""
_AUTHORITY: Final = """\
DirPort 127.0.0.1:{directory}
ContactInfo nobody@authority.example
AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
TestingV3AuthInitialVotingInterval 5
TestingV3AuthInitialVoteDelay 2
TestingV3AuthInitialDistDelay 2
V3AuthVotingInterval 10
V3AuthVoteDelay 2
V3AuthDistDelay 2
MinUptimeHidServDirectoryV2 0
TestingAuthDirTimeToLearnReachability 0
TestingDirAuthVoteExit *
TestingDirAuthVoteGuard *
TestingDirAuthVoteHSDir *
"""
_CALLER: Final = """\
SocksPort 127.0.0.1:{socks}
ControlPort 127.0.0.1:{control}
CookieAuthentication 1
"""


def why_not() -> str:
    """Say why there can be no such network here; "" if there can."""
    missing = [each for each in PROGRAMS if shutil.which(each, path=_PATH) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


def _program(name: str) -> str:
    return str(shutil.which(name, path=_PATH))


class StationTor(Fixed):
    """The Tor of one station."""

    control: str
    socks: str
    process: subprocess.Popen[bytes]


class TorNetwork(Fixed):
    """What a station needs of it."""

    near: StationTor
    far: StationTor


class _Net:
    """The processes of one network, in one folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._authority = ""
        self.running: list[subprocess.Popen[bytes]] = []

    def make_authority(self) -> None:
        """Make the authority's keys, and start it."""
        folder = self._root / "authority"
        keys = folder / "keys"
        keys.mkdir(parents=True, mode=0o700)
        folder.chmod(0o700)
        port, directory = free_port(), free_port()
        made = subprocess.run(  # noqa: S603 - Debian's program
            [
                _program("tor-gencert"),
                *("--create-identity-key", "-m", "12", "--passphrase-fd", "0"),
                *("-a", f"127.0.0.1:{directory}"),
                *("-i", str(keys / "authority_identity_key")),
                *("-s", str(keys / "authority_signing_key")),
                *("-c", str(keys / "authority_certificate")),
            ],
            input=b"nobody\n",
            capture_output=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        text = (keys / "authority_certificate").read_text("ascii")
        identity = re.search(r"^fingerprint ([0-9A-F]{40})$", text, re.MULTILINE)
        assert identity is not None, "the certificate names its key"
        found = self._fingerprint(folder, port)
        self._authority = (
            f"DirAuthority authority orport={port} v3ident={identity[1]} "
            f"127.0.0.1:{directory} {found}"
        )
        relay = _RELAY.format(name="authority", port=port)
        self.start(folder, relay + _AUTHORITY.format(directory=directory))

    def make_relay(self, number: int) -> None:
        """Start one relay."""
        name = f"relay{number}"
        self.start(self._root / name, _RELAY.format(name=name, port=free_port()))

    def make_station(self, name: str) -> StationTor:
        """Start the Tor of one station."""
        socks, control = free_port(), free_port()
        more = _CALLER.format(socks=socks, control=control)
        process = self.start(self._root / name, more)
        return StationTor(f"127.0.0.1:{control}", f"127.0.0.1:{socks}", process)

    def start(self, folder: Path, more: str) -> subprocess.Popen[bytes]:
        """Start one Tor."""
        folder.mkdir(mode=0o700, exist_ok=True)
        text = _EVERY.format(folder=folder, authority=self._authority) + more
        config = folder / "torrc"
        config.write_text(text, "ascii")
        process = subprocess.Popen(  # noqa: S603 - Debian's program
            [
                _program("tor"),
                "-f",
                str(config),
                "--defaults-torrc",
                "/-",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.running.append(process)
        return process

    def wait(self, *names: str) -> None:
        """Wait until these Tors have found the network."""
        ends_s = time.monotonic() + READY_S_MAX
        for name in names:
            log = self._root / name / "log"
            while "Bootstrapped 100%" not in (
                log.read_text("utf-8", "replace") if log.exists() else ""
            ):
                assert time.monotonic() < ends_s, f"{name} found no network"
                time.sleep(0.1)

    def _fingerprint(self, folder: Path, port: int) -> str:
        """Return the fingerprint of a relay that was not started yet."""
        subprocess.run(  # noqa: S603 - Debian's program
            [
                *(_program("tor"), "--list-fingerprint"),
                *("--defaults-torrc", "/-", "-f", "/-", "--ignore-missing-torrc"),
                *("--ORPort", str(port), "--DataDirectory", str(folder)),
                *("--Nickname", "authority", "--quiet"),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        return (folder / "fingerprint").read_text("ascii").split()[1]


@contextmanager
def tor_network(root: Path) -> Iterator[TorNetwork]:
    """Have a Tor network, ready for calls, for as long as the context lasts."""
    net = _Net(root)
    try:
        net.make_authority()
        for number in range(_RELAYS):
            net.make_relay(number)
        near, far = net.make_station("near"), net.make_station("far")
        net.wait("near", "far")
        yield TorNetwork(near, far)
    finally:
        for process in net.running:
            process.kill()
        for process in net.running:
            process.wait()
